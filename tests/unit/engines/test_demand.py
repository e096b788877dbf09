"""What must be bought: nothing short, nothing twice; planned boards are shared by area, the rest is estimated."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from shuanglun.engines.demand import BoardSize, DemandPart, Item, PlannedBoards, Rules, Text, demand

BOARDS = [BoardSize("B", "PB18", 24400, 12200, 12_000), BoardSize("S", "PB18", 20000, 10000, 11_000)]
SHELF = DemandPart("DD-1", "PB18", Text("层板", "Shelf"), 10, 8000, 4000, 180, 7980, 3980, 10, 0, 5, 5, "暖白")


def test_edge_band_by_colour_and_thickness_with_allowance_a_side() -> None:
    need = demand([SHELF], [], BOARDS, [], Rules(band_per_side=300, band_extra=0))
    rows = [(row.colour, row.thickness, row.sides, row.net_mm, row.length_mm) for row in need.bands]
    assert rows == [("暖白", 5, 20, 8000, 8600), ("暖白", 10, 10, 8000, 8300)]


def test_boards_are_estimated_by_the_cheapest_area_and_the_expected_yield() -> None:
    (row,) = demand([SHELF], [], BOARDS, [], Rules(board_yield=8500)).boards
    # 10 * 798.0 * 398.0 mm over 2440 * 1220 * 0.85
    assert (row.code, row.hundredths, row.sheets, row.source, row.cost) == ("B", 126, 2, "estimated", 24_000)


def test_planned_boards_are_ours_by_our_share_of_the_plan() -> None:
    plan = PlannedBoards("PB18", "B", 3, 1, 4)
    (row,) = demand([SHELF], [], BOARDS, [plan], Rules(), unplanned=[]).boards
    assert (row.hundredths, row.planned, row.source) == (75, 75, "planned")
    (row,) = demand([SHELF], [], BOARDS, [plan], Rules(), unplanned=[replace(SHELF, qty=5)]).boards
    assert (row.source, row.planned) == ("mixed", 75)


def test_an_unknown_material_is_told_and_not_guessed() -> None:
    need = demand([replace(SHELF, material="X")], [], BOARDS, [], Rules())
    assert need.boards == ()
    assert [one.code for one in need.findings] == ["DEMAND-NO-BOARD"]


def test_glass_by_size_paint_by_colour_hardware_summed() -> None:
    pane = replace(SHELF, material="钢化玻璃5", glass=True, qty=2, front=0, left=0, right=0, thickness=50)
    painted = replace(SHELF, painted=2, qty=1)
    hinge = Item("HINGE", Text("合页", "hinge"), 3, "pcs")
    need = demand([pane, painted, pane], [hinge, hinge], BOARDS, [], Rules())
    assert [(row.qty, row.area) for row in need.glass] == [(4, 4 * 8000 * 4000)]
    assert [(row.faces, row.face_area, row.edge_area) for row in need.paint] == [(2, 64_000_000, 4_320_000)]
    assert need.hardware == (Item("HINGE", Text("合页", "hinge"), 6, "pcs"),)


@given(st.lists(st.tuples(st.integers(1, 50), st.integers(1, 24000), st.integers(1, 12000)), max_size=8))
def test_twice_the_parts_never_need_more_than_twice_the_material(rows: list[tuple[int, int, int]]) -> None:
    parts = [DemandPart("o", "PB18", Text("", ""), q, a, b, 180, a, b, 10, 10, 0, 0, "c") for q, a, b in rows]
    once, twice = demand(parts, [], BOARDS, [], Rules()), demand(parts * 2, [], BOARDS, [], Rules())
    for one, two in zip(once.boards, twice.boards, strict=True):
        assert one.hundredths <= two.hundredths <= 2 * one.hundredths
    for band, more in zip(once.bands, twice.bands, strict=True):
        assert more.sides == 2 * band.sides
        assert band.length_mm <= more.length_mm <= 2 * band.length_mm
