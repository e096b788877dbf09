"""Loading what machine files say: cut plans whole, parts with their sizes, edges and machining."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from sqlalchemy import ColumnElement, RowMapping, and_, select

from shuanglun.engines.drawing import Machining, PartShape
from shuanglun.engines.machine_files import PartInfo, PlanJob
from shuanglun.faces.papers.finding_things import lot_row, name_of, order_row
from shuanglun.factory.cutting_room import plan_document
from shuanglun.factory.orders.tables import order_lines, orders
from shuanglun.factory.pieces.tables import pieces
from shuanglun.factory.splitting.tables import part_specs
from shuanglun.kernel.errors import Refused
from shuanglun.kernel.length import millimetres
from shuanglun.kernel.text import Text
from shuanglun.storage import Work

_GONE = ("scrapped", "cancelled")
Per = Literal["part", "piece"]


def _rows(work: Work, *wanted: ColumnElement[bool]) -> Sequence[RowMapping]:
    """Pieces that are there, with their specification and their order's number."""
    mine = pieces.c.tenant_id
    return work.all(
        select(pieces.c.code, pieces.c.part_spec_id, part_specs, orders.c.no.label("order_no"), order_lines.c.line_no)
        .join(part_specs, and_(part_specs.c.tenant_id == mine, part_specs.c.id == pieces.c.part_spec_id))
        .join(orders, and_(orders.c.tenant_id == mine, orders.c.id == pieces.c.order_id))
        .join(order_lines, and_(order_lines.c.tenant_id == mine, order_lines.c.id == pieces.c.order_line_id))
        .where(mine == work.tenant_id, pieces.c.status.not_in(_GONE), *wanted)
        .order_by(orders.c.no, order_lines.c.line_no, part_specs.c.id, pieces.c.code)
    )


def shape_of(row: Mapping[str, Any] | RowMapping, qty: int = 1) -> PartShape:
    """A stored part specification as something to draw or to work."""
    edges: Mapping[str, Any] = row["edges"]
    return PartShape(
        key=row["row_key"],
        name=name_of(row),
        length=row["length"],
        width=row["width"],
        thickness=row["thickness"],
        qty=qty,
        grain=row["grain"],
        **{side: int(edges.get(side) or 0) for side in ("front", "back", "left", "right")},
        material=row["material_code"] or "",
        role=row["role"],
        machining=tuple(machining_of(one) for one in row["machining"] or ()),
    )


def machining_of(stored: Mapping[str, Any]) -> Machining:
    """One stored operation; names and notes of it are for people and are left out."""
    names = (
        "key",
        "kind",
        "face",
        "x",
        "y",
        "depth",
        "diameter",
        "length",
        "width",
        "angle",
        "qty",
        "pitch_x",
        "pitch_y",
    )
    return Machining(**{name: stored[name] for name in names}, tool=stored.get("tool", ""))


def _named(rows: Sequence[RowMapping], per: Per) -> dict[str, PartShape]:
    """Shapes by the name their files get: the scan code of a piece, or order, line and row of a part."""
    counts: dict[str, int] = {}
    for row in rows:
        counts[row["part_spec_id"]] = counts.get(row["part_spec_id"], 0) + 1
    found: dict[str, PartShape] = {}
    for row in rows:
        name = row["code"] if per == "piece" else f"{row['order_no']}-{row['line_no']}-{row['row_key']}"
        found.setdefault(name, shape_of(row, 1 if per == "piece" else counts[row["part_spec_id"]]))
    return found


def load_lot_shapes(work: Work, lot_id: str, per: Per = "part") -> tuple[str, dict[str, PartShape]]:
    """A lot's number and its parts by the name of their file.

    Raises:
        NotFound: no such lot in this factory.
    """
    lot = lot_row(work, lot_id)
    return lot["no"], _named(_rows(work, pieces.c.lot_id == lot_id), per)


def load_order_shapes(work: Work, order_id: str, per: Per = "part") -> tuple[str, dict[str, PartShape]]:
    """An order's number and its parts by the name of their file.

    Raises:
        NotFound: no such order in this factory.
    """
    order = order_row(work, order_id)
    return order["no"], _named(_rows(work, pieces.c.order_id == order_id), per)


def load_plan_job(work: Work, lot_id: str, per: Per = "part") -> PlanJob:
    """The current cut plan of a lot, with what its parts are and what is worked on them.

    Raises:
        NotFound: no such lot in this factory.
        Refused: it has no cut plan, or one that was made before plans were kept whole (``LOT-NO-PLAN``).
    """
    lot = lot_row(work, lot_id)
    document = plan_document(work, lot_id)
    if document is None:
        raise Refused(
            "LOT-NO-PLAN",
            Text("这个批次没有可用的开料方案，请重新排版", "this lot has no cut plan to write; plan it again"),
        )
    problem, plan, thickness = document
    rows = {row["code"]: row for row in _rows(work, pieces.c.lot_id == lot_id)}
    known = [(part.key, next((rows[code] for code in part.pieces if code in rows), None)) for part in problem.parts]
    info = {key: _info(row) for key, row in known if row is not None}
    shapes = {key: shape_of(row) for key, row in known if row is not None}
    return PlanJob(lot["no"], problem, plan, thickness, info, shapes)


def _info(row: RowMapping) -> PartInfo:
    edges = tuple(millimetres(int(row["edges"].get(side) or 0)) for side in ("front", "back", "left", "right"))
    told = tuple("" if edge == "0" else edge for edge in edges)
    return PartInfo(row["name_zh"], row["order_no"], row["length"], row["width"], (told[0], told[1], told[2], told[3]))
