"""What may be done to packages beside scanning: open a closed one again, cancel those of a cancelled order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, select, update

from shuanglun.access.audit import record
from shuanglun.factory.packing.closing import unpack_order
from shuanglun.factory.packing.errors import not_closed, package_not_found, reason_missing
from shuanglun.factory.packing.queries import lock_package, package_view
from shuanglun.factory.packing.tables import package_items, packages
from shuanglun.factory.pieces import (
    Row,
    append_desk_event,
    known_code,
    refresh_unit,
    select_pieces,
    step_before_packing,
    take_turn,
    write_pieces,
)
from shuanglun.factory.pieces.tables import hardware_bags, pieces
from shuanglun.storage import Work


def reopen(work: Work, text: str, reason: str) -> dict[str, Any]:
    """Open a closed package again, for a reason; returns the package.

    Everything in it must be scanned again, so what is inside when it closes the second time is known for certain. It
    keeps its number k. Its pieces are ready again, its unit is not made any more, its order is in production again.

    Raises:
        BadRequest: no reason. NotFound: no such package. Refused: not closed, or standing on a lorry.
    """
    if not reason.strip():
        raise reason_missing()
    seq = take_turn(work)
    code = known_code(text, "package")
    package = lock_package(work, code) if code else None
    if package is None:
        raise package_not_found(text)
    if package["status"] != "closed":
        raise not_closed(package["code"], package["status"])
    _open(work, package)
    refs = {"order_id": package["order_id"], "unit_id": package["unit_id"], "package_code": package["code"]}
    append_desk_event(work, seq, "reopen", package["code"], {"reason": reason.strip()}, **refs)
    after = {"status": "open", "reason": reason.strip()}
    record(work, "package.reopened", "package", package["code"], {"status": "closed", "k": package["k"]}, after)
    for topic in ("packages", "pieces", "board"):
        work.announce(topic, order_id=package["order_id"])
    return package_view(work, package["code"])


def _open(work: Work, package: Row) -> None:
    code = package["code"]
    mine = and_(packages.c.tenant_id == work.tenant_id, packages.c.code == code)
    work.execute(update(packages).where(mine).values(status="open", closed_at=None, closed_by=None))
    inside = and_(package_items.c.tenant_id == work.tenant_id, package_items.c.package_code == code)
    work.execute(update(package_items).where(inside).values(packed_at=None, packed_by=None))
    rows = work.all(select_pieces(work).where(pieces.c.package_code == code, pieces.c.status == "packed"))
    write_pieces(work, [_unpacked(row, work) for row in rows])
    bags = and_(hardware_bags.c.tenant_id == work.tenant_id, hardware_bags.c.package_code == code)
    work.execute(update(hardware_bags).where(bags, hardware_bags.c.status == "packed").values(status="planned"))
    for unit_id in sorted({row["unit_id"] for row in rows}):
        refresh_unit(work, unit_id)
    unpack_order(work, package["order_id"])


def _unpacked(row: Row, work: Work) -> dict[str, Any]:
    step = min(row["step"], step_before_packing(row["route"]))
    return {"code": row["code"], "step": step, "status": "ready", "step_at": work.now}


def cancel_packages(work: Work, order_id: str) -> Sequence[str]:
    """Cancel the packages of a cancelled order that have not left; returns their codes."""
    where = and_(
        packages.c.tenant_id == work.tenant_id,
        packages.c.order_id == order_id,
        packages.c.status.in_(("open", "closed")),
    )
    codes = [row["code"] for row in work.all(select(packages.c.code).where(where).order_by(packages.c.code))]
    work.execute(update(packages).where(where).values(status="cancelled"))
    if codes:
        work.announce("packages", order_id=order_id)
    return codes
