"""One order as its page shows it: lines, split, what it may expect, how far its packages are."""

from __future__ import annotations

from typing import Any

from sqlalchemy import case, func, select

from shuanglun.factory.orders.queries import get_order
from shuanglun.factory.packing.tables import packages
from shuanglun.factory.planning import outlook
from shuanglun.factory.splitting import split_summary
from shuanglun.storage import Work

_OUTLOOK = ("due_on", "finish_at", "late_seconds", "units", "reason")


def order_overview(work: Work, order_id: str) -> dict[str, Any]:
    """An order with its lines, split, outlook and packages.

    Raises:
        NotFound: there is none of this id.
    """
    return {
        **get_order(work, order_id),
        "split": split_summary(work, order_id),
        "outlook": [{key: row[key] for key in _OUTLOOK} for row in outlook(work, order_id)],
        "packages": _packages(work, order_id),
    }


def _packages(work: Work, order_id: str) -> dict[str, int]:
    """How many packages there are, how many of them are closed (also those that left), how many have left."""
    closed = func.count(case((packages.c.status.in_(("closed", "loaded", "shipped")), 1)))
    shipped = func.count(case((packages.c.status == "shipped", 1)))
    row = work.first(
        select(func.count().label("n"), closed.label("closed"), shipped.label("shipped")).where(
            packages.c.tenant_id == work.tenant_id, packages.c.order_id == order_id, packages.c.status != "cancelled"
        )
    )
    return dict(row) if row else {"n": 0, "closed": 0, "shipped": 0}
