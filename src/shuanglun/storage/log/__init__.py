"""The log of what machines said: append-only segment files, synced before anyone is told, tamper-evident.

One directory a tenant and shard. A record's offset is its sequence number, dense from 0. See ``record`` for the format.
"""

from __future__ import annotations

from shuanglun.storage.log.files import LogFile, LogFiles, RealFiles
from shuanglun.storage.log.reading import LogDamagedError, read_records
from shuanglun.storage.log.record import Head, LogEntry, StoredRecord
from shuanglun.storage.log.segments import OpenReport, SegmentLog
from shuanglun.storage.log.store import AppendOutcome, LogStore, Position
from shuanglun.storage.log.verify import Verification, verify

__all__ = [
    "AppendOutcome",
    "Head",
    "LogDamagedError",
    "LogEntry",
    "LogFile",
    "LogFiles",
    "LogStore",
    "OpenReport",
    "Position",
    "RealFiles",
    "SegmentLog",
    "StoredRecord",
    "Verification",
    "read_records",
    "verify",
]
