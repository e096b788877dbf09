"""The stored intervals of machines: cut out the stretch that changed, put in what it is now, join at the seams."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import bindparam, delete, func, select

from shuanglun.engines.machine_state import Changed, StateInterval, Status
from shuanglun.factory.machines.storing import upsert
from shuanglun.factory.machines.tables import machine_intervals as table
from shuanglun.storage import Work


def overlapping(work: Work, machine_id: str, from_ms: int, to_ms: int | None = None) -> list[StateInterval]:
    """The rows that reach into ``[from_ms, to_ms]`` or touch its start, in order; the last of a machine is open."""
    mine = (table.c.tenant_id == work.tenant_id) & (table.c.machine_id == machine_id)
    first = select(table.c.start_ms).where(mine, table.c.start_ms < from_ms).order_by(table.c.start_ms.desc()).limit(1)
    query = select(table).where(mine, table.c.start_ms >= func.coalesce(first.scalar_subquery(), from_ms))
    if to_ms is not None:
        query = query.where(table.c.start_ms <= to_ms)
    return [interval_of(row) for row in work.all(query.order_by(table.c.start_ms))]


def interval_of(row: Any) -> StateInterval:
    """From a row."""
    return StateInterval(row["start_ms"], row["end_ms"], Status(row["state"], row["mode"], row["reason"]))


def join(parts: Iterable[StateInterval]) -> list[StateInterval]:
    """Neighbours of equal status become one."""
    found: list[StateInterval] = []
    for part in parts:
        if found and found[-1].status == part.status and found[-1].end_ms == part.start_ms:
            found[-1] = found[-1]._replace(end_ms=part.end_ms)
        else:
            found.append(part)
    return found


def put(work: Work, machine_id: str, changed: Changed, *, is_last: bool) -> None:
    """Store what a stretch is now. ``is_last``: no event comes after it, so that the status at its end stays open."""
    begins, ends = changed.from_ms, changed.to_ms
    old = overlapping(work, machine_id, begins, None if is_last else ends)
    left = [i._replace(end_ms=min(i.end_ms, begins)) for i in old if i.start_ms < begins]
    at_end = StateInterval(ends, ends, changed.end_status)
    right = [] if is_last else [i._replace(start_ms=max(i.start_ms, ends)) for i in old if i.end_ms > ends]
    parts = [*left, *changed.intervals, at_end, *right]
    _replace(work, machine_id, old, join([i for i in parts[:-1] if i.end_ms > i.start_ms] + parts[-1:]))


def _replace(work: Work, machine_id: str, old: Sequence[StateInterval], new: Sequence[StateInterval]) -> None:
    starts, known = {i.start_ms for i in new}, set(old)
    gone = [i.start_ms for i in old if i.start_ms not in starts]
    if gone:
        statement = delete(table).where(
            table.c.tenant_id == work.tenant_id,
            table.c.machine_id == machine_id,
            table.c.start_ms == bindparam("b_start"),
        )
        work.execute(statement, [{"b_start": start} for start in gone])
    rows = [
        {"machine_id": machine_id, "start_ms": i.start_ms, "end_ms": i.end_ms, **i.status._asdict()}
        for i in new
        if i not in known
    ]
    upsert(work, table, rows, add=False)
