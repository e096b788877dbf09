"""Routes of the cutting room: patterns and off-cuts."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends

from shuanglun.access import Call, Permission, allowed
from shuanglun.factory.cutting_room import queries

router = APIRouter(tags=["cutting room"])
_Reader = Annotated[Call, Depends(allowed(Permission.PLANS_READ))]


@router.get("/patterns/{pattern_id}")
def get_pattern(pattern_id: str, call: _Reader) -> dict[str, Any]:
    """A pattern's rectangles and cuts."""
    with call.read() as work:
        return queries.pattern(work, pattern_id)


@router.get("/offcuts")
def get_offcuts(call: _Reader, status: str | None = None) -> dict[str, Any]:
    """Off-cuts by status."""
    with call.read() as work:
        rows = queries.list_offcuts(work, status)
        values = queries.offcut_values(work, rows)
    shown = [{key: value for key, value in row.items() if key != "tenant_id"} for row in rows]
    for row in shown:
        row["status_name"] = queries.OFFCUT_STATUS[row["status"]].as_dict()
        worth = values[row["code"]]
        steps = [{"text": step.text.as_dict(), "fen": step.fen} for step in worth.steps]
        row["value"] = {"fen": worth.fen, "steps": steps}
    return {"offcuts": shown}
