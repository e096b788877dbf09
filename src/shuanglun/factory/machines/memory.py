"""State engines of machines, resumed from the stored events: the last of them, or those around an instant."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, or_, select

from shuanglun.engines.machine_state import MachineEvent, StateEngine, from_ms, to_ms
from shuanglun.factory.machines.model import Machine, event_of
from shuanglun.factory.machines.tables import machine_events
from shuanglun.storage import Work

KEEP = 1000
_ALL = 1 << 40
_SAYINGS = ("state", "good", "scrap")
_ts = machine_events.c.ts


class Around(NamedTuple):
    """An engine that knows what lies around a stretch of time; ``to_the_end``: also everything after it."""

    engine: StateEngine
    to_the_end: bool


def _of(work: Work, machine_id: str) -> ColumnElement[bool]:
    return and_(machine_events.c.tenant_id == work.tenant_id, machine_events.c.machine_id == machine_id)


def _events(work: Work, machine_id: str, where: ColumnElement[bool]) -> list[MachineEvent]:
    rows = work.all(select(machine_events).where(_of(work, machine_id), where))
    return [event_of(row) for row in rows]


def _last_before(work: Work, machine_id: str, at_ms: int, saying: str | None = None) -> Any:
    query: Select[Any] = select(_ts).where(_of(work, machine_id), _ts < from_ms(at_ms))
    if saying:
        query = query.where(machine_events.c[saying].is_not(None))
    return work.scalar(query.order_by(_ts.desc()).limit(1))


def _first_after(work: Work, machine_id: str, at_ms: int, saying: str) -> Any:
    query = select(_ts).where(_of(work, machine_id), _ts > from_ms(at_ms), machine_events.c[saying].is_not(None))
    return work.scalar(query.order_by(_ts).limit(1))


def _earlier(work: Work, machine_id: str, at_ms: int) -> list[MachineEvent]:
    """The last events before an instant that said the state and each counter: whole instants, for ties."""
    instants = {_last_before(work, machine_id, at_ms, saying) for saying in _SAYINGS} - {None}
    return _events(work, machine_id, _ts.in_(sorted(instants))) if instants else []


def resume(work: Work, machine: Machine, keep: int = KEEP) -> StateEngine:
    """An engine that goes on from the last ``keep`` stored events."""
    engine = StateEngine(machine.calendar, machine.settings, keep)
    oldest = work.scalar(select(_ts).where(_of(work, machine.id)).order_by(_ts.desc()).offset(keep - 1).limit(1))
    if oldest is None:
        engine.resume(_events(work, machine.id, _ts.is_not(None)), (), whole=True)
    else:
        earlier = _earlier(work, machine.id, to_ms(oldest))
        engine.resume(_events(work, machine.id, _ts >= oldest), earlier, whole=False)
    return engine


def resume_around(work: Work, machine: Machine, instants: Iterable[int]) -> Around:
    """An engine that can take events between the given instants exactly as one could that remembers everything.

    It knows the event before, everything up to the next event with a state, and the next reading of each counter.
    """
    low, high = min(known := list(instants)), max(known)
    before = _last_before(work, machine.id, low)
    end = _first_after(work, machine.id, high, "state")
    where = [] if end is None else [_ts <= end]
    if before is not None:
        where.append(_ts >= before)
    wanted = and_(_ts.is_not(None), *where)
    if end is not None:
        later = [_first_after(work, machine.id, to_ms(end), counter) for counter in ("good", "scrap")]
        wanted = or_(wanted, _ts.in_([instant for instant in later if instant is not None]))
    engine = StateEngine(machine.calendar, machine.settings, _ALL)
    earlier = [] if before is None else _earlier(work, machine.id, to_ms(before))
    engine.resume(_events(work, machine.id, wanted), earlier, whole=before is None)
    return Around(engine, end is None)
