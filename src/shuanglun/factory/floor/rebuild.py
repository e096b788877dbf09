"""Derive all status anew from the log, compare it with what is cached, and put right what differs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import RowMapping, Table, and_, select, update

from shuanglun.factory.floor.fold import Fact, Fold, PiecePlan, Plan
from shuanglun.factory.floor.tables import scan_events
from shuanglun.factory.packing.tables import package_items, package_strays, packages
from shuanglun.factory.pieces import neighbour, take_turn
from shuanglun.factory.pieces.tables import hardware_bags, pieces, units
from shuanglun.storage import Work


@dataclass(frozen=True, slots=True)
class Difference:
    """A cached value that does not follow from the log."""

    table: Table
    key: Mapping[str, str]
    column: str
    cached: Any
    derived: Any


def rebuild(work: Work) -> list[Difference]:
    """Derive step and status of pieces, bags, packages, units and orders of the tenant from the log, and write them.

    Returns what was different; nothing, when the cache was right. What is cancelled stays cancelled (that is an act on
    the order, not a scan), and whether an order that has no scan yet is released or planned is planning's to say.
    """
    take_turn(work)
    found = list(differences(work))
    for difference in found:
        _write(work, difference)
    return found


def differences(work: Work) -> Iterator[Difference]:
    """Every cached value that does not follow from the log; reads only."""
    rows = _Rows(work)
    fold = Fold(rows.plan, rows.facts)
    yield from _of_pieces(rows, fold)
    yield from _of_packages(rows, fold)
    yield from _of_units(rows, fold)
    yield from _of_orders(rows, fold)


class _Rows:
    """All rows of a tenant that the fold needs."""

    def __init__(self, work: Work) -> None:
        specs, orders = neighbour("part_specs"), neighbour("orders")
        self.work = work
        self.pieces = work.all(
            select(pieces, specs.c.route)
            .select_from(
                pieces.join(specs, and_(specs.c.tenant_id == pieces.c.tenant_id, specs.c.id == pieces.c.part_spec_id))
            )
            .where(pieces.c.tenant_id == work.tenant_id)
            .order_by(pieces.c.code)
        )
        self.bags = self._all(hardware_bags)
        self.packages = self._all(packages)
        self.items = self._all(package_items)
        self.strays = self._all(package_strays)
        self.units = self._all(units)
        self.orders = work.all(select(orders).where(orders.c.tenant_id == work.tenant_id).order_by(orders.c.id))
        self.plan = self._plan()
        self.facts = [_fact(row) for row in self._events()]

    def _all(self, table: Table) -> list[RowMapping]:
        query = select(table).where(table.c.tenant_id == self.work.tenant_id)
        return list(self.work.all(query.order_by(*table.primary_key.columns)))

    def _events(self) -> list[RowMapping]:
        effective = (scan_events.c.verdict == "ok") | (scan_events.c.reason == "PACKING-FOREIGN")
        query = select(scan_events).where(scan_events.c.tenant_id == self.work.tenant_id, effective)
        return list(self.work.all(query.order_by(scan_events.c.seq)))

    def _plan(self) -> Plan:
        contents: dict[str, set[str]] = {row["code"]: set() for row in self.packages}
        for row in self.items:
            contents[row["package_code"]].add(row["item_code"])
        return Plan(
            pieces={
                row["code"]: PiecePlan(tuple(row["route"]), row["order_id"], row["unit_id"], row["into_code"])
                for row in self.pieces
            },
            bags={row["code"]: row["order_id"] for row in self.bags},
            packages={row["code"]: row["order_id"] for row in self.packages},
            contents={code: frozenset(items) for code, items in contents.items()},
        )


def _fact(row: RowMapping) -> Fact:
    return Fact(
        action=row["action"],
        verdict=row["verdict"],
        reason=row["reason"],
        at=min(row["happened_at"], row["received_at"]),
        code=row["code"],
        package_code=row["package_code"],
        shipment_code=row["shipment_code"],
        payload=row["payload"].get("facts", row["payload"]),
    )


def _compare(table: Table, row: RowMapping, derived: Mapping[str, Any]) -> Iterator[Difference]:
    key = {column.name: row[column.name] for column in table.primary_key.columns if column.name != "tenant_id"}
    for column, value in derived.items():
        if row[column] != value:
            yield Difference(table, key, column, row[column], value)


def _of_pieces(rows: _Rows, fold: Fold) -> Iterator[Difference]:
    for row in rows.pieces:
        if row["status"] != "cancelled":
            state = fold.pieces[row["code"]]
            wanted = {"step": state.step, "status": state.status, "step_at": state.step_at, "cured_at": state.cured_at}
            yield from _compare(pieces, row, wanted)
    for row in rows.bags:
        if row["status"] != "cancelled":
            yield from _compare(hardware_bags, row, {"status": fold.bags[row["code"]]})


def _of_packages(rows: _Rows, fold: Fold) -> Iterator[Difference]:
    for row in rows.packages:
        if row["status"] != "cancelled":
            state = fold.packages[row["code"]]
            names = ("status", "k", "closed_at", "shipment_code")
            yield from _compare(packages, row, {name: getattr(state, name) for name in names})
    for row in rows.items:
        inside = fold.packages[row["package_code"]].inside.get(row["item_code"])
        yield from _compare(package_items, row, {"packed_at": inside})
    for row in rows.strays:
        is_there = row["item_code"] in fold.packages[row["package_code"]].strays
        if is_there != (row["cleared_at"] is None):
            cleared = None if is_there else row["seen_at"]
            yield from _compare(package_strays, row, {"cleared_at": cleared})


def _of_units(rows: _Rows, fold: Fold) -> Iterator[Difference]:
    codes: dict[str, list[str]] = defaultdict(list)
    cancelled = set()
    for row in rows.pieces:
        codes[row["unit_id"]].append(row["code"])
        if row["status"] == "cancelled":
            cancelled.add(row["unit_id"])
    for row in rows.units:
        if row["id"] not in cancelled:
            yield from _compare(units, row, {"made_at": fold.made_at(codes[row["id"]])})


def _of_orders(rows: _Rows, fold: Fold) -> Iterator[Difference]:
    codes: dict[str, list[str]] = defaultdict(list)
    for row in rows.packages:
        if row["status"] != "cancelled":
            codes[row["order_id"]].append(row["code"])
    in_lots = {row["order_id"] for row in rows.pieces if row["lot_id"] is not None}
    for row in rows.orders:
        if row["status"] in {"new", "cancelled"}:
            continue
        before = row["status"] if row["status"] in {"released", "planned"} else None
        before = before or ("planned" if row["id"] in in_lots else "released")
        status = fold.order_status(codes[row["id"]], row["id"], before)
        yield from _compare(neighbour("orders"), row, {"status": status})


def _write(work: Work, difference: Difference) -> None:
    table = difference.table
    key = and_(*(table.c[name] == value for name, value in difference.key.items()))
    work.execute(
        update(table).where(table.c.tenant_id == work.tenant_id, key).values({difference.column: difference.derived})
    )
