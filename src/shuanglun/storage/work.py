"""A unit of work: one transaction of one tenant by one actor at one instant."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, CursorResult, Executable, Insert, RowMapping, Table, insert
from sqlalchemy.dialects import postgresql, sqlite


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person of a tenant, a machine, or the program itself."""

    id: str
    name: str
    role: str = "system"


SYSTEM = Actor("system", "系统 System")


@dataclass(frozen=True, slots=True)
class Announcement:
    """Something that changed, told to live views after the transaction is on disk."""

    tenant_id: str
    topic: str
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Work:
    """What commands and queries are given: a connection inside a transaction, and whose, by whom, when.

    Rows come back as mappings. Announcements are published only after the commit.
    """

    connection: Connection
    tenant_id: str
    actor: Actor
    now: datetime
    announcements: list[Announcement] = field(default_factory=list)

    def execute(self, statement: Executable, rows: Sequence[Mapping[str, Any]] | None = None) -> CursorResult[Any]:
        """Run a statement (many rows at once where given)."""
        if rows is None:
            return self.connection.execute(statement)
        return self.connection.execute(statement, [dict(row) for row in rows])

    def all(self, statement: Executable) -> Sequence[RowMapping]:
        """All rows as mappings."""
        return self.connection.execute(statement).mappings().all()

    def first(self, statement: Executable) -> RowMapping | None:
        """The first row as a mapping, or None."""
        return self.connection.execute(statement).mappings().first()

    def scalar(self, statement: Executable) -> Any:
        """The first column of the first row, or None."""
        return self.connection.execute(statement).scalar()

    def insert(self, table: Table, rows: Iterable[Mapping[str, Any]] | Mapping[str, Any]) -> int:
        """Insert one row or many into a tenant's table, with this work's tenant; returns how many."""
        many = [rows] if isinstance(rows, Mapping) else list(rows)
        if not many:
            return 0
        statement: Insert = insert(table)
        stamped = [{**row, "tenant_id": self.tenant_id} for row in many]
        self.connection.execute(statement, stamped)
        return len(stamped)

    def insert_new(self, table: Table, rows: Iterable[Mapping[str, Any]] | Mapping[str, Any]) -> int:
        """Insert the rows whose key is not there yet and pass over the others; returns how many were new."""
        many = [rows] if isinstance(rows, Mapping) else list(rows)
        if not many:
            return 0
        dialect = postgresql if self.connection.dialect.name == "postgresql" else sqlite
        statement = dialect.insert(table).on_conflict_do_nothing().returning(table.c.tenant_id)
        stamped = [{**row, "tenant_id": self.tenant_id} for row in many]
        return len(self.connection.execute(statement, stamped).all())

    def announce(self, topic: str, **data: Any) -> None:
        """Tell live views, after the commit, that something under ``topic`` changed."""
        self.announcements.append(Announcement(self.tenant_id, topic, data))


Listener = Callable[[Announcement], None]
