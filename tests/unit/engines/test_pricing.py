"""Price rules of the trade: per set with a standard size, per m² with a least area, per metre, by bands, surcharges, discount."""

from __future__ import annotations

from importlib import resources
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from shuanglun.engines.pricing import (
    ManualItem,
    PriceListError,
    check_examples,
    price,
    price_manual,
    read_price_list,
    share,
    times,
    total,
)


def _sample() -> dict[str, Any]:
    text = resources.files("shuanglun.factory.pricing").joinpath("lists/sample.yaml").read_text("utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


SAMPLE = read_price_list(_sample())


def _one(rule: dict[str, Any]) -> Any:
    return read_price_list({"code": "t", "name": "t", "rules": [{"id": "r", "label": "r", **rule}]})


def test_examples_of_the_shipped_list_come_out_to_the_fen() -> None:
    results = check_examples(SAMPLE)
    assert len(results) >= 6
    assert [r.example.name for r in results if not r.green] == []


def test_a_door_of_standard_size_costs_the_price_of_the_set() -> None:
    found = price(SAMPLE, {"model": "single_door", "width": 900, "height": 2100, "wall": 300})
    assert found.amount == 98_000
    assert [item.rule for item in found.items] == ["single_door"]


@pytest.mark.parametrize(("width", "extra"), [(900, 0), (900.1, 6000), (1000, 6000), (1000.1, 12000)])
def test_over_width_counts_begun_steps(width: float, extra: int) -> None:
    inputs = {"model": "single_door", "width": width, "height": 2000, "wall": 120}
    assert price(SAMPLE, inputs).amount == 98_000 + extra


def test_every_surcharge_says_what_was_over_by_how_much() -> None:
    found = price(SAMPLE, {"model": "single_door", "width": 1020, "height": 2380, "wall": 360})
    over = {item.rule: item for item in found.items}
    assert over["single_door.over_height"].why.zh.startswith("高 2380 mm 超过 2100 mm，超 280 mm")
    assert over["single_door.over_area"].amount == 12_000


def test_least_charged_area_and_length() -> None:
    area = _one({"method": "area", "price": 100, "least": 1.5})
    assert price(area, {"width": 500, "height": 1000}).amount == 15_000
    assert price(area, {"width": 1000, "height": 2000}).amount == 20_000
    metre = _one({"method": "metre", "price": 10, "least": 3000})
    assert price(metre, {"width": 500, "height": 600}).amount == 3000
    assert price(metre, {"width": 1000, "height": 2000, "sides": 4}).amount == 6000


def test_bands_by_wall_and_by_length_take_their_upper_end() -> None:
    wall = _one({"method": "area_by_wall", "bands": [{"up_to": 150, "price": 100}, {"price": 130}]})
    assert price(wall, {"width": 1000, "height": 1000, "wall": 150}).amount == 10_000
    assert price(wall, {"width": 1000, "height": 1000, "wall": 150.1}).amount == 13_000
    length = _one({"method": "by_length", "bands": [{"up_to": 2400, "price": 55}]})
    assert price(length, {"length": 2400}).amount == 5500
    assert [f.code for f in price(length, {"length": 2401}).findings] == ["PRICE-BEYOND-BANDS"]


def test_lines_without_rule_or_measure_have_no_price_but_a_finding() -> None:
    assert [f.code for f in price(SAMPLE, {"model": "unknown"}).findings] == ["PRICE-NO-RULE"]
    assert price(SAMPLE, {"model": "unknown"}).amount == 0
    found = price(SAMPLE, {"model": "sliding_door", "width": 1000})
    assert (found.items, [f.code for f in found.findings]) == ((), ["PRICE-NO-MEASURE"])


def test_discount_is_taken_once_and_only_of_what_may_have_it() -> None:
    door = price(SAMPLE, {"model": "single_door", "width": 880, "height": 2050, "wall": 140, "lock": "smart"})
    lift = price_manual(ManualItem("上楼费", 2500, "层", 3000))
    sums = total([(door, 3)], [lift], 500)
    assert (sums.goods, sums.extras, sums.discount) == (3 * 166_000, 7500, share(3 * 98_000, 500))
    assert sums.total == 3 * 166_000 + 7500 - 14_700


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"method": "per_kilo"}, "rules[1]"),
        ({"method": "set"}, "rules[1]"),
        ({"method": "set", "price": 1.005}, "rules[1].price"),
        ({"method": "by_length", "bands": [{"price": 1}, {"up_to": 2, "price": 1}]}, "rules[1].bands[2]"),
        ({"method": "set", "price": 1, "surcharges": [{"over": "weight"}]}, "rules[1].surcharges[1].over"),
        (
            {
                "method": "set",
                "price": 1,
                "surcharges": [{"over": "width", "above": 1, "every": 0, "price": 1, "label": "x"}],
            },
            "rules[1].surcharges[1].every",
        ),
    ],
)
def test_a_faulty_list_says_where(change: dict[str, Any], place: str) -> None:
    with pytest.raises(PriceListError) as refused:
        _one(change)
    assert refused.value.place == place


@given(st.integers(-(10**9), 10**9), st.integers(0, 10**7))
def test_money_is_rounded_once_half_away_from_zero(amount: int, many: int) -> None:
    got = times(amount, many)
    assert abs(got * 1000 - amount * many) * 2 <= 1000
    assert times(-amount, many) == -got


@given(
    st.integers(3000, 30000),
    st.integers(10000, 40000),
    st.integers(500, 6000),
    st.integers(1, 50),
    st.integers(0, 10_000),
)
def test_a_bigger_door_is_never_cheaper_and_a_total_adds_up(w: int, h: int, wall: int, many: int, off: int) -> None:
    def inputs(more: int) -> dict[str, object]:
        return {"model": "single_door", "width": (w + more) / 10, "height": h / 10, "wall": wall / 10}

    small, big = price(SAMPLE, inputs(0)), price(SAMPLE, inputs(1))
    assert big.amount >= small.amount > 0
    sums = total([(small, many)], [], off)
    assert sums.total == sums.goods - sums.discount
    assert 0 <= sums.discount <= sums.goods
