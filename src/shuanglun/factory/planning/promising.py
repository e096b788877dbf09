"""When an order could be ready: from the plan when it is planned, else by scheduling it on trial behind what is under way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import TYPE_CHECKING, Any

from sqlalchemy import RowMapping, select

from shuanglun.engines.scheduling import OrderOutcome, schedule
from shuanglun.factory import splitting  # used when it is called: splitting reads the orders, which ask the plan
from shuanglun.factory.orders.tables import orders
from shuanglun.factory.planning import queries, scheduling
from shuanglun.factory.planning.commands import lots_under_way
from shuanglun.factory.planning.lots import build_waves, grouping, new_lots
from shuanglun.factory.planning.model import Lot, MachineRow, OpenPiece, Settings
from shuanglun.kernel.clock import local_day
from shuanglun.kernel.text import Text
from shuanglun.storage import Work

if TYPE_CHECKING:
    from shuanglun.factory.splitting import PartSpec, Prepared

_TRIES = 4  # schedules to compare: a promise is asked for often, a plan is made once


@dataclass(frozen=True)
class Load:
    """All that a promise is computed from; read in one transaction, used outside of it."""

    order: RowMapping
    planned: list[dict[str, Any]]
    lots: list[Lot]
    fresh: list[OpenPiece]
    trial: list[OpenPiece]
    machines: list[MachineRow]
    stops: int
    now: datetime


def load_of(work: Work, order_id: str) -> Load:
    """The live load and the order's own pieces: real ones when it is released, those of a trial split when it is not.

    Raises:
        NotFound: there is no such order.
    """
    ready = splitting.prepare(work, order_id)
    order = work.all(select(orders).where(orders.c.tenant_id == work.tenant_id, orders.c.id == order_id))[0]
    planned = queries.outlook(work, order_id)
    found = queries.open_pieces(work)
    fresh = [piece for piece in found if piece.lot_id is None and piece.step == 0]
    is_new = order["status"] == "new"
    trial = _trial_pieces(ready, order) if is_new else [piece for piece in fresh if piece.order_id == order_id]
    stops = sum(1 for finding in ready.findings if finding.level == "stop")
    lots = lots_under_way(work, found)
    return Load(order, planned, lots, fresh, trial, queries.machine_rows(work), stops, work.now)


def _trial_pieces(ready: Prepared, order: RowMapping) -> list[OpenPiece]:
    """Pieces the order would have, with codes no scanner can read."""
    due = {line["id"]: line["due_on"] for line in ready.lines}
    numbers = count(1)
    made: list[OpenPiece] = []
    leaves: dict[tuple[str, int, str], str] = {}
    parts = sorted(ready.result.parts, key=lambda part: part.into is not None)
    for part in parts:
        for unit in range(part.quantity):
            for _ in range(part.qty_per_unit):
                code = f"~{next(numbers)}"
                leaves.setdefault((part.line, unit, part.row_key), code)
                into = leaves.get((part.line, unit, part.into)) if part.into else None
                made.append(_piece(part, order, f"{part.line}/{unit}", due[part.line], code, into))
    return made


def _piece(part: PartSpec, order: RowMapping, unit: str, due: Any, code: str, into: str | None) -> OpenPiece:
    return OpenPiece(
        code=code,
        part_spec_id=part.row_key,
        name=part.name_zh,
        order_id=order["id"],
        order_no=order["no"],
        unit_id=unit,
        due_on=due,
        material_code=part.material_code,
        colour=part.colour,
        thickness=part.thickness,
        cut_length=part.cut_length,
        cut_width=part.cut_width,
        grain=part.grain,
        route=part.route,
        step=0,
        into_code=into,
        lot_id=None,
        wave=None,
    )


def promise(load: Load, settings: Settings | None = None) -> dict[str, Any]:
    """When the order could be ready, why not sooner, and whether that keeps its due day. Pure; no transaction is held.

    ``basis`` says from what: ``plan`` (it is in the current plan), ``trial`` (scheduled now behind everything released),
    ``done``, or ``none`` with the reason why nothing can be said.
    """
    order = load.order
    head = {"order_id": order["id"], "due_on": order["due_on"], "status": order["status"]}
    if order["status"] in {"packed", "shipped", "cancelled"}:
        return {
            **head,
            "basis": "done",
            "finish_at": None,
            "late_seconds": None,
            "reason": _DONE.as_dict(),
            "chain": [],
        }
    if load.planned and not load.trial:
        last = max(load.planned, key=lambda row: (row["finish_at"] is None, row["finish_at"] or load.now))
        reason = last["reason"]
        return {
            **head,
            "basis": "plan",
            "finish_at": last["finish_at"],
            "late_seconds": last["late_seconds"],
            "reason": reason["text"],
            "chain": reason["chain"],
        }
    if load.stops or not load.trial or not load.machines:
        why = _STOPS if load.stops else _NO_MACHINES if not load.machines else _NOTHING
        return {**head, "basis": "none", "finish_at": None, "late_seconds": None, "reason": why.as_dict(), "chain": []}
    return {**head, **_on_trial(load, settings or Settings())}


def _on_trial(load: Load, settings: Settings) -> dict[str, Any]:
    mine = {piece.code for piece in load.trial}
    others = [piece for piece in load.fresh if piece.code not in mine]
    numbers, ids = count(1), count(1)
    waves = build_waves([*others, *load.trial], grouping(settings, {}, steps=0))
    lots = new_lots(waves, 1, lambda: f"T{next(numbers)}", lambda: f"t{next(ids)}")
    for lot in lots:
        lot.wave = f"~{lot.wave}"  # waves of lots under way have the same numbers
    result = schedule(
        scheduling.build([*load.lots, *lots], load.machines, load.now, settings.horizon_days), changes=_TRIES
    )
    keys = {scheduling.order_key(piece) for piece in load.trial}
    own = [one for one in result.orders if one.order in keys]
    last = max(own, key=lambda one: (one.finish is None, one.finish or load.now), default=None)
    if last is None or last.finish is None:
        return {"basis": "none", "finish_at": None, "late_seconds": None, "reason": _NEVER.as_dict(), "chain": []}
    chain = [{"text": c.text.as_dict(), "seconds": c.seconds, "kind": c.kind} for c in last.causes]
    return {
        "basis": "trial",
        "finish_at": last.finish,
        "late_seconds": max(0, last.lateness or 0),
        "earliest_at": last.earliest,
        "ahead": {"lots": len(load.lots), "pieces": len(others), "orders": _orders_ahead(load.lots, others)},
        "reason": _reason(last, load, others).as_dict(),
        "chain": chain,
    }


def _orders_ahead(lots: Sequence[Lot], others: Sequence[OpenPiece]) -> int:
    return len({piece.order_id for lot in lots for piece in lot.pieces} | {piece.order_id for piece in others})


def _reason(outcome: OrderOutcome, load: Load, others: Sequence[OpenPiece]) -> Text:
    """Why that day: the engine's reason for a late order, else how much stands before it and what it would need alone."""
    if outcome.late:
        return outcome.reason
    ahead = _orders_ahead(load.lots, others)
    alone = local_day(outcome.earliest) if outcome.earliest else "–"
    return Text(
        f"排在 {ahead} 张在手订单之间试排得出；机器全空时最早 {alone}",
        f"scheduled on trial among {ahead} orders in hand; {alone} at the earliest if every machine were free",
    )


_DONE = Text("订单已完成或已取消", "the order is finished or cancelled")
_STOPS = Text("订单里有做不了的行，先改正再算交期", "lines cannot be made as ordered; put them right first")
_NO_MACHINES = Text("还没有设备和班次，无法计算交期", "there are no machines and shifts yet")
_NOTHING = Text("订单没有待做的板件", "nothing of the order is left to do")
_NEVER = Text("排程期内完不成", "it cannot be finished within the horizon")
