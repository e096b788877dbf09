"""The two databases behave alike: types come back as they went in, numbers are never given twice, schema = migrations."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import select

from shuanglun.factory.orders.tables import order_imports, orders
from shuanglun.storage import Database, metadata, take_numbers
from shuanglun.storage.tables import jobs

NOW = datetime(2026, 11, 23, 8, 0, 0, 123456, tzinfo=UTC)


def _order(no: str) -> dict[str, object]:
    return {
        "id": no,
        "no": no,
        "customer": "江山经销商",
        "ordered_on": date(2026, 11, 23),
        "due_on": date(2026, 12, 1),
        "status": "new",
        "priority": 2**40,
        "fingerprint": "x",
        "extra": {"备注": ["一", 2, None, {"深": 1.5}]},
        "created_at": NOW,
    }


def test_values_come_back_as_they_went_in(database: Database) -> None:
    with database.work("t1") as work:
        work.insert(orders, _order("A1"))
    with database.read("t1") as work:
        row = work.first(select(orders).where(orders.c.tenant_id == "t1"))
    assert row is not None
    assert row["created_at"] == NOW
    assert row["created_at"].tzinfo is UTC
    assert row["due_on"] == date(2026, 12, 1)
    assert row["priority"] == 2**40
    assert row["extra"] == {"备注": ["一", 2, None, {"深": 1.5}]}


def test_naive_instant_is_refused(database: Database) -> None:
    with pytest.raises(Exception, match="without time zone"), database.work("t1") as work:
        work.insert(orders, {**_order("A1"), "created_at": datetime(2026, 1, 1)})  # noqa: DTZ001


def test_failed_work_leaves_nothing_and_announces_nothing(database: Database) -> None:
    heard: list[str] = []
    database.listen(lambda a: heard.append(a.topic))
    with pytest.raises(ZeroDivisionError), database.work("t1") as work:
        work.insert(orders, _order("A1"))
        work.announce("orders")
        raise ZeroDivisionError
    with database.read("t1") as work:
        assert work.scalar(select(orders.c.id).where(orders.c.tenant_id == "t1")) is None
    assert heard == []
    with database.work("t1") as work:
        work.announce("orders")
    assert heard == ["orders"]


def test_insert_new_passes_over_known_keys(database: Database) -> None:
    with database.work("t1") as work:
        assert work.insert_new(orders, [_order("A1"), _order("A2")]) == 2
        assert work.insert_new(orders, [_order("A2"), _order("A3")]) == 1


def test_numbers_are_never_given_twice(database: Database) -> None:
    taken: list[int] = []

    def take() -> None:
        for _ in range(10):
            with database.work("t1") as work:
                taken.extend(take_numbers(work, "piece", 7))

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == len(set(taken)) == 280


def test_foreign_keys_hold(database: Database) -> None:
    with pytest.raises(Exception, match=r"(?i)foreign key"), database.work("t1") as work:
        work.insert(orders, {**_order("A1"), "import_id": "nowhere"})


def test_migrations_build_the_declared_tables(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, metadata) == []


def test_every_tenant_table_begins_its_key_with_the_tenant() -> None:
    for table in metadata.tables.values():
        if table.info.get("tenant"):
            assert [c.name for c in table.primary_key.columns][0] == "tenant_id", table.name
    assert order_imports.info["tenant"]
    assert jobs.info["tenant"]
