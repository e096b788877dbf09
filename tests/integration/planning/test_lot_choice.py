"""Which orders are cut together: the curve before planning, and a plan that keeps to the point chosen."""

from __future__ import annotations

import itertools
from collections import defaultdict
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from shuanglun.faces.cli.importing import OPERATOR
from shuanglun.factory import planning
from shuanglun.factory.pieces.tables import pieces, units
from shuanglun.factory.planning.lot_curve import lot_curve, pieces_to_group
from shuanglun.factory.planning.tables import lots
from shuanglun.storage import Database
from support.sample import make_factory, released_orders

MONDAY = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
FORTNIGHT = 14


@pytest.fixture
def tenant(database: Database, tmp_path: Path) -> str:
    database.clock = lambda: MONDAY
    made = make_factory(database, tmp_path)
    released_orders(database, made)
    return made


def waves_of(database: Database, tenant: str) -> dict[str, set[tuple[str, date]]]:
    """The orders and due days of every wave."""
    with database.read(tenant) as work:
        rows = work.all(
            select(lots.c.reason, pieces.c.order_id, units.c.due_on)
            .select_from(pieces)
            .join(lots, (lots.c.tenant_id == pieces.c.tenant_id) & (lots.c.id == pieces.c.lot_id))
            .join(units, (units.c.tenant_id == pieces.c.tenant_id) & (units.c.id == pieces.c.unit_id))
            .where(pieces.c.tenant_id == tenant)
        )
    found: dict[str, set[tuple[str, date]]] = defaultdict(set)
    for row in rows:
        found[row["reason"]["wave"]].add((row["order_id"], row["due_on"]))
    return found


def test_the_curve_begins_without_waiting_and_every_further_point_saves_boards(database: Database, tenant: str) -> None:
    with database.read(tenant) as work:
        given = pieces_to_group(work, None)
    told = lot_curve(given, planning.Settings())
    points = told["points"]
    assert told["pieces"] == len(given.pieces) > 0
    assert (points[0]["window_days"], points[0]["ahead_tenths"], points[0]["longest_days"]) == (0, 0, 0)
    assert len(points) > 1
    assert all(one["sheets"] > two["sheets"] for one, two in itertools.pairwise(points))
    assert all(point["longest_days"] <= point["window_days"] for point in points)
    assert lot_curve(given, planning.Settings()) == told


def test_a_plan_keeps_to_the_days_the_planner_chose(database: Database, tenant: str) -> None:
    with database.read(tenant) as work:
        days = {piece.due_on for piece in pieces_to_group(work, None).pieces}
    assert len(days) > 1
    planning.make_plan(database, tenant, OPERATOR, settings=planning.Settings(window_days=FORTNIGHT))
    waves = waves_of(database, tenant)
    spans = [{day for _, day in members} for members in waves.values()]
    assert len(waves) < len(days)
    assert all((max(span) - min(span)).days <= FORTNIGHT for span in spans)
    shares = [share for members in waves.values() for share in members]
    assert len(shares) == len(set(shares)), "an order's share of a day is divided"
