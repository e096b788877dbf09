"""What is done order by order touches only the order's rows, however many orders there are: no stage of a day is quadratic."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event, select

from shuanglun.faces.cli.importing import import_file
from shuanglun.faces.papers import load_packing_list, load_part_list
from shuanglun.factory.orders.tables import orders
from shuanglun.factory.pieces.tables import pieces
from shuanglun.factory.splitting import release_order
from shuanglun.storage import Database
from shuanglun.storage.migrate import upgrade
from shuanglun.storage.selectivity import state_selectivity
from support.sample import SMALL, make_factory

# Tables that grow with every order.
LARGE = ("pieces", "part_specs", "hardware_specs", "hardware_bags", "packages", "package_items", "units", "order_lines")
_STEP = re.compile(r"^(SEARCH|SCAN) (\w+)(?: .*\((.*)\))?")


@contextmanager
def asked(database: Database) -> Iterator[list[tuple[str, Any]]]:
    """Every SELECT and UPDATE sent meanwhile, with its values."""
    seen: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, many: bool) -> None:
        if statement.lstrip().startswith(("SELECT", "UPDATE", "WITH")):
            seen.append((statement, values[0] if many else values))

    event.listen(database.engine, "before_cursor_execute", note)
    yield seen
    event.remove(database.engine, "before_cursor_execute", note)


def walks(database: Database, seen: list[tuple[str, Any]]) -> set[str]:
    """Steps that go through all rows of a tenant in a large table, with their statements."""
    found = set()
    with database.engine.connect() as connection:
        for statement, values in seen:
            names = dict(re.findall(r"(?:FROM|JOIN|,) (\w+) AS (\w+)", statement))
            large = {*LARGE, *(alias for table, alias in names.items() if table in LARGE)}
            for *_, step in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all():
                matched = _STEP.match(step)
                if matched and matched[2] in large and (matched[1] == "SCAN" or matched[3] == "tenant_id=?"):
                    found.add(f"{step}: {statement}")
    return found


@pytest.fixture
def tenant(sqlite_database: Database, tmp_path: Any) -> str:
    return make_factory(sqlite_database, tmp_path)


def test_an_order_is_released_and_listed_without_a_walk_through_the_others(
    sqlite_database: Database, tenant: str
) -> None:
    order_id = import_file(sqlite_database, tenant, SMALL).order_ids[0]
    with asked(sqlite_database) as seen:
        with sqlite_database.work(tenant) as work:
            release_order(work, order_id)
        with sqlite_database.read(tenant) as work:
            load_part_list(work, order_id)
            load_packing_list(work, order_id)
    assert len(seen) > 20
    assert walks(sqlite_database, seen) == set()


def test_a_walk_is_seen(sqlite_database: Database, tenant: str) -> None:
    with asked(sqlite_database) as seen, sqlite_database.read(tenant) as work:
        work.all(select(orders.c.no).where(orders.c.tenant_id == tenant))
        work.all(select(pieces.c.step).where(pieces.c.tenant_id == tenant, pieces.c.step == 7))
    assert len(walks(sqlite_database, seen)) == 1


def test_the_planner_is_told_the_same_whatever_is_in_the_database(sqlite_database: Database, tenant: str) -> None:
    query = "SELECT tbl, idx, stat FROM sqlite_stat1 ORDER BY idx"
    with sqlite_database.engine.connect() as connection:
        told = connection.exec_driver_sql(query).all()
        count = connection.exec_driver_sql("SELECT count(*) FROM sqlite_master WHERE type = 'index'").scalar()
    assert len(told) == count
    figures = {row[1]: row[2] for row in told}
    assert figures["ix_pieces_tenant_id_order_id"] == "1000000 1000000 100"
    with sqlite_database.engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
        assert connection.exec_driver_sql(query).all() != told
    upgrade(sqlite_database)
    with sqlite_database.engine.connect() as connection:
        assert connection.exec_driver_sql(query).all() == told
        before = connection.exec_driver_sql("PRAGMA data_version").scalar()
        state_selectivity(sqlite_database)  # told already: not a byte is written
        assert connection.exec_driver_sql("PRAGMA data_version").scalar() == before
