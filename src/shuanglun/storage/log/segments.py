"""One log: append with group commit, rotation, and repair on opening."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from shuanglun.kernel.clock import Clock, utc_now
from shuanglun.storage.log.files import LogFile, LogFiles
from shuanglun.storage.log.instants import microseconds
from shuanglun.storage.log.reading import ReadEnd, SegmentEnd, find_end, read_records
from shuanglun.storage.log.record import (
    CHAIN_START,
    SEAL,
    Head,
    LogEntry,
    SegmentHeader,
    StoredRecord,
    encode_header,
    encode_record,
    encode_seal,
    find_frame,
    first_chain,
    next_chain,
    read_seal,
)

SEGMENT_BYTES = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class OpenReport:
    """What opening found and did; offsets that were acknowledged are never among the removed bytes.

    ``torn_bytes`` of an unfinished batch were cut off the last segment; ``doubtful`` says that they held a whole seal and were
    therefore kept beside it as ``<segment>.torn``. ``damaged`` names a segment with damage before acknowledged records:
    it is left untouched and a new segment was begun behind it.
    """

    next_offset: int
    segment: str | None = None
    torn_bytes: int = 0
    doubtful: bool = False
    damaged: str | None = None


class SegmentLog:
    """A log in one directory. Appending and reading may run in different threads."""

    def __init__(self, files: LogFiles, clock: Clock = utc_now, segment_bytes: int = SEGMENT_BYTES) -> None:
        self._files = files
        self._clock = clock
        self._segment_bytes = segment_bytes
        self._lock = threading.Lock()
        self._file: LogFile | None = None
        self._head, self._name, self._number = Head(0, CHAIN_START), "", 0
        self._size = 0
        self._cut_needed = False
        try:
            self.report = self._recover()
        except BaseException:
            self.close()
            raise

    # ------------------------------------------------------------------ appending

    def append_many(self, entries: Sequence[LogEntry]) -> range:
        """Write the entries as one batch, sync once, and return their offsets.

        Raises:
            OSError: disk full or broken. Nothing of the batch counts, the log stays readable, and appending may be tried again.
        """
        with self._lock:
            first = self._head.next_offset
            if not entries:
                return range(first, first)
            file = self._writable()
            batch = b"".join([encode_record(first + index, entry) for index, entry in enumerate(entries)])
            head = Head(first + len(entries), next_chain(self._head.chain, batch))
            self._write(file, batch + encode_seal(head, first))
            self._head = head
            return range(first, head.next_offset)

    def _write(self, file: LogFile, data: bytes) -> None:
        try:
            file.append(data)
        except OSError:
            self._cut_needed = True
            with suppress(OSError):
                self._cut(file)
            raise
        try:
            file.sync()
        except OSError:
            # After a failed sync the kernel may forget which pages are dirty: this file is not written again.
            with suppress(OSError):
                file.truncate(self._size)
            self._leave_file()
            raise
        self._size += len(data)

    def _cut(self, file: LogFile) -> None:
        file.truncate(self._size)
        self._cut_needed = False

    def _writable(self) -> LogFile:
        """The file to append to: the present one, cut to its sound size, or a new one."""
        if self._file is not None and self._cut_needed:
            self._cut(self._file)
        if self._file is not None and self._size >= self._segment_bytes:
            self._leave_file()
        return self._file or self._begin_segment()

    def _begin_segment(self) -> LogFile:
        name = f"{self._number + 1:08d}.seg"
        frame = encode_header(SegmentHeader(self._head.next_offset, microseconds(self._clock()), self._head.chain))
        file = self._files.create(name)
        try:
            file.append(frame)
            file.sync()
            self._files.sync_directory()
        except OSError:
            file.close()
            with suppress(OSError):
                self._files.remove(name)
            self._number += name in self._files.names()
            raise
        self._file, self._name, self._size, self._cut_needed = file, name, len(frame), False
        self._number += 1
        self._head = Head(self._head.next_offset, first_chain(frame))
        return file

    def _leave_file(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    # ------------------------------------------------------------------ reading

    def head(self) -> Head:
        """The next offset and the chain: to be kept elsewhere as proof of what the log held."""
        with self._lock:
            return self._head

    def read(self, from_offset: int = 0) -> Iterator[StoredRecord]:
        """Acknowledged records from an offset on, up to those kept when the reading began.

        Raises:
            LogDamagedError: kept bytes can no longer be read.
        """
        with self._lock:
            end = ReadEnd(self._name, self._size, self._head.next_offset)
        return read_records(self._files, from_offset, end)

    def close(self) -> None:
        """Let go of the files."""
        with self._lock:
            self._leave_file()
            self._files.close()

    # ------------------------------------------------------------------ opening

    def _recover(self) -> OpenReport:
        names = list(self._files.names())
        if not names:
            return OpenReport(0)
        self._number = int(names[-1].split(".")[0])
        dropped = 0
        while names:
            name = names.pop()
            data = self._files.read(name)
            end = find_end(data)
            if end is not None or find_frame(data, 0) is not None:
                report = self._recover_last(name, data, end)
                return report if not dropped else _with_torn(report, dropped)
            # A power loss while a segment was begun: it holds nothing that was acknowledged.
            self._files.remove(name)
            dropped += len(data)
        self._files.sync_directory()
        return OpenReport(0, torn_bytes=dropped)

    def _recover_last(self, name: str, data: bytes, end: SegmentEnd | None) -> OpenReport:
        self._name = name
        if end is None or end.lost_batches:
            self._head, self._size = self._head_behind_damage(data, end), len(data)
            return OpenReport(self._head.next_offset, name, damaged=name)
        file = self._files.open(name)
        if end.tail:
            if end.tail_seals:
                self._keep_tail(name, data[end.size :])
            file.truncate(end.size)
        # What was found must not vanish later: a reader may already have counted it.
        file.sync()
        self._files.sync_directory()
        self._file, self._size, self._head = file, end.size, end.head
        return OpenReport(end.head.next_offset, name, end.tail, bool(end.tail_seals))

    def _keep_tail(self, name: str, tail: bytes) -> None:
        beside = f"{name}.torn"
        with suppress(FileNotFoundError):
            self._files.remove(beside)
        file = self._files.create(beside)
        file.append(tail)
        file.sync()
        file.close()

    def _head_behind_damage(self, data: bytes, end: SegmentEnd | None) -> Head:
        if end is not None:
            return end.tail_seals[-1].head
        head, position = Head(0, CHAIN_START), 0
        while frame := find_frame(data, position):
            head = read_seal(data, frame).head if frame.mark == SEAL else head
            position = frame.end
        return head


def _with_torn(report: OpenReport, dropped: int) -> OpenReport:
    return OpenReport(report.next_offset, report.segment, report.torn_bytes + dropped, report.doubtful, report.damaged)
