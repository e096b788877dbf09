"""Search for the best plan: every dispatch rule first, then small changes of the lots' due seconds as the rule sees them.

The search is bounded by a number of plans made, never by time, so that the same problem and seed give the same schedule
on every computer. The number falls with the size of the problem: the work of the whole search stays about linear in it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from shuanglun.engines.scheduling.dispatch import Dispatch, Plan
from shuanglun.engines.scheduling.rules import RULES, Rule
from shuanglun.engines.scheduling.score import Score, order_finishes, score
from shuanglun.engines.scheduling.shop import Shop

Progress = Callable[[int, int], None]
_HOUR = 3600
_PLACED_IN_ALL = 150_000
_MOST_CHANGES = 200
_FEWEST_CHANGES = 4
_NEAR = 16
_WORST = 8


@dataclass(slots=True)
class Found:
    """The best plan so far and how it came about."""

    plan: Plan
    score: Score
    rule: Rule
    due: list[int]
    evaluations: int
    steps: int


def default_changes(shop: Shop) -> int:
    """How many changes are tried: about as many as place 150,000 operations in all."""
    return max(_FEWEST_CHANGES, min(_MOST_CHANGES, _PLACED_IN_ALL // max(1, len(shop.ops))))


def search(shop: Shop, seed: int, changes: int, progress: Progress | None) -> Found:
    """The best plan of all rules, improved by ``changes`` attempts."""
    total = len(RULES) + changes
    due = [lot.due for lot in shop.lots]
    found = _first(shop, RULES[0], due)
    for rule in RULES[1:]:
        _tell(progress, found.evaluations, total)
        _try(shop, found, rule, due)
    random = Random(seed)  # noqa: S311 - a repeatable choice, no secret
    for _ in range(changes if shop.lots else 0):
        _tell(progress, found.evaluations, total)
        _try(shop, found, found.rule, _changed(shop, found, random))
    _tell(progress, total, total)
    return found


def _tell(progress: Progress | None, done: int, total: int) -> None:
    if progress is not None:
        progress(done, total)


def _first(shop: Shop, rule: Rule, due: list[int]) -> Found:
    plan = Dispatch(shop, rule, due).run()
    return Found(plan, score(shop, plan), rule, due, 1, plan.steps)


def _try(shop: Shop, found: Found, rule: Rule, due: list[int]) -> None:
    """Make a plan; keep it when it is better."""
    plan = Dispatch(shop, rule, due).run()
    found.evaluations += 1
    found.steps += plan.steps
    measured = score(shop, plan)
    if measured < found.score:
        found.plan, found.score, found.rule, found.due = plan, measured, rule, due


def _changed(shop: Shop, found: Found, random: Random) -> list[int]:
    """Another opinion of how urgent the lots are: help a late lot, or bring two lots of a family together."""
    due = list(found.due)
    late = _late_lots(shop, found.plan)
    if late and random.random() < 0.8:
        lateness, lot = random.choice(late[:_WORST])
        _help(due, lot, lateness, random)
    else:
        _bring_together(shop, due, random)
    return due


def _late_lots(shop: Shop, plan: Plan) -> list[tuple[int, int]]:
    """Lateness, by weight the worst first, and number of the lot that ends last in each late order."""
    found: dict[int, tuple[int, int]] = {}
    ends = [plan.lot_end(shop, lot.index) for lot in shop.lots]
    finishes = order_finishes(shop, plan)
    for lot, end in zip(shop.lots, ends, strict=True):
        for order in lot.orders:
            if end != finishes[order]:
                continue
            lateness = (shop.horizon if end is None else end) - shop.order_dues[order]
            weighted = lateness * shop.problem.orders[order].priority
            if lateness > 0:
                found[lot.index] = max(found.get(lot.index, (0, 0)), (weighted, lateness))
    ranked = sorted(found.items(), key=lambda item: (-item[1][0], item[0]))
    return [(lateness, lot) for lot, (_, lateness) in ranked]


def _help(due: list[int], lot: int, lateness: int, random: Random) -> None:
    """Pull a late lot forward, let it change places with one a little more urgent, or put that one behind it."""
    move = random.randrange(3)
    if move == 0:
        due[lot] -= random.randrange(1, lateness // _HOUR + 12) * _HOUR
        return
    urgency = sorted(range(len(due)), key=lambda i: (due[i], i))
    other = urgency[max(0, urgency.index(lot) - random.randrange(1, _NEAR))]
    if move == 1:
        due[lot], due[other] = due[other], due[lot]
    else:
        due[other] = due[lot] + random.randrange(24) * _HOUR


def _bring_together(shop: Shop, due: list[int], random: Random) -> None:
    """Make two lots that share a family equally urgent."""
    lot = random.randrange(len(shop.lots))
    families = {shop.ops[op].spec.family for op in shop.lots[lot].ops} - {None}
    for _ in range(8):
        other = random.randrange(len(shop.lots))
        if other != lot and any(shop.ops[op].spec.family in families for op in shop.lots[other].ops):
            due[lot] = due[other]
            return
