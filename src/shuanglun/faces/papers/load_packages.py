"""Loading what package labels, packing lists and manifests say."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby

from sqlalchemy import ColumnElement, RowMapping, Select, and_, func, select, true

from shuanglun.faces.papers.content import (
    Manifest,
    ManifestOrder,
    PackageContent,
    PackedItem,
    PackingList,
    StoredPackage,
)
from shuanglun.faces.papers.finding_things import name_of, names_of_people, not_found, order_row, scan_code
from shuanglun.factory.orders.tables import order_lines, orders
from shuanglun.factory.packing.tables import package_items, packages
from shuanglun.factory.pieces.tables import hardware_bags, pieces, units
from shuanglun.factory.shipping.tables import shipment_packages, shipments
from shuanglun.factory.splitting import split_summary
from shuanglun.factory.splitting.tables import part_specs
from shuanglun.storage import Work

_STORED = ("closed", "loaded", "shipped")


def _query(work: Work, *wanted: ColumnElement[bool]) -> Select[tuple[object, ...]]:
    """Packages of this tenant that are not cancelled, with their order, unit and who loaded them."""
    mine = packages.c.tenant_id
    return (
        select(
            packages,
            orders.c.no.label("order_no"),
            orders.c.customer,
            orders.c.address,
            orders.c.phone,
            units.c.label.label("unit_label"),
            order_lines.c.position,
            shipment_packages.c.loaded_at,
            shipment_packages.c.loaded_by,
        )
        .join(orders, and_(orders.c.tenant_id == mine, orders.c.id == packages.c.order_id))
        .outerjoin(units, and_(units.c.tenant_id == mine, units.c.id == packages.c.unit_id))
        .outerjoin(order_lines, and_(order_lines.c.tenant_id == mine, order_lines.c.id == units.c.order_line_id))
        .outerjoin(
            shipment_packages,
            and_(
                shipment_packages.c.tenant_id == mine,
                shipment_packages.c.package_code == packages.c.code,
                shipment_packages.c.shipment_code == packages.c.shipment_code,
            ),
        )
        .where(mine == work.tenant_id, packages.c.status != "cancelled", *wanted)
    )


def _pieces_in(work: Work, *wanted: ColumnElement[bool]) -> Iterable[tuple[str, PackedItem]]:
    """Pieces planned into packages, alike ones counted together."""
    mine = package_items.c.tenant_id
    alike = (
        part_specs.c.name_zh,
        part_specs.c.name_en,
        part_specs.c.colour,
        part_specs.c.length,
        part_specs.c.width,
        part_specs.c.thickness,
    )
    rows = work.all(
        select(package_items.c.package_code, *alike, func.count().label("quantity"))
        .join(packages, and_(packages.c.tenant_id == mine, packages.c.code == package_items.c.package_code))
        .join(pieces, and_(pieces.c.tenant_id == mine, pieces.c.code == package_items.c.item_code))
        .join(part_specs, and_(part_specs.c.tenant_id == mine, part_specs.c.id == pieces.c.part_spec_id))
        .where(mine == work.tenant_id, *wanted)
        .group_by(package_items.c.package_code, *alike)
        .order_by(func.min(package_items.c.item_code))
    )
    for row in rows:
        sides = (row["length"], row["width"], row["thickness"])
        yield row["package_code"], PackedItem(name_of(row), row["quantity"], "件", row["colour"] or "", *sides)


def _bag_items(bags: Iterable[RowMapping]) -> tuple[PackedItem, ...]:
    """The contents of hardware bags, alike items added up, in the order they first appear."""
    counts: Counter[tuple[str, str, str]] = Counter()
    names = {}
    for bag in bags:
        for item in bag["contents"]:
            key = (item["name_zh"], item["name_en"], item["unit"])
            counts[key] += item["qty"]
            names[key] = name_of(item)
    return tuple(PackedItem(names[key], count, key[2]) for key, count in counts.items())


def _bags_in(work: Work, *wanted: ColumnElement[bool]) -> Iterable[tuple[str, PackedItem]]:
    mine = package_items.c.tenant_id
    rows = work.all(
        select(package_items.c.package_code, hardware_bags.c.contents)
        .join(packages, and_(packages.c.tenant_id == mine, packages.c.code == package_items.c.package_code))
        .join(hardware_bags, and_(hardware_bags.c.tenant_id == mine, hardware_bags.c.code == package_items.c.item_code))
        .where(mine == work.tenant_id, *wanted)
        .order_by(package_items.c.package_code, package_items.c.item_code)
    )
    for code, bags in groupby(rows, key=lambda row: str(row["package_code"])):
        for item in _bag_items(bags):
            yield code, item


def _content(row: RowMapping, items: Sequence[PackedItem]) -> PackageContent:
    return PackageContent(
        code=row["code"],
        order_no=row["order_no"],
        customer=row["customer"],
        address=row["address"] or "",
        phone=row["phone"] or "",
        unit=row["unit_label"] or "",
        position=row["position"] or "",
        pack_group=row["pack_group"],
        k=row["k"],
        n=row["n"],
        weight_g=row["weight_g"],
        largest=row["largest"],
        items=tuple(items),
    )


def _load(work: Work, *wanted: ColumnElement[bool]) -> list[tuple[RowMapping, PackageContent]]:
    """Packages with their contents, numbered ones first by number, then open ones by code."""
    rows = work.all(_query(work, *wanted))
    inside: dict[str, list[PackedItem]] = defaultdict(list)
    for code, item in (*_pieces_in(work, *wanted), *_bags_in(work, *wanted)):
        inside[code].append(item)
    ordered = sorted(rows, key=lambda row: (row["order_no"], row["k"] is None, row["k"] or 0, row["code"]))
    return [(row, _content(row, inside[row["code"]])) for row in ordered]


def load_package(work: Work, code: str) -> PackageContent:
    """One package with its contents.

    Raises:
        NotFound: no such package in this factory, or it was cancelled.
    """
    found = _load(work, packages.c.code == scan_code(code, "package"))
    if not found:
        raise not_found("package")
    return found[0][1]


def load_packing_list(work: Work, order_id: str) -> PackingList:
    """An order's packages and hardware.

    Raises:
        NotFound: no such order in this factory.
    """
    order = order_row(work, order_id)
    bags = work.all(
        select(hardware_bags.c.contents)
        .where(
            hardware_bags.c.tenant_id == work.tenant_id,
            hardware_bags.c.order_id == order_id,
            hardware_bags.c.status != "cancelled",
        )
        .order_by(hardware_bags.c.code)
    )
    summary = split_summary(work, order_id)
    kept = packages.c.status != "cancelled" if order["status"] != "cancelled" else true()
    return PackingList(
        order_no=order["no"],
        customer=order["customer"],
        due_on=order["due_on"],
        phone=order["phone"] or "",
        address=order["address"] or "",
        units=summary["units"] if summary else 0,
        packages=tuple(content for _, content in _load(work, and_(packages.c.order_id == order_id, kept))),
        hardware=_bag_items(bags),
    )


def _stored(row: RowMapping, content: PackageContent, names: dict[str, str]) -> StoredPackage:
    closed_by, loaded_by = row["closed_by"] or "", row["loaded_by"] or ""
    return StoredPackage(
        content,
        names.get(closed_by, closed_by),
        row["closed_at"],
        names.get(loaded_by, loaded_by),
        row["loaded_at"],
    )


def _counts(work: Work, order_ids: Iterable[str], shipment: str) -> dict[str, tuple[int, int, int]]:
    """Packages of orders: in all, in store or out already, left with another lorry."""
    rows = work.all(
        select(packages.c.order_id, packages.c.status, packages.c.shipment_code).where(
            packages.c.tenant_id == work.tenant_id,
            packages.c.order_id.in_(sorted(order_ids)),
            packages.c.status != "cancelled",
        )
    )
    found: dict[str, tuple[int, int, int]] = defaultdict(lambda: (0, 0, 0))
    for row in rows:
        total, stored, sent = found[row["order_id"]]
        before = row["status"] == "shipped" and row["shipment_code"] != shipment
        found[row["order_id"]] = (total + 1, stored + (row["status"] in _STORED), sent + before)
    return found


def load_manifest(work: Work, code: str) -> Manifest:
    """A shipment with everything that stands on the lorry.

    Raises:
        NotFound: no such shipment in this factory.
    """
    code = scan_code(code, "shipment")
    row = work.first(select(shipments).where(shipments.c.tenant_id == work.tenant_id, shipments.c.code == code))
    if row is None:
        raise not_found("shipment")
    names = names_of_people(work)
    left_by = row["left_by"] or ""
    return Manifest(
        code=code,
        lorry=row["lorry"],
        driver=row["driver"] or "",
        created_at=row["created_at"],
        left_at=row["left_at"],
        left_by=names.get(left_by, left_by),
        override_reason=row["override_reason"] or "",
        orders=tuple(_manifest_orders(work, code, names)),
    )


def _manifest_orders(work: Work, code: str, names: dict[str, str]) -> Iterable[ManifestOrder]:
    loaded = _load(work, packages.c.shipment_code == code)
    order_ids = list(dict.fromkeys(row["order_id"] for row, _ in loaded))
    counts = _counts(work, order_ids, code)
    for order_id in order_ids:
        order = order_row(work, order_id)
        total, stored, sent_before = counts[order_id]
        yield ManifestOrder(
            order_no=order["no"],
            customer=order["customer"],
            created_at=order["created_at"],
            phone=order["phone"] or "",
            address=order["address"] or "",
            total=total,
            stored=stored,
            sent_before=sent_before,
            packages=tuple(_stored(row, content, names) for row, content in loaded if row["order_id"] == order_id),
        )
