"""Whatever is scanned, in whatever order: the cached state is the one that follows from the log alone."""

from __future__ import annotations

import shutil
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, select, update

from integration.factory.builders import CURE, Made, Shop
from shuanglun.factory.floor import differences, rebuild
from shuanglun.factory.orders.tables import orders
from shuanglun.factory.packing import reopen
from shuanglun.factory.packing.tables import package_items, package_strays, packages
from shuanglun.factory.pieces import reject
from shuanglun.factory.pieces.tables import pieces, units
from shuanglun.factory.shipping import create_shipment, leave, unload
from shuanglun.kernel.errors import Refusal
from shuanglun.storage import Database

_count = iter(range(10**9))

WORK = ["saw", "edge", "cnc", "press", "pack", "pack-2", "ship"]
SCAN = st.tuples(st.just("scan"), st.sampled_from(WORK), st.integers(0, 40), st.sampled_from([0.3, 5, 9000]))
DEEDS = ["finish", "pack", "pack_order", "stray", "stray", "mix", "label", "load", "reopen", "reopen", "unload"]
DEEDS += ["leave", "reject", "reject_packed", "lorry", "backwards", "aside", "late", "late", "again"]
ACT = st.tuples(st.sampled_from(DEEDS), st.integers(0, 1), st.integers(0, 40), st.sampled_from([1, 60]))


class Player:
    """Two small orders, and a hand that does what Hypothesis says."""

    def __init__(self, shop: Shop, *, prepared: bool) -> None:
        self.shop = shop
        self.orders = [shop.order("A", doors=1, bags=1), shop.order("B", panels=2, bags=0)]
        if prepared:
            for order in self.orders:
                shop.make_ready(order)
        with shop.work() as work:
            self.lorry = create_shipment(work, "浙H1")["code"]
        self.texts = [code for order in self.orders for code in self._all(order)] + ["K00000000", "x", "$ASIDE"]

    def _all(self, order: Made) -> list[str]:
        return [*(c for codes in order.codes.values() for c in codes), *order.bags, *order.packages]

    def play(self, kind: str, who: Any, number: int, after: float) -> None:
        text = self.texts[number % len(self.texts)]
        if kind == "scan":
            self.shop.scan(str(who), text, after=after, shipment=self.lorry)
            return
        order = self.orders[who]
        package = order.packages[number % len(order.packages)]
        with suppress(Refusal):
            getattr(self, f"_{kind}")(order, package, text, after)

    def _finish(self, order: Made, _package: str, _text: str, _after: float) -> None:
        """Do everything at the machines that can be done, three times round, with the press between."""
        for code in [c for codes in order.codes.values() for c in codes] * 2:
            for station in ("saw", "edge", "cnc", "press"):
                self.shop.scan(station, code)
        self.shop.now += CURE

    def _pack(self, order: Made, package: str, _text: str, after: float) -> None:
        self.shop.scan("pack", package, after=after)
        for row in self.shop.read(package_items, package_code=package):
            self.shop.scan("pack", row["item_code"], after=after)

    def _pack_order(self, order: Made, _package: str, _text: str, _after: float) -> None:
        for package in order.packages:
            self._pack(order, package, "", 60)

    def _stray(self, order: Made, package: str, text: str, after: float) -> None:
        """At a package of one order, something of the other one is scanned, at either bench."""
        other = self.orders[1 - self.orders.index(order)]
        self.shop.scan("pack", package)
        self.shop.scan("pack", other.codes["panel" if "panel" in other.codes else "jamb"][0], after=after)

    def _mix(self, order: Made, package: str, text: str, after: float) -> None:
        """A stray comes while a package is filled, at one bench or at the other, late or in time."""
        self._stray(order, package, text, after)
        for number, row in enumerate(self.shop.read(package_items, package_code=package)):
            self.shop.scan("pack", row["item_code"], at=self.shop.now - timedelta(minutes=after * number))
        other = self.orders[1 - self.orders.index(order)]
        station = "pack-2" if after > 1 else "pack"
        self.shop.scan(station, other.codes["panel" if "panel" in other.codes else "jamb"][0], after=after)

    def _backwards(self, order: Made, package: str, _text: str, _after: float) -> None:
        """A device sends what it kept, the latest scan first."""
        self.shop.scan("pack", package)
        for number, row in enumerate(self.shop.read(package_items, package_code=package)):
            self.shop.scan("pack", row["item_code"], at=self.shop.now - timedelta(minutes=number))

    def _reject_packed(self, order: Made, package: str, _text: str, after: float) -> None:
        """Scrap what was just put into a package that is still open."""
        item = self.shop.read(package_items, package_code=package)[0]["item_code"]
        self.shop.scan("pack", package)
        self.shop.scan("pack", item)
        self._reject(order, package, item, after)

    def _lorry(self, order: Made, package: str, _text: str, after: float) -> None:
        """Pack and load an order, then take one package off again."""
        self._pack_order(order, package, "", after)
        for code in order.packages:
            self._load(order, code, "", after)
        self._unload(order, package, "", after)

    def _label(self, _order: Made, package: str, _text: str, after: float) -> None:
        self.shop.scan("pack", package, after=after)

    def _load(self, _order: Made, package: str, _text: str, after: float) -> None:
        self.shop.scan("ship", package, after=after, shipment=self.lorry)

    def _aside(self, _order: Made, _package: str, _text: str, after: float) -> None:
        self.shop.scan("pack", "$ASIDE", after=after)

    def _late(self, _order: Made, _package: str, text: str, after: float) -> None:
        self.shop.scan("pack-2", text, at=self.shop.now - timedelta(hours=5), after=after)

    def _again(self, _order: Made, _package: str, text: str, after: float) -> None:
        self.shop.scan("pack", text, event=f"e{max(self.shop.count, 1)}", after=after)

    def _reopen(self, _order: Made, package: str, _text: str, _after: float) -> None:
        with self.shop.work() as work:
            reopen(work, package, "reason")

    def _unload(self, _order: Made, package: str, _text: str, _after: float) -> None:
        with self.shop.work() as work:
            unload(work, self.lorry, package)

    def _leave(self, _order: Made, _package: str, _text: str, _after: float) -> None:
        with self.shop.work() as work:
            leave(work, self.lorry, "reason", allowed=True)

    def _reject(self, _order: Made, _package: str, text: str, _after: float) -> None:
        with self.shop.work() as work:
            new = reject(work, text, "reason")
            self.texts += new.values()
            work.execute(
                update(pieces)
                .where(pieces.c.tenant_id == self.shop.tenant, pieces.c.code.in_(list(new.values())))
                .values(lot_id="lot-cut")
            )


def _check(shop: Shop) -> None:
    with shop.database.read(shop.tenant) as work:
        assert list(differences(work)) == []
        rows = work.all(select(packages).where(packages.c.tenant_id == shop.tenant))
        items = work.all(select(package_items).where(package_items.c.tenant_id == shop.tenant))
        strays = work.all(select(package_strays).where(package_strays.c.tenant_id == shop.tenant))
        status = {r["code"]: r["status"] for r in work.all(select(pieces).where(pieces.c.tenant_id == shop.tenant))}
    assert len({row["item_code"] for row in items}) == len(items), "a piece is planned into one package only"
    for row in rows:
        mine = [item for item in items if item["package_code"] == row["code"]]
        if row["status"] != "open":
            assert all(item["packed_at"] is not None for item in mine), "what is closed holds all that was planned"
            assert all(s["cleared_at"] is not None for s in strays if s["package_code"] == row["code"])
        for item in mine:
            packed = status.get(item["item_code"]) in {"packed", "shipped"}
            if item["item_code"] in status:
                assert packed == (item["packed_at"] is not None)
    for order_id in {row["order_id"] for row in rows}:
        numbers = sorted(r["k"] for r in rows if r["order_id"] == order_id and r["k"] is not None)
        assert numbers == list(range(1, len(numbers) + 1)), "packages are numbered without gaps"


@pytest.fixture(scope="module")
def shared_database(tmp_path_factory: pytest.TempPathFactory, _sqlite_template: Path) -> Database:
    path = tmp_path_factory.mktemp("sequences") / "shuanglun.db"
    shutil.copy(_sqlite_template, path)
    database = Database(str(path))

    @event.listens_for(database.engine, "connect")
    def _quick(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA synchronous=OFF")  # nothing here is about crashes

    return database


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(moves=st.lists(st.one_of(SCAN, ACT, ACT, ACT), max_size=25), prepared=st.sampled_from([True, True, False]))
def test_any_sequence_leaves_the_state_that_follows_from_the_log(
    shared_database: Database, moves: list[Any], prepared: bool
) -> None:
    shop = Shop(shared_database, f"t{next(_count)}")
    player = Player(shop, prepared=prepared)
    for move in moves:
        player.play(*move)
        with shop.database.read(shop.tenant) as work:
            assert list(differences(work)) == [], move
    _check(shop)


def test_a_long_day_leaves_the_state_that_follows_from_the_log(shop: Shop) -> None:
    player = Player(shop, prepared=True)
    one, two = player.orders
    script: list[tuple[str, Any, int, float]] = [("pack", 1, 0, 1), ("reopen", 1, 0, 1)]
    for order in (one, two):
        shop.pack_all(order)
    for kind in ("pack", "load", "reopen", "unload", "pack", "load", "leave", "load", "reject"):
        script += [(kind, who, number, 60) for who in (0, 1) for number in range(3)]
    for move in script:
        player.play(*move)
    _check(shop)
    assert {row["status"] for row in shop.read(packages)} >= {"shipped"}


def test_rebuild_puts_right_what_is_wrong_and_only_that(shop: Shop) -> None:
    order = shop.order("A", doors=1)
    shop.make_ready(order)
    shop.pack_all(order)
    before = [shop.read(table) for table in (pieces, packages, package_items, units, orders)]
    with shop.work() as work:
        assert rebuild(work) == []
        work.execute(update(pieces).where(pieces.c.tenant_id == "t1").values(step=0, status="planned", step_at=None))
        work.execute(update(packages).where(packages.c.tenant_id == "t1").values(status="open", k=None))
        work.execute(update(units).where(units.c.tenant_id == "t1").values(made_at=None))
        work.execute(update(orders).where(orders.c.tenant_id == "t1").values(status="planned"))
    with shop.work() as work:
        assert {d.table.name for d in rebuild(work)} == {"pieces", "packages", "units", "orders"}
    assert [shop.read(table) for table in (pieces, packages, package_items, units, orders)] == before
