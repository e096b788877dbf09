"""Plans of packages: everything in exactly one, within the limits, the same for the same order, linear in its size."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from shuanglun.factory.packing import Rules
from shuanglun.factory.packing.model import Item, plan

ITEMS = st.lists(
    st.builds(
        Item,
        code=st.just(""),
        group=st.sampled_from(["leaf", "frame", "panel", "hardware", "glass"]),
        unit_id=st.sampled_from(["u1", "u2", "u3"]),
        room=st.sampled_from(["", "主卧", "厨房"]),
        weight_g=st.integers(0, 60_000),
        sides=st.tuples(st.integers(0, 30_000), st.integers(0, 12_000)),
    ),
    max_size=80,
)


@given(items=ITEMS, rules=st.builds(Rules, st.integers(1, 80_000), st.integers(1, 9), st.integers(1, 9)))
def test_plan_keeps_every_rule(items: list[Item], rules: Rules) -> None:
    from dataclasses import replace

    named = [replace(item, code=f"P{number:04d}") for number, item in enumerate(items)]
    packages = plan(named, rules)
    assert Counter(i.code for p in packages for i in p.items) == Counter(i.code for i in named)
    for package in packages:
        assert {item.group for item in package.items} == {package.group}
        assert package.weight_g == sum(item.weight_g for item in package.items)
        assert package.largest == max(max(item.sides) for item in package.items)
        if package.group in {"leaf", "glass"}:
            assert len(package.items) == 1
        if package.group == "frame":
            assert {item.unit_id for item in package.items} == {package.unit_id}
        if package.group == "panel":
            assert len({item.room for item in package.items}) == 1
            assert len(package.items) <= rules.max_items
            assert package.weight_g <= rules.max_weight_g or len(package.items) == 1
        if package.group == "hardware":
            assert len(package.items) <= rules.max_bags
    frames = [package.unit_id for package in packages if package.group == "frame"]
    assert len(frames) == len(set(frames))
    assert plan(list(named), rules) == packages
