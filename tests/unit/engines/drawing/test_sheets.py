"""Sheets of paper: standard scales, a title block on each, nothing outside the frame, figures that can be read."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from xml.etree.ElementTree import fromstring

import pytest

from shuanglun.engines.drawing import (
    Head,
    Machining,
    PartShape,
    Placement,
    Product,
    Text,
    part_sheets,
    product_sheets,
    sheet_svg,
    view_words,
)
from shuanglun.engines.drawing.model import Arc, Dim, Label, bounds, scaled
from shuanglun.engines.drawing.ordinates import positions
from shuanglun.engines.drawing.ruling import Box, Frame, spread, untangled
from shuanglun.engines.drawing.sheet import HEIGHT, SCALES, WIDTH, Sheet
from shuanglun.engines.drawing.title import fitted
from support.drawn_door import HEAD, LEAF, drawn_door

BLOCK = Head("江山样板木门厂", "DD-001", "12 主卧 ×2", Text("单开门", "Single door"), "single_door v2", "2026-11-23")


def words(sheet: Sheet, language: str = "zh") -> set[str]:
    return {word.text for word in view_words(sheet.view, language)}


def test_a_product_has_its_views_its_parts_list_and_every_part() -> None:
    sheets = product_sheets(drawn_door(), BLOCK)
    assert [sheet.name for sheet in sheets][:3] == ["product", "exploded", "parts-1"]
    assert words(sheets[0]) >= {"正面图", "横剖图", "纵剖图"}
    assert words(sheets[1]) >= {"门扇", "竖套板", "2025×799×41", "HDF8-原木橡"}
    drawn = set().union(*(words(sheet) for sheet in sheets[2:]))
    assert drawn >= {part.name.zh for part in drawn_door().parts}


def test_every_sheet_has_its_title_block_and_its_number() -> None:
    sheets = product_sheets(drawn_door(), BLOCK)
    for number, sheet in enumerate(sheets, 1):
        told = words(sheet)
        assert told >= {"江山样板木门厂", "单开门", "DD-001", "12 主卧 ×2", "single_door v2", "2026-11-23"}
        assert f"{number} / {len(sheets)}" in told
        assert sheet.scale in told if sheet.scale else "见图" in told
    assert "Single door" in words(sheets[0], "en")


@pytest.mark.parametrize("size", [(5_000, 3_000), (88_000, 29_000), (9_000, 240_000)])
def test_whatever_its_size_a_product_lies_within_the_frame_to_a_standard_scale(size: tuple[int, int]) -> None:
    board = PartShape("side", Text("侧板", "Side"), size[1], 5600, 180, 2)
    shelf = PartShape("shelf", Text("层板", "Shelf"), size[0], 5600, 180)
    places = (
        Placement("side", 0, 0, 0, "y", "z"),
        Placement("side", size[0] + 180, 0, 0, "y", "z"),
        Placement("shelf", 180, size[1] // 2, 0, "x", "z"),
    )
    for sheet in product_sheets(Product(Text("柜", "Cabinet"), (board, shelf), places), BLOCK):
        assert sheet.scale == "" or int(sheet.scale.removeprefix("1:")) in SCALES
        for item in sheet.view.items:
            left, bottom, right, top = bounds(item, sheet.view.text)
            assert 1_000 <= left <= right <= WIDTH - 1_000
            assert 1_000 <= bottom <= top <= HEIGHT - 1_000


def test_a_dimension_on_paper_still_says_the_true_size() -> None:
    dim = Dim(0, 0, 20_500, 0, -500, "horizontal")
    small = scaled(dim, 10, 20)
    assert isinstance(small, Dim)
    assert (small.x2, small.text) == (10_250, "2050")
    assert scaled(Arc(100, 50, 25), 10, 20) == Arc(50, 25, 13)


def test_places_of_machining_are_measured_from_the_corner() -> None:
    assert positions(LEAF) == ([2000, 3000, 9000, 10000, 10650, 11000, 18000, 19000], [600, 7700])
    row = Machining("row", "drill", "top", 370, 500, 130, 50, qty=20, pitch_x=320)
    assert positions(replace(HEAD, machining=(row,))) == ([370, 690, 6450], [500])


def test_figures_of_near_places_are_spread_and_stay_in_order() -> None:
    assert spread([], 10) == []
    assert spread([0, 100, 200], 50) == [0, 100, 200]
    found = spread([100, 101, 102, 400], 40)
    assert found == sorted(found)
    assert all(b - a >= 40 for a, b in pairwise(found))
    assert abs(found[1] - 101) <= 1


def test_dimension_lines_that_would_cross_figures_move_outwards() -> None:
    frame = Frame(Box(0, 0, 1000, 1000), 30)
    inner, outer = Dim(100, 0, 900, 0, -50, "horizontal"), Dim(0, 0, 1000, 0, -55, "horizontal")
    beside = Dim(1000, 0, 1200, 0, -50, "horizontal")
    moved = untangled([outer, inner, beside], frame)
    assert [dim.at for dim in moved] == [-110, -50, -50]
    assert {(dim.x1, dim.x2) for dim in moved} == {(0, 1000), (100, 900), (1000, 1200)}


def test_a_figure_wider_than_what_it_measures_stands_beside_it() -> None:
    narrow = Dim(0, 0, 20, 0, -50, "horizontal", 1234)
    left, _, right, _ = bounds(narrow, 30)
    assert right - left > 20
    sheet = part_sheets(replace(HEAD, width=100), BLOCK)[0]
    assert "10" in words(sheet)


def test_a_part_has_one_sheet_with_its_machining_in_words() -> None:
    (sheet,) = part_sheets(LEAF, BLOCK)
    told = words(sheet)
    assert "A：铣腔 165×18 深80 前边  x 900  y 12" in told
    assert "C：3×铣腔 100×29 深3 正面  x 200  y 770  距x 800" in told
    letters = [item.text.zh for item in sheet.view.items if isinstance(item, Label) and item.strong]
    assert {"A", "B", "C"} <= set(letters)


def test_long_texts_shrink_and_are_then_cut() -> None:
    short, size = fitted(Text("门", "door"), 300, 2_000)
    assert (short.zh, size) == ("门", 300)
    text, size = fitted(Text("很长的名称" * 20, "x"), 300, 2_000)
    assert size == 180
    assert text.zh.endswith("…")


def test_a_long_list_of_parts_runs_on() -> None:
    parts = tuple(PartShape(f"p{n}", Text(f"板{n}", f"Board {n}"), 4000, 3000, 180) for n in range(60))
    sheets = product_sheets(Product(Text("板", "Boards"), parts), BLOCK)
    assert [sheet.name for sheet in sheets[:1]] == ["list-1"]
    listed = set().union(*(words(sheet) for sheet in sheets if sheet.name.startswith("list")))
    assert {f"板{n}" for n in range(60)} <= listed
    assert product_sheets(Product(Text("空", "Empty"), ()), BLOCK) == []


def test_the_svg_of_a_sheet_is_well_formed_and_has_true_size() -> None:
    svg = fromstring(sheet_svg(product_sheets(drawn_door(), BLOCK)[0].view, "en"))
    assert (svg.get("width"), svg.get("height"), svg.get("viewBox")) == ("297mm", "210mm", "0 0 29700 21000")
    assert "Front" in {element.text for element in svg.iter("{http://www.w3.org/2000/svg}text")}
