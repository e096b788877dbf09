"""Real furniture orders, from the panel list to lots with a cut plan: every panel finds its place on a whole sheet."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select

from shuanglun.factory import cutting_room, planning
from shuanglun.factory.pieces.tables import pieces
from shuanglun.storage import SYSTEM, Database
from support.sample import make_factory, released_orders

SHEET = (24400, 12200, 180)


@pytest.mark.parametrize("number", [2, 3, 4])
def test_every_panel_of_a_furniture_list_gets_onto_a_sheet(
    sqlite_database: Database, tmp_path: Path, shared: Path, number: int
) -> None:
    tenant_id = make_factory(sqlite_database, tmp_path)
    order_ids = released_orders(sqlite_database, tenant_id, shared / "data" / "cutting" / f"dataA{number}.csv")
    with sqlite_database.work(tenant_id) as work:
        missing = cutting_room.materials_without_board(work)
        assert cutting_room.add_boards_for(work, missing, *SHEET) == len(missing) > 0
        assert cutting_room.add_boards_for(work, missing, *SHEET) == 0
    made = planning.make_plan(sqlite_database, tenant_id, SYSTEM, order_ids)
    assert made["findings"] == []
    with sqlite_database.read(tenant_id) as work:
        mine = pieces.c.tenant_id == tenant_id
        loose = work.scalar(select(func.count()).select_from(pieces).where(mine, pieces.c.pattern_id.is_(None)))
    assert loose == 0
