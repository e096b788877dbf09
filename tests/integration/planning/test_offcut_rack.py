"""The off-cut rack over the real rooms: events decide, nothing is taken twice, the count finds what is missing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from shuanglun.faces.cli.importing import OPERATOR
from shuanglun.factory import planning
from shuanglun.factory.cutting_room import give_back, queries, rack
from shuanglun.factory.cutting_room.offcut_life import happen, rebuild, story
from shuanglun.factory.cutting_room.tables import cut_plans, offcuts
from shuanglun.factory.planning.tables import lots
from shuanglun.kernel.errors import BadRequest, Refused
from shuanglun.storage import Database
from support.running import Running, running
from support.sample import make_factory, planned_orders, released_orders

MONDAY = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
OAK = "HDF8-胡桃"


@pytest.fixture
def tenant(database: Database, tmp_path: Path) -> str:
    database.clock = lambda: MONDAY
    return make_factory(database, tmp_path)


def _add(database: Database, tenant: str, length: int = 9000, width: int = 4000, place: str = "A1") -> str:
    with database.work(tenant, OPERATOR) as work:
        return rack.add_measured(work, rack.Measured(OAK, length, width, place))


def _row(database: Database, tenant: str, code: str) -> dict[str, object]:
    with database.read(tenant) as work:
        return dict(rack.find(work, code))


def test_a_measured_offcut_takes_thickness_and_grain_of_its_board_and_is_offered_to_planning(
    database: Database, tenant: str
) -> None:
    code = _add(database, tenant)
    row = _row(database, tenant, code)
    assert (row["thickness"], row["status"], row["place"], row["origin"]) == (80, "in_stock", "A1", "measured")
    with database.read(tenant) as work:
        assert code in {found["code"] for found in queries.boards_for(work).offcuts}


@pytest.mark.parametrize(("length", "width"), [(400, 4000), (99_000, 4000)])
def test_sizes_no_board_can_leave_are_refused(database: Database, tenant: str, length: int, width: int) -> None:
    with pytest.raises(Refused) as refused:
        _add(database, tenant, length, width)
    assert refused.value.code == "OFFCUT-SIZE"
    assert "mm" in refused.value.message.zh


def test_taking_out_needs_a_reason_and_happens_once(database: Database, tenant: str) -> None:
    code = _add(database, tenant)
    with pytest.raises(BadRequest), database.work(tenant, OPERATOR) as work:
        rack.take_out(work, code, "scrapped", "  ")
    with database.work(tenant, OPERATOR) as work:
        rack.take_out(work, code, "scrapped", "边角开裂")
    with pytest.raises(Refused) as refused, database.work(tenant, OPERATOR) as work:
        rack.take_out(work, code, "taken", "做样板")
    assert "报废" in refused.value.message.zh
    with database.read(tenant) as work:
        assert [event["kind"] for event in story(work, code)] == ["measured", "scrapped"]


def test_two_people_cannot_take_the_same_offcut(database: Database, tenant: str) -> None:
    code = _add(database, tenant)
    outcomes: list[str] = []
    start = threading.Barrier(4)

    def take() -> None:
        start.wait()
        try:
            with database.work(tenant, OPERATOR) as work:
                rack.take_out(work, code, "taken", "做样板")
            outcomes.append("taken")
        except Refused as refused:
            outcomes.append(refused.code)

    people = [threading.Thread(target=take) for _ in range(4)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert sorted(outcomes) == ["OFFCUT-STATE"] * 3 + ["taken"]


def test_an_offcut_taken_while_planning_refuses_the_plan_and_keeps_nothing_of_it(
    database: Database, tenant: str
) -> None:
    codes = {_add(database, tenant, 21_000, 9000) for _ in range(3)}
    released_orders(database, tenant)
    done = []

    def tell(_share: float, _note: object) -> None:
        if not done:
            done.append(True)
            for code in codes:
                with database.work(tenant, OPERATOR) as work:
                    rack.take_out(work, code, "taken", "做样板")

    with pytest.raises(Refused) as refused:
        planning.make_plan(database, tenant, OPERATOR, tell=tell)
    assert refused.value.code == "PLAN-OFFCUT-TAKEN"
    with database.read(tenant) as work:
        assert not work.all(select(cut_plans.c.id).where(cut_plans.c.tenant_id == tenant))


def test_the_switch_decides_whether_offcuts_are_cut_first(database: Database, tenant: str) -> None:
    codes = {_add(database, tenant, 21_000, 9000) for _ in range(3)}
    released_orders(database, tenant)
    planning.make_plan(database, tenant, OPERATOR, settings=planning.Settings(use_offcuts=False))
    assert {_row(database, tenant, code)["status"] for code in codes} == {"in_stock"}


def test_a_cancelled_lot_gives_its_offcuts_back(database: Database, tenant: str) -> None:
    codes = {_add(database, tenant, 21_000, 9000) for _ in range(3)}
    planned_orders(database, tenant)
    reserved = {code for code in codes if _row(database, tenant, code)["status"] == "reserved"}
    assert reserved
    with database.work(tenant, OPERATOR) as work:
        work.execute(update(lots).where(lots.c.tenant_id == tenant).values(status="cancelled"))
        assert give_back(work) > len(reserved)
    assert {_row(database, tenant, code)["status"] for code in codes} == {"in_stock"}
    with database.read(tenant) as work:
        left = set(work.execute(select(offcuts.c.status).where(offcuts.c.tenant_id == tenant)).scalars())
        assert [event["kind"] for event in story(work, min(reserved))] == ["measured", "reserved", "released"]
    assert left == {"in_stock", "void"}


def test_states_follow_from_the_events(database: Database, tenant: str) -> None:
    code = _add(database, tenant)
    planned_orders(database, tenant)
    with database.work(tenant, OPERATOR) as work:
        rack.move(work, code, "B2") if _row(database, tenant, code)["status"] != "used" else None
        assert rebuild(work) == 0
        mine = offcuts.c.tenant_id == tenant
        before = _row(database, tenant, code)
        work.execute(update(offcuts).where(mine).values(status="scrapped", place="nowhere"))
        assert rebuild(work) > 1
        assert dict(rack.find(work, code)) == before | {"place": "B2"}


def test_the_list_is_narrowed_by_material_place_size_age_and_text(database: Database, tenant: str) -> None:
    long = _add(database, tenant, 9000, 4000, "A1")
    short = _add(database, tenant, 5000, 3000, "B2")

    def found(**wanted: object) -> set[str]:
        with database.read(tenant) as work:
            rows = queries.list_offcuts(work, None, queries.Wanted(**wanted))  # type: ignore[arg-type]
            return {row["code"] for row in rows}

    assert found(length=8000, width=3500) == {long}
    assert found(place="B2") == {short}
    assert found(text="b2") == {short}
    assert found(material_code="none") == set()
    assert found(days=30) == set()
    database.clock = lambda: MONDAY + timedelta(days=40)
    assert found(days=30) == {long, short}
    with database.read(tenant) as work:
        (line,) = queries.ageing(work)
    assert [one["n"] for one in line["classes"]] == [0, 0, 2, 0]


def test_a_stocktake_finds_what_is_missing_moved_and_back(database: Database, tenant: str) -> None:
    here, moved, gone, back = (_add(database, tenant, place=place) for place in ("A1", "B2", "A1", "A1"))
    with database.work(tenant, OPERATOR) as work:
        rack.take_out(work, back, "taken", "做样板")
        take = rack.start_stocktake(work, "A1", None)
        verdicts = [rack.count_scan(work, take, text)["verdict"] for text in (here, here, moved, back, "nonsense")]
    assert verdicts == ["seen", "again", "moved", "found", "wrong"]
    with database.work(tenant, OPERATOR) as work:
        result = rack.close_stocktake(work, take)
        assert rack.close_stocktake(work, take) == result
    assert result["missing"] == [gone]
    assert result["moved"] == [moved]
    assert result["found"] == [back]
    states = [_row(database, tenant, code)["status"] for code in (here, moved, gone, back)]
    assert states == ["in_stock", "in_stock", "missing", "in_stock"]
    with pytest.raises(Refused), database.work(tenant, OPERATOR) as work:
        rack.count_scan(work, take, here)
    with database.work(tenant, OPERATOR) as work:
        again = rack.start_stocktake(work, None, OAK)
        assert rack.count_scan(work, again, gone)["verdict"] == "found"


def test_a_reserved_offcut_cannot_be_taken_but_moved(database: Database, tenant: str) -> None:
    code = _add(database, tenant)
    with database.work(tenant, OPERATOR) as work:
        assert happen(work, [code], "reserved") == {code}
        rack.move(work, code, "C3")
    with pytest.raises(Refused), database.work(tenant, OPERATOR) as work:
        rack.take_out(work, code, "scrapped", "开裂")
    assert _row(database, tenant, code)["place"] == "C3"


@pytest.fixture
def here(database: Database, tmp_path: Path) -> Iterator[Running]:
    with running(database, tmp_path) as found:
        yield found


def test_the_rack_over_the_api(here: Running) -> None:
    material = here.ours.get("/offcuts").json()["materials"][0]
    body = {"material_code": material, "length": 8000, "width": 5000, "place": "A1"}
    one = here.ours.post("/offcuts", body, key="measured-1")
    assert one.status_code == 201, one.text
    assert here.ours.post("/offcuts", body, key="measured-1").json() == one.json()
    code = one.json()["offcut"]["code"]
    assert here.ours.post(f"/offcuts/{code}/move", {"place": "B7"}).json()["offcut"]["place"] == "B7"
    out = here.ours.post(f"/offcuts/{code}/take-out", {"kind": "taken", "reason": "做样板"}).json()
    assert [event["kind"] for event in out["events"]] == ["measured", "moved", "taken"]
    assert here.ours.get(f"/offcuts/labels.pdf?code={code}").content.startswith(b"%PDF")
    assert code in here.ours.get(f"/offcuts/labels.zpl?code={code}").text
    assert here.theirs.get(f"/offcuts/labels.pdf?code={code}").status_code == 404
    assert here.ours.get("/offcuts?status=used&value_fen=0").json()["offcuts"][0]["code"] == code
    assert here.ours.get("/offcuts/ageing").status_code == 200
