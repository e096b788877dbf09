"""Releasing an order on both databases: split, pieces with codes, bag and packages; once, all or nothing."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import func, select

from shuanglun.factory.orders.tables import order_lines, orders
from shuanglun.factory.pieces.tables import hardware_bags, pieces, units
from shuanglun.factory.splitting import (
    SplitLine,
    explain_part,
    parts_of,
    pieces_of,
    prepare,
    release_order,
    shapes,
    split_summary,
    with_panels,
)
from shuanglun.factory.splitting.tables import part_specs, split_runs
from shuanglun.factory.templates import (
    catalogue_of,
    get_template,
    publish,
    publish_catalogue,
    shipped_catalogue,
    shipped_files,
)
from shuanglun.factory.templates.tables import product_templates
from shuanglun.kernel.codes import parse_code
from shuanglun.kernel.errors import BadRequest, NotFound, Refused
from shuanglun.storage import Database, Work

DAY = date(2026, 12, 1)
DOOR: dict[str, Any] = {"width": 880, "height": 2050, "wall": 140, "colour": "原木橡", "direction": "left_in"}
PANEL = {"length": 800.5, "width": 300, "thickness": 18, "material": "E0-18", "grain": "width"}
SHIPPED = max(version for code, version in shipped_catalogue().templates if code == "single_door")
LINES: list[tuple[str, int, dict[str, Any]]] = [
    ("single_door", 2, DOOR),
    ("double_door", 1, {**DOOR, "width": 1500}),
    ("cased_opening", 1, {"width": 900, "height": 2100, "wall": 200, "colour": "暖白"}),
    ("panel", 3, PANEL),
]


def add_order(work: Work, order_id: str, lines: list[tuple[str, int, dict[str, Any]]], status: str = "new") -> None:
    work.insert(
        orders,
        {
            "id": order_id,
            "no": order_id,
            "customer": "样板经销商",
            "ordered_on": DAY,
            "due_on": DAY,
            "status": status,
            "priority": 0,
            "fingerprint": order_id,
            "extra": {},
            "created_at": datetime(2026, 11, 23, tzinfo=UTC),
        },
    )
    work.insert(
        order_lines,
        [
            {
                "id": f"{order_id}-{number}",
                "order_id": order_id,
                "line_no": number,
                "template_code": template,
                "position": "主卧",
                "quantity": quantity,
                "due_on": DAY,
                "params": params,
                "source": {"sheet": "订单", "row": number + 6, "cells": {"width": f"D{number + 6}"}},
            }
            for number, (template, quantity, params) in enumerate(lines, 1)
        ],
    )


@pytest.fixture
def factory(database: Database) -> Database:
    with database.work("t1") as work:
        publish_catalogue(work)
        add_order(work, "o1", LINES)
    return database


def _count(database: Database, table: Any) -> int:
    with database.read("t1") as work:
        return int(work.scalar(select(func.count()).select_from(table).where(table.c.tenant_id == "t1")))


def test_a_released_order_has_its_parts_pieces_bag_and_packages(factory: Database) -> None:
    with factory.work("t1") as work:
        summary = release_order(work, "o1")
    assert summary["lines"] == 4
    assert summary["units"] == 7
    assert summary["pieces"] == 2 * 16 + 23 + 9 + 3
    assert summary["part_rows"] == 9 + 13 + 4 + 1
    assert summary["packages"] > 0
    with factory.read("t1") as work:
        order = work.first(select(orders.c.status).where(orders.c.tenant_id == "t1", orders.c.id == "o1"))
        bag = work.first(select(hardware_bags).where(hardware_bags.c.tenant_id == "t1"))
    assert order is not None
    assert order["status"] == "released"
    assert bag is not None
    assert {c["item"]: c["qty"] for c in bag["contents"]}["HINGE-4"] == 2 * 2 + 4
    assert parse_code(bag["code"]).kind == "hardware"


def test_every_piece_has_its_own_code_and_members_know_their_leaf(factory: Database) -> None:
    with factory.work("t1") as work:
        release_order(work, "o1")
        found = pieces_of(work, "o1")
        leaves = work.all(
            select(pieces.c.code, pieces.c.unit_id)
            .join(
                part_specs, (part_specs.c.tenant_id == pieces.c.tenant_id) & (part_specs.c.id == pieces.c.part_spec_id)
            )
            .where(pieces.c.tenant_id == "t1", part_specs.c.role == "leaf")
        )
    codes = [piece["code"] for piece in found["pieces"]]
    assert len(set(codes)) == len(codes) == 67
    assert {parse_code(code).kind for code in codes} == {"piece"}
    unit_of = {row["code"]: row["unit_id"] for row in leaves}
    members = [piece for piece in found["pieces"] if piece["into_code"]]
    assert Counter(piece["into_code"] for piece in members) == dict.fromkeys(unit_of, 6)
    assert all(unit_of[piece["into_code"]] == piece["unit_id"] for piece in members)
    assert [unit["label"] for unit in found["units"]] == ["1-1", "1-2", "2-1", "3-1", "4-1", "4-2", "4-3"]
    one = found["units"][1]["id"]
    with factory.read("t1") as work:
        assert len(pieces_of(work, "o1", one)["pieces"]) == 16


def test_releasing_twice_changes_nothing(factory: Database) -> None:
    with factory.work("t1") as work:
        first = release_order(work, "o1")
    tables = (split_runs, part_specs, units, pieces, hardware_bags)
    before = [_count(factory, table) for table in tables]
    with factory.work("t1") as work:
        assert release_order(work, "o1") == first
    assert [_count(factory, table) for table in tables] == before


def test_an_order_prepared_before_the_writing_transaction_gives_the_same(factory: Database) -> None:
    with factory.read("t1") as work:
        prepared = prepare(work, "o1")
    with factory.work("t1") as work:
        release_order(work, "o1", prepared)
        run = work.first(select(split_runs).where(split_runs.c.tenant_id == "t1"))
    assert run is not None
    assert run["input_hash"] == prepared.result.input_hash
    assert run["templates"] == {
        template.code: template.version
        for template in shipped_catalogue().newest()
        if template.code in {code for code, _, _ in LINES}
    }


def test_a_line_that_cannot_be_made_stops_the_whole_order(factory: Database) -> None:
    with factory.work("t1") as work:
        add_order(
            work, "o2", [("single_door", 1, DOOR), ("single_door", 1, {**DOOR, "width": 300}), ("unknown", 1, {})]
        )
    with factory.work("t1") as work, pytest.raises(Refused) as refusal:
        release_order(work, "o2")
    assert refusal.value.code == "SPLIT-HAS-STOPS"
    found = {(f.code, f.where.row, f.where.cell) for f in refusal.value.findings if f.level == "stop"}
    assert ("DOOR-WIDTH-LIMIT", 8, "D8") in found
    assert ("SPLIT-TEMPLATE-UNKNOWN", 9, None) in found
    assert _count(factory, pieces) == 0
    with factory.read("t1") as work:
        assert split_summary(work, "o2") is None


def test_no_order_a_cancelled_and_an_empty_one_are_refused(factory: Database) -> None:
    with factory.work("t1") as work:
        add_order(work, "gone", LINES[:1], status="cancelled")
        add_order(work, "empty", [])
        with pytest.raises(NotFound):
            release_order(work, "nothing")
        with pytest.raises(Refused, match="ORDER-CANCELLED"):
            release_order(work, "gone")
        with pytest.raises(Refused, match="ORDER-EMPTY"):
            release_order(work, "empty")


def test_another_tenant_sees_nothing(factory: Database) -> None:
    with factory.work("t1") as work:
        release_order(work, "o1")
        part_id = parts_of(work, "o1")["parts"][0]["id"]
    with factory.work("t2") as work:
        with pytest.raises(NotFound):
            release_order(work, "o1")
        with pytest.raises(NotFound):
            explain_part(work, part_id, "length")
        with pytest.raises(NotFound):
            parts_of(work, "o1")
        with pytest.raises(NotFound):
            pieces_of(work, "o1")
        assert catalogue_of(work).newest() == []


def test_panels_are_released_and_explained_without_a_published_template(database: Database) -> None:
    edged = {**PANEL, "edge_left": 1, "edge_right": 0.5}
    with database.work("t2") as work:
        add_order(work, "o1", [("panel", 3, PANEL), ("panel", 1, edged)])
        assert release_order(work, "o1")["pieces"] == 4
        plain, banded = parts_of(work, "o1")["parts"]
        found = explain_part(work, banded["id"], "cut_length")
    assert (plain["cut_length"], plain["route"]) == (8005, ["saw", "pack"])
    assert (banded["cut_length"], banded["route"]) == (7990, ["saw", "edge", "pack"])
    assert (found["value"], found["template"]["code"]) == ("799", "panel")


def test_parts_come_in_the_order_of_lines_and_template(factory: Database) -> None:
    with factory.work("t1") as work:
        release_order(work, "o1")
        found = parts_of(work, "o1")
        one = parts_of(work, "o1", "o1-4")
    template = shipped_catalogue().get("single_door")
    assert template is not None
    mine = [p["row_key"] for p in found["parts"] if p["line_no"] == 1]
    assert mine == [part.key for part in template.table.parts if part.key in mine]
    assert [(p["line_no"], p["length"], p["grain"], p["material_code"]) for p in one["parts"]] == [
        (4, 8005, "width", "E0-18")
    ]
    leaf = found["parts"][0]
    assert (leaf["length"], leaf["width"], leaf["cut_length"], leaf["material_code"]) == (20000, 8000, 0, None)
    assert leaf["edges"] == {"front": 10, "back": 10, "left": 10, "right": 10}


def test_an_explanation_ends_with_the_value_and_names_the_order_cell(factory: Database) -> None:
    with factory.work("t1") as work:
        release_order(work, "o1")
        leaf = parts_of(work, "o1")["parts"][0]
        found = explain_part(work, leaf["id"], "width")
        with pytest.raises(BadRequest):
            explain_part(work, leaf["id"], "colour")
    name = {"zh": "单开门", "en": "Single door"}
    assert (found["value"], found["unit"]) == ("800", "mm")
    assert found["template"] == {"code": "single_door", "version": SHIPPED, "name": name}
    assert found["steps"][-1]["name"] == "leaf.width"
    assert found["steps"][-1]["formula"] == "门扇宽"
    inputs = [given for step in found["steps"] for given in step["inputs"]]
    assert ("width", "880", "D7") in [(i["name"], i["value"], i.get("cell")) for i in inputs]
    assert {"parameter", "constant", "value"} <= {i["kind"] for i in inputs}
    done: set[str] = set()
    for step in found["steps"]:
        assert {i["name"] for i in step["inputs"] if i["kind"] == "value"} <= done
        done.add(step["name"])


# ---------------------------------------------------------------------- templates


def test_publishing_the_catalogue_twice_adds_nothing(factory: Database) -> None:
    with factory.work("t1") as work:
        assert publish_catalogue(work) == 0
        assert [t.code for t in catalogue_of(work).newest()] == [t.code for t in shipped_catalogue().newest()]


def test_a_published_version_cannot_be_changed_but_a_new_one_published(factory: Database) -> None:
    text = dict(shipped_files())["single_door.yaml"]
    other = text.replace("样板模板，", "")
    assert other != text
    with factory.work("t1") as work, pytest.raises(Refused, match="TEMPLATE-PUBLISHED"):
        publish(work, {"single_door.yaml": other})
    before = _count(factory, product_templates)
    renamed = text.replace(f"version: {SHIPPED}\nname", f"version: {SHIPPED + 1}\nname")
    with factory.work("t1") as work:
        assert publish(work, {"single_door.yaml": renamed}) == 1
        assert get_template(work, "single_door").version == SHIPPED + 1
        assert get_template(work, "single_door", SHIPPED).version == SHIPPED
        with pytest.raises(NotFound):
            get_template(work, "single_door", 9)
    assert _count(factory, product_templates) == before + 1


def test_a_template_with_a_red_example_is_not_published(factory: Database) -> None:
    text = dict(shipped_files())["panel.yaml"].replace("version: 1\nname", "version: 2\nname").replace("15.552", "15.5")
    with factory.work("t1") as work, pytest.raises(Refused) as refusal:
        publish(work, {"panel.yaml": text})
    assert [finding.code for finding in refusal.value.findings] == ["TEMPLATE-EXAMPLE-RED"]


def test_a_release_keeps_what_is_worked_on_every_part(factory: Database) -> None:
    with factory.work("t1") as work:
        ready = prepare(work, "o1")
        release_order(work, "o1", ready)
        asked = [SplitLine(row["id"], row["template_code"], row["params"], row["quantity"]) for row in ready.lines]
        drawn, _ = shapes(asked, with_panels(catalogue_of(work).get))
        stored = work.all(select(part_specs).where(part_specs.c.tenant_id == "t1", part_specs.c.order_id == "o1"))
    wanted = {
        (shape.line, part.part.row_key): [one._asdict() for one in part.machining]
        for shape in drawn
        for part in shape.parts
    }
    assert {(row["order_line_id"], row["row_key"]): row["machining"] for row in stored} == wanted
    assert any(one["kind"] == "drill" for row in stored for one in row["machining"])
