"""What the connections share: the commit, the sign-in, who is connected, and the book of refusals."""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

from shuanglun.faces.ingest.commit import GroupCommit
from shuanglun.faces.ingest.model import AppendLog, Authenticate, Limits, OnBatch, OnRefusal, Principal, Refusal
from shuanglun.kernel.clock import Clock

_logger = logging.getLogger(__name__)
ClientKey = tuple[str, str, str]


class Guest(Protocol):
    """A connection, as the desk knows it."""

    def wake(self) -> None:
        """There may be room again for what it had to hold back."""

    def taken_over(self) -> None:
        """Another connection took its place."""


class Desk:
    """One for each server; everything but ``authenticate`` and the log runs in the event loop."""

    def __init__(
        self,
        log: AppendLog,
        authenticate: Authenticate,
        on_batch: OnBatch,
        on_refusal: OnRefusal,
        limits: Limits,
        clock: Clock,
    ) -> None:
        self.limits = limits
        self.clock = clock
        self.commit = GroupCommit(log, on_batch, self._wake_all)
        self.stopping = False
        self._authenticate = authenticate
        self._on_refusal = on_refusal
        self._sign_in_threads = ThreadPoolExecutor(limits.sign_ins_at_once, "ingest-sign-in")
        self._stalled: dict[Guest, None] = {}
        self._by_client: dict[ClientKey, Guest] = {}

    async def sign_in(self, client_id: str, username: str, password: str) -> Principal | None:
        """Ask who this is, without holding up the event loop."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._sign_in_threads, self._authenticate, client_id, username, password)

    def enter(self, key: ClientKey, guest: Guest) -> None:
        """A machine signed in; its earlier connection with the same client id ends. [3.1.4-2]"""
        before = self._by_client.get(key)
        if before is not None:
            before.taken_over()
        self._by_client[key] = guest

    def leave(self, key: ClientKey | None, guest: Guest) -> None:
        """The connection is gone."""
        self._stalled.pop(guest, None)
        if key is not None and self._by_client.get(key) is guest:
            del self._by_client[key]

    def full(self) -> bool:
        """Too much waits for the disk."""
        return self.commit.size() >= self.limits.unacknowledged_total

    def stall(self, guest: Guest) -> None:
        """Wake this connection when a batch is through."""
        self._stalled[guest] = None

    def _wake_all(self) -> None:
        stalled, self._stalled = self._stalled, {}
        for guest in stalled:
            guest.wake()

    def refuse(self, refusal: Refusal) -> None:
        """Log a refusal and tell the listener."""
        _logger.warning("%s %s: %s", refusal.code, refusal.peer, refusal.detail)
        try:
            self._on_refusal(refusal)
        except Exception:
            _logger.exception("a listener failed on a refusal")

    async def close(self) -> None:
        """Return when everything taken has been dealt with."""
        await self.commit.drain()
        self._sign_in_threads.shutdown(wait=False, cancel_futures=True)
