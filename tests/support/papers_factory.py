"""A small factory with one order from split to lorry, put straight into the tables, cut by the real cutting room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import bindparam, update

from shuanglun.access import create_person, create_tenant
from shuanglun.factory.cutting_room import (
    BoardType,
    LotToCut,
    PieceToCut,
    add_board_types,
    boards_for,
    solve_lot,
    store_cut_plan,
)
from shuanglun.factory.orders.tables import order_lines, orders
from shuanglun.factory.packing.tables import package_items, packages
from shuanglun.factory.pieces.tables import hardware_bags, pieces, units
from shuanglun.factory.planning.tables import lots, plan_runs
from shuanglun.factory.shipping.tables import shipment_packages, shipments
from shuanglun.factory.splitting.tables import hardware_specs, part_specs, split_runs
from shuanglun.kernel.codes import make_code
from shuanglun.storage import Actor, Database, Work
from support.api import PASSWORD

NOW = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
DUE = date(2026, 12, 1)
MATERIAL = "HDF18-原木橡"
UNITS = 6
# role: name, English, how many, pack group, length, width, thickness, cut length, cut width
PARTS = (
    ("leaf", "门扇", "Leaf", 1, "leaf", 20400, 8000, 400, 0, 0),
    ("jamb", "门套立板", "Jamb upright", 2, "frame", 20500, 2400, 180, 20536, 2436),
    ("head", "门套横板", "Jamb head", 1, "frame", 8800, 2400, 180, 8836, 2436),
    ("casing", "门套线", "Casing", 4, "frame", 26500, 700, 180, 21000, 736),
)

DOWELS = {
    "key": "dowel", "name_zh": "木榫孔", "name_en": "dowel holes", "kind": "drill", "face": "top", "x": 120, "y": 300,
    "depth": 150, "diameter": 80, "length": 0, "width": 0, "angle": 0, "qty": 4, "pitch_x": 0, "pitch_y": 500, "tool": "",
}  # fmt: skip


@dataclass
class PaperFactory:
    """What was made, by its keys."""

    database: Database
    tenant: str
    order: str = "o1"
    empty_order: str = "o2"
    lot: str = "l1"
    assembly_lot: str = "l2"
    shipment: str = make_code("shipment", 1)
    package: str = make_code("package", 1)
    piece: str = make_code("piece", 1)


def _order(work: Work, key: str, no: str) -> None:
    work.insert(
        orders,
        {
            "id": key, "no": no, "customer": "江山市欧派门业经销部", "phone": "0570-1234567", "address": "江山市兴工九路 18 号",
            "ordered_on": date(2026, 11, 1), "due_on": DUE, "status": "released", "priority": 0, "fingerprint": key,
            "extra": {}, "created_at": NOW,
        },
    )  # fmt: skip
    work.insert(
        order_lines,
        {
            "id": f"{key}-1", "order_id": key, "line_no": 12, "template_code": "single_door", "position": "二楼主卧",
            "quantity": UNITS, "due_on": DUE, "params": {}, "source": {},
        },
    )  # fmt: skip


def _split(work: Work) -> None:
    for run, made in (("s0", datetime(2026, 11, 2, tzinfo=UTC)), ("s1", NOW)):
        work.insert(
            split_runs,
            {
                "id": run, "order_id": "o1", "created_at": made, "created_by": "t", "templates": {}, "input_hash": run,
                "engine": "1", "findings": [], "supersedes": "s0" if run == "s1" else None,
            },
        )  # fmt: skip
    rows = [_spec("s1", *part) for part in PARTS] + [
        _spec("s0", "old", "旧板件", "Old part", 1, "frame", 1, 1, 1, 1, 1)
    ]
    work.insert(part_specs, rows)
    work.insert(
        hardware_specs,
        {
            "id": "h1", "split_run_id": "s1", "order_id": "o1", "order_line_id": "o1-1", "item": "HINGE-4",
            "name_zh": "合页", "name_en": "Hinge", "qty_per_unit": 3, "unit": "副", "pack_group": "hardware",
        },
    )  # fmt: skip


def _spec(run, role, zh, en, qty, group, length, width, thickness, cut_length, cut_width):  # type: ignore[no-untyped-def]
    return {
        "id": f"{run}-{role}", "split_run_id": run, "order_id": "o1", "order_line_id": "o1-1", "row_key": role,
        "role": role, "name_zh": zh, "name_en": en, "qty_per_unit": qty, "length": length, "width": width,
        "thickness": thickness, "cut_length": cut_length, "cut_width": cut_width, "grain": "length",
        "edges": {"front": 10, "back": 10, "left": 0, "right": 8}, "material_code": MATERIAL if cut_length else None,
        "colour": "原木橡", "route": ["saw", "edge", "pack"], "pack_group": group, "weight_g": 2500, "handle": role,
        "machining": [DOWELS] if role == "jamb" else [],
    }  # fmt: skip


def _pieces(work: Work) -> list[PieceToCut]:
    numbers = iter(range(1, 1000))
    to_cut, rows = [], []
    for unit in range(1, UNITS + 1):
        work.insert(
            units,
            {
                "id": f"u{unit}", "order_id": "o1", "order_line_id": "o1-1", "unit_no": unit, "label": f"12-{unit}",
                "due_on": DUE,
            },
        )  # fmt: skip
        for role, zh, _, qty, _, _, _, _, cut_length, cut_width in PARTS:
            for seq in range(1, qty + 1):
                code = make_code("piece", next(numbers))
                rows.append(
                    {
                        "code": code, "part_spec_id": f"s1-{role}", "order_id": "o1", "order_line_id": "o1-1",
                        "unit_id": f"u{unit}", "seq": seq, "step": 0, "status": "planned",
                        "lot_id": "l1" if cut_length else "l2",
                    }
                )  # fmt: skip
                if cut_length:
                    to_cut.append(PieceToCut(code, f"s1-{role}", zh, "DD-001", cut_length, cut_width, "length"))
    rows[-1]["status"] = "cancelled"
    work.insert(pieces, rows)
    return to_cut[:-1]


def _lots(work: Work) -> None:
    work.insert(
        plan_runs,
        {
            "id": "r1", "created_at": NOW, "created_by": "t", "settings": {}, "figures": {}, "findings": [],
            "status": "current",
        },
    )  # fmt: skip
    for key, no, kind, material in (("l1", "L0007", "cut", MATERIAL), ("l2", "L0008", "assembly", None)):
        work.insert(
            lots,
            {
                "id": key, "no": no, "plan_run_id": "r1", "kind": kind, "material_code": material,
                "thickness": 180 if material else None, "due_on": DUE, "pieces": 41, "area_mm2": 1, "reason": {},
                "status": "released", "created_at": NOW,
            },
        )  # fmt: skip


def _cut(work: Work, to_cut: list[PieceToCut]) -> None:
    board = BoardType("HDF18-2440", MATERIAL, "橡木板", 180, 24400, 12200, True, 12000, 42, 100)
    add_board_types(work, [board])
    solved = solve_lot(LotToCut("l1", MATERIAL, tuple(to_cut)), boards_for(work))
    places = store_cut_plan(work, solved, 180)
    work.execute(
        update(pieces)
        .where(pieces.c.tenant_id == work.tenant_id, pieces.c.code == bindparam("piece"))
        .values(pattern_id=bindparam("pattern"), pattern_pos=bindparam("pos")),
        [{"piece": code, "pattern": pattern, "pos": pos} for code, (pattern, pos) in places.items()],
    )


def _packages(work: Work, person: str) -> None:
    shipment = make_code("shipment", 1)
    bag = make_code("hardware", 1)
    contents = [{"item": "HINGE-4", "name_zh": "合页", "name_en": "Hinge", "qty": 18, "unit": "副"}]
    work.insert(hardware_bags, {"code": bag, "order_id": "o1", "contents": contents, "status": "planned"})
    work.insert(
        shipments,
        {
            "code": shipment, "lorry": "浙H·A1234", "driver": "赵师傅", "status": "loading", "created_at": NOW,
            "created_by": person,
        },
    )  # fmt: skip
    frames = [make_code("piece", number) for number in range(2, 9)]  # the frame of the first unit
    plan = [
        ("frame", "u1", frames, "loaded"),
        ("leaf", "u1", [make_code("piece", 1)], "open"),
        ("hardware", None, [bag], "open"),
    ]
    for number, (group, unit, items, status) in enumerate(plan, start=1):
        code, closed = make_code("package", number), status == "loaded"
        work.insert(
            packages,
            {
                "code": code, "order_id": "o1", "unit_id": unit, "pack_group": group, "k": 1 if closed else None, "n": 3,
                "status": status, "weight_g": 21500, "largest": 26500 if group == "frame" else 20400,
                "closed_at": NOW if closed else None, "closed_by": person if closed else None,
                "shipment_code": shipment if closed else None,
            },
        )  # fmt: skip
        work.insert(package_items, [{"package_code": code, "item_code": item} for item in items])
    loaded = {"shipment_code": shipment, "package_code": make_code("package", 1), "loaded_at": NOW, "loaded_by": person}
    work.insert(shipment_packages, loaded)


def paper_factory(database: Database) -> PaperFactory:
    """One order of six doors: split, cut, one package on a lorry; and one order that is not released."""
    tenant = create_tenant(database, "a", "甲厂", "factory")
    person = create_person(database, tenant, "boss", "王老板", "owner", PASSWORD)
    other = create_tenant(database, "b", "乙厂", "factory")
    create_person(database, other, "stranger", "外人", "owner", PASSWORD)
    tenant_id, person_id = (getattr(one, "id", one) for one in (tenant, person))
    with database.work(tenant_id, Actor(person_id, "王老板", "owner"), now=NOW) as work:
        _order(work, "o1", "DD-001")
        _order(work, "o2", "DD-002")
        _split(work)
        _lots(work)
        _cut(work, _pieces(work))
        _packages(work, person_id)
    return PaperFactory(database, tenant_id)
