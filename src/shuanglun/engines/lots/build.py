"""Lots: each order to the lot where it costs fewest sheets, then some lots taken apart and put together anew.

Deterministic by seed and steps; anytime: the best lots so far are always whole and within the rules.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import numpy as np

from shuanglun.engines.lots.model import BuiltLot, LotOrder, LotPlan, LotRules
from shuanglun.engines.lots.state import NO_LIMIT, SHEET, Lots

STEPS = 600
LEAST_OUT, MOST_OUT = 4, 24


def build_lots(
    orders: Sequence[LotOrder],
    rules: LotRules,
    *,
    seed: int = 0,
    steps: int = STEPS,
    cancel: Callable[[], bool] | None = None,
) -> LotPlan:
    """Every order in one lot, within the rules, with as few estimated sheets as ``steps`` rebuildings find.

    An order above a limit alone is a lot of its own (``over``). ``cancel`` is asked between steps and keeps the best so far.

    Raises:
        ValueError: two orders have one key, or a size is negative.
    """
    check_orders(orders)
    lots = Lots(orders, rules)
    for order in sorted(range(len(orders)), key=lambda one: (orders[one].due, -lots.order_area[one], one)):
        _place(lots, order, None)
    by_hand = _by_hand(orders, rules)
    if by_hand.price() < lots.price():
        lots = by_hand
    done = _rebuild(lots, random.Random(f"{seed}/lots"), steps, cancel or (lambda: False))  # noqa: S311 - a search
    return _plan(lots, done)


def first_come(orders: Sequence[LotOrder], rules: LotRules) -> LotPlan:
    """Orders in the order given, each lot closed when the next order does not fit: what a planner does by hand.

    Raises:
        ValueError: two orders have one key, or a size is negative.
    """
    check_orders(orders)
    return _plan(_by_hand(orders, rules), 0)


def _by_hand(orders: Sequence[LotOrder], rules: LotRules) -> Lots:
    lots = Lots(orders, rules)
    current = -1
    for order in range(len(orders)):
        if current >= 0 and lots.prices(order)[current] >= NO_LIMIT:
            current = -1
        lots.add(order, current)
        current = lots.lot_of[order]
    return lots


def check_orders(orders: Sequence[LotOrder]) -> None:
    """Refuse what cannot be counted.

    Raises:
        ValueError: two orders have one key, or a size is negative.
    """
    if len({order.key for order in orders}) != len(orders):
        raise ValueError("two orders have the same key")
    if any(load.pieces < 0 or load.area < 0 for order in orders for load in order.loads):
        raise ValueError("a load is negative")


def _place(lots: Lots, order: int, rng: random.Random | None) -> None:
    """Into the cheapest lot, of equal ones the fullest; with ``rng`` at times the second best."""
    if not lots.members:
        lots.add(order, -1)
        return
    prices = lots.prices(order)
    best = int(np.lexsort((-lots.total, prices))[0 if rng is None or rng.random() > 0.1 or len(prices) < 2 else 1])
    if prices[best] >= NO_LIMIT:
        best = int(np.argmin(prices))
    lots.add(order, best if prices[best] < NO_LIMIT else -1)


def _rebuild(lots: Lots, rng: random.Random, steps: int, stop: Callable[[], bool]) -> int:
    """Take orders of related lots out and place them anew; keep what costs no more than a shrinking margin above the best."""
    best, price = list(lots.lot_of), lots.price()
    current = price
    step = 0
    while step < steps:
        used = [lot for lot, members in enumerate(lots.members) if members]
        if len(used) < 2 or stop():
            break
        step += 1
        out = _chosen(lots, rng)
        before = [(order, lots.lot_of[order]) for order in out]
        for order in out:
            lots.take(order)
        for order in sorted(out, key=lambda one: -lots.order_area[one] * (0.5 + rng.random())):
            _place(lots, order, rng)
        now = lots.price()
        margin = 2 * SHEET * (steps - step) // steps
        if now <= current + (margin if rng.random() < 0.2 else 0):
            current = now
        else:
            for order in out:
                lots.take(order)
            for order, lot in before:
                lots.add(order, lot)
        if current < price:
            price, best = current, list(lots.lot_of)
    _restore(lots, best)
    return step


def _chosen(lots: Lots, rng: random.Random) -> list[int]:
    """An order, and others that have a material of its or lie in its lot."""
    orders = len(lots.orders)
    first = rng.randrange(orders)
    number = min(orders, rng.randint(LEAST_OUT, MOST_OUT))
    wanted = set(lots.columns[first].tolist())
    near = list(lots.members[lots.lot_of[first]])
    rng.shuffle(near)
    chosen = dict.fromkeys([first, *near[: number // 3]])
    for _ in range(4 * number):
        if len(chosen) >= number:
            break
        other = rng.randrange(orders)
        if wanted.intersection(lots.columns[other].tolist()) or rng.random() < 0.1:
            chosen[other] = None
    return list(chosen)


def _restore(lots: Lots, best: Sequence[int]) -> None:
    moved = [order for order, lot in enumerate(best) if lots.lot_of[order] != lot]
    for order in moved:
        lots.take(order)
    for order in moved:
        lots.add(order, best[order])


def _plan(lots: Lots, steps: int) -> LotPlan:
    built = [_lot(lots, lot) for lot, members in enumerate(lots.members) if members]
    place = {order.key: index for index, order in enumerate(lots.orders)}
    built.sort(key=lambda lot: (lot.due, place[lot.orders[0]]))
    return LotPlan(tuple(built), lots.sheet_count(), lots.least_sheets(), lots.changeovers(), _price(lots), steps)


def _price(lots: Lots) -> int:
    """Sheets and changes in hundredths of a sheet."""
    return 100 * lots.sheet_count() + lots.rules.change * lots.changeovers()


def _lot(lots: Lots, lot: int) -> BuiltLot:
    members = sorted(lots.members[lot])
    pieces, area = int(lots.pieces[lot]), int(lots.total[lot])
    return BuiltLot(
        orders=tuple(lots.orders[order].key for order in members),
        due=int(lots.first[lot]),
        last_due=int(lots.last[lot]),
        pieces=pieces,
        area=area,
        sheets=int(lots.sheets(lots.area[lot]).sum()),
        materials=int((lots.has[lot] > 0).sum()),
        over=pieces > lots.most_pieces or area > lots.most_area,
    )
