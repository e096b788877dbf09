"""What a plan is chosen by: goals in the order a person names them, and how two plans compare under them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal, get_args

from shuanglun.engines.cutting.model import Plan, Problem
from shuanglun.kernel.text import Text

Goal = Literal["material", "offcuts", "saw_time", "patterns", "orders"]
GOALS: tuple[Goal, ...] = get_args(Goal)
NAMES: Mapping[Goal, Text] = {
    "material": Text("省料", "least material"),
    "offcuts": Text("余料大", "largest off-cut"),
    "saw_time": Text("锯得快", "fewest cuts"),
    "patterns": Text("排版少", "fewest patterns"),
    "orders": Text("按订单", "orders together"),
}


def complete(objective: tuple[Goal, ...]) -> tuple[Goal, ...]:
    """The goals as given, each once, then all others in their usual order.

    Raises:
        ValueError: a word is no goal.
    """
    unknown = [goal for goal in objective if goal not in GOALS]
    if unknown:
        raise ValueError(f"no such goal: {unknown[0]}; one of {', '.join(GOALS)}")
    return tuple(dict.fromkeys((*objective, *GOALS)))


def spread(problem: Problem, plan: Plan) -> int:
    """How far orders are torn apart: over all orders, the sheets between an order's first and its last sheet."""
    order_of = {part.key: part.tag("order") for part in problem.parts}
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    offset = 0
    for pattern in plan.patterns:
        for copy, row in enumerate(pattern.pieces):
            for placed in row:
                order = order_of[placed.part]
                first.setdefault(order, offset + copy)
                last[order] = offset + copy
        offset += pattern.run
    return sum(last[order] - first[order] for order in first)


def price_of(problem: Problem, plan: Plan) -> int:
    """What the boards cost in fen, or their area where boards have no cost; off-cuts are free where they are used first."""
    stock = {board.code: board for board in problem.stock}
    whole = [board for board in problem.stock if not board.is_offcut]
    by_cost = bool(whole) and all(board.cost > 0 for board in whole)
    total = 0
    for pattern in plan.patterns:
        board = stock[pattern.stock]
        if not (board.is_offcut and problem.use_offcuts_first):
            total += (board.cost if by_cost else board.area) * pattern.run
    return total


def key(problem: Problem, objective: tuple[Goal, ...]) -> Callable[[Plan], tuple[int, ...]]:
    """A sort key for plans of the problem; nothing comes before having every piece placed.

    Of two plans with equally large off-cuts the one that keeps more area is better.
    """
    by: dict[Goal, Callable[[Plan], tuple[int, ...]]] = {
        "material": lambda plan: (price_of(problem, plan),),
        "offcuts": lambda plan: (-plan.figures.largest_offcut, -plan.figures.offcut_area),
        "saw_time": lambda plan: (plan.figures.strokes, plan.figures.cuts),
        "patterns": lambda plan: (plan.figures.patterns,),
        "orders": lambda plan: (spread(problem, plan),),
    }
    goals = complete(objective)
    return lambda plan: (len(plan.unplaced), *(number for goal in goals for number in by[goal](plan)))
