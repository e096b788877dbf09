"""Cancelling an order: nothing more is made, packed or shipped of it, and everything that was done stays on record."""

from __future__ import annotations

from sqlalchemy import RowMapping, select, update

from shuanglun.access.audit import record
from shuanglun.factory.orders import errors
from shuanglun.factory.orders.tables import orders
from shuanglun.factory.packing import cancel_packages
from shuanglun.factory.packing.tables import packages
from shuanglun.factory.pieces import cancel_pieces, take_turn
from shuanglun.storage import Work


def cancel_order(work: Work, order_id: str, reason: str) -> None:
    """Cancel an order with its pieces, hardware and packages; cancelling twice changes nothing.

    Pieces keep their lot, pattern and scans, so what was made already can be found. What has left stays shipped.

    Raises:
        BadRequest: no reason. NotFound: there is no such order. Refused: it has left, or a package is on a lorry.
    """
    if not reason.strip():
        raise errors.reason_missing()
    take_turn(work)  # a scan of this order waits until it is cancelled, and the other way round
    order = _locked(work, order_id)
    if order["status"] == "cancelled":
        return
    if order["status"] == "shipped":
        raise errors.order_shipped()
    loaded = _loaded(work, order_id)
    if loaded:
        raise errors.order_on_lorry(loaded)
    where = (orders.c.tenant_id == work.tenant_id, orders.c.id == order_id)
    work.execute(update(orders).where(*where).values(status="cancelled"))
    pieces, codes = cancel_pieces(work, order_id), cancel_packages(work, order_id)
    after = {"status": "cancelled", "reason": reason.strip(), "pieces": pieces, "packages": list(codes)}
    record(work, "order.cancelled", "order", order_id, {"status": order["status"], "no": order["no"]}, after)
    for topic in ("orders", "board"):
        work.announce(topic, order_id=order_id)


def _locked(work: Work, order_id: str) -> RowMapping:
    where = (orders.c.tenant_id == work.tenant_id, orders.c.id == order_id)
    found = work.first(select(orders.c.no, orders.c.status).where(*where).with_for_update())
    if found is None:
        raise errors.order_not_found()
    return found


def _loaded(work: Work, order_id: str) -> list[str]:
    where = (packages.c.tenant_id == work.tenant_id, packages.c.order_id == order_id, packages.c.status == "loaded")
    return [row["code"] for row in work.all(select(packages.c.code).where(*where).order_by(packages.c.code))]
