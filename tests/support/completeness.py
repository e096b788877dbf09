"""Parts out = parts in: the books of an order from its lines through split, pieces, lots, cut plans and packages.

``discrepancies`` reads the tables as they are and compares every stage with the one before; what the lines need is computed
anew by the splitting engine, which the stored rows had no part in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import RowMapping, and_, select

from shuanglun.factory.cutting_room import plan_document
from shuanglun.factory.orders.tables import order_lines
from shuanglun.factory.packing.tables import package_items, packages
from shuanglun.factory.pieces.tables import hardware_bags, pieces
from shuanglun.factory.planning.tables import lots
from shuanglun.factory.splitting import SplitLine, split, with_panels
from shuanglun.factory.splitting.tables import hardware_specs, part_specs
from shuanglun.factory.templates import catalogue_of
from shuanglun.storage import Work

Row = tuple[str, str]  # order line, row of the template


def discrepancies(work: Work, order_ids: Sequence[str]) -> list[str]:
    """What is too much, too little or in two places, in words; empty when the books are right."""
    found: list[str] = []
    for order_id in order_ids:
        wanted, hardware = _needed(work, order_id)
        stored = _pieces(work, order_id)
        made = Counter((row["order_line_id"], row["row_key"]) for row in stored)
        found += _differences(f"{order_id} split", wanted, _specified(work, order_id))
        found += _differences(f"{order_id} pieces", wanted, made)
        found += _differences(f"{order_id} hardware", hardware, _bagged(work, order_id))
        found += _assembled(order_id, stored)
        found += _lotted(work, order_id, stored)
        found += _packed(work, order_id, stored)
    found += _planned(work, order_ids)
    return found


def _differences(where: str, wanted: Counter[Any], got: Counter[Any]) -> Iterator[str]:
    for key in sorted({*wanted, *got}, key=str):
        if wanted[key] != got[key]:
            yield f"{where}: {key} should be {wanted[key]}, is {got[key]}"


def _lines(work: Work, order_id: str) -> Sequence[RowMapping]:
    return work.all(
        select(order_lines).where(order_lines.c.tenant_id == work.tenant_id, order_lines.c.order_id == order_id)
    )


def _needed(work: Work, order_id: str) -> tuple[Counter[Row], Counter[str]]:
    """What the lines need by the newest templates: parts by line and row, hardware by item."""
    lines = [SplitLine(r["id"], r["template_code"], r["params"], r["quantity"]) for r in _lines(work, order_id)]
    result = split(lines, with_panels(catalogue_of(work).get))
    parts: Counter[Row] = Counter()
    items: Counter[str] = Counter()
    for part in result.parts:
        parts[part.line, part.row_key] += part.quantity * part.qty_per_unit
    for one in result.hardware:
        items[one.item] += one.quantity * one.qty_per_unit
    return parts, items


def _specified(work: Work, order_id: str) -> Counter[Row]:
    rows = work.all(
        select(part_specs.c.order_line_id, part_specs.c.row_key, part_specs.c.qty_per_unit, order_lines.c.quantity)
        .join(order_lines, _same(order_lines, part_specs.c.order_line_id))
        .where(part_specs.c.tenant_id == work.tenant_id, part_specs.c.order_id == order_id)
    )
    found: Counter[Row] = Counter()
    for row in rows:
        found[row["order_line_id"], row["row_key"]] += row["qty_per_unit"] * row["quantity"]
    return found


def _same(table: Any, key: Any) -> Any:
    return and_(table.c.tenant_id == key.table.c.tenant_id, table.c.id == key)


def _pieces(work: Work, order_id: str) -> Sequence[RowMapping]:
    return work.all(
        select(pieces, part_specs.c.row_key, part_specs.c.route, part_specs.c.material_code)
        .join(part_specs, _same(part_specs, pieces.c.part_spec_id))
        .where(pieces.c.tenant_id == work.tenant_id, pieces.c.order_id == order_id)
    )


def _bagged(work: Work, order_id: str) -> Counter[str]:
    found: Counter[str] = Counter()
    query = select(hardware_bags.c.contents).where(hardware_bags.c.tenant_id == work.tenant_id)
    for bag in work.all(query.where(hardware_bags.c.order_id == order_id)):
        for one in bag["contents"]:
            found[one["item"]] += one["qty"]
    rows = work.all(
        select(hardware_specs.c.item, hardware_specs.c.qty_per_unit, order_lines.c.quantity)
        .join(order_lines, _same(order_lines, hardware_specs.c.order_line_id))
        .where(hardware_specs.c.tenant_id == work.tenant_id, hardware_specs.c.order_id == order_id)
    )
    told: Counter[str] = Counter()
    for row in rows:
        told[row["item"]] += row["qty_per_unit"] * row["quantity"]
    return found if found == told else Counter({**found, "bag and rows differ": 1})


def _assembled(order_id: str, stored: Sequence[RowMapping]) -> Iterator[str]:
    """Members go into an assembly of their own unit."""
    units = {row["code"]: row["unit_id"] for row in stored}
    for row in stored:
        if row["into_code"] is not None and units.get(row["into_code"]) != row["unit_id"]:
            yield f"{order_id} pressing: {row['code']} goes into {row['into_code']}, which is not of its unit"


def _lotted(work: Work, order_id: str, stored: Sequence[RowMapping]) -> Iterator[str]:
    """Each piece is in one lot that is there, of its material where it is cut."""
    known = {row["id"]: row for row in work.all(select(lots).where(lots.c.tenant_id == work.tenant_id))}
    for row in stored:
        lot = known.get(row["lot_id"] or "")
        if lot is None:
            yield f"{order_id} lots: {row['code']} has no lot"
        elif "saw" in row["route"] and (lot["kind"], lot["material_code"]) != ("cut", row["material_code"]):
            yield f"{order_id} lots: {row['code']} of {row['material_code']} is in {lot['no']} of {lot['material_code']}"


def _packed(work: Work, order_id: str, stored: Sequence[RowMapping]) -> Iterator[str]:
    """What is not pressed into another piece, and every bag, lies in one package of the order; nothing else does."""
    bags = select(hardware_bags.c.code).where(hardware_bags.c.tenant_id == work.tenant_id)
    wanted = Counter(row["code"] for row in stored if row["into_code"] is None)
    wanted += Counter(row["code"] for row in work.all(bags.where(hardware_bags.c.order_id == order_id)))
    inside = (
        select(package_items.c.item_code)
        .join(
            packages,
            and_(packages.c.tenant_id == package_items.c.tenant_id, packages.c.code == package_items.c.package_code),
        )
        .where(package_items.c.tenant_id == work.tenant_id, packages.c.order_id == order_id)
    )
    yield from _differences(f"{order_id} packages", wanted, Counter(row["item_code"] for row in work.all(inside)))


def _planned(work: Work, order_ids: Sequence[str]) -> Iterator[str]:
    """Every cut lot: its plan lays each of its pieces once, and the lot's own count is right."""
    mine = work.all(select(lots).where(lots.c.tenant_id == work.tenant_id, lots.c.kind != "pack"))
    for lot in mine:
        query = select(pieces.c.code, pieces.c.order_id).where(pieces.c.tenant_id == work.tenant_id)
        members = work.all(query.where(pieces.c.lot_id == lot["id"]))
        if len(members) != lot["pieces"]:
            yield f"{lot['no']}: says {lot['pieces']} pieces, has {len(members)}"
        if lot["kind"] == "cut" and any(row["order_id"] in order_ids for row in members):
            laid = Counter(_laid(work, lot["id"]))
            yield from _differences(f"{lot['no']} plan", Counter(row["code"] for row in members), laid)


def _laid(work: Work, lot_id: str) -> Iterable[str]:
    document = plan_document(work, lot_id)
    if document is None:
        return ()
    _, plan, _ = document
    return [one.piece for pattern in plan.patterns for one in pattern.placements()]
