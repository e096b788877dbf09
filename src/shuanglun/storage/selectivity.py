"""What SQLite's query planner is told about the indexes, once and for all.

Without figures SQLite takes it that the first column of an index leaves ten rows. Ours begin with the tenant, which in the
database of one factory leaves all of them, so a query for the packages of an order in the order of their codes would walk
every package there is rather than sort the few. Figures gathered by ``ANALYZE`` would depend on what was there when it ran
(nothing, at the first start); these are stated, so that a query is answered in the same way on the first day and in ten years.
PostgreSQL gathers its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection

from shuanglun.storage.database import Database

_ROWS = 1_000_000  # of a large table
_LEFT = (
    _ROWS,
    100,
    10,
)  # after the tenant, the column after it, the next one; 2 after that, 1 after a whole unique key

Row = tuple[str, str, str]


def _figures(columns: list[str], unique: bool) -> str:
    """``rows, rows left by the first column, by the first two …`` as sqlite_stat1 writes them."""
    left = _LEFT if columns[0] == "tenant_id" else _LEFT[1:]
    figures = [left[place] if place < len(left) else 2 for place in range(len(columns))]
    if unique:
        figures[-1] = 1
    return " ".join(str(figure) for figure in (_ROWS, *figures))


def _wanted(connection: Connection) -> Iterator[Row]:
    """A row of sqlite_stat1 for every index of every table."""
    tables = connection.exec_driver_sql(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    )
    for (table,) in tables.all():
        for _, index, unique, *_rest in connection.exec_driver_sql(f'PRAGMA index_list("{table}")').all():
            columns = [row[2] for row in connection.exec_driver_sql(f'PRAGMA index_info("{index}")').all()]
            yield table, index, _figures(columns, bool(unique))


def state_selectivity(database: Database) -> None:
    """Write the figures where they are missing or the indexes have changed; on PostgreSQL nothing is done."""
    if not database.is_sqlite:
        return
    with database.engine.connect() as connection:
        wanted = sorted(_wanted(connection))
        known = connection.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'").first()
        if known:
            rows = connection.exec_driver_sql("SELECT tbl, idx, stat FROM sqlite_stat1 WHERE idx IS NOT NULL")
            if sorted((str(row[0]), str(row[1]), str(row[2])) for row in rows) == wanted:
                return
        else:
            connection.exec_driver_sql("ANALYZE sqlite_schema")  # makes the table, and gathers nothing
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        connection.exec_driver_sql("DELETE FROM sqlite_stat1")
        connection.exec_driver_sql("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)", wanted)
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("ANALYZE sqlite_schema")  # takes up what was written
