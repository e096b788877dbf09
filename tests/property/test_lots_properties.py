"""Lots: whole orders within the limits, never more sheets than first come, never better than one lot of everything."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuanglun.engines.lots import (
    Load,
    LotOrder,
    LotPlan,
    LotRules,
    board_share,
    build_lots,
    check_lots,
    curve,
    first_come,
    on_the_curve,
)

MATERIALS = ("OAK", "WHITE", "MDF", "NONE")
LOADS = st.lists(
    st.builds(
        Load, st.sampled_from(MATERIALS), st.integers(1, 20), st.integers(1, 900), st.none() | st.integers(1, 999)
    ),
    min_size=1,
    max_size=4,
)
ORDERS = st.lists(
    st.tuples(st.integers(0, 12), LOADS, st.sets(st.sampled_from(("red", "blue")))), min_size=1, max_size=25
).map(
    lambda rows: [
        LotOrder(f"D{n}", due, tuple(loads), tuple(sorted(hues))) for n, (due, loads, hues) in enumerate(rows)
    ]
)
RULES = LotRules(60, 2500, 3, {"OAK": 500, "WHITE": 300, "MDF": 1000}, 9_000)


@settings(max_examples=40)
@given(ORDERS, st.integers(0, 8))
def test_every_order_is_whole_in_one_lot_within_the_limits(orders: list[LotOrder], window: int) -> None:
    rules = replace(RULES, window=window)
    plan = build_lots(orders, rules, steps=60)
    assert check_lots(orders, rules, plan) == []
    assert check_lots(orders, rules, first_come(orders, rules)) == []
    assert plan.least_sheets <= plan.sheets
    assert plan.price <= first_come(orders, rules).price


@settings(max_examples=25)
@given(ORDERS)
def test_a_longer_window_never_needs_more_sheets(orders: list[LotOrder]) -> None:
    points = curve(orders, RULES, (0, 2, 5, 12), steps=40)
    assert [point.sheets for point in points] == sorted((point.sheets for point in points), reverse=True)
    assert all(point.longest <= point.window for point in points)
    worth = on_the_curve(points)
    assert [point.waiting for point in worth] == sorted(point.waiting for point in worth)
    assert len({point.sheets for point in worth}) == len(worth)


@settings(max_examples=20)
@given(ORDERS)
def test_the_same_orders_and_seed_give_the_same_lots(orders: list[LotOrder]) -> None:
    assert build_lots(orders, RULES, seed=3, steps=40) == build_lots(orders, RULES, seed=3, steps=40)


@given(st.integers(1, 300), st.integers(1, 300), st.booleans())
def test_a_piece_takes_its_area_at_least_and_a_board_at_most(length: int, width: int, turn: bool) -> None:
    share = board_share(length, width, (300, 300), turn)
    assert length * width <= share <= 300 * 300
    assert board_share(length, width, (300, 300), True) <= board_share(length, width, (300, 300), False)


def test_orders_of_one_material_go_together_when_that_saves_a_sheet() -> None:
    half = 240
    orders = [LotOrder(f"D{n}", 0, (Load("OAK" if n % 2 else "WHITE", 5, half),)) for n in range(8)]
    rules = LotRules(max_pieces=10, sheet_area={"OAK": 480, "WHITE": 480}, fill=10_000)
    assert first_come(orders, rules).sheets == 8
    plan = build_lots(orders, rules)
    assert (plan.sheets, plan.least_sheets, len(plan.lots)) == (4, 4, 4)


def test_an_order_above_a_limit_is_a_lot_of_its_own_and_said_to_be() -> None:
    orders = [LotOrder("BIG", 0, (Load("OAK", 99, 100),)), LotOrder("S", 0, (Load("OAK", 1, 100),))]
    plan = build_lots(orders, RULES)
    assert [(lot.orders, lot.over) for lot in plan.lots] == [(("BIG",), True), (("S",), False)]


def test_cancel_keeps_whole_lots_and_faults_are_refused() -> None:
    orders = [LotOrder(f"D{n}", n, (Load("OAK", 5, 100 + n),)) for n in range(30)]
    plan = build_lots(orders, RULES, cancel=lambda: True)
    assert check_lots(orders, RULES, plan) == []
    assert plan.steps == 0
    assert build_lots([], RULES).lots == ()
    with pytest.raises(ValueError, match="same key"):
        build_lots([orders[0], orders[0]], RULES)
    with pytest.raises(ValueError, match="negative"):
        build_lots([LotOrder("A", 0, (Load("OAK", -1, 3),))], RULES)


def _spoilt(plan: LotPlan) -> dict[str, LotPlan]:
    one, *rest = plan.lots
    spoilt = {
        "order lost": replace(plan, lots=(replace(one, orders=one.orders[1:]), *rest)),
        "order twice": replace(plan, lots=(replace(one, orders=(*one.orders, one.orders[0])), *rest)),
        "order unknown": replace(plan, lots=(replace(one, orders=(*one.orders, "Z")), *rest)),
        "lot lost": replace(plan, lots=tuple(rest)),
        "sheets": replace(plan, sheets=plan.sheets - 1),
        "all together": replace(
            plan, lots=(replace(one, orders=tuple(key for lot in plan.lots for key in lot.orders)),)
        ),
    }
    for name in ("due", "last_due", "pieces", "area", "sheets", "materials"):
        spoilt[name] = replace(plan, lots=(replace(one, **{name: getattr(one, name) + 1}), *rest))
    spoilt["over"] = replace(plan, lots=(replace(one, over=not one.over), *rest))
    return spoilt


def test_every_corruption_of_lots_is_found() -> None:
    orders = [LotOrder(f"D{n}", n % 6, (Load("OAK", 15, 300), Load("MDF", 4, 90))) for n in range(12)]
    plan = build_lots(orders, RULES)
    assert check_lots(orders, RULES, plan) == []
    for name, spoilt in _spoilt(plan).items():
        assert check_lots(orders, RULES, spoilt), name
