"""What may be done in the cutting room: keep a solved plan, put its off-cuts on the books."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import RowMapping, select, update

from shuanglun.engines.cutting import Pattern, Plan, Problem, plan_to_dict, problem_to_dict
from shuanglun.factory.cutting_room.errors import offcut_taken
from shuanglun.factory.cutting_room.model import SolvedLot
from shuanglun.factory.cutting_room.offcut_life import About, happen
from shuanglun.factory.cutting_room.solving import geometry
from shuanglun.factory.cutting_room.tables import cut_plans, offcuts, patterns
from shuanglun.kernel.codes import make_code
from shuanglun.kernel.ids import new_id
from shuanglun.storage import Work, take_numbers


def store_cut_plan(
    work: Work,
    solved: SolvedLot,
    thickness: int,
    begun: Sequence[RowMapping] = (),
    why: Mapping[str, Any] | None = None,
) -> dict[str, tuple[str, int]]:
    """Keep a lot's plan; returns for every piece its pattern and its place in sawing order on that pattern.

    Off-cuts the plan uses are reserved, those it makes get their own code and wait as ``planned`` until the board is sawn.
    ``begun`` are the rows of patterns of an earlier plan that are sawn or being sawn: they stay, and stand before the new
    ones. ``why`` is kept with the settings.
    """
    plan, problem = solved.plan, solved.problem
    if plan is None or problem is None:
        raise ValueError("a lot without a plan cannot be stored")
    plan_id = new_id()
    work.insert(
        cut_plans,
        {
            "id": plan_id,
            "lot_id": solved.lot.lot_id,
            "created_at": work.now,
            "created_by": work.actor.id,
            "engine": f"{plan.engine} {plan.version}",
            "settings": {
                "saw": asdict(problem.saw),
                "use_offcuts": problem.use_offcuts_first,
                "seed": plan.seed,
                **(why or {}),
            },
            "figures": asdict(plan.figures),
            "status": "current",
            "document": {"problem": problem_to_dict(problem), "plan": plan_to_dict(plan), "thickness": thickness},
        },
    )
    _take_over(work, plan_id, begun)
    first = max((row["no"] for row in begun), default=0) + 1
    ids = [new_id() for _ in plan.patterns]
    work.insert(
        patterns,
        [
            {
                "id": ids[index],
                "cut_plan_id": plan_id,
                "lot_id": solved.lot.lot_id,
                "no": first + index,
                "board_code": pattern.stock,
                "run_qty": pattern.run,
                "geometry": geometry(problem, pattern),
            }
            for index, pattern in enumerate(plan.patterns)
        ],
    )
    _reserve_offcuts(work, plan_id, problem, plan)
    _plan_offcuts(work, ids, problem, plan, thickness)
    return dict(_places(plan, ids))


def _take_over(work: Work, plan_id: str, begun: Sequence[RowMapping]) -> None:
    ids = [row["id"] for row in begun]
    if ids:
        mine = patterns.c.tenant_id == work.tenant_id
        work.execute(update(patterns).where(mine, patterns.c.id.in_(ids)).values(cut_plan_id=plan_id))


def give_up_plan(work: Work, plan_id: str, ended: Sequence[str]) -> None:
    """A plan is superseded: off-cuts it held for its ``ended`` patterns are free, those these would have made will not be."""
    mine = offcuts.c.tenant_id == work.tenant_id
    work.execute(
        update(cut_plans)
        .where(cut_plans.c.tenant_id == work.tenant_id, cut_plans.c.id == plan_id)
        .values(status="superseded")
    )
    boards = select(patterns.c.board_code).where(patterns.c.tenant_id == work.tenant_id, patterns.c.id.in_(list(ended)))
    held = select(offcuts.c.code).where(
        mine, offcuts.c.status == "reserved", offcuts.c.reserved_by == plan_id, offcuts.c.code.in_(boards)
    )
    promised = select(offcuts.c.code).where(mine, offcuts.c.status == "planned", offcuts.c.pattern_id.in_(list(ended)))
    for codes, kind in ((held, "released"), (promised, "void")):
        found = [row["code"] for row in work.all(codes)]
        if found:
            happen(work, found, kind, About(cut_plan_id=plan_id if kind == "released" else None))


def _places(plan: Plan, ids: list[str]) -> Iterator[tuple[str, tuple[str, int]]]:
    for pattern_id, pattern in zip(ids, plan.patterns, strict=True):
        for place, code in enumerate(_in_sawing_order(pattern), 1):
            yield code, (pattern_id, place)


def _in_sawing_order(pattern: Pattern) -> Iterator[str]:
    """Piece codes as they come off the saw: rectangle by rectangle, all copies of a book together."""
    placements = sorted(pattern.placements(), key=lambda p: (p.sequence, p.copy))
    return (placement.piece for placement in placements)


def _reserve_offcuts(work: Work, plan_id: str, problem: Problem, plan: Plan) -> None:
    own = {stock.code for stock in problem.stock if stock.is_offcut}
    used = {pattern.stock for pattern in plan.patterns if pattern.stock in own}
    got = happen(work, used, "reserved", About(cut_plan_id=plan_id))
    if got != used:
        raise offcut_taken(used - got)


def _plan_offcuts(work: Work, ids: list[str], problem: Problem, plan: Plan, thickness: int) -> None:
    numbers = take_numbers(work, "board", len(plan.offcuts)) if plan.offcuts else range(0)
    rows: list[dict[str, Any]] = [
        {
            "code": make_code("board", number),
            "material_code": problem.material,
            "length": offcut.length,
            "width": offcut.width,
            "thickness": thickness,
            "grain": offcut.grain != "none",
            "status": "planned",
            "pattern_id": ids[offcut.pattern],
            "created_at": work.now,
            "origin": "pattern",
        }
        for number, offcut in zip(numbers, plan.offcuts, strict=True)
    ]
    work.insert(offcuts, rows)
    by_pattern: dict[str, list[str]] = {}
    for row in rows:
        by_pattern.setdefault(row["pattern_id"], []).append(row["code"])
    for pattern_id, codes in by_pattern.items():
        happen(work, codes, "planned", About(pattern_id=pattern_id))


def board_sawn(work: Work, pattern_id: str) -> None:
    """All pieces of a pattern are sawn: its off-cuts are in stock, the off-cut it was cut from is used up."""
    mine = offcuts.c.tenant_id == work.tenant_id
    made = select(offcuts.c.code).where(mine, offcuts.c.pattern_id == pattern_id, offcuts.c.status == "planned")
    board = select(patterns.c.board_code).where(patterns.c.tenant_id == work.tenant_id, patterns.c.id == pattern_id)
    used = select(offcuts.c.code).where(mine, offcuts.c.code.in_(board), offcuts.c.status == "reserved")
    for codes, kind in ((made, "made"), (used, "used")):
        found = [row["code"] for row in work.all(codes)]
        if found:
            happen(work, found, kind, About(pattern_id=pattern_id))
