"""Splitting many lines: nothing is lost, nothing depends on the neighbours, doors fit their openings."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from shuanglun.factory.splitting import PartSpec, SplitLine, split
from shuanglun.factory.templates.loading import shipped_catalogue

FIND = shipped_catalogue().get
MEMBERS = {"single_door": 16, "double_door": 23, "cased_opening": 9}


def _tenths(low: int, high: int) -> st.SearchStrategy[float]:
    return st.integers(low * 10, high * 10).map(lambda whole: whole / 10)


@st.composite
def lines(draw: st.DrawFn) -> SplitLine:
    template = draw(st.sampled_from(sorted(MEMBERS)))
    params: dict[str, Any] = {
        "width": draw(_tenths(1200, 2000) if template == "double_door" else _tenths(600, 1200)),
        "height": draw(_tenths(1700, 2370)),
        "wall": draw(_tenths(80, 300)),
        "colour": draw(st.sampled_from(["原木橡", "暖白", "胡桃", "浅灰"])),
        "faces": 2,
        "frame_joint": draw(st.sampled_from(["竖夹横", "横压竖"])),
    }
    return SplitLine(draw(st.uuids().map(str)), template, params, draw(st.integers(1, 5)))


def _of(parts: tuple[PartSpec, ...], ref: str) -> tuple[PartSpec, ...]:
    return tuple(part for part in parts if part.line == ref)


@given(st.lists(lines(), max_size=8, unique_by=lambda line: line.ref))
@settings(max_examples=60)
def test_parts_out_are_the_sum_of_the_lines(many: list[SplitLine]) -> None:
    result = split(many, FIND)
    assert not result.stopped
    for line in many:
        parts = _of(result.parts, line.ref)
        assert sum(part.qty_per_unit for part in parts) == MEMBERS[line.template]
        assert {part.quantity for part in parts} == {line.quantity}


@given(st.lists(lines(), min_size=2, max_size=6, unique_by=lambda line: line.ref))
@settings(max_examples=60)
def test_a_line_is_split_the_same_with_and_without_neighbours(many: list[SplitLine]) -> None:
    result = split(many, FIND)
    for line in many:
        alone = split([line], FIND)
        assert _of(result.parts, line.ref) == alone.parts
        assert tuple(h for h in result.hardware if h.line == line.ref) == alone.hardware


@given(lines())
@settings(max_examples=100)
def test_a_door_fits_its_opening_to_a_tenth(line: SplitLine) -> None:
    """Gaps, lining and leaves add up to the opening again, in whole 0.1 mm."""
    parts = {part.row_key: part for part in split([line], FIND).parts}
    width, height = round(line.params["width"] * 10), round(line.params["height"] * 10)  # type: ignore[operator]
    held = line.params["frame_joint"] == "竖夹横"
    head, jamb = parts["head"].length, next(part.length for part in parts.values() if part.role == "jamb")
    assert head + (2 * 250 if held else 0) + 240 == width
    assert jamb + (0 if held else 250) + 120 == height
    leaves = [part for part in parts.values() if part.role == "leaf"]
    if leaves:
        assert width - sum(leaf.width for leaf in leaves) in ({800} if len(leaves) == 1 else {830, 831})
        assert height - leaves[0].length == 500


@given(
    st.dictionaries(
        st.text(max_size=8),
        st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8)),
        max_size=6,
    )
)
@settings(max_examples=100)
def test_any_parameters_give_findings_never_an_error(params: dict[str, Any]) -> None:
    for template in [*MEMBERS, "panel"]:
        result = split([SplitLine("1", template, params)], FIND)
        assert result.stopped == {"1"}
        assert not result.parts
