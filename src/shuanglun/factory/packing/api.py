"""Routes of packing: packages, reopening one, accuracy."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from pydantic import AwareDatetime, BaseModel, Field

from shuanglun.access import Call, Permission, allowed
from shuanglun.factory.packing.commands import reopen
from shuanglun.factory.packing.queries import order_packages, package_view, packing_accuracy

router = APIRouter(tags=["packing"])
_Reader = Annotated[Call, Depends(allowed(Permission.ORDERS_READ))]
_EARLIEST, _LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(3000, 1, 1, tzinfo=UTC)
_Instant = Annotated[AwareDatetime, Query(ge=_EARLIEST, lt=_LATEST)]


class ReopenIn(BaseModel):
    """Why a closed package is opened again."""

    reason: str = Field(min_length=1, max_length=200)


@router.get("/packing/orders/{order_id}")
def get_order_packages(order_id: str, call: _Reader) -> dict[str, Any]:
    """The packages of an order with what is in them and what is missing."""
    with call.read() as work:
        return order_packages(work, order_id)


@router.get("/packing/accuracy")
def get_accuracy(call: _Reader, start: _Instant, end: _Instant) -> dict[str, Any]:
    """Packing accuracy of the packages closed in ``[start, end)``."""
    with call.read() as work:
        return packing_accuracy(work, start, end)


@router.get("/packages/{code}")
def get_package(code: str, call: _Reader) -> dict[str, Any]:
    """One package."""
    with call.read() as work:
        return package_view(work, code)


@router.post("/packages/{code}/reopen")
def post_reopen(
    code: str, body: ReopenIn, call: Annotated[Call, Depends(allowed(Permission.PACKING_REOPEN))]
) -> dict[str, Any]:
    """Open a closed package again; everything in it must be scanned anew."""
    with call.work() as work:
        return reopen(work, code, body.reason)
