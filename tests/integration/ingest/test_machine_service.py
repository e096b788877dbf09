"""Machines with a real client: what they say is in the tables, once, whatever happens on the way."""

from __future__ import annotations

import socket
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from ingest_support import V3, V5, WAIT, Client
from service_support import as_json, machine, refusals, say, serving

from shuanglun.engines.machine_state import MachineEvent
from shuanglun.factory.machines import Intake, authenticate, list_refusals
from shuanglun.storage import Database
from shuanglun.storage.log import LogStore, RealFiles, verify
from support.machine_records import Fleet
from support.waiting import until

START = 1_795_000_000_000


@pytest.fixture
def fleet(database: Database) -> Fleet:
    return Fleet.make(database)


def work_of(random: Random, size: int, epoch: str = "boot1") -> list[MachineEvent]:
    """A machine at work: every message complete, as the sample machines send it."""
    at, good, found = START, 0, []
    for seq in range(size):
        at += random.choice((200, 7_000, 30_000, 200_000))
        good += random.randrange(3)
        state = random.choice(("WORKING", "WORKING", "READY", "ERROR"))
        found.append(MachineEvent(at, epoch, seq, state, "AUTO", None, good, seq // 9, "P0000007O"))
    return found


def arrived(fleet: Fleet, code: str, count: int) -> None:
    until(lambda: len(fleet.events(code)) >= count)


def test_messages_become_events_intervals_and_sums(fleet: Fleet, tmp_path: Path) -> None:
    work = {code: work_of(Random(code), 120) for code in fleet.machines}
    topics = set()
    fleet.database.listen(lambda announcement: topics.add((announcement.tenant_id, announcement.topic)))
    with serving(fleet.database, tmp_path / "log") as service:
        for code, events in work.items():
            with machine(fleet, code, service.port) as client:
                say(fleet, code, client, events)
        for code, events in work.items():
            arrived(fleet, code, len(events))
    for code, events in work.items():
        fleet.check(code, events)
    assert topics >= {(fleet.tenant.id, "machines"), (fleet.tenant.id, "board")}
    assert verify(RealFiles(tmp_path / "log" / fleet.tenant.id / "0000", hold=False)).sound


def test_twice_late_and_out_of_order_change_nothing_wrongly(fleet: Fleet, tmp_path: Path) -> None:
    random = Random(4)
    events = work_of(random, 150)
    came = events + random.sample(events, 50)
    random.shuffle(came)
    with serving(fleet.database, tmp_path / "log") as service:
        with machine(fleet, "SAW1", service.port) as client:
            for start in range(0, len(came), 25):
                say(fleet, "SAW1", client, came[start : start + 25])
        arrived(fleet, "SAW1", len(events))
    fleet.check("SAW1", events)


def test_a_restart_in_the_middle_loses_and_doubles_nothing(fleet: Fleet, tmp_path: Path) -> None:
    events = work_of(Random(8), 90)
    for start in range(0, 90, 30):
        with serving(fleet.database, tmp_path / "log") as service, machine(fleet, "SAW1", service.port) as client:
            say(fleet, "SAW1", client, events[max(0, start - 10) : start + 30])
    fleet.check("SAW1", events)


def test_what_was_acknowledged_while_the_database_was_away_is_taken_at_the_next_start(
    fleet: Fleet, tmp_path: Path
) -> None:
    """The crash between the sync and the database: the records are in the log only."""
    events = work_of(Random(9), 40)
    with serving(fleet.database, tmp_path / "log") as service, machine(fleet, "SAW1", service.port) as client:
        service.consumer.on_batch = lambda batch: None  # type: ignore[method-assign]
        service._server._desk.commit._on_batch = lambda batch: None  # type: ignore[union-attr]
        say(fleet, "SAW1", client, events)
    assert fleet.events("SAW1") == []
    with serving(fleet.database, tmp_path / "log"):
        arrived(fleet, "SAW1", len(events))
    fleet.check("SAW1", events)


def test_a_database_older_than_the_log_is_brought_up_and_a_new_log_is_read_from_its_start(
    fleet: Fleet, tmp_path: Path
) -> None:
    events = work_of(Random(10), 30)
    with serving(fleet.database, tmp_path / "old") as service, machine(fleet, "SAW1", service.port) as client:
        say(fleet, "SAW1", client, events)
    with serving(fleet.database, tmp_path / "new") as service, machine(fleet, "SAW1", service.port) as client:
        more = work_of(Random(11), 10, "boot2")
        say(fleet, "SAW1", client, more)
        arrived(fleet, "SAW1", 40)
    fleet.check("SAW1", events + more)
    found = refusals(fleet.database, fleet.tenant.id, bool)
    assert [row["reason"] for row in found] == ["LOG-REPLACED"]


def test_damage_in_the_log_is_listed_and_everything_around_it_is_taken(fleet: Fleet, tmp_path: Path) -> None:
    events = work_of(Random(12), 30)
    store = LogStore(tmp_path / "log")
    store.close()
    with serving(fleet.database, tmp_path / "log") as service, machine(fleet, "SAW1", service.port) as client:
        service._server._desk.commit._on_batch = lambda batch: None  # type: ignore[union-attr]
        for event in events:
            say(fleet, "SAW1", client, [event])
    [segment] = (tmp_path / "log" / fleet.tenant.id / "0000").glob("*.seg")
    data = bytearray(segment.read_bytes())
    data[data.index(b'"seq": 12,') + 7] ^= 0x40
    segment.write_bytes(bytes(data))
    with serving(fleet.database, tmp_path / "log"):
        arrived(fleet, "SAW1", len(events) - 1)
        found = refusals(fleet.database, fleet.tenant.id, bool)
    fleet.check("SAW1", [event for event in events if event.seq != 12])
    assert [row["reason"] for row in found] == ["LOG-DAMAGED"]


@pytest.mark.parametrize("version", [V3, V5], ids=["3.1.1", "5"])
def test_a_topic_of_another_factory_is_refused_and_listed(fleet: Fleet, tmp_path: Path, version: object) -> None:
    other = Fleet.make(fleet.database, ["SAW1"], code="dg02")
    with serving(fleet.database, tmp_path / "log") as service:
        client = machine(fleet, "SAW1", service.port, version=version)
        info = client.mqtt.publish("shuanglun/v1/dg02/SAW1/state", as_json(epoch="a", seq=1, state="ERROR"), 1)
        if version == V5:
            assert client.published.get(timeout=WAIT)[1] == 0x87
        else:
            assert client.disconnected.get(timeout=WAIT) != 0
            assert not info.is_published()
        with client:
            [row] = refusals(fleet.database, fleet.tenant.id, bool)
    assert (row["reason"], row["client_id"]) == ("INGEST-TOPIC", "SAW1")
    assert "shuanglun/v1/dg02/SAW1/state" in row["detail"]
    assert other.events("SAW1") == []
    with fleet.database.read(other.tenant.id) as work:
        assert list_refusals(work) == []


def test_a_wrong_password_is_listed_at_the_factory_it_names(fleet: Fleet, tmp_path: Path) -> None:
    Fleet.make(fleet.database, ["SAW1"], code="dg02")
    who = fleet.machines["SAW1"]
    with serving(fleet.database, tmp_path / "log") as service:
        for password in ("wrong", who.password + "x"):
            with Client(service.port or 0, who.user, password) as client:
                assert client.answer() != 0
        rows = refusals(fleet.database, fleet.tenant.id, lambda found: sum(row["times"] for row in found) >= 2)
    assert {row["reason"] for row in rows} == {"INGEST-CREDENTIALS"}


def test_a_malformed_payload_is_acknowledged_kept_and_listed(fleet: Fleet, tmp_path: Path) -> None:
    with serving(fleet.database, tmp_path / "log") as service, machine(fleet, "SAW1", service.port) as client:
        assert client.publish("shuanglun/v1/dg01/SAW1/state", b"\x00 not JSON") == 0
        say(fleet, "SAW1", client, work_of(Random(1), 1))
        arrived(fleet, "SAW1", 1)
    [row] = refusals(fleet.database, fleet.tenant.id, bool)
    assert (row["reason"], row["client_id"], row["times"]) == ("MSG-FORMAT", "SAW1", 1)


def test_bytes_that_are_no_mqtt_are_listed(fleet: Fleet, tmp_path: Path) -> None:
    with serving(fleet.database, tmp_path / "log") as service:
        with socket.create_connection(("127.0.0.1", service.port or 0), timeout=WAIT) as raw:
            raw.sendall(b"GET / HTTP/1.1\r\n\r\n")
            assert raw.recv(100) == b""
        [row] = refusals(fleet.database, fleet.tenant.id, bool)
    assert row["reason"].startswith("INGEST-")
    assert row["peer"].startswith("127.0.0.1:")


def test_a_taken_port_is_told_and_the_service_lives(fleet: Fleet, tmp_path: Path) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as other,
        serving(fleet.database, tmp_path / "log", other.getsockname()[1]) as service,
    ):
        assert service.port is None
        [row] = refusals(fleet.database, fleet.tenant.id, bool)
    assert row["reason"] == "SERVER-PORT"
    assert str(other) not in row["detail"]
    assert "--mqtt-port" in row["detail"]


def test_a_flood_of_refusals_is_counted_not_listed(fleet: Fleet, tmp_path: Path) -> None:
    with serving(fleet.database, tmp_path / "log") as service:
        peers = [socket.create_connection(("127.0.0.1", service.port or 0), timeout=WAIT) for _ in range(60)]
        for raw in peers:
            raw.sendall(b"\x00\x00")
        for raw in peers:
            assert raw.recv(10) == b""
            raw.close()
        rows = refusals(fleet.database, fleet.tenant.id, lambda found: sum(row["times"] for row in found) == 60)
    assert len(rows) < 30


def test_who_signs_in(fleet: Fleet) -> None:
    who = fleet.machines["SAW1"]
    found = authenticate(fleet.database, who.user, who.password)
    assert found is not None
    assert (found.tenant_code, found.machine_code, found.machine_id) == ("dg01", "SAW1", fleet.id("SAW1"))
    for user, password in ((who.user, ""), ("dg01/NONE", who.password), ("a\0", ""), ("", ""), (who.user, "密码")):
        assert authenticate(fleet.database, user, password) is None


def test_positions_only_go_forward(fleet: Fleet, tmp_path: Path) -> None:
    intake, seen = Intake(fleet.database), [0]
    with serving(fleet.database, tmp_path / "log") as service, machine(fleet, "SAW1", service.port) as client:
        for event in work_of(Random(3), 20):
            say(fleet, "SAW1", client, [event])
            seen.append(intake.position(fleet.tenant.id, 0))
        arrived(fleet, "SAW1", 20)
    assert all(one <= other for one, other in pairwise(seen))
    assert intake.position(fleet.tenant.id, 0) == 20
