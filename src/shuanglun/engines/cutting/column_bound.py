"""The bound of column generation: patterns are priced exactly, so every round's prices prove a lower bound of their own.

Prices u of the parts (Gilmore and Gomory 1965) with worth V of the worthiest pattern of a board (Farley 1990): where no
unlimited board's pattern is worth more than the board costs, no plan is cheaper than the sum of all u less, for every limited
board, copies times (V - cost). Prices are rounded to whole numbers before V is computed, and the bound is a fraction: nothing
is lost to floating point. Holds for two and three stages with or without final trims, and for every narrower saw.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import ceil

import numpy as np
from numpy.typing import NDArray

from shuanglun.engines.cutting.construct import Draft
from shuanglun.engines.cutting.units import Scaled

Column = NDArray[np.int64]
FINE = 1_000_000_000
LONGEST = 4000
MOST_KINDS = 400
NEAR = 7
MANY = 200
Stop = Callable[[], bool]


def applies(scaled: Scaled) -> bool:
    """The saw works in at most three stages without a head cut, and the problem is small enough to be priced."""
    saw = scaled.problem.saw
    return saw.stages is not None and not saw.head_cut and 0 < len(scaled.kinds) <= MOST_KINDS


def column_bound(
    scaled: Scaled, drafts: Sequence[Draft], costs: Sequence[int], known: int, enough: int, rounds: int, stop: Stop
) -> Fraction:
    """A proven least total of ``costs`` (one a board) over all complete plans; 0 when nothing can be proven.

    ``drafts`` are known complete plans whose sheets begin the columns; ``rounds`` is how often patterns are priced at most. It
    ends sooner when the bound reaches ``enough``, or when it cannot rise above a bound that is ``known``.
    """
    master = _Master(scaled, costs)
    priced = [_Priced(scaled, side, master.usable) for side in range(2)]
    for draft in drafts:
        for sheet in draft.sheets:
            master.add(sheet.board, sheet.used)
    best, centre, between = Fraction(0), _by_area(scaled), True
    for turn in range(rounds):
        if stop():
            break
        exact = master.prices()
        if exact is None or master.value <= known:
            break
        near = 10 if turn == 0 else NEAR
        prices = (near * centre + (10 - near) * exact) // 10 if between else exact
        sides = [one.best(prices) for one in priced]
        worths = {number: max(side[number][0] for side in sides if number in side) for number in master.usable}
        bound, factor = _proven(scaled, costs, prices, worths)
        if bound > best:
            best, centre = bound, _times(prices, factor)
        fresh = [master.add(number, used) for side in sides for number, (_, many) in side.items() for used in many]
        if ceil(best) >= enough or not (between or any(fresh)):
            break
        # Patterns that are known already teach the master nothing: the next round asks at its own prices.
        between = any(fresh)
    return best


def _by_area(scaled: Scaled) -> Column:
    """Prices of the kinds by their area with kerf, ``FINE`` for the largest board that may be used."""
    kerf = scaled.kerf
    whole = max((board.along + kerf) * (board.across + kerf) for board in scaled.boards)
    areas = [(kind.along + kerf) * (kind.across + kerf) for kind in scaled.kinds]
    return np.array([FINE * area // whole for area in areas], np.int64)


def _times(prices: Column, factor: Fraction) -> Column:
    """Whole prices grown or shrunk by a factor, rounded down."""
    return np.array([int(price * factor) for price in prices.tolist()], np.int64)


def _proven(scaled: Scaled, costs: Sequence[int], prices: Column, worths: dict[int, int]) -> tuple[Fraction, Fraction]:
    """The best bound that whole prices, all grown or shrunk by one factor, prove, and the factor.

    Between the factors at which a board's pattern is worth just what the board costs the bound is a straight line, so only
    these are tried; none beyond the first at which an unlimited board's is.
    """
    turns = {number: Fraction(costs[number] * FINE, worth) for number, worth in worths.items() if worth > 0}
    most = min((turn for number, turn in turns.items() if scaled.boards[number].copies is None), default=None)
    worth_of_all = int(prices @ np.array(scaled.wanted, np.int64))

    def bound(factor: Fraction) -> Fraction:
        total = factor * worth_of_all
        for number, worth in worths.items():
            copies = scaled.boards[number].copies
            if copies is not None:
                total -= copies * max(Fraction(0), factor * worth - costs[number] * FINE)
        return total / FINE

    tried = ((bound(turn), turn) for turn in turns.values() if most is None or turn <= most)
    return max(tried, default=(Fraction(0), Fraction(0)))


class _Master:
    """The linear program over the columns found so far."""

    def __init__(self, scaled: Scaled, costs: Sequence[int]) -> None:
        self.scaled, self.costs = scaled, costs
        self.value = 0.0
        self.usable = [n for n, b in enumerate(scaled.boards) if b.copies != 0 and min(b.along, b.across) > 0]
        self.columns: dict[tuple[int, tuple[tuple[int, int], ...]], None] = {}

    def add(self, board: int, used: dict[int, int]) -> bool:
        """Take a pattern of a board in; False when it is known."""
        key = board, tuple(sorted(used.items()))
        fresh = key not in self.columns and bool(used)
        if fresh:
            self.columns[key] = None
        return fresh

    def prices(self) -> Column | None:
        """Whole prices of the kinds, ``FINE`` for a cost of one, rounded down; None when the program has no solution."""
        from scipy.optimize import linprog
        from scipy.sparse import coo_array

        keys = list(self.columns)
        kinds = len(self.scaled.kinds)
        entries = [(kind, at, count) for at, (_, used) in enumerate(keys) for kind, count in used]
        limited = [number for number in self.usable if self.scaled.boards[number].copies is not None]
        row_of = {number: kinds + row for row, number in enumerate(limited)}
        rows = [(kind, at, -float(count)) for kind, at, count in entries]
        rows += [(row_of[board], at, 1.0) for at, (board, _) in enumerate(keys) if board in row_of]
        matrix = coo_array(
            ([value for *_, value in rows], ([row for row, *_ in rows], [at for _, at, _ in rows])),
            shape=(kinds + len(limited), len(keys)),
        )
        copies = [float(self.scaled.boards[number].copies or 0) for number in limited]
        right = np.array([*(-float(count) for count in self.scaled.wanted), *copies])
        cost = np.array([float(self.costs[board]) for board, _ in keys])
        solved = linprog(cost, A_ub=matrix.tocsr(), b_ub=right, method="highs")
        if solved.status != 0:
            return None
        self.value = float(solved.fun)
        duals = np.maximum(0.0, -np.asarray(solved.ineqlin.marginals)[:kinds])
        found: Column = np.floor(duals * FINE).astype(np.int64)
        return found


class _Priced:
    """Prices the patterns whose strips lie along (side 0) or across the grain, on a grid that only ever shrinks parts."""

    def __init__(self, scaled: Scaled, side: int, usable: Sequence[int]) -> None:
        kerf = scaled.kerf
        self.boards = [number for number in usable if side in scaled.boards[number].sides]
        extents = [tuple(extent + kerf for extent in scaled.boards[number].extent(side)) for number in self.boards]
        step = max((-(-max(extent) // LONGEST) for extent in extents), default=1)
        self.lengths = np.array([length // step for length, _ in extents], np.int64)
        self.heights = [height // step for _, height in extents]
        rows: set[tuple[int, int, int]] = set()
        for number, kind in enumerate(scaled.kinds):
            both = (kind.along + kerf, kind.across + kerf)
            ways = [both, both[::-1]] if kind.may_turn else [both if side == 0 else both[::-1]]
            rows |= {(a // step, b // step, number) for a, b in ways}
        table = np.array(sorted(rows), np.int64)
        self.la, self.lb, self.kinds = (table[:, column].copy() for column in range(3))
        self.widths = np.unique(self.la)

    def best(self, prices: Column) -> dict[int, tuple[int, list[dict[int, int]]]]:
        """For every board that is cut this way the worth of its worthiest pattern, and the parts of the ``MANY`` worthiest.

        These differ in the height of a strip: one pattern for each of the heights at which a strip gains worth.
        """
        from shuanglun.engines.cutting.search.pricing import ladder, strip_worths, trace

        if not self.boards:
            return {}
        worth = prices[self.kinds]
        strips, value, top = strip_worths(self.lengths, max(self.heights), self.widths, self.la, self.lb, worth)
        found: dict[int, tuple[int, list[dict[int, int]]]] = {}
        for at, number in enumerate(self.boards):
            length, height = int(self.lengths[at]), self.heights[at]
            worths, taken = ladder(height, strips[at])
            gains = np.flatnonzero(np.diff(strips[at][: height + 1]) > 0) + 1
            order = np.argsort(-(strips[at][gains] + worths[height - gains]), kind="stable")
            patterns = []
            for first in gains[order[:MANY]].tolist():
                counts = np.zeros(len(self.la), np.int64)
                trace(length, height, first, taken, self.widths, self.lb, value, top, counts)
                patterns.append(self._parts(counts))
            found[number] = int(worths[height]), patterns
        return found

    def _parts(self, counts: Column) -> dict[int, int]:
        used: dict[int, int] = {}
        for row in np.flatnonzero(counts).tolist():
            used[int(self.kinds[row])] = used.get(int(self.kinds[row]), 0) + int(counts[row])
        return used
