"""All logs below one directory: ``<root>/<tenant>/<shard>/``; a machine always goes to the same shard."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from typing import NamedTuple

from google_crc32c import value as _crc32c

from shuanglun.kernel.clock import Clock, utc_now
from shuanglun.storage.log.files import RealFiles
from shuanglun.storage.log.record import LogEntry
from shuanglun.storage.log.segments import SEGMENT_BYTES, SegmentLog

_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Position(NamedTuple):
    """Where a record is kept."""

    tenant_id: str
    shard: int
    offset: int


@dataclass(frozen=True, slots=True)
class AppendOutcome:
    """For each entry its position, or None when its log could not be written; and why it could not."""

    positions: Sequence[Position | None]
    errors: tuple[OSError, ...] = ()


class LogStore:
    """Opens logs when they are first needed and keeps them open. Safe to use from several threads."""

    def __init__(self, root: Path, shards: int = 1, clock: Clock = utc_now, segment_bytes: int = SEGMENT_BYTES) -> None:
        self._root = root
        self._shards = shards
        self._clock = clock
        self._segment_bytes = segment_bytes
        self._logs: dict[tuple[str, int], SegmentLog] = {}
        self._lock = threading.Lock()

    def log(self, tenant_id: str, shard: int = 0) -> SegmentLog:
        """The log of a tenant's shard, opened and repaired if need be.

        Raises:
            ValueError: the tenant's id cannot be the name of a directory.
            OSError: the directory cannot be made or read, or another process holds it.
        """
        with self._lock:
            log = self._logs.get((tenant_id, shard))
            if log is None:
                if not _NAME.fullmatch(tenant_id):
                    raise ValueError(f"{tenant_id!r} cannot name a log directory")
                files = RealFiles(self._root / tenant_id / f"{shard:04d}")
                log = SegmentLog(files, self._clock, self._segment_bytes)
                self._logs[tenant_id, shard] = log
            return log

    def kept(self) -> Iterator[tuple[str, int]]:
        """Tenants and shards that have a log on disk, in order."""
        for path in sorted(self._root.glob("*/[0-9][0-9][0-9][0-9]")):
            yield path.parent.name, int(path.name)

    def shard_of(self, machine_id: str) -> int:
        """The shard a machine's records go to."""
        return _crc32c(machine_id.encode()) % self._shards if self._shards > 1 else 0

    def append_many(self, entries: Sequence[LogEntry]) -> AppendOutcome:
        """Keep the entries, one batch and one sync a log. A log that fails does not keep the others from being written."""
        groups: dict[tuple[str, int], list[int]] = {}
        for index, entry in enumerate(entries):
            groups.setdefault((entry.tenant_id, self.shard_of(entry.machine_id)), []).append(index)
        positions: list[Position | None] = [None] * len(entries)
        errors = []
        for (tenant_id, shard), indexes in groups.items():
            try:
                offsets = self.log(tenant_id, shard).append_many([entries[index] for index in indexes])
            except OSError as error:
                errors.append(error)
                continue
            found = map(Position, repeat(tenant_id), repeat(shard), offsets)
            if len(groups) == 1:
                return AppendOutcome(list(found))
            for index, position in zip(indexes, found, strict=True):
                positions[index] = position
        return AppendOutcome(positions, tuple(errors))

    def close(self) -> None:
        """Close every log."""
        with self._lock:
            for log in self._logs.values():
                log.close()
            self._logs.clear()
