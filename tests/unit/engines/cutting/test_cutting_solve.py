"""Rules of the first plan and of its bounds."""

from __future__ import annotations

import pytest

from shuanglun.engines.cutting import (
    Part,
    Plan,
    Problem,
    ProblemError,
    Progress,
    Saw,
    StockType,
    Trim,
    check_plan,
    check_problem,
    lower_bounds,
    plan_from_dict,
    plan_to_dict,
    problem_from_dict,
    problem_to_dict,
    solve,
)

BOARD = StockType("B", 24400, 12200, cost=5000)
NO_TRIM = Trim()


def sound(problem: Problem, **options: object) -> Plan:
    plan = solve(problem, **options)  # type: ignore[arg-type]
    assert check_plan(problem, plan) == []
    return plan


def sheets(problem: Problem) -> int:
    return sound(problem).figures.whole_sheets


def test_parts_that_fill_a_board_exactly_with_kerf_take_one_board() -> None:
    saw = Saw(kerf=40, trim=NO_TRIM)
    part = Part("A", (24400 - 40) // 2, (12200 - 40) // 2, 4, "length")
    plan = sound(Problem("M", (part,), (BOARD,), saw))
    assert plan.figures.whole_sheets == 1
    assert plan.figures.optimal
    assert plan.figures.cuts == 3


def test_one_tenth_of_a_millimetre_too_much_takes_a_second_board() -> None:
    saw = Saw(kerf=40, trim=NO_TRIM)
    part = Part("A", (24400 - 40) // 2 + 1, (12200 - 40) // 2, 4, "length")
    assert sheets(Problem("M", (part,), (BOARD,), saw)) == 2


def test_trim_is_taken_from_every_side() -> None:
    exact = Part("A", 24200, 12000)
    saw = Saw(kerf=40, trim=Trim.all_sides(100))
    assert sheets(Problem("M", (exact,), (BOARD,), saw)) == 1
    assert [f.code for f in check_problem(Problem("M", (Part("A", 24201, 12000),), (BOARD,), saw))] == [
        "CUT-PART-LARGE"
    ]


def test_sides_may_have_different_trims() -> None:
    saw = Saw(kerf=0, trim=Trim(left=50, right=0, bottom=30, top=20))
    assert sheets(Problem("M", (Part("A", 24350, 12150, 1, "length"),), (BOARD,), saw)) == 1


def test_a_part_with_grain_never_turns_and_a_free_one_may() -> None:
    saw = Saw(kerf=0, trim=NO_TRIM)
    upright = Part("A", 12000, 20000, 1, "length")
    assert [f.code for f in check_problem(Problem("M", (upright,), (BOARD,), saw))] == ["CUT-PART-LARGE"]
    free = Part("A", 12000, 20000)
    plan = sound(Problem("M", (free,), (BOARD,), saw))
    assert [placement.turned for _, placement in plan.placements()] == [True]


def test_grain_along_the_width_lies_across() -> None:
    part = Part("A", 12000, 20000, 1, "width")
    plan = sound(Problem("M", (part,), (BOARD,), Saw(kerf=0, trim=NO_TRIM)))
    assert next(plan.placements())[1].turned


def test_on_an_offcut_with_grain_along_its_width_parts_lie_the_other_way() -> None:
    rest = StockType("R", 6000, 20000, grain="width", is_offcut=True, copies=1)
    part = Part("A", 18000, 5000, 1, "length")
    plan = sound(Problem("M", (part,), (BOARD, rest), Saw(kerf=40, trim=NO_TRIM)))
    assert [pattern.stock for pattern in plan.patterns] == ["R"]
    assert next(plan.placements())[1].turned


def test_offcuts_are_used_first_or_by_cost() -> None:
    rest = StockType("R", 8000, 6000, cost=9000, is_offcut=True, copies=1, identity="R-17")
    parts = (Part("A", 7000, 5000, 1),)
    first = sound(Problem("M", parts, (BOARD, rest)))
    assert (first.figures.whole_sheets, first.figures.sheets) == (0, 1)
    by_cost = sound(Problem("M", parts, (BOARD, rest), use_offcuts_first=False))
    assert (by_cost.figures.whole_sheets, by_cost.figures.cost) == (1, 5000)


def test_limited_stock_names_the_pieces_it_could_not_hold() -> None:
    few = StockType("B", 24400, 12200, copies=1)
    problem = Problem("M", (Part("A", 20000, 10000, 3, pieces=("P1", "P2", "P3")),), (few,))
    plan = solve(problem)
    assert len(plan.unplaced) == 2
    assert {f.code for f in check_plan(problem, plan)} == {"CUTPLAN-MISSING"}
    assert not plan.figures.optimal


def test_two_stages_cut_no_deeper_than_a_trim() -> None:
    parts = tuple(Part(f"P{n}", 3000 + 700 * n, 1500 + 400 * n, 4) for n in range(8))
    for final_trim in (True, False):
        sound(Problem("M", parts, (BOARD,), Saw(stages=2, final_trim=final_trim)))


@pytest.mark.parametrize("direction", ["length", "width"])
def test_the_first_cut_runs_as_the_saw_demands(direction: str) -> None:
    parts = tuple(Part(f"P{n}", 3000 + 700 * n, 1500 + 400 * n, 4) for n in range(8))
    plan = sound(Problem("M", parts, (BOARD,), Saw(first_cut=direction)))  # type: ignore[arg-type]
    for pattern in plan.patterns:
        assert {node.direction for node in pattern.root.children if node.level == 1} == {direction}


def test_identical_sheets_make_a_book_and_every_piece_keeps_its_identity() -> None:
    names = tuple(f"P{n:03}" for n in range(40))
    problem = Problem(
        "M", (Part("A", 12000, 5900, 40, "length", pieces=names),), (BOARD,), Saw(trim=Trim.all_sides(50))
    )
    plan = sound(problem)
    assert [(pattern.run, len(pattern.pieces[0])) for pattern in plan.patterns] == [(10, 4)]
    assert sorted(placement.piece for _, placement in plan.placements()) == list(names)


def test_rests_of_the_wanted_size_are_kept_as_offcuts() -> None:
    plan = sound(Problem("M", (Part("A", 24000, 4000, 1, "length"),), (BOARD,), Saw(trim=NO_TRIM)))
    assert [(rest.length, rest.width) for rest in plan.offcuts] == [(24400, 8160)]
    none = Saw(trim=NO_TRIM, min_offcut_length=0, min_offcut_width=0)
    assert sound(Problem("M", (Part("A", 24000, 4000, 1, "length"),), (BOARD,), none)).offcuts == ()


def test_same_seed_same_plan() -> None:
    parts = tuple(Part(f"P{n}", 2000 + 371 * n, 900 + 173 * n, 3) for n in range(25))
    problem = Problem("M", parts, (BOARD,))
    assert solve(problem, seed=5) == solve(problem, seed=5)


def test_json_gives_the_same_problem_and_plan_back() -> None:
    rest = StockType("R", 8000, 6000, is_offcut=True, copies=1, identity="R-17", trim=NO_TRIM)
    parts = (Part("A", 7000, 5000, 2, tags=(("order", "O1"),), pieces=("x", "y")), Part("B", 9000, 800, 9, "length"))
    problem = Problem("M", parts, (BOARD, rest), Saw(stages=None))
    plan = solve(problem)
    assert problem_from_dict(problem_to_dict(problem)) == problem
    assert plan_from_dict(plan_to_dict(plan)) == plan


def test_no_parts_make_an_empty_plan() -> None:
    problem = Problem("M", (), (BOARD,))
    plan = sound(problem)
    assert (plan.patterns, plan.figures.optimal) == ((), True)


def test_cancel_keeps_the_first_whole_plan_and_progress_is_told() -> None:
    parts = tuple(Part(f"P{n}", 4000 + 371 * n, 2000 + 173 * n, 4) for n in range(25))
    problem = Problem("M", parts, (BOARD,))
    told: list[Progress] = []
    plan = solve(problem, cancel=lambda: True, progress=told.append)
    assert check_plan(problem, plan) == []
    assert told
    assert told[-1].whole_sheets == plan.figures.whole_sheets


def test_time_is_read_from_the_clock_that_is_handed_in() -> None:
    parts = tuple(Part(f"P{n}", 4000 + 371 * n, 2000 + 173 * n, 4) for n in range(25))
    ticks = iter(range(1_000_000))
    plan = solve(Problem("M", parts, (BOARD,)), seconds=50, clock=lambda: float(next(ticks)))
    assert not plan.unplaced
    assert next(ticks) < 10_000


@pytest.mark.parametrize(
    ("problem", "code"),
    [
        (Problem("M", (Part("A", 30000, 100),), (BOARD,)), "CUT-PART-LARGE"),
        (Problem("M", (Part("A", 24400, 100),), (BOARD,)), "CUT-PART-LARGE"),
        (Problem("M", (Part("A", 100, 24000, 1, "length"),), (BOARD,)), "CUT-PART-LARGE"),
        (Problem("M", (Part("A", 100, 0),), (BOARD,)), "CUT-PART-SIZE"),
        (Problem("M", (Part("A", 100, 100, 0),), (BOARD,)), "CUT-PART-QTY"),
        (Problem("M", (Part("A", 100, 100), Part("A", 200, 100)), (BOARD,)), "CUT-PART-TWICE"),
        (Problem("M", (Part("A", 100, 100, 2, pieces=("x",)),), (BOARD,)), "CUT-PART-PIECES"),
        (Problem("M", (Part("A", 100, 100, 2, pieces=("x", "x")),), (BOARD,)), "CUT-PIECE-TWICE"),
        (Problem("M", (Part("A", 100, 100),), (BOARD,), Saw(smallest_piece=500)), "CUT-PART-SMALL"),
        (Problem("M", (Part("A", 100, 100),), (BOARD,), Saw(kerf=201)), "CUT-KERF"),
        (Problem("M", (Part("A", 100, 100),), (BOARD,), Saw(kerf=-1)), "CUT-KERF"),
        (Problem("M", (Part("A", 100, 100),), (BOARD,), Saw(stages=4)), "CUT-STAGES"),
        (Problem("M", (Part("A", 100, 100),), (BOARD,), Saw(smallest_piece=-1)), "CUT-SAW-NEGATIVE"),
        (Problem("M", (Part("A", 100, 100),), ()), "CUT-STOCK-NONE"),
        (Problem("M", (Part("A", 100, 100),), (BOARD, BOARD)), "CUT-STOCK-TWICE"),
        (Problem("M", (Part("A", 100, 100),), (StockType("B", 200, 200), BOARD)), "CUT-STOCK-SIZE"),
        (Problem("M", (Part("A", 100, 100),), (StockType("B", 24400, 12200, cost=-1),)), "CUT-STOCK-NEGATIVE"),
        (Problem("M", (Part("A", 100, 100),), (StockType("B", 24400, 12200, identity="i"),)), "CUT-STOCK-IDENTITY"),
    ],
)
def test_every_fault_of_a_problem_has_its_code_and_stops(problem: Problem, code: str) -> None:
    assert code in [finding.code for finding in check_problem(problem)]
    with pytest.raises(ProblemError) as caught:
        solve(problem)
    assert code in [finding.code for finding in caught.value.findings]


def test_a_part_too_large_is_named_with_its_reason() -> None:
    finding = check_problem(Problem("M", (Part("门皮-3", 24400, 9000),), (BOARD,)))[0]
    assert finding.where.field == "part 门皮-3"
    assert "修边后" in finding.what.zh
    assert "after trimming" in finding.what.en


def test_bounds_see_parts_that_cannot_share_a_board() -> None:
    halves = Problem("M", (Part("A", 13000, 6300, 9),), (BOARD,), Saw(kerf=40, trim=NO_TRIM))
    bounds = lower_bounds(halves)
    assert (bounds.area, bounds.sheets) == (3, 9)
    assert sound(halves).figures.optimal


def test_bounds_count_offcuts_as_free_room() -> None:
    rest = StockType("R", 24400, 12200, is_offcut=True, copies=2)
    problem = Problem("M", (Part("A", 20000, 10000, 5),), (BOARD, rest))
    assert lower_bounds(problem).sheets == 3
    assert sound(problem).figures.whole_sheets == 3


def test_with_several_sizes_the_cheaper_cost_counts() -> None:
    small = StockType("S", 12300, 12200, cost=2000)
    problem = Problem("M", (Part("A", 12000, 5800, 2, "length"),), (BOARD, small), Saw(trim=Trim.all_sides(50)))
    plan = sound(problem)
    assert plan.figures.cost == 2000
    assert plan.figures.cost_bound <= 2000
