"""The machines' endpoint as a service beside the web server: listen, keep, and carry what was kept into the tables.

The log is the truth: the consumer is told of every batch, and reads the log from its stored position at the start and
whenever it missed something, so that a crash between the sync and the database loses nothing.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import structlog

from shuanglun.faces.ingest.model import Kept, Limits, Principal, Refusal, topic_prefix
from shuanglun.faces.ingest.server import IngestServer
from shuanglun.factory import machines
from shuanglun.storage import Database
from shuanglun.storage.log import LogDamagedError, LogStore, StoredRecord

log = structlog.get_logger(__name__)
_LogKey = tuple[str, int]

BATCH = 1000
MOST_WAITING = 20_000
MOST_REFUSALS = 500
GATHER_SECONDS = 0.05
RETRY_SECONDS = 0.5
LONGEST_RETRY_SECONDS = 30.0
LISTEN_AGAIN_SECONDS = 5.0


class MachineService:
    """``IngestServer``, ``LogStore`` and ``machines.Intake`` put together; start and stop with the web server."""

    def __init__(
        self, database: Database, root: Path, host: str = "127.0.0.1", port: int = 1883, limits: Limits | None = None
    ) -> None:
        self._database = database
        self._host, self._port, self._limits = host, port, limits
        self._store = LogStore(root)
        self.consumer = Consumer(database, self._store)
        self._server: IngestServer | None = None
        self._again: asyncio.Task[None] | None = None

    @property
    def port(self) -> int | None:
        """The port it listens on, or None while it cannot."""
        return self._server.port if self._server else None

    async def start(self) -> None:
        """Carry on where the log was left, then listen. A port that is taken is tried again; the web server runs anyhow."""
        await asyncio.to_thread(self.consumer.check_logs)
        self.consumer.start()
        if not await self._listen(first=True):
            self._again = asyncio.create_task(self._listen_later())

    async def stop(self) -> None:
        """Keep and acknowledge what was taken, store it, and close the log."""
        if self._again is not None:
            self._again.cancel()
            await asyncio.gather(self._again, return_exceptions=True)
        if self._server is not None:
            await self._server.stop()
        await asyncio.to_thread(self.consumer.stop)
        self._store.close()

    async def _listen(self, *, first: bool) -> bool:
        server = IngestServer(
            self._store,
            self._authenticate,
            self.consumer.on_batch,
            self.consumer.on_refusal,
            self._host,
            self._port,
            self._limits,
        )
        try:
            await server.start()
        except OSError as error:
            if first:
                self._say_taken(error)
            return False
        self._server = server
        return True

    async def _listen_later(self) -> None:
        while True:
            await asyncio.sleep(LISTEN_AGAIN_SECONDS)
            if await self._listen(first=False):
                log.info("设备消息端口已可用 machines' port is free now", port=self._port)
                return

    def _say_taken(self, error: OSError) -> None:
        text = (
            f"设备消息端口 {self._port} 被占用，设备暂时无法连接；请用 --mqtt-port 换一个端口或关闭占用它的程序 / "
            f"port {self._port} for machines is taken, machines cannot connect; choose another with --mqtt-port"
        )
        log.error(text, error=str(error))
        refused = machines.RefusedMessage(self._database.clock(), "SERVER-PORT", text, f"{self._host}:{self._port}")
        self.consumer.note(refused)

    def _authenticate(self, _client_id: str, username: str, password: str) -> Principal | None:
        who = machines.authenticate(self._database, username, password)
        if who is None:
            return None
        return Principal(
            who.tenant_id, who.machine_id, who.machine_code, topic_prefix(who.tenant_code, who.machine_code)
        )


class Consumer:
    """One thread that carries records from the logs into the tables and refusals beside them."""

    def __init__(self, database: Database, store: LogStore) -> None:
        self._database = database
        self._store = store
        self._intake = machines.Intake(database)
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._waiting: dict[_LogKey, list[StoredRecord]] = {}
        self._count = 0
        self._behind: set[_LogKey] = set()
        self._refused: list[machines.RefusedMessage] = []
        self._unlisted = 0
        self._thread = threading.Thread(target=self._run, name="machine-intake", daemon=True)

    def check_logs(self) -> None:
        """A log that holds less than was read of it is another one (a restored folder, say): read it from its start."""
        kept = set(self._store.kept())
        for key, position in self._intake.positions().items():
            try:
                held = self._store.log(*key).head().next_offset if key in kept else 0
            except OSError as error:
                log.error("设备日志无法打开 the log of the machines cannot be opened", log=key, error=str(error))
                continue
            if position > held:
                self._intake.start_over(*key, f"{position} records were read, the log holds {held}")

    def start(self) -> None:
        """Begin with what the logs hold beyond the stored positions."""
        self._behind = set(self._store.kept())
        self._wake.set()
        self._thread.start()

    def stop(self) -> None:
        """Store what is waiting, as far as the database allows, and end."""
        self._stopping.set()
        self._wake.set()
        self._thread.join()

    # ------------------------------------------------------------------ called in the event loop

    def on_batch(self, batch: Sequence[Kept]) -> None:
        """Take note of records that are on disk."""
        with self._lock:
            for position, entry in batch:
                key = (position.tenant_id, position.shard)
                if self._count >= MOST_WAITING:
                    self._behind.add(key)
                elif key not in self._behind:
                    self._waiting.setdefault(key, []).append(StoredRecord(position.offset, *entry))
                    self._count += 1
        self._wake.set()

    def on_refusal(self, refusal: Refusal) -> None:
        """Take note of something the endpoint did not take."""
        about = f" · {refusal.topic}" if refusal.topic and refusal.topic not in refusal.detail else ""
        self.note(
            machines.RefusedMessage(
                refusal.at,
                refusal.code,
                refusal.detail + about,
                refusal.peer,
                refusal.client_id or "",
                refusal.username or "",
                refusal.tenant_id,
            )
        )

    def note(self, refused: machines.RefusedMessage) -> None:
        """Keep a refusal; a flood is counted, not listed."""
        with self._lock:
            if len(self._refused) < MOST_REFUSALS:
                self._refused.append(refused)
            else:
                self._unlisted += 1
        self._wake.set()

    # ------------------------------------------------------------------ the thread

    def _run(self) -> None:
        retry = RETRY_SECONDS
        while True:
            self._wake.wait()
            self._stopping.wait(GATHER_SECONDS)
            self._wake.clear()
            last = self._stopping.is_set()
            done = all([self._attempt(self._carry), self._attempt(self._list_refusals)])
            if last:
                return
            if done:
                retry = RETRY_SECONDS
            else:
                self._stopping.wait(retry)
                retry = min(retry * 2, LONGEST_RETRY_SECONDS)
                self._wake.set()

    def _attempt(self, work: Callable[[], None]) -> bool:
        try:
            work()
        except Exception:
            log.exception("设备消息暂时无法入库 machine messages cannot be stored now; they are kept in the log")
            return False
        return True

    def _carry(self) -> None:
        with self._lock:
            waiting, self._waiting, self._count = self._waiting, {}, 0
        try:
            while waiting:
                key = next(iter(waiting))
                if not self._take(key, iter(waiting[key])):
                    self._behind_with(key)
                del waiting[key]
        finally:
            for key in waiting:
                self._behind_with(key)
        for key in list(self._behind):
            self._catch_up(key)

    def _behind_with(self, key: _LogKey) -> None:
        with self._lock:
            self._behind.add(key)

    def _take(self, key: _LogKey, records: Iterator[StoredRecord]) -> bool:
        return all(self._intake.take(*key, batch) for batch in _batches(records))

    def _catch_up(self, key: _LogKey) -> None:
        """Read a log from the stored position to its end."""
        with self._lock:
            self._behind.discard(key)
        try:
            kept, position = self._store.log(*key), self._intake.position(*key)
            try:
                self._take(key, kept.read(position))
            except LogDamagedError as error:
                self._intake.note_gap(*key, error.resume_offset, str(error))
                self._behind_with(key)
                self._wake.set()
        except Exception:
            self._behind_with(key)
            raise

    def _list_refusals(self) -> None:
        with self._lock:
            refused, self._refused = self._refused, []
            unlisted, self._unlisted = self._unlisted, 0
        if unlisted:
            text = f"另有 {unlisted} 条拒绝未逐条列出 / {unlisted} more refusals were not listed one by one"
            refused.append(machines.RefusedMessage(self._database.clock(), "SERVER-FLOOD", text))
        if refused:
            machines.record_refusals(self._database, refused)


def _batches(records: Iterator[StoredRecord]) -> Iterator[list[StoredRecord]]:
    """In batches; what was read before damage in the log is a batch too."""
    batch: list[StoredRecord] = []
    try:
        for record in records:
            batch.append(record)
            if len(batch) == BATCH:
                yield batch
                batch = []
    except LogDamagedError:
        if batch:
            yield batch
        raise
    if batch:
        yield batch
