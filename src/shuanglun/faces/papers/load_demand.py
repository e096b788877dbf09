"""Loading what must be bought: parts and hardware of orders or of a lot, boards, and what cut plans already take."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, RowMapping, and_, func, select

from shuanglun.engines.demand import BoardSize, Demand, DemandPart, Item, PlannedBoards, Rules, demand
from shuanglun.faces.papers.finding_things import lot_row, name_of, not_found
from shuanglun.factory.cutting_room import list_board_types
from shuanglun.factory.cutting_room.tables import cut_plans, patterns
from shuanglun.factory.orders.tables import order_lines, orders
from shuanglun.factory.pieces.tables import hardware_bags, pieces
from shuanglun.factory.splitting.tables import part_specs
from shuanglun.kernel.text import Text
from shuanglun.storage import Work

_GONE = ("scrapped", "cancelled")
_OPEN = ("released", "planned", "in_production")


@dataclass(frozen=True, slots=True)
class DemandPaper:
    """A demand with what it is of: its title (order, lot), the orders it covers, the rules it was made by."""

    title: str
    orders: tuple[str, ...]
    rules: Rules
    demand: Demand


def _rows(work: Work, *wanted: ColumnElement[bool]) -> Sequence[RowMapping]:
    """Part specifications with how many pieces of them there are, by the cut plan they lie in."""
    mine = pieces.c.tenant_id
    counted = (
        select(pieces.c.part_spec_id, pieces.c.order_id, patterns.c.cut_plan_id, func.count().label("qty"))
        .outerjoin(patterns, and_(patterns.c.tenant_id == mine, patterns.c.id == pieces.c.pattern_id))
        .where(mine == work.tenant_id, pieces.c.status.not_in(_GONE), *wanted)
        .group_by(pieces.c.part_spec_id, pieces.c.order_id, patterns.c.cut_plan_id)
        .subquery()
    )
    return work.all(
        select(counted.c.qty, counted.c.cut_plan_id, part_specs, orders.c.no.label("order_no"), order_lines.c.params)
        .select_from(counted)
        .join(part_specs, and_(part_specs.c.tenant_id == work.tenant_id, part_specs.c.id == counted.c.part_spec_id))
        .join(
            order_lines,
            and_(order_lines.c.tenant_id == work.tenant_id, order_lines.c.id == part_specs.c.order_line_id),
        )
        .join(orders, and_(orders.c.tenant_id == work.tenant_id, orders.c.id == counted.c.order_id))
        .order_by(orders.c.no, part_specs.c.id)
    )


def _raw_skinned(work: Work, rows: Sequence[RowMapping]) -> set[tuple[str, str]]:
    """Order lines and the roles of their assemblies whose skins have no decor: somebody paints these on both faces."""
    spec = part_specs.c
    raw = (spec.role == "skin", spec.colour.is_(None), spec.into_role.is_not(None))
    runs = spec.split_run_id.in_({row["split_run_id"] for row in rows})
    found = work.all(select(spec.order_line_id, spec.into_role).where(spec.tenant_id == work.tenant_id, runs, *raw))
    return {(row["order_line_id"], row["into_role"]) for row in found}


def _part(row: RowMapping, raw: set[tuple[str, str]]) -> DemandPart:
    """A row of parts; what is made up of other parts is banded and painted in the colour of its line."""
    edges = row["edges"]
    material = row["material_code"] or ""
    return DemandPart(
        order_no=row["order_no"],
        material=material,
        name=name_of(row),
        qty=row["qty"],
        length=row["length"],
        width=row["width"],
        thickness=row["thickness"],
        cut_length=row["cut_length"],
        cut_width=row["cut_width"],
        **{side: int(edges.get(side) or 0) for side in ("front", "back", "left", "right")},
        colour=row["colour"] or str(row["params"].get("colour") or ""),
        glass="glass" in row["role"] or "玻璃" in material,
        painted=2 if not material and (row["order_line_id"], row["role"]) in raw else 0,
    )


def _planned(work: Work, rows: Sequence[RowMapping]) -> list[PlannedBoards]:
    """The whole sheets of the plans that rows lie in, and the rows' share of each plan by part area."""
    ours: dict[str, int] = defaultdict(int)
    for row in rows:
        if row["cut_plan_id"] is not None:
            ours[row["cut_plan_id"]] += row["qty"] * row["cut_length"] * row["cut_width"]
    if not ours:
        return []
    plan, pattern = cut_plans.c, patterns.c
    found = work.all(
        select(plan.id, plan.figures, pattern.board_code, func.sum(pattern.run_qty).label("sheets"))
        .join(patterns, and_(pattern.tenant_id == plan.tenant_id, pattern.cut_plan_id == plan.id))
        .where(plan.tenant_id == work.tenant_id, plan.id.in_(list(ours)))
        .group_by(plan.id, plan.figures, pattern.board_code)
        .order_by(plan.id, pattern.board_code)
    )
    materials = {board["code"]: board["material_code"] for board in list_board_types(work)}
    return [
        PlannedBoards(materials[row["board_code"]], row["board_code"], int(row["sheets"]), ours[row["id"]], whole)
        for row in found
        if row["board_code"] in materials and (whole := row["figures"].get("used_area") or 0)
    ]


def _boards(work: Work) -> list[BoardSize]:
    names = ("code", "material_code", "length", "width", "cost_fen")
    return [BoardSize(*(row[name] for name in names)) for row in list_board_types(work)]


def _hardware(work: Work, order_ids: Sequence[str]) -> list[Item]:
    bags = work.all(
        select(hardware_bags.c.contents).where(
            hardware_bags.c.tenant_id == work.tenant_id,
            hardware_bags.c.order_id.in_(order_ids),
            hardware_bags.c.status.not_in(_GONE),
        )
    )
    return [
        Item(one["item"], Text(one["name_zh"], one["name_en"]), one["qty"], one["unit"])
        for bag in bags
        for one in bag["contents"]
    ]


def _paper(work: Work, title: str, rows: Sequence[RowMapping], hardware: list[Item], rules: Rules) -> DemandPaper:
    raw = _raw_skinned(work, rows)
    parts = [_part(row, raw) for row in rows]
    unplanned = [part for part, row in zip(parts, rows, strict=True) if row["cut_plan_id"] is None and part.cut_area]
    need = demand(parts, hardware, _boards(work), _planned(work, rows), rules, unplanned)
    return DemandPaper(title, tuple(dict.fromkeys(part.order_no for part in parts)), rules, need)


def load_orders_demand(work: Work, order_ids: Sequence[str], rules: Rules) -> DemandPaper:
    """What the orders need together, as they are released; without any named, all that are released and not packed yet.

    An order that is not released needs nothing yet.

    Raises:
        NotFound: one of the orders is not this factory's.
    """
    wanted = list(dict.fromkeys(order_ids))
    mine = select(orders.c.id, orders.c.no).where(orders.c.tenant_id == work.tenant_id)
    known = work.all(mine.where(orders.c.id.in_(wanted) if wanted else orders.c.status.in_(_OPEN)))
    if wanted and len(known) != len(wanted):
        raise not_found("order")
    found = [row["id"] for row in known]
    numbers = sorted(row["no"] for row in known)
    more = f" +{len(numbers) - 1}" if len(numbers) > 1 else ""
    title = f"{numbers[0]}{more}" if numbers else ""
    return _paper(work, title, _rows(work, pieces.c.order_id.in_(found)), _hardware(work, found), rules)


def load_lot_demand(work: Work, lot_id: str, rules: Rules) -> DemandPaper:
    """What the pieces of a lot need; hardware goes with orders, not with lots.

    Raises:
        NotFound: no such lot in this factory.
    """
    lot = lot_row(work, lot_id)
    return _paper(work, lot["no"], _rows(work, pieces.c.lot_id == lot_id), [], rules)
