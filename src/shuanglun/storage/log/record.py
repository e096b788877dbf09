"""The bytes of the log.

A segment is a header frame, then batches; a batch is record frames closed by one seal frame. All numbers little-endian.

=======  ==========================================================================================================
frame    CRC32C of what follows (u32) · mark (2 bytes) · body length (u32) · body
header   mark ``A7 48``: format (u16) · first offset (u64) · created, microseconds UTC (i64) · chain before (32 bytes)
record   mark ``A7 52``: offset (u64) · received, microseconds UTC (i64) · lengths of tenant, machine, topic (3 x u16)
         · tenant · machine · topic · payload as it came
seal     mark ``A7 53``: offset of the next record (u64) · offset of the batch's first (u64) · chain (32 bytes)
=======  ==========================================================================================================

The chain begins as SHA-256 of the header frame; a seal carries SHA-256(chain before · bytes of the batch's records).
The next segment's header repeats the last chain, so a change, a gap, a swap or a cut inside the log is detectable;
a cut at its very end is detectable against a ``Head`` kept elsewhere.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple

from google_crc32c import value as _crc32c

FORMAT = 1
HEADER = b"\xa7H"
RECORD = b"\xa7R"
SEAL = b"\xa7S"
CHAIN_START = bytes(32)
LARGEST_BODY = 1 << 28

_CRC = struct.Struct("<I")
_MARK = struct.Struct("<2sI")
_RECORD_START = struct.Struct("<2sIQq")
_OFFSET_TIME = struct.Struct("<Qq")
_SOURCE = struct.Struct("<HHH")
_HEADER_BODY = struct.Struct("<HQq32s")
_SEAL_BODY = struct.Struct("<QQ32s")
_BODY = _CRC.size + _MARK.size
SEAL_SIZE = _BODY + _SEAL_BODY.size
HEADER_SIZE = _BODY + _HEADER_BODY.size


class LogEntry(NamedTuple):
    """What is to be kept: when it was received (microseconds, UTC), who sent it on which topic, and the raw payload."""

    received_us: int
    tenant_id: str
    machine_id: str
    topic: str
    payload: bytes


class StoredRecord(NamedTuple):
    """A kept entry with its offset."""

    offset: int
    received_us: int
    tenant_id: str
    machine_id: str
    topic: str
    payload: bytes


class Head(NamedTuple):
    """Where a log ends: the next offset and the chain up to it. Kept elsewhere, it proves that nothing was cut off."""

    next_offset: int
    chain: bytes


class Seal(NamedTuple):
    """The end of a batch: where the log stands behind it, and the batch's first offset."""

    head: Head
    batch_offset: int


class Frame(NamedTuple):
    """A sound frame: its mark, and where its body and the frame itself end."""

    mark: bytes
    start: int
    body: int
    end: int


class SegmentHeader(NamedTuple):
    """The first frame of a segment."""

    first_offset: int
    created_us: int
    previous_chain: bytes


@lru_cache(maxsize=65536)
def _source_bytes(tenant_id: str, machine_id: str, topic: str) -> bytes:
    parts = (tenant_id.encode(), machine_id.encode(), topic.encode())
    return _SOURCE.pack(*(len(part) for part in parts)) + b"".join(parts)


def encode_record(offset: int, entry: LogEntry) -> bytes:
    """The record frame of an entry."""
    received_us, tenant_id, machine_id, topic, payload = entry
    source = _source_bytes(tenant_id, machine_id, topic)
    length = 16 + len(source) + len(payload)
    rest = _RECORD_START.pack(RECORD, length, offset, received_us) + source + payload
    return _CRC.pack(_crc32c(rest)) + rest


def _encode(mark: bytes, body: bytes) -> bytes:
    rest = _MARK.pack(mark, len(body)) + body
    return _CRC.pack(_crc32c(rest)) + rest


def encode_header(header: SegmentHeader) -> bytes:
    """The header frame of a segment."""
    return _encode(HEADER, _HEADER_BODY.pack(FORMAT, *header))


def encode_seal(head: Head, batch_offset: int) -> bytes:
    """The seal frame that closes a batch."""
    return _encode(SEAL, _SEAL_BODY.pack(head.next_offset, batch_offset, head.chain))


def next_chain(chain: bytes, batch: bytes) -> bytes:
    """The chain after a batch of record frames."""
    digest = sha256(chain)
    digest.update(batch)
    return digest.digest()


def first_chain(header_frame: bytes) -> bytes:
    """The chain at the start of a segment."""
    return sha256(header_frame).digest()


def frame_at(data: bytes, position: int) -> Frame | None:
    """The sound frame that starts here, or None: too short, unknown mark, or a wrong checksum."""
    body = position + _BODY
    if body > len(data):
        return None
    mark, length = _MARK.unpack_from(data, position + _CRC.size)
    end = body + length
    if mark not in (RECORD, SEAL, HEADER) or length > LARGEST_BODY or end > len(data):
        return None
    (crc,) = _CRC.unpack_from(data, position)
    if crc != _crc32c(data[position + _CRC.size : end]):
        return None
    return Frame(mark, position, body, end)


def frames(data: bytes, position: int) -> Iterator[Frame]:
    """Sound frames from here on, up to the first that is not."""
    while frame := frame_at(data, position):
        yield frame
        position = frame.end


def find_frame(data: bytes, position: int) -> Frame | None:
    """The first sound frame at or after this position, however much damage lies between."""
    mark = data.find(RECORD[:1], position + _CRC.size)
    while mark >= 0:
        frame = frame_at(data, mark - _CRC.size)
        if frame is not None:
            return frame
        mark = data.find(RECORD[:1], mark + 1)
    return None


def read_header(data: bytes) -> SegmentHeader | None:
    """The header a segment starts with, or None when it is damaged or of an unknown format."""
    frame = frame_at(data, 0)
    if frame is None or frame.mark != HEADER or frame.end != HEADER_SIZE:
        return None
    number, first_offset, created_us, chain = _HEADER_BODY.unpack_from(data, frame.body)
    return SegmentHeader(first_offset, created_us, chain) if number == FORMAT else None


def read_seal(data: bytes, frame: Frame) -> Seal:
    """What a seal frame says."""
    next_offset, batch_offset, chain = _SEAL_BODY.unpack_from(data, frame.body)
    return Seal(Head(next_offset, chain), batch_offset)


def read_offset(data: bytes, frame: Frame) -> int:
    """The offset a record frame, or the next offset a seal frame, carries."""
    offset: int = _OFFSET_TIME.unpack_from(data, frame.body)[0]
    return offset


def read_record(data: bytes, frame: Frame) -> StoredRecord:
    """The entry a record frame holds."""
    offset, received_us = _OFFSET_TIME.unpack_from(data, frame.body)
    position = frame.body + _OFFSET_TIME.size
    lengths = _SOURCE.unpack_from(data, position)
    position += _SOURCE.size
    names = []
    for length in lengths:
        names.append(data[position : position + length].decode())
        position += length
    return StoredRecord(offset, received_us, names[0], names[1], names[2], data[position : frame.end])
