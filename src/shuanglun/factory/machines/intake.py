"""From the log into the tables: every record counts exactly once, however often it is read or the server is killed.

Events, intervals, sums, refusals and the position in the log change in one transaction. What a machine did is a function
of the set of its events, so duplicates, lateness and disorder need no care here beyond finding out which events are new.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence

from sqlalchemy import insert, select, update
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from shuanglun.engines.machine_state import Deltas, MachineEvent, Rollups, StateEngine, preferred
from shuanglun.factory.machines import intervals
from shuanglun.factory.machines.memory import resume, resume_around
from shuanglun.factory.machines.model import Heard, Machine, Unreadable, decode
from shuanglun.factory.machines.refusals import RefusedMessage, keep_refused_record
from shuanglun.factory.machines.storing import add_rollups, event_row, known_events, replace_events
from shuanglun.factory.machines.tables import calendars, log_positions, machine_events, machines
from shuanglun.storage import Database, Work
from shuanglun.storage.log import StoredRecord
from shuanglun.storage.log.instants import instant_of

_TRY_LATER = (OperationalError, InterfaceError, PoolTimeout, OSError)
_Engines = dict[tuple[str, str], StateEngine]


class Intake:
    """Consumes the logs of all factories; keeps a state engine of every machine that spoke, resumed from what is stored."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._engines: _Engines = {}
        self._lock = threading.Lock()

    def position(self, tenant_id: str, shard: int) -> int:
        """The offset of the next record that is wanted."""
        with self._database.read(tenant_id) as work:
            return _position(work, _consumer(tenant_id, shard)) or 0

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
        news = _News.sort_out(heard, known_events(work, heard))
        for one in news.conflicts:
            detail = f"epoch {one.event.epoch!r} seq {one.event.seq}: other content under a known number"
            keep_refused_record(
                work,
                f"{work.tenant_id}/{shard}/{one.offset}",
                RefusedMessage(instant_of(one.received_us), "MSG-CONFLICT", detail, "", known[one.machine_id].code),
            )
        sums: dict[str, Rollups] = {}
        for machine_id, events in news.by_machine().items():
            sums[machine_id] = self._apply(work, known[machine_id], events)
        work.insert_new(machine_events, [event_row(one) for one in news.fresh.values()])
        replace_events(work, list(news.replaced.values()))
        add_rollups(work, sums)

    def _apply(self, work: Work, machine: Machine, events: Sequence[_Change]) -> Rollups:
        """What the events change; those older than the engine remembers go to one resumed around them."""
        key = (work.tenant_id, machine.id)
        engine = self._engines.get(key) or resume(work, machine)
        late = [change for change in events if not engine.takes(change.one.event)]
        sums = Rollups()
        if late:
            # The engine's own first events may build on what comes late: it is resumed afresh when it is needed next.
            self._engines.pop(key, None)
            around = resume_around(work, machine, [at for change in events for at in change.instants])
            deltas = around.engine.apply([change.one.event for change in events])
            _put_changed(work, machine.id, deltas, is_last=around.to_the_end)
        else:
            self._engines[key] = engine
            deltas = engine.apply([change.one.event for change in events])
            _put_changed(work, machine.id, deltas, is_last=True)
        sums.add(deltas.rollups)
        return sums


class _Change:
    """An event that is new or takes the place of another, and the instants it concerns."""

    def __init__(self, one: Heard, before_ms: int | None = None) -> None:
        self.one = one
        self.instants = [one.event.at_ms] if before_ms is None else [one.event.at_ms, before_ms]


class _News:
    """What of the messages is new, takes the place of a stored one, or contradicts one."""

    def __init__(self) -> None:
        self.fresh: dict[tuple[str, str, int], Heard] = {}
        self.replaced: dict[tuple[str, str, int], Heard] = {}
        self.conflicts: list[Heard] = []
        self._stored_at: dict[tuple[str, str, int], int] = {}

    @classmethod
    def sort_out(cls, heard: Sequence[Heard], stored: Mapping[tuple[str, str, int], MachineEvent]) -> _News:
        """By the identities that are stored already, and among themselves."""
        news, current = cls(), dict(stored)
        for one in heard:
            before = current.get(one.key)
            if before is None:
                news.fresh[one.key] = one
            elif before == one.event:
                continue
            else:
                if not (one.untimed and before == one.event._replace(at_ms=before.at_ms)):
                    news.conflicts.append(one)
                if preferred(before, one.event) is not one.event:
                    continue
                if one.key in stored:
                    news.replaced[one.key] = one
                    news._stored_at[one.key] = stored[one.key].at_ms
                else:
                    news.fresh[one.key] = one
            current[one.key] = one.event
        return news

    def by_machine(self) -> dict[str, list[_Change]]:
        """All changes, machine by machine."""
        found: dict[str, list[_Change]] = {}
        for key, one in {**self.fresh, **self.replaced}.items():
            found.setdefault(one.machine_id, []).append(_Change(one, self._stored_at.get(key)))
        return found


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
