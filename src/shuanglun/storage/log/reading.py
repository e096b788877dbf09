"""Reading a log from an offset, and finding where the sound part of a segment ends."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from shuanglun.storage.log.files import LogFiles
from shuanglun.storage.log.record import (
    HEADER_SIZE,
    RECORD,
    SEAL,
    Head,
    Seal,
    StoredRecord,
    find_frame,
    first_chain,
    frames,
    read_header,
    read_offset,
    read_record,
    read_seal,
)


class LogDamagedError(Exception):
    """Kept bytes can no longer be read. Nothing is skipped silently: read on from ``resume_offset``."""

    def __init__(self, segment: str, position: int, resume_offset: int) -> None:
        super().__init__(f"{segment} is damaged at byte {position}; readable again from offset {resume_offset}")
        self.segment = segment
        self.position = position
        self.resume_offset = resume_offset


class SegmentEnd(NamedTuple):
    """How far a segment is sound: bytes up to its last good seal, what that seal says, and what lies behind it."""

    size: int
    head: Head
    tail: int
    tail_seals: tuple[Seal, ...]

    @property
    def lost_batches(self) -> bool:
        """True when whole batches follow the damage, so that more than an unfinished last batch is concerned."""
        seals = self.tail_seals
        return len(seals) > 1 or (len(seals) == 1 and seals[0].batch_offset != self.head.next_offset)


def find_end(data: bytes) -> SegmentEnd | None:
    """Where the last segment's sound part ends, or None when not even its header can be read."""
    header = read_header(data)
    if header is None:
        return None
    size, head = HEADER_SIZE, Head(header.first_offset, first_chain(data[:HEADER_SIZE]))
    for frame in frames(data, HEADER_SIZE):
        if frame.mark == SEAL:
            size, head = frame.end, read_seal(data, frame).head
    return SegmentEnd(size, head, len(data) - size, tuple(_seals_after(data, size)))


def _seals_after(data: bytes, position: int) -> Iterator[Seal]:
    while frame := find_frame(data, position):
        if frame.mark == SEAL:
            yield read_seal(data, frame)
        position = frame.end


class ReadEnd(NamedTuple):
    """Where reading stops: the last segment, its sound size, and the offset that will come next."""

    segment: str
    size: int
    next_offset: int


def read_records(files: LogFiles, from_offset: int = 0, end: ReadEnd | None = None) -> Iterator[StoredRecord]:
    """Records from an offset on, in order; without ``end``, up to the last good seal.

    Raises:
        LogDamagedError: sealed records between ``from_offset`` and the end cannot be read.
    """
    names = [name for name in files.names() if end is None or name <= end.segment]
    firsts = [_first_offset(files, name) for name in names]
    for index, name in enumerate(names):
        stop = next((first for first in firsts[index + 1 :] if first is not None), None)
        if stop is not None and stop <= from_offset:
            continue
        data = files.read(name)
        if stop is None:
            data, stop = _cut_to_end(data, end if end and end.segment == name else None)
        for record in _read_segment(name, data, from_offset, stop):
            yield record
            from_offset = record.offset + 1


def _first_offset(files: LogFiles, name: str) -> int | None:
    header = read_header(files.read(name, HEADER_SIZE))
    return header.first_offset if header else None


def _cut_to_end(data: bytes, end: ReadEnd | None) -> tuple[bytes, int]:
    if end is not None:
        return data[: end.size], end.next_offset
    found = find_end(data)
    return (data[: found.size], found.head.next_offset) if found else (b"", 0)


def _read_segment(name: str, data: bytes, from_offset: int, stop: int) -> Iterator[StoredRecord]:
    """Records of one segment below ``stop``: what lies behind it was given up after a failed sync."""
    position, expected = 0, from_offset
    while position < len(data):
        for frame in frames(data, position):
            position = frame.end
            if frame.mark == RECORD and expected <= read_offset(data, frame) < stop:
                expected = read_offset(data, frame) + 1
                yield read_record(data, frame)
        if position == len(data) or expected >= stop:
            return
        sound = find_frame(data, position)
        resume = read_offset(data, sound) if sound else stop
        if resume > expected:
            raise LogDamagedError(name, position, resume)
        position = sound.start if sound else len(data)
