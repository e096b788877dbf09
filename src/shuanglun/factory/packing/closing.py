"""Closing a package: complete, nothing foreign at it; numbered in the order of closing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, func, select, update

from shuanglun.factory.packing.queries import package_items_of, shape, strays_of
from shuanglun.factory.packing.tables import packages
from shuanglun.factory.pieces import Row, neighbour
from shuanglun.storage import Work


@dataclass(frozen=True, slots=True)
class Standing:
    """A package after a scan: as it is now, what is inside, what is missing, which strays hold it open."""

    package: Row
    items: tuple[Mapping[str, Any], ...]
    strays: tuple[str, ...]
    closed: bool

    @property
    def missing(self) -> tuple[Mapping[str, Any], ...]:
        """Items not in yet."""
        return tuple(item for item in self.items if item["packed_at"] is None)

    @property
    def view(self) -> dict[str, Any]:
        """The shape of the API."""
        return shape(self.package, self.items, self.strays)


def standing(work: Work, package: Row) -> Standing:
    """How an open package stands."""
    items = package_items_of(work, [package["code"]])[package["code"]]
    return Standing(package, tuple(items), tuple(strays_of(work, package["code"])), closed=False)


def close_if_complete(work: Work, package: Row, at: datetime) -> Standing:
    """Close an open package when everything is in and no stray is near; otherwise say how it stands.

    It is closed at the instant of the latest of its scans (a scan that was kept by a device may come in late).
    """
    now = standing(work, package)
    if not now.items or now.missing or now.strays:
        return now
    closed_at = max([*(item["packed_at"] for item in now.items), at])
    k = _close(work, package, closed_at)
    closed = {**package, "status": "closed", "k": k, "closed_at": closed_at}
    return Standing(closed, now.items, (), closed=True)


def _close(work: Work, package: Row, closed_at: datetime) -> int:
    of_order = and_(packages.c.tenant_id == work.tenant_id, packages.c.order_id == package["order_id"])
    still_open = func.sum(case((packages.c.status == "open", 1), else_=0))
    row = work.first(
        select(func.coalesce(func.max(packages.c.k), 0).label("last"), still_open.label("open")).where(of_order)
    )
    last, open_now = (row["last"], row["open"]) if row else (0, 1)
    k = int(package["k"] or last + 1)
    work.execute(
        update(packages)
        .where(of_order, packages.c.code == package["code"])
        .values(status="closed", k=k, closed_at=closed_at, closed_by=work.actor.id)
    )
    if open_now == 1:
        _set_order(work, package["order_id"], "in_production", "packed")
    work.announce("packages", order_id=package["order_id"], code=package["code"])
    return k


def _set_order(work: Work, order_id: str, before: str, after: str) -> None:
    orders = neighbour("orders")
    work.execute(
        update(orders)
        .where(orders.c.tenant_id == work.tenant_id, orders.c.id == order_id, orders.c.status == before)
        .values(status=after)
    )
    work.announce("orders", order_id=order_id)


def unpack_order(work: Work, order_id: str) -> None:
    """An order one of whose packages was opened again is in production again."""
    _set_order(work, order_id, "packed", "in_production")
