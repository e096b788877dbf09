"""Group commit: what came from all connections while the disk was busy is kept together with one sync."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple, Protocol, cast

from shuanglun.faces.ingest.model import AppendLog, Kept, OnBatch
from shuanglun.storage.log import AppendOutcome, LogEntry, Position

_logger = logging.getLogger(__name__)


class Sender(Protocol):
    """Who waits for an answer."""

    def settled(self, waiting: Waiting) -> None:
        """Some of its messages are dealt with; the answer is to be sent with the next flush."""

    def flush(self) -> None:
        """Send what was settled."""

    def not_kept(self, waiting: Waiting, error: OSError) -> None:
        """Some of its messages could not be kept and must not be acknowledged."""


class Waiting(NamedTuple):
    """Messages of one machine on their way to the disk: kept all or none. Without an entry only the answer waits, so that
    answers keep their order."""

    sender: Sender
    answer: bytes
    entries: Sequence[LogEntry]
    messages: int


class GroupCommit:
    """Hands everything that waits to the log in one batch, in a thread, one batch at a time."""

    def __init__(self, log: AppendLog, on_batch: OnBatch, on_free: Callable[[], None]) -> None:
        self._log = log
        self._on_batch = on_batch
        self._on_free = on_free
        self._thread = ThreadPoolExecutor(1, "ingest-log")
        self._waiting: list[Waiting] = []
        self._size = 0
        self._task: asyncio.Task[None] | None = None

    def add(self, waiting: Waiting) -> None:
        """Take messages; they go to the disk as soon as the batch before is through."""
        self._waiting.append(waiting)
        self._size += waiting.messages
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._run())

    def size(self) -> int:
        """Messages that wait for the next batch."""
        return self._size

    async def drain(self) -> None:
        """Return when all that was taken has been dealt with, and end the thread."""
        while self._task is not None:
            await self._task
        self._thread.shutdown()

    async def _run(self) -> None:
        while self._waiting:
            batch, self._waiting, self._size = self._waiting, [], 0
            entries = [entry for waiting in batch for entry in waiting.entries]
            self._settle(batch, await self._append(entries))
            self._on_free()
        self._task = None

    async def _append(self, entries: Sequence[LogEntry]) -> AppendOutcome:
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, self._log.append_many, entries)
        except Exception as error:
            _logger.exception("the log failed")
            return AppendOutcome([None] * len(entries), (OSError(str(error)),))

    def _settle(self, batch: Sequence[Waiting], outcome: AppendOutcome) -> None:
        kept: list[Kept] = []
        senders: dict[Sender, None] = {}
        done = 0
        for waiting in batch:
            positions = outcome.positions[done : done + len(waiting.entries)]
            done += len(positions)
            senders[waiting.sender] = None
            if None in positions:
                waiting.sender.not_kept(waiting, outcome.errors[0])
            else:
                waiting.sender.settled(waiting)
                kept.extend(map(Kept, cast("Sequence[Position]", positions), waiting.entries))
        for sender in senders:
            sender.flush()
        self._tell(kept)

    def _tell(self, kept: Sequence[Kept]) -> None:
        if kept:
            try:
                self._on_batch(kept)
            except Exception:
                # The records are on disk: whoever missed this reads them from the log.
                _logger.exception("a listener failed on %d kept records", len(kept))
