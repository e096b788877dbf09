"""What may be read of pieces: one with all that is needed to judge a scan, and its life line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import RowMapping, Select, and_, or_, select

from shuanglun.factory.pieces.errors import piece_not_found
from shuanglun.factory.pieces.model import next_operation
from shuanglun.factory.pieces.neighbours import neighbour
from shuanglun.factory.pieces.outcome import Row
from shuanglun.factory.pieces.tables import pieces, units
from shuanglun.kernel.codes import CodeError, parse_code
from shuanglun.kernel.length import millimetres
from shuanglun.storage import Work

_PART_COLUMNS = (
    "row_key",
    "role",
    "name_zh",
    "name_en",
    "qty_per_unit",
    "length",
    "width",
    "thickness",
    "cut_length",
    "cut_width",
    "grain",
    "edges",
    "material_code",
    "colour",
    "route",
    "pack_group",
    "into_role",
    "weight_g",
)


def select_pieces(work: Work) -> Select[Any]:
    """Pieces with their part, order, unit and lot, all of this tenant; narrow it with ``where``."""
    specs, orders, lots = neighbour("part_specs"), neighbour("orders"), neighbour("lots")
    joined = (
        pieces.join(specs, and_(specs.c.tenant_id == pieces.c.tenant_id, specs.c.id == pieces.c.part_spec_id))
        .join(orders, and_(orders.c.tenant_id == pieces.c.tenant_id, orders.c.id == pieces.c.order_id))
        .join(units, and_(units.c.tenant_id == pieces.c.tenant_id, units.c.id == pieces.c.unit_id))
        .outerjoin(lots, and_(lots.c.tenant_id == pieces.c.tenant_id, lots.c.id == pieces.c.lot_id))
    )
    return (
        select(
            pieces,
            *(specs.c[name] for name in _PART_COLUMNS),
            orders.c.no.label("order_no"),
            orders.c.status.label("order_status"),
            units.c.label.label("unit_label"),
            lots.c.no.label("lot_no"),
            lots.c.status.label("lot_status"),
        )
        .select_from(joined)
        .where(pieces.c.tenant_id == work.tenant_id)
    )


def lock_piece(work: Work, code: str) -> RowMapping | None:
    """The piece of this code, held until the transaction ends; None when this factory has none."""
    return work.first(select_pieces(work).where(pieces.c.code == code).with_for_update(of=pieces))


def lock_assembly(work: Work, assembly_code: str) -> tuple[RowMapping | None, list[RowMapping]]:
    """An assembly piece and its members that still count (not scrapped, not cancelled), held until the transaction ends."""
    rows = work.all(
        select_pieces(work)
        .where(or_(pieces.c.code == assembly_code, pieces.c.into_code == assembly_code))
        .order_by(pieces.c.code)
        .with_for_update(of=pieces)
    )
    assembly = next((row for row in rows if row["code"] == assembly_code), None)
    members = [r for r in rows if r["code"] != assembly_code and r["status"] not in {"scrapped", "cancelled"}]
    return assembly, members


def size_of(row: Row) -> str:
    """Finished size as people write it: "2050 × 800 × 40" in mm."""
    return " × ".join(millimetres(row[name]) for name in ("length", "width", "thickness"))


def piece_brief(row: Row, **changed: Any) -> dict[str, Any]:
    """A piece as scans and lists show it; ``changed`` holds columns this transaction has just written."""
    now = {**row, **changed}
    return {
        "code": now["code"],
        "part_spec_id": now["part_spec_id"],
        "unit_id": now["unit_id"],
        "unit_label": now["unit_label"],
        "name_zh": now["name_zh"],
        "name_en": now["name_en"],
        "size": size_of(row),
        "length": now["length"],
        "width": now["width"],
        "thickness": now["thickness"],
        "edges": now["edges"],
        "grain": now["grain"],
        "colour": now["colour"],
        "material_code": now["material_code"],
        "status": now["status"],
        "step": now["step"],
        "route": now["route"],
        "next": next_operation(now["route"], now["step"]),
        "lot_no": now["lot_no"],
        "into_code": now["into_code"],
        "package_code": now["package_code"],
    }


def known_code(text: str, kind: str) -> str | None:
    """The stored form of a code someone typed into an address, None when it is no code of that kind."""
    try:
        code = parse_code(text)
    except CodeError:
        return None
    return str(code) if code.kind == kind else None


def life_line(work: Work, text: str) -> dict[str, Any]:
    """Everything that is known of one piece: what it is, where it is, and every scan of it, the oldest first.

    The scans of the assembly it was pressed into belong to it too.

    Raises:
        NotFound: no such piece in this factory.
    """
    code = known_code(text, "piece")
    row = work.first(select_pieces(work).where(pieces.c.code == code)) if code else None
    if row is None:
        raise piece_not_found(text)
    return {
        **{key: row[key] for key in ("code", "status", "route", "step", "lot_no", "pattern_id", "package_code")},
        "cured_at": row["cured_at"],
        "into_code": row["into_code"],
        "part": _part(work, row),
        "order": {"id": row["order_id"], "no": row["order_no"]},
        "unit": {"id": row["unit_id"], "label": row["unit_label"]},
        "members": _members(work, row["code"]),
        "remake_of": row["remake_of"],
        "remade_as": remade_as(work, row["code"]),
        "events": _events(work, [row["code"], *([row["into_code"]] if row["into_code"] else [])]),
    }


def _part(work: Work, row: RowMapping) -> dict[str, Any]:
    lines = neighbour("order_lines")
    line_no = work.scalar(
        select(lines.c.line_no).where(lines.c.tenant_id == work.tenant_id, lines.c.id == row["order_line_id"])
    )
    part = {name: row[name] for name in _PART_COLUMNS}
    return {"id": row["part_spec_id"], "order_line_id": row["order_line_id"], "line_no": line_no, **part}


def _members(work: Work, code: str) -> list[dict[str, Any]]:
    rows = work.all(select_pieces(work).where(pieces.c.into_code == code).order_by(pieces.c.code))
    return [{key: row[key] for key in ("code", "name_zh", "name_en", "status")} for row in rows]


def remade_as(work: Work, code: str) -> str | None:
    """The code of the piece made in place of this one."""
    found: str | None = work.scalar(
        select(pieces.c.code).where(pieces.c.tenant_id == work.tenant_id, pieces.c.remake_of == code)
    )
    return found


def _events(work: Work, codes: Sequence[str]) -> list[dict[str, Any]]:
    events, stations, people = neighbour("scan_events"), neighbour("stations"), neighbour("people")
    joined = events.outerjoin(
        stations, and_(stations.c.tenant_id == events.c.tenant_id, stations.c.id == events.c.station_id)
    ).outerjoin(people, and_(people.c.tenant_id == events.c.tenant_id, people.c.id == events.c.person_id))
    shown = (events.c.happened_at, events.c.received_at, events.c.action, events.c.verdict, events.c.reason)
    rows = work.all(
        select(*shown, events.c.code, stations.c.name.label("station"), people.c.name.label("person"))
        .select_from(joined)
        .where(events.c.tenant_id == work.tenant_id, events.c.code.in_(codes))
        .order_by(events.c.seq)
    )
    return [dict(row) for row in rows]
