"""Routes of changes and remakes."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from shuanglun.access import Call, Permission, PlainText, allowed
from shuanglun.factory.changes import commands, queries, remaking
from shuanglun.factory.orders import LineChange

router = APIRouter(tags=["changes"])
_Reader = Annotated[Call, Depends(allowed(Permission.ORDERS_READ))]
_Changer = Annotated[Call, Depends(allowed(Permission.ORDERS_CHANGE))]
_Remaker = Annotated[Call, Depends(allowed(Permission.ORDERS_REMAKE))]
_Value = Annotated[float, Field(ge=-1_000_000, le=1_000_000, allow_inf_nan=False)] | int | PlainText | None


class LineIn(BaseModel):
    """What one line becomes; without ``line_no`` a new one. Parameters are merged, null takes one out."""

    line_no: int | None = Field(default=None, ge=1, le=10**6)
    remove: bool = False
    template_code: PlainText | None = Field(default=None, max_length=80)
    position: PlainText | None = Field(default=None, max_length=200)
    quantity: int | None = Field(default=None, ge=1, le=9999)
    due_on: date | None = None
    remark: PlainText | None = Field(default=None, max_length=1000)
    params: dict[PlainText, _Value] = Field(default_factory=dict, max_length=200)


class ChangeIn(BaseModel):
    """A change of an order: its lines, why, and what it is charged when the window is over."""

    lines: list[LineIn] = Field(min_length=1, max_length=2000)
    reason: PlainText = Field(min_length=1, max_length=500)
    charge_fen: int | None = Field(default=None, ge=0, le=10**9)


class TrialIn(BaseModel):
    """A change to be tried; nothing of it is kept."""

    lines: list[LineIn] = Field(min_length=1, max_length=2000)


class RemakeIn(BaseModel):
    """Pieces to be made again, in the words of the desk's rules."""

    codes: list[PlainText] = Field(min_length=1, max_length=500)
    reason: PlainText = Field(max_length=40)
    bearer: PlainText = Field(max_length=40)
    station: PlainText | None = Field(default=None, max_length=40)
    note: PlainText = Field(default="", max_length=500)


@router.get("/orders/{order_id}/changes")
def get_changes(order_id: str, call: _Reader) -> dict[str, Any]:
    """The change window of an order and its changes."""
    with call.read() as work:
        return {"window": queries.window_of(work, order_id), "changes": queries.list_changes(work, order_id)}


@router.post("/orders/{order_id}/changes", status_code=201)
def post_change(order_id: str, body: ChangeIn, call: _Changer) -> dict[str, Any]:
    """Change an order; says what stayed, what is left over and what is made anew."""
    lines = [LineChange(**line.model_dump()) for line in body.lines]
    with call.work() as work:
        return commands.change_order(work, order_id, lines, body.reason, body.charge_fen)


@router.post("/orders/{order_id}/changes/trial")
def post_trial(order_id: str, body: TrialIn, call: _Changer) -> dict[str, Any]:
    """What a change would do to the pieces there are; nothing is kept."""
    lines = [LineChange(**line.model_dump()) for line in body.lines]
    with call.work() as work:
        return commands.try_change(work, order_id, lines)


@router.get("/orders/{order_id}/remakes")
def get_remakes(order_id: str, call: _Reader) -> dict[str, Any]:
    """The remakes of an order and the words to choose from."""
    with call.read() as work:
        queries.window_of(work, order_id)
        return {"remakes": queries.list_remakes(work, order_id), **queries.words_of(work)}


@router.post("/orders/{order_id}/remakes", status_code=201)
def post_remake(order_id: str, body: RemakeIn, call: _Remaker) -> dict[str, Any]:
    """Have pieces of an order made again."""
    with call.work() as work:
        return remaking.remake(work, order_id, body.codes, body.reason, body.bearer, body.station, body.note)
