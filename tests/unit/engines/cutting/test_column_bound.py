"""The column bound: never above a plan, as good as the other bounds where they meet, and proven optimal where it says so."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_cutting_search import SAWS, mixed, start

from shuanglun.engines.cutting import Part, Problem, Saw, StockType, Trim, check_plan, solve
from shuanglun.engines.cutting.column_bound import applies, column_bound
from shuanglun.engines.cutting.units import scale
from support.plain_code import printed

BARE = Saw(kerf=0, trim=Trim(), first_cut="length", min_offcut_length=0, min_offcut_width=0)
ENOUGH = 1 << 60


def bound(problem: Problem, rounds: int = 60) -> Fraction:
    scaled, draft = start(problem)
    costs = [board.stock.cost for board in scaled.boards]
    return column_bound(scaled, [draft], costs, 0, ENOUGH, rounds, lambda: False)


def test_a_bound_worked_by_hand() -> None:
    # Three parts of 1000 x 600 lie on a board of 2440 x 1220: two in a strip, two strips: four a board. Ten parts: 2.5 boards.
    problem = Problem("hand", (Part("p", 10000, 6000, 10, "length"),), (StockType("B", 24400, 12200, 1),), BARE)
    assert bound(problem) == Fraction(5, 2)
    assert solve(problem).figures.optimal


def test_cheap_limited_boards_are_counted_only_as_often_as_there_are() -> None:
    # One off-cut for 10 holds four; six more need one and a half boards at 100.
    stock = (StockType("B", 24400, 12200, 100), StockType("R", 24400, 12200, 10, 1))
    problem = Problem("hand", (Part("p", 10000, 6000, 10, "length"),), stock, BARE, use_offcuts_first=False)
    assert bound(problem) == 10 + Fraction(3, 2) * 100


def test_several_sizes_get_a_bound_by_cost_that_the_plan_meets() -> None:
    # Boards of 2440 hold two lengths of 1200, boards of 1220 one: at 150 and 100 the long ones are cheaper a part.
    stock = (StockType("long", 24400, 6100, 150), StockType("short", 12200, 6100, 100))
    problem = Problem("sizes", (Part("p", 12000, 6000, 8, "length"),), stock, BARE)
    plan = solve(problem)
    assert (plan.figures.cost, plan.figures.cost_bound, plan.figures.optimal) == (600, 600, True)


@pytest.mark.parametrize("saw", SAWS)
def test_no_plan_is_below_the_bound(saw: Saw) -> None:
    for seed in range(1):
        problem = mixed(seed, saw, 3)
        plan = solve(problem)
        assert check_plan(problem, plan) == []
        assert bound(problem, 12) <= plan.figures.cost


@settings(max_examples=12)
@given(st.data())
def test_boards_filled_from_known_pieces_are_never_below_the_bound(data: st.DataObject) -> None:
    """Boards are cut at random in three stages; the pieces then need at most as many boards as there were."""
    boards = data.draw(st.integers(1, 3))
    parts: list[Part] = []
    for _ in range(boards):
        left = 120
        while left >= 10:
            high = data.draw(st.integers(10, left))
            left -= high
            room = 240
            while room >= 15:
                wide = data.draw(st.integers(15, room))
                room -= wide
                parts.append(Part(f"P{len(parts)}", wide * 100, high * 100, 1, "length"))
    problem = Problem("known", tuple(parts), (StockType("B", 24000, 12000, 1),), BARE)
    assert bound(problem, 8) <= boards


def test_where_the_bound_does_not_hold_it_is_not_asked() -> None:
    assert not applies(scale(mixed(1, Saw(stages=None))))
    assert not applies(scale(mixed(1, Saw(head_cut=True))))
    assert applies(scale(mixed(1, Saw())))


PROGRAM = """
import sys
sys.path.insert(0, "tests/unit/engines/cutting")
from test_column_bound import bound
from shuanglun.engines.cutting import Part, Problem, Saw, StockType
parts = (Part("a", 700, 300, 5), Part("b", 500, 400, 4, "length"), Part("c", 350, 200, 9))
print(bound(Problem("small", parts, (StockType("B", 1600, 1000, 7), StockType("C", 1200, 700, 4)), Saw(kerf=50)), 4))
"""


def test_compiled_and_plain_code_price_alike() -> None:
    compiled = printed(PROGRAM, compiled=True)
    assert Fraction(compiled.strip()) > 0
    assert compiled == printed(PROGRAM, compiled=False)
