"""MPR and DXF: byte rules, what leaves the part is refused, what the machine lacks is refused, nests cut where the plan says."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from shuanglun.engines.drawing import Machining, PartShape, Text
from shuanglun.engines.machine_files import (
    MachineFile,
    NestJob,
    PlanJob,
    cut_steps,
    nest_dxfs,
    nest_mprs,
    part_dxf,
    part_mprs,
    plan_files,
    read_profile,
    shipped_files,
    shipped_profiles,
)
from shuanglun.engines.machine_files.dxf_parts import read_marks
from shuanglun.engines.machine_files.mpr_read import evaluate, read_mpr
from support.drawn_door import HEAD, JAMB, LEAF, TOP
from support.machine_jobs import small_plan

PROFILES = shipped_profiles()
DRILL = PROFILES["drilling-mpr"]
SIX = PROFILES["six-side-dxf"]


def program(part: PartShape) -> bytes:
    file = part_mprs(part, DRILL)[0]
    assert file.content is not None, file.findings
    return file.content


def codes(file: MachineFile) -> list[str]:
    return [one.code for one in file.findings]


def test_byte_rules_hold() -> None:
    content = program(JAMB)
    assert content.count(b"\n") == content.count(b"\r\n") == content.count(b"\r")
    assert b"\r\n \r\n[001\r\n" in content
    assert content.endswith(b"\r\n!\r\n")
    content.decode("cp1252")


@pytest.mark.parametrize(
    "damage",
    [
        lambda c: c.replace(b"\r\n", b"\n"),
        lambda c: c.replace(b"\r\n!\r\n", b"\r\n"),
        lambda c: c.replace(b"\r\n \r\n", b"\r\n\r\n"),
        lambda c: c.replace(b"[001", b"<100"),
        lambda c: c.replace(b'LA="L"', b"LA"),
        lambda c: c.replace(b'L="2038"', b'L="Q"'),
        lambda c: c.replace(b'L="2038"', b'1L="2038"'),
        lambda c: c + b"rest\r\n",
        lambda c: b"\x81" + c,
    ],
)
def test_damaged_programs_are_refused(damage: object) -> None:
    read, findings = read_mpr(damage(program(JAMB)))  # type: ignore[operator]
    assert read is None
    assert [one.code for one in findings] == ["MPR-READ"]


def test_what_is_below_is_a_second_program_with_the_part_turned_over() -> None:
    groove = Machining("g", "groove", "bottom", 0, 85, 80, length=20380, width=45)
    hole = Machining("h", "drill", "bottom", 1000, 200, 50, 80)
    above, below = part_mprs(replace(JAMB, machining=(*JAMB.machining, groove, hole)), DRILL)
    assert (above.name, below.name) == ("jamb-not-validated.mpr", "jamb-B-not-validated.mpr")
    assert below.content is not None
    read, _ = read_mpr(below.content)
    assert read is not None
    slot = next(one for one in read.macros if one.code == 109)
    assert read.value(slot, "YA") == read.value(slot, "YE") == Decimal("140") - Decimal("8.5") - Decimal("2.25")
    assert read.value(next(one for one in read.macros if one.code == 102), "YA") == 120
    assert b"TURNED OVER" in below.content


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (Machining("a", "drill", "top", 30000, 300, 100, 80), "MACHINING-OUTSIDE"),
        (Machining("a", "drill", "top", 300, 300, 251, 80), "MACHINING-DEPTH"),
        (Machining("a", "drill", "top", 300, 300, 100, 0), "MACHINING-SIZE"),
        (Machining("a", "groove", "top", 300, 1390, 100, length=500, width=45), "MACHINING-OUTSIDE"),
        (Machining("a", "drill", "front", 300, 260, 100, 80), "MACHINING-OUTSIDE"),
        (Machining("a", "drill", "top", 300, 300, 100, 80, qty=5, pitch_y=300), "MACHINING-OUTSIDE"),
    ],
)
def test_machining_that_leaves_the_part_gives_no_file(row: Machining, code: str) -> None:
    part = replace(JAMB, machining=(row,))
    for file in (*part_mprs(part, DRILL), part_dxf(part, SIX)):
        assert file.content is None
        assert code in codes(file)


def test_what_the_machine_lacks_is_refused() -> None:
    plain = replace(DRILL, mpr=replace(DRILL.mpr, edge_planes=False))
    assert "MPR-EDGE-MILL" in codes(part_mprs(LEAF, plain)[0])
    small = replace(DRILL, mpr=replace(DRILL.mpr, macros=(103,), drill_diameters=(50,)))
    assert set(codes(part_mprs(JAMB, small)[0])) == {"MPR-MACRO", "MPR-DRILL"}


@pytest.mark.parametrize(
    ("face", "at", "turn"),
    [("front", "100", "0"), ("right", "100", "90"), ("back", str(2038 - 100), "180"), ("left", str(140 - 100), "270")],
)
def test_a_pocket_into_an_edge_is_told_in_the_coordinates_of_that_edge(face: str, at: str, turn: str) -> None:
    # 60 long from 70: its middle is at 100 along the edge, and half of 20 above 3 up
    row = Machining("p", "pocket", face, 700, 30, 80, length=600, width=200)  # type: ignore[arg-type]
    part = replace(JAMB, machining=(row,))
    read, _ = read_mpr(program(part))
    assert read is not None
    (pocket,) = (one for one in read.macros if one.code == 112)
    values = {name: pocket.values[name] for name in ("XA", "YA", "LA", "BR", "TI")}
    assert values == {"XA": at, "YA": "13", "LA": "60", "BR": "20", "TI": "8"}
    plane = read.planes[pocket.values["KO"]]
    assert plane.y == (0, 0, 1)
    assert f'D1="{turn}"'.encode() in program(part)
    dxf = part_dxf(part, SIX)
    assert dxf.content is not None, dxf.findings
    (mark,) = (mark for mark in read_marks(dxf.content) if mark[0] == "H_Fraes_13_20")
    xs, ys = [x for x, _ in mark[2]], [y for _, y in mark[2]]
    along = (min(xs), max(xs)) if face in ("front", "back") else (min(ys), max(ys))
    assert along == (70_000, 130_000)
    assert 8_000 in (max(xs) - min(xs), max(ys) - min(ys))


def test_a_program_whose_edge_plane_is_damaged_is_not_the_part() -> None:
    from shuanglun.engines.machine_files.mpr import verify_mpr
    from shuanglun.engines.machine_files.mpr_write import Panel
    from shuanglun.engines.machine_files.workpiece import features

    row = Machining("p", "pocket", "front", 700, 30, 80, length=600, width=200)
    part = replace(JAMB, machining=(row,))
    panel = Panel("Jamb", 2_038_000, 140_000, 25_000, tuple(features(part)))
    content = program(part)
    assert verify_mpr(content, panel) == []
    for damage in ((b'D1="0"', b'D1="180"'), (b'KI="90"', b'KI="0"'), (b'KO="04"', b'KO="05"'), (b'YP="0"', b'YP="B"')):
        assert damage[0] in content
        assert [one.code for one in verify_mpr(content.replace(*damage), panel)] == ["FILE-READ-BACK"]


def test_what_is_slanted_in_an_edge_is_no_layer() -> None:
    row = Machining("p", "pocket", "front", 700, 100, 80, length=600, width=20, angle=30)
    file = part_dxf(replace(JAMB, machining=(row,)), SIX)
    assert (file.content, codes(file)) == (None, ["DXF-EDGE-SLANTED"])


def test_a_part_without_machining_has_no_program_and_a_mitre_is_told() -> None:
    assert part_mprs(HEAD, DRILL) == []
    drilled = replace(TOP, machining=(*TOP.machining, Machining("d", "drill", "top", 500, 300, 50, 80)))
    assert codes(part_mprs(drilled, DRILL)[0]) == ["MPR-MITRE"]


def test_expressions_are_computed_and_nonsense_is_not() -> None:
    names = {"L": Decimal(600), "D": Decimal(18)}
    assert evaluate("(L-2*D)/2", names) == 282
    for wrong in ("L+", "X", "1/0", "(L", "L L", "2**3"):
        with pytest.raises(ValueError, match=r".+"):
            evaluate(wrong, names)


def test_layers_carry_tool_and_depth() -> None:
    part = replace(
        JAMB,
        machining=(
            Machining("a", "drill", "top", 500, 300, 125, 80),
            Machining("b", "drill", "top", 900, 300, 0, 80),
            Machining("c", "drill", "left", 700, 125, 300, 80),
            Machining("d", "groove", "bottom", 0, 85, 80, length=20380, width=45, tool="3"),
        ),
    )
    file = part_dxf(part, SIX)
    assert file.content is not None, file.findings
    layers = {layer for layer, *_ in read_marks(file.content)}
    assert layers == {"Werkstk_25", "V_Bohr1_12_5", "V_Bohr2_25", "H_Bohr_12_5_8", "V_Fraes_8T3_B"}
    assert "未经机床验证" in file.content.decode()


def test_the_outline_of_a_mitred_casing_is_slanted() -> None:
    file = part_dxf(TOP, SIX)
    assert file.content is not None
    (outline,) = read_marks(file.content)
    assert outline[2] == ((70_000, 0), (892_000, 0), (962_000, 70_000), (0, 70_000))


def nest() -> NestJob:
    problem, plan = small_plan()
    holes = (Machining("h", "drill", "top", 370, 500, 130, 50, qty=3, pitch_x=320),)
    door = PartShape("door", Text("柜门", "Door"), 11800, 5800, 180, 4, "length", machining=holes)
    rail = PartShape("rail", Text("拉条", "Rail"), 5010, 1000, 180, 3, machining=holes)
    return NestJob("L0001", problem, plan, 180, {"door": door, "rail": rail})


def test_nested_sheets_are_one_file_each_and_lie_as_planned() -> None:
    job = nest()
    files = nest_dxfs(job, PROFILES["router-nesting"])
    assert len(files) == job.plan.figures.sheets
    holes = outlines = 0
    for file in files:
        assert file.content is not None, file.findings
        assert codes(file) == ["NEST-AFTER-BANDING"]
        marks = read_marks(file.content)
        holes += sum(kind == "circle" for _, kind, *_ in marks)
        outlines += sum(layer == "Nest_18" for layer, *_ in marks)
    assert (holes, outlines) == (12, 11)


def test_nested_programs_are_verified_too() -> None:
    for file in nest_mprs(nest(), PROFILES["router-nesting"]):
        assert file.content is not None, file.findings


def test_a_profile_gets_all_its_files() -> None:
    problem, plan = small_plan()
    job = PlanJob("L0001", problem, plan, 180, shapes={"jamb": JAMB, "head": HEAD})
    names = {code: [file.name for file in plan_files(job, profile)] for code, profile in PROFILES.items()}
    assert names["panel-saw-ptx"] == ["L0001-not-validated.ptx", "L0001-cut-list.csv"]
    assert names["drilling-mpr"] == ["jamb-not-validated.mpr"]
    assert names["six-side-dxf"] == ["jamb-not-validated.dxf"]
    assert len(names["router-nesting"]) == 2 * plan.figures.sheets + 1


def test_shipped_profiles_are_without_findings_and_none_claims_a_machine() -> None:
    for name, text in shipped_files():
        profile, findings = read_profile(text, name)
        assert findings == []
        assert profile is not None
        assert profile.accepted_by == ""


def test_a_wrong_profile_tells_every_fault() -> None:
    text = (
        "format: shuanglun/machine-profile/1\ncode: x\nversion: one\nname: {zh: 锯}\nfiles: [ptx, fax]\n"
        "ptx: {levels: true, origin: 0, speed: 3}\n"
    )
    profile, findings = read_profile(text, "x.yaml")
    assert profile is None
    assert [one.where.field for one in findings] == ["version", "name.en", "files[1]", "ptx.speed", "ptx.levels"]
    assert read_profile("a: [", "y")[1][0].code == "PROFILE-YAML"
    assert read_profile("a: 1", "y")[1][0].code == "PROFILE-FORMAT"


def test_cut_steps_are_numbered_and_name_every_piece_once() -> None:
    _, plan = small_plan()
    steps = [step for number, pattern in enumerate(plan.patterns, 1) for step in cut_steps(number, pattern)]
    assert sorted(piece for step in steps for piece in step.pieces) == sorted(f"P{n}" for n in range(1, 12))
    for number, pattern in enumerate(plan.patterns, 1):
        assert [step.number for step in cut_steps(number, pattern)] == list(
            range(1, len(cut_steps(number, pattern)) + 1)
        )
