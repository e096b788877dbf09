"""Routes of pricing: price lists, the price of an order on trial, its quotes."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field

from shuanglun.access import Call, Permission, PlainText, allowed, check_text
from shuanglun.factory.orders import get_order
from shuanglun.factory.pricing import commands, queries
from shuanglun.factory.pricing.model import as_body, try_list

router = APIRouter(tags=["pricing"])
_Reader = Annotated[Call, Depends(allowed(Permission.PRICES_READ))]
_Quoter = Annotated[Call, Depends(allowed(Permission.PRICES_QUOTE))]
_Publisher = Annotated[Call, Depends(allowed(Permission.PRICES_PUBLISH))]
_Version = Annotated[int | None, Query(ge=1, le=2**31 - 1)]


class ExtraIn(BaseModel):
    """A manual extra: quantity in thousandths of its unit, price in fen (negative takes off)."""

    label: PlainText = Field(min_length=1, max_length=80)
    thousandths: int = Field(ge=1, le=10**9)
    unit: PlainText = Field(min_length=1, max_length=12)
    price_fen: int = Field(ge=-(10**9), le=10**9)
    discountable: bool = False


class QuoteIn(BaseModel):
    """How an order is priced; what is left out is as the price list proposes."""

    code: PlainText | None = Field(default=None, max_length=80)
    extras: list[ExtraIn] = Field(default_factory=list, max_length=50)
    discount_points: int | None = Field(default=None, ge=0, le=10_000)
    remark: PlainText = Field(default="", max_length=500)

    def options(self) -> dict[str, Any]:
        """As the commands take it."""
        extras = [extra.model_dump() for extra in self.extras]
        return {"code": self.code, "extras": extras, "discount_points": self.discount_points}


class ListIn(BaseModel):
    """A price list as its file (YAML), or as the data of it."""

    body: PlainText | None = Field(default=None, min_length=1, max_length=200_000)
    data: dict[PlainText, Any] | None = Field(default=None, max_length=40)

    def text(self) -> str:
        """The file."""
        return check_text(self.body if self.body is not None else as_body(self.data or {}))


@router.get("/price-lists")
def get_lists(call: _Reader) -> dict[str, Any]:
    """The newest version of every price list."""
    with call.read() as work:
        return {"lists": queries.lists_of(work)}


@router.get("/price-lists/{code}")
def get_list(code: str, call: _Reader, version: _Version = None) -> dict[str, Any]:
    """One price list with its file."""
    with call.read() as work:
        return queries.get_list(work, code, version)


@router.post("/price-lists")
def post_list(body: ListIn, call: _Publisher) -> dict[str, Any]:
    """Publish a price list; refused while an example is red."""
    with call.work() as work:
        return commands.publish_list(work, body.text())


@router.post("/price-lists/try")
def post_try(body: ListIn, call: _Publisher) -> dict[str, Any]:
    """A price list with its examples tried; nothing is published."""
    return try_list(body.text())


@router.get("/orders/{order_id}/quotes")
def get_quotes(order_id: str, call: _Reader) -> dict[str, Any]:
    """The quotes of an order, the newest first."""
    with call.read() as work:
        get_order(work, order_id)
        return {"quotes": queries.list_quotes(work, order_id)}


@router.post("/orders/{order_id}/price")
def post_price(order_id: str, body: QuoteIn, call: _Quoter) -> dict[str, Any]:
    """The price of an order on trial; nothing is stored."""
    with call.read() as work:
        return queries.preview(work, order_id, **body.options())


@router.post("/orders/{order_id}/quotes", status_code=201)
def post_quote(order_id: str, body: QuoteIn, call: _Quoter) -> dict[str, Any]:
    """Keep the price of an order as its next quote."""
    with call.work() as work:
        return commands.make_quote(work, order_id, remark=body.remark, **body.options())
