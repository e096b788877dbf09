"""Too many orders would wait behind the saw: orders are cut group by group, as few groups as keep within the room there is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from shuanglun.engines.cutting.assemble import joined
from shuanglun.engines.cutting.bounds import Bounds
from shuanglun.engines.cutting.goals import Goal
from shuanglun.engines.cutting.model import Plan, Problem
from shuanglun.engines.cutting.searching import Search, Settings


def open_enough(problem: Problem, plan: Plan) -> bool:
    """The plan keeps within the orders that may wait behind the saw."""
    return problem.saw.open_orders is None or plan.figures.open_orders <= problem.saw.open_orders


def in_groups(problem: Problem, settings: Settings, bounds: Bounds, goals: tuple[Goal, ...]) -> Plan:
    """The plan with the fewest groups of orders that keeps within the limit: 2, 3, 4, 6, 8, 12 ... groups are tried.

    With as many groups as the limit needs at most, a group has no more orders than may wait, so there always is a plan.
    Orders keep their order in the problem.
    """
    orders = list(dict.fromkeys(part.tag("order") for part in problem.parts))
    most = -(-len(orders) // (problem.saw.open_orders or 1))
    plan = None
    for number in _numbers(most):
        share = None if settings.seconds is None else settings.seconds / number / 2
        plan = _planned(problem, replace(settings, seconds=share), bounds, goals, _split(orders, number))
        if open_enough(problem, plan):
            return plan
    assert plan is not None  # noqa: S101 - there are at least two groups where one broke the limit
    return plan


def _numbers(most: int) -> Iterator[int]:
    """2, 3, 4, 6, 8, 12 ... below ``most``, then ``most``."""
    low, high = 2, 3
    while low < most:
        yield low
        low, high = high, 2 * low
    yield most


def _split(orders: list[str], number: int) -> list[set[str]]:
    """``number`` groups of neighbours whose sizes differ by one at most."""
    bounds = [len(orders) * n // number for n in range(number + 1)]
    return [set(orders[first:last]) for first, last in pairwise(bounds)]


def _planned(
    problem: Problem, settings: Settings, bounds: Bounds, goals: tuple[Goal, ...], groups: list[set[str]]
) -> Plan:
    used: Counter[str] = Counter()
    plans: list[Plan] = []
    for group in groups:
        parts = tuple(part for part in problem.parts if part.tag("order") in group)
        stock = tuple(
            board if board.copies is None else replace(board, copies=board.copies - used[board.code])
            for board in problem.stock
        )
        left = tuple(board for board in stock if board.copies != 0)
        if not left:
            lost = tuple(piece for part in parts for piece in part.piece_names())
            plans.append(replace(joined(problem, (), bounds, settings.seed), unplaced=lost))
            continue
        search = Search(replace(problem, parts=parts, stock=left), settings)
        search.run(goals[:1])
        plans.append(search.best(goals))
        for pattern in plans[-1].patterns:
            used[pattern.stock] += pattern.run
    return joined(problem, plans, bounds, settings.seed)
