"""Packets a client may send, decoded and checked. Pure: bytes in, values out.

Numbers in brackets are the normative statements of MQTT 3.1.1 (and their twins in MQTT 5) that a check keeps.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

from shuanglun.faces.ingest.properties import (
    IN_CONNECT,
    IN_DISCONNECT,
    IN_PUBLISH,
    IN_SUBSCRIBE,
    IN_UNSUBSCRIBE,
    IN_WILL,
    Properties,
    Property,
    read_properties,
)
from shuanglun.faces.ingest.wire import MALFORMED, PROTOCOL_ERROR, Bounds, PacketError, Reader

V311 = 4
V5 = 5
UNSUPPORTED_VERSION = 0x84
BAD_METHOD = 0x8C
TOPIC_NAME_INVALID = 0x90
TOPIC_ALIAS_INVALID = 0x94


class Kind(IntEnum):
    """Control packet types."""

    CONNECT = 1
    CONNACK = 2
    PUBLISH = 3
    PUBACK = 4
    SUBSCRIBE = 8
    SUBACK = 9
    UNSUBSCRIBE = 10
    UNSUBACK = 11
    PINGREQ = 12
    PINGRESP = 13
    DISCONNECT = 14


class Will(NamedTuple):
    """What the client asks to be said when it is lost."""

    topic: str
    payload: bytes
    qos: int
    retain: bool


class Connect(NamedTuple):
    """The first packet."""

    version: int
    client_id: str
    clean: bool
    keep_alive: int
    username: str | None
    password: bytes | None
    will: Will | None
    properties: Properties


class Publish(NamedTuple):
    """A message; ``packet_id`` is 0 for QoS 0. The topic is left as bytes: a known one need not be decoded again."""

    topic: bytes
    payload: bytes
    qos: int
    packet_id: int
    retain: bool


class Subscribe(NamedTuple):
    """A wish to receive, answered with failure."""

    packet_id: int
    filters: int


class Unsubscribe(NamedTuple):
    """A wish to receive no longer."""

    packet_id: int
    filters: int


class Ping(NamedTuple):
    """A sign of life."""


class Disconnect(NamedTuple):
    """The client leaves; with reason 4 (MQTT 5) its will is to be kept."""

    reason: int


Packet = Connect | Publish | Subscribe | Unsubscribe | Ping | Disconnect


def read_packet(first: int, data: bytes, bounds: Bounds, version: int) -> Packet:
    """The packet with this first byte and body; ``version`` is that of the connection (of no weight for CONNECT).

    Raises:
        PacketError: it is malformed, or no client may send it.
    """
    if first >> 4 == Kind.PUBLISH:
        return read_publish(first, data, bounds, version)
    reader = Reader(data, bounds)
    match first:
        case 0x10:
            packet: Packet = _read_connect(reader)
        case 0x82:
            packet = _read_subscribe(reader, version)
        case 0xA2:
            packet = _read_unsubscribe(reader, version)
        case 0xC0:
            packet = Ping()
        case 0xE0:
            packet = _read_disconnect(reader, version)
        case _:
            reason = PROTOCOL_ERROR if first in (0x40, 0x50, 0x62, 0x70, 0xF0) else MALFORMED
            raise PacketError(reason, f"packet {first:#04x} not expected from a client")
    if reader.left():
        raise PacketError(MALFORMED, f"{reader.left()} bytes too many in packet {first:#04x}")
    return packet


def read_publish(first: int, data: bytes, bounds: Bounds, version: int) -> Publish:
    """A PUBLISH. [3.3.1-4: QoS 3 is malformed; 3.3.1-2: DUP needs QoS > 0; 2.3.1-1: the packet id is not 0]"""
    start, end = bounds
    qos = first >> 1 & 3
    if qos == 3 or (first & 8 and qos == 0):
        raise PacketError(MALFORMED, "PUBLISH with wrong flags")
    payload = start + 2 + (data[start] << 8 | data[start + 1]) if end - start >= 2 else end + 1
    topic, packet_id = data[start + 2 : payload], 0
    if qos:
        packet_id = int.from_bytes(data[payload : payload + 2], "big")
        payload += 2
        if packet_id == 0:
            raise PacketError(MALFORMED, "PUBLISH without packet id")
    if version == V5 and payload < end and data[payload] == 0:
        payload += 1
    elif version == V5:
        payload = _skip_publish_properties(data, payload, end)
    if payload > end:
        raise PacketError(MALFORMED, "PUBLISH cut off")
    return Publish(topic, data[payload:end], qos, packet_id, bool(first & 1))


def _skip_publish_properties(data: bytes, start: int, end: int) -> int:
    reader = Reader(data, Bounds(min(start, end), end))
    found = read_properties(reader, IN_PUBLISH)
    if Property.TOPIC_ALIAS in found:
        raise PacketError(TOPIC_ALIAS_INVALID, "topic aliases are not offered")
    return end - reader.left()


def decode_topic(topic: bytes) -> str:
    """The topic name. [3.3.2-1, 3.3.2-2, 4.7.3-1: UTF-8, no wildcards, at least one character]"""
    try:
        name = topic.decode()
    except UnicodeDecodeError as error:
        raise PacketError(MALFORMED, "topic is not UTF-8") from error
    if not name or any(c in name for c in "+#\0"):
        raise PacketError(TOPIC_NAME_INVALID, "topic is empty or holds a wildcard or NUL")
    return name


def _read_connect(reader: Reader) -> Connect:
    """[3.1.2-1, -2: protocol name and level; -3: reserved flag 0; -11 to -24: flags agree with what follows]"""
    name, version = reader.text(), reader.number(1)
    if (name, version) not in (("MQTT", V311), ("MQTT", V5)):
        raise PacketError(UNSUPPORTED_VERSION, f"protocol {name!r} {version}; 3.1.1 and 5 are spoken here")
    flags, keep_alive = reader.number(1), reader.number(2)
    _check_connect_flags(flags, version)
    properties = read_properties(reader, IN_CONNECT) if version == V5 else {}
    if Property.AUTHENTICATION_METHOD in properties:
        raise PacketError(BAD_METHOD, "extended authentication is not offered")
    client_id = reader.text()
    will = _read_will(reader, flags, version) if flags & 0x04 else None
    username = reader.text() if flags & 0x80 else None
    password = reader.binary() if flags & 0x40 else None
    return Connect(version, client_id, bool(flags & 2), keep_alive, username, password, will, properties)


def _check_connect_flags(flags: int, version: int) -> None:
    will, qos, retain = flags & 0x04, flags >> 3 & 3, flags & 0x20
    if flags & 1 or qos == 3 or (not will and (qos or retain)):
        raise PacketError(MALFORMED, "CONNECT with wrong flags")
    if version == V311 and flags & 0x40 and not flags & 0x80:
        raise PacketError(MALFORMED, "CONNECT with a password but no user name")


def _read_will(reader: Reader, flags: int, version: int) -> Will:
    if version == V5:
        read_properties(reader, IN_WILL)
    topic = reader.text()
    return Will(decode_topic(topic.encode()), reader.binary(), flags >> 3 & 3, bool(flags & 0x20))


def _packet_id(reader: Reader) -> int:
    number = reader.number(2)
    if number == 0:
        raise PacketError(MALFORMED, "packet id 0")
    return number


def _read_subscribe(reader: Reader, version: int) -> Subscribe:
    """[3.8.3-3: at least one filter; 3-8.3-4: options in range]"""
    packet_id = _packet_id(reader)
    if version == V5:
        read_properties(reader, IN_SUBSCRIBE)
    filters = 0
    while reader.left():
        wanted, options = reader.text(), reader.number(1)
        if not wanted or options & 3 == 3 or options & (0xC0 if version == V5 else 0xFC) or options & 0x30 == 0x30:
            raise PacketError(MALFORMED, "SUBSCRIBE with an empty filter or wrong options")
        filters += 1
    if not filters:
        raise PacketError(PROTOCOL_ERROR, "SUBSCRIBE without a filter")
    return Subscribe(packet_id, filters)


def _read_unsubscribe(reader: Reader, version: int) -> Unsubscribe:
    packet_id = _packet_id(reader)
    if version == V5:
        read_properties(reader, IN_UNSUBSCRIBE)
    filters = 0
    while reader.left():
        if not reader.text():
            raise PacketError(MALFORMED, "UNSUBSCRIBE with an empty filter")
        filters += 1
    if not filters:
        raise PacketError(PROTOCOL_ERROR, "UNSUBSCRIBE without a filter")
    return Unsubscribe(packet_id, filters)


def _read_disconnect(reader: Reader, version: int) -> Disconnect:
    if version != V5 or not reader.left():
        return Disconnect(0)
    reason = reader.number(1)
    if reader.left():
        read_properties(reader, IN_DISCONNECT)
    return Disconnect(reason)
