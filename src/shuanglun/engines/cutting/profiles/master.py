"""Column generation (Gilmore and Gomory): the linear relaxation over all patterns, solved by HiGHS.

The bound does not rest on the solver: whatever its floating-point prices are, they are cut to whole numbers, priced exactly
by dynamic programming, and made dual feasible by an exact fraction (Farley 1990).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog
from scipy.sparse import csc_matrix

from shuanglun.engines.cutting.profiles.core import Core, Counts
from shuanglun.engines.cutting.profiles.knapsack import best_patterns

FINE = 1 << 20
EPS = 1e-7
ROUNDS = 400
Vector = npt.NDArray[np.float64]
Column = tuple[int, Counts]


@dataclass
class Columns:
    """The patterns found so far, shared by all relaxations of a problem."""

    core: Core
    patterns: list[Column] = field(default_factory=list)
    known: set[Column] = field(default_factory=set)

    def add(self, bar: int, counts: Counts) -> bool:
        """Keep a pattern; False when it is known."""
        if (bar, counts) in self.known:
            return False
        self.known.add((bar, counts))
        self.patterns.append((bar, counts))
        return True


@dataclass
class Relaxed:
    """A solved relaxation: its value, a proven bound, the patterns in it with how often each is cut.

    ``values`` are whole numbers of 1/FINE, one a size, and ``scale`` makes them dual feasible: no pattern of an unlimited bar
    is worth more than ``scale`` times its price. They are the ones that prove the bound.
    """

    value: float
    bound: int
    used: list[tuple[int, Counts, float]]
    values: list[int]
    scale: Fraction


def loss(core: Core, relaxed: Relaxed, one: Column) -> float:
    """How far a pattern lies below its price by the prices of a relaxation, in units of price."""
    bar, counts = one
    worth = sum(count * value for count, value in zip(counts, relaxed.values, strict=True) if count)
    return core.prices[bar] - float(worth / relaxed.scale) / FINE


class Master:
    """One relaxation: cut at least ``demand``, at most ``copies`` of every bar."""

    def __init__(self, columns: Columns, demand: Sequence[int], copies: Sequence[int]) -> None:
        self.columns, self.core = columns, columns.core
        self.demand, self.copies = list(demand), list(copies)
        self.items = [index for index, number in enumerate(demand) if number > 0]
        self.limited = [bar for bar, number in enumerate(copies) if number >= 0]
        self.row_of = {index: row for row, index in enumerate(self.items)}
        self.rows = len(self.items) + len(self.limited)
        self.mine: list[Column] = []
        self.known: set[Column] = set()

    def solve(self, stop: Callable[[], bool], enough: int = 0, hint: Relaxed | None = None) -> Relaxed:
        """Solve and price until no pattern helps, or the bound, rounded up, meets the value, or reaches ``enough``.

        ``hint`` is the relaxation of a larger demand: the patterns that lose least by its prices are taken first.
        """
        step = self.core.step
        self._start(hint)
        relaxed = Relaxed(0.0, 0, [], [], Fraction(1))
        best = Fraction(-1)
        values = self._by_length() if hint is None else hint.values
        for round_number in range(ROUNDS):
            if round_number:
                amounts, duals, relaxed.value = self._linear()
                values = self._whole(duals)
                relaxed.used = [(*one, float(x)) for one, x in zip(self.mine, amounts, strict=False) if x > 1e-6]
            else:
                duals = np.zeros(self.rows)
            patterns, proven, scale = self._price(values)
            if proven > best:
                best, relaxed.values, relaxed.scale = proven, values, scale
            relaxed.bound = max(relaxed.bound, -(-ceil(proven) // step) * step)
            if stop():
                break
            fresh = [
                one for one in patterns if one not in self.known and (not round_number or self._gain(one, duals) > EPS)
            ]
            for one in fresh:
                self._take(one)
            met = bool(round_number) and relaxed.bound >= relaxed.value - 1e-6 * step
            if met or (round_number and not fresh) or (enough and relaxed.bound >= enough):
                break
        return relaxed

    def _start(self, hint: Relaxed | None) -> None:
        """Known patterns that do not cut more than is wanted, the best by the hint, and bars of one size each."""
        known = [one for one in self.columns.patterns if self.copies[one[0]] and self._fits(one[1])]
        most = 200 + 5 * self.rows
        if hint is not None and len(known) > most:
            known = sorted(known, key=lambda one: loss(self.core, hint, one))[:most]
        for one in known:
            self._take(one)
        for index in self.items:
            for bar, capacity in enumerate(self.core.caps):
                number = min(capacity // self.core.sizes[index], self.demand[index])
                if self.copies[bar] and number:
                    self._take((bar, tuple(number if i == index else 0 for i in range(len(self.core.sizes)))))

    def _fits(self, counts: Counts) -> bool:
        return all(map(int.__le__, counts, self.demand))

    def _take(self, one: Column) -> None:
        if one not in self.known:
            self.known.add(one)
            self.mine.append(one)
            self.columns.add(*one)

    def _linear(self) -> tuple[Vector, Vector, float]:
        """Amounts, prices of the rows and value of the relaxation over the patterns taken.

        Every size may also be bought at a price nobody pays, so that limited bars never make it infeasible.
        """
        dear = 1000.0 * (max(self.core.prices, default=1) + 1)
        number = len(self.mine)
        row, column, entry = zip(*self._entries(), strict=True)
        matrix = csc_matrix((entry, (row, column)), shape=(self.rows, number + len(self.items)))
        right = np.array([*(-self.demand[index] for index in self.items), *(self.copies[bar] for bar in self.limited)])
        costs = np.array([*(self.core.prices[bar] for bar, _ in self.mine), *(dear for _ in self.items)], float)
        found = linprog(costs, A_ub=matrix, b_ub=right, method="highs-ds")
        return found.x[:number], -found.ineqlin.marginals, float(found.fun)

    def _entries(self) -> Iterator[tuple[int, int, float]]:
        for column, (bar, counts) in enumerate(self.mine):
            for index, count in enumerate(counts):
                if count:
                    yield self.row_of[index], column, -count
            if self.copies[bar] >= 0:
                yield len(self.items) + self.limited.index(bar), column, 1.0
        for row in range(len(self.items)):
            yield row, len(self.mine) + row, -1.0

    def _by_length(self) -> list[int]:
        """Prices in proportion to length, at the least price of length: they prove the bound by material."""
        able = [bar for bar, copies in enumerate(self.copies) if copies and self.core.caps[bar]]
        rate = min((Fraction(self.core.prices[b], self.core.caps[b]) for b in able), default=Fraction(0))
        return [int(rate * size * FINE) if self.demand[i] > 0 else 0 for i, size in enumerate(self.core.sizes)]

    def _whole(self, duals: Vector) -> list[int]:
        values = [0] * len(self.core.sizes)
        for index, row in self.row_of.items():
            values[index] = max(0, int(duals[row] * FINE))
        return values

    def _gain(self, one: Column, duals: Vector) -> float:
        bar, counts = one
        worth = sum(count * duals[self.row_of[index]] for index, count in enumerate(counts) if count)
        limit = duals[len(self.items) + self.limited.index(bar)] if self.copies[bar] >= 0 else 0.0
        return float(worth + limit - self.core.prices[bar])

    def _price(self, values: Sequence[int]) -> tuple[list[Column], Fraction, Fraction]:
        """Patterns these values like, the exact bound they prove, and what they must be divided by to be dual feasible."""
        scale = Fraction(1)
        found: list[Column] = []
        worths: list[tuple[int, int]] = []
        total = Fraction(sum(number * values[index] for index, number in enumerate(self.demand) if number > 0))
        for bar, capacity in enumerate(self.core.caps):
            if self.copies[bar] == 0:
                continue
            worth, patterns = best_patterns(self.core.sizes, values, self.demand, capacity)
            found += [(bar, counts) for counts in patterns if any(counts)]
            worths.append((bar, worth))
            if self.copies[bar] < 0:
                price = self.core.prices[bar] * FINE
                if price == 0:
                    return found, Fraction(0), scale
                scale = max(scale, Fraction(worth, price))
        for bar, worth in worths:
            if self.copies[bar] > 0:
                total -= self.copies[bar] * max(Fraction(0), worth - scale * self.core.prices[bar] * FINE)
        return found, max(Fraction(0), total / (scale * FINE)), scale
