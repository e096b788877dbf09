"""What may be read in the cutting room: a lot's cut plan, a pattern's geometry, off-cuts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, and_, false, or_, select, true

from shuanglun.engines.cutting import Plan, Problem, plan_from_dict, problem_from_dict
from shuanglun.engines.offcut_value import Board, Past, Rest, Value, size_class, value_of
from shuanglun.factory.cutting_room.errors import pattern_not_found
from shuanglun.factory.cutting_room.model import Boards
from shuanglun.factory.cutting_room.offcut_life import OFFCUT_STATUS
from shuanglun.factory.cutting_room.tables import board_types, cut_plans, offcuts, patterns
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


def lot_patterns(work: Work, lot_id: str) -> tuple[str, Sequence[RowMapping]] | None:
    """The id of a lot's current plan and its patterns' rows in sawing order; None when the lot has no plan."""
    mine = (cut_plans.c.tenant_id == work.tenant_id, cut_plans.c.lot_id == lot_id, cut_plans.c.status == "current")
    plan_id = work.scalar(select(cut_plans.c.id).where(*mine))
    if plan_id is None:
        return None
    of_plan = (patterns.c.tenant_id == work.tenant_id, patterns.c.cut_plan_id == plan_id)
    return plan_id, work.all(select(patterns).where(*of_plan).order_by(patterns.c.no))


def reserved_for(work: Work, plan_id: str, codes: Sequence[str]) -> list[dict[str, Any]]:
    """Off-cuts a plan holds, among ``codes``."""
    held = (offcuts.c.tenant_id == work.tenant_id, offcuts.c.status == "reserved", offcuts.c.reserved_by == plan_id)
    rows = work.all(select(offcuts).where(*held, offcuts.c.code.in_(list(codes))).order_by(offcuts.c.code))
    return [dict(row) for row in rows]


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


def list_offcuts(work: Work, status: str | None = None, wanted: Wanted | None = None) -> Sequence[RowMapping]:
    """Off-cuts, largest first; at most 1000."""
    query = select(offcuts).where(offcuts.c.tenant_id == work.tenant_id)
    if status is not None:
        query = query.where(offcuts.c.status == status)
    for condition in _conditions(work, wanted) if wanted else ():
        query = query.where(condition)
    return work.all(query.order_by(offcuts.c.material_code, (offcuts.c.length * offcuts.c.width).desc()).limit(1000))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for in the rack: lengths in 0.1 mm, turned where it has no grain; age in whole days."""

    material_code: str | None = None
    place: str | None = None
    text: str | None = None
    length: int = 0
    width: int = 0
    days: int = 0


def _conditions(work: Work, wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    it = offcuts.c
    if wanted.material_code:
        yield it.material_code == wanted.material_code
    if wanted.place:
        yield it.place == wanted.place
    if wanted.text:
        words = (it.code, it.material_code, it.place, it.note)
        yield or_(*(column.icontains(wanted.text, autoescape=True) for column in words))
    if wanted.length or wanted.width:
        straight = and_(it.length >= wanted.length, it.width >= wanted.width)
        turned = and_(it.grain.is_(false()), it.length >= wanted.width, it.width >= wanted.length)
        yield or_(straight, turned)
    if wanted.days:
        yield it.in_stock_at <= work.now - timedelta(days=wanted.days)


def offcut_facts(work: Work, rows: Sequence[RowMapping]) -> list[dict[str, Any]]:
    """Off-cuts as they are shown: with their age and what they are worth."""
    values = offcut_values(work, rows)
    return [
        {
            **{key: value for key, value in row.items() if key != "tenant_id"},
            "status_name": OFFCUT_STATUS[row["status"]].as_dict(),
            "days": age_in_days(work, row),
            "value": value_dict(values[row["code"]]),
        }
        for row in rows
    ]


def age_in_days(work: Work, row: RowMapping) -> int | None:
    """Whole days since it lies in the rack; None when it does not."""
    since: datetime | None = row["in_stock_at"]
    return (work.now - since).days if since and row["status"] in {"in_stock", "reserved"} else None


def value_dict(worth: Value) -> dict[str, Any]:
    """A value with its steps, as JSON."""
    return {"fen": worth.fen, "steps": [{"text": step.text.as_dict(), "fen": step.fen} for step in worth.steps]}


AGES = (7, 30, 90)  # days: upper ends of the classes of the ageing report


def ageing(work: Work) -> list[dict[str, Any]]:
    """What lies in the rack by material and age: how many, area (0.01 mm²), value (fen; what has none counts nothing)."""
    where = and_(offcuts.c.tenant_id == work.tenant_id, offcuts.c.status.in_(("in_stock", "reserved")))
    rows = work.all(select(offcuts).where(where).order_by(offcuts.c.material_code))
    values = offcut_values(work, rows)
    found: dict[str, list[dict[str, int]]] = {}
    for row in rows:
        classes = found.setdefault(row["material_code"], [{"n": 0, "area": 0, "fen": 0} for _ in range(len(AGES) + 1)])
        days = age_in_days(work, row) or 0
        one = classes[sum(days > end for end in AGES)]
        one["n"] += 1
        one["area"] += row["length"] * row["width"]
        one["fen"] += values[row["code"]].fen or 0
    return [{"material_code": material, "classes": classes} for material, classes in found.items()]


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
        select(offcuts).where(
            offcuts.c.tenant_id == work.tenant_id, offcuts.c.status.in_(("used", "scrapped", "missing"))
        )
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
