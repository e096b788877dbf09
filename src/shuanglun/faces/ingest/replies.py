"""Packets the endpoint sends."""

from __future__ import annotations

from shuanglun.faces.ingest.packets import V5, Kind
from shuanglun.faces.ingest.properties import Property, write_properties
from shuanglun.faces.ingest.wire import NOT_AUTHORISED, packet

PONG = packet(Kind.PINGRESP << 4)
BAD_CREDENTIALS = 0x86
SERVER_BUSY = 0x89
_V311_CONNECT_CODES = {0x84: 1, 0x85: 2, 0x89: 3, BAD_CREDENTIALS: 4, NOT_AUTHORISED: 5}
_NO_BROKER = 0x83
_NO_SUBSCRIPTION = 0x11


def connack(version: int, reason: int, properties: dict[Property, int | str] | None = None) -> bytes:
    """The answer to CONNECT; no session is ever present. MQTT 3.1.1 has fewer codes."""
    if version == V5:
        return packet(Kind.CONNACK << 4, bytes([0, reason]), write_properties(properties or {}))
    return packet(Kind.CONNACK << 4, bytes([0, _V311_CONNECT_CODES.get(reason, 5) if reason else 0]))


def puback(packet_id: int) -> bytes:
    """The record is on disk. The same bytes in both versions: MQTT 5 leaves out the reason when it is success."""
    return b"\x40\x02" + packet_id.to_bytes(2, "big")


def puback_refused(packet_id: int, reason: int) -> bytes:
    """MQTT 5 only: the message was not taken."""
    return b"\x40\x03" + packet_id.to_bytes(2, "big") + bytes([reason])


def suback(version: int, packet_id: int, filters: int) -> bytes:
    """Failure for every filter: this is no broker."""
    if version == V5:
        told = write_properties({Property.REASON_STRING: "this endpoint takes messages only"})
        return packet(Kind.SUBACK << 4, packet_id.to_bytes(2, "big"), told, bytes([_NO_BROKER]) * filters)
    return packet(Kind.SUBACK << 4, packet_id.to_bytes(2, "big"), b"\x80" * filters)


def unsuback(version: int, packet_id: int, filters: int) -> bytes:
    """There was no subscription."""
    told = b"\x00" + bytes([_NO_SUBSCRIPTION]) * filters if version == V5 else b""
    return packet(Kind.UNSUBACK << 4, packet_id.to_bytes(2, "big"), told)


def disconnect(reason: int) -> bytes:
    """MQTT 5 only: why the endpoint closes the connection."""
    return packet(Kind.DISCONNECT << 4, bytes([reason]))
