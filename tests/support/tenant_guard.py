"""The tenant guard: a statement on a tenant's table that does not compare ``tenant_id`` fails the test."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Delete, Engine, Select, Table, Update, event
from sqlalchemy.sql import visitors
from sqlalchemy.sql.elements import BinaryExpression, ColumnClause
from sqlalchemy.sql.selectable import AliasedReturnsRows


class TenantForgottenError(AssertionError):
    """A statement reads or changes a tenant's table without saying which tenant."""


def _source(found: Any) -> Any:
    while isinstance(found, AliasedReturnsRows):
        found = found.element
    return found


def forgotten_tables(statement: Any) -> set[str]:
    """Names of the tenant tables in a statement whose tenant is not compared."""
    used: set[str] = set()
    compared: set[str] = set()
    for element in visitors.iterate(statement):
        if isinstance(element, Table) and element.info.get("tenant"):
            used.add(element.name)
        if isinstance(element, BinaryExpression):
            for side in (element.left, element.right):
                if isinstance(side, ColumnClause) and side.name == "tenant_id" and side.table is not None:
                    source = _source(side.table)
                    if isinstance(source, Table):
                        compared.add(source.name)
    return used - compared


def install(engine: Engine) -> None:
    """Check every select, update and delete of this engine."""

    @event.listens_for(engine, "before_execute")
    def _check(_connection: Any, statement: Any, *_rest: Any) -> None:
        if isinstance(statement, Select | Update | Delete):
            forgotten = forgotten_tables(statement)
            if forgotten:
                raise TenantForgottenError(f"no tenant compared for {sorted(forgotten)} in:\n{statement}")
