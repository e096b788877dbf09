"""From lots to the scheduling engine's problem, and back to rows a planner reads.

One job of the engine is a wave: its lots are sawn, edged and drilled each by itself, its leaves wait for all their members,
and it is packed when everything is there. Durations come from the machines' profiles (seconds a piece, or a fixed load).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from shuanglun.engines.scheduling import (
    After,
    Job,
    Machine,
    Operation,
    Order,
    Problem,
    Schedule,
    SetupRule,
    WorkCentre,
)
from shuanglun.factory.planning.model import Lot, MachineRow, OpenPiece
from shuanglun.kernel.clock import FACTORY_ZONE
from shuanglun.kernel.ids import new_id
from shuanglun.kernel.shifts import ShiftCalendar
from shuanglun.kernel.text import Text

_NAMES = {
    "saw": Text("开料", "sawing"),
    "edge": Text("封边", "edge-banding"),
    "cnc": Text("CNC 加工", "CNC"),
    "press": Text("压合", "pressing"),
    "cure": Text("养生", "curing"),
    "pack": Text("包装", "packing"),
}
NEVER = 10**9  # seconds late of an order that cannot be finished within the horizon
_FAMILY = {"saw": True, "edge": True}  # changing board or edge band costs set-up; drilling and packing do not


def order_key(piece: OpenPiece) -> str:
    """An order's share that is due on one day, as people name it: the engine writes it into its reasons."""
    return f"{piece.order_no}（{piece.due_on:%m-%d}）"


def due_instant(day: date) -> datetime:
    """The end of a due day, local time."""
    return datetime.combine(day + timedelta(days=1), time(), FACTORY_ZONE).astimezone(UTC)


def build(lots: Sequence[Lot], machines: Sequence[MachineRow], now: datetime, horizon_days: int) -> Problem:
    """The scheduling problem of all unfinished lots."""
    start = now.replace(microsecond=0)
    centres = _centres(machines, start)
    profiles = {row.work_centre: row.profile for row in machines}
    by_wave: dict[str, list[Lot]] = defaultdict(list)
    for lot in lots:
        by_wave[lot.wave].append(lot)
    jobs = [job for wave, members in sorted(by_wave.items()) if (job := _job(wave, members, profiles))]
    wanted = {key for job in jobs for key in job.orders}
    due = {key: piece.due_on for lot in lots for piece in lot.pieces if (key := order_key(piece)) in wanted}
    orders = tuple(Order(key, due_instant(day)) for key, day in sorted(due.items()))
    setups = tuple(
        SetupRule("*", "*", int(row.profile.get("setup_minutes", 0)), row.work_centre)
        for row in machines
        if row.profile.get("setup_minutes")
    )
    end = max([start, *(order.due for order in orders)]) + timedelta(days=horizon_days)
    return Problem(start, end, centres, tuple(jobs), orders, setups)


def _centres(machines: Sequence[MachineRow], start: datetime) -> tuple[WorkCentre, ...]:
    by_centre: dict[str, list[Machine]] = defaultdict(list)
    for row in machines:
        by_centre[row.work_centre].append(Machine(row.code, ShiftCalendar.from_dict(row.calendar), start))
    return tuple(WorkCentre(code, tuple(found)) for code, found in sorted(by_centre.items()))


def _job(wave: str, lots: Sequence[Lot], profiles: Mapping[str, Mapping[str, Any]]) -> Job | None:
    """A wave's operations still to do; None when nothing is left."""
    operations: list[Operation] = []
    last: dict[str, str] = {}  # lot id -> its last operation so far
    lot_of_piece = {piece.code: lot.id for lot in lots for piece in lot.pieces}
    for lot in sorted(lots, key=lambda lot: ("cut", "assembly", "pack").index(lot.kind)):
        if lot.kind == "pack":
            before = tuple(After(code) for code in last.values())
            operations += _operation(lot, "pack", _to_pack(lots), profiles, before)
            continue
        before = _members_before(lot, lots, last, lot_of_piece)
        for code in ("saw", "press", "cure", "edge", "cnc"):
            made = _operation(lot, code, _count(lot, code), profiles, before)
            operations += made
            if made:
                last[lot.id] = made[0].code
                before = (After(made[0].code),)
    if not operations:
        return None
    keys = {order_key(piece) for lot in lots for piece in lot.pieces if piece.left}
    return Job(wave, tuple(operations), tuple(sorted(keys)))


def _count(lot: Lot, operation: str) -> int:
    return sum(operation in piece.left for piece in lot.pieces)


def _to_pack(lots: Iterable[Lot]) -> int:
    return sum(piece.left[-1:] == ("pack",) for lot in lots for piece in lot.pieces)


def _members_before(
    lot: Lot, lots: Sequence[Lot], last: Mapping[str, str], lot_of_piece: Mapping[str, str]
) -> tuple[After, ...]:
    """An assembly lot waits for every cut lot of its wave that holds one of its members."""
    if lot.kind != "assembly":
        return ()
    mine = {piece.code for piece in lot.pieces}
    feeding = {
        lot_of_piece[piece.code] for each in lots for piece in each.pieces if piece.into_code in mine and piece.left
    }
    return tuple(After(last[lot_id]) for lot_id in sorted(feeding) if lot_id in last)


def _operation(
    lot: Lot, code: str, pieces: int, profiles: Mapping[str, Mapping[str, Any]], after: tuple[After, ...]
) -> list[Operation]:
    """One operation of a lot (none when no piece needs it)."""
    if not pieces:
        return []
    name = f"{code}:{lot.id}"
    label = Text(f"{_NAMES[code].zh} {lot.no}", f"{_NAMES[code].en} {lot.no}")
    if code == "cure":
        minutes = next((p["cure_minutes"] for p in profiles.values() if "cure_minutes" in p), 240)
        return [Operation(name, "wait", max(1, int(minutes) * 60), after=after, pieces=pieces, name=label)]
    profile = profiles.get(code, {})
    if "batch_minutes" in profile:
        seconds, load = int(profile["batch_minutes"]) * 60, int(profile.get("load", 1))
        unattended = bool(profile.get("unattended"))
        return [
            Operation(
                name, "batch", seconds, code, after, pieces=pieces, capacity=load, unattended=unattended, name=label
            )
        ]
    seconds = max(1, round(float(profile.get("seconds_per_piece", 10)) * pieces))
    family = (lot.material_code or "") if code in _FAMILY else None
    return [Operation(name, "rate", seconds, code, after, family=family, pieces=pieces, name=label)]


def task_rows(schedule: Schedule, plan_run_id: str, machines: Iterable[MachineRow]) -> list[dict[str, Any]]:
    """The schedule's tasks as rows."""
    ids = {row.code: row.id for row in machines}
    rows = []
    for task in schedule.tasks:
        operation, lot_id = task.op.split(":", 1)
        rows.append(
            {
                "id": new_id(),
                "plan_run_id": plan_run_id,
                "lot_id": lot_id,
                "operation": operation,
                "work_centre": operation,
                "machine_id": ids[task.machine] if task.machine is not None else None,
                "starts_at": task.start,
                "ends_at": task.end,
                "setup_seconds": task.setup_seconds,
                "work_seconds": task.work_seconds,
                "pieces": task.pieces,
                "segments": [[s.start.isoformat(), s.end.isoformat()] for s in task.segments],
                "locked": task.locked,
            }
        )
    return rows


def outlook_rows(schedule: Schedule, plan_run_id: str, pieces: Iterable[OpenPiece]) -> list[dict[str, Any]]:
    """What each order (by due day) may expect, and why it is late when it is."""
    shares: dict[str, tuple[str, date]] = {}
    units: dict[str, set[str]] = defaultdict(set)
    for piece in pieces:
        key = order_key(piece)
        shares[key] = (piece.order_id, piece.due_on)
        units[key].add(piece.unit_id)
    rows = []
    for outcome in schedule.orders:
        order_id, due_on = shares[outcome.order]
        chain = [{"text": c.text.as_dict(), "seconds": c.seconds, "kind": c.kind} for c in outcome.causes]
        rows.append(
            {
                "plan_run_id": plan_run_id,
                "order_id": order_id,
                "due_on": due_on,
                "finish_at": outcome.finish,
                "late_seconds": max(0, outcome.lateness) if outcome.lateness is not None else NEVER,
                "units": len(units[outcome.order]),
                "reason": {"code": outcome.main, "text": outcome.reason.as_dict(), "chain": chain},
            }
        )
    return rows
