"""Loading papers from the real databases."""

from __future__ import annotations

from collections import Counter

import pytest
from sqlalchemy import select

from shuanglun.access.tables import people
from shuanglun.faces import papers
from shuanglun.kernel.codes import make_code
from shuanglun.kernel.errors import NotFound
from shuanglun.storage import Database
from support.papers_factory import DUE, MATERIAL, NOW, UNITS, PaperFactory, paper_factory


@pytest.fixture
def factory(database: Database) -> PaperFactory:
    return paper_factory(database)


def test_a_lots_labels_come_in_sawing_order_with_all_they_say(factory: PaperFactory) -> None:
    with factory.database.read(factory.tenant) as work:
        labels = papers.load_lot_labels(work, factory.lot)
    assert len(labels) == UNITS * 7 - 1  # one was cancelled
    places = [(label.pattern_no, label.place) for label in labels]
    assert places == sorted(places)
    one = next(label for label in labels if label.code == make_code("piece", 2))
    assert (one.order_no, one.customer, one.position) == ("DD-001", "江山市欧派门业经销部", "二楼主卧")
    assert (one.unit, one.name.zh, one.lot_no, one.material) == ("12-1", "门套立板", "L0007", MATERIAL)
    assert (one.length, one.cut_length, one.edges.right, one.route) == (20500, 20536, 8, ("saw", "edge", "pack"))


def test_an_orders_labels_hold_every_piece_once_assemblies_too(factory: PaperFactory) -> None:
    with factory.database.read(factory.tenant) as work:
        labels = papers.load_order_labels(work, factory.order)
    assert Counter(label.lot_no for label in labels) == {"L0007": UNITS * 7 - 1, "L0008": UNITS}
    assert len({label.code for label in labels}) == len(labels)


def test_a_cut_plan_names_units_and_off_cuts_on_its_drawings(factory: PaperFactory) -> None:
    with factory.database.read(factory.tenant) as work:
        plan = papers.load_cut_plan(work, factory.lot)
        places = {label.code: str(label.place) for label in papers.load_lot_labels(work, factory.lot)}
    assert (plan.lot_no, plan.material, plan.thickness, plan.due_on, plan.kerf) == ("L0007", MATERIAL, 180, DUE, 42)
    assert plan.figures.sheets == sum(pattern.run_qty for pattern in plan.patterns) >= (plan.figures.bound or 0) > 0
    rects = [rect for pattern in plan.patterns for rect in pattern.rects]
    assert all(label.startswith("12-") for rect in rects if rect.kind == "part" for label in rect.labels)
    codes = [code for rect in rects if rect.kind == "offcut" for code in rect.codes]
    assert len(codes) == len(set(codes)) == sum(p.run_qty for p in plan.patterns for r in p.rects if r.kind == "offcut")
    for pattern in plan.patterns:
        for rect in pattern.parts:
            first = pattern.numbers[rect.seq].split("–")[0]
            assert first in {places[code] for code in rect.codes}


def test_one_pattern_is_drawn_as_in_its_plan(factory: PaperFactory) -> None:
    from shuanglun.factory.cutting_room.tables import patterns

    with factory.database.read(factory.tenant) as work:
        plan = papers.load_cut_plan(work, factory.lot)
        row = work.first(select(patterns).where(patterns.c.tenant_id == work.tenant_id, patterns.c.no == 1))
        drawing, kerf = papers.load_pattern(work, row["id"])
    assert (drawing, kerf) == (plan.patterns[0], 42)


def test_a_lot_that_is_not_sawn_has_no_patterns(factory: PaperFactory) -> None:
    with factory.database.read(factory.tenant) as work:
        assert papers.load_cut_plan(work, factory.assembly_lot).patterns == ()
        assert papers.load_cut_list(work, factory.assembly_lot).rows == ()


def test_a_cut_list_has_a_row_a_piece_in_sawing_order(factory: PaperFactory) -> None:
    with factory.database.read(factory.tenant) as work:
        rows = papers.load_cut_list(work, factory.lot).rows
    assert len(rows) == UNITS * 7 - 1
    assert [(row.pattern_no, row.place) for row in rows] == sorted((row.pattern_no, row.place) for row in rows)
    assert {row.board_code for row in rows} == {"HDF18-2440"}


def test_a_part_list_shows_the_newest_split_times_the_units(factory: PaperFactory) -> None:
    with factory.database.read(factory.tenant) as work:
        paper = papers.load_part_list(work, factory.order)
        empty = papers.load_part_list(work, factory.empty_order)
    assert {row.name.zh: row.quantity for row in paper.parts} == {
        "门扇": UNITS, "门套立板": 2 * UNITS, "门套横板": UNITS, "门套线": 4 * UNITS,
    }  # fmt: skip
    assert [(row.item, row.quantity, row.unit) for row in paper.hardware] == [("HINGE-4", 3 * UNITS, "副")]
    assert (paper.units, empty.units, empty.parts) == (UNITS, UNITS, ())


def test_a_packing_list_counts_alike_pieces_together(factory: PaperFactory) -> None:
    with factory.database.read(factory.tenant) as work:
        paper = papers.load_packing_list(work, factory.order)
    assert [(one.k, one.n, one.pack_group) for one in paper.packages] == [
        (1, 3, "frame"), (None, 3, "leaf"), (None, 3, "hardware"),
    ]  # fmt: skip
    frame, _, hardware = paper.packages
    assert {item.name.zh: item.quantity for item in frame.items} == {"门套立板": 2, "门套横板": 1, "门套线": 4}
    assert frame.oversize
    assert (frame.unit, frame.position) == ("12-1", "二楼主卧")
    assert [(item.name.en, item.quantity) for item in hardware.items] == [("Hinge", 18)]
    assert paper.hardware == hardware.items


def test_a_package_is_found_by_its_code_as_typed(factory: PaperFactory) -> None:
    with factory.database.read(factory.tenant) as work:
        assert papers.load_package(work, f" {factory.package.lower()} ").code == factory.package


def test_a_manifest_counts_what_is_stored_and_sent(factory: PaperFactory) -> None:
    with factory.database.read(factory.tenant) as work:
        paper = papers.load_manifest(work, factory.shipment)
        assert work.scalar(select(people.c.name).where(people.c.tenant_id == factory.tenant)) == "王老板"
    (order,) = paper.orders
    assert (order.total, order.stored, order.sent_before, len(order.packages)) == (3, 1, 0, 1)
    (stored,) = order.packages
    assert (stored.stored_by, stored.loaded_by, stored.loaded_at) == ("王老板", "王老板", NOW)
    assert (stored.content.serial, stored.content.oversize) == ("0001", True)


@pytest.mark.parametrize(
    ("load", "key"),
    [
        (papers.load_part_list, "no"), (papers.load_packing_list, "no"), (papers.load_order_labels, "no"),
        (papers.load_cut_plan, "no"), (papers.load_cut_list, "no"), (papers.load_lot_labels, "no"),
        (papers.load_pattern, "no"), (papers.load_piece_label, make_code("piece", 9999)),
        (papers.load_piece_label, "P0000007X"), (papers.load_package, make_code("piece", 1)),
        (papers.load_package, make_code("package", 9999)), (papers.load_manifest, "浙H"),
    ],
)  # fmt: skip
def test_what_is_not_there_is_not_found(factory: PaperFactory, load, key: str) -> None:  # type: ignore[no-untyped-def]
    with factory.database.read(factory.tenant) as work, pytest.raises(NotFound):
        load(work, key)
