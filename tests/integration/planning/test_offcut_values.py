"""Off-cuts of a real plan say what they are worth, and learn from what became of their like."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select, update

from shuanglun.factory.cutting_room.queries import list_offcuts, offcut_values
from shuanglun.factory.cutting_room.tables import offcuts
from shuanglun.storage import Database
from support.sample import make_factory, planned_orders


def test_a_rest_is_worth_less_after_its_like_were_scrapped(database: Database, tmp_path: Path) -> None:
    tenant = make_factory(database, tmp_path)
    planned_orders(database, tenant)
    with database.read(tenant) as work:
        rows = list_offcuts(work)
        before = offcut_values(work, rows)
    assert rows
    assert set(before) == {row["code"] for row in rows}
    assert all(value.fen is not None and value.fen >= 0 and len(value.steps) == 4 for value in before.values())
    first = max(rows, key=lambda row: before[row["code"]].fen or 0)
    like = select(offcuts.c.code).where(
        offcuts.c.tenant_id == tenant,
        offcuts.c.material_code == first["material_code"],
        offcuts.c.code != first["code"],
    )
    with database.work(tenant) as work:
        mine = offcuts.c.tenant_id == tenant
        assert work.execute(update(offcuts).where(mine, offcuts.c.code.in_(like)).values(status="scrapped")).rowcount
        after = offcut_values(work, [first])
    assert (after[first["code"]].fen or 0) < (before[first["code"]].fen or 0)
