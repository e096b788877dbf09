"""Parts out = parts in, an order: random orders of every shipped template through real splitting, planning and packing."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from shuanglun.faces.cli.importing import OPERATOR, factory_tenant
from shuanglun.faces.cli.sample import create
from shuanglun.factory import planning, splitting
from shuanglun.factory.orders.tables import order_lines, orders
from shuanglun.factory.splitting import SplitLine, split
from shuanglun.factory.templates import Template, shipped_catalogue
from shuanglun.storage import Database
from support.completeness import discrepancies

CATALOGUE = shipped_catalogue()
TEMPLATES = CATALOGUE.newest()
DAYS = [date(2026, 12, 1), date(2026, 12, 2)]
Line = tuple[str, int, dict[str, Any]]


def _example(template: Template) -> dict[str, Any]:
    """The template's first example with the names orders use."""
    inputs = template.table.examples[0].inputs
    return {template.compiled.key_of(name) or name: value for name, value in inputs.items()}


def _made(code: str, params: dict[str, Any]) -> bool:
    return not split([SplitLine("x", code, params)], CATALOGUE.get).stopped


@st.composite
def lines(draw: st.DrawFn) -> Line:
    """A line of any template: its first example with other sizes and options where they can be made."""
    template = draw(st.sampled_from(TEMPLATES))
    params = _example(template)
    if template.code == "panel":
        params |= {"material": draw(st.sampled_from(["MDF18-暖白", "MDF25"])), "length": draw(st.integers(200, 2000))}
        return template.code, draw(st.integers(1, 3)), params
    for one in draw(st.lists(st.sampled_from(template.table.parameters), max_size=4, unique_by=lambda p: p.name)):
        if one.options:
            value: Any = draw(st.sampled_from([option.code for option in one.options]))
        elif one.unit == "mm" and isinstance(params.get(one.name), int):
            value = params[one.name] + draw(st.integers(-60, 60))
        elif one.unit == "pcs":
            value = draw(st.integers(int(one.min or 0), min(int(one.max or 3), 4)))
        else:
            continue
        if _made(template.code, {**params, one.name: value}):
            params[one.name] = value
    return template.code, draw(st.integers(1, 2)), params


@pytest.fixture(scope="module")
def factory_file(_sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample factory with all shipped templates and boards, without orders."""
    folder = tmp_path_factory.mktemp("completeness")
    path = folder / "factory.db"
    shutil.copy(_sqlite_template, path)
    database = Database(str(path))
    create(database, folder, with_people=False)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return path


class Factory:
    """A fresh copy of the factory's database for one example."""

    def __init__(self, file: Path) -> None:
        path = file.with_name("example.db")
        for old in path.parent.glob("example.db*"):
            old.unlink()
        shutil.copy(file, path)
        self.database = Database(str(path))
        self.tenant = factory_tenant(self.database)

    def take(self, number: int, of_order: list[Line]) -> str:
        """An order of these lines, released."""
        key = f"o{number}"
        day = DAYS[number % len(DAYS)]
        with self.database.work(self.tenant, OPERATOR) as work:
            work.insert(orders, {
                "id": key, "no": key, "customer": "样板经销商", "ordered_on": day, "due_on": day, "status": "new",
                "priority": 0, "fingerprint": key, "extra": {}, "created_at": datetime(2026, 11, 23, tzinfo=UTC),
            })  # fmt: skip
            work.insert(order_lines, [
                {"id": f"{key}-{n}", "order_id": key, "line_no": n, "template_code": code, "position": "主卧",
                 "quantity": quantity, "due_on": day, "params": params, "source": {}}
                for n, (code, quantity, params) in enumerate(of_order, 1)
            ])  # fmt: skip
            splitting.release_order(work, key)
        return key

    def plan(self, order_ids: list[str]) -> list[dict[str, Any]]:
        """Lots, cut plans and schedule; the findings that say a board is missing or too small."""
        result = planning.make_plan(self.database, self.tenant, OPERATOR, order_ids)
        return [finding for finding in result["findings"] if finding["level"] == "stop"]

    def wrong(self, order_ids: list[str]) -> list[str]:
        with self.database.read(self.tenant) as work:
            return discrepancies(work, order_ids)


# No shrinking: an example is a factory's day, and the books name the order, the stage and the piece.
@settings(
    max_examples=8,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(st.lists(st.lists(lines(), min_size=1, max_size=3), min_size=1, max_size=2), st.booleans())
def test_nothing_is_lost_and_nothing_is_made_twice(
    factory_file: Path, of_orders: list[list[Line]], one_by_one: bool
) -> None:
    factory = Factory(factory_file)
    try:
        keys = [factory.take(number, of_order) for number, of_order in enumerate(of_orders, 1)]
        told = [one for part in ([[key] for key in keys] if one_by_one else [keys]) for one in factory.plan(part)]
        assert told == []
        assert factory.wrong(keys) == []
    finally:
        factory.database.close()


@pytest.fixture(scope="module")
def planned(factory_file: Path) -> Callable[[], tuple[Factory, list[str]]]:
    """One planned order of a line of every template; each call gives a fresh copy of it."""
    factory = Factory(factory_file)
    every = [(t.code, 1, _example(t) | ({"material": "MDF25"} if t.code == "panel" else {})) for t in TEMPLATES]
    key = factory.take(1, every)
    assert factory.plan([key]) == []
    path = factory_file.with_name("planned.db")
    with factory.database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    factory.database.close()
    shutil.copy(factory_file.with_name("example.db"), path)
    return lambda: (Factory(path), [key])


def test_an_order_of_every_shipped_template_is_complete(planned: Callable[[], tuple[Factory, list[str]]]) -> None:
    factory, keys = planned()
    try:
        assert factory.wrong(keys) == []
    finally:
        factory.database.close()


# What a fault in any stage would leave behind; the books must tell each of them, at its stage.
FAULTS = {
    ("split", "a part row is not stored"): "DELETE FROM part_specs WHERE rowid = (SELECT max(rowid) FROM part_specs)",
    ("pieces", "a piece is not made"): "DELETE FROM pieces WHERE rowid = (SELECT max(rowid) FROM pieces)",
    ("lots", "a piece is in no lot"): "UPDATE pieces SET lot_id = NULL WHERE rowid = (SELECT min(rowid) FROM pieces)",
    ("lots", "a piece is in the lot of another material"): (
        "UPDATE pieces SET lot_id = (SELECT id FROM lots WHERE kind = 'cut' AND id <> pieces.lot_id LIMIT 1)"
        " WHERE rowid = (SELECT min(p.rowid) FROM pieces p WHERE p.pattern_id IS NOT NULL)"
    ),
    ("plan", "a plan lays pieces of another lot"): (
        "UPDATE cut_plans SET document = (SELECT o.document FROM cut_plans o WHERE o.id <> cut_plans.id LIMIT 1)"
        " WHERE rowid = (SELECT min(rowid) FROM cut_plans)"
    ),
    (
        "packages",
        "a piece is in no package",
    ): "DELETE FROM package_items WHERE rowid = (SELECT min(rowid) FROM package_items)",
    ("packages", "a piece is in two packages"): (
        "INSERT INTO package_items (tenant_id, package_code, item_code) SELECT p.tenant_id, p.code, i.item_code"
        " FROM packages p, package_items i WHERE p.code <> i.package_code LIMIT 1"
    ),
    ("hardware", "a bag is short"): "UPDATE hardware_bags SET contents = '[]'",
}


@pytest.mark.parametrize(("stage", "fault"), FAULTS)
def test_the_books_tell_every_fault(planned: Callable[[], tuple[Factory, list[str]]], stage: str, fault: str) -> None:
    factory, keys = planned()
    try:
        with factory.database.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
            connection.execute(text(FAULTS[stage, fault]))
            connection.commit()
        assert any(f" {stage}:" in told for told in factory.wrong(keys))
    finally:
        factory.database.close()
