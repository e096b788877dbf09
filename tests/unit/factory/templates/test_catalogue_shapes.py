"""Every shipped product is put together in space: all copies stand somewhere, nothing runs into anything, dimensions are true."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import pytest

from shuanglun.factory.splitting import LineShape, PartShape, Placed, SplitLine, shapes
from shuanglun.factory.splitting.shaping import thickness_direction
from shuanglun.factory.templates import Template, shipped_catalogue

TEMPLATES = {template.code: template for template in shipped_catalogue().newest()}
PLACED = [code for code, template in TEMPLATES.items() if template.table.placements]


def _shapes(template: Template) -> Iterator[tuple[str, LineShape]]:
    """The shape of every example that can be made."""
    lines = [
        SplitLine(example.name, template.code, _params(template, example.inputs)) for example in template.table.examples
    ]
    found, split = shapes(lines, shipped_catalogue().get)
    for line, shape in zip(lines, found, strict=True):
        if line.ref not in split.stopped:
            yield line.ref, shape


def _params(template: Template, inputs: object) -> dict[str, object]:
    assert isinstance(inputs, dict)
    return {template.compiled.key_of(name) or name: value for name, value in inputs.items()}


def _box(placed: Placed) -> list[tuple[int, int]]:
    return [
        (placed.x, placed.x + placed.size_x),
        (placed.y, placed.y + placed.size_y),
        (placed.z, placed.z + placed.size_z),
    ]


def _share(one: Placed, other: Placed) -> bool:
    return all(a < d and c < b for (a, b), (c, d) in zip(_box(one), _box(other), strict=True))


@pytest.mark.parametrize("code", PLACED)
def test_every_copy_of_every_part_stands_somewhere(code: str) -> None:
    for name, shape in _shapes(TEMPLATES[code]):
        assert shape.parts, name
        for part in shape.parts:
            assert len(part.placements) == part.part.qty_per_unit, f"{name}: {part.part.name_zh}"


def _mitred(part: PartShape) -> bool:
    return any(operation.kind == "mitre" for operation in part.machining)


@pytest.mark.parametrize("code", PLACED)
def test_no_part_runs_into_another(code: str) -> None:
    for name, shape in _shapes(TEMPLATES[code]):
        outer = [(p, one) for p in shape.parts if p.part.into is None for one in p.placements]
        inner = [(p, one) for p in shape.parts if p.part.into is not None for one in p.placements]
        for solids in (outer, inner):
            for (a, one), (b, other) in combinations(solids, 2):
                mitred = _mitred(a) and _mitred(b)  # their boxes share the corner, the boards do not
                told = f"{name}: {a.part.name_zh} {_box(one)} and {b.part.name_zh} {_box(other)}"
                assert mitred or not _share(one, other), told


@pytest.mark.parametrize("code", PLACED)
def test_a_pressed_part_lies_within_its_assembly(code: str) -> None:
    for name, shape in _shapes(TEMPLATES[code]):
        whole = {part.part.row_key: part.placements for part in shape.parts}
        for part in shape.parts:
            for one in part.placements if part.part.into else ():
                assert any(
                    all(low <= a and b <= high for (a, b), (low, high) in zip(_box(one), _box(leaf), strict=True))
                    for leaf in whole[part.part.into or ""]
                ), f"{name}: {part.part.name_zh}"


@pytest.mark.parametrize("code", PLACED)
def test_dimensions_say_the_distance_they_span(code: str) -> None:
    for name, shape in _shapes(TEMPLATES[code]):
        assert shape.dimensions, name
        for one in shape.dimensions:
            spans = (abs(one.x2 - one.x1), abs(one.y2 - one.y1))
            assert one.value == max(spans), f"{name}: {one.name_zh} {one}"


def test_a_board_cannot_be_turned_inside_out() -> None:
    assert thickness_direction("x", "y") == "-z"  # seen from the front, its top faces the viewer
    assert thickness_direction("-y", "z") == "x"
    assert thickness_direction("y", "x") == "z"
    assert thickness_direction("x", "-x") is None
    assert thickness_direction("up", "x") is None
