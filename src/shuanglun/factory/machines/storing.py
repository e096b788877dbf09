"""Writing what machines said: events as they came, sums added to what is there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Table, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from shuanglun.engines.machine_state import MachineEvent, Rollups, from_ms
from shuanglun.factory.machines.model import Heard, event_of
from shuanglun.factory.machines.tables import machine_counts, machine_events, machine_rollups
from shuanglun.storage import Work
from shuanglun.storage.log.instants import instant_of

_AT_ONCE = 400
_COUNTS = {"good": "good", "scrap": "scrap", "question": "questions"}


def upsert(work: Work, table: Table, rows: Sequence[Mapping[str, Any]], *, add: bool) -> None:
    """Insert rows; where the key is there already, add to the values (``add``) or replace them."""
    if not rows:
        return
    dialect = postgresql if work.connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table)
    given = {c.name: statement.excluded[c.name] for c in table.columns if not c.primary_key}
    fresh = {name: table.c[name] + value for name, value in given.items()} if add else given
    statement = statement.on_conflict_do_update(index_elements=list(table.primary_key.columns), set_=fresh)
    work.connection.execute(statement, [{**row, "tenant_id": work.tenant_id} for row in rows])


def known_events(work: Work, heard: Iterable[Heard]) -> dict[tuple[str, str, int], MachineEvent]:
    """The stored events that have the identity of one of these."""
    wanted: dict[tuple[str, str], list[int]] = {}
    for one in heard:
        wanted.setdefault((one.machine_id, one.event.epoch), []).append(one.event.seq)
    found = {}
    for (machine_id, epoch), numbers in wanted.items():
        for start in range(0, len(numbers), _AT_ONCE):
            query = select(machine_events).where(
                machine_events.c.tenant_id == work.tenant_id,
                machine_events.c.machine_id == machine_id,
                machine_events.c.epoch == epoch,
                machine_events.c.seq.in_(numbers[start : start + _AT_ONCE]),
            )
            for row in work.all(query):
                found[machine_id, epoch, row["seq"]] = event_of(row)
    return found


def event_row(one: Heard) -> dict[str, Any]:
    """As a row of ``machine_events``."""
    event = one.event
    return {
        "machine_id": one.machine_id,
        "epoch": event.epoch,
        "seq": event.seq,
        "ts": from_ms(event.at_ms),
        "received_at": instant_of(one.received_us),
        "state": event.state,
        "mode": event.mode,
        "reason": event.reason,
        "good": event.good,
        "scrap": event.scrap,
        "piece": event.piece,
        "log_offset": one.offset,
    }


def replace_events(work: Work, heard: Sequence[Heard]) -> None:
    """Put other content under a known identity: of two different messages with one number, the one that counts."""
    keys = ("machine_id", "epoch", "seq")
    rows = [{f"b_{name}": value for name, value in event_row(one).items()} for one in heard]
    if rows:
        values: dict[str, Any] = {
            c.name: bindparam(f"b_{c.name}") for c in machine_events.c if c.name not in (*keys, "tenant_id")
        }
        statement = update(machine_events).where(
            machine_events.c.tenant_id == work.tenant_id,
            *(machine_events.c[key] == bindparam(f"b_{key}") for key in keys),
        )
        work.execute(statement.values(values), rows)


def add_rollups(work: Work, sums: Mapping[str, Rollups]) -> None:
    """Add what changed, machine by machine, to the stored sums."""
    times = [
        {"machine_id": machine_id, **key._asdict(), "day": date.fromisoformat(key.day), "milliseconds": value}
        for machine_id, rollups in sums.items()
        for key, value in rollups.times.items()
    ]
    upsert(work, machine_rollups, times, add=True)
    counts: dict[tuple[str, str, str], dict[str, int]] = {}
    for machine_id, rollups in sums.items():
        for count, value in rollups.counts.items():
            row = counts.setdefault((machine_id, count.day, count.shift), dict.fromkeys(_COUNTS.values(), 0))
            row[_COUNTS[count.what]] += value
    rows = [
        {"machine_id": machine_id, "day": date.fromisoformat(day), "shift": shift, **row}
        for (machine_id, day, shift), row in counts.items()
    ]
    upsert(work, machine_counts, rows, add=True)
