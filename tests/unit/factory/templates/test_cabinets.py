"""Cabinets fit together: every bolt meets its nut, every cup its plate, nothing stands outside, machines take what is worked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from shuanglun.engines.machine_files import part_dxf, part_mprs, shipped_profiles
from shuanglun.factory.splitting import LineShape, Operation, PartShape, Placed, SplitLine, product_of, shapes
from shuanglun.factory.templates import shipped_catalogue
from shuanglun.factory.templates.examples import run_examples
from shuanglun.kernel.text import Text

CABINETS = ("base_cabinet", "wall_cabinet", "tall_cabinet", "wardrobe", "drawer_unit")
PLAYS = 2  # 0.1 mm: positions are rounded, a row of them adds it up
Point = tuple[int, int, int]
SIZES = {
    "base_cabinet": {"width": 800, "height": 800, "depth": 560},
    "wall_cabinet": {"width": 800, "height": 700, "depth": 350},
    "tall_cabinet": {"width": 800, "height": 2200, "depth": 400},
    "wardrobe": {"width": 1800, "height": 2200, "depth": 580},
    "drawer_unit": {"width": 600, "height": 800, "depth": 500},
}


def shape_of(code: str, **params: Any) -> LineShape:
    line = SplitLine("1", code, {**SIZES[code], "colour": "暖白", **params})
    (shape,), split = shapes([line], shipped_catalogue().get)
    assert not split.stopped, [one.finding.what.zh for one in split.findings]
    return shape


def places(shape: LineShape, *, diameter: int, faces: tuple[str, ...]) -> list[Point]:
    """Where holes of a diameter stand in the set, on these faces of their parts."""
    return [
        _point(copy, part, row, at)
        for part in shape.parts
        for copy in part.placements
        for row in part.machining
        if row.kind == "drill" and row.diameter == diameter and row.face in faces
        for at in range(row.qty)
    ]


def _point(copy: Placed, part: PartShape, row: Operation, at: int) -> Point:
    x, y = row.x + at * row.pitch_x, row.y + at * row.pitch_y
    spec = part.part
    local = {
        "top": (x, y, spec.thickness),
        "bottom": (x, y, 0),
        "left": (0, x, y),
        "right": (spec.length, x, y),
        "front": (x, 0, y),
        "back": (x, spec.width, y),
    }[row.face]
    least, size = {"x": copy.x, "y": copy.y, "z": copy.z}, {"x": copy.size_x, "y": copy.size_y, "z": copy.size_z}
    found = {}
    for way, value in zip((copy.length_along, copy.width_along, copy.thickness_along), local, strict=True):
        axis = way[-1]
        found[axis] = least[axis] + (size[axis] - value if way.startswith("-") else value)
    return found["x"], found["y"], found["z"]


def same(one: list[Point], other: list[Point]) -> bool:
    """True when both hold the same points, each within the play."""
    left = list(other)
    for point in one:
        match = next((q for q in left if all(abs(a - b) <= PLAYS for a, b in zip(point, q, strict=True))), None)
        if match is None:
            return False
        left.remove(match)
    return not left


def variants() -> Iterator[tuple[str, dict[str, Any]]]:
    for code in CABINETS:
        for back in ("groove", "nailed"):
            yield code, {"back_type": back}
    for code in ("base_cabinet", "wall_cabinet", "tall_cabinet"):
        yield code, {"fixed_shelves": 2, "shelves": 2}
        yield code, {"width": 450, "doors": 1, "hand": "right"}
        yield code, {"doors": 0}
    yield "wardrobe", {"partitions": 0, "width": 900, "doors": 2, "shelves": 2}
    yield "wardrobe", {"fixed_shelves": 2, "shelves": 1}
    yield "drawer_unit", {"drawers": 5, "height": 1200}


@pytest.mark.parametrize("code", CABINETS)
def test_the_examples_worked_by_hand_come_out(code: str) -> None:
    template = shipped_catalogue().get(code)
    assert template is not None
    assert [result.differences for result in run_examples(template) if not result.green] == []
    assert len(template.table.examples) >= 5


@pytest.mark.parametrize(("code", "params"), [*variants()])
def test_every_bolt_meets_a_nut_and_every_nut_a_bolt(code: str, params: dict[str, Any]) -> None:
    shape = shape_of(code, **params)
    bolts = places(shape, diameter=80, faces=("left", "right"))
    nuts = places(shape, diameter=100, faces=("top", "bottom"))
    assert bolts
    assert same(bolts, nuts)


@pytest.mark.parametrize(("code", "params"), [one for one in variants() if one[0] != "drawer_unit"])
def test_every_hinge_cup_has_its_plate_at_its_height(code: str, params: dict[str, Any]) -> None:
    shape = shape_of(code, **params)
    cups = sorted(y for _, y, _ in places(shape, diameter=350, faces=("top",)))
    for what, off in (("_plates_low", -160), ("_plates_high", 160)):
        holes = sorted(
            _point(copy, part, row, at)[1] - off
            for part in shape.parts
            for copy in part.placements
            for row in part.machining
            if row.key.endswith(what)
            for at in range(row.qty)
        )
        assert len(holes) == len(cups)
        assert all(abs(hole - cup) <= 2 * PLAYS for hole, cup in zip(holes, cups, strict=True))


@pytest.mark.parametrize(("code", "params"), [*variants()])
def test_machines_take_every_worked_part(code: str, params: dict[str, Any]) -> None:
    profiles = shipped_profiles()
    product = product_of(Text("柜", "Cabinet"), shape_of(code, **params))
    worked = [part for part in product.parts if part.machining]
    assert worked
    for part in worked:
        for file in (*part_mprs(part, profiles["drilling-mpr"]), part_dxf(part, profiles["six-side-dxf"])):
            assert file.content is not None, file.findings


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_any_size_is_made_within_its_outline_or_refused_with_a_finding(data: st.DataObject) -> None:
    code = data.draw(st.sampled_from(CABINETS))
    template = shipped_catalogue().get(code)
    assert template is not None
    params: dict[str, Any] = {"colour": "暖白"}
    for one in template.table.parameters:
        if one.name == "colour":
            continue
        if one.options:
            params[one.name] = data.draw(st.sampled_from([option.code for option in one.options]), one.name)
        elif one.unit in ("mm", "pcs"):
            params[one.name] = data.draw(st.integers(int(one.min or 0), int(one.max or 9)), one.name)
    (shape,), split = shapes([SplitLine("1", code, params)], shipped_catalogue().get)
    if split.stopped:
        assert all(one.finding.what.zh and one.finding.todo.zh for one in split.findings)
    assume(not split.stopped)
    width, height, depth = (params[name] * 10 for name in ("width", "height", "depth"))
    for part in shape.parts:
        assert len(part.placements) == part.part.qty_per_unit, part.part.row_key
        for copy in part.placements:
            assert -PLAYS <= copy.x <= copy.x + copy.size_x <= width + PLAYS
            assert -PLAYS <= copy.y <= copy.y + copy.size_y <= height + PLAYS
            assert -200 - PLAYS <= copy.z <= copy.z + copy.size_z <= depth + PLAYS
