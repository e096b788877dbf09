"""Primitives of MQTT on the wire (MQTT 3.1.1 and 5, section 1.5), and the one error decoding raises."""

from __future__ import annotations

from typing import NamedTuple

MALFORMED = 0x81
PROTOCOL_ERROR = 0x82
NOT_AUTHORISED = 0x87
TOO_LARGE = 0x95
LARGEST_PACKET = 268_435_455


class PacketError(Exception):
    """A packet that cannot be taken; ``reason`` is the MQTT 5 reason code for it."""

    def __init__(self, reason: int, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


class Bounds(NamedTuple):
    """Where a packet's body lies in the bytes received."""

    start: int
    end: int


def take_frame(data: bytes, position: int, limit: int) -> Bounds | None:
    """The body of the packet that begins here, or None when it is not all there yet.

    Raises:
        PacketError: the length is malformed, or the packet larger than ``limit`` bytes.
    """
    if len(data) - position < 2:
        return None
    length, start = data[position + 1], position + 2
    if length > 0x7F:
        found = take_varint(data, position + 1, len(data), partial=True)
        if found is None:
            return None
        length, start = found
    end = start + length
    if end - position > limit:
        raise PacketError(TOO_LARGE, f"packet of {end - position} bytes, at most {limit}")
    return Bounds(start, end) if end <= len(data) else None


def take_varint(data: bytes, position: int, end: int, *, partial: bool = False) -> tuple[int, int] | None:
    """A variable byte integer and where it ends; None only when ``partial`` and more bytes are needed."""
    value = 0
    for index in range(4):
        if position + index >= end:
            if partial:
                return None
            raise PacketError(MALFORMED, "integer cut off")
        byte = data[position + index]
        value |= (byte & 0x7F) << 7 * index
        if byte < 0x80:
            if index and byte == 0:
                raise PacketError(MALFORMED, "integer longer than needed")
            return value, position + index + 1
    raise PacketError(MALFORMED, "integer of more than four bytes")


class Reader:
    """Takes values off a packet's body, one after the other."""

    __slots__ = ("_data", "_end", "_position")

    def __init__(self, data: bytes, bounds: Bounds) -> None:
        self._data = data
        self._position, self._end = bounds

    def left(self) -> int:
        """Bytes not yet taken."""
        return self._end - self._position

    def take(self, size: int) -> bytes:
        """The next ``size`` bytes."""
        start = self._position
        if size > self._end - start:
            raise PacketError(MALFORMED, "packet cut off")
        self._position = start + size
        return self._data[start : self._position]

    def rest(self) -> bytes:
        """All that is left."""
        return self.take(self.left())

    def number(self, size: int) -> int:
        """An unsigned integer of so many bytes."""
        return int.from_bytes(self.take(size), "big")

    def varint(self) -> int:
        """A variable byte integer."""
        found = take_varint(self._data, self._position, self._end)
        assert found is not None  # noqa: S101 - only with ``partial``
        value, self._position = found
        return value

    def binary(self) -> bytes:
        """Bytes with their length before them."""
        return self.take(self.number(2))

    def text(self) -> str:
        """A string: UTF-8 without NUL, as section 1.5.3 (1.5.4 in MQTT 5) demands."""
        try:
            text = self.binary().decode()
        except UnicodeDecodeError as error:
            raise PacketError(MALFORMED, "text is not UTF-8") from error
        if "\0" in text:
            raise PacketError(MALFORMED, "text holds NUL")
        return text

    def part(self, size: int) -> Reader:
        """A reader of the next ``size`` bytes alone."""
        start = self._position
        self.take(size)
        return Reader(self._data, Bounds(start, self._position))


def varint(value: int) -> bytes:
    """A variable byte integer."""
    encoded = bytearray()
    while True:
        value, byte = divmod(value, 128)
        encoded.append(byte | 0x80 if value else byte)
        if not value:
            return bytes(encoded)


def text(value: str) -> bytes:
    """A string with its length."""
    encoded = value.encode()
    return len(encoded).to_bytes(2, "big") + encoded


def packet(first: int, *parts: bytes) -> bytes:
    """A whole packet: first byte, length, body."""
    body = b"".join(parts)
    return bytes([first]) + varint(len(body)) + body
