"""How machines stand now: the last stored interval, carried on to the present or to where silence begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, true

from shuanglun.engines.machine_state import (
    UNKNOWN,
    MachineEvent,
    StateInterval,
    Status,
    from_ms,
    intervals,
    to_ms,
)
from shuanglun.factory.machines.intervals import interval_of
from shuanglun.factory.machines.model import Machine
from shuanglun.factory.machines.tables import calendars, machine_events, machine_intervals, machines
from shuanglun.storage import Work


@dataclass(frozen=True, slots=True)
class Standing:
    """A machine and its last interval, which ends with its last event; None when it never said anything."""

    machine: Machine
    last: StateInterval | None
    now_ms: int

    @property
    def is_silent(self) -> bool:
        """Nothing was heard for too long: UNKNOWN, which is neither off nor idle."""
        return self.last is None or self.now_ms > self.last.end_ms + self.machine.settings.silence_ms

    @property
    def status(self) -> Status:
        """What it is doing."""
        return UNKNOWN if self.last is None or self.is_silent else self.last.status

    @property
    def since(self) -> datetime | None:
        """Since when it has this status."""
        if self.last is None:
            return None
        return from_ms(self.last.end_ms + self.machine.settings.silence_ms if self.is_silent else self.last.start_ms)

    @property
    def last_seen_at(self) -> datetime | None:
        """When its last event happened."""
        return from_ms(self.last.end_ms) if self.last else None

    @property
    def tail(self) -> list[MachineEvent]:
        """The last event as far as the time after it depends on it."""
        return [MachineEvent(self.last.end_ms, "", 0, *self.last.status)] if self.last else []

    def open_intervals(self, start_ms: int, end_ms: int) -> list[StateInterval]:
        """From the last event on: the status holds, then silence; cut to the given stretch."""
        begin = max(start_ms, self.last.end_ms) if self.last else start_ms
        return intervals(self.tail, begin, end_ms, self.machine.settings) if begin < end_ms else []


def standings(work: Work, machine_id: str | None = None) -> list[Standing]:
    """All machines in use (or one, in use or not) in order of their code, with their last interval."""
    latest = (
        select(func.max(machine_intervals.c.start_ms))
        .where(machine_intervals.c.tenant_id == work.tenant_id, machine_intervals.c.machine_id == machines.c.id)
        .correlate(machines)
        .scalar_subquery()
    )
    last = (
        (machine_intervals.c.tenant_id == machines.c.tenant_id)
        & (machine_intervals.c.machine_id == machines.c.id)
        & (machine_intervals.c.start_ms == latest)
    )
    calendar = (calendars.c.tenant_id == machines.c.tenant_id) & (calendars.c.id == machines.c.calendar_id)
    query = (
        select(machines, calendars.c.body, *(c for c in machine_intervals.c if c.name not in ("tenant_id",)))
        .join(calendars, calendar)
        .outerjoin(machine_intervals, last)
        .where(machines.c.tenant_id == work.tenant_id)
        .order_by(machines.c.code)
    )
    which = machines.c.active.is_(true()) if machine_id is None else machines.c.id == machine_id
    now_ms = to_ms(work.now)
    return [
        Standing(Machine.of(row), None if row["start_ms"] is None else interval_of(row), now_ms)
        for row in work.all(query.where(which))
    ]


def current_piece(work: Work, standing: Standing) -> str | None:
    """The last piece the machine named since it has been doing what it does now."""
    if standing.last is None or standing.is_silent:
        return None
    query = (
        select(machine_events.c.piece)
        .where(
            machine_events.c.tenant_id == work.tenant_id,
            machine_events.c.machine_id == standing.machine.id,
            machine_events.c.ts >= from_ms(standing.last.start_ms),
            machine_events.c.piece.is_not(None),
        )
        .order_by(machine_events.c.ts.desc())
        .limit(1)
    )
    piece: str | None = work.scalar(query)
    return piece


def first_of(found: Sequence[Standing], work_centre: str) -> Standing | None:
    """The first machine of a work centre, or else the first of all."""
    return next((s for s in found if s.machine.work_centre == work_centre), next(iter(found), None))
