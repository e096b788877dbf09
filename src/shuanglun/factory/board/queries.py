"""Today's board. Every figure is one indexed count over facts that are already there; nothing is kept for the board."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, select

from shuanglun.factory import machines, planning
from shuanglun.factory.board.day import Today
from shuanglun.factory.orders.tables import order_lines, orders
from shuanglun.factory.packing.tables import packages
from shuanglun.factory.pieces.tables import units
from shuanglun.factory.shipping.tables import shipments
from shuanglun.storage import Work

LATE_SHOWN = 20
_PLANNED = ("planned", "in_production")
_IN_WORK = ("released", *_PLANNED)
# Which orders each number counts, by their status.
ORDER_STATES: dict[str, tuple[str, ...]] = {
    "open": ("new", *_IN_WORK, "packed"),
    "new": ("new",),
    "released": ("released",),
    "planned": _PLANNED,
}


def unit_filters(work: Work, today: Today) -> dict[str, ColumnElement[bool]]:
    """Which units each number counts."""
    mine = units.c.tenant_id == work.tenant_id
    # A change of an order leaves the units it takes away with the line it retired.
    gone = order_lines.alias("gone_lines")  # the query may join the lines itself
    retired = exists().where(
        gone.c.tenant_id == work.tenant_id, gone.c.id == units.c.order_line_id, gone.c.retired_at.is_not(None)
    )
    alive = and_(orders.c.status != "cancelled", ~retired)
    made = and_(units.c.made_at >= today.start, units.c.made_at < today.end)
    return {
        "made_today": and_(mine, made),
        "due_today": and_(mine, alive, units.c.due_on == today.day),
        "due_today_made": and_(mine, alive, units.c.due_on == today.day, units.c.made_at.is_not(None)),
        "overdue": and_(mine, alive, units.c.due_on < today.day, units.c.made_at.is_(None)),
        "open_units": and_(mine, orders.c.status.in_(_IN_WORK), units.c.made_at.is_(None)),
    }


def _count_units(work: Work, which: ColumnElement[bool]) -> int:
    joined = units.join(orders, and_(orders.c.tenant_id == units.c.tenant_id, orders.c.id == units.c.order_id))
    return int(work.scalar(select(func.count()).select_from(joined).where(which)) or 0)


def _packages(work: Work, today: Today) -> dict[str, int]:
    mine = packages.c.tenant_id == work.tenant_id
    count = select(func.count()).select_from(packages)
    left = and_(shipments.c.tenant_id == packages.c.tenant_id, shipments.c.code == packages.c.shipment_code)
    shipped = (
        select(func.count())
        .select_from(packages.join(shipments, left))
        .where(
            mine, packages.c.status == "shipped", shipments.c.left_at >= today.start, shipments.c.left_at < today.end
        )
    )
    closed = count.where(mine, packages.c.closed_at >= today.start, packages.c.closed_at < today.end)
    return {
        "closed_today": work.scalar(closed) or 0,
        "shipped_today": work.scalar(shipped) or 0,
        "open": work.scalar(count.where(mine, packages.c.status == "open")) or 0,
    }


def _orders(work: Work) -> dict[str, int]:
    rows = work.all(
        select(orders.c.status, func.count().label("n"))
        .where(orders.c.tenant_id == work.tenant_id)
        .group_by(orders.c.status)
    )
    found = {row["status"]: row["n"] for row in rows}
    return {name: sum(found.get(status, 0) for status in states) for name, states in ORDER_STATES.items()}


def board(work: Work) -> dict[str, Any]:
    """Everything the boss's phone shows at first sight (docs/api.md, ``Board``)."""
    today = Today.at(work.now)
    counts = {name: _count_units(work, which) for name, which in unit_filters(work, today).items()}
    late = planning.late_outlooks(work)
    shift = machines.shift_now(work)
    return {
        "now": work.now,
        "day": today.day,
        "shift": shift,
        **counts,
        "forecast": machines.forecast_day(work, counts["made_today"], counts["open_units"], today.start, today.end),
        "machines": machines.board_rows(work, today.start, today.end),
        "late": late[:LATE_SHOWN],
        "late_count": len({row["order_id"] for row in late}),
        "packages": _packages(work, today),
        "orders": _orders(work),
    }
