"""The rules of the trade facts (R1-R14) as the shipped templates keep them; each number can be checked by hand.

R3, R11 and R12 are constants of other products (a bathroom jamb, metal entrance doors) and have no template here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from shuanglun.engines.formula import Steps, evaluate
from shuanglun.factory.templates import Template, shipped_catalogue

BASE = {"colour": "暖白", "wall": 140}


def _template(code: str, **constants: float) -> Template:
    found = shipped_catalogue().get(code)
    assert found is not None
    return found.with_constants(constants) if constants else found


def _shown(template: Template, inputs: dict[str, Any], *names: str) -> list[str]:
    evaluation = evaluate(template.compiled, [{**BASE, **inputs}])
    return [evaluation.shown(str(template.compiled.key_of(name)), 0) for name in names]


def _stops(template: Template, inputs: dict[str, Any]) -> set[str]:
    found = evaluate(template.compiled, [{**BASE, **inputs}]).findings
    return {one.finding.code for one in found if one.finding.level == "stop"}


def _frames(template: Template, name: str, lines: Sequence[dict[str, Any]]) -> list[str]:
    evaluation = evaluate(template.compiled, [{**BASE, **line} for line in lines])
    return [evaluation.shown(str(template.compiled.key_of(name)), number) for number in range(len(lines))]


@pytest.mark.parametrize(
    ("width", "height", "wall", "leaf"),
    [(880, 2050, 140, ["800", "2000"]), (900, 2100, 240, ["820", "2050"]), (800, 2040, 120, ["720", "1990"])],
)
def test_the_reference_deductions_give_the_golden_leaf(width: int, height: int, wall: int, leaf: list[str]) -> None:
    inputs = {"width": width, "height": height, "wall": wall}
    assert _shown(_template("single_door"), inputs, "门扇宽", "门扇高") == leaf


def test_r1_leaf_800_by_2000_for_880_by_2050() -> None:
    """Lining 25 and gap 15 a side: 800+25+25+15+15 = 880; no threshold: 2000+25+10+15 = 2050."""
    own = _template("single_door", gap_side=15, gap_top=15, leaf_gap_side=0, leaf_gap_top=0, floor_gap=10)
    assert _shown(own, {"width": 880, "height": 2050}, "门扇宽", "门扇高") == ["800", "2000"]


def test_r2_the_handbook_without_a_packing_gap() -> None:
    """820+2x25+4 = 874, 2040+25+4 = 2069."""
    own = _template("single_door", gap_side=0, gap_top=0, leaf_gap_side=2, leaf_gap_top=4, floor_gap=0)
    assert _shown(own, {"width": 874, "height": 2069}, "门扇宽", "门扇高") == ["820", "2040"]


@pytest.mark.parametrize("code", ["single_door", "glass_door", "double_door", "unequal_double_door"])
@pytest.mark.parametrize(
    ("gap", "stopped"), [(6.9, True), (7, False), (32, False), (32.1, True)], ids=["69.8", "70", "120", "120.2"]
)
def test_r4_opening_minus_leaves_is_70_to_120_wide(code: str, gap: float, stopped: bool) -> None:
    """2 x (gap + lining 25 + 3) is the difference; two leaves meet with a gap that is set to nothing here."""
    pair = {"meeting_gap": 0.0} if "double" in code else {}
    template = _template(code, gap_side=gap, **pair)
    width = 880 if code in ("single_door", "glass_door") else 1300
    assert ("DOOR-R4-WIDTH" in _stops(template, {"width": width, "height": 2100})) is stopped


@pytest.mark.parametrize(("gap", "stopped"), [(1.9, True), (2, False), (32, False), (32.1, True)])
def test_r4_opening_minus_leaf_is_40_to_70_high(gap: float, stopped: bool) -> None:
    """gap + lining 25 + 3 + floor gap 10 is the difference."""
    template = _template("single_door", gap_top=gap)
    assert ("DOOR-R4-HEIGHT" in _stops(template, {"width": 880, "height": 2050})) is stopped


@pytest.mark.parametrize(
    ("leaves", "overlap", "stopped"),
    [
        (2, 83.8, True),
        (2, 84, False),
        (2, 134, False),
        (2, 134.2, True),
        (4, 101.8, True),
        (4, 102, False),
        (4, 127, False),
        (4, 127.2, True),
    ],
)
def test_r5_sliding_leaves_are_wider_than_the_opening_by_their_overlap(
    leaves: int, overlap: float, stopped: bool
) -> None:
    """Two leaves: overlap - 74 (gaps and lining) within 10-60; four leaves: 2 x overlap - 74 within 130-180."""
    inputs = {"width": 1600 if leaves == 2 else 2800, "height": 2100, "leaves": leaves}
    assert ("SLIDING-R5-WIDTH" in _stops(_template("sliding_door", overlap=overlap), inputs)) is stopped


@pytest.mark.parametrize(("rail", "stopped"), [(32.9, True), (33, False), (63, False), (63.1, True)])
def test_r5_a_sliding_leaf_is_80_to_110_lower_than_the_opening(rail: float, stopped: bool) -> None:
    """12 + 25 + rail + 10 is the difference."""
    inputs = {"width": 1600, "height": 2100}
    assert ("SLIDING-R5-HEIGHT" in _stops(_template("sliding_door", rail_height=rail), inputs)) is stopped


STEPS = [
    ("single_door", "包框宽", "width", 655, 1055, 20, 20),
    ("single_door", "包框高", "height", 1746, 2356, 10, 10),
    ("glass_door", "包框宽", "width", 655, 1055, 20, 20),
    ("unequal_double_door", "包框宽", "width", 928, 1388, 20, 20),
    ("double_door", "包框宽", "width", 1228, 1988, 20, 20),
    ("sliding_door", "包框宽", "width", 1108, 1868, 20, 20),
    ("sliding_door", "包框高", "height", 1794, 2354, 10, 10),
]


@pytest.mark.parametrize(("code", "name", "side", "first", "last", "step", "less"), STEPS)
def test_r6_r7_every_step_gives_its_start_less_a_fixed_amount(
    code: str, name: str, side: str, first: int, last: int, step: int, less: int
) -> None:
    template = _template(code)
    other = {"height": 2100} if side == "width" else {"width": 1300 if code != "single_door" else 880}
    starts = range(first, last + 1, step)
    inside = [start + offset for start in starts for offset in (0, 0.1, step - 0.1) if start + offset <= last]
    lines = [{**other, side: value, "frame_rule": "steps"} for value in inside]
    wanted = [f"{first + int((value - first) // step) * step - less}" for value in inside]
    assert _frames(template, name, lines) == wanted


@pytest.mark.parametrize(("code", "name", "side", "first", "last", "step", "less"), STEPS)
def test_r6_r7_outside_the_table_is_not_makeable_and_the_limit_is_named(
    code: str, name: str, side: str, first: int, last: int, step: int, less: int
) -> None:
    other = {"height": 2100} if side == "width" else {"width": 1300 if code != "single_door" else 880}
    for value, said in ((first - 0.1, f"低于下限 {first} mm"), (last + 0.1, f"超过上限 {last} mm")):
        evaluation = evaluate(_template(code).compiled, [{**BASE, **other, side: value, "frame_rule": "steps"}])
        told = [one.finding.what.zh for one in evaluation.findings if one.finding.code == "CALC-NO-ROW"]
        assert any(said in one and "做不了" in one for one in told), told


def test_r7_tables_are_the_published_ones() -> None:
    found = {
        code: [
            (one.first, one.last, one.step, one.offset)
            for one in _template(code).table.lookups
            if isinstance(one, Steps)
        ]
        for code in ("unequal_double_door", "double_door", "sliding_door")
    }
    assert found == {
        "unequal_double_door": [(928, 1388, 20, -20), (1746, 2356, 10, -10)],
        "double_door": [(1228, 1988, 20, -20), (1746, 2356, 10, -10)],
        "sliding_door": [(1108, 1868, 20, -20), (1794, 2354, 10, -10)],
    }


@pytest.mark.parametrize("code", ["single_door", "glass_door", "hidden_door"])
@pytest.mark.parametrize(
    ("width", "height", "stopped"),
    [
        (639, 1738, False),
        (1059, 2383, False),
        (638.9, 1738, True),
        (1059.1, 2383, True),
        (639, 1737.9, True),
        (1059, 2383.1, True),
    ],
)
def test_r8_a_minimal_door_is_10_and_5_less_within_its_range(
    code: str, width: float, height: float, stopped: bool
) -> None:
    inputs = {"width": width, "height": height, "frame_rule": "minimal"}
    assert ("DOOR-MINIMAL-LIMIT" in _stops(_template(code), inputs)) is stopped
    assert _shown(_template(code), inputs, "包框宽", "包框高") == [f"{width - 10:g}", f"{height - 5:g}"]


def test_r9_hanging_doors_take_the_opening_as_it_is() -> None:
    inputs = {"width": 1600, "height": 2100, "frame_rule": "none"}
    assert _shown(_template("sliding_door"), inputs, "包框宽", "包框高") == ["1600", "2100"]
    assert _shown(_template("barn_door"), {"width": 900, "height": 2100}, "洞口宽", "洞口高") == ["900", "2100"]


@pytest.mark.parametrize(
    ("style", "width", "cover"),
    [
        ("TX01", "80", ["55.5", "43.5", "54", "42"]),
        ("TX02", "70", ["45.5", "33.5", "44", "32"]),
        ("TX03", "60", ["35.5", "23.5", "34", "22"]),
        ("TX09", "60", ["35.5", "23.5", "34", "22"]),
    ],
)
def test_r10_the_casing_covers_the_wall_by_what_lining_and_joint_leave(
    style: str, width: str, cover: list[str]
) -> None:
    """880 x 2050 by steps: joint (880-855)/2 = 12.5 and 2050-2036 = 14; seen 12 and 24."""
    inputs = {"width": 880, "height": 2050, "frame_rule": "steps", "casing_style": style}
    names = ("套线宽", "开启面盖墙宽", "背面盖墙宽", "开启面盖墙高", "背面盖墙高")
    assert _shown(_template("single_door"), inputs, *names) == [width, *cover]


def test_r14_solid_members_are_cut_10_over_on_each_edge() -> None:
    """Stile 2100 x 120, rails 150, 120, 200; for a leaf 800 wide the rails are 799-240 = 559 long."""
    inputs = {"width": 880, "height": 2151, "leaf_structure": "composite"}
    names = (
        "实木边梃.长",
        "实木边梃.宽",
        "实木边梃.开料长",
        "实木边梃.开料宽",
        "上帽头.宽",
        "中帽头.宽",
        "下帽头.宽",
        "上帽头.开料长",
    )
    assert _shown(_template("single_door"), inputs, *names) == [
        "2100",
        "120",
        "2120",
        "140",
        "150",
        "120",
        "200",
        "579",
    ]
