"""The state ribbon of a machine: who looks sees every state, who has very many sees the one that held longest in each slice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import case, func, literal, select

from shuanglun.engines.machine_state import UNKNOWN, StateInterval, from_ms
from shuanglun.factory.machines.intervals import join, overlapping
from shuanglun.factory.machines.standing import Standing
from shuanglun.factory.machines.tables import machine_intervals
from shuanglun.storage import Work

MOST = 400
SLICES = 240
_t = machine_intervals.c


def whole(work: Work, standing: Standing, start_ms: int, end_ms: int) -> list[StateInterval]:
    """What the machine did in ``[start_ms, end_ms)``, without gaps: stored intervals, the open one, UNKNOWN elsewhere."""
    end_ms = min(end_ms, standing.now_ms)
    stored = overlapping(work, standing.machine.id, start_ms, end_ms)
    return _filled([*stored, *standing.open_intervals(start_ms, end_ms)], start_ms, end_ms)


def _filled(parts: Iterable[StateInterval], start_ms: int, end_ms: int) -> list[StateInterval]:
    """Cut to the stretch, gaps filled with UNKNOWN."""
    found, reached = [], start_ms
    for part in parts:
        begin, end = max(part.start_ms, reached), min(part.end_ms, end_ms)
        if begin >= end:
            continue
        if begin > reached:
            found.append(StateInterval(reached, begin, UNKNOWN))
        found.append(StateInterval(begin, end, part.status))
        reached = end
    if reached < end_ms:
        found.append(StateInterval(reached, end_ms, UNKNOWN))
    return join(found)


def ribbon(work: Work, standing: Standing, start_ms: int, end_ms: int) -> list[dict[str, Any]]:
    """States only, in order; at most ``MOST`` of them."""
    end_ms = min(end_ms, standing.now_ms)
    if end_ms <= start_ms:
        return []
    count = work.scalar(
        select(func.count()).where(
            _t.tenant_id == work.tenant_id,
            _t.machine_id == standing.machine.id,
            _t.start_ms >= start_ms,
            _t.start_ms < end_ms,
        )
    )
    if count <= MOST:
        states = [(i.start_ms, i.end_ms, i.status.state) for i in whole(work, standing, start_ms, end_ms)]
    else:
        states = _coarse(work, standing, start_ms, end_ms)
    return _shown(states)


def _shown(states: Iterable[tuple[int, int, str]]) -> list[dict[str, Any]]:
    rows: list[list[Any]] = []
    for start, end, state in states:
        if rows and rows[-1][2] == state:
            rows[-1][1] = end
        else:
            rows.append([start, end, state])
    return [{"start": from_ms(start), "end": from_ms(end), "state": state} for start, end, state in rows]


def _coarse(work: Work, standing: Standing, start_ms: int, end_ms: int) -> list[tuple[int, int, str]]:
    """The state that held longest in each slice; short intervals are summed by the database."""
    size = -(-(end_ms - start_ms) // SLICES)
    sums: list[dict[str, int]] = [{} for _ in range(SLICES + 1)]
    for slice_no, state, here, beyond in _short_sums(work, standing.machine.id, start_ms, end_ms, size):
        for index, ms in ((slice_no, here), (slice_no + 1, beyond)):
            sums[index][state] = sums[index].get(state, 0) + ms
    for start, end, state in _long_ones(work, standing, start_ms, end_ms, size):
        for index in range((start - start_ms) // size, (end - 1 - start_ms) // size + 1):
            low = start_ms + index * size
            held = min(end, low + size) - max(start, low)
            sums[index][state] = sums[index].get(state, 0) + held
    return [part for index in range(len(sums)) if (part := _slice(sums[index], start_ms + index * size, size, end_ms))]


def _slice(held: dict[str, int], low: int, size: int, end_ms: int) -> tuple[int, int, str] | None:
    """A slice with the state that held longest; time nobody accounts for is UNKNOWN."""
    high = min(low + size, end_ms)
    if low >= high:
        return None
    held["UNKNOWN"] = held.get("UNKNOWN", 0) + max(0, high - low - sum(held.values()))
    return low, high, max(held, key=lambda state: held[state])


def _short_sums(work: Work, machine_id: str, start_ms: int, end_ms: int, size: int) -> Any:
    """Slice, state, and the milliseconds of intervals shorter than a slice in their first and in the next slice."""
    slice_no = ((_t.start_ms - start_ms) // literal(size)).label("slice_no")
    edge = start_ms + (slice_no + 1) * size
    until = case((_t.end_ms > end_ms, end_ms), else_=_t.end_ms)
    query = (
        select(
            slice_no,
            _t.state,
            func.sum(case((until > edge, edge), else_=until) - _t.start_ms),
            func.sum(case((until > edge, until - edge), else_=0)),
        )
        .where(
            _t.tenant_id == work.tenant_id,
            _t.machine_id == machine_id,
            _t.start_ms >= start_ms,
            _t.start_ms < end_ms,
            _t.end_ms - _t.start_ms < size,
        )
        .group_by(slice_no, _t.state)
    )
    return [tuple(int(v) if not isinstance(v, str) else v for v in row) for row in work.connection.execute(query)]


def _long_ones(work: Work, standing: Standing, start_ms: int, end_ms: int, size: int) -> Iterable[tuple[int, int, str]]:
    """Intervals of at least a slice, the one that reaches in from before, and the open one."""
    query = (
        select(machine_intervals)
        .where(_t.tenant_id == work.tenant_id, _t.machine_id == standing.machine.id)
        .where(_t.start_ms >= start_ms, _t.start_ms < end_ms, _t.end_ms - _t.start_ms >= size)
    )
    for row in work.all(query):
        yield row["start_ms"], min(row["end_ms"], end_ms), row["state"]
    for first in overlapping(work, standing.machine.id, start_ms, start_ms):
        if first.start_ms < start_ms < first.end_ms:
            yield start_ms, min(first.end_ms, end_ms), first.status.state
    for part in standing.open_intervals(start_ms, end_ms):
        yield part.start_ms, part.end_ms, part.status.state
