"""The guard itself: it sees what it must see."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, select, update

from shuanglun.factory.orders.tables import order_lines, orders
from support.tenant_guard import forgotten_tables

_OTHER = orders.alias("other")


@pytest.mark.parametrize(
    ("statement", "forgotten"),
    [
        (select(orders), {"orders"}),
        (select(orders.c.no).where(orders.c.id == "1"), {"orders"}),
        (select(orders).where(orders.c.tenant_id == "t"), set()),
        (select(orders, order_lines).where(orders.c.tenant_id == "t"), {"order_lines"}),
        (
            select(orders).join(
                order_lines,
                (order_lines.c.tenant_id == orders.c.tenant_id) & (order_lines.c.order_id == orders.c.id),
            ),
            set(),
        ),
        (select(_OTHER).where(_OTHER.c.tenant_id == "t"), set()),
        (update(orders).values(no="x"), {"orders"}),
        (delete(orders).where(orders.c.tenant_id == "t"), set()),
        (
            select(orders).where(orders.c.tenant_id == "t", orders.c.id.in_(select(order_lines.c.order_id))),
            {"order_lines"},
        ),
    ],
)
def test_forgotten_tenant_is_seen(statement: object, forgotten: set[str]) -> None:
    assert forgotten_tables(statement) == forgotten
