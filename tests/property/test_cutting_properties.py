"""Whatever the problem: the checker accepts the plan, parts out are parts in, and the same seed gives the same plan."""

from __future__ import annotations

from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shuanglun.engines.cutting import (
    Part,
    Problem,
    Saw,
    StockType,
    Trim,
    check_plan,
    check_problem,
    lower_bounds,
    pattern_geometry,
    pattern_svg,
    plan_from_dict,
    plan_to_dict,
    solve,
)
from shuanglun.kernel.findings import has_stop

grains = st.sampled_from(["none", "length", "width"])
trims = st.builds(Trim, *[st.integers(0, 150)] * 4)
saws = st.builds(
    Saw,
    kerf=st.integers(0, 60),
    trim=trims,
    stages=st.sampled_from([2, 3, None]),
    first_cut=st.sampled_from(["length", "width", "any"]),
    final_trim=st.booleans(),
    min_offcut_length=st.sampled_from([0, 3000]),
    min_offcut_width=st.sampled_from([0, 1000]),
)


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    step = draw(st.sampled_from([1, 5, 100, 500]))
    side = st.integers(max(1, 200 // step), 9000 // step).map(lambda n: n * step)
    rows = draw(st.lists(st.tuples(side, side, st.integers(1, 5), grains), min_size=1, max_size=10))
    parts = tuple(Part(f"P{n}", *row) for n, row in enumerate(rows))
    whole = StockType("whole", 9800, 9800, cost=100, grain=draw(grains))
    other = StockType(
        "other", 14000, draw(st.integers(5000, 9000)), cost=draw(st.integers(0, 99)), copies=draw(st.integers(0, 3))
    )
    rest = StockType("rest", 6000, 4500, is_offcut=True, copies=1, identity="r", grain=draw(grains), trim=Trim())
    stock = (whole, *draw(st.sets(st.sampled_from([other, rest]), max_size=2)))
    return Problem("M", parts, stock, draw(saws), draw(st.booleans()))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problems(), st.integers(0, 3))
def test_every_plan_passes_the_checker_and_holds_exactly_the_wanted_pieces(problem: Problem, seed: int) -> None:
    if has_stop(check_problem(problem)):
        return
    plan = solve(problem, seed=seed)
    assert check_plan(problem, plan) == []
    wanted = Counter(piece for part in problem.parts for piece in part.piece_names())
    assert Counter(placement.piece for _, placement in plan.placements()) == wanted
    assert plan.figures.bound <= plan.figures.whole_sheets
    assert lower_bounds(problem).cost <= plan.figures.cost
    used = plan.figures.used_area + plan.figures.offcut_area + plan.figures.waste_area
    assert (plan.figures.used_area, used) == (problem.area, plan.figures.sheet_area)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problems())
def test_plans_are_the_same_again_survive_json_and_can_be_drawn(problem: Problem) -> None:
    if has_stop(check_problem(problem)):
        return
    plan = solve(problem, seed=1)
    assert solve(problem, seed=1) == plan
    assert plan_from_dict(plan_to_dict(plan)) == plan
    for pattern in plan.patterns:
        assert pattern_svg(problem, pattern).startswith("<svg")
        assert len(pattern_geometry(problem, pattern)["rects"]) >= len(pattern.pieces[0])
