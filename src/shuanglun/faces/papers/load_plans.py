"""Loading what cut plans, cut lists and part lists say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import RowMapping, and_, func, select

from shuanglun.faces.papers.content import (
    CutList,
    CutPlanPaper,
    Edges,
    HardwareRow,
    PartList,
    PartRow,
    PatternDrawing,
    PlanFigures,
    Rect,
)
from shuanglun.faces.papers.finding_things import lot_row, name_of, not_found, order_row
from shuanglun.faces.papers.geometry import pattern_from_geometry
from shuanglun.faces.papers.load_pieces import load_cut_rows
from shuanglun.factory.cutting_room.tables import cut_plans, offcuts, patterns
from shuanglun.factory.orders.tables import order_lines
from shuanglun.factory.pieces.tables import pieces, units
from shuanglun.factory.splitting import current_run
from shuanglun.factory.splitting.tables import hardware_specs, part_specs
from shuanglun.kernel.text import Text
from shuanglun.storage import Work

_Named = dict[str, tuple[str, Text]]
_Rests = dict[tuple[int, int], list[str]]


def figures_from(stored: Mapping[str, Any]) -> PlanFigures:
    """The figures the cutting engine keeps (areas in 0.01 mm², shares in basis points) as the papers show them."""
    sheet, used, kept = (stored.get(key) or 0 for key in ("sheet_area", "used_area", "offcut_area"))
    return PlanFigures(
        sheets=stored.get("sheets") or 0,
        bound=stored.get("bound"),
        gap=stored.get("gap"),
        waste=stored.get("waste"),
        yield_share=(used * 20_000 + sheet) // (2 * sheet) if sheet else None,
        cuts=stored.get("cuts"),
        cut_length=stored.get("cut_length"),
        offcut_area_mm2=(kept + 50) // 100,
        cost_fen=stored.get("cost"),
        optimal=bool(stored.get("optimal")),
    )


def _current_plan(work: Work, lot_id: str) -> RowMapping | None:
    return work.first(
        select(cut_plans)
        .where(cut_plans.c.tenant_id == work.tenant_id, cut_plans.c.lot_id == lot_id, cut_plans.c.status == "current")
        .order_by(cut_plans.c.created_at.desc())
    )


def _kerf(plan: RowMapping | None) -> int | None:
    settings = {} if plan is None else plan["settings"]
    kerf = (settings.get("saw") or settings).get("kerf")
    return None if kerf is None else int(kerf)


def _pieces_by_code(work: Work, lot_id: str) -> _Named:
    """Unit label and name of a lot's pieces."""
    mine = pieces.c.tenant_id
    rows = work.all(
        select(pieces.c.code, units.c.label, part_specs.c.name_zh, part_specs.c.name_en)
        .join(units, and_(units.c.tenant_id == mine, units.c.id == pieces.c.unit_id))
        .join(part_specs, and_(part_specs.c.tenant_id == mine, part_specs.c.id == pieces.c.part_spec_id))
        .where(mine == work.tenant_id, pieces.c.lot_id == lot_id)
    )
    return {row["code"]: (row["label"], name_of(row)) for row in rows}


def _rests_by_pattern(work: Work, pattern_ids: Sequence[str]) -> dict[str, _Rests]:
    """Codes of the off-cuts that patterns make, by their size."""
    found: dict[str, _Rests] = defaultdict(lambda: defaultdict(list))
    rows = work.all(
        select(offcuts)
        .where(offcuts.c.tenant_id == work.tenant_id, offcuts.c.pattern_id.in_(pattern_ids))
        .order_by(offcuts.c.code)
    )
    for row in rows:
        found[row["pattern_id"]][(row["length"], row["width"])].append(row["code"])
    return found


def _part(rect: Rect, named: _Named) -> Rect:
    known = [named[code] for code in rect.codes if code in named]
    if not known:
        return rect
    return replace(rect, labels=tuple(label for label, _ in known), name=known[0][1])


def _told(drawing: PatternDrawing, named: _Named, rests: _Rests) -> PatternDrawing:
    """The drawing with the unit on every part and the code on every off-cut; rests of one size take theirs in turn."""
    waiting = {size: list(codes) for size, codes in rests.items()}
    rects = []
    for rect in drawing.rects:
        if rect.kind == "part":
            rects.append(_part(rect, named))
        elif rect.kind == "offcut" and not rect.codes:
            codes = waiting.get((rect.length, rect.width), [])
            rects.append(replace(rect, codes=tuple(codes[: drawing.run_qty])))
            del codes[: drawing.run_qty]
        else:
            rects.append(rect)
    return replace(drawing, rects=tuple(rects))


def _drawings(work: Work, rows: Sequence[RowMapping], lot_id: str) -> tuple[PatternDrawing, ...]:
    named = _pieces_by_code(work, lot_id)
    rests = _rests_by_pattern(work, [row["id"] for row in rows])
    bare = (
        pattern_from_geometry(row["geometry"], no=row["no"], board_code=row["board_code"], run_qty=row["run_qty"])
        for row in rows
    )
    return tuple(_told(drawing, named, rests[row["id"]]) for drawing, row in zip(bare, rows, strict=True))


def load_cut_plan(work: Work, lot_id: str) -> CutPlanPaper:
    """The current cut plan of a lot; a lot that is not sawn has no patterns.

    Raises:
        NotFound: no such lot in this factory.
    """
    lot = lot_row(work, lot_id)
    plan = _current_plan(work, lot_id)
    rows: Sequence[RowMapping] = []
    if plan is not None:
        rows = work.all(
            select(patterns)
            .where(patterns.c.tenant_id == work.tenant_id, patterns.c.cut_plan_id == plan["id"])
            .order_by(patterns.c.no)
        )
    return CutPlanPaper(
        lot_no=lot["no"],
        material=lot["material_code"] or "",
        thickness=lot["thickness"] or 0,
        due_on=lot["due_on"],
        pieces=lot["pieces"],
        patterns=_drawings(work, rows, lot_id),
        figures=PlanFigures() if plan is None else figures_from(plan["figures"]),
        kerf=_kerf(plan),
        engine="" if plan is None else plan["engine"],
    )


def load_pattern(work: Work, pattern_id: str) -> tuple[PatternDrawing, int]:
    """One pattern, and the kerf it was planned with.

    Raises:
        NotFound: no such pattern in this factory.
    """
    row = work.first(select(patterns).where(patterns.c.tenant_id == work.tenant_id, patterns.c.id == pattern_id))
    if row is None:
        raise not_found("pattern")
    plan = work.first(
        select(cut_plans).where(cut_plans.c.tenant_id == work.tenant_id, cut_plans.c.id == row["cut_plan_id"])
    )
    return _drawings(work, [row], row["lot_id"])[0], _kerf(plan) or 0


def load_cut_list(work: Work, lot_id: str) -> CutList:
    """A lot's pieces in sawing order.

    Raises:
        NotFound: no such lot in this factory.
    """
    lot = lot_row(work, lot_id)
    plan = _current_plan(work, lot_id)
    return CutList(
        lot_no=lot["no"],
        material=lot["material_code"] or "",
        thickness=lot["thickness"] or 0,
        due_on=lot["due_on"],
        rows=tuple(load_cut_rows(work, lot_id)),
        figures=PlanFigures() if plan is None else figures_from(plan["figures"]),
    )


def _part_row(row: RowMapping) -> PartRow:
    return PartRow(
        line_no=row["line_no"],
        position=row["position"],
        name=name_of(row),
        quantity=row["qty_per_unit"] * row["line_quantity"],
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
        pack_group=row["pack_group"],
        weight_g=row["weight_g"],
    )


def _hardware_row(row: RowMapping) -> HardwareRow:
    quantity = row["qty_per_unit"] * row["line_quantity"]
    return HardwareRow(row["line_no"], row["position"], row["item"], name_of(row), quantity, row["unit"])


def _split_rows(work: Work, table: Any, run_id: str | None) -> Sequence[RowMapping]:
    """Rows of a split with their order line."""
    lines = order_lines
    return work.all(
        select(table, lines.c.line_no, lines.c.position, lines.c.quantity.label("line_quantity"))
        .join(lines, and_(lines.c.tenant_id == table.c.tenant_id, lines.c.id == table.c.order_line_id))
        .where(table.c.tenant_id == work.tenant_id, table.c.split_run_id == run_id)
        .order_by(lines.c.line_no, table.c.id)
    )


def load_part_list(work: Work, order_id: str) -> PartList:
    """The parts and the hardware of an order by its newest split; empty before its release.

    Raises:
        NotFound: no such order in this factory.
    """
    order = order_row(work, order_id)
    run = current_run(work, order_id)
    run_id = run["id"] if run else None
    mine = (
        (order_lines.c.tenant_id == work.tenant_id)
        & (order_lines.c.order_id == order_id)
        & order_lines.c.retired_at.is_(None)
    )
    return PartList(
        order_no=order["no"],
        customer=order["customer"],
        due_on=order["due_on"],
        units=work.scalar(select(func.coalesce(func.sum(order_lines.c.quantity), 0)).where(mine)),
        parts=tuple(_part_row(row) for row in _split_rows(work, part_specs, run_id)),
        hardware=tuple(_hardware_row(row) for row in _split_rows(work, hardware_specs, run_id)),
    )
