"""A real server in a thread of its own, real clients, and raw sockets to send what no client would."""

from __future__ import annotations

import asyncio
import queue
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion

from shuanglun.faces.ingest import IngestServer, Kept, Limits, Principal, Refusal, topic_prefix
from shuanglun.storage.log import LogStore, StoredRecord

WAIT = 20.0
PASSWORD = "s3cret-锯"
V3 = MQTTProtocolVersion.MQTTv311
V5 = MQTTProtocolVersion.MQTTv5


def authenticate(client_id: str, username: str, password: str) -> Principal | None:
    """Machines m1, m2 of factory t1 and m9 of factory t9; the user name is the machine's id."""
    tenant = {"m1": "t1", "m2": "t1", "m9": "t9"}.get(username)
    if username == "broken":
        raise RuntimeError("the directory of machines cannot be reached")
    if tenant is None or password != PASSWORD:
        return None
    return Principal(tenant, username, username.upper(), topic_prefix(tenant, username.upper()))


def topic(channel: str = "state", machine: str = "M1", tenant: str = "t1") -> str:
    return topic_prefix(tenant, machine) + channel


@dataclass
class Running:
    server: IngestServer
    store: Any
    loop: asyncio.AbstractEventLoop
    kept: queue.Queue[Kept] = field(default_factory=queue.Queue)
    refusals: queue.Queue[Refusal] = field(default_factory=queue.Queue)

    @property
    def port(self) -> int:
        return self.server.port

    def records(self, tenant: str = "t1") -> list[StoredRecord]:
        return list(self.store.log(tenant).read())

    def refused(self) -> Refusal:
        return self.refusals.get(timeout=WAIT)

    def call(self, function: Callable[[], Any]) -> Any:
        """Run a function in the server's loop."""
        future: Future[Any] = Future()
        self.loop.call_soon_threadsafe(lambda: future.set_result(function()))
        return future.result(WAIT)


@contextmanager
def running(
    directory: Path, limits: Limits | None = None, store: Any = None, auth: Any = authenticate
) -> Iterator[Running]:
    own = store is None
    store = store or LogStore(directory)
    ready: Future[Running] = Future()
    stop = asyncio.Event()

    async def main() -> None:
        kept: queue.Queue[Kept] = queue.Queue()
        refusals: queue.Queue[Refusal] = queue.Queue()

        def on_batch(batch: Sequence[Kept]) -> None:
            for item in batch:
                kept.put(item)

        server = IngestServer(store, auth, on_batch, refusals.put, "127.0.0.1", 0, limits)
        await server.start()
        ready.set_result(Running(server, store, asyncio.get_running_loop(), kept, refusals))
        await stop.wait()
        await server.stop()

    thread = threading.Thread(target=lambda: asyncio.run(main()), daemon=True)
    thread.start()
    found = ready.result(WAIT)
    try:
        yield found
    finally:
        found.loop.call_soon_threadsafe(stop.set)
        thread.join(WAIT)
        assert not thread.is_alive()
        if own:
            store.close()


class Client:
    """paho-mqtt with its answers as things to wait for."""

    def __init__(
        self, port: int, username: str | None = "m1", password: str | None = PASSWORD, version: Any = V3, **options: Any
    ) -> None:
        self.mqtt = mqtt.Client(CallbackAPIVersion.VERSION2, client_id=options.pop("client_id", "c1"), protocol=version)
        if username is not None:
            self.mqtt.username_pw_set(username, password)
        self.connected: queue.Queue[Any] = queue.Queue()
        self.disconnected: queue.Queue[Any] = queue.Queue()
        self.published: queue.Queue[tuple[int, Any]] = queue.Queue()
        self.subscribed: queue.Queue[Any] = queue.Queue()
        self.mqtt.on_connect = lambda c, u, flags, reason, properties: self.connected.put((reason, properties))
        self.mqtt.on_disconnect = lambda c, u, flags, reason, properties: self.disconnected.put(reason)
        self.mqtt.on_publish = lambda c, u, mid, reason, properties: self.published.put((mid, reason))
        self.mqtt.on_subscribe = lambda c, u, mid, reasons, properties: self.subscribed.put(reasons)
        self.mqtt.reconnect_delay_set(120, 120)
        if "will" in options:
            self.mqtt.will_set(*options.pop("will"))
        self.mqtt.connect("127.0.0.1", port, keepalive=options.pop("keepalive", 60))
        self.mqtt.loop_start()

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.mqtt.disconnect()
        self.mqtt.loop_stop()

    def answer(self) -> Any:
        return self.connected.get(timeout=WAIT)[0]

    def publish(self, where: str, payload: bytes | str, qos: int = 1) -> Any:
        """Publish and wait for the acknowledgement; its reason."""
        info = self.mqtt.publish(where, payload, qos)
        while True:
            mid, reason = self.published.get(timeout=WAIT)
            if mid == info.mid:
                return reason


class Raw:
    """A socket on which bytes are sent as they are."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=WAIT)

    def __enter__(self) -> Raw:
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def receive(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            more = self.socket.recv(size - len(data))
            if not more:
                break
            data += more
        return data

    def packet(self) -> bytes:
        """The next packet (of less than 128 bytes)."""
        head = self.receive(2)
        return head + self.receive(head[1])

    def until_closed(self) -> bytes:
        data = b""
        try:
            while more := self.socket.recv(65536):
                data += more
        except ConnectionResetError:
            pass
        return data


def text(value: str | bytes) -> bytes:
    raw = value.encode() if isinstance(value, str) else value
    return len(raw).to_bytes(2, "big") + raw


def packet(first: int, *parts: bytes) -> bytes:
    body = b"".join(parts)
    size, encoded = len(body), bytearray()
    while True:
        size, low = divmod(size, 128)
        encoded.append(low | (0x80 if size else 0))
        if not size:
            return bytes([first]) + bytes(encoded) + body


def connect(
    version: int = 4, keep_alive: int = 60, client_id: str = "raw", username: str = "m1", flags: int = 0xC2
) -> bytes:
    properties = b"\x00" if version == 5 else b""
    head = text("MQTT") + bytes([version, flags]) + keep_alive.to_bytes(2, "big") + properties
    return packet(0x10, head, text(client_id), text(username), text(PASSWORD))


def publish(where: str, payload: bytes, packet_id: int = 1, qos: int = 1, version: int = 4) -> bytes:
    identity = packet_id.to_bytes(2, "big") if qos else b""
    return packet(0x30 | qos << 1, text(where), identity, b"\x00" if version == 5 else b"", payload)


CONNACK = b"\x20\x02\x00\x00"
