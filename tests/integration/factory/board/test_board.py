"""The board: every number opens the facts beneath it, and they are as many as the number says."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from shuanglun.factory.board.facts import facts
from shuanglun.factory.board.queries import board
from shuanglun.factory.orders.queries import list_orders
from shuanglun.factory.orders.tables import orders
from shuanglun.factory.packing.tables import packages
from shuanglun.factory.pieces.tables import pieces, units
from shuanglun.factory.planning.tables import order_outlooks
from shuanglun.factory.shipping import create_shipment, leave
from shuanglun.kernel.clock import FACTORY_ZONE
from shuanglun.storage import Database
from support.sample import make_factory, planned_orders

NOON = datetime(2026, 11, 25, 14, 30, tzinfo=FACTORY_ZONE)  # a Wednesday, in the afternoon shift
NUMBERS = {
    "made_today": lambda b: b["made_today"],
    "due_today": lambda b: b["due_today"],
    "overdue": lambda b: b["overdue"],
    "late": lambda b: b["late_count"],
    "forecast": lambda b: b["forecast"]["expected"],
    "packages_closed": lambda b: b["packages"]["closed_today"],
    "packages_shipped": lambda b: b["packages"]["shipped_today"],
    "packages_open": lambda b: b["packages"]["open"],
    "orders_open": lambda b: b["orders"]["open"],
    "orders_released": lambda b: b["orders"]["released"],
    "orders_planned": lambda b: b["orders"]["planned"],
}


@pytest.fixture
def tenant(database: Database, tmp_path: Path) -> str:
    """The sample factory with a planned order."""
    found = make_factory(database, tmp_path)
    planned_orders(database, found)
    return found


def _make(database: Database, tenant: str, count: int, at: datetime = NOON) -> None:
    """The first units are made: their pieces packed, their packages closed, as the packing bench writes it."""
    with database.work(tenant, now=at) as work:
        ids = [row["id"] for row in work.all(select(units).where(units.c.tenant_id == tenant).order_by(units.c.id))]
        for table, column in ((units, units.c.id), (packages, packages.c.unit_id), (pieces, pieces.c.unit_id)):
            values: dict[Any, Any] = {
                units: {"made_at": at},
                packages: {"status": "closed", "closed_at": at},
                pieces: {"status": "packed"},
            }[table]
            where = (table.c.tenant_id == tenant, column.in_(ids[:count]))
            work.execute(update(table).where(*where).values(values))


def _board(database: Database, tenant: str, now: datetime = NOON) -> dict[str, Any]:
    with database.read(tenant, now=now) as work:
        found = board(work)
        for number, value in NUMBERS.items():
            beneath = facts(work, number)
            assert beneath["value"] == value(found), number
            assert beneath["rows"] or not value(found), number
            assert {column["key"] for column in beneath["columns"]} <= set(beneath["rows"][0] if beneath["rows"] else [
                column["key"] for column in beneath["columns"]
            ])  # fmt: skip
    return found


def test_every_number_is_the_count_of_the_facts_beneath_it(database: Database, tenant: str) -> None:
    _make(database, tenant, 7)
    found = _board(database, tenant)
    assert found["made_today"] == 7
    assert found["packages"]["closed_today"] > 0
    assert found["orders"] == {"open": 1, "new": 0, "released": 0, "planned": 1}


def test_packages_that_left_today_are_counted_and_listed(database: Database, tenant: str) -> None:
    _make(database, tenant, 40)
    with database.work(tenant, now=NOON) as work:
        lorry = create_shipment(work, "浙H12345")["code"]
        work.execute(
            update(packages)
            .where(packages.c.tenant_id == tenant)
            .values(status="loaded", closed_at=NOON, shipment_code=lorry)
        )
        leave(work, lorry)
    assert _board(database, tenant)["packages"]["shipped_today"] > 0
    assert _board(database, tenant, NOON + timedelta(days=1))["packages"]["shipped_today"] == 0


def test_yesterdays_doors_are_not_todays(database: Database, tenant: str) -> None:
    _make(database, tenant, 7, NOON - timedelta(days=1))
    assert _board(database, tenant)["made_today"] == 0


def test_the_forecast_never_exceeds_what_there_is_to_make(database: Database, tenant: str) -> None:
    _make(database, tenant, 38)
    with database.read(tenant, now=NOON) as work:
        all_units = len(work.all(select(units).where(units.c.tenant_id == tenant)))
    found = _board(database, tenant)
    assert found["open_units"] == all_units - 38
    assert found["forecast"]["high"] == all_units
    _make(database, tenant, all_units)
    done = _board(database, tenant)["forecast"]
    assert (done["low"], done["expected"], done["high"]) == (all_units,) * 3


def test_an_order_late_on_two_due_days_is_one_late_order(database: Database, tenant: str) -> None:
    with database.work(tenant, now=NOON) as work:
        work.execute(update(order_outlooks).where(order_outlooks.c.tenant_id == tenant).values(late_seconds=3600))
        shares = len(work.all(select(order_outlooks).where(order_outlooks.c.tenant_id == tenant)))
        many = len(work.all(select(orders).where(orders.c.tenant_id == tenant)))
    assert shares >= many
    assert _board(database, tenant)["late_count"] == many


def test_doors_that_are_packed_are_not_late_whatever_the_plan_said(database: Database, tenant: str) -> None:
    with database.work(tenant, now=NOON) as work:
        work.execute(update(order_outlooks).where(order_outlooks.c.tenant_id == tenant).values(late_seconds=3600))
        every = len(work.all(select(units).where(units.c.tenant_id == tenant)))
    _make(database, tenant, every - 1)
    assert _board(database, tenant)["late_count"] == 1
    with database.read(tenant, now=NOON) as work:
        assert [row["late_seconds"] for row in list_orders(work)] == [3600]
    _make(database, tenant, every)
    assert _board(database, tenant)["late"] == []
    with database.read(tenant, now=NOON) as work:
        assert [row["late_seconds"] for row in list_orders(work)] == [None]


def test_a_cancelled_order_is_not_late(database: Database, tenant: str) -> None:
    with database.work(tenant, now=NOON) as work:
        work.execute(update(order_outlooks).where(order_outlooks.c.tenant_id == tenant).values(late_seconds=3600))
        work.execute(update(orders).where(orders.c.tenant_id == tenant).values(status="cancelled"))
    assert _board(database, tenant)["late"] == []
