"""The one catalogue of tables. Each room declares its own in ``tables.py``; ``tenant_table`` marks those of a tenant."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, MetaData, Table, Text
from sqlalchemy.schema import SchemaItem

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def table(name: str, *items: SchemaItem, **options: Any) -> Table:
    """A table of the whole installation (no tenant column), STRICT on SQLite."""
    return Table(name, metadata, *items, sqlite_strict=True, **options)


def tenant_table(name: str, *items: SchemaItem, key: str | tuple[str, ...] = "id") -> Table:
    """A table whose every row belongs to one tenant.

    The first column is ``tenant_id``; the primary key is ``(tenant_id, key...)``, so two tenants never clash and a
    statement that forgets the tenant finds no index. Every statement must compare ``tenant_id`` (guarded in tests).
    """
    tenant = Column("tenant_id", Text, primary_key=True, nullable=False)
    keys = (key,) if isinstance(key, str) else key
    for item in items:
        if isinstance(item, Column) and item.name in keys:
            item.primary_key = True
            item.nullable = False
    return Table(name, metadata, tenant, *items, sqlite_strict=True, info={"tenant": True})
