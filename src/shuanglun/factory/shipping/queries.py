"""What may be read of shipping: a shipment with its orders, what is loaded and what is missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import RowMapping, Select, select

from shuanglun.factory.packing import select_packages
from shuanglun.factory.packing.tables import packages
from shuanglun.factory.pieces import known_code
from shuanglun.factory.shipping.errors import shipment_not_found
from shuanglun.factory.shipping.tables import shipments
from shuanglun.storage import Work

_BRIEF = ("code", "order_id", "order_no", "unit_label", "pack_group", "k", "n", "status", "weight_g", "closed_at")


def lock_shipment(work: Work, text: str) -> RowMapping | None:
    """The shipment of this code, held until the transaction ends; None when this factory has none."""
    code = known_code(text, "shipment")
    return work.first(_by_code(work, code).with_for_update()) if code else None


def _by_code(work: Work, code: str) -> Select[Any]:
    return select(shipments).where(shipments.c.tenant_id == work.tenant_id, shipments.c.code == code)


def shipment_view(work: Work, text: str) -> dict[str, Any]:
    """One shipment: its packages, and an order by order count of what is loaded and what is missing.

    Raises:
        NotFound: no such shipment in this factory.
    """
    code = known_code(text, "shipment")
    row = work.first(_by_code(work, code)) if code else None
    if row is None:
        raise shipment_not_found(text)
    return _shapes(work, [row])[0]


def list_shipments(work: Work, limit: int = 50) -> dict[str, Any]:
    """The newest shipments."""
    query = select(shipments).where(shipments.c.tenant_id == work.tenant_id)
    rows = work.all(query.order_by(shipments.c.created_at.desc(), shipments.c.code.desc()).limit(limit))
    return {"shipments": _shapes(work, rows)}


def _shapes(work: Work, rows: Sequence[RowMapping]) -> list[dict[str, Any]]:
    codes = [row["code"] for row in rows]
    on_board = work.all(select_packages(work).where(packages.c.shipment_code.in_(codes)).order_by(packages.c.code))
    order_ids = sorted({row["order_id"] for row in on_board})
    of_orders = work.all(select_packages(work).where(packages.c.order_id.in_(order_ids)).order_by(packages.c.code))
    by_shipment: dict[str, list[RowMapping]] = defaultdict(list)
    by_order: dict[str, list[RowMapping]] = defaultdict(list)
    for row in on_board:
        by_shipment[row["shipment_code"]].append(row)
    for row in of_orders:
        by_order[row["order_id"]].append(row)
    return [_shape(row, by_shipment[row["code"]], by_order) for row in rows]


def _shape(row: RowMapping, loaded: Sequence[RowMapping], by_order: dict[str, list[RowMapping]]) -> dict[str, Any]:
    shown = ("code", "lorry", "driver", "status", "created_at", "left_at", "override_reason")
    orders = []
    for order_id in dict.fromkeys(package["order_id"] for package in loaded):
        mine = by_order[order_id]
        orders.append(
            {
                "order_id": order_id,
                "no": mine[0]["order_no"],
                "n": mine[0]["n"],
                "loaded": sum(p["shipment_code"] == row["code"] for p in mine),
                "missing": [p["code"] for p in mine if is_missing(p, row["code"])],
            }
        )
    briefs = [{key: package[key] for key in _BRIEF} for package in loaded]
    return {**{key: row[key] for key in shown}, "orders": orders, "packages": briefs}


def is_missing(package: RowMapping, shipment_code: str) -> bool:
    """Would this package stay behind? Not when it is on this lorry, has left before, or was cancelled."""
    return package["shipment_code"] != shipment_code and package["status"] not in {"shipped", "cancelled"}
