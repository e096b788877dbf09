"""What may be read in the cutting room: a lot's cut plan, a pattern's geometry, off-cuts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import RowMapping, select, true

from shuanglun.factory.cutting_room.errors import pattern_not_found
from shuanglun.factory.cutting_room.model import Boards
from shuanglun.factory.cutting_room.tables import board_types, cut_plans, offcuts, patterns
from shuanglun.kernel.text import Text
from shuanglun.storage import Work


def boards_for(work: Work) -> Boards:
    """Everything that may be cut now."""
    types = work.all(
        select(board_types)
        .where(board_types.c.tenant_id == work.tenant_id, board_types.c.active.is_(true()))
        .order_by(board_types.c.code)
    )
    rests = work.all(
        select(offcuts)
        .where(offcuts.c.tenant_id == work.tenant_id, offcuts.c.status == "in_stock")
        .order_by(offcuts.c.created_at, offcuts.c.code)
    )
    return Boards([dict(row) for row in types], [dict(row) for row in rests])


def cut_plan_of(work: Work, lot_id: str) -> dict[str, Any] | None:
    """The current cut plan of a lot, with its patterns in sawing order."""
    plan = work.first(
        select(cut_plans).where(
            cut_plans.c.tenant_id == work.tenant_id, cut_plans.c.lot_id == lot_id, cut_plans.c.status == "current"
        )
    )
    if plan is None:
        return None
    rows = work.all(
        select(patterns)
        .where(patterns.c.tenant_id == work.tenant_id, patterns.c.cut_plan_id == plan["id"])
        .order_by(patterns.c.no)
    )
    keys = ("id", "created_at", "engine", "settings", "figures")
    return {**{key: plan[key] for key in keys}, "patterns": [_brief(row) for row in rows]}


def _brief(row: RowMapping) -> dict[str, Any]:
    geometry = row["geometry"]
    used = sum(r["length"] * r["width"] for r in geometry["rects"] if r["kind"] == "part")
    kept = sum(r["length"] * r["width"] for r in geometry["rects"] if r["kind"] == "offcut")
    area = geometry["length"] * geometry["width"]
    return {
        "id": row["id"],
        "no": row["no"],
        "board_code": row["board_code"],
        "run_qty": row["run_qty"],
        "pieces": sum(len(r["codes"]) for r in geometry["rects"]),
        "waste_permille": (area - used - kept) * 1000 // area,
        "sawn_at": row["sawn_at"],
    }


def pattern(work: Work, pattern_id: str) -> dict[str, Any]:
    """One pattern with its geometry.

    Raises:
        NotFound: no such pattern.
    """
    row = work.first(select(patterns).where(patterns.c.tenant_id == work.tenant_id, patterns.c.id == pattern_id))
    if row is None:
        raise pattern_not_found()
    geometry = row["geometry"]
    keys = ("id", "no", "lot_id", "board_code", "run_qty", "sawn_at")
    return {
        **{key: row[key] for key in keys},
        "length": geometry["length"],
        "width": geometry["width"],
        "geometry": geometry,
    }


OFFCUT_STATUS: dict[str, Text] = {
    "planned": Text("待产生", "planned"),
    "in_stock": Text("在库", "in stock"),
    "reserved": Text("已预留", "reserved"),
    "used": Text("已用", "used"),
    "scrapped": Text("报废", "scrapped"),
}


def list_offcuts(work: Work, status: str | None = None) -> Sequence[RowMapping]:
    """Off-cuts, largest first."""
    query = select(offcuts).where(offcuts.c.tenant_id == work.tenant_id)
    if status is not None:
        query = query.where(offcuts.c.status == status)
    return work.all(query.order_by(offcuts.c.material_code, (offcuts.c.length * offcuts.c.width).desc()).limit(1000))
