"""Yield against waiting: what every window of days would save in sheets, and how long pieces would then lie."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from shuanglun.engines.lots.build import STEPS, build_lots
from shuanglun.engines.lots.model import CurvePoint, LotOrder, LotPlan, LotRules


def curve(
    orders: Sequence[LotOrder],
    rules: LotRules,
    windows: Sequence[int],
    *,
    seed: int = 0,
    steps: int = STEPS,
    cancel: Callable[[], bool] | None = None,
) -> tuple[CurvePoint, ...]:
    """A point a window, in rising order.

    Lots of a shorter window are within the rules of a longer one, so a longer window never needs more sheets: where the search
    finds none better, the lots of the shorter window are kept.
    """
    points: list[CurvePoint] = []
    for window in sorted(set(windows)):
        plan = build_lots(orders, replace(rules, window=window), seed=seed, steps=steps, cancel=cancel)
        point = point_of(orders, rules, window, plan)
        if points and _rank(points[-1]) <= _rank(point):
            point = replace(points[-1], window=window)
        points.append(point)
    return tuple(points)


def _rank(point: CurvePoint) -> tuple[int, int, int]:
    return point.sheets, point.plan.price, point.waiting


def point_of(orders: Sequence[LotOrder], rules: LotRules, window: int, plan: LotPlan) -> CurvePoint:
    """The figures of lots."""
    by_key = {order.key: order for order in orders}
    ahead = [(by_key[key].due - lot.due, by_key[key].pieces) for lot in plan.lots for key in lot.orders]
    boards = _boards(orders, rules, plan)
    area = sum(load.area for order in orders for load in order.loads if rules.sheet_area.get(load.material))
    return CurvePoint(
        window=window,
        lots=len(plan.lots),
        sheets=plan.sheets,
        changeovers=plan.changeovers,
        fill_points=(20_000 * area + boards) // (2 * boards) if boards else 0,
        waiting=sum(days * pieces for days, pieces in ahead),
        longest=max((days for days, _ in ahead), default=0),
        plan=plan,
    )


def _boards(orders: Sequence[LotOrder], rules: LotRules, plan: LotPlan) -> int:
    """Area of the estimated sheets."""
    by_key = {order.key: order for order in orders}
    total = 0
    for lot in plan.lots:
        areas: dict[str, int] = {}
        for load in (load for key in lot.orders for load in by_key[key].loads):
            areas[load.material] = areas.get(load.material, 0) + load.board_area
        for material, area in areas.items():
            sheet = rules.sheet_area.get(material, 0)
            if usable := sheet * rules.fill // 10_000:
                total += -(-area // usable) * sheet
    return total


def on_the_curve(points: Sequence[CurvePoint]) -> tuple[CurvePoint, ...]:
    """The points worth choosing: fewer sheets than every point that waits less."""
    kept: list[CurvePoint] = []
    for point in sorted(points, key=lambda one: (one.waiting, one.window)):
        if not kept or point.sheets < kept[-1].sheets:
            kept.append(point)
    return tuple(kept)
