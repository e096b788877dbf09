"""Limits of the saw: kept by every plan, found by the checker when broken, and refused where a part can never be cut."""

from __future__ import annotations

from dataclasses import replace

import pytest
from test_cutting_search import mixed

from shuanglun.engines.cutting import (
    Part,
    Pattern,
    Plan,
    Problem,
    ProblemError,
    Saw,
    StockType,
    check_plan,
    plan_from_dict,
    plan_to_dict,
    problem_from_dict,
    problem_to_dict,
    solve,
)

LIMITS = {
    "narrow": Saw(narrowest_strip=2500),
    "wide": Saw(widest_strip=6500),
    "few recuts": Saw(recuts=2),
    "no recuts": Saw(recuts=0),
    "head cut": Saw(head_cut=True),
    "two orders": Saw(open_orders=2),
    "one order": Saw(open_orders=1),
    "exact and narrow": Saw(stages=2, final_trim=False, narrowest_strip=1000),
    "unlimited stages, few recuts": Saw(stages=None, recuts=5),
    "all": Saw(narrowest_strip=1200, widest_strip=7500, recuts=4, head_cut=True, open_orders=2),
}


def by_orders(problem: Problem, size: int = 6) -> Problem:
    parts = (replace(part, tags=(("order", f"O{n // size}"),)) for n, part in enumerate(problem.parts))
    return replace(problem, parts=tuple(parts), thickness=180)


@pytest.mark.parametrize("boards", [1, 3])
@pytest.mark.parametrize("name", LIMITS)
def test_every_plan_keeps_the_limits(name: str, boards: int) -> None:
    problem = by_orders(mixed(7, LIMITS[name], boards))
    plan = solve(problem, seed=1)
    assert check_plan(problem, plan) == []
    assert plan.unplaced == ()
    assert problem_from_dict(problem_to_dict(problem)) == problem
    assert plan_from_dict(plan_to_dict(plan)) == plan


def codes(problem: Problem, plan: Plan) -> set[str]:
    return {finding.code for finding in check_plan(problem, plan)}


def test_the_checker_finds_every_broken_limit() -> None:
    problem = by_orders(mixed(7, Saw()))
    plan = solve(problem)

    def under(**limits: object) -> set[str]:
        return codes(replace(problem, saw=replace(problem.saw, **limits)), plan)  # type: ignore[arg-type]

    assert codes(problem, plan) == set()
    assert under(recuts=0) == {"CUTPLAN-RECUTS"}
    assert under(widest_strip=2000) == {"CUTPLAN-STRIP-WIDTH"}
    assert under(narrowest_strip=9000) == {"CUTPLAN-STRIP-WIDTH"}
    assert under(open_orders=1) == {"CUTPLAN-OPEN-ORDERS"}


def test_a_head_cut_parts_a_board_once_and_only_where_the_saw_makes_them() -> None:
    # Long strips below one part length and short ones behind it: two boards with a head cut, more without.
    parts = (Part("long", 14000, 4000, 6, "length"), Part("short", 10000, 2950, 8, "length"))
    stock = (StockType("B", 24440, 12200),)
    saw = Saw(kerf=40, trim=Saw().trim, stages=2, first_cut="length", final_trim=False, head_cut=True)
    problem = Problem("head", parts, stock, saw)
    plan = solve(problem, seed=3)
    assert check_plan(problem, plan) == []
    assert plan.figures.head_cuts > 0
    without = solve(replace(problem, saw=replace(saw, head_cut=False)))
    assert plan.figures.whole_sheets < without.figures.whole_sheets
    assert codes(replace(problem, saw=replace(saw, head_cut=False)), plan)
    headed = next(p for p in plan.patterns if any(n.level == 0 and n.kind != "trim" for n in p.root.children))
    halves = [node for node in headed.root.children if node.kind != "trim"]
    third = replace(halves[1], sequence=999)
    broken = Pattern(headed.stock, replace(headed.root, children=(*headed.root.children, third)), headed.pieces)
    assert "CUTPLAN-HEAD-CUT" in codes(problem, replace(plan, patterns=(broken,)))


def test_identical_sheets_are_cut_in_books() -> None:
    parts = (Part("door", 20000, 8000, 9, "length"),)
    problem = Problem("book", parts, (StockType("B", 24400, 12200),), Saw(book_height=600), thickness=180)
    figures = solve(problem).figures
    assert (problem.book, figures.whole_sheets, figures.patterns, figures.books) == (3, 9, 1, 3)
    assert figures.strokes * 3 == figures.cuts
    assert replace(problem, thickness=0).book == 1


def test_parts_no_strip_can_hold_are_named() -> None:
    saw = Saw(widest_strip=3000, first_cut="length")
    problem = Problem("wide", (Part("big", 9000, 4000, 1, "length"),), (StockType("B", 24400, 12200),), saw)
    with pytest.raises(ProblemError) as raised:
        solve(problem)
    assert [(found.code, found.where.field) for found in raised.value.findings] == [("CUT-PART-LARGE", "part big")]
    assert "条料" in raised.value.findings[0].what.zh


def test_senseless_limits_are_refused() -> None:
    for saw in (Saw(narrowest_strip=500, widest_strip=400), Saw(recuts=-1), Saw(open_orders=0), Saw(book_height=-1)):
        with pytest.raises(ProblemError):
            solve(replace(mixed(3, saw)))


def test_orders_cut_in_groups_name_what_limited_boards_cannot_hold() -> None:
    base = by_orders(mixed(7, Saw(open_orders=1)))
    problem = replace(base, stock=(replace(base.stock[0], copies=4),))
    plan = solve(problem)
    assert plan.unplaced
    assert {f.code for f in check_plan(problem, plan)} == {"CUTPLAN-MISSING"}


def test_threads_search_together_and_repeat_themselves() -> None:
    problem = mixed(7, Saw(), 3)
    one = solve(problem, seed=4, workers=2)
    assert check_plan(problem, one) == []
    assert one == solve(problem, seed=4, workers=2)
    assert one.figures.cost <= solve(problem, seed=4).figures.cost * 102 // 100
