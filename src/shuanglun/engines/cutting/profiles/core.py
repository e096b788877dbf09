"""A bar problem as plain numbers: distinct sizes with their demand, bars with capacity and price.

A piece takes its length and one kerf, a bar offers its usable length and one kerf (the last cut may run off the end), so
that sums decide. Everything is divided by the greatest common divisor of the sizes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from math import gcd

from shuanglun.engines.cutting.profiles.model import BarProblem

Counts = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Filled:
    """A bar type cut ``run`` times, with how many pieces of every size."""

    bar: int
    counts: Counts
    run: int


@dataclass(frozen=True, slots=True)
class Core:
    """``sizes`` are descending; ``copies`` -1 means unlimited; ``step`` divides every price."""

    sizes: tuple[int, ...]
    demand: tuple[int, ...]
    caps: tuple[int, ...]
    prices: tuple[int, ...]
    copies: tuple[int, ...]
    lengths: tuple[int, ...]
    measured_by: str

    @property
    def step(self) -> int:
        """Greatest common divisor of the prices: no plan's price lies between its multiples."""
        return reduce(gcd, (price for price, number in zip(self.prices, self.copies, strict=True) if number), 0) or 1

    def price(self, filled: Sequence[Filled]) -> int:
        """What bars cost."""
        return sum(self.prices[one.bar] * one.run for one in filled)

    def missing(self, filled: Sequence[Filled]) -> list[int]:
        """How many pieces of every size are not cut."""
        left = list(self.demand)
        for one in filled:
            for size, count in enumerate(one.counts):
                left[size] -= count * one.run
        return [max(0, number) for number in left]


def core_of(problem: BarProblem) -> Core:
    """The numbers of a problem (which must be free of faults)."""
    kerf = problem.saw.kerf
    wanted: dict[int, int] = {}
    for part in problem.parts:
        wanted[part.length] = wanted.get(part.length, 0) + part.qty
    lengths = sorted(wanted, reverse=True)
    unit = reduce(gcd, (length + kerf for length in lengths), 0) or 1
    whole = [bar for bar in problem.bars if not bar.is_offcut]
    by_cost = len({bar.length for bar in whole}) > 1 or (len(whole) > 1 and len({bar.cost for bar in whole}) > 1)
    priced = all(bar.cost > 0 for bar in whole)

    def price(index: int) -> int:
        bar = problem.bars[index]
        if bar.is_offcut and problem.use_offcuts_first:
            return 0
        if not by_cost and not bar.is_offcut and problem.use_offcuts_first:
            return 1
        if not by_cost and not any(one.is_offcut for one in problem.bars):
            return 1
        return bar.cost if priced else bar.length

    return Core(
        sizes=tuple((length + kerf) // unit for length in lengths),
        demand=tuple(wanted[length] for length in lengths),
        caps=tuple((problem.usable(bar) + kerf) // unit for bar in problem.bars),
        prices=tuple(price(index) for index in range(len(problem.bars))),
        copies=tuple(-1 if bar.copies is None else bar.copies for bar in problem.bars),
        lengths=tuple(lengths),
        measured_by=_measure(problem, by_cost, priced),
    )


def _measure(problem: BarProblem, by_cost: bool, priced: bool) -> str:
    counted = problem.use_offcuts_first or not any(bar.is_offcut for bar in problem.bars)
    if not by_cost and counted:
        return "bars"
    return "cost" if priced else "length"
