"""Machines in a test's factory, records as the log would hold them, and what the tables must say in the end."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import time
from typing import Any

from sqlalchemy import select

from shuanglun.access import Tenant, create_tenant
from shuanglun.engines.machine_state import (
    CountKey,
    MachineEvent,
    Rollups,
    Settings,
    StateInterval,
    Status,
    TimeKey,
    from_ms,
    intervals,
    recompute,
)
from shuanglun.factory.machines import Credentials, add_calendar, add_machine
from shuanglun.factory.machines.tables import (
    calendars,
    machine_counts,
    machine_events,
    machine_intervals,
    machine_rollups,
)
from shuanglun.kernel.shifts import Shift, ShiftCalendar
from shuanglun.storage import Database
from shuanglun.storage.log import StoredRecord

SHIFTS = (Shift("早", time(8), time(12)), Shift("中", time(13), time(20, 30)), Shift("夜", time(22), time(6)))
DAY = (Shift("上午班", time(8), time(12)), Shift("下午班", time(13), time(18)))


@dataclass
class Fleet:
    """A factory with machines."""

    database: Database
    tenant: Tenant
    calendar: ShiftCalendar
    machines: dict[str, Credentials] = field(default_factory=dict)
    settings: Settings = field(default_factory=Settings)

    @classmethod
    def make(
        cls,
        database: Database,
        codes: Sequence[str] = ("SAW1", "PACK1"),
        shifts: tuple[Shift, ...] = SHIFTS,
        code: str = "dg01",
        **profile: Any,
    ) -> Fleet:
        """Machines ``SAW1`` (work centre saw) and so on."""
        fleet = cls(
            database, create_tenant(database, code, "木门厂", "factory"), ShiftCalendar(dict.fromkeys(range(7), shifts))
        )
        with database.work(fleet.tenant.id) as work:
            calendar_id = add_calendar(work, "班次", fleet.calendar)
            for name in codes:
                centre = name.rstrip("0123456789").lower()
                fleet.machines[name] = add_machine(work, name, name, centre, calendar_id, profile, code)
        fleet.settings = Settings(
            heartbeat_ms=profile.get("heartbeat_seconds", 30) * 1000, counter_modulus=profile.get("counter_modulus")
        )
        return fleet

    @classmethod
    def of(cls, database: Database, tenant_id: str, codes: dict[str, str]) -> Fleet:
        """The machines (ids by code) of a factory made elsewhere, on their calendar and with the usual heart-beat."""
        with database.read(tenant_id) as work:
            body = work.scalar(select(calendars.c.body).where(calendars.c.tenant_id == tenant_id))
        found = {code: Credentials(machine_id, "", "") for code, machine_id in codes.items()}
        return cls(database, Tenant(tenant_id, "", "", "factory"), ShiftCalendar.from_dict(body), found)

    def id(self, code: str) -> str:
        return self.machines[code].machine_id

    def rows(self, table: Any, code: str) -> list[Any]:
        with self.database.read(self.tenant.id) as work:
            return list(
                work.all(select(table).where(table.c.tenant_id == work.tenant_id, table.c.machine_id == self.id(code)))
            )

    def events(self, code: str) -> list[MachineEvent]:
        names = ("epoch", "seq", "state", "mode", "reason", "good", "scrap", "piece")
        return [MachineEvent(_ms(row["ts"]), *(row[name] for name in names)) for row in self.rows(machine_events, code)]

    def rollups(self, code: str) -> Rollups:
        times = {
            TimeKey(row["day"].isoformat(), *(row[n] for n in ("shift", "state", "mode", "reason"))): row[
                "milliseconds"
            ]
            for row in self.rows(machine_rollups, code)
            if row["milliseconds"]
        }
        counts = {
            CountKey(row["day"].isoformat(), row["shift"], what): row[column]
            for row in self.rows(machine_counts, code)
            for what, column in (("good", "good"), ("scrap", "scrap"), ("question", "questions"))
            if row[column]
        }
        return Rollups(times, counts)

    def intervals(self, code: str) -> list[StateInterval]:
        rows = sorted(self.rows(machine_intervals, code), key=lambda row: row["start_ms"])
        return [StateInterval(r["start_ms"], r["end_ms"], Status(r["state"], r["mode"], r["reason"])) for r in rows]

    def check(self, code: str, events: Iterable[MachineEvent]) -> None:
        """The tables say what these events, as a set, amount to."""
        known = sorted(events, key=lambda event: event[:3])
        assert sorted(self.events(code), key=lambda event: event[:3]) == known
        assert self.rollups(code) == recompute(known, self.calendar, self.settings)
        stored = self.intervals(code)
        if known:
            whole = intervals(known, known[0].at_ms, known[-1].at_ms, self.settings)
            assert [i for i in stored if i.end_ms > i.start_ms] == whole
            assert stored[-1].end_ms == known[-1].at_ms


def _ms(instant: Any) -> int:
    return round(instant.timestamp() * 1000)


def payload(event: MachineEvent) -> bytes:
    """As the machine sends it."""
    said = {name: value for name, value in event._asdict().items() if value is not None}
    ts = from_ms(said.pop("at_ms")).isoformat(timespec="milliseconds")
    return json.dumps({**said, "ts": ts}).encode()


def record(offset: int, fleet: Fleet, code: str, said: MachineEvent | bytes, received_ms: int = 0) -> StoredRecord:
    """A record of the log."""
    data = payload(said) if isinstance(said, MachineEvent) else said
    at = received_ms or (said.at_ms if isinstance(said, MachineEvent) else 1_795_000_000_000)
    topic = f"shuanglun/v1/{fleet.tenant.code}/{code}/state"
    return StoredRecord(offset, at * 1000, fleet.tenant.id, fleet.id(code), topic, data)
