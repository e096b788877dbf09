"""Routes of pieces: the life line of one, and having one made anew."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from shuanglun.access import Call, Permission, allowed
from shuanglun.factory.pieces.commands import reject
from shuanglun.factory.pieces.queries import life_line

router = APIRouter(tags=["pieces"])


class RejectIn(BaseModel):
    """Why the piece is scrapped."""

    reason: str = Field(min_length=1, max_length=200)


@router.get("/pieces/{code}")
def get_piece(code: str, call: Annotated[Call, Depends(allowed(Permission.ORDERS_READ))]) -> dict[str, Any]:
    """Everything that is known of one piece."""
    with call.read() as work:
        return life_line(work, code)


@router.post("/pieces/{code}/reject")
def post_reject(
    code: str, body: RejectIn, call: Annotated[Call, Depends(allowed(Permission.FLOOR_SCAN))]
) -> dict[str, Any]:
    """Scrap a piece and have it made anew: ``{remade: {old code: new code}}``."""
    with call.work() as work:
        return {"remade": reject(work, code, body.reason)}
