"""One lot planned anew on the live floor: what is sawn stays, nothing is lost, nothing is cut twice."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import RowMapping, select

from shuanglun.faces.cli.importing import OPERATOR
from shuanglun.factory import floor, planning
from shuanglun.factory.cutting_room import lot_patterns, rack
from shuanglun.factory.cutting_room.tables import cut_plans, offcuts, patterns
from shuanglun.factory.floor.tables import stations
from shuanglun.factory.pieces import reject
from shuanglun.factory.pieces.tables import pieces
from shuanglun.factory.planning.replanning import outline
from shuanglun.factory.planning.tables import lots
from shuanglun.kernel.errors import Refused
from shuanglun.storage import Database
from support.sample import make_factory, planned_orders

MONDAY = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)


@pytest.fixture
def tenant(database: Database, tmp_path: Path) -> str:
    database.clock = lambda: MONDAY
    tenant_id = make_factory(database, tmp_path)
    planned_orders(database, tenant_id)
    return tenant_id


def _lot(database: Database, tenant: str) -> RowMapping:
    """The cut lot with the most patterns."""
    with database.read(tenant) as work:
        rows = work.all(select(lots).where(lots.c.tenant_id == tenant, lots.c.kind == "cut").order_by(lots.c.no))
        return max(rows, key=lambda row: len(_current(work, row["id"])))


def _current(work: Any, lot_id: str) -> list[RowMapping]:
    found = lot_patterns(work, lot_id)
    return list(found[1]) if found else []


def _codes(rows: list[RowMapping]) -> Counter[str]:
    return Counter(code for row in rows for rect in row["geometry"]["rects"] for code in rect["codes"])


def _saw(database: Database, tenant: str, codes: list[str]) -> None:
    with database.work(tenant, OPERATOR) as work:
        where = (stations.c.tenant_id == tenant, stations.c.operation == "saw")
        station = work.scalar(select(stations.c.id).where(*where).limit(1))
        for code in codes:
            answer = floor.scan(work, station, code, f"saw-{code}", MONDAY)
            assert answer.verdict == "ok", answer.message


def _sound(database: Database, tenant: str, lot_id: str) -> list[RowMapping]:
    """Every piece of the lot is drawn once by the current plan, and stands where its row says; returns the patterns."""
    with database.read(tenant) as work:
        rows = _current(work, lot_id)
        mine = (pieces.c.tenant_id == tenant, pieces.c.lot_id == lot_id, pieces.c.status != "cancelled")
        members = {row["code"]: row["pattern_id"] for row in work.all(select(pieces).where(*mine))}
    drawn = _codes(rows)
    assert set(drawn.values()) == {1}
    assert set(drawn) == set(members)
    at = {code: row["id"] for row in rows for rect in row["geometry"]["rects"] for code in rect["codes"]}
    assert members == at
    assert [row["no"] for row in rows] == sorted({row["no"] for row in rows})
    return rows


def test_another_plan_is_chosen_by_words_and_what_is_sawn_stays(database: Database, tenant: str) -> None:
    lot = _lot(database, tenant)
    first = _sound(database, tenant, lot["id"])
    assert len(first) > 1
    _saw(database, tenant, [next(iter(_codes(first[:1])))])
    compared = planning.choices(database, tenant, OPERATOR, lot["id"])
    assert [one["goal"] for one in compared["choices"]] == ["material", "offcuts", "saw_time", "patterns", "orders"]
    by_goal = {one["goal"]: one["figures"] for one in compared["choices"]}
    assert by_goal["saw_time"]["strokes"] == min(one["strokes"] for one in by_goal.values())
    assert by_goal["material"]["cost"] == min(one["cost"] for one in by_goal.values())
    said = planning.replan_lot(database, tenant, OPERATOR, lot["id"], planning.Wish("saw_time", compared=True))
    assert (said["kept_patterns"], said["waiting"]) == (1, [])
    assert compared["present"] is None  # one board is sawn: the plan in force is of more boards than the choices
    assert said["after"] == {key: by_goal["saw_time"][key] for key in said["after"]}
    rows = _sound(database, tenant, lot["id"])
    assert rows[0]["id"] == first[0]["id"]
    assert {row["id"] for row in rows[1:]}.isdisjoint(row["id"] for row in first)
    with database.read(tenant) as work:
        plans = work.all(select(cut_plans).where(cut_plans.c.tenant_id == tenant, cut_plans.c.lot_id == lot["id"]))
        gone = select(patterns.c.id).where(
            patterns.c.tenant_id == tenant, patterns.c.id.in_([r["id"] for r in first[1:]])
        )
        rests = work.all(select(offcuts).where(offcuts.c.tenant_id == tenant, offcuts.c.pattern_id.in_(gone)))
    assert sorted(plan["status"] for plan in plans) == ["current", "superseded"]
    assert {row["status"] for row in rests} <= {"void"}


def test_too_few_boards_leave_pieces_for_the_next_plan(database: Database, tenant: str) -> None:
    lot = _lot(database, tenant)
    with database.read(tenant) as work:
        board = outline(work, lot["id"])["boards"][0]
        before = _codes(_current(work, lot["id"]))
    assert board["planned"] > 1
    wish = planning.Wish(boards={board["code"]: board["planned"] - 1})
    said = planning.replan_lot(database, tenant, OPERATOR, lot["id"], wish)
    assert said["waiting"]
    assert [finding["code"] for finding in said["findings"]] == ["CUT-BOARDS-SHORT"]
    rows = _sound(database, tenant, lot["id"])
    assert sum(row["run_qty"] for row in rows) == board["planned"] - 1
    assert set(before) == set(_codes(rows)) | set(said["waiting"])
    planning.make_plan(database, tenant, OPERATOR)
    with database.read(tenant) as work:
        mine = (pieces.c.tenant_id == tenant, pieces.c.code.in_(said["waiting"]))
        assert all(row["lot_id"] not in (None, lot["id"]) for row in work.all(select(pieces).where(*mine)))


def test_a_broken_piece_made_again_goes_into_the_open_plan(database: Database, tenant: str) -> None:
    lot = _lot(database, tenant)
    first = _sound(database, tenant, lot["id"])
    broken = next(iter(_codes(first[:1])))
    _saw(database, tenant, [broken])
    with database.work(tenant, OPERATOR) as work:
        new = reject(work, broken, "崩边")[broken]
        assert [one["code"] for one in outline(work, lot["id"])["waiting"]] == [new]
    said = planning.replan_lot(database, tenant, OPERATOR, lot["id"], planning.Wish(remakes=True))
    assert (said["remade"], said["waiting"]) == ([new], [])
    with database.read(tenant) as work:
        rows = _current(work, lot["id"])
        piece = work.all(select(pieces).where(pieces.c.tenant_id == tenant, pieces.c.code == new))[0]
    assert piece["lot_id"] == lot["id"]
    assert piece["pattern_id"] in {row["id"] for row in rows[1:]}
    assert set(_codes(rows).values()) == {1}


def test_an_offcut_that_is_not_there_is_given_back_and_not_used(database: Database, tenant: str) -> None:
    lot = _lot(database, tenant)
    with database.read(tenant) as work:
        sample = _current(work, lot["id"])[0]["geometry"]
    with database.work(tenant, OPERATOR) as work:
        code = rack.add_measured(
            work, rack.Measured(lot["material_code"], sample["length"], sample["width"], "A1", None)
        )
    planning.replan_lot(database, tenant, OPERATOR, lot["id"], planning.Wish())
    assert code in {row["board_code"] for row in _sound(database, tenant, lot["id"])}
    planning.replan_lot(database, tenant, OPERATOR, lot["id"], planning.Wish(boards={code: 0}))
    assert code not in {row["board_code"] for row in _sound(database, tenant, lot["id"])}
    with database.read(tenant) as work:
        assert rack.find(work, code)["status"] == "in_stock"


def test_what_went_on_meanwhile_is_not_overwritten(database: Database, tenant: str) -> None:
    lot = _lot(database, tenant)
    first = _sound(database, tenant, lot["id"])
    code = next(iter(_codes(first[-1:])))

    def saw_meanwhile(share: float, _note: object) -> None:
        if share >= 0.9:
            _saw(database, tenant, [code])

    with pytest.raises(Refused) as refused:
        planning.replan_lot(database, tenant, OPERATOR, lot["id"], planning.Wish("patterns"), saw_meanwhile)
    assert refused.value.code == "PLAN-CHANGED"
    assert [row["id"] for row in _sound(database, tenant, lot["id"])] == [row["id"] for row in first]


def test_a_sawn_lot_and_a_packing_lot_are_refused(database: Database, tenant: str) -> None:
    lot = _lot(database, tenant)
    with database.read(tenant) as work:
        rows = _current(work, lot["id"])
        pack = work.scalar(select(lots.c.id).where(lots.c.tenant_id == tenant, lots.c.kind == "pack").limit(1))
    _saw(database, tenant, [next(iter(_codes([row]))) for row in rows])
    for lot_id, code in ((lot["id"], "LOT-SAWN"), (pack, "LOT-NOT-OPEN")):
        with pytest.raises(Refused) as refused:
            planning.replan_lot(database, tenant, OPERATOR, lot_id, planning.Wish())
        assert refused.value.code == code
