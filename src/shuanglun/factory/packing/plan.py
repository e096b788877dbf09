"""Planning the packages of an order, once, when it is released."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import RowMapping, and_, bindparam, delete, func, select, true, update

from shuanglun.factory.packing.model import FRAME, HARDWARE, Item, Package, Rules
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


def _pieces(work: Work, order_id: str, *, unplaced: bool = False) -> list[Item]:
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
        .where(pieces.c.package_code.is_(None) if unplaced else true())
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


# ---------------------------------------------------------------------- after a change of the order


def replan_packages(
    work: Work, order_id: str, gone: Sequence[str], bag: tuple[str | None, str | None] | None
) -> Replanned:
    """Bring the packages of an order in line with its pieces after a change; returns what moved.

    ``gone`` are pieces that are not made any more, ``bag`` the hardware bag replaced and the one in its place. A new piece
    goes into its unit's open package of the same kind (a leaf only into one that was emptied), the others into new packages.
    A package left empty is cancelled. Closed packages are not touched: the caller has seen that nothing in them is gone.
    """
    moved = Replanned()
    out = [*gone, *([bag[0]] if bag and bag[0] else [])]
    _take_out(work, order_id, out, moved)
    waiting = [item for item in _pieces(work, order_id, unplaced=True) if item.code not in moved.placed]
    waiting += [Item(code=bag[1], group=HARDWARE)] if bag and bag[1] else []
    left = [item for item in waiting if not _put_in(work, order_id, item, moved)]
    planned = group(left, DEFAULT_RULES)
    if planned:
        codes = [make_code("package", number) for number in take_numbers(work, "package", len(planned))]
        _write(work, order_id, list(zip(codes, planned, strict=True)))
        moved.made = codes
    _settle(work, order_id, moved)
    work.announce("packages", order_id=order_id)
    return moved


@dataclass
class Replanned:
    """What a change did to packages: contents taken out of and put into each, packages made and cancelled."""

    gone: dict[str, list[str]] = field(default_factory=dict)
    new: dict[str, list[str]] = field(default_factory=dict)
    made: list[str] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)
    placed: set[str] = field(default_factory=set)


def _open_packages(work: Work, order_id: str) -> Sequence[RowMapping]:
    where = (packages.c.tenant_id == work.tenant_id, packages.c.order_id == order_id, packages.c.status == "open")
    return work.all(select(packages).where(*where).order_by(packages.c.code))


def _take_out(work: Work, order_id: str, codes: Sequence[str], moved: Replanned) -> None:
    for package in _open_packages(work, order_id):
        inside = and_(package_items.c.tenant_id == work.tenant_id, package_items.c.package_code == package["code"])
        rows = work.all(select(package_items.c.item_code).where(inside).order_by(package_items.c.item_code))
        taken = [row["item_code"] for row in rows if row["item_code"] in set(codes)]
        if taken:  # the plan of a package is no fact: what was in it is kept by the event of the change
            work.execute(delete(package_items).where(inside, package_items.c.item_code.in_(taken)))
            moved.gone[package["code"]] = taken


def _put_in(work: Work, order_id: str, item: Item, moved: Replanned) -> bool:
    for package in _open_packages(work, order_id):
        code = package["code"]
        if package["pack_group"] != item.group or package["unit_id"] != item.unit_id:
            continue
        inside = and_(package_items.c.tenant_id == work.tenant_id, package_items.c.package_code == code)
        if item.group != FRAME and work.first(select(package_items.c.item_code).where(inside).limit(1)):
            continue
        work.insert(package_items, {"package_code": code, "item_code": item.code})
        table = hardware_bags if item.group == HARDWARE else pieces
        mine = and_(table.c.tenant_id == work.tenant_id, table.c.code == item.code)
        work.execute(update(table).where(mine).values(package_code=code))
        moved.new.setdefault(code, []).append(item.code)
        return True
    return False


def _settle(work: Work, order_id: str, moved: Replanned) -> None:
    """Empty packages are cancelled; weight, longest side and the number of packages are put right."""
    items = {item.code: item for item in _pieces(work, order_id)}
    for package in _open_packages(work, order_id):
        inside = and_(package_items.c.tenant_id == work.tenant_id, package_items.c.package_code == package["code"])
        codes = [row["item_code"] for row in work.all(select(package_items.c.item_code).where(inside))]
        mine = and_(packages.c.tenant_id == work.tenant_id, packages.c.code == package["code"])
        if not codes:
            work.execute(update(packages).where(mine).values(status="cancelled"))
            moved.cancelled.append(package["code"])
        elif package["code"] in moved.gone or package["code"] in moved.new:
            members = [items[code] for code in codes if code in items]
            weight, largest = sum(i.weight_g for i in members), max((max(i.sides) for i in members), default=0)
            work.execute(update(packages).where(mine).values(weight_g=weight, largest=largest))
    live = and_(
        packages.c.tenant_id == work.tenant_id, packages.c.order_id == order_id, packages.c.status != "cancelled"
    )
    count = work.scalar(select(func.count()).select_from(packages).where(live))
    work.execute(update(packages).where(live).values(n=count))
