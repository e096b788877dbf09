"""What a drawing shows."""

from __future__ import annotations

from xml.etree import ElementTree

from shuanglun.engines.cutting import Part, Problem, Saw, StockType, Trim, pattern_geometry, pattern_svg, solve

PARTS = (Part("门板<1>", 11000, 5000, 2, "length"), Part("C", 3000, 2000, 5))
PROBLEM = Problem("M", PARTS, (StockType("白橡", 24400, 12200),), Saw(kerf=40, trim=Trim.all_sides(100)))
PLAN = solve(PROBLEM)
PATTERN = PLAN.patterns[0]


def test_the_drawing_is_well_formed_and_shows_each_leaf_once() -> None:
    root = ElementTree.fromstring(pattern_svg(PROBLEM, PATTERN))
    classes = [element.get("class") for element in root.iter("{http://www.w3.org/2000/svg}rect")]
    assert classes.count("cut-part") == 7
    assert classes.count("cut-offcut") == len(PLAN.offcuts)
    assert classes.count("cut-trim") == 4
    words = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert {"门板<1>#1", "1100×500", "2440", "1220", "余料"} <= set(words)


def test_only_parts_with_grain_carry_an_arrow() -> None:
    root = ElementTree.fromstring(pattern_svg(PROBLEM, PATTERN))
    arrows = [e for e in root.iter("{http://www.w3.org/2000/svg}path") if e.get("class") == "cut-grain"]
    assert len(arrows) == 2


def test_geometry_tells_every_rectangle_and_the_cuts_in_order() -> None:
    geometry = pattern_geometry(PROBLEM, PATTERN)
    parts = [rect for rect in geometry["rects"] if rect["kind"] == "part"]
    assert sorted(rect["piece"] for rect in parts) == sorted(p.piece for p in PATTERN.placements())
    orders = [cut["order"] for cut in geometry["cuts"]]
    assert orders == sorted(orders)
    assert len(orders) == PLAN.figures.cuts
    for cut in geometry["cuts"]:
        assert cut["x1"] == cut["x2"] if cut["direction"] == "width" else cut["y1"] == cut["y2"]
