"""A station's page answers: what now, how many left, what was scanned last."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from integration.factory.builders import START, Shop
from shuanglun.factory.cutting_room.tables import cut_plans, patterns
from shuanglun.factory.floor import station_work
from shuanglun.factory.floor.tables import stations
from shuanglun.factory.pieces.tables import pieces
from shuanglun.factory.planning.tables import lots, tasks
from shuanglun.kernel.errors import NotFound


def _work(shop: Shop, station: str) -> dict[str, Any]:
    with shop.database.read(shop.tenant, now=shop.now) as work:
        return station_work(work, shop.stations[station])


def _pattern(shop: Shop, codes: list[str]) -> None:
    """All these pieces on pattern 1 of the cut lot, the last one sawn first."""
    with shop.work() as work:
        plan = {"id": "c", "lot_id": "lot-cut", "created_at": START, "created_by": "x", "engine": "e", "settings": {}}
        work.insert(cut_plans, {**plan, "figures": {}, "status": "current"})
        pattern = {"id": "p", "cut_plan_id": "c", "lot_id": "lot-cut", "no": 1, "board_code": "MDF25-1", "run_qty": 1}
        work.insert(patterns, {**pattern, "geometry": {}})
        for place, code in enumerate(reversed(codes)):
            where = (pieces.c.tenant_id == "t1", pieces.c.code == code)
            work.execute(update(pieces).where(*where).values(pattern_id="p", pattern_pos=place))


def test_saw_sees_its_lot_and_the_pieces_in_sawing_order(shop: Shop) -> None:
    order = shop.order("A", doors=1)
    jambs = order.codes["jamb"]
    _pattern(shop, jambs)
    found = _work(shop, "saw")
    assert (found["lot"]["no"], found["pattern"]) == ("L2", {"id": "p", "no": 1, "board_code": "MDF25-1"})
    assert (found["left"], found["done_today"], found["last"]) == (7, 0, [])
    assert [piece["code"] for piece in found["next"]][:2] == jambs[::-1]
    assert found["next"][0]["label"] == "A 1-1"
    shop.scan("saw", jambs[1])
    found = _work(shop, "saw")
    assert (found["left"], found["lot"]["done"], found["done_today"]) == (6, 1, 1)
    assert found["last"][0]["code"] == jambs[1]
    assert shop.read(patterns)[0]["sawn_at"] is None
    shop.scan("saw", jambs[0])
    assert shop.read(patterns)[0]["sawn_at"] == shop.now


def test_pieces_whose_turn_it_is_come_first(shop: Shop) -> None:
    order = shop.order("A", doors=1)
    shop.scan("saw", order.codes["casing"][1])
    found = _work(shop, "edge")
    assert (found["next"][0]["code"], found["next"][0]["now"]) == (order.codes["casing"][1], True)
    assert found["next"][1]["now"] is False
    assert found["left"] == 4


def test_press_counts_leaves_not_members(shop: Shop) -> None:
    shop.order("A", doors=2)
    found = _work(shop, "press")
    assert (found["lot"]["kind"], found["left"]) == ("assembly", 2)


def test_first_task_of_the_plan_decides_which_lot_comes_now(shop: Shop) -> None:
    shop.order("A", doors=1)
    second = shop.order("B", doors=1)
    with shop.work() as work:
        lot = {**shop.read(lots, id="lot-cut")[0], "id": "early", "no": "L9"}
        work.insert(lots, lot)
        work.execute(
            update(pieces).where(pieces.c.tenant_id == "t1", pieces.c.order_id == second.id).values(lot_id="early")
        )
        task = {"plan_run_id": "run", "operation": "saw", "work_centre": "saw", "setup_seconds": 0, "work_seconds": 9}
        for number, (lot_id, hours) in enumerate((("lot-cut", 3), ("early", 1))):
            span = {"starts_at": START + timedelta(hours=hours), "ends_at": START + timedelta(hours=hours + 1)}
            more = {"id": f"t{number}", "lot_id": lot_id, "pieces": 1, "segments": [], "locked": False, **span}
            work.insert(tasks, {**task, **more})
    found = _work(shop, "saw")
    assert (found["lot"]["no"], found["lot"]["starts_at"]) == ("L9", START + timedelta(hours=1))


def test_lot_is_done_when_nothing_of_it_waits_for_work(shop: Shop) -> None:
    order = shop.order("A", panels=2)
    for code in order.codes["panel"]:
        shop.scan("saw", code)
        shop.scan("edge", code)
    assert shop.read(lots)[0]["status"] == "done"
    assert _work(shop, "saw")["lot"] is None


def test_packing_sees_open_packages_those_begun_first(shop: Shop) -> None:
    order = shop.order("A", doors=1, panels=1)
    shop.make_ready(order)
    shop.scan("pack", order.codes["jamb"][0])
    found = _work(shop, "pack")
    assert [(p["pack_group"], p["missing"]) for p in found["packages"]][0] == ("frame", 3)
    assert found["station"]["package_code"] == shop.read_package(order.codes["jamb"][0])
    assert found["done_today"] == 1


def test_done_today_is_the_factorys_day(shop: Shop) -> None:
    order = shop.order("A", doors=1)
    shop.scan("saw", order.codes["jamb"][0])
    shop.now += timedelta(hours=15, minutes=59)
    assert _work(shop, "saw")["done_today"] == 1
    shop.now += timedelta(minutes=5)
    assert _work(shop, "saw")["done_today"] == 0


def test_station_that_is_not_in_use_is_not_found(shop: Shop) -> None:
    with shop.work() as work:
        work.execute(update(stations).where(stations.c.tenant_id == "t1").values(active=False))
    with pytest.raises(NotFound):
        _work(shop, "saw")
