"""Planning over the real rooms: nothing lost, every lot pure, plans checked, lateness explained."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from shuanglun.faces.cli.importing import OPERATOR
from shuanglun.factory import floor, planning
from shuanglun.factory.cutting_room.tables import board_types, cut_plans, offcuts, patterns
from shuanglun.factory.orders.tables import orders
from shuanglun.factory.pieces.tables import pieces
from shuanglun.factory.planning.queries import current_plan, schedule_view
from shuanglun.factory.planning.tables import lots, plan_runs
from shuanglun.factory.splitting.tables import part_specs
from shuanglun.kernel.errors import Refused
from shuanglun.storage import Database
from support.sample import SMALL, make_factory, planned_orders, released_orders

MONDAY = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)  # 08:30 in the factory


@pytest.fixture
def tenant(database: Database, tmp_path: Path) -> str:
    database.clock = lambda: MONDAY
    return make_factory(database, tmp_path)


def test_every_sawn_piece_is_on_exactly_one_pattern(database: Database, tenant: str) -> None:
    planned_orders(database, tenant)
    with database.read(tenant) as work:
        cuttable = set(
            work.execute(
                select(pieces.c.code)
                .join(
                    part_specs,
                    (part_specs.c.tenant_id == pieces.c.tenant_id) & (part_specs.c.id == pieces.c.part_spec_id),
                )
                .where(pieces.c.tenant_id == tenant, part_specs.c.cut_length > 0)
            ).scalars()
        )
        drawn = Counter(
            code
            for row in work.all(select(patterns.c.geometry).where(patterns.c.tenant_id == tenant))
            for rect in row["geometry"]["rects"]
            for code in rect["codes"]
        )
        without_lot = work.scalar(
            select(func.count()).select_from(pieces).where(pieces.c.tenant_id == tenant, pieces.c.lot_id.is_(None))
        )
    assert set(drawn) == cuttable
    assert set(drawn.values()) == {1}
    assert without_lot == 0


def test_a_cut_lot_is_of_one_material_one_thickness_and_one_due_day(database: Database, tenant: str) -> None:
    planned_orders(database, tenant)
    with database.read(tenant) as work:
        rows = work.all(
            select(pieces.c.lot_id, part_specs.c.material_code, part_specs.c.thickness)
            .join(
                part_specs, (part_specs.c.tenant_id == pieces.c.tenant_id) & (part_specs.c.id == pieces.c.part_spec_id)
            )
            .join(lots, (lots.c.tenant_id == pieces.c.tenant_id) & (lots.c.id == pieces.c.lot_id))
            .where(pieces.c.tenant_id == tenant, lots.c.kind == "cut")
        )
    kinds: dict[str, set[tuple[str, int]]] = {}
    for row in rows:
        kinds.setdefault(row["lot_id"], set()).add((row["material_code"], row["thickness"]))
    assert kinds
    assert all(len(found) == 1 for found in kinds.values())


def test_plan_tells_bound_yield_and_what_each_order_may_expect(database: Database, tenant: str) -> None:
    order_ids = planned_orders(database, tenant)
    with database.read(tenant) as work:
        plan = current_plan(work)
        outlooks = planning.outlook(work)
        statuses = {row["status"] for row in work.all(select(orders.c.status).where(orders.c.tenant_id == tenant))}
    figures = plan["plan"]["figures"]
    assert figures["bound_sheets"] <= figures["sheets"]
    assert 0 < figures["yield_permille"] < 1000
    assert {row["order_id"] for row in outlooks} == set(order_ids)
    assert all(row["finish_at"] > MONDAY for row in outlooks)
    assert statuses == {"planned"}


def test_nothing_runs_on_a_sunday_and_curing_needs_no_machine(database: Database, tenant: str) -> None:
    planned_orders(database, tenant)
    with database.read(tenant) as work:
        view = schedule_view(work)
    for machine in view["machines"]:
        if machine["work_centre"] == "press":
            continue  # a load may run on unattended
        for task in machine["tasks"]:
            for start, _end in task["segments"]:
                local = datetime.fromisoformat(start) + timedelta(hours=8)
                assert local.weekday() != 6
                assert 8 <= local.hour < 18
    assert {task["operation"] for task in view["waits"]} == {"cure"}


def test_late_orders_say_why(database: Database, tenant: str) -> None:
    released_orders(database, tenant)
    later = MONDAY + timedelta(days=40)
    database.clock = lambda: later
    planning.make_plan(database, tenant, OPERATOR)
    with database.read(tenant) as work:
        late = current_plan(work)["late"]
    assert late
    for row in late:
        assert row["late_seconds"] > 0
        sentences = [row["reason"]["text"], *(step["text"] for step in row["reason"]["chain"])]
        assert row["no"] in sentences[0]["zh"]
        assert row["no"] in sentences[0]["en"]
        assert not any(row["order_id"] in text["zh"] or "06h" in text["zh"] for text in sentences)


def test_planning_again_keeps_lots_and_supersedes_the_schedule(database: Database, tenant: str) -> None:
    planned_orders(database, tenant)
    with database.read(tenant) as work:
        before = set(work.execute(select(lots.c.id).where(lots.c.tenant_id == tenant)).scalars())
    planning.make_plan(database, tenant, OPERATOR)
    with database.read(tenant) as work:
        after = set(work.execute(select(lots.c.id).where(lots.c.tenant_id == tenant)).scalars())
        runs = Counter(work.execute(select(plan_runs.c.status).where(plan_runs.c.tenant_id == tenant)).scalars())
    assert before == after
    assert runs == {"current": 1, "superseded": 1}


def test_nothing_released_is_refused(database: Database, tenant: str) -> None:
    with pytest.raises(Refused) as refused:
        planning.make_plan(database, tenant, OPERATOR)
    assert refused.value.code == "PLAN-NOTHING"


def test_missing_board_is_told_and_the_other_lots_are_planned(database: Database, tenant: str) -> None:
    released_orders(database, tenant)
    with database.work(tenant) as work:
        code = "HDF8-胡桃"
        work.execute(
            update(board_types)
            .where(board_types.c.tenant_id == tenant, board_types.c.material_code == code)
            .values(active=False)
        )
    result = planning.make_plan(database, tenant, OPERATOR)
    stops = {(f["code"], f["value"]) for f in result["findings"] if f["level"] == "stop"}
    assert stops == {("CUT-NO-BOARD", code)}
    with database.read(tenant) as work:
        open_pieces = work.all(
            select(part_specs.c.material_code)
            .join(pieces, (pieces.c.tenant_id == part_specs.c.tenant_id) & (pieces.c.part_spec_id == part_specs.c.id))
            .where(part_specs.c.tenant_id == tenant, pieces.c.lot_id.is_(None))
            .distinct()
        )
    assert [row["material_code"] for row in open_pieces] == [code]


def test_offcuts_get_identity_and_wait_until_the_board_is_sawn(database: Database, tenant: str) -> None:
    planned_orders(database, tenant)
    with database.read(tenant) as work:
        rows = work.all(select(offcuts).where(offcuts.c.tenant_id == tenant))
        plans = work.all(select(cut_plans.c.figures).where(cut_plans.c.tenant_id == tenant))
    assert rows
    assert {row["status"] for row in rows} == {"planned"}
    assert len({row["code"] for row in rows}) == len(rows)
    assert sum(row["length"] * row["width"] for row in rows) == sum(plan["figures"]["offcut_area"] for plan in plans)


def _scan_all(database: Database, tenant: str, operation: str) -> int:
    """Do everything the station's screen says can be done now, as an operator would; returns how many scans were right."""
    with database.read(tenant) as work:
        station = next(row for row in floor.list_stations(work) if row["operation"] == operation)
    right = 0
    while True:
        with database.read(tenant) as work:
            codes = [row["code"] for row in floor.station_work(work, station["id"])["next"] if row["now"]]
        if not codes:
            return right
        for code in codes:
            with database.work(tenant, OPERATOR) as work:
                answer = floor.scan(work, station["id"], code, f"{operation}-{code}", MONDAY)
            assert answer.verdict == "ok", answer.message
            right += 1


def test_sawing_everything_puts_offcuts_in_stock_and_the_next_plan_cuts_them_first(
    sqlite_database: Database, tmp_path: Path
) -> None:
    database = sqlite_database
    database.clock = lambda: MONDAY
    tenant = make_factory(database, tmp_path)
    planned_orders(database, tenant)
    assert _scan_all(database, tenant, "press") == 0  # nothing is sawn yet, so no leaf can be pressed
    sawn = _scan_all(database, tenant, "saw")
    with database.read(tenant) as work:
        states = Counter(work.execute(select(offcuts.c.status).where(offcuts.c.tenant_id == tenant)).scalars())
        codes = set(work.execute(select(offcuts.c.code).where(offcuts.c.tenant_id == tenant)).scalars())
    assert sawn > 100
    assert set(states) == {"in_stock"}
    assert _scan_all(database, tenant, "press") > 0
    again = tmp_path / "again.csv"
    again.write_bytes(SMALL.read_bytes().replace(b"MZ-20", b"MZ-21"))
    planned_orders(database, tenant, again)
    with database.read(tenant) as work:
        reserved = set(
            work.execute(
                select(offcuts.c.code).where(offcuts.c.tenant_id == tenant, offcuts.c.status == "reserved")
            ).scalars()
        )
        boards = set(work.execute(select(patterns.c.board_code).where(patterns.c.tenant_id == tenant)).scalars())
    assert reserved
    assert reserved <= codes
    assert reserved <= boards


def test_a_part_that_fits_no_board_is_named_and_the_others_are_cut(sqlite_database: Database, tmp_path: Path) -> None:
    database = sqlite_database
    database.clock = lambda: MONDAY
    tenant = make_factory(database, tmp_path)
    panels = tmp_path / "panels.csv"
    head = "item_id,item_material,item_num,item_length,item_width,item_order\n"
    panels.write_text(head + "0,MDF18-暖白,2,600,400,O1\n1,MDF18-暖白,1,2900,400,O1\n2,MDF18-暖白,3,800,300,O1\n")
    released_orders(database, tenant, panels)
    result = planning.make_plan(database, tenant, OPERATOR)
    (finding,) = [f for f in result["findings"] if f["level"] == "stop"]
    assert "2900×400" in finding["what"]["zh"]
    with database.read(tenant) as work:
        waiting = work.scalar(
            select(func.count()).select_from(pieces).where(pieces.c.tenant_id == tenant, pieces.c.lot_id.is_(None))
        )
        planned = work.scalar(
            select(func.count())
            .select_from(pieces)
            .where(pieces.c.tenant_id == tenant, pieces.c.pattern_id.is_not(None))
        )
    assert (waiting, planned) == (1, 5)
