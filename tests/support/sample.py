"""The sample factory in a test's database, and orders brought to a wanted stage through the public commands."""

from __future__ import annotations

from pathlib import Path

from shuanglun.faces.cli import sample
from shuanglun.faces.cli.importing import OPERATOR, factory_tenant, import_file
from shuanglun.factory import planning, splitting
from shuanglun.storage import Database

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "orders"
SMALL = EXAMPLES / "dealer-40-gbk.csv"


def make_factory(database: Database, folder: Path, *, with_people: bool = False) -> str:
    """The sample county; returns the door factory's tenant id."""
    sample.create(database, folder, with_people=with_people)
    return factory_tenant(database, "jsdoor")


def released_orders(database: Database, tenant_id: str, path: Path = SMALL) -> list[str]:
    """A workbook imported and every order of it released."""
    order_ids = list(import_file(database, tenant_id, path).order_ids)
    assert order_ids
    for order_id in order_ids:
        with database.work(tenant_id, OPERATOR) as work:
            splitting.release_order(work, order_id)
    return order_ids


def planned_orders(database: Database, tenant_id: str, path: Path = SMALL) -> list[str]:
    """... and planned."""
    order_ids = released_orders(database, tenant_id, path)
    planning.make_plan(database, tenant_id, OPERATOR)
    return order_ids
