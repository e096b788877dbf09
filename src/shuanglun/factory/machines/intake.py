"""From the log into the tables: every record counts exactly once, however often it is read or the server is killed.

Events, intervals, sums, refusals and the position in the log change in one transaction. What a machine did is a function
of the set of its events, so duplicates, lateness and disorder need no care here beyond finding out which events are new.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import insert, select, update
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from shuanglun.engines.machine_state import Deltas, MachineEvent, Rollups, StateEngine, preferred
from shuanglun.factory.machines import intervals
from shuanglun.factory.machines.memory import KEEP, resume, resume_around
from shuanglun.factory.machines.model import Heard, Machine, Unreadable, decode
from shuanglun.factory.machines.refusals import RefusedMessage, keep_refused_record
from shuanglun.factory.machines.storing import add_rollups, event_row, known_events, replace_events
from shuanglun.factory.machines.tables import calendars, log_positions, machine_events, machines
from shuanglun.storage import Database, Work
from shuanglun.storage.log import StoredRecord
from shuanglun.storage.log.instants import instant_of

_TRY_LATER = (OperationalError, InterfaceError, PoolTimeout, OSError)
_Key = tuple[str, str, int]
_Engines = dict[tuple[str, str], StateEngine]


class Intake:
    """Consumes the logs of all factories; keeps a state engine of every machine that spoke, resumed from what is stored."""

    def __init__(self, database: Database, keep: int = KEEP) -> None:
        self._database = database
        self._keep = keep
        self._engines: _Engines = {}
        self._lock = threading.Lock()

    def position(self, tenant_id: str, shard: int) -> int:
        """The offset of the next record that is wanted."""
        with self._database.read(tenant_id) as work:
            return _position(work, _consumer(tenant_id, shard)) or 0

    def positions(self) -> dict[tuple[str, int], int]:
        """Positions above 0 of all logs ever read, by tenant and shard."""
        query = select(log_positions).where(log_positions.c.consumer.startswith("machines/"))
        found = {}
        with self._database.read("") as work:
            for row in work.all(query):
                _, tenant_id, shard = row["consumer"].split("/")
                found[tenant_id, int(shard)] = row["position"]
        return found

    def start_over(self, tenant_id: str, shard: int, why: str) -> None:
        """Read a log from its beginning: it is another one than was read before. Known events change nothing."""
        with self._database.work(tenant_id) as work:
            _set_position(work, _consumer(tenant_id, shard), 0)
            refusal = RefusedMessage(work.now, "LOG-REPLACED", why)
            keep_refused_record(work, f"{tenant_id}/{shard}/{work.now.isoformat()}", refusal)

    def note_gap(self, tenant_id: str, shard: int, resume_offset: int, why: str) -> None:
        """Go on behind damage in a log, and say so."""
        with self._database.work(tenant_id) as work:
            _set_position(work, _consumer(tenant_id, shard), resume_offset)
            keep_refused_record(
                work, f"{tenant_id}/{shard}/gap-{resume_offset}", RefusedMessage(work.now, "LOG-DAMAGED", why)
            )

    def take(self, tenant_id: str, shard: int, records: Sequence[StoredRecord]) -> bool:
        """Take records in the order of the log; False, and nothing is taken, when records before them are missing.

        A record that cannot be stored for a reason of its own is recorded as a refusal and does not hold up the others.

        Raises:
            OperationalError: the database cannot be reached or is busy; try again later.
        """
        with self._lock:
            try:
                return self._take(tenant_id, shard, records)
            except _TRY_LATER:
                self._forget(tenant_id)
                raise
            except Exception as error:
                self._forget(tenant_id)
                if len(records) == 1:
                    self._refuse(tenant_id, shard, records[0], error)
                    return True
        half = len(records) // 2
        return self.take(tenant_id, shard, records[:half]) and self.take(tenant_id, shard, records[half:])

    def _forget(self, tenant_id: str) -> None:
        """What the engines have taken was rolled back: resume them from what is stored."""
        self._engines = {key: engine for key, engine in self._engines.items() if key[0] != tenant_id}

    def _refuse(self, tenant_id: str, shard: int, record: StoredRecord, error: Exception) -> None:
        detail = f"{type(error).__name__}: {error}"
        with self._database.work(tenant_id) as work:
            _keep(work, shard, record, "MSG-NOT-STORED", detail, record.machine_id)
            _set_position(work, _consumer(tenant_id, shard), record.offset + 1)

    def _take(self, tenant_id: str, shard: int, records: Sequence[StoredRecord]) -> bool:
        decoded = decode(records)
        consumer = _consumer(tenant_id, shard)
        with self._database.work(tenant_id) as work:
            position = _position(work, consumer, lock=True) or 0
            if not records or records[0].offset > position:
                return not records
            known = _machines(work)
            heard: list[Heard] = []
            for record, one in zip(records, decoded, strict=True):
                if record.offset < position:
                    continue
                if record.machine_id not in known:
                    _keep(work, shard, record, "MSG-MACHINE", "no such machine", record.machine_id)
                elif isinstance(one, Unreadable):
                    _keep(work, shard, record, one.finding.code, _detail(one), known[record.machine_id].code)
                else:
                    heard.append(one)
            self._take_events(work, shard, known, heard)
            _set_position(work, consumer, max(position, records[-1].offset + 1))
            work.announce("machines")
            work.announce("board")
        return True

    # ------------------------------------------------------------------ events

    def _take_events(self, work: Work, shard: int, known: Mapping[str, Machine], heard: Sequence[Heard]) -> None:
        news = _News(known_events(work, heard)).sort_out(heard)
        for one in news.conflicts:
            detail = f"epoch {one.event.epoch!r} seq {one.event.seq}: other content under a known number"
            keep_refused_record(
                work,
                f"{work.tenant_id}/{shard}/{one.offset}",
                RefusedMessage(instant_of(one.received_us), "MSG-CONFLICT", detail, "", known[one.machine_id].code),
            )
        changes = news.changes()
        while changes:
            late, in_time = self._by_age(work, known, changes)
            self._store(work, known, late or in_time, is_late=bool(late))
            # What came late makes engines resume, and these may remember less than before: ask them again.
            changes = in_time if late else []

    def _by_age(
        self, work: Work, known: Mapping[str, Machine], changes: Sequence[_Change]
    ) -> tuple[list[_Change], list[_Change]]:
        """Those older than what the machine's engine remembers, and the others."""
        late: list[_Change] = []
        in_time: list[_Change] = []
        for change in changes:
            takes = self._engine(work, known[change.one.machine_id]).takes(change.one.event)
            (in_time if takes else late).append(change)
        return late, in_time

    def _engine(self, work: Work, machine: Machine) -> StateEngine:
        key = (work.tenant_id, machine.id)
        if key not in self._engines:
            self._engines[key] = resume(work, machine, self._keep)
        return self._engines[key]

    def _store(self, work: Work, known: Mapping[str, Machine], changes: Sequence[_Change], *, is_late: bool) -> None:
        """Events of one kind, and what they change in intervals and sums."""
        sums: dict[str, Rollups] = {}
        by_machine: dict[str, list[_Change]] = {}
        for change in changes:
            by_machine.setdefault(change.one.machine_id, []).append(change)
        for machine_id, some in by_machine.items():
            take = self._apply_late if is_late else self._apply
            sums[machine_id] = take(work, known[machine_id], some)
        work.insert_new(machine_events, [event_row(c.one) for c in changes if c.before_ms is None])
        replace_events(work, [c.one for c in changes if c.before_ms is not None])
        add_rollups(work, sums)

    def _apply(self, work: Work, machine: Machine, changes: Sequence[_Change]) -> Rollups:
        deltas = self._engine(work, machine).apply([change.one.event for change in changes])
        _put_changed(work, machine.id, deltas, is_last=True)
        return deltas.rollups

    def _apply_late(self, work: Work, machine: Machine, changes: Sequence[_Change]) -> Rollups:
        """By an engine resumed around them. The machine's own may build on what came late: it is resumed when next needed."""
        around = resume_around(work, machine, [at for change in changes for at in change.instants])
        deltas = around.engine.apply([change.one.event for change in changes])
        _put_changed(work, machine.id, deltas, is_last=around.to_the_end)
        self._engines.pop((work.tenant_id, machine.id), None)
        return deltas.rollups


class _Change(NamedTuple):
    """An event that is new, or takes the place of one that was stored as of ``before_ms``."""

    one: Heard
    before_ms: int | None

    @property
    def instants(self) -> list[int]:
        """The instants it concerns."""
        return [at for at in (self.one.event.at_ms, self.before_ms) if at is not None]


@dataclass
class _News:
    """What of the messages is new or takes the place of a stored one, and what contradicts one."""

    stored: Mapping[_Key, MachineEvent]
    current: dict[_Key, Heard] = field(default_factory=dict)
    conflicts: list[Heard] = field(default_factory=list)

    def sort_out(self, heard: Sequence[Heard]) -> _News:
        """By the identities that are stored already, and among themselves."""
        for one in heard:
            taken = self.current.get(one.key)
            before = taken.event if taken else self.stored.get(one.key)
            if before is None:
                self.current[one.key] = one
            elif before != one.event:
                self._choose(one, before)
        return self

    def _choose(self, one: Heard, before: MachineEvent) -> None:
        """A message without a time of its own that comes again is the same; any other difference is a wrong number."""
        if not (one.untimed and before == one.event._replace(at_ms=before.at_ms)):
            self.conflicts.append(one)
        if preferred(before, one.event) is one.event:
            self.current[one.key] = one

    def changes(self) -> list[_Change]:
        """What is to be stored."""
        return [
            _Change(one, self.stored[key].at_ms if key in self.stored else None) for key, one in self.current.items()
        ]


def _put_changed(work: Work, machine_id: str, deltas: Deltas, *, is_last: bool) -> None:
    if deltas.changed is not None:
        intervals.put(work, machine_id, deltas.changed, is_last=is_last and deltas.changed.is_last)


# ---------------------------------------------------------------------- rows


def _machines(work: Work) -> dict[str, Machine]:
    query = (
        select(machines, calendars.c.body)
        .join(calendars, (calendars.c.tenant_id == machines.c.tenant_id) & (calendars.c.id == machines.c.calendar_id))
        .where(machines.c.tenant_id == work.tenant_id)
    )
    return {row["id"]: Machine.of(row) for row in work.all(query)}


def _detail(one: Unreadable) -> str:
    return f"{one.finding.what.zh} / {one.finding.what.en} · {one.finding.value or ''}"


def _keep(work: Work, shard: int, record: StoredRecord, code: str, detail: str, client: str) -> None:
    refusal = RefusedMessage(instant_of(record.received_us), code, detail, "", client)
    keep_refused_record(work, f"{work.tenant_id}/{shard}/{record.offset}", refusal)


def _consumer(tenant_id: str, shard: int) -> str:
    return f"machines/{tenant_id}/{shard}"


def _position(work: Work, consumer: str, *, lock: bool = False) -> int | None:
    query = select(log_positions.c.position).where(log_positions.c.consumer == consumer)
    found: int | None = work.scalar(query.with_for_update() if lock else query)
    return found


def _set_position(work: Work, consumer: str, position: int) -> None:
    if _position(work, consumer) is None:
        work.execute(insert(log_positions).values(consumer=consumer, position=position))
    else:
        work.execute(update(log_positions).where(log_positions.c.consumer == consumer).values(position=position))
