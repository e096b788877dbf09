"""Planning the packages of an order, once, when it is released."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import RowMapping, and_, bindparam, select, update

from shuanglun.factory.packing.model import HARDWARE, Item, Package, Rules
from shuanglun.factory.packing.model import plan as group
from shuanglun.factory.packing.tables import package_items, packages
from shuanglun.factory.pieces import neighbour
from shuanglun.factory.pieces.tables import hardware_bags, pieces
from shuanglun.kernel.codes import make_code
from shuanglun.storage import Work, take_numbers

DEFAULT_RULES = Rules()


def plan_packages(work: Work, order_id: str, rules: Rules = DEFAULT_RULES) -> list[str]:
    """Plan the packages of an order whose pieces and hardware bags exist; returns their codes.

    Pieces that are pressed into another and parts with an empty pack group go into no package of their own. ``n`` of
    every package is the number of packages of the order; ``k`` is given when a package closes. An order that has
    packages is left alone (calling twice changes nothing).
    """
    known = work.all(
        select(packages.c.code)
        .where(packages.c.tenant_id == work.tenant_id, packages.c.order_id == order_id)
        .order_by(packages.c.code)
    )
    if known:
        return [row["code"] for row in known]
    planned = group([*_pieces(work, order_id), *_bags(work, order_id)], rules)
    if not planned:
        return []
    codes = [make_code("package", number) for number in take_numbers(work, "package", len(planned))]
    _write(work, order_id, list(zip(codes, planned, strict=True)))
    work.announce("packages", order_id=order_id)
    return codes


def _pieces(work: Work, order_id: str) -> list[Item]:
    specs, lines = neighbour("part_specs"), neighbour("order_lines")
    joined = pieces.join(
        specs, and_(specs.c.tenant_id == pieces.c.tenant_id, specs.c.id == pieces.c.part_spec_id)
    ).join(lines, and_(lines.c.tenant_id == pieces.c.tenant_id, lines.c.id == pieces.c.order_line_id))
    wanted = (pieces.c.code, pieces.c.unit_id, specs.c.pack_group, specs.c.weight_g, specs.c.length, specs.c.width)
    rows = work.all(
        select(*wanted, lines.c.position)
        .select_from(joined)
        .where(
            pieces.c.tenant_id == work.tenant_id,
            pieces.c.order_id == order_id,
            pieces.c.into_code.is_(None),
            pieces.c.status.not_in(("scrapped", "cancelled")),
            specs.c.pack_group != "",
        )
        .order_by(pieces.c.code)
    )
    return [_item(row) for row in rows]


def _item(row: RowMapping) -> Item:
    return Item(
        code=row["code"],
        group=row["pack_group"],
        unit_id=row["unit_id"],
        room=row["position"],
        weight_g=row["weight_g"],
        sides=(row["length"], row["width"]),
    )


def _bags(work: Work, order_id: str) -> list[Item]:
    rows = work.all(
        select(hardware_bags.c.code)
        .where(
            hardware_bags.c.tenant_id == work.tenant_id,
            hardware_bags.c.order_id == order_id,
            hardware_bags.c.status != "cancelled",
        )
        .order_by(hardware_bags.c.code)
    )
    return [Item(code=row["code"], group=HARDWARE) for row in rows]


def _write(work: Work, order_id: str, planned: Sequence[tuple[str, Package]]) -> None:
    work.insert(
        packages,
        [
            {
                "code": code,
                "order_id": order_id,
                "unit_id": package.unit_id,
                "pack_group": package.group,
                "n": len(planned),
                "status": "open",
                "weight_g": package.weight_g,
                "largest": package.largest,
            }
            for code, package in planned
        ],
    )
    placed = [(code, item) for code, package in planned for item in package.items]
    work.insert(package_items, [{"package_code": code, "item_code": item.code} for code, item in placed])
    for table, is_bag in ((pieces, False), (hardware_bags, True)):
        rows = [{"b_code": i.code, "package_code": code} for code, i in placed if (i.code[0] == "H") is is_bag]
        if rows:
            where = and_(table.c.tenant_id == work.tenant_id, table.c.code == bindparam("b_code"))
            work.execute(update(table).where(where), rows)
