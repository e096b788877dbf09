"""The endpoint with a real client (paho-mqtt) and with raw bytes, over TCP, on a real log."""

from __future__ import annotations

import errno
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from ingest_support import (
    CONNACK,
    PASSWORD,
    V3,
    V5,
    WAIT,
    Client,
    Raw,
    Running,
    connect,
    packet,
    publish,
    running,
    text,
    topic,
)
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from shuanglun.faces.ingest import Limits
from shuanglun.storage.log import AppendOutcome, LogEntry, LogStore

both = pytest.mark.parametrize("version", [V3, V5], ids=["3.1.1", "5"])


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Running]:
    with running(tmp_path) as found:
        yield found


# ------------------------------------------------------------------ what is right


@both
def test_an_acknowledged_message_is_on_disk_under_its_machine(server: Running, version: Any) -> None:
    with Client(server.port, version=version) as client:
        assert client.answer() == 0
        assert client.publish(topic(), '{"state":"WORKING"}') == 0
        [record] = server.records()
    assert (record.offset, record.tenant_id, record.machine_id) == (0, "t1", "m1")
    assert (record.topic, record.payload) == (topic(), b'{"state":"WORKING"}')
    assert server.kept.get(timeout=WAIT).position == ("t1", 0, 0)


def test_the_log_holds_the_message_when_the_server_is_gone(tmp_path: Path) -> None:
    with running(tmp_path) as server, Client(server.port) as client:
        for number in range(20):
            client.publish(topic("counts"), b"%d" % number)
    store = LogStore(tmp_path)
    assert [record.payload for record in store.log("t1").read()] == [b"%d" % number for number in range(20)]
    store.close()


def test_a_message_of_qos_0_is_kept_without_an_answer(server: Running) -> None:
    with Client(server.port) as client:
        client.publish(topic("piece"), b"zero", qos=0)
        assert server.kept.get(timeout=WAIT).entry.payload == b"zero"


def test_the_same_message_twice_is_kept_twice_and_acknowledged_twice(server: Running) -> None:
    """The endpoint keeps what came; that the second changes nothing is the state engine's rule, by epoch and seq."""
    with Raw(server.port) as raw:
        raw.send(connect() + publish(topic(), b"x", 7))
        assert raw.receive(8) == CONNACK + b"\x40\x02\x00\x07"
        again = bytearray(publish(topic(), b"x", 7))
        again[0] |= 0x08
        raw.send(bytes(again))
        assert raw.receive(4) == b"\x40\x02\x00\x07"
    assert [record.payload for record in server.records()] == [b"x", b"x"]


@pytest.mark.parametrize("version", [4, 5])
def test_answers_come_in_the_order_of_the_messages(server: Running, version: int) -> None:
    with Raw(server.port) as raw:
        raw.send(connect(version) + b"".join(publish(topic(), b"x" * n, n, version=version) for n in range(1, 2500)))
        raw.packet()
        answers = raw.receive(4 * 2499)
    assert [int.from_bytes(answers[i + 2 : i + 4], "big") for i in range(0, len(answers), 4)] == list(range(1, 2500))
    assert len(server.records()) == 2499


@both
def test_a_ping_is_answered_and_a_subscription_refused(server: Running, version: Any) -> None:
    with Client(server.port, version=version) as client:
        client.answer()
        client.mqtt.subscribe([("a/#", 0), ("b", 1)])
        reasons = client.subscribed.get(timeout=WAIT)
        assert [reason.value for reason in reasons] == [0x80, 0x80] if version == V3 else [0x83, 0x83]
        assert all(reason.is_failure for reason in reasons)
    with Raw(server.port) as raw:
        raw.send(connect() + b"\xc0\x00")
        assert raw.receive(6) == CONNACK + b"\xd0\x00"
        raw.send(packet(0xA2, b"\x00\x09", text("a/#")))
        assert raw.receive(4) == b"\xb0\x02\x00\x09"


def test_mqtt_5_clients_are_told_the_limits(server: Running) -> None:
    with Client(server.port, version=V5, client_id="", keepalive=1000) as client:
        _, told = client.connected.get(timeout=WAIT)
        assert (told.MaximumQoS, told.MaximumPacketSize, told.ReceiveMaximum) == (1, 65536, 1000)
        assert told.ServerKeepAlive == 300
        assert len(told.AssignedClientIdentifier) == 20
        message = Properties(PacketTypes.PUBLISH)
        message.UserProperty = ("line", "1")
        message.ContentType = "application/json"
        client.mqtt.publish(topic(), b"with properties", 1, properties=message)
        client.published.get(timeout=WAIT)
    assert server.records()[0].payload == b"with properties"


def test_a_lost_machine_leaves_its_will_and_one_that_signs_off_does_not(server: Running) -> None:
    will = (topic(), b'{"state":"OFFLINE"}', 1)
    with Client(server.port, will=will) as client:
        client.answer()
    with Client(server.port, will=will) as client:
        client.publish(topic(), b"alive")
        client.mqtt.socket().shutdown(2)
        client.disconnected.get(timeout=WAIT)
        assert [server.kept.get(timeout=WAIT).entry.payload for _ in range(2)] == [b"alive", will[1]]
    assert len(server.records()) == 2


def test_a_second_sign_in_takes_over_from_the_first(server: Running) -> None:
    with Raw(server.port) as old, Raw(server.port) as new:
        old.send(connect(5))
        old.packet()
        new.send(connect(4))
        assert new.receive(4) == CONNACK
        assert old.until_closed().endswith(b"\xe0\x01\x8e")
        assert server.refused().code == "INGEST-TAKEN-OVER"
        new.send(publish(topic(), b"still here"))
        assert new.receive(4) == b"\x40\x02\x00\x01"


def test_another_machine_with_the_same_client_id_is_no_take_over(server: Running) -> None:
    with Raw(server.port) as one, Raw(server.port) as two:
        one.send(connect())
        two.send(connect(username="m9"))
        assert (one.receive(4), two.receive(4)) == (CONNACK, CONNACK)
        one.send(publish(topic(), b"x"))
        assert one.receive(4) == b"\x40\x02\x00\x01"


# ------------------------------------------------------------------ who may not


@both
@pytest.mark.parametrize(("username", "password"), [("m1", "wrong"), ("m7", PASSWORD), (None, None), ("broken", "x")])
def test_wrong_credentials_are_refused(server: Running, version: Any, username: Any, password: Any) -> None:
    with Client(server.port, username, password, version) as client:
        assert client.answer().is_failure
    refusal = server.refused()
    assert refusal.code == "INGEST-CREDENTIALS"
    assert (refusal.username, refusal.tenant_id) == (username, None)


foreign = pytest.mark.parametrize(
    "where",
    [topic(tenant="t9", machine="M9"), topic(machine="M2"), topic("secret"), topic("state/x"), topic()[1:], "$SYS/x"],
)


@foreign
def test_a_foreign_topic_closes_an_old_connection_and_keeps_nothing(server: Running, where: str) -> None:
    with Client(server.port) as client:
        client.answer()
        client.mqtt.publish(where, b"forged", 1)
        client.disconnected.get(timeout=WAIT)
        refusal = server.refused()
        assert (refusal.code, refusal.machine_id, refusal.tenant_id) == ("INGEST-TOPIC", "m1", "t1")
    assert server.records("t1") == server.records("t9") == []


@foreign
def test_a_foreign_topic_is_answered_not_authorised_in_mqtt_5(server: Running, where: str) -> None:
    with Client(server.port, version=V5) as client:
        client.answer()
        assert client.publish(where, b"forged").value == 0x87
        assert server.refused().topic == where
        assert client.publish(topic(), b"honest") == 0
    assert [record.payload for record in server.records()] == [b"honest"]
    assert server.records("t9") == []


def test_whoever_goes_on_with_foreign_topics_is_cut_off(tmp_path: Path) -> None:
    with running(tmp_path, Limits(refusals=3)) as server, Raw(server.port) as raw:
        raw.send(connect(5) + b"".join(publish("a", b"", n, version=5) for n in range(1, 9)))
        assert raw.until_closed().endswith(b"\xe0\x01\x87")
        assert [server.refused().code for _ in range(4)] == ["INGEST-TOPIC"] * 4
        assert server.refusals.empty()


def test_a_will_on_a_foreign_topic_is_refused(server: Running) -> None:
    with Client(server.port, will=(topic(machine="M2"), b"x", 1)) as client:
        assert client.answer().is_failure
    assert server.refused().code == "INGEST-TOPIC"
    assert server.records() == []


# ------------------------------------------------------------------ what is not right


@pytest.mark.parametrize(("version", "last"), [(4, b""), (5, b"\xe0\x01\x9b")])
def test_qos_2_is_refused(server: Running, version: int, last: bytes) -> None:
    with Raw(server.port) as raw:
        raw.send(connect(version) + publish(topic(), b"x", qos=2, version=version))
        assert raw.until_closed().endswith(last)
    assert server.refused().code == "INGEST-PROTOCOL"
    assert server.records() == []


@pytest.mark.parametrize(("version", "last"), [(4, b""), (5, b"\xe0\x01\x95")])
def test_an_oversize_message_is_refused_before_it_is_read(tmp_path: Path, version: int, last: bytes) -> None:
    with running(tmp_path, Limits(packet_bytes=1000)) as server, Raw(server.port) as raw:
        raw.send(connect(version) + publish(topic(), b"x" * 900, version=version))
        raw.packet()
        assert raw.packet() == b"\x40\x02\x00\x01"
        raw.send(b"\x32\xff\xff\xff\x7f")
        assert raw.until_closed().endswith(last)
        assert server.refused().code == "INGEST-OVERSIZE"
        assert len(server.records()) == 1


MALFORMED = {
    "http": b"GET / HTTP/1.1\r\n\r\n",
    "publish first": publish(topic(), b"x"),
    "wrong protocol name": packet(0x10, text("MQTX"), b"\x04\xc2\x00\x3c", text("c")),
    "connect cut off": packet(0x10, text("MQTT"), b"\x04\xc2\x00\x3c"),
    "reserved connect flag": connect(flags=0xC3),
    "client id not UTF-8": packet(0x10, text("MQTT"), b"\x04\xc2\x00\x3c", text(b"\xff\xfe")),
    "connect twice": connect() + connect(),
    "qos 3": connect() + packet(0x36, text(topic()), b"\x00\x01x"),
    "packet id 0": connect() + publish(topic(), b"x", 0),
    "topic not UTF-8": connect() + packet(0x32, text(b"\xc3\x28"), b"\x00\x01x"),
    "topic with wildcard": connect() + publish(topic("#"), b"x"),
    "topic cut off": connect() + packet(0x32, b"\xff\xffabc"),
    "length of five bytes": connect() + b"\x32\xff\xff\xff\xff\x01",
    "subscribe without filter": connect() + packet(0x82, b"\x00\x01"),
    "subscribe with wrong flags": connect() + packet(0x80, b"\x00\x01", text("a"), b"\x00"),
    "puback from a client": connect() + b"\x40\x02\x00\x01",
    "reserved packet type": connect() + b"\x00\x00",
    "bytes left over": connect() + b"\xc0\x01x",
    "topic alias not offered": connect(5) + packet(0x32, text(topic()), b"\x00\x01\x03\x23\x00\x01x"),
    "property not allowed": connect(5) + packet(0x32, text(topic()), b"\x00\x01\x05\x11\x00\x00\x00\x01x"),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_packet_closes_the_connection_and_is_recorded(server: Running, name: str) -> None:
    with Raw(server.port) as raw:
        raw.send(MALFORMED[name])
        raw.until_closed()
    assert server.refused().code in {"INGEST-MALFORMED", "INGEST-PROTOCOL", "INGEST-TOPIC"}
    assert server.records() == []
    with Client(server.port) as client:
        assert client.publish(topic(), b"others go on") == 0


def test_whoever_does_not_sign_in_or_falls_silent_is_cut_off(tmp_path: Path) -> None:
    with running(tmp_path, Limits(connect_seconds=0.2, sweep_seconds=0.05)) as server:
        with Raw(server.port) as raw:
            assert raw.until_closed() == b""
        assert server.refused().code == "INGEST-PROTOCOL"
        with Raw(server.port) as raw:
            raw.send(connect(5, keep_alive=1))
            assert raw.until_closed().endswith(b"\xe0\x01\x8d")
        assert server.refused().code == "INGEST-KEEP-ALIVE"


def test_more_connections_than_allowed_are_closed(tmp_path: Path) -> None:
    with running(tmp_path, Limits(connections=1)) as server, Client(server.port) as client:
        client.answer()
        with Raw(server.port) as raw:
            assert raw.until_closed() == b""
        assert server.refused().code == "INGEST-BUSY"
        assert client.publish(topic(), b"x") == 0


# ------------------------------------------------------------------ a slow disk, a full disk, a stop


class SlowLog:
    """A real log whose disk works only when it is let."""

    def __init__(self, directory: Path) -> None:
        self.store = LogStore(directory)
        self.gate = threading.Event()
        self.full = False
        self.batches: list[int] = []

    def append_many(self, entries: Sequence[LogEntry]) -> AppendOutcome:
        assert self.gate.wait(WAIT)
        self.batches.append(len(entries))
        if self.full:
            return AppendOutcome([None] * len(entries), (OSError(errno.ENOSPC, "no space left"),))
        return self.store.append_many(entries)

    def log(self, tenant: str) -> Any:
        return self.store.log(tenant)


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[SlowLog]:
    log = SlowLog(tmp_path)
    yield log
    log.store.close()


def test_a_slow_disk_holds_the_machine_back_and_loses_nothing(tmp_path: Path, slow: SlowLog) -> None:
    limits = Limits(unacknowledged=50)
    with running(tmp_path, limits, slow) as server, Raw(server.port) as raw:
        raw.send(connect())
        assert raw.receive(4) == CONNACK
        sender = threading.Thread(
            target=lambda: raw.send(b"".join(publish(topic(), bytes(4000), n) for n in range(1, 3001)))
        )
        sender.start()
        slow.gate.set()
        answers = raw.receive(4 * 3000)
        sender.join(WAIT)
        assert len(answers) == 12000
        assert max(slow.batches) <= 50
        assert len(server.records()) == 3000


def test_while_the_disk_is_slow_other_packets_are_still_answered(tmp_path: Path, slow: SlowLog) -> None:
    with running(tmp_path, store=slow) as server, Raw(server.port) as raw, Raw(server.port) as other:
        raw.send(connect() + publish(topic(), b"x") + b"\xc0\x00")
        assert raw.receive(6) == CONNACK + b"\xd0\x00"
        other.send(connect(username="m2") + b"\xc0\x00")
        assert other.receive(6) == CONNACK + b"\xd0\x00"
        slow.gate.set()
        assert raw.receive(4) == b"\x40\x02\x00\x01"


def test_one_sync_serves_all_connections(tmp_path: Path, slow: SlowLog) -> None:
    with running(tmp_path, store=slow) as server:
        raws = [Raw(server.port) for _ in range(20)]
        for number, raw in enumerate(raws):
            raw.send(connect(client_id=f"c{number}") + publish(topic(), b"x") + b"\xc0\x00")
            assert raw.receive(6) == CONNACK + b"\xd0\x00"
        slow.gate.set()
        assert all(raw.receive(4) == b"\x40\x02\x00\x01" for raw in raws)
        assert len(slow.batches) <= 3
        for raw in raws:
            raw.socket.close()


@pytest.mark.parametrize(("version", "last"), [(4, b""), (5, b"\xe0\x01\x97")])
def test_a_full_disk_is_never_acknowledged(tmp_path: Path, slow: SlowLog, version: int, last: bytes) -> None:
    slow.full = True
    slow.gate.set()
    with running(tmp_path, store=slow) as server:
        with Raw(server.port) as raw:
            raw.send(connect(version) + publish(topic(), b"x", version=version))
            answers = raw.until_closed()
            assert answers.endswith(last)
            assert b"\x40\x02" not in answers
        assert server.refused().code == "INGEST-DISK"
        slow.full = False
        with Client(server.port) as client:
            assert client.publish(topic(), b"again") == 0
        assert [record.payload for record in server.records()] == [b"again"]


def test_a_stop_acknowledges_what_was_taken(tmp_path: Path, slow: SlowLog) -> None:
    with running(tmp_path, store=slow) as server:
        raw = Raw(server.port)
        raw.send(connect(5) + publish(topic(), b"x", version=5) + b"\xc0\x00")
        raw.packet()
        assert raw.packet() == b"\xd0\x00"
        server.loop.call_later(0, slow.gate.set)
    answers = raw.until_closed()
    assert answers.endswith(b"\x40\x02\x00\x01\xe0\x01\x8b")
    raw.socket.close()
    assert len(list(slow.log("t1").read())) == 1
