"""What may be done to shipments: open one, take a package off, let the lorry leave."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import RowMapping, and_, delete, exists, select, update

from shuanglun.access.audit import record
from shuanglun.factory.packing import select_packages
from shuanglun.factory.packing.tables import packages
from shuanglun.factory.pieces import append_desk_event, known_code, neighbour, take_turn
from shuanglun.factory.pieces.tables import hardware_bags, pieces
from shuanglun.factory.shipping.errors import (
    has_left,
    incomplete,
    is_empty,
    lorry_missing,
    not_on_board,
    shipment_not_found,
)
from shuanglun.factory.shipping.queries import is_missing, lock_shipment, shipment_view
from shuanglun.factory.shipping.tables import shipment_packages, shipments
from shuanglun.kernel.codes import make_code
from shuanglun.storage import Work, take_numbers


def create_shipment(work: Work, lorry: str, driver: str | None = None) -> dict[str, Any]:
    """Open a shipment for a lorry; packages are loaded onto it by scanning.

    Raises:
        BadRequest: the lorry has no name.
    """
    if not lorry.strip():
        raise lorry_missing()
    code = make_code("shipment", take_numbers(work, "shipment")[0])
    row = {"code": code, "lorry": lorry.strip(), "driver": driver, "status": "loading"}
    work.insert(shipments, {**row, "created_at": work.now, "created_by": work.actor.id})
    record(work, "shipment.created", "shipment", code, after=row)
    work.announce("shipments", code=code)
    return shipment_view(work, code)


def _loading(work: Work, text: str) -> RowMapping:
    row = lock_shipment(work, text)
    if row is None:
        raise shipment_not_found(text)
    if row["status"] != "loading":
        raise has_left(row["code"])
    return row


def unload(work: Work, text: str, package_text: str) -> dict[str, Any]:
    """Take a package off a lorry that has not left; it is closed again, free for any lorry.

    Raises:
        NotFound: no such shipment. Refused: it has left, or the package is not on it.
    """
    seq = take_turn(work)
    shipment = _loading(work, text)
    code = known_code(package_text, "package") or ""
    on_board = and_(packages.c.tenant_id == work.tenant_id, packages.c.shipment_code == shipment["code"])
    changed = work.execute(
        update(packages).where(on_board, packages.c.code == code).values(status="closed", shipment_code=None)
    )
    if changed.rowcount != 1:
        raise not_on_board(package_text, shipment["code"])
    work.execute(
        delete(shipment_packages).where(
            shipment_packages.c.tenant_id == work.tenant_id,
            shipment_packages.c.shipment_code == shipment["code"],
            shipment_packages.c.package_code == code,
        )
    )
    append_desk_event(work, seq, "unload", code, {}, package_code=code, shipment_code=shipment["code"])
    record(work, "package.unloaded", "package", code, {"shipment": shipment["code"]}, {"shipment": None})
    work.announce("shipments", code=shipment["code"])
    work.announce("packages", code=code)
    return shipment_view(work, shipment["code"])


def leave(work: Work, text: str, override_reason: str | None = None, *, allowed: bool = False) -> dict[str, Any]:
    """The lorry leaves: its packages, pieces and hardware are shipped; an order is, when all its packages are.

    An order must be on it whole, counting what left before. Otherwise the lorry stays, unless ``override_reason`` says why
    not and the caller is ``allowed`` to decide that (permission ``factory:shipping:override``, checked by the face).

    Raises:
        NotFound: no such shipment. Refused: it has left, is empty, or SHIPPING-INCOMPLETE with a finding an order.
    """
    seq = take_turn(work)
    shipment = _loading(work, text)
    missing = _missing(work, shipment["code"])
    reason = (override_reason or "").strip()
    if missing and not (allowed and reason):
        raise incomplete(shipment["code"], missing)
    reason = reason if missing else ""
    _ship(work, shipment["code"])
    values = {"status": "left", "left_at": work.now, "left_by": work.actor.id, "override_reason": reason or None}
    mine = and_(shipments.c.tenant_id == work.tenant_id, shipments.c.code == shipment["code"])
    work.execute(update(shipments).where(mine).values(**values))
    payload = {"override_reason": reason, "missing": missing}
    append_desk_event(work, seq, "leave", shipment["code"], payload, shipment_code=shipment["code"])
    after = {"status": "left", "override_reason": reason or None, "missing": missing}
    record(work, "shipment.left", "shipment", shipment["code"], {"status": "loading"}, after)
    for topic in ("shipments", "packages", "pieces", "orders", "board"):
        work.announce(topic, code=shipment["code"])
    return shipment_view(work, shipment["code"])


def _missing(work: Work, shipment_code: str) -> dict[str, list[str]]:
    """Which packages of the orders on board would stay behind, by order number."""
    of_orders = select(packages.c.order_id).where(
        packages.c.tenant_id == work.tenant_id, packages.c.shipment_code == shipment_code
    )
    rows = work.all(
        select_packages(work).where(packages.c.order_id.in_(of_orders)).order_by(packages.c.order_id, packages.c.code)
    )
    if not rows:
        raise is_empty(shipment_code)
    missing: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if is_missing(row, shipment_code):
            missing[row["order_no"]].append(row["code"])
    return dict(missing)


def _ship(work: Work, shipment_code: str) -> None:
    mine = and_(packages.c.tenant_id == work.tenant_id, packages.c.shipment_code == shipment_code)
    codes = select(packages.c.code).where(mine)
    work.execute(update(packages).where(mine).values(status="shipped"))
    for table in (pieces, hardware_bags):
        inside = and_(table.c.tenant_id == work.tenant_id, table.c.package_code.in_(codes))
        work.execute(update(table).where(inside, table.c.status == "packed").values(status="shipped"))
    orders = neighbour("orders")
    of_orders = select(packages.c.order_id).where(mine)
    remains = exists().where(
        packages.c.tenant_id == work.tenant_id,
        packages.c.order_id == orders.c.id,
        packages.c.status.not_in(("shipped", "cancelled")),
    )
    gone = and_(orders.c.tenant_id == work.tenant_id, orders.c.id.in_(of_orders), orders.c.status != "cancelled")
    work.execute(update(orders).where(gone, ~remains).values(status="shipped"))
