"""What may be done in planning: make a plan. Lots, a cut plan a lot, a schedule over the machines, in one run.

Computation happens between two transactions: read what is open, compute, then write - refused when the pieces changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from itertools import islice
from typing import Any

from sqlalchemy import bindparam, select, update

from shuanglun.access.audit import record
from shuanglun.engines.scheduling import Schedule, schedule
from shuanglun.factory.cutting_room import (
    Boards,
    LotToCut,
    PieceToCut,
    SolvedLot,
    boards_for,
    give_back,
    solve_lot,
    store_cut_plan,
)
from shuanglun.factory.orders.tables import orders
from shuanglun.factory.pieces.tables import pieces
from shuanglun.factory.planning import queries, scheduling
from shuanglun.factory.planning.lot_curve import sheets_of
from shuanglun.factory.planning.lots import Sheet, build_waves, grouping, new_lots
from shuanglun.factory.planning.model import Lot, MachineRow, OpenPiece, Settings
from shuanglun.factory.planning.tables import lots, order_outlooks, plan_runs, tasks
from shuanglun.kernel.errors import Refused
from shuanglun.kernel.findings import Finding
from shuanglun.kernel.ids import new_id
from shuanglun.kernel.text import Text
from shuanglun.storage import Actor, Database, Work, take_numbers

Tell = Callable[[float, Text], None]
_CUTTING, _SCHEDULING, _STORING = 0.05, 0.8, 0.9


def make_plan(
    database: Database,
    tenant_id: str,
    actor: Actor,
    order_ids: Sequence[str] | None = None,
    settings: Settings | None = None,
    tell: Tell = lambda share, note: None,
) -> dict[str, Any]:
    """Plan everything released (or the given orders) and re-schedule what is under way.

    Returns the run's id, figures and findings. Pieces whose material has no board stay without a lot and are told.

    Raises:
        Refused: there is nothing to plan, or the pieces were planned by somebody else meanwhile.
    """
    settings = settings or Settings()
    with database.work(tenant_id, actor) as work:
        found = queries.open_pieces(work, order_ids)
        machines = queries.machine_rows(work)
        give_back(work)
        boards = boards_for(work)
        fresh = [piece for piece in found if piece.lot_id is None and piece.step == 0]
        lots_now = lots_under_way(work, found)
        lots_new = _number_lots(work, fresh, settings, sheets_of(work))
        now = work.now
    if not lots_now and not lots_new:
        raise Refused("PLAN-NOTHING", Text("没有可排产的板件：请先放行订单", "nothing to plan: release an order first"))
    solved = _cut(lots_new, boards, settings, tell)
    cut_out = {s.lot.lot_id for s in solved if s.plan is None}
    _take_out(lots_new, frozenset().union(*(s.left_out for s in solved)))
    findings = [finding for s in solved for finding in s.findings]
    going = lots_now + [lot for lot in lots_new if lot.id not in cut_out]
    tell(_SCHEDULING, Text(f"正在排程 {len(going)} 个批次", f"scheduling {len(going)} lots"))
    problem = scheduling.build(going, machines, now, settings.horizon_days)
    result = schedule(problem)
    findings += _unscheduled(result)
    tell(_STORING, Text("正在保存", "storing"))
    with database.work(tenant_id, actor) as work:
        return _store(work, going, solved, result, findings, settings)


def lots_under_way(work: Work, found: Iterable[OpenPiece]) -> list[Lot]:
    """The lots of earlier runs that still have pieces to finish, with the packing lots of their waves."""
    by_lot: dict[str, list[OpenPiece]] = {}
    for piece in found:
        if piece.lot_id is not None:
            by_lot.setdefault(piece.lot_id, []).append(piece)
    rows = queries.lots_of_waves(work, {piece.wave for piece in found if piece.wave})
    return [
        Lot(
            row["id"],
            row["no"],
            row["reason"]["wave"],
            row["kind"],
            row["due_on"],
            by_lot.get(row["id"], []),
            row["material_code"],
            is_new=False,
        )
        for row in rows
        if row["kind"] == "pack" or row["id"] in by_lot
    ]


def _number_lots(work: Work, fresh: Sequence[OpenPiece], settings: Settings, sheets: Mapping[str, Sheet]) -> list[Lot]:
    if not fresh:
        return []
    waves = build_waves(fresh, grouping(settings, sheets))
    counted = new_lots(waves, 1, lambda: "", lambda: "")
    numbers = iter(take_numbers(work, "lot", len(counted)))
    first = take_numbers(work, "wave", len(waves)).start
    return new_lots(waves, first, lambda: f"L{next(numbers):04d}", new_id)


def _cut(new: Sequence[Lot], boards: Boards, settings: Settings, tell: Tell) -> list[SolvedLot]:
    """A cut plan for every new cut lot; an off-cut is offered to one lot only."""
    solved: list[SolvedLot] = []
    to_cut = [lot for lot in new if lot.kind == "cut"]
    free = list(boards.offcuts)
    for index, lot in enumerate(to_cut):
        share = _CUTTING + (_SCHEDULING - _CUTTING) * index / len(to_cut)
        tell(
            share,
            Text(f"正在排版 {lot.no}（{index + 1}/{len(to_cut)}）", f"cutting {lot.no} ({index + 1}/{len(to_cut)})"),
        )
        one = solve_lot(_to_cut(lot), Boards(boards.types, free), use_offcuts=settings.use_offcuts)
        if one.plan is not None:
            used = {pattern.stock for pattern in one.plan.patterns}
            free = [row for row in free if row["code"] not in used]
        solved.append(one)
    return solved


def _take_out(new: Sequence[Lot], codes: frozenset[str]) -> None:
    """Pieces that fit no board wait without a lot until there is a board for them."""
    if codes:
        for lot in new:
            lot.pieces = [piece for piece in lot.pieces if piece.code not in codes]


def _to_cut(lot: Lot) -> LotToCut:
    members = tuple(
        PieceToCut(p.code, p.part_spec_id, p.name, p.order_no, p.cut_length, p.cut_width, p.grain) for p in lot.pieces
    )
    return LotToCut(lot.id, lot.material_code or "", members)


def _unscheduled(result: Schedule) -> list[Finding]:
    todo = Text("请检查设备、班次或交期", "check machines, shifts or due dates")
    return [Finding(f"PLAN-{u.why.upper().replace('_', '-')}", "warn", u.text, todo) for u in result.unscheduled]


def _store(
    work: Work,
    going: Sequence[Lot],
    solved: Sequence[SolvedLot],
    result: Schedule,
    findings: Sequence[Finding],
    settings: Settings,
) -> dict[str, Any]:
    run_id = new_id()
    new = [lot for lot in going if lot.is_new]
    _refuse_if_taken(work, new)
    machines = queries.machine_rows(work)
    figures = _figures(going, solved, result, machines)
    work.execute(
        update(plan_runs)
        .where(plan_runs.c.tenant_id == work.tenant_id, plan_runs.c.status == "current")
        .values(status="superseded")
    )
    work.insert(
        plan_runs,
        {
            "id": run_id,
            "created_at": work.now,
            "created_by": work.actor.id,
            "settings": settings.as_dict(),
            "figures": figures,
            "findings": [finding.as_dict() for finding in findings],
            "status": "current",
        },
    )
    _store_lots(work, run_id, new, {s.lot.lot_id: s for s in solved if s.plan is not None})
    everything = [piece for lot in going for piece in lot.pieces]
    work.insert(tasks, scheduling.task_rows(result, run_id, machines))
    work.insert(order_outlooks, scheduling.outlook_rows(result, run_id, everything))
    _orders_planned(work, {piece.order_id for lot in new for piece in lot.pieces})
    record(work, "plan.made", "plan", run_id, after=figures)
    for topic in ("plans", "orders", "board"):
        work.announce(topic, plan_run_id=run_id)
    return {"plan_run_id": run_id, "figures": figures, "findings": [finding.as_dict() for finding in findings]}


def _refuse_if_taken(work: Work, new: Sequence[Lot]) -> None:
    """Somebody else may have planned the same pieces, or cancelled their order, while this run was computing."""
    codes = iter([piece.code for lot in new for piece in lot.pieces])
    while batch := list(islice(codes, 500)):
        free = select(pieces.c.code).where(
            pieces.c.tenant_id == work.tenant_id,
            pieces.c.code.in_(batch),
            pieces.c.lot_id.is_(None),
            pieces.c.status.in_(queries.OPEN),
        )
        if len(work.all(free)) != len(batch):
            raise Refused(
                "PLAN-CHANGED",
                Text("排产期间板件已变化，请重新排产", "pieces changed while planning; plan again"),
            )


def _store_lots(work: Work, run_id: str, new: Sequence[Lot], solved: Mapping[str, SolvedLot]) -> None:
    work.insert(
        lots,
        [
            {
                "id": lot.id,
                "no": lot.no,
                "plan_run_id": run_id,
                "kind": lot.kind,
                "material_code": lot.material_code,
                "thickness": lot.thickness,
                "due_on": lot.due_on,
                "pieces": len(lot.pieces),
                "area_mm2": sum(p.cut_length * p.cut_width for p in lot.pieces) // 100,
                "reason": lot.reason(),
                "status": "released",
                "created_at": work.now,
            }
            for lot in new
        ],
    )
    rows: list[dict[str, Any]] = []
    for lot in new:
        one = solved.get(lot.id)
        places = store_cut_plan(work, one, lot.thickness or 0) if one else {}
        for piece in lot.pieces:
            pattern_id, place = places.get(piece.code, (None, None))
            rows.append({"b_code": piece.code, "b_lot": lot.id, "b_pattern": pattern_id, "b_place": place})
    if rows:
        statement = (
            update(pieces)
            .where(pieces.c.tenant_id == work.tenant_id, pieces.c.code == bindparam("b_code"))
            .values(lot_id=bindparam("b_lot"), pattern_id=bindparam("b_pattern"), pattern_pos=bindparam("b_place"))
        )
        work.execute(statement, rows)


def _orders_planned(work: Work, order_ids: Iterable[str]) -> None:
    for order_id in sorted(order_ids):
        work.execute(
            update(orders)
            .where(orders.c.tenant_id == work.tenant_id, orders.c.id == order_id, orders.c.status == "released")
            .values(status="planned")
        )


def _figures(
    going: Sequence[Lot], solved: Sequence[SolvedLot], result: Schedule, machines: Sequence[MachineRow]
) -> dict[str, Any]:
    ids = {row.code: row.id for row in machines}
    plans = [s.plan.figures for s in solved if s.plan is not None]
    area = sum(f.sheet_area for f in plans)
    used = sum(f.used_area for f in plans)
    return {
        "lots": len(going),
        "new_lots": sum(lot.is_new for lot in going),
        "pieces": sum(len(lot.pieces) for lot in going),
        "sheets": sum(f.sheets for f in plans),
        "bound_sheets": sum(f.bound for f in plans),
        "cost_fen": sum(f.cost for f in plans),
        "yield_permille": used * 1000 // area if area else None,
        "offcut_area": sum(f.offcut_area for f in plans),
        "cuts": sum(f.cuts for f in plans),
        "patterns": sum(f.patterns for f in plans),
        "schedule": asdict(result.figures),
        "machines": [
            {"machine_id": ids[m.machine], "busy": m.busy, "open": m.open, "setup": m.setup} for m in result.machines
        ],
    }


__all__ = ["MachineRow", "make_plan"]
