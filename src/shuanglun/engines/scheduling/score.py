"""How two schedules of the same problem are compared."""

from __future__ import annotations

from dataclasses import dataclass

from shuanglun.engines.scheduling.dispatch import Plan
from shuanglun.engines.scheduling.shop import Shop


@dataclass(frozen=True, slots=True, order=True)
class Score:
    """Smaller is better, compared in the order of the fields; seconds but for the counts.

    ``unfinished``: priorities of the orders, and the number of lots, that miss the horizon. Their tardiness counts up
    to the horizon. ``tightest`` is the largest finish minus due of any order (negative when all are early): among schedules
    without more tardiness the one that leaves the tightest order the most room is the safer one.
    """

    unfinished: int
    weighted_tardiness: int
    tightest: int
    makespan: int
    setup_seconds: int
    setups: int


def order_finishes(shop: Shop, plan: Plan) -> list[int | None]:
    """When the last lot of each order ends; None when one does not, or the order is in no lot."""
    lots: list[list[int]] = [[] for _ in shop.order_dues]
    for lot in shop.lots:
        for order in lot.orders:
            lots[order].append(lot.index)
    ends = [plan.lot_end(shop, lot.index) for lot in shop.lots]
    return [_latest([ends[lot] for lot in held]) for held in lots]


def _latest(ends: list[int | None]) -> int | None:
    known = [end for end in ends if end is not None]
    return max(known) if known and len(known) == len(ends) else None


def setups_of(plan: Plan) -> dict[tuple[int, int], int]:
    """Seconds of every changeover by machine and start; lots that share a load share its changeover."""
    return {(p.machine, p.start): sum(stop - start for start, stop in p.setup) for p in plan.placements if p.setup}


def score(shop: Shop, plan: Plan) -> Score:
    """Measure a plan."""
    unfinished, tardiness = len(plan.stuck), 0
    finishes = order_finishes(shop, plan)
    lateness = []
    for order, due, finish in zip(shop.problem.orders, shop.order_dues, finishes, strict=True):
        unfinished += order.priority if finish is None else 0
        lateness.append((shop.horizon if finish is None else finish) - due)
        tardiness += order.priority * max(0, lateness[-1])
    makespan = max((p.end for p in plan.placements), default=0)
    setups = setups_of(plan)
    return Score(unfinished, tardiness, max(lateness, default=0), makespan, sum(setups.values()), len(setups))
