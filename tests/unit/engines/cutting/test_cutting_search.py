"""The compiled search: the same plan as in plain Python, never worse than where it starts, and valid."""

from __future__ import annotations

import random

import pytest

from shuanglun.engines.cutting import GOALS, Part, Problem, Saw, StockType, alternatives, check_plan, solve
from shuanglun.engines.cutting.assemble import assemble
from shuanglun.engines.cutting.bounds import bounds_of
from shuanglun.engines.cutting.construct import Constructor, Draft
from shuanglun.engines.cutting.goals import key, spread
from shuanglun.engines.cutting.improve import rank, recipes
from shuanglun.engines.cutting.search import State
from shuanglun.engines.cutting.units import Scaled, scale
from support.plain_code import printed

SAWS = [Saw(), Saw(stages=2), Saw(stages=2, final_trim=False), Saw(stages=3, final_trim=False), Saw(first_cut="width")]


def mixed(seed: int, saw: Saw, boards: int = 1) -> Problem:
    rng = random.Random(seed)
    parts = tuple(
        Part(
            f"P{n}",
            rng.randint(250, 1200) * 10,
            rng.randint(60, 600) * 10,
            rng.randint(1, 4),
            rng.choice(("none", "length")),
        )
        for n in range(24)
    )
    sizes = ((24400, 12200, 9000), (21350, 9150, 5800), (28000, 12200, 10500))[:boards]
    return Problem("mixed", parts, tuple(StockType(f"B{x}", x, y, cost) for x, y, cost in sizes), saw)


def start(problem: Problem) -> tuple[Scaled, Draft]:
    scaled = scale(problem)
    draft = Constructor(scaled).build(next(recipes(scaled)), random.Random(1))
    assert draft is not None
    return scaled, draft


@pytest.mark.parametrize("saw", SAWS)
@pytest.mark.parametrize("boards", [1, 3])
def test_rebuilding_gives_valid_plans_that_are_never_dearer(saw: Saw, boards: int) -> None:
    problem = mixed(7, saw, boards)
    scaled, draft = start(problem)
    state = State.of(scaled, draft, 3)
    before = rank(scaled, state.draft())
    state.improve(300, 0)
    assert rank(scaled, state.draft())[:2] <= before[:2]
    plan = assemble(scaled, state.draft(), bounds_of(scaled), 3)
    assert check_plan(problem, plan) == []
    assert plan.unplaced == ()


def test_columns_and_back_is_the_same_draft() -> None:
    scaled, draft = start(mixed(5, Saw()))
    again = State.of(scaled, draft, 1).draft()
    assert sorted(sorted(s.used.items()) for s in again.sheets) == sorted(
        sorted(s.used.items()) for s in draft.sheets for _ in range(s.run)
    )
    assert rank(scaled, again) == rank(scaled, draft)


def test_limited_boards_are_never_used_more_often_than_there_are() -> None:
    base = mixed(11, Saw(), 2)
    stock = (base.stock[0], StockType("REST", 15000, 8000, 100, 3))
    problem = Problem("limited", base.parts, stock, Saw())
    plan = solve(problem, seed=2)
    assert check_plan(problem, plan) == []
    assert sum(pattern.run for pattern in plan.patterns if pattern.stock == "REST") <= 3


PROGRAM = """
import sys
sys.path.insert(0, "tests/unit/engines/cutting")
from test_cutting_search import SAWS, mixed, start
from shuanglun.engines.cutting.search import State
for boards in (1, 3):
    scaled, draft = start(mixed(13, SAWS[0], boards))
    state = State.of(scaled, draft, 9)
    state.improve(12, 0)
    print([(sheet.board, sheet.side, sheet.area, sorted(sheet.used.items())) for sheet in state.draft().sheets])
"""


def test_compiled_and_plain_code_make_the_same_plan() -> None:
    compiled = printed(PROGRAM, compiled=True)
    assert compiled.count("[") > 4
    assert compiled == printed(PROGRAM, compiled=False)


def test_the_same_seed_gives_the_same_plan_and_real_progress_is_told() -> None:
    problem = mixed(17, Saw())
    told: list[int] = []
    one = solve(problem, seed=5, progress=lambda some: told.append(some.whole_sheets))
    assert one == solve(problem, seed=5)
    assert told == sorted(told, reverse=True)


def ordered(seed: int) -> Problem:
    base = mixed(seed, Saw())
    parts = tuple(
        Part(p.key, p.length, p.width, p.qty, p.grain, (("order", f"O{n // 4}"),)) for n, p in enumerate(base.parts)
    )
    return Problem("ordered", parts, base.stock, base.saw)


def test_each_goal_gets_the_plan_that_is_best_by_it() -> None:
    problem = ordered(23)
    found = alternatives(problem, seed=1)
    assert set(found) == set(GOALS)
    for goal, plan in found.items():
        assert check_plan(problem, plan) == []
        assert plan.unplaced == ()
        best = min(key(problem, (goal,))(other)[:2] for other in found.values())
        assert key(problem, (goal,))(plan)[:2] == best, goal


def test_orders_together_are_torn_less_far_apart() -> None:
    problem = ordered(29)
    assert spread(problem, solve(problem, objective=("orders",))) <= spread(problem, solve(problem))


def test_a_goal_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="no such goal: speed"):
        solve(ordered(1), objective=("speed",))  # type: ignore[arg-type]


@pytest.mark.parametrize("saw", SAWS)
def test_squeezing_lays_the_same_parts_with_a_larger_rest(saw: Saw) -> None:
    problem = mixed(7, saw)
    scaled, draft = start(problem)
    state = State.of(scaled, draft, 3)
    bounds = bounds_of(scaled)

    def largest() -> int:
        plan = assemble(scaled, state.draft(), bounds, 3)
        assert check_plan(problem, plan) == []
        return max(node.length * node.width for p in plan.patterns for node in p.root.walk() if node.kind == "offcut")

    before = largest()
    state.squeeze(50)
    assert largest() >= before


def test_the_rest_of_a_loose_board_is_gathered() -> None:
    parts = (Part("a", 11000, 4000, 2, "length"), Part("b", 6000, 3900, 1, "length"))
    problem = Problem("loose", parts, (StockType("B", 24400, 12200),))
    plan = solve(problem, objective=("material", "offcuts"))
    # All three above one another, 1100 long: behind them 2420 - 1100 - one kerf over the whole width of 1200.
    assert plan.figures.largest_offcut == (24200 - 11000 - 40) * 12000
