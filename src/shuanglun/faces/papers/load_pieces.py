"""Loading what piece labels and cut lists say."""

from __future__ import annotations

from sqlalchemy import ColumnElement, RowMapping, Select, and_, select

from shuanglun.faces.papers.content import CutRow, Edges, PieceLabel
from shuanglun.faces.papers.finding_things import lot_row, name_of, not_found, order_row, scan_code
from shuanglun.factory.cutting_room.tables import patterns
from shuanglun.factory.orders.tables import order_lines, orders
from shuanglun.factory.pieces.tables import pieces, units
from shuanglun.factory.planning.tables import lots
from shuanglun.factory.splitting.tables import part_specs
from shuanglun.storage import Work

_GONE = ("scrapped", "cancelled")


def _query(work: Work, *wanted: ColumnElement[bool]) -> Select[tuple[object, ...]]:
    """Pieces of this tenant with all that stands on their labels, in sawing order."""
    mine = pieces.c.tenant_id
    return (
        select(
            pieces.c.code,
            pieces.c.pattern_id,
            pieces.c.pattern_pos,
            part_specs,
            orders.c.no.label("order_no"),
            orders.c.customer,
            order_lines.c.position,
            units.c.label.label("unit_label"),
            lots.c.no.label("lot_no"),
            patterns.c.no.label("pattern_no"),
            patterns.c.board_code,
        )
        .join(part_specs, and_(part_specs.c.tenant_id == mine, part_specs.c.id == pieces.c.part_spec_id))
        .join(orders, and_(orders.c.tenant_id == mine, orders.c.id == pieces.c.order_id))
        .join(order_lines, and_(order_lines.c.tenant_id == mine, order_lines.c.id == pieces.c.order_line_id))
        .join(units, and_(units.c.tenant_id == mine, units.c.id == pieces.c.unit_id))
        .outerjoin(lots, and_(lots.c.tenant_id == mine, lots.c.id == pieces.c.lot_id))
        .outerjoin(patterns, and_(patterns.c.tenant_id == mine, patterns.c.id == pieces.c.pattern_id))
        .where(mine == work.tenant_id, *wanted)
        .order_by(lots.c.no, patterns.c.no, pieces.c.pattern_pos, pieces.c.code)
    )


def _label(row: RowMapping) -> PieceLabel:
    return PieceLabel(
        code=row["code"],
        order_no=row["order_no"],
        customer=row["customer"],
        position=row["position"],
        unit=row["unit_label"],
        name=name_of(row),
        length=row["length"],
        width=row["width"],
        thickness=row["thickness"],
        cut_length=row["cut_length"],
        cut_width=row["cut_width"],
        material=row["material_code"] or "",
        colour=row["colour"] or "",
        grain=row["grain"],
        edges=Edges.from_dict(row["edges"]),
        route=tuple(row["route"]),
        lot_no=row["lot_no"] or "",
        pattern_no=row["pattern_no"],
        place=row["pattern_pos"],
        pack_group=row["pack_group"],
    )


def load_piece_label(work: Work, code: str) -> PieceLabel:
    """The label of one piece, scrapped or not.

    Raises:
        NotFound: no such piece in this factory.
    """
    row = work.first(_query(work, pieces.c.code == scan_code(code, "piece")))
    if row is None:
        raise not_found("piece")
    return _label(row)


def load_lot_labels(work: Work, lot_id: str) -> list[PieceLabel]:
    """The labels of a lot's pieces in sawing order.

    Raises:
        NotFound: no such lot in this factory.
    """
    lot_row(work, lot_id)
    rows = work.all(_query(work, pieces.c.lot_id == lot_id, pieces.c.status.not_in(_GONE)))
    return [_label(row) for row in rows]


def load_order_labels(work: Work, order_id: str) -> list[PieceLabel]:
    """The labels of an order's pieces, by lot and sawing order; pieces of no lot last or first as the database sorts.

    Raises:
        NotFound: no such order in this factory.
    """
    order_row(work, order_id)
    rows = work.all(_query(work, pieces.c.order_id == order_id, pieces.c.status.not_in(_GONE)))
    labels = [_label(row) for row in rows]
    # NULLs sort first on SQLite and last on PostgreSQL; unplanned pieces go last on both.
    return sorted(labels, key=lambda label: (not label.lot_no, label.lot_no))


def load_cut_rows(work: Work, lot_id: str) -> list[CutRow]:
    """A lot's pieces that lie on a pattern, in sawing order."""
    rows = work.all(
        _query(work, pieces.c.lot_id == lot_id, pieces.c.status.not_in(_GONE), pieces.c.pattern_id.is_not(None))
    )
    return [_cut_row(row) for row in rows]


def _cut_row(row: RowMapping) -> CutRow:
    return CutRow(
        pattern_no=row["pattern_no"],
        place=row["pattern_pos"],
        board_code=row["board_code"],
        code=row["code"],
        order_no=row["order_no"],
        customer=row["customer"],
        unit=row["unit_label"],
        name=name_of(row),
        material=row["material_code"] or "",
        cut_length=row["cut_length"],
        cut_width=row["cut_width"],
        length=row["length"],
        width=row["width"],
        thickness=row["thickness"],
        grain=row["grain"],
        edges=Edges.from_dict(row["edges"]),
    )
