"""A small factory for tests of the floor: orders of doors and panels put straight into the real tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from shuanglun.factory.floor import ScanAnswer, add_station, scan
from shuanglun.factory.machines import add_calendar, add_machine
from shuanglun.factory.orders.tables import order_lines, orders
from shuanglun.factory.packing import plan_packages
from shuanglun.factory.packing.tables import package_items, packages
from shuanglun.factory.pieces.tables import hardware_bags, pieces, units
from shuanglun.factory.planning.tables import lots, plan_runs
from shuanglun.factory.splitting.tables import part_specs, split_runs
from shuanglun.kernel.codes import make_code
from shuanglun.kernel.shifts import ShiftCalendar
from shuanglun.storage import Actor, Database, Work, take_numbers

START = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)  # 08:00 in the factory
DAY = date(2026, 11, 23)
CURE = timedelta(minutes=240)
PACKER = Actor("p1", "吴姐", "packer")

# role: (name, how many, route, into, pack group, length, width, thickness, grams)
DOOR = {
    "leaf": ("门扇", 1, ["press", "cure", "edge", "cnc", "pack"], None, "leaf", 20400, 8000, 400, 28000),
    "skin": ("门皮", 2, ["saw", "press"], "leaf", "", 20400, 8000, 80, 9000),
    "core": ("门芯", 1, ["saw", "cnc"], "leaf", "", 20400, 8000, 250, 10000),
    "jamb": ("套板", 2, ["saw", "edge", "cnc", "pack"], None, "frame", 20500, 2000, 250, 7000),
    "casing": ("套线", 2, ["saw", "edge", "pack"], None, "frame", 21000, 600, 150, 1500),
}
PANEL = {"panel": ("板件", 1, ["saw", "edge", "pack"], None, "panel", 8000, 5000, 180, 5000)}


@dataclass
class Made:
    """An order in the tables: codes by role, in the order they were made."""

    id: str
    no: str
    codes: dict[str, list[str]] = field(default_factory=dict)
    bags: list[str] = field(default_factory=list)
    packages: list[str] = field(default_factory=list)
    units: list[str] = field(default_factory=list)


class Shop:
    """One tenant's factory with a station for each operation and a clock that goes on ten seconds a scan."""

    def __init__(self, database: Database, tenant: str = "t1") -> None:
        self.database = database
        self.tenant = tenant
        self.now = START
        self.count = 0
        self.stations: dict[str, str] = {}
        self.lots: dict[str, str] = {}
        with self.work() as work:
            calendar = add_calendar(work, "day", ShiftCalendar.from_dict({"weekdays": {}, "exceptions": {}}))
            machine = add_machine(
                work, "PRESS1", "冷压机", "press", calendar, {"cure_minutes": CURE.seconds // 60}, tenant
            )
            for name in ("saw", "edge", "cnc", "press", "pack", "pack-2", "ship"):
                operation = name.split("-")[0]
                machine_id = machine.machine_id if operation == "press" else None
                self.stations[name] = add_station(work, name, name, operation, machine_id)

    @contextmanager
    def work(self) -> Iterator[Work]:
        with self.database.work(self.tenant, PACKER, now=self.now) as work:
            yield work

    def read(self, table: Any, **where: Any) -> list[dict[str, Any]]:
        query = select(table).where(table.c.tenant_id == self.tenant)
        for name, value in where.items():
            query = query.where(table.c[name] == value)
        with self.database.read(self.tenant) as work:
            return [dict(row) for row in work.all(query.order_by(*table.primary_key.columns))]

    def piece(self, code: str) -> dict[str, Any]:
        return self.read(pieces, code=code)[0]

    def package(self, code: str) -> dict[str, Any]:
        return self.read(packages, code=code)[0]

    def read_package(self, item_code: str) -> str:
        return str(self.read(package_items, item_code=item_code)[0]["package_code"])

    def order_status(self, order: Made) -> str:
        return str(self.read(orders, id=order.id)[0]["status"])

    # ------------------------------------------------------------------ scanning

    def scan(
        self,
        station: str,
        code: str,
        *,
        event: str | None = None,
        at: datetime | None = None,
        after: float = 10,
        shipment: str | None = None,
    ) -> ScanAnswer:
        self.now += timedelta(seconds=after)
        self.count += 1
        with self.work() as work:
            return scan(
                work, self.stations[station], code, event or f"e{self.count}", at or self.now, shipment_code=shipment
            )

    def make_ready(self, order: Made) -> None:
        """Do all work before packing, the right way round."""
        routes = {**{role: DOOR[role][2] for role in DOOR}, "panel": PANEL["panel"][2]}
        inner = [role for role in ("skin", "core") if role in order.codes]
        self._work(order, inner, routes)
        for leaf in order.codes.get("leaf", []):
            assert self.scan("press", leaf).verdict == "ok"
        self.now += CURE
        self._work(order, [role for role in order.codes if role not in inner], routes)

    def _work(self, order: Made, roles: list[str], routes: dict[str, list[str]]) -> None:
        for role in roles:
            for code in order.codes[role]:
                for operation in routes[role]:
                    if operation in {"saw", "edge", "cnc"}:
                        answer = self.scan(operation, code)
                        assert answer.verdict == "ok", answer

    def pack_all(self, order: Made, station: str = "pack") -> list[ScanAnswer]:
        """Scan everything of an order at the packing station."""
        top = [code for role in order.codes if role not in {"skin", "core"} for code in order.codes[role]]
        return [self.scan(station, code) for code in [*top, *order.bags]]

    # ------------------------------------------------------------------ orders

    def order(self, no: str, *, doors: int = 0, panels: int = 0, bags: int = 1, in_lot: bool = True) -> Made:
        made = Made(f"o-{no}", no)
        with self.work() as work:
            self._order_row(work, made)
            if doors:
                self._line(work, made, 1, DOOR, doors, in_lot)
            if panels:
                self._line(work, made, 2, PANEL, panels, in_lot)
            self._bags(work, made, bags)
            made.packages = plan_packages(work, made.id)
        return made

    def _order_row(self, work: Work, made: Made) -> None:
        row = {"id": made.id, "no": made.no, "customer": "江山经销商", "ordered_on": DAY, "due_on": DAY}
        more = {"status": "planned", "priority": 1, "fingerprint": made.no, "extra": {}, "created_at": self.now}
        work.insert(orders, {**row, **more})
        split = {"id": f"s-{made.no}", "order_id": made.id, "created_at": self.now, "created_by": "tech"}
        work.insert(split_runs, {**split, "templates": {}, "input_hash": "x", "engine": "test", "findings": []})

    def _lot(self, work: Work, kind: str) -> str:
        if kind not in self.lots:
            if not self.lots:
                run = {"id": "run", "created_at": self.now, "created_by": "x", "settings": {}, "figures": {}}
                work.insert(plan_runs, {**run, "findings": [], "status": "current"})
            self.lots[kind] = f"lot-{kind}"
            lot = {"id": self.lots[kind], "no": f"L{len(self.lots)}", "plan_run_id": "run", "kind": kind}
            more = {"due_on": DAY, "pieces": 0, "area_mm2": 0, "reason": {}, "status": "released"}
            work.insert(lots, {**lot, **more, "created_at": self.now})
        return self.lots[kind]

    def _line(self, work: Work, made: Made, no: int, parts: dict[str, Any], quantity: int, in_lot: bool) -> None:
        line_id = f"l-{made.no}-{no}"
        line = {"id": line_id, "order_id": made.id, "line_no": no, "template_code": "door", "position": "主卧"}
        work.insert(order_lines, {**line, "quantity": quantity, "due_on": DAY, "params": {}, "source": {}})
        refs = {"order_id": made.id, "order_line_id": line_id}
        work.insert(part_specs, [_spec(made, refs, role, *part) for role, part in parts.items()])
        ids = [f"u-{made.no}-{no}-{k}" for k in range(1, quantity + 1)]
        label = {"due_on": DAY, **refs}
        work.insert(units, [{"id": i, "unit_no": k, "label": f"{no}-{k}", **label} for k, i in enumerate(ids, 1)])
        made.units += ids
        rows = [row for unit in ids for row in self._unit(work, made, unit, refs, parts, in_lot)]
        work.insert(pieces, rows)

    def _unit(
        self, work: Work, made: Made, unit: str, refs: dict[str, str], parts: dict[str, Any], in_lot: bool
    ) -> Iterator[dict[str, Any]]:
        numbers = iter(take_numbers(work, "piece", sum(part[1] for part in parts.values())))
        leaf = None
        for role, part in parts.items():
            for seq in range(1, part[1] + 1):
                code = make_code("piece", next(numbers))
                made.codes.setdefault(role, []).append(code)
                leaf = code if role == "leaf" else leaf
                lot = self._lot(work, "assembly" if role == "leaf" else "cut") if in_lot else None
                yield {
                    "code": code,
                    "part_spec_id": f"{refs['order_line_id']}-{role}",
                    "unit_id": unit,
                    "seq": seq,
                    "into_code": leaf if part[3] else None,
                    "step": 0,
                    "status": "planned",
                    "lot_id": lot,
                    **refs,
                }

    def _bags(self, work: Work, made: Made, count: int) -> None:
        made.bags = [make_code("hardware", number) for number in take_numbers(work, "hardware", count)] if count else []
        contents = [{"name_zh": "合页", "name_en": "hinge", "qty": 3, "unit": "只"}]
        bag = {"order_id": made.id, "contents": contents, "status": "planned"}
        work.insert(hardware_bags, [{"code": code, **bag} for code in made.bags])

    def cancel(self, order: Made) -> None:
        with self.work() as work:
            work.execute(
                update(orders)
                .where(orders.c.tenant_id == self.tenant, orders.c.id == order.id)
                .values(status="cancelled")
            )


def _spec(
    made: Made,
    refs: dict[str, str],
    role: str,
    name: str,
    quantity: int,
    route: list[str],
    into: str | None,
    group: str,
    length: int,
    width: int,
    thickness: int,
    grams: int,
) -> dict[str, Any]:
    size = {"length": length, "width": width, "thickness": thickness, "cut_length": length, "cut_width": width}
    return {
        "id": f"{refs['order_line_id']}-{role}",
        "split_run_id": f"s-{made.no}",
        "row_key": role,
        "role": role,
        "name_zh": name,
        "name_en": role,
        "qty_per_unit": quantity,
        **size,
        "grain": "length",
        "edges": {},
        "material_code": None if role == "leaf" else "MDF25",
        "route": route,
        "pack_group": group,
        "into_role": into,
        "weight_g": grams,
        "handle": role,
        **refs,
    }
