"""PTX: what the format cannot hold is refused, what a reader cannot trust is refused, names never merge in silence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shuanglun.engines.cutting import Part, Problem, Saw, StockType, solve
from shuanglun.engines.machine_files import PtxJob, plan_ptx, shipped_profiles
from shuanglun.engines.machine_files.names import merged, plain
from shuanglun.engines.machine_files.ptx_read import read_ptx
from shuanglun.engines.machine_files.ptx_replay import replay
from shuanglun.kernel.findings import has_stop
from support.machine_jobs import small_plan

SAW = shipped_profiles()["panel-saw-ptx"]


def job() -> PtxJob:
    return PtxJob("L0001", *small_plan(), 180)


def content() -> bytes:
    made = plan_ptx(job(), SAW).content
    assert made is not None
    return made


def codes(job: PtxJob, profile: object = SAW) -> list[str]:
    file = plan_ptx(job, profile)  # type: ignore[arg-type]
    assert (file.content is None) == has_stop(file.findings)
    return [one.code for one in file.findings]


def test_the_file_says_that_no_machine_took_it_until_one_did() -> None:
    file = plan_ptx(job(), SAW)
    assert file.name == "L0001-not-validated.ptx"
    assert b"NOT MACHINE-VALIDATED" in content()
    taken = plan_ptx(job(), replace(SAW, accepted_by="HPP 200"))
    assert taken.name == "L0001.ptx"
    assert taken.content is not None
    assert b"VALIDATED" not in taken.content


def test_the_parts_of_a_book_lie_on_one_place() -> None:
    read, _ = read_ptx(content())
    assert read is not None
    book = next(pattern for pattern in read.patterns if pattern.run == 2)
    freed = replay(read, book)
    assert sum(count for one in freed for _, count in one.parts) == 8
    assert all(sum(count for _, count in one.parts) == 2 for one in freed if one.parts)


def test_a_rest_without_trim_has_a_material_row_of_its_own() -> None:
    read, _ = read_ptx(content())
    assert read is not None
    assert [one.code for one in read.materials] == ["PB18 ~ABFC99A5", "PB18 ~ABFC99A5_T2"] or len(read.materials) == 2
    assert {one.trims for one in read.materials} == {(100, 100, 100, 100), (0, 0, 0, 0)}


def test_names_outside_the_character_set_are_told() -> None:
    assert "PTX-NAMES" in codes(job())


def test_piece_rows_carry_the_scan_codes() -> None:
    profile = replace(SAW, ptx=replace(SAW.ptx, rows="piece"))
    made = plan_ptx(job(), profile).content
    assert made is not None
    read, _ = read_ptx(made)
    assert read is not None
    assert {part.code for part in read.parts} == {f"P{n}" for n in range(1, 12)}
    assert {part.qty for part in read.parts} == {1}


def test_codes_the_saw_would_merge_are_refused() -> None:
    problem, _ = small_plan()
    parts = (replace(problem.parts[0], key="a b"), replace(problem.parts[1], key="A_B"), problem.parts[2])
    problem = replace(problem, parts=parts)
    assert "PTX-CODES-MERGE" in codes(PtxJob("L1", problem, solve(problem), 180))
    assert merged(["PB 18", "pb_18", "x"]) == [("PB 18", "pb_18")]


def test_a_saw_that_does_not_turn_boards_or_recut_refuses() -> None:
    parts = (Part("a", 12000, 24000, 2, "width"), Part("b", 3000, 900, 5))
    problem = Problem("M", parts, (StockType("S", 24400, 12200, grain="length"),), Saw(first_cut="width"))
    plan = solve(problem)
    straight = replace(SAW, ptx=replace(SAW.ptx, pattern_types=(0,), levels=1))
    found = codes(PtxJob("L1", problem, plan, 180), straight)
    assert {"PTX-PATTERN-TYPE", "PTX-LEVELS"} <= set(found)


def test_a_head_cut_is_refused_as_long_as_it_is_not_written() -> None:
    parts = (Part("long", 14000, 4000, 6, "length"), Part("short", 10000, 2950, 8, "length"))
    saw = Saw(stages=2, first_cut="length", final_trim=False, head_cut=True)
    problem = Problem("M", parts, (StockType("S", 24440, 12200),), saw)
    plan = solve(problem, seed=3)
    assert plan.figures.head_cuts > 0
    assert "PTX-HEAD-CUT" in codes(PtxJob("L1", problem, plan, 180))


def test_a_board_longer_than_the_format_holds_is_refused() -> None:
    problem = Problem("M", (Part("a", 101_000, 5000, 1),), (StockType("S", 120_000, 12_200),))
    assert "PTX-LIMIT" in codes(PtxJob("L1", problem, solve(problem), 180))


def test_a_long_title_is_shortened_with_a_mark_and_told() -> None:
    file = plan_ptx(replace(job(), title="批次 2026-11-25 上午 第十七组"), SAW)
    assert file.content is not None
    read, _ = read_ptx(file.content)
    assert read is not None
    assert len(read.title) <= 25
    assert plain("x" * 60, "ascii", 25).startswith("x" * 16 + "~")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"HEADER", b"HEADRE"),
        (b"PATTERNS,1,2,", b"PATTERNS,1,3,"),
        (b",L0001,", b",L0001-and-far-too-long-a-title,"),
        (b"BOARDS,1,1,", b"BOARDS,1,1,\xff"),
        (b"CUTS,1,1,2,", b"CUTS,1,9,2,"),
        (b"PARTS_REQ,1,1,", b"PARTS_REQ,1,1"),
        (b"1180.0", b"-180.0"),
        (b"1180.0", b"11800.05"),
        (b"\r\nBOARDS", b"\r\n\r\nBOARDS"),
    ],
)
def test_a_damaged_file_is_refused_with_its_line(old: bytes, new: bytes) -> None:
    damaged = content().replace(old, new, 1)
    assert damaged != content()
    read, findings = read_ptx(damaged)
    assert read is None
    assert findings
    assert all(one.level == "stop" for one in findings)


def test_an_empty_file_is_refused() -> None:
    assert read_ptx(b"")[0] is None
