"""What may be read of packing: a package with what is in it and what is missing, an order's packages, accuracy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Join, RowMapping, Select, and_, case, func, select

from shuanglun.factory.packing.errors import order_not_found, package_not_found
from shuanglun.factory.packing.tables import package_items, package_strays, packages
from shuanglun.factory.pieces import Row, known_code, neighbour, size_of
from shuanglun.factory.pieces.tables import hardware_bags, pieces, units
from shuanglun.storage import Work


def select_packages(work: Work) -> Select[Any]:
    """Packages with order number and unit label, of this tenant; narrow it with ``where``."""
    orders = neighbour("orders")
    joined = packages.join(
        orders, and_(orders.c.tenant_id == packages.c.tenant_id, orders.c.id == packages.c.order_id)
    ).outerjoin(units, and_(units.c.tenant_id == packages.c.tenant_id, units.c.id == packages.c.unit_id))
    return (
        select(
            packages,
            orders.c.no.label("order_no"),
            orders.c.status.label("order_status"),
            units.c.label.label("unit_label"),
        )
        .select_from(joined)
        .where(packages.c.tenant_id == work.tenant_id)
    )


def lock_package(work: Work, code: str) -> RowMapping | None:
    """The package of this code, held until the transaction ends."""
    return work.first(select_packages(work).where(packages.c.code == code).with_for_update(of=packages))


def package_items_of(work: Work, codes: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """The planned items of packages, each with whether it is in."""
    specs = neighbour("part_specs")
    joined = (
        package_items.outerjoin(
            pieces, and_(pieces.c.tenant_id == package_items.c.tenant_id, pieces.c.code == package_items.c.item_code)
        )
        .outerjoin(specs, and_(specs.c.tenant_id == pieces.c.tenant_id, specs.c.id == pieces.c.part_spec_id))
        .outerjoin(
            hardware_bags,
            and_(
                hardware_bags.c.tenant_id == package_items.c.tenant_id,
                hardware_bags.c.code == package_items.c.item_code,
            ),
        )
    )
    rows = work.all(
        select(
            package_items,
            *(specs.c[name] for name in ("name_zh", "name_en", "length", "width", "thickness")),
            pieces.c.status.label("piece_status"),
            hardware_bags.c.status.label("bag_status"),
        )
        .select_from(joined)
        .where(package_items.c.tenant_id == work.tenant_id, package_items.c.package_code.in_(codes))
        .order_by(package_items.c.package_code, package_items.c.item_code)
    )
    found: dict[str, list[dict[str, Any]]] = {code: [] for code in codes}
    for row in rows:
        found[row["package_code"]].append(_item(row))
    return found


def _item(row: RowMapping) -> dict[str, Any]:
    is_piece = row["piece_status"] is not None
    return {
        "code": row["item_code"],
        "kind": "piece" if is_piece else "hardware",
        "name_zh": row["name_zh"] if is_piece else "五金包",
        "name_en": row["name_en"] if is_piece else "hardware bag",
        "size": size_of(row) if is_piece else "",
        "status": row["piece_status"] or row["bag_status"],
        "packed_at": row["packed_at"],
    }


def strays_of(work: Work, code: str) -> list[str]:
    """Pieces of other orders that were scanned at a package and not taken out yet."""
    rows = work.all(
        select(package_strays.c.item_code)
        .where(
            package_strays.c.tenant_id == work.tenant_id,
            package_strays.c.package_code == code,
            package_strays.c.cleared_at.is_(None),
        )
        .order_by(package_strays.c.item_code)
    )
    return [row["item_code"] for row in rows]


def shape(row: Row, items: Sequence[Mapping[str, Any]], strays: Sequence[str] = ()) -> dict[str, Any]:
    """A package as the API shows it."""
    shown = ("code", "order_id", "order_no", "unit_label", "pack_group", "k", "n", "status", "weight_g", "closed_at")
    return {
        **{key: row[key] for key in shown},
        "shipment_code": row["shipment_code"],
        "items": list(items),
        "missing": sum(item["packed_at"] is None for item in items),
        "strays": list(strays),
    }


def package_view(work: Work, text: str) -> dict[str, Any]:
    """One package with its items and how many are missing.

    Raises:
        NotFound: no such package in this factory.
    """
    code = known_code(text, "package")
    row = work.first(select_packages(work).where(packages.c.code == code)) if code else None
    if row is None:
        raise package_not_found(text)
    return shape(row, package_items_of(work, [row["code"]])[row["code"]], strays_of(work, row["code"]))


def order_packages(work: Work, order_id: str) -> dict[str, Any]:
    """An order's packages with their items: ``{order, packages}``.

    Raises:
        NotFound: no such order in this factory.
    """
    orders = neighbour("orders")
    found = work.first(
        select(orders.c.id, orders.c.no, orders.c.status).where(
            orders.c.tenant_id == work.tenant_id, orders.c.id == order_id
        )
    )
    if found is None:
        raise order_not_found()
    rows = work.all(
        select_packages(work).where(packages.c.order_id == order_id).order_by(packages.c.k, packages.c.code)
    )
    return {"order": dict(found), "packages": shapes(work, rows)}


def shapes(work: Work, rows: Sequence[RowMapping]) -> list[dict[str, Any]]:
    """Many packages with their items, in a fixed number of statements."""
    items = package_items_of(work, [row["code"] for row in rows]) if rows else {}
    return [shape(row, items[row["code"]]) for row in rows]


def open_packages(work: Work, limit: int = 30) -> list[dict[str, Any]]:
    """Open packages: those begun first, then those that can be filled now, the fewest missing first."""
    unpacked = package_items.c.packed_at.is_(None)
    missing = func.sum(case((unpacked, 1), else_=0))
    inside = func.count() - missing
    not_here = func.sum(case((and_(unpacked, pieces.c.status != "ready"), 1), else_=0))
    counted = (
        select(package_items.c.package_code)
        .select_from(_items_of_packages())
        .where(package_items.c.tenant_id == work.tenant_id, packages.c.status == "open")
        .group_by(package_items.c.package_code)
        .order_by((inside == 0), (not_here > 0), missing, package_items.c.package_code)
        .limit(limit)
    )
    codes = [row["package_code"] for row in work.all(counted)]
    rows = work.all(select_packages(work).where(packages.c.code.in_(codes))) if codes else []
    by_code = {row["code"]: row for row in rows}
    return shapes(work, [by_code[code] for code in codes])


def _items_of_packages() -> Join:
    """Items with their package and, where the item is a piece, the piece."""
    package = and_(packages.c.tenant_id == package_items.c.tenant_id, packages.c.code == package_items.c.package_code)
    piece = and_(pieces.c.tenant_id == package_items.c.tenant_id, pieces.c.code == package_items.c.item_code)
    return package_items.join(packages, package).outerjoin(pieces, piece)


def packing_accuracy(work: Work, start: datetime, end: datetime) -> dict[str, int | None]:
    """Packing accuracy (包装准确率) of the packages closed in ``[start, end)``.

    ``exact``: closed packages whose scanned contents equal the plan (by construction all). ``clean``: closed in the first
    go without a wrong scan on the way; ``clean_permille`` is the number to improve. ``wrong_permille``: wrong and blocked
    scans per 1,000 scans at packing stations, the leading indicator. None where there is nothing to divide by.
    """
    closed = and_(
        packages.c.tenant_id == work.tenant_id,
        packages.c.closed_at >= start,
        packages.c.closed_at < end,
        packages.c.status.in_(("closed", "loaded", "shipped")),
    )
    total = work.scalar(select(func.count()).select_from(packages).where(closed)) or 0
    inexact = _count_inexact(work, closed)
    troubled = _count_troubled(work, closed)
    scans, wrong = _count_scans(work, start, end)
    return {
        "closed": total,
        "exact": total - inexact,
        "clean": total - troubled,
        "clean_permille": (total - troubled) * 1000 // total if total else None,
        "scans": scans,
        "wrong": wrong,
        "wrong_permille": wrong * 1000 // scans if scans else None,
    }


def _count_inexact(work: Work, closed: Any) -> int:
    joined = packages.join(
        package_items,
        and_(package_items.c.tenant_id == packages.c.tenant_id, package_items.c.package_code == packages.c.code),
    )
    query = select(func.count(packages.c.code.distinct())).select_from(joined)
    found: int = work.scalar(query.where(closed, package_items.c.packed_at.is_(None)))
    return found


def _count_troubled(work: Work, closed: Any) -> int:
    events = neighbour("scan_events")
    joined = packages.join(
        events, and_(events.c.tenant_id == packages.c.tenant_id, events.c.package_code == packages.c.code)
    )
    trouble = events.c.verdict.in_(("wrong", "blocked")) | (events.c.action == "reopen")
    query = select(func.count(packages.c.code.distinct())).select_from(joined)
    found: int = work.scalar(query.where(closed, trouble))
    return found


def _count_scans(work: Work, start: datetime, end: datetime) -> tuple[int, int]:
    events, stations = neighbour("scan_events"), neighbour("stations")
    joined = events.join(
        stations, and_(stations.c.tenant_id == events.c.tenant_id, stations.c.id == events.c.station_id)
    )
    wrong = func.sum(case((events.c.verdict.in_(("wrong", "blocked")), 1), else_=0))
    row = work.first(
        select(func.count().label("scans"), wrong.label("wrong"))
        .select_from(joined)
        .where(
            events.c.tenant_id == work.tenant_id,
            stations.c.operation == "pack",
            events.c.received_at >= start,
            events.c.received_at < end,
        )
    )
    return (row["scans"], row["wrong"] or 0) if row else (0, 0)
