"""What may be read in the cutting room: a lot's cut plan, a pattern's geometry, off-cuts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import RowMapping, and_, select, true

from shuanglun.engines.cutting import Plan, Problem, plan_from_dict, problem_from_dict
from shuanglun.engines.offcut_value import Board, Past, Rest, Value, size_class, value_of
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


def plan_document(work: Work, lot_id: str) -> tuple[Problem, Plan, int] | None:
    """The current plan of a lot as the engine made it, with the boards' thickness; None when there is none to be had."""
    stored = work.scalar(
        select(cut_plans.c.document).where(
            cut_plans.c.tenant_id == work.tenant_id, cut_plans.c.lot_id == lot_id, cut_plans.c.status == "current"
        )
    )
    if stored is None:
        return None
    return problem_from_dict(stored["problem"]), plan_from_dict(stored["plan"]), stored["thickness"]


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


def offcut_values(work: Work, rows: Sequence[RowMapping]) -> dict[str, Value]:
    """What each of these off-cuts is worth by expected use (``engines.offcut_value``), by its code."""
    boards = _cheapest_boards(work)
    pasts = _pasts(work)
    found = {}
    for row in rows:
        rest = Rest(row["length"], row["width"])
        past = pasts.get((row["material_code"], size_class(rest.area)), Past())
        found[row["code"]] = value_of(rest, boards.get(row["material_code"]), past)
    return found


def _cheapest_boards(work: Work) -> dict[str, Board]:
    """A material's board in use with a price that costs least."""
    rows = work.all(
        select(board_types)
        .where(board_types.c.tenant_id == work.tenant_id, board_types.c.active.is_(true()), board_types.c.cost_fen > 0)
        .order_by(board_types.c.cost_fen.desc(), board_types.c.code)
    )
    return {row["material_code"]: Board(row["length"], row["width"], row["cost_fen"]) for row in rows}


def _pasts(work: Work) -> dict[tuple[str, str], Past]:
    """What became of this factory's rests, by material and size class."""
    rows = work.all(
        select(offcuts).where(offcuts.c.tenant_id == work.tenant_id, offcuts.c.status.in_(("used", "scrapped")))
    )
    cut = work.all(
        select(patterns.c.board_code, patterns.c.geometry)
        .join(offcuts, and_(offcuts.c.tenant_id == patterns.c.tenant_id, offcuts.c.code == patterns.c.board_code))
        .where(patterns.c.tenant_id == work.tenant_id, offcuts.c.status == "used", patterns.c.sawn_at.is_not(None))
    )
    shares = {row["board_code"]: _used_share(row["geometry"]) for row in cut}
    groups: dict[tuple[str, str], list[RowMapping]] = defaultdict(list)
    for row in rows:
        groups[row["material_code"], size_class(row["length"] * row["width"])].append(row)
    return {key: _past(members, shares) for key, members in groups.items()}


def _past(rows: Sequence[RowMapping], shares: dict[str, int]) -> Past:
    used = [row["code"] for row in rows if row["status"] == "used"]
    return Past(len(used), len(rows) - len(used), [shares[code] for code in used if code in shares])


def _used_share(geometry: dict[str, Any]) -> int:
    """How much of a board became parts, basis points."""
    parts = sum(r["length"] * r["width"] for r in geometry["rects"] if r["kind"] == "part")
    return int(parts * 10_000 // (geometry["length"] * geometry["width"]))
