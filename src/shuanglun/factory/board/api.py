"""Routes of the board."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends

from shuanglun.access import Call, Permission, allowed
from shuanglun.factory.board.facts import facts
from shuanglun.factory.board.queries import board

router = APIRouter(tags=["pulse"])
_Reader = Annotated[Call, Depends(allowed(Permission.BOARD_READ))]


@router.get("/board")
def get_board(call: _Reader) -> dict[str, Any]:
    """Today's board."""
    with call.read() as work:
        return board(work)


@router.get("/board/facts")
def get_facts(call: _Reader, number: str) -> dict[str, Any]:
    """The facts beneath one of its numbers."""
    with call.read() as work:
        return facts(work, number)
