"""Splitting: parts and hardware of a door, stops keep a line out, the same input gives the same split."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from shuanglun.factory.splitting import PartSpec, SplitLine, split
from shuanglun.factory.splitting.assembling import read_handle
from shuanglun.factory.templates.loading import shipped_catalogue
from shuanglun.kernel.findings import Where

FIND = shipped_catalogue().get
DOOR: dict[str, Any] = {"width": 880, "height": 2050, "wall": 140, "colour": "原木橡", "direction": "left_in"}
WIDE: dict[str, Any] = {**DOOR, "width": 1500, "height": 2100}


def _line(ref: str, template: str = "single_door", quantity: int = 1, **changes: Any) -> SplitLine:
    return SplitLine(ref, template, {**(WIDE if template == "double_door" else DOOR), **changes}, quantity)


def _by_key(parts: tuple[PartSpec, ...]) -> dict[str, PartSpec]:
    return {part.row_key: part for part in parts}


def test_a_single_door_has_a_leaf_with_its_members_a_lining_and_casings() -> None:
    parts = _by_key(split([_line("1")], FIND).parts)
    assert {key: (p.qty_per_unit, p.length, p.width, p.thickness) for key, p in parts.items()} == {
        "leaf": (1, 20000, 8000, 410),
        "skin": (2, 19990, 7990, 80),
        "stile": (2, 19990, 1000, 250),
        "rail": (2, 5990, 1200, 250),
        "hinge_jamb": (1, 20380, 1400, 250),
        "lock_jamb": (1, 20380, 1400, 250),
        "head": (1, 8060, 1400, 250),
        "casing_side_piece": (4, 20910, 700, 250),
        "casing_top_piece": (2, 9620, 700, 250),
    }
    assert {p.row_key for p in parts.values() if p.into == "leaf"} == {"skin", "stile", "rail"}
    assert {p.material_code for p in parts.values()} == {None, "HDF8-原木橡", "MDF25", "MDF25-原木橡"}


def test_an_assembly_is_not_cut_and_weighs_its_members() -> None:
    parts = _by_key(split([_line("1")], FIND).parts)
    leaf = parts["leaf"]
    assert (leaf.material_code, leaf.cut_length, leaf.cut_width) == (None, 0, 0)
    assert leaf.weight_g == pytest.approx(sum(p.weight_g * p.qty_per_unit for p in parts.values() if p.into), abs=6)
    assert leaf.route == ("press", "cure", "edge", "cnc", "pack")
    assert parts["skin"].route == ("saw", "press")


def test_cut_sizes_leave_room_for_edges_and_press() -> None:
    parts = _by_key(split([_line("1")], FIND).parts)
    assert (parts["skin"].cut_length, parts["skin"].cut_width) == (20090, 8090)
    assert (parts["lock_jamb"].cut_length, parts["lock_jamb"].cut_width) == (20380, 1390)
    assert parts["lock_jamb"].edges == (10, 10, 0, 0)


@pytest.mark.parametrize(("faces", "pieces"), [(1, 3), (2, 6)])
def test_one_or_both_faces_have_three_casings_each(faces: int, pieces: int) -> None:
    parts = split([_line("1", "cased_opening", direction=None, faces=faces)], FIND).parts
    assert sum(p.qty_per_unit for p in parts if p.material_role == "casing") == pieces
    assert sum(p.qty_per_unit for p in parts if p.material_role == "lining") == 3


def test_a_double_door_has_two_leaves_with_their_own_members() -> None:
    result = split([_line("1", "double_door")], FIND)
    leaves = [p for p in result.parts if p.role == "leaf"]
    assert [p.row_key for p in leaves] == ["leaf_active", "leaf_passive"]
    for leaf in leaves:
        members = Counter({p.role: p.qty_per_unit for p in result.parts if p.into == leaf.row_key})
        assert members == {"skin": 2, "stile": 2, "rail": 2}
    assert {h.item: h.qty_per_unit for h in result.hardware}["HINGE-4"] == 4


def test_hardware_follows_the_order() -> None:
    def items(**changes: Any) -> dict[str, int]:
        return {h.item: h.qty_per_unit for h in split([_line("1", **changes)], FIND).hardware}

    assert items() == {"LOCK-MUTE": 1, "HINGE-4": 2, "DOOR-STOP": 1, "SEAL": 4832}
    assert items(lock="smart", hinge="triple") == {"LOCK-SMART": 1, "HINGE-4": 3, "DOOR-STOP": 1, "SEAL": 4832}
    assert items(lock="无锁", hinge="无合页") == {"DOOR-STOP": 1, "SEAL": 4832}
    assert items(lock="YALE 9000", hinge="暗合页") == {
        "LOCK-OTHER": 1,
        "HINGE-CONCEALED": 2,
        "DOOR-STOP": 1,
        "SEAL": 4832,
    }


def test_pack_groups_are_leaf_frame_and_hardware_and_members_have_none() -> None:
    result = split([_line("1")], FIND)
    assert {p.pack_group for p in result.parts if not p.into} == {"leaf", "frame"}
    assert {p.pack_group for p in result.parts if p.into} == {""}
    assert {h.pack_group for h in result.hardware} == {"hardware"}


def test_a_line_that_stops_gives_no_rows_and_the_others_all_of_theirs() -> None:
    result = split(
        [_line("a"), _line("b", wall=70), _line("c", "flying_door"), _line("d", quantity=0), _line("e")], FIND
    )
    assert result.stopped == {"b", "c", "d"}
    assert {p.line for p in result.parts} == {h.line for h in result.hardware} == {"a", "e"}
    assert [(f.line, f.finding.code) for f in result.findings] == [
        ("b", "DOOR-WALL-THIN"),
        ("c", "SPLIT-TEMPLATE-UNKNOWN"),
        ("d", "SPLIT-QUANTITY"),
    ]


def test_a_finding_points_at_the_order_cell() -> None:
    line = SplitLine("1", "single_door", {**DOOR, "width": 300}, places={"width": Where(sheet="订单", cell="D7")})
    findings = split([line], FIND).findings
    assert ("DOOR-WIDTH-LIMIT", "D7") in [(f.finding.code, f.finding.where.cell) for f in findings]


@pytest.mark.parametrize(
    ("width", "height", "code"),
    [(654, 2050, "CALC-NO-ROW"), (880, 1745, "CALC-NO-ROW"), (1056, 2050, "CALC-NO-ROW")],
)
def test_a_step_table_says_not_makeable(width: int, height: int, code: str) -> None:
    result = split([_line("1", width=width, height=height, frame_rule="steps")], FIND)
    assert code in {f.finding.code for f in result.findings}
    assert not result.parts


def test_the_same_input_in_any_spelling_gives_the_same_split() -> None:
    first = split([_line("1")], FIND)
    spelt = {"宽": "880.0", "高": 2050.0, "墙厚": "１４０", "颜色": "OAK", "开向": "左内开", "尺寸基准": "洞口尺寸"}
    again = split([SplitLine("1", "single_door", spelt)], FIND)
    assert again == first
    assert split([_line("1", width=880.1)], FIND).input_hash != first.input_hash
    assert split([_line("1", quantity=2)], FIND).input_hash != first.input_hash


def test_rows_come_in_the_order_of_the_lines_whatever_their_templates() -> None:
    templates = ["single_door", "double_door", "cased_opening"] * 4
    lines = [_line(str(number), code) for number, code in enumerate(templates)]
    result = split(lines, FIND)
    assert list(dict.fromkeys(p.line for p in result.parts)) == [line.ref for line in lines]


def test_a_ready_panel_keeps_its_sizes_material_and_grain() -> None:
    params = {"length": 2000.5, "width": 600, "material": "E0-18-OAK", "grain": "width", "thickness": 18}
    (part,) = split([SplitLine("1", "panel", params, 7)], FIND).parts
    assert (part.cut_length, part.cut_width, part.thickness, part.grain) == (20005, 6000, 180, "width")
    assert (part.material_code, part.pack_group, part.quantity) == ("E0-18-OAK", "panel", 7)


def test_a_handle_names_template_version_and_row() -> None:
    assert read_handle(split([_line("1")], FIND).parts[0].handle) == ("single_door", 3, "leaf")


def test_nothing_to_split_is_an_empty_split() -> None:
    result = split([], FIND)
    assert (result.parts, result.hardware, result.findings) == ((), (), ())
