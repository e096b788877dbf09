"""One connection of a machine: its packets in turn, its answers in order, its share of the endpoint."""

from __future__ import annotations

import asyncio
import logging
from typing import NamedTuple, cast

from shuanglun.faces.ingest import replies
from shuanglun.faces.ingest.commit import Waiting
from shuanglun.faces.ingest.desk import Desk
from shuanglun.faces.ingest.fastpath import Source, take_known
from shuanglun.faces.ingest.model import CHANNELS, Principal, Refusal, RefusalCode
from shuanglun.faces.ingest.packets import (
    BAD_METHOD,
    TOPIC_NAME_INVALID,
    UNSUPPORTED_VERSION,
    V5,
    V311,
    Connect,
    Disconnect,
    Ping,
    Publish,
    Subscribe,
    Unsubscribe,
    Will,
    decode_topic,
    read_packet,
)
from shuanglun.faces.ingest.welcome import CLIENT_ID_NOT_VALID, accept, check_connect
from shuanglun.faces.ingest.wire import (
    MALFORMED,
    NOT_AUTHORISED,
    PROTOCOL_ERROR,
    TOO_LARGE,
    Bounds,
    PacketError,
    take_frame,
)
from shuanglun.storage.log import LogEntry
from shuanglun.storage.log.instants import microseconds

_logger = logging.getLogger(__name__)
_UNAVAILABLE = 0x88
_KEEP_ALIVE = 0x8D
_TAKEN_OVER = 0x8E
_QUOTA_EXCEEDED = 0x97
_QOS_NOT_SUPPORTED = 0x9B
_WITH_WILL = 0x04
_TOLD_IN_CONNACK = (UNSUPPORTED_VERSION, BAD_METHOD, CLIENT_ID_NOT_VALID, _QOS_NOT_SUPPORTED)
_CODES: dict[int, RefusalCode] = {
    MALFORMED: "INGEST-MALFORMED",
    TOO_LARGE: "INGEST-OVERSIZE",
    NOT_AUTHORISED: "INGEST-TOPIC",
    TOPIC_NAME_INVALID: "INGEST-TOPIC",
}


class Session(NamedTuple):
    """A machine that has been let in."""

    version: int
    client_id: str
    principal: Principal
    keep_alive: int

    @property
    def key(self) -> tuple[str, str, str]:
        """Client ids are the machine's own: another machine's equal one is no take-over."""
        return self.principal.tenant_id, self.principal.machine_id, self.client_id


class Connection(asyncio.Protocol):
    """Reads packets while there is room for them; a packet that breaks the rules ends the connection."""

    def __init__(self, desk: Desk, connections: dict[Connection, None]) -> None:
        self._desk = desk
        self._connections = connections
        self._loop = asyncio.get_running_loop()
        self._started = self._last_seen = self._loop.time()
        self._closing_since: float | None = None
        self._session: Session | None = None
        self._will: Will | None = None
        self._sign_in: asyncio.Task[None] | None = None
        self._spoken = V311
        self._buffer = b""
        self._received_us = 0
        self._unacknowledged = 0
        self._refused = 0
        self._answers: list[bytes] = []
        self._topics: dict[bytes, str] = {}
        self._reading = True
        self._writable = True

    # ------------------------------------------------------------------ from the event loop

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A machine, or someone, connected."""
        self._transport = cast("asyncio.Transport", transport)
        name = transport.get_extra_info("peername")
        self._peer = f"{name[0]}:{name[1]}" if name else "?"
        self._connections[self] = None
        if len(self._connections) > self._desk.limits.connections:
            self._refuse("INGEST-BUSY", f"more than {self._desk.limits.connections} connections")
            self.end()

    def data_received(self, data: bytes) -> None:
        """Bytes came."""
        self._last_seen = self._loop.time()
        self._received_us = microseconds(self._desk.clock())
        self._buffer = self._buffer + data if self._buffer else data
        self._work()

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is gone; what it left to be said is said now. [3.1.2-8]"""
        self._connections.pop(self, None)
        self._desk.leave(self._session.key if self._session else None, self)
        if self._sign_in is not None:
            self._sign_in.cancel()
        self._say_will()

    def pause_writing(self) -> None:
        """The machine does not read its answers: take nothing more from it."""
        self._writable = False

    def resume_writing(self) -> None:
        """It reads again."""
        self._writable = True
        self.wake()

    # ------------------------------------------------------------------ from the desk

    def wake(self) -> None:
        """Go on with what had to be held back."""
        if self._reading or self._closing_since is not None:
            return
        if self._must_wait():
            self._desk.stall(self)
            return
        self._reading = True
        self._transport.resume_reading()
        self._work()

    def taken_over(self) -> None:
        """The same machine signed in again. Its old will is said before anything the new connection says."""
        self._refuse("INGEST-TAKEN-OVER", "the machine signed in again with the same client id")
        self._say_will()
        self.end(_TAKEN_OVER)

    def settled(self, waiting: Waiting) -> None:
        """Messages are dealt with."""
        self._unacknowledged -= waiting.messages
        self._answers.append(waiting.answer)

    def flush(self) -> None:
        """Send the answers that are due."""
        if self._answers and not self._transport.is_closing():
            self._transport.write(b"".join(self._answers))
        self._answers.clear()

    def not_kept(self, waiting: Waiting, error: OSError) -> None:
        """The disk failed. An error answer would make the client forget the message: closing makes it send it again."""
        self._unacknowledged -= waiting.messages
        if self._closing_since is None:
            self._refuse("INGEST-DISK", str(error))
            self.flush()
            self.end(_QUOTA_EXCEEDED)

    def sweep(self, now: float) -> None:
        """End what has been silent for too long. [3.1.2-24]"""
        wait = self._desk.limits.connect_seconds
        if self._closing_since is not None:
            if now - self._closing_since > wait:
                self._transport.abort()
        elif self._session is None:
            if now - self._started > wait:
                self._refuse("INGEST-PROTOCOL", f"not signed in within {wait:g} s")
                self.end()
        elif self._session.keep_alive and now - self._last_seen > 1.5 * self._session.keep_alive and self._listens():
            self._refuse("INGEST-KEEP-ALIVE", f"silent for {now - self._last_seen:.1f} s")
            self.end(_KEEP_ALIVE)

    def end(self, reason: int | None = None) -> None:
        """Close the connection; MQTT 5 clients are told why."""
        if self._closing_since is None:
            self._closing_since = self._loop.time()
            if self._desk.stopping:
                self._will = None
            if reason is not None and self._session is not None and self._session.version == V5:
                self._transport.write(replies.disconnect(reason))
            self._transport.close()

    def abort(self) -> None:
        """Close without a word."""
        self._closing_since = self._closing_since or self._loop.time()
        self._transport.abort()

    # ------------------------------------------------------------------ packets

    def _listens(self) -> bool:
        return self._reading or not self._writable

    def _must_wait(self) -> bool:
        return (
            self._unacknowledged >= self._desk.limits.unacknowledged
            or self._sign_in is not None
            or not self._writable
            or self._closing_since is not None
            or self._desk.stopping
            or self._desk.full()
        )

    def _work(self) -> None:
        """Take packets off the buffer, until it is empty or the connection has to wait."""
        data, position = self._buffer, 0
        try:
            while position < len(data) and not self._must_wait():
                if self._session is None and data[position] != 0x10:
                    raise PacketError(PROTOCOL_ERROR, "the first packet is not CONNECT")  # [3.1.0-1]
                if self._session is not None and self._topics:
                    before, position = position, self._take_known(self._session, data, position)
                    if position > before:
                        continue
                bounds = take_frame(data, position, self._desk.limits.packet_bytes)
                if bounds is None:
                    break
                self._handle(data[position], data, bounds)
                position = bounds.end
        except PacketError as error:
            self._fail(error)
            position = len(data)
        self._buffer = data[position:]
        if self._reading and self._must_wait() and self._closing_since is None:
            self._reading = False
            self._transport.pause_reading()
            self._desk.stall(self)

    def _handle(self, first: int, data: bytes, bounds: Bounds) -> None:
        session = self._session
        packet = read_packet(first, data, bounds, session.version if session else V311)
        match packet:
            case Publish():
                self._publish(packet)
            case Ping():
                self._transport.write(replies.PONG)
            case Disconnect():
                self._will = self._will if packet.reason == _WITH_WILL else None  # [3.1.2-10, 3.14.4-3]
                self.flush()
                self.end()
            case Subscribe() if session:
                self._transport.write(replies.suback(session.version, packet.packet_id, packet.filters))
            case Unsubscribe() if session:
                self._transport.write(replies.unsuback(session.version, packet.packet_id, packet.filters))
            case Connect() if session is None:
                self._spoken = packet.version
                check_connect(packet)
                self._sign_in = self._loop.create_task(self._let_in(packet))
            case _:
                raise PacketError(PROTOCOL_ERROR, "CONNECT twice")  # [3.1.0-2]

    def _publish(self, message: Publish) -> None:
        session = cast("Session", self._session)
        if message.qos == 2:
            raise PacketError(_QOS_NOT_SUPPORTED, "QoS 2 is not offered")
        topic = self._topics.get(message.topic) or self._learn_topic(session, message)
        if topic is not None:
            answer = replies.puback(message.packet_id) if message.qos else b""
            who = session.principal
            self._queue(answer, LogEntry(self._received_us, who.tenant_id, who.machine_id, topic, message.payload))

    def _queue(self, answer: bytes, entry: LogEntry | None) -> None:
        self._unacknowledged += 1
        self._desk.commit.add(Waiting(self, answer, (entry,) if entry else (), 1))

    def _take_known(self, session: Session, data: bytes, position: int) -> int:
        """Messages on topics already known, all at once; where the next other packet begins."""
        limits, who = self._desk.limits, session.principal
        room = min(limits.unacknowledged - self._unacknowledged, limits.unacknowledged_total - self._desk.commit.size())
        source = Source(self._received_us, who.tenant_id, who.machine_id)
        taken = take_known(data, position, source, self._topics, room, limits.packet_bytes, mqtt5=session.version == V5)
        if taken.entries:
            self._unacknowledged += len(taken.entries)
            self._desk.commit.add(Waiting(self, taken.answers, taken.entries, len(taken.entries)))
        return taken.position

    def _learn_topic(self, session: Session, message: Publish) -> str | None:
        """The topic's name if it is the machine's own; otherwise the message is refused and None."""
        topic = decode_topic(message.topic)
        if is_own_topic(session.principal, topic):
            self._topics[message.topic] = topic
            return topic
        self._refused += 1
        if session.version != V5 or not message.qos or self._refused > self._desk.limits.refusals:
            raise PacketError(NOT_AUTHORISED, f"topic {topic!r} is not this machine's")
        self._refuse("INGEST-TOPIC", f"topic {topic!r} is not this machine's", topic)
        self._queue(replies.puback_refused(message.packet_id, NOT_AUTHORISED), None)
        return None

    async def _let_in(self, packet: Connect) -> None:
        """Ask who this is, and answer CONNECT."""
        principal, reason = None, replies.BAD_CREDENTIALS
        try:
            if packet.username is not None and packet.password is not None:
                password = packet.password.decode()
                principal = await self._desk.sign_in(packet.client_id, packet.username, password)
        except UnicodeDecodeError:
            principal = None
        except Exception:
            _logger.exception("sign-in failed")
            reason = _UNAVAILABLE
        self._sign_in = None
        if self._transport.is_closing() or self._desk.stopping:
            self.end()
        elif principal is None:
            self._turn_away(packet, reason, "INGEST-CREDENTIALS", "unknown machine or wrong password")
        elif packet.will and not is_own_topic(principal, packet.will.topic):
            self._turn_away(packet, NOT_AUTHORISED, "INGEST-TOPIC", f"will on topic {packet.will.topic!r}")
        else:
            self._welcome(packet, principal)

    def _welcome(self, packet: Connect, principal: Principal) -> None:
        welcome = accept(packet, self._desk.limits)
        session = Session(packet.version, welcome.client_id, principal, welcome.keep_alive)
        self._desk.enter(session.key, self)
        self._session, self._will = session, packet.will
        self._last_seen = self._loop.time()
        self._transport.write(welcome.answer)
        self.wake()

    def _turn_away(self, packet: Connect, reason: int, code: RefusalCode, detail: str) -> None:
        self._refuse(code, detail, client_id=packet.client_id, username=packet.username)
        self._transport.write(replies.connack(packet.version, reason))
        self.end()

    def _fail(self, error: PacketError) -> None:
        if self._closing_since is not None:
            return
        self._refuse(_CODES.get(error.reason, "INGEST-PROTOCOL"), error.detail)
        if self._session is None and error.reason in _TOLD_IN_CONNACK:
            version = V5 if error.reason == BAD_METHOD else self._spoken
            self._transport.write(replies.connack(version, error.reason))
        self.flush()
        self.end(error.reason)

    def _say_will(self) -> None:
        will, self._will = self._will, None
        if will is not None and self._session is not None and not self._desk.stopping:
            who = self._session.principal
            now = microseconds(self._desk.clock())
            self._queue(b"", LogEntry(now, who.tenant_id, who.machine_id, will.topic, will.payload))

    def _refuse(
        self,
        code: RefusalCode,
        detail: str,
        topic: str | None = None,
        client_id: str | None = None,
        username: str | None = None,
    ) -> None:
        session = self._session
        self._desk.refuse(
            Refusal(
                code,
                detail,
                self._desk.clock(),
                self._peer,
                session.client_id if session else client_id,
                username,
                session.principal.tenant_id if session else None,
                session.principal.machine_id if session else None,
                topic,
            )
        )


def is_own_topic(principal: Principal, topic: str) -> bool:
    """True for the machine's prefix and a known channel, nothing else."""
    return topic.startswith(principal.topic_prefix) and topic[len(principal.topic_prefix) :] in CHANNELS
