"""The endpoint itself: listens, sweeps, and stops without losing what it took."""

from __future__ import annotations

import asyncio
import ssl as tls
from contextlib import suppress

from shuanglun.faces.ingest.connection import Connection
from shuanglun.faces.ingest.desk import Desk
from shuanglun.faces.ingest.model import AppendLog, Authenticate, Limits, OnBatch, OnRefusal
from shuanglun.kernel.clock import Clock, utc_now

_SHUTTING_DOWN = 0x8B
_STOP_SECONDS = 5.0


class IngestServer:
    """MQTT 3.1.1 and 5, QoS 0 and 1, publish only. PUBACK means: the record is on disk.

    ``log`` is used in a thread of its own; ``authenticate`` in up to ``limits.sign_ins_at_once`` threads; ``on_batch`` and
    ``on_refusal`` are called in the event loop and should only hand over. A listener that fails or is killed misses
    nothing: it reads the log from the offset it last dealt with.
    """

    def __init__(
        self,
        log: AppendLog,
        authenticate: Authenticate,
        on_batch: OnBatch,
        on_refusal: OnRefusal,
        host: str = "127.0.0.1",
        port: int = 1883,
        limits: Limits | None = None,
        clock: Clock = utc_now,
        ssl: tls.SSLContext | None = None,
    ) -> None:
        self._desk = Desk(log, authenticate, on_batch, on_refusal, limits or Limits(), clock)
        self._host = host
        self._port = port
        self._ssl = ssl
        self._connections: dict[Connection, None] = {}
        self._server: asyncio.Server | None = None
        self._sweeper: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin to listen; with port 0 the system chooses, and ``port`` says which.

        Raises:
            OSError: the address is in use or not to be had.
        """
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: Connection(self._desk, self._connections), self._host, self._port, ssl=self._ssl, backlog=512
        )
        self._sweeper = loop.create_task(self._sweep())

    @property
    def port(self) -> int:
        """The port it listens on."""
        if self._server is None or not self._server.sockets:
            return self._port
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    @property
    def connections(self) -> int:
        """How many are connected."""
        return len(self._connections)

    async def stop(self) -> None:
        """Take nothing more, keep and acknowledge what was taken, and close every connection."""
        if self._server is None or self._sweeper is None:
            return
        self._desk.stopping = True
        self._server.close()
        self._sweeper.cancel()
        with suppress(asyncio.CancelledError):
            await self._sweeper
        await self._desk.close()
        for connection in list(self._connections):
            connection.end(_SHUTTING_DOWN)
        await self._all_gone()
        await self._server.wait_closed()
        self._server = self._sweeper = None

    async def _all_gone(self) -> None:
        """Wait for the connections to close; those that do not read are cut off."""
        deadline = asyncio.get_running_loop().time() + _STOP_SECONDS
        while self._connections and asyncio.get_running_loop().time() < deadline:
            await asyncio.sleep(0.005)
        for connection in list(self._connections):
            connection.abort()
        await asyncio.sleep(0)

    async def _sweep(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(self._desk.limits.sweep_seconds)
            for connection in list(self._connections):
                connection.sweep(loop.time())
