"""Alembic's entry: runs the migrations on the engine it is handed."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from shuanglun.storage.metadata import metadata
from shuanglun.storage.types import Day, Flag, Json, UtcInstant

_OWN = (UtcInstant, Day, Json, Flag)


def _render(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    """Write our column types by their name in ``shuanglun.storage.types``."""
    if kind == "type" and isinstance(item, _OWN):
        autogen.imports.add("from shuanglun.storage import types as t")
        return f"t.{type(item).__name__}()"
    if kind == "type" and type(item).__name__ == "BigInteger":
        autogen.imports.add("from shuanglun.storage import types as t")
        return "t.Number"
    return False


def _run() -> None:
    engine = context.config.attributes["engine"]
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=metadata,
            render_as_batch=True,
            render_item=_render,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


_run()
