"""Cached status that follows a scan: the piece, its lot and pattern, its unit, its order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, Select, Text, and_, bindparam, case, cast, exists, func, select, update

from shuanglun.factory.pieces.neighbours import neighbour
from shuanglun.factory.pieces.outcome import Row
from shuanglun.factory.pieces.tables import pieces, units
from shuanglun.storage import Work

_OPEN = ("planned", "in_process")
_UNITS_DONE = ("packed", "shipped", "scrapped", "cancelled")


def write_piece(work: Work, row: Row, **values: Any) -> bool:
    """Write a piece's new state if it still stands where it was read; False when something else moved it."""
    result = work.execute(
        update(pieces)
        .where(
            pieces.c.tenant_id == work.tenant_id,
            pieces.c.code == row["code"],
            pieces.c.step == row["step"],
            pieces.c.status == row["status"],
        )
        .values(**values)
    )
    return bool(result.rowcount == 1)


def write_pieces(work: Work, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write ``step``, ``status`` and ``step_at`` of many pieces at once."""
    values = [{"b_code": r["code"], "step": r["step"], "status": r["status"], "step_at": r["step_at"]} for r in rows]
    if values:
        where = and_(pieces.c.tenant_id == work.tenant_id, pieces.c.code == bindparam("b_code"))
        work.execute(update(pieces).where(where), values)


def start_order(work: Work, row: Row) -> None:
    """The first right scan of an order puts it into production."""
    if row["order_status"] in {"released", "planned"}:
        orders = neighbour("orders")
        work.execute(
            update(orders)
            .where(
                orders.c.tenant_id == work.tenant_id,
                orders.c.id == row["order_id"],
                orders.c.status.in_(("released", "planned")),
            )
            .values(status="in_production")
        )
        work.announce("orders", order_id=row["order_id"])


def refresh_unit(work: Work, unit_id: str) -> None:
    """A unit is made at the instant its last piece was packed; it is not made any more when a piece is taken out."""
    row = work.first(
        select(
            func.sum(case((pieces.c.status.in_(_UNITS_DONE), 0), else_=1)).label("waiting"),
            func.max(case((pieces.c.status.in_(("packed", "shipped")), pieces.c.step_at))).label("last"),
        ).where(pieces.c.tenant_id == work.tenant_id, pieces.c.unit_id == unit_id, pieces.c.into_code.is_(None))
    )
    made_at = None if row is None or row["waiting"] else row["last"]
    where = and_(units.c.tenant_id == work.tenant_id, units.c.id == unit_id)
    work.execute(update(units).where(where).values(made_at=made_at))


def advance_lot(work: Work, row: Row, status: str) -> None:
    """A lot is in production from its first right scan, and done when no piece of it waits for work."""
    if row["lot_id"] is None:
        return
    lots = neighbour("lots")
    where = and_(lots.c.tenant_id == work.tenant_id, lots.c.id == row["lot_id"])
    if row["lot_status"] == "released":
        work.execute(update(lots).where(where, lots.c.status == "released").values(status="in_production"))
    if status not in _OPEN:
        waiting = exists().where(
            pieces.c.tenant_id == work.tenant_id, pieces.c.lot_id == row["lot_id"], pieces.c.status.in_(_OPEN)
        )
        work.execute(update(lots).where(where, lots.c.status == "in_production", ~waiting).values(status="done"))


def settle_lots(work: Work, order_id: str) -> None:
    """After an order's pieces were cancelled: a lot with no piece left is cancelled, one with no open piece is done."""
    lots = neighbour("lots")
    of_order = select(pieces.c.lot_id).where(
        pieces.c.tenant_id == work.tenant_id, pieces.c.order_id == order_id, pieces.c.lot_id.is_not(None)
    )
    mine = and_(lots.c.tenant_id == work.tenant_id, lots.c.id.in_(of_order))
    member = and_(pieces.c.tenant_id == work.tenant_id, pieces.c.lot_id == lots.c.id)
    counts = exists().where(member, pieces.c.status.not_in(("scrapped", "cancelled")))
    waits = exists().where(member, pieces.c.status.in_(_OPEN))
    begun = lots.c.status.in_(("released", "in_production"))
    work.execute(update(lots).where(mine, begun, ~counts).values(status="cancelled"))
    work.execute(update(lots).where(mine, lots.c.status == "in_production", ~waits).values(status="done"))


def advance_pattern(work: Work, row: RowMapping, at: datetime) -> bool:
    """A pattern is sawn when none of its pieces is still whole board; True when this was its last piece."""
    if row["pattern_id"] is None:
        return False
    patterns = neighbour("patterns")
    waiting = exists().where(
        pieces.c.tenant_id == work.tenant_id,
        pieces.c.lot_id == row["lot_id"],
        pieces.c.pattern_id == row["pattern_id"],
        pieces.c.status == "planned",
    )
    mine = and_(patterns.c.tenant_id == work.tenant_id, patterns.c.id == row["pattern_id"])
    sawn = work.execute(update(patterns).where(mine, patterns.c.sawn_at.is_(None), ~waiting).values(sawn_at=at))
    return sawn.rowcount == 1


def select_standing(work: Work, *columns: Any) -> Select[Any]:
    """How many pieces stand at which step of which route, by ``columns`` of pieces; narrow it with ``where``."""
    specs = neighbour("part_specs")
    route = cast(specs.c.route, Text).label("route_text")
    joined = pieces.join(specs, and_(specs.c.tenant_id == pieces.c.tenant_id, specs.c.id == pieces.c.part_spec_id))
    return (
        select(*columns, route, pieces.c.step, func.count().label("pieces"))
        .select_from(joined)
        .where(pieces.c.tenant_id == work.tenant_id, pieces.c.status.not_in(("scrapped", "cancelled")))
        .group_by(*columns, route, pieces.c.step)
    )
