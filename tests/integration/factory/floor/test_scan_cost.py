"""A scan costs the same few statements in a small order and in a large one, and each finds its rows by an index."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event, text

from integration.factory.builders import Shop
from shuanglun.factory.shipping import create_shipment
from shuanglun.storage import Database

MOST = 14


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """Every statement sent to the database meanwhile."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith("BEGIN"):
            seen.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield seen
    event.remove(database.engine, "before_cursor_execute", note)


def _costs(shop: Shop, size: int) -> dict[str, int]:
    order = shop.order(f"N{size}", panels=size, doors=1, bags=1)
    shop.scan("saw", order.codes["panel"][9])
    with shop.work() as work:
        lorry = create_shipment(work, "浙H1")["code"]
    cost: dict[str, int] = {}

    def count(name: str, station: str, code: str, verdict: str, **more: Any) -> None:
        with statements(shop.database) as seen:
            answer = shop.scan(station, code, **more)
        assert answer.verdict == verdict, (name, answer)
        cost[name] = len(seen)

    panels = order.codes["panel"]
    count("saw", "saw", panels[0], "ok")
    count("edge", "edge", panels[0], "ok")
    count("twice", "edge", panels[0], "duplicate")
    count("early", "edge", panels[1], "wrong")
    count("unknown", "edge", "nonsense", "unknown")
    count("pack", "pack", panels[0], "ok")
    for code in (*order.codes["skin"], *order.codes["core"]):
        shop.scan("saw", code)
    shop.scan("cnc", order.codes["core"][0])
    count("press", "press", order.codes["leaf"][0], "ok")
    other = shop.order(f"M{size}", panels=1)
    count("foreign", "pack", other.codes["panel"][0], "wrong")
    shop.scan("pack", "$ASIDE")
    count("close", "pack", order.bags[0], "ok")
    count("load", "ship", shop.read_package(order.bags[0]), "ok", shipment=lorry)
    return cost


def test_statements_of_a_scan_do_not_grow_with_the_order(database: Database) -> None:
    small, large = _costs(Shop(database, "small"), 100), _costs(Shop(database, "large"), 5000)
    assert small == large
    assert max(large.values()) <= MOST, large


_PLANS = {
    "piece": "SELECT * FROM pieces WHERE tenant_id='t1' AND code='x'",
    "event": "SELECT * FROM scan_events WHERE tenant_id='t1' AND client_event='x'",
    "unit": "SELECT * FROM pieces WHERE tenant_id='t1' AND unit_id='x'",
    "items": "SELECT * FROM package_items WHERE tenant_id='t1' AND package_code='x'",
    "packages": "SELECT * FROM packages WHERE tenant_id='t1' AND order_id='x'",
    "lorry": "SELECT * FROM packages WHERE tenant_id='t1' AND shipment_code='x'",
    "strays": "SELECT * FROM package_strays WHERE tenant_id='t1' AND item_code='x'",
}


@pytest.mark.parametrize("name", sorted(_PLANS))
def test_every_look_up_of_a_scan_has_an_index(sqlite_database: Database, name: str) -> None:
    with sqlite_database.engine.connect() as connection:
        plan = connection.execute(text(f"EXPLAIN QUERY PLAN {_PLANS[name]}")).all()
    assert all("SEARCH" in row[3] and "tenant_id=? AND" in row[3] for row in plan), plan
