"""Bars: proven plans are as good as trying everything, every plan passes its checker, every corruption is found."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuanglun.engines.cutting.profiles import (
    Bar,
    BarOffcut,
    BarPart,
    BarPattern,
    BarPlan,
    BarProblem,
    BarProblemError,
    BarSaw,
    BarSpare,
    bar_plan_from_dict,
    bar_plan_to_dict,
    bar_problem_from_dict,
    bar_problem_to_dict,
    check_bar_plan,
    check_bar_problem,
    solve_bars,
)


def least_price(problem: BarProblem, prices: dict[str, int]) -> int:
    """The least price of all plans, by trying every one (few pieces only)."""
    sizes = tuple(sorted((part.length for part in problem.parts for _ in range(part.qty)), reverse=True))
    kerf = problem.saw.kerf

    @cache
    def best(left: tuple[int, ...], stock: tuple[int, ...]) -> int:
        if not left:
            return 0
        least = 10**12
        for number, bar in enumerate(problem.bars):
            room = problem.usable(bar) + kerf - left[0] - kerf
            if stock[number] == 0 or room < 0:
                continue
            after = tuple(n - (n > 0) if i == number else n for i, n in enumerate(stock))
            for rest in set(_rests(left[1:], room, kerf)):
                least = min(least, prices[bar.code] + best(rest, after))
        return least

    return best(sizes, tuple(-1 if bar.copies is None else bar.copies for bar in problem.bars))


def _rests(left: tuple[int, ...], room: int, kerf: int) -> list[tuple[int, ...]]:
    """What may remain when some of the pieces left fill a room."""
    if not left:
        return [()]
    without = [(left[0], *rest) for rest in _rests(left[1:], room, kerf)]
    taken = _rests(left[1:], room - left[0] - kerf, kerf) if left[0] + kerf <= room else []
    return without + taken


def problem_of(sizes: list[int], bars: tuple[Bar, ...], saw: BarSaw, **more: bool) -> BarProblem:
    return BarProblem("P", tuple(BarPart(f"A{n}", size) for n, size in enumerate(sizes)), bars, saw, **more)


@settings(max_examples=40)
@given(st.lists(st.integers(5, 100), min_size=1, max_size=8), st.sampled_from((0, 3)), st.sampled_from((0, 2)))
def test_with_one_bar_length_no_plan_needs_fewer(sizes: list[int], kerf: int, trim: int) -> None:
    problem = problem_of(sizes, (Bar("B", 104),), BarSaw(kerf, trim, 0))
    plan = solve_bars(problem)
    best = least_price(problem, {"B": 1})
    assert check_bar_plan(problem, plan) == []
    assert plan.figures.bound <= best == plan.figures.bars
    assert not plan.figures.optimal or plan.figures.bound == best


@settings(max_examples=40)
@given(st.lists(st.integers(5, 60), min_size=1, max_size=7), st.integers(0, 2), st.booleans())
def test_with_several_lengths_and_offcuts_no_plan_costs_less(sizes: list[int], rests: int, first: bool) -> None:
    bars = (Bar("L", 100, 190), Bar("M", 64, 130), Bar("R", 45, 20, rests, True))
    problem = problem_of(sizes, bars, BarSaw(2, 0, 0), use_offcuts_first=first)
    plan = solve_bars(problem)
    best = least_price(problem, {"L": 190, "M": 130, "R": 0 if first else 20})
    charged = sum(p.run * {"L": 190, "M": 130, "R": 0 if first else 20}[p.bar] for p in plan.patterns)
    assert check_bar_plan(problem, plan) == []
    assert plan.figures.measured_by == "cost"
    assert plan.figures.bound <= best <= charged
    assert not plan.figures.optimal or charged == best


def test_pieces_that_fill_every_bar_to_the_last_tenth_are_proven() -> None:
    rng = random.Random(7)
    sizes: list[int] = []
    for _ in range(20):
        one = rng.randint(260, 480)
        two = rng.randint(255, 1000 - one - 255)
        sizes += [one, two, 1000 - one - two]
    plan = solve_bars(problem_of(sizes, (Bar("B", 1000),), BarSaw(0, 0, 0)))
    assert (plan.figures.bars, plan.figures.optimal) == (20, True)


def test_the_relaxation_proves_what_material_cannot() -> None:
    # Three of 34 leave 2 of 104 unused, one of 52 holds two: by material 24 bars would do, by patterns they do not.
    parts = (BarPart("A", 36, 40), BarPart("B", 35, 20))
    plan = solve_bars(BarProblem("P", parts, (Bar("B", 104),), BarSaw(0, 0, 0)))
    by_material = -(-(36 * 40 + 35 * 20) // 104)
    assert plan.figures.optimal
    assert plan.figures.bound > by_material


def test_kerf_and_end_trims_are_counted_as_a_saw_cuts() -> None:
    saw = BarSaw(40, 100, 6000)
    exact = BarProblem("P", (BarPart("A", 8040, 3),), (Bar("B", 24400),), saw)
    assert 3 * 8040 + 2 * 40 == 24200
    assert solve_bars(exact).figures.bars == 1
    longer = BarProblem("P", (BarPart("A", 8041, 3),), (Bar("B", 24400),), saw)
    plan = solve_bars(longer)
    assert plan.figures.bars == 2
    assert sorted(one.length for one in plan.offcuts) == [24400 - 100 - 2 * 8081, 24400 - 100 - 8081]


def test_limited_bars_leave_named_pieces_and_never_prove() -> None:
    problem = BarProblem("P", (BarPart("A", 900, 5),), (Bar("B", 1000, 10, 3),), BarSaw(0, 0, 0))
    plan = solve_bars(problem)
    assert plan.unplaced == ("A#4", "A#5")
    assert not plan.figures.optimal
    assert {finding.code for finding in check_bar_plan(problem, plan)} == {"BARPLAN-MISSING"}


def test_same_problem_and_seed_give_the_same_plan_and_json_keeps_it() -> None:
    rng = random.Random(3)
    problem = problem_of([rng.randint(150, 900) for _ in range(60)], (Bar("B", 1000), Bar("C", 800)), BarSaw(3, 5, 100))
    plan = solve_bars(problem, seed=4)
    assert plan == solve_bars(problem, seed=4)
    assert bar_plan_from_dict(bar_plan_to_dict(plan)) == plan
    assert bar_problem_from_dict(bar_problem_to_dict(problem)) == problem


def test_cancel_keeps_the_first_full_plan() -> None:
    rng = random.Random(5)
    problem = problem_of([rng.randint(100, 700) for _ in range(80)], (Bar("B", 1000),), BarSaw(3, 0, 0))
    told: list[tuple[int, int]] = []
    plan = solve_bars(problem, cancel=lambda: True, progress=lambda price, bound: told.append((price, bound)))
    assert check_bar_plan(problem, plan) == []
    assert told


def test_the_allowance_for_damage_is_whole_bars_of_what_the_rack_still_has() -> None:
    parts = (BarPart("A", 900, 21), BarPart("B", 590, 2))
    bars = (Bar("L", 1000, 10, 23), Bar("S", 600, 5, 2))
    problem = BarProblem("P", parts, bars, BarSaw(0, 0, 0), allowance=1_000)
    plan = solve_bars(problem)
    assert check_bar_plan(problem, plan) == []
    # Ten per cent of 21 is 2.1, so 3, but two are left; of the two short ones none is left.
    assert [(one.bar, one.number) for one in plan.spares] == [("L", 2)]
    assert plan.figures.spare_bars == 2
    assert bar_plan_from_dict(bar_plan_to_dict(plan)) == plan


def test_impossible_problems_are_findings() -> None:
    parts = (BarPart("A", 2000), BarPart("A", 0), BarPart("C", 10, 0))
    bars = (Bar("B", 1000, -1), Bar("B", 100, 1, 2, identity="R1"))
    problem = BarProblem("P", parts, bars, BarSaw(500, 60, -1))
    codes = {finding.code for finding in check_bar_problem(problem)}
    assert codes >= {"BAR-KERF", "BAR-SAW-NEGATIVE", "BAR-TWICE", "BAR-NEGATIVE", "BAR-SIZE", "BAR-IDENTITY"}
    assert codes >= {"BAR-PART-TWICE", "BAR-PART-LONG", "BAR-PART-SIZE", "BAR-PART-QTY"}
    with pytest.raises(BarProblemError) as refused:
        solve_bars(problem)
    assert refused.value.findings


def _first(plan: BarPlan, pattern: BarPattern) -> BarPlan:
    return replace(plan, patterns=(pattern, *plan.patterns[1:]))


def corruptions(plan: BarPlan) -> dict[str, BarPlan]:
    """A valid plan, spoilt in every way a saw would suffer from."""
    one = plan.patterns[0]
    row = one.pieces[0]
    figures = plan.figures
    spoilt = {
        "longer piece": _first(plan, replace(one, lengths=(one.lengths[0] + 1, *one.lengths[1:]))),
        "one piece more": _first(
            plan, replace(one, lengths=(*one.lengths, one.lengths[0]), pieces=tuple((*r, r[0]) for r in one.pieces))
        ),
        "piece left out": _first(plan, replace(one, lengths=one.lengths[1:], pieces=tuple(r[1:] for r in one.pieces))),
        "row left out": replace(plan, patterns=plan.patterns[1:]),
        "row twice": _first(plan, replace(one, pieces=(*one.pieces, row))),
        "unknown bar": _first(plan, replace(one, bar="X")),
        "shorter bar": _first(plan, replace(one, bar="S")),
        "foreign piece": _first(plan, replace(one, pieces=((replace(row[0], piece="Z#1"), *row[1:]), *one.pieces[1:]))),
        "wrong part": _first(plan, replace(one, pieces=((replace(row[0], part="Z"), *row[1:]), *one.pieces[1:]))),
        "said to be missing": replace(plan, unplaced=(row[0].piece,)),
        "off-cut made up": replace(plan, offcuts=(*plan.offcuts, BarOffcut("new", one.bar, 0, 0, 7000))),
        "bound too high": replace(plan, figures=replace(figures, bound=figures.cost + 1, optimal=False)),
        "proof denied": replace(plan, figures=replace(figures, optimal=not figures.optimal)),
    }
    for name in (
        "bars",
        "whole_bars",
        "bar_length",
        "used_length",
        "offcut_length",
        "longest_offcut",
        "cost",
        "patterns",
    ):
        spoilt[name] = replace(plan, figures=replace(figures, **{name: getattr(figures, name) + 1}))
    spoilt["spare bars made up"] = replace(plan, spares=(*plan.spares, BarSpare("B", 1)))
    if plan.offcuts:
        spoilt["off-cut longer"] = replace(plan, offcuts=(replace(plan.offcuts[0], length=10**6), *plan.offcuts[1:]))
        spoilt["off-cut forgotten"] = replace(plan, offcuts=plan.offcuts[1:])
    return spoilt


@settings(max_examples=25)
@given(st.lists(st.integers(1500, 11000), min_size=2, max_size=14))
def test_every_corruption_of_a_plan_is_found(sizes: list[int]) -> None:
    bars = (Bar("B", 24400, 800), Bar("S", 1000, 1, 0))
    problem = problem_of(sizes, bars, BarSaw(40, 100, 3000))
    plan = solve_bars(problem)
    assert check_bar_plan(problem, plan) == []
    for name, spoilt in corruptions(plan).items():
        assert check_bar_plan(problem, spoilt), name
