"""When an order could be ready: by the plan, or on trial behind what is under way, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from shuanglun.faces.cli.importing import import_file
from shuanglun.factory import planning, splitting
from shuanglun.factory.orders.tables import order_lines, orders
from shuanglun.factory.pieces.tables import pieces
from shuanglun.storage import SYSTEM, Database
from support.sample import EXAMPLES, SMALL, make_factory

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)


@pytest.fixture
def tenant_id(database: Database, tmp_path: Path) -> str:
    database.clock = lambda: NOW
    return make_factory(database, tmp_path)


def _promise(database: Database, tenant_id: str, order_id: str) -> dict[str, object]:
    with database.read(tenant_id) as work:
        load = planning.load_of(work, order_id)
    return planning.promise(load)


def test_a_new_order_is_scheduled_on_trial_and_nothing_is_stored(database: Database, tenant_id: str) -> None:
    order_id = import_file(database, tenant_id, SMALL).order_ids[0]
    said = _promise(database, tenant_id, order_id)
    assert said["basis"] == "trial"
    assert isinstance(said["finish_at"], datetime)
    assert said["finish_at"] > NOW
    with database.read(tenant_id) as work:
        assert work.all(select(pieces.c.code).where(pieces.c.tenant_id == tenant_id)) == []


def test_what_is_in_hand_moves_the_promise(database: Database, tenant_id: str) -> None:
    mine = import_file(database, tenant_id, SMALL).order_ids[0]
    alone = _promise(database, tenant_id, mine)["finish_at"]
    others = import_file(database, tenant_id, EXAMPLES / "dealer-forms.xlsx").order_ids
    with database.work(tenant_id, SYSTEM) as work:
        where = (order_lines.c.tenant_id == tenant_id, order_lines.c.order_id.in_(others))
        work.execute(order_lines.update().where(*where).values(quantity=80, due_on=NOW.date()))
    for other in others:
        with database.work(tenant_id, SYSTEM) as work:
            splitting.release_order(work, other)
    said = _promise(database, tenant_id, mine)
    ahead = said["ahead"]
    assert isinstance(ahead, dict)
    assert ahead["orders"] == 1
    assert said["finish_at"] > alone  # type: ignore[operator]


def test_a_planned_order_is_promised_by_the_plan(database: Database, tenant_id: str) -> None:
    order_id = import_file(database, tenant_id, SMALL).order_ids[0]
    with database.work(tenant_id, SYSTEM) as work:
        splitting.release_order(work, order_id)
    planning.make_plan(database, tenant_id, SYSTEM)
    said = _promise(database, tenant_id, order_id)
    with database.read(tenant_id) as work:
        finish = max(row["finish_at"] for row in planning.outlook(work, order_id))
    assert (said["basis"], said["finish_at"]) == ("plan", finish)


def test_an_order_that_cannot_be_made_has_no_promise_but_a_reason(database: Database, tenant_id: str) -> None:
    order_id = import_file(database, tenant_id, SMALL).order_ids[0]
    with database.work(tenant_id, SYSTEM) as work:
        where = (order_lines.c.tenant_id == tenant_id, order_lines.c.order_id == order_id)
        work.execute(order_lines.update().where(*where).values(params={"width": 10}))
    said = _promise(database, tenant_id, order_id)
    assert (said["basis"], said["finish_at"]) == ("none", None)
    with database.work(tenant_id, SYSTEM) as work:
        work.execute(orders.update().where(orders.c.tenant_id == tenant_id).values(status="shipped"))
    assert _promise(database, tenant_id, order_id)["basis"] == "done"
