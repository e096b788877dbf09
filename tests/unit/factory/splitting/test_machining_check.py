"""Holes, grooves and pockets that leave their part, go too deep or have no size stop their line and say where."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from shuanglun.engines.formula import (
    FormulaTable,
    Machining,
    Parameter,
    Part,
    Placement,
    compile_table,
    evaluate,
    explain,
)
from shuanglun.factory.splitting.machining_check import check_machining
from shuanglun.kernel.text import Text

BOARD = Part("board", Text("板", "Board"), "shelf", 1, "长度", 400, 18, "panel", pack_group="panel", route="saw>pack")
LENGTH = Parameter("board_length", Text("长度", "length"), "mm")
DRILL = Machining("holes", Text("孔", "holes"), "board", "drill", "top", x=37, y=32, diameter=5, depth=13)


def _found(row: Machining, length: float = 800) -> list[str]:
    compiled, faults = compile_table(FormulaTable(parameters=(LENGTH,), parts=(BOARD,), machining=(row,)))
    assert compiled is not None, faults
    found = check_machining(compiled.table, evaluate(compiled, [{"board_length": length}]))
    assert {one.finding.level for one in found} <= {"stop"}
    return [str(one.finding.where.field) for one in found]


def test_what_lies_inside_is_in_order() -> None:
    assert _found(DRILL) == []
    assert _found(replace(DRILL, x=2.5, y=2.5)) == []  # touches the corner
    assert (
        _found(Machining("g", Text("槽", "g"), "board", "groove", "bottom", 0, 380, 6, length="长度", width=10)) == []
    )
    assert _found(replace(DRILL, face="front", x=37, y=9, depth=34, diameter=8)) == []
    assert _found(replace(DRILL, depth=None)) == []  # through


@pytest.mark.parametrize(
    ("change", "cell"),
    [
        ({"x": 2.4}, "holes.x"),
        ({"y": 397.6}, "holes.y"),
        ({"depth": 18.1}, "holes.depth"),
        ({"depth": 0}, "holes.depth"),
        ({"diameter": 0}, "holes.diameter"),
        ({"qty": 3, "pitch_x": 400}, "holes.x"),
        ({"qty": 3, "pitch_x": -20}, "holes.x"),
        ({"qty": 1.5}, "holes.qty"),
        ({"face": "front", "y": 17, "depth": 34}, "holes.y"),
        ({"face": '="inside"'}, "holes.face"),
    ],
)
def test_what_leaves_the_part_stops_the_line(change: dict[str, Any], cell: str) -> None:
    assert _found(replace(DRILL, **change)) == [cell]


def test_a_turned_groove_is_judged_by_its_corners() -> None:
    row = Machining("g", Text("槽", "g"), "board", "groove", "top", 50, 50, 6, length=200, width=10, angle=45)
    assert _found(row) == []
    assert _found(replace(row, x=5)) == ["g.x"]
    assert _found(replace(row, y=252)) == ["g.y"]


def test_a_line_that_is_right_is_left_alone_beside_a_wrong_one() -> None:
    compiled, _ = compile_table(FormulaTable(parameters=(LENGTH,), parts=(BOARD,), machining=(replace(DRILL, x=700),)))
    assert compiled is not None
    found = check_machining(compiled.table, evaluate(compiled, [{"board_length": n} for n in (800, 600, 703)]))
    assert [one.line for one in found] == [1]
    assert "700" in found[0].finding.what.zh


def test_a_row_needs_its_part_its_face_and_its_sizes() -> None:
    rows = (
        replace(DRILL, key="a", label=Text("甲", "a"), part="door"),
        replace(DRILL, key="b", label=Text("乙", "b"), face="inside"),
        replace(DRILL, key="c", label=Text("丙", "c"), kind="groove", depth=6),
    )
    places = (Placement("p", "board", length_along="w"),)
    table = FormulaTable(parameters=(LENGTH,), parts=(BOARD,), machining=rows, placements=places)
    compiled, faults = compile_table(table)
    assert compiled is None
    assert {fault.code for fault in faults} >= {"TABLE-PART", "TABLE-FACE", "TABLE-MACHINING", "TABLE-AXIS"}


def test_machining_and_placements_explain_themselves() -> None:
    table = FormulaTable(
        parameters=(LENGTH,),
        parts=(BOARD,),
        machining=(replace(DRILL, x="长度-37"),),
        placements=(Placement("p", "board", x="长度+100"),),
    )
    compiled, _ = compile_table(table)
    assert compiled is not None
    line = {"board_length": 800}
    assert explain(compiled, line, "孔.X").lines()[0] == "孔.X = 长度-37 = 800-37 = 763 mm"
    assert explain(compiled, line, "p.x").lines()[0].endswith("= 800+100 = 900 mm")
