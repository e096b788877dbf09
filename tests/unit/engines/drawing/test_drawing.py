"""A drawing shows every part at its size and place, and SVG, JSON and DXF say the same."""

from __future__ import annotations

import io
from dataclasses import replace
from xml.etree.ElementTree import fromstring

import ezdxf
import pytest

from shuanglun.engines.drawing import (
    Machining,
    Measure,
    Placement,
    Product,
    Text,
    draw_part,
    draw_product,
    draw_worked_parts,
    drawing_dxf,
    drawing_svg,
    drawing_to_dict,
)
from shuanglun.engines.drawing.machining_marks import machining_words, mitre_cut, outline
from shuanglun.engines.drawing.model import Dim, Hatch, Rect, bounds
from shuanglun.engines.drawing.writing import hatch_lines
from support.drawn_door import HEAD, LEAF, drawn_door

SVG = "{http://www.w3.org/2000/svg}"


def test_a_placed_product_has_views_of_the_whole_and_its_parts() -> None:
    assert [view.name for view in draw_product(drawn_door()).views] == ["front", "plan", "section", "exploded", "parts"]


def test_a_product_without_placements_shows_its_parts_and_one_without_parts_nothing() -> None:
    bare = replace(drawn_door(), placements=())
    assert [view.name for view in draw_product(bare).views] == ["parts"]
    assert draw_product(Product(Text("空", "empty"), ())).views == ()


def test_the_front_view_paints_near_parts_over_far_ones() -> None:
    front = draw_product(drawn_door()).view("front")
    assert front is not None
    order = [item.part for item in front.items if isinstance(item, Rect)]
    assert order.index("casing_side") < order.index("leaf") < len(order) - 1 - order[::-1].index("casing_side")


def test_the_front_view_measures_the_whole() -> None:
    front = draw_product(drawn_door()).view("front")
    assert front is not None
    dims = [item for item in front.items if isinstance(item, Dim)]
    assert max(d.value for d in dims if d.way == "horizontal") == 9620
    assert max(d.value for d in dims if d.way == "vertical") == 20910


def test_sections_hatch_only_what_the_plane_cuts() -> None:
    drawing = draw_product(drawn_door())
    plan, section = drawing.view("plan"), drawing.view("section")
    assert plan is not None
    assert section is not None
    assert {i.part for i in plan.items if isinstance(i, Hatch)} == {"leaf", "jamb", "casing_side"}
    assert {i.part for i in section.items if isinstance(i, Hatch)} == {"leaf", "head", "casing_top"}


def test_a_template_may_say_the_dimensions_itself() -> None:
    wanted = Measure("front", 0, 0, 8560, 0, 8800, -900)
    front = draw_product(replace(drawn_door(), dimensions=(wanted,))).view("front")
    assert front is not None
    dims = [item for item in front.items if isinstance(item, Dim)]
    assert [(d.text, d.way, d.at) for d in dims] == [("880", "horizontal", -900)]


def test_a_placement_that_cannot_be_is_left_out() -> None:
    wrong = (Placement("leaf", 0, 0, 0, "x", "-x"), Placement("nobody", 0, 0, 0, "x", "y"))
    assert [view.name for view in draw_product(replace(drawn_door(), placements=wrong)).views] == ["parts"]


def test_every_item_lies_in_its_view() -> None:
    for view in (*draw_product(drawn_door()).views, *draw_worked_parts(drawn_door()).views):
        for item in view.items:
            left, bottom, right, top = bounds(item, view.text)
            assert view.x <= left <= right <= view.x + view.width
            assert view.y <= bottom <= top <= view.y + view.height


def test_json_is_turned_for_the_screen() -> None:
    shape = drawing_to_dict(draw_part(HEAD))["views"][0]
    rect = next(item for item in shape["items"] if item["kind"] == "rect")
    assert (rect["width"], rect["height"]) == (8060, 1400)
    dim = next(item for item in shape["items"] if item["kind"] == "dim" and item["way"] == "horizontal")
    assert dim["text"] == "806"
    assert dim["at"] > rect["y"] + rect["height"]
    assert all(0 <= item["y"] <= shape["height"] for item in shape["items"] if "y" in item)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_svg_is_well_formed_and_bilingual(language: str) -> None:
    svg = fromstring(drawing_svg(draw_product(drawn_door()), language))
    texts = {element.text for element in svg.iter(f"{SVG}text")}
    assert ("正面图" if language == "zh" else "Front") in texts
    assert svg.find(f"{SVG}title").text.startswith("单开门" if language == "zh" else "Single door")


def test_the_svg_escapes_what_people_typed() -> None:
    part = replace(HEAD, name=Text('<b>"x"&', "y"), key='k"><script>')
    assert fromstring(drawing_svg(draw_part(part))) is not None


def test_the_dxf_is_read_back_with_the_same_geometry() -> None:
    document = ezdxf.read(io.TextIOWrapper(io.BytesIO(drawing_dxf(draw_part(LEAF))), encoding="utf-8"))
    space = document.modelspace()
    assert document.dxfversion == "AC1024"
    assert document.units == 4
    assert {round(dim.get_measurement(), 1) for dim in space.query("DIMENSION")} == {2025.0, 799.0}
    told = {text.dxf.text for text in space.query("TEXT")}
    assert {"900", "1000", "1065", "60"} <= told  # ends of the lock case and its hole along, the hole across
    hole = space.query("CIRCLE[layer=='DRILL']").first
    assert (hole.dxf.radius, len(space.query("LWPOLYLINE[layer=='POCKET']"))) == (25.0, 4)
    assert any("门扇" in text.dxf.text and text.dxf.style == "HZ" for text in space.query("TEXT"))
    assert not document.audit().has_errors


def test_the_same_drawing_gives_the_same_dxf() -> None:
    assert drawing_dxf(draw_product(drawn_door())) == drawing_dxf(draw_product(drawn_door()))


def test_hatching_stays_in_its_rectangle() -> None:
    for angle in (45, 135):
        lines = hatch_lines(Hatch(100, 200, 300, 40, 25, angle))
        assert lines
        for a, b, c, d in lines:
            assert 100 <= min(a, c) <= max(a, c) <= 400
            assert 200 <= min(b, d) <= max(b, d) <= 240
            assert abs(a - c) == abs(b - d)


@pytest.mark.parametrize(
    ("face", "angle", "cut"),
    [
        ("right", 450, (20910 - 700, 0, 20910, 700)),
        ("right", -450, (20910, 0, 20910 - 700, 700)),
        ("left", 450, (700, 0, 0, 700)),
        ("left", 0, (0, 0, 0, 700)),
    ],
)
def test_a_positive_mitre_leaves_the_back_edge_long(face: str, angle: int, cut: tuple[int, ...]) -> None:
    part = replace(HEAD, length=20910, width=700)
    assert mitre_cut(part, Machining("m", "mitre", face, angle=angle)) == cut  # type: ignore[arg-type]


def test_a_turned_groove_turns_about_its_beginning() -> None:
    assert outline(Machining("g", "groove", "top", length=100, width=10, angle=900), 50, 60) == (
        (50, 60), (50, 160), (40, 160), (40, 60),
    )  # fmt: skip


def test_machining_is_told_in_words() -> None:
    words = [machining_words(row).zh for row in LEAF.machining]
    assert words == [
        "铣腔 165×18 深80 前边  x 900  y 12",
        "孔 ⌀50 深通 正面  x 1000  y 60",
        "3×铣腔 100×29 深3 正面  x 200  y 770  距x 800",
    ]
