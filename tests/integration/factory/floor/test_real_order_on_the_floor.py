"""A dealer's order through the real rooms: imported, released, planned, worked piece by piece, packed and shipped."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from shuanglun.factory.floor import differences, list_stations, scan, station_work
from shuanglun.factory.orders.tables import orders
from shuanglun.factory.packing import order_packages
from shuanglun.factory.packing.tables import package_items, packages
from shuanglun.factory.pieces import next_operation
from shuanglun.factory.pieces.tables import pieces, units
from shuanglun.factory.planning.tables import lots
from shuanglun.factory.shipping import create_shipment, leave
from shuanglun.factory.splitting.tables import part_specs
from shuanglun.kernel.clock import utc_now
from shuanglun.storage import Database
from support.sample import make_factory, planned_orders


class Day:
    """Scans with a clock that a cure can be waited out on."""

    def __init__(self, database: Database, tenant: str) -> None:
        self.database, self.tenant = database, tenant
        self.now: datetime = utc_now()
        self.count = 0
        with database.read(tenant) as work:
            self.stations = {row["operation"]: row["id"] for row in list_stations(work)}

    def scan(self, operation: str, code: str, shipment: str | None = None) -> Any:
        self.count += 1
        self.now += timedelta(seconds=10)
        with self.database.work(self.tenant, now=self.now) as work:
            event = f"e{self.count}"
            answer = scan(work, self.stations[operation], code, event, self.now, shipment_code=shipment)
        assert answer.verdict == "ok", (operation, code, answer.reason, answer.message.zh)
        return answer

    def rows(self, table: Any, *where: Any) -> list[dict[str, Any]]:
        with self.database.read(self.tenant) as work:
            found = work.all(select(table).where(table.c.tenant_id == self.tenant, *where))
        return [dict(row) for row in found]

    def work_everything(self, order_id: str) -> None:
        """Round after round: every piece whose turn it is at a machine is scanned there."""
        routes = {row["id"]: row["route"] for row in self.rows(part_specs, part_specs.c.order_id == order_id)}
        for operations in (("saw", "edge", "cnc"), ("press",), ("edge", "cnc")):
            for row in self.rows(pieces, pieces.c.order_id == order_id):
                if operations == ("press",) and row["into_code"] is not None:
                    continue
                step = row["step"]
                route = routes[row["part_spec_id"]]
                while (due := next_operation(route, step)) in operations:
                    step = self.scan(str(due), row["code"]).piece["step"]
            self.now += timedelta(hours=5)


def test_real_order_goes_all_the_way(sqlite_database: Database, tmp_path: Path) -> None:
    tenant = make_factory(sqlite_database, tmp_path)
    order_id = planned_orders(sqlite_database, tenant)[0]
    day = Day(sqlite_database, tenant)
    with sqlite_database.read(tenant) as work:
        first = station_work(work, day.stations["saw"])
    assert first["lot"]["kind"] == "cut"
    assert first["pattern"]["no"] == 1
    assert first["next"][0]["now"] is True

    day.work_everything(order_id)
    with sqlite_database.read(tenant) as work:
        planned = order_packages(work, order_id)["packages"]
    for package in planned:
        answers = [day.scan("pack", item["code"]) for item in package["items"]]
        assert answers[-1].reason == "PACKING-CLOSED"
    assert all(row["made_at"] for row in day.rows(units, units.c.order_id == order_id))
    with sqlite_database.work(tenant, now=day.now) as work:
        lorry = create_shipment(work, "浙H12345")["code"]
    for package in planned:
        day.scan("ship", package["code"], shipment=lorry)
    with sqlite_database.work(tenant, now=day.now) as work:
        leave(work, lorry)
    assert day.rows(orders, orders.c.id == order_id)[0]["status"] == "shipped"
    assert {row["status"] for row in day.rows(packages, packages.c.order_id == order_id)} == {"shipped"}
    held = {row["item_code"] for row in day.rows(package_items) if row["packed_at"]}
    whole = {r["code"] for r in day.rows(pieces, pieces.c.order_id == order_id) if r["into_code"] is None}
    assert whole <= held
    assert {row["status"] for row in day.rows(lots)} <= {"released", "in_production", "done"}
    with sqlite_database.read(tenant) as work:
        assert list(differences(work)) == []
