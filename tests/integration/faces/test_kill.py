"""kill -9 of the whole server under load: no acknowledged message and no answered scan is lost, on both databases."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from shuanglun.faces.cli import sample
from shuanglun.factory.floor.tables import scan_events, stations
from shuanglun.factory.machines import Intake
from shuanglun.factory.machines.tables import machines
from shuanglun.factory.pieces.tables import pieces
from shuanglun.storage import Database
from shuanglun.storage.log import RealFiles, verify
from support.load import Publisher, Scanner
from support.machine_records import Fleet
from support.sample import make_factory, planned_orders
from support.server import Server, call
from support.waiting import until

KILLS = 4


@dataclass
class Factory:
    """The sample factory in a data folder, with planned orders, before the server starts."""

    database: Database
    data: Path
    tenant_id: str
    sign_ins: dict[str, Any] = field(default_factory=dict)

    def rows(self, table: Any) -> list[Any]:
        with self.database.read(self.tenant_id) as work:
            return list(work.all(select(table).where(table.c.tenant_id == self.tenant_id)))


@pytest.fixture
def factory(database: Database, tmp_path: Path) -> Factory:
    # SQLite: the fixture's file is where the server of this data folder keeps its own.
    tenant_id = make_factory(database, tmp_path, with_people=True)
    planned_orders(database, tenant_id)
    return Factory(database, tmp_path, tenant_id, sample.read_sign_ins(tmp_path) or {})


@pytest.fixture
def server(factory: Factory) -> Iterator[Server]:
    with Server(factory.data, factory.database) as found:
        yield found


def start_load(factory: Factory, server: Server, stopping: threading.Event) -> tuple[list[Publisher], list[Scanner]]:
    chosen = factory.sign_ins["machines"][:3]
    publishers = [Publisher(server, factory.sign_ins["factory"], machine, stopping) for machine in chosen]
    codes = [row["code"] for row in factory.rows(pieces)]
    places = {row["code"]: row["id"] for row in factory.rows(stations)}
    password = factory.sign_ins["password"]
    scanners = [
        Scanner(server, "operator", password, places["saw-1"], codes[0::2], stopping),
        Scanner(server, "packer", password, places["pack-1"], codes[1::2], stopping),
    ]
    for thread in (*publishers, *scanners):
        thread.start()
    return publishers, scanners


def test_a_killed_server_loses_no_acknowledged_message_and_no_answered_scan(factory: Factory, server: Server) -> None:
    random, stopping = Random(20), threading.Event()
    publishers, scanners = start_load(factory, server, stopping)
    for _ in range(KILLS):
        said = {p: len(p.acknowledged) + random.randrange(20, 300) for p in publishers}
        scanned = {s: len(s.answered) + random.randrange(3, 25) for s in scanners}
        until(lambda said=said: all(len(p.acknowledged) >= n for p, n in said.items()))  # type: ignore[misc]
        until(lambda scanned=scanned: all(len(s.answered) >= n for s, n in scanned.items()))  # type: ignore[misc]
        server.end(signal.SIGKILL)
        server.start()
    stopping.set()
    for thread in (*publishers, *scanners):
        thread.join(20)
        assert not thread.is_alive()
    acknowledged = {(p.code, p.epoch, seq) for p in publishers for seq in p.acknowledged}
    fleet = _fleet(factory)
    until(lambda: not acknowledged - _stored(fleet))
    server.end(signal.SIGTERM)
    for publisher in publishers:
        fleet.check(publisher.code, fleet.events(publisher.code))
    answered = {event: verdict for s in scanners for event, verdict in s.answered.items()}
    kept = {row["client_event"]: row["verdict"] for row in factory.rows(scan_events)}
    assert answered == {event: kept.get(event) for event in answered}
    assert "ok" in answered.values()
    found = verify(RealFiles(factory.data / "log" / factory.tenant_id / "0000", hold=False))
    assert found.sound, found.findings
    assert found.records >= len(acknowledged) > KILLS * 20
    assert Intake(factory.database).position(factory.tenant_id, 0) == found.records


def _fleet(factory: Factory) -> Fleet:
    return Fleet.of(factory.database, factory.tenant_id, {row["code"]: row["id"] for row in factory.rows(machines)})


def _stored(fleet: Fleet) -> set[tuple[str, str, int]]:
    return {(code, event.epoch, event.seq) for code in fleet.machines for event in fleet.events(code)}


def test_a_taken_machine_port_is_told_and_the_web_server_runs(factory: Factory, server: Server) -> None:
    second = Server(factory.data, factory.database)
    second.mqtt_port = server.mqtt_port
    with second:
        rows = call(second, factory.sign_ins, "boss", "/refusals")["refusals"]
        assert [row["reason"] for row in rows] == ["SERVER-PORT"]
        assert "--mqtt-port" in rows[0]["detail"]
        assert "--mqtt-port" in second.output()
