"""The database: one engine, two kinds of transaction, listeners told after a commit.

SQLite by default: WAL, foreign keys on, ``synchronous=FULL`` (a commit is on disk before the caller goes on), and
writers take the lock at once (BEGIN IMMEDIATE) so that two writers wait for each other instead of failing half-way.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.pool import QueuePool

from shuanglun.kernel.clock import Clock, utc_now
from shuanglun.storage.work import SYSTEM, Actor, Announcement, Listener, Work

BUSY_SECONDS = 30
CACHE_KIB = 8 * 1024  # a connection; the pool holds up to 30 of them, and the system caches the file as well


def _dumps(value: Any) -> str:
    return orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS).decode()


def normalise_url(url: str) -> str:
    """Accept the short forms people type (``postgres://``, ``postgresql://``, a path) and name the driver."""
    if "://" not in url:
        return f"sqlite:///{url}"
    scheme, rest = url.split("://", 1)
    if scheme in {"postgres", "postgresql"}:
        return f"postgresql+psycopg://{rest}"
    return url


class Database:
    """A database by its URL (``sqlite:///path`` or ``postgresql://...``)."""

    def __init__(self, url: str, clock: Clock = utc_now) -> None:
        self.url = normalise_url(url)
        self.clock = clock
        self._listeners: list[Listener] = []
        self.is_sqlite = make_url(self.url).get_backend_name() == "sqlite"
        self.engine = self._sqlite() if self.is_sqlite else self._postgresql()

    def _sqlite(self) -> Engine:
        engine = create_engine(
            self.url,
            poolclass=QueuePool,
            pool_size=10,
            max_overflow=20,
            connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False, "isolation_level": None},
        )

        @event.listens_for(engine, "connect")
        def _configure(connection: Any, _record: Any) -> None:
            cursor = connection.cursor()
            for pragma in (
                "journal_mode=WAL",
                "synchronous=FULL",
                "foreign_keys=ON",
                f"cache_size=-{CACHE_KIB}",
                "temp_store=MEMORY",
            ):
                cursor.execute(f"PRAGMA {pragma}")
            cursor.close()

        return engine

    def _postgresql(self) -> Engine:
        return create_engine(
            self.url,
            pool_size=10,
            max_overflow=20,
            pool_pre_ping=True,
            json_serializer=_dumps,
            json_deserializer=orjson.loads,
        )

    def listen(self, listener: Listener) -> None:
        """Have ``listener`` called with every announcement after its transaction is committed."""
        self._listeners.append(listener)

    def publish(self, announcement: Announcement) -> None:
        """Tell the listeners; for what another process committed (what this one commits is told by itself)."""
        for listener in self._listeners:
            listener(announcement)

    @contextmanager
    def work(self, tenant_id: str, actor: Actor = SYSTEM, now: datetime | None = None) -> Iterator[Work]:
        """A writing transaction: committed at the end, rolled back when the block raises, announced after the commit."""
        with self.engine.connect() as connection:
            self._begin(connection, "IMMEDIATE")
            work = Work(connection, tenant_id, actor, now or self.clock())
            try:
                yield work
            except BaseException:
                connection.rollback()
                raise
            connection.commit()
        for announcement in work.announcements:
            self.publish(announcement)

    @contextmanager
    def read(self, tenant_id: str, actor: Actor = SYSTEM, now: datetime | None = None) -> Iterator[Work]:
        """A reading transaction: one consistent picture, never commits."""
        with self.engine.connect() as connection:
            self._begin(connection, "DEFERRED")
            try:
                yield Work(connection, tenant_id, actor, now or self.clock())
            finally:
                connection.rollback()

    def _begin(self, connection: Connection, kind: str) -> None:
        if self.is_sqlite:
            connection.exec_driver_sql(f"BEGIN {kind}")

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


__all__ = ["Database", "normalise_url"]
