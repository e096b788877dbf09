"""Proven lower bounds: no plan can need fewer whole boards, or cost less, than these.

Kerf is exact in the bounds: parts and boards grown by one kerf in both directions keep every feasible layout feasible.
The sheet bound is the better of the area bound and products of dual feasible functions, one an axis (Fekete and Schepers
2001; Carlier, Clautiaux and Moukrim 2007); a part that may turn counts with the smaller of its two values.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil

import numpy as np
from numpy.typing import NDArray

from shuanglun.engines.cutting.model import Problem
from shuanglun.engines.cutting.units import Board, Scaled, scale

Column = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Bounds:
    """Least whole boards by area, by dual feasible functions, the best that is known; least cost in fen of all boards used."""

    area: int
    dual: int
    sheets: int
    cost: int

    def with_columns(self, least: int, several: bool) -> Bounds:
        """Strengthened by the column bound, which counts cost where there are ``several`` sizes of whole boards, else sheets."""
        if several:
            return replace(self, cost=max(self.cost, least))
        return replace(self, sheets=max(self.sheets, least))


def lower_bounds(problem: Problem) -> Bounds:
    """Bounds for a problem that ``check_problem`` lets through."""
    return bounds_of(scale(problem))


def bounds_of(scaled: Scaled) -> Bounds:
    """Bounds for a problem already in solver units."""
    if not scaled.kinds:
        return Bounds(0, 0, 0, 0)
    kerf = scaled.kerf
    need = sum(
        (kind.along + kerf) * (kind.across + kerf) * count
        for kind, count in zip(scaled.kinds, scaled.wanted, strict=True)
    )
    area = _least_boards(scaled, need)
    rests = _rest_copies(scaled)
    dual = 0 if rests is None else max(0, _dual(scaled) - rests)
    return Bounds(area, dual, max(area, dual), _least_cost(scaled, need))


def _grown(board: Board, kerf: int) -> int:
    return (board.along + kerf) * (board.across + kerf)


def _usable(scaled: Scaled) -> list[Board]:
    return [board for board in scaled.boards if board.along > 0 and board.across > 0 and board.copies != 0]


def _rest_copies(scaled: Scaled) -> int | None:
    """How many off-cuts there are; None when some are without limit."""
    copies = [board.copies for board in _usable(scaled) if board.stock.is_offcut]
    return None if None in copies else sum(number or 0 for number in copies)


def _least_boards(scaled: Scaled, need: int) -> int:
    """Whole boards needed for the area when every off-cut is filled to the edge and the largest boards come first."""
    count = 0
    for board in sorted(_usable(scaled), key=lambda b: (not b.stock.is_offcut, -_grown(b, scaled.kerf))):
        if need <= 0:
            break
        full = ceil(Fraction(need, _grown(board, scaled.kerf)))
        copies = full if board.copies is None else min(full, board.copies)
        need -= copies * _grown(board, scaled.kerf)
        count += 0 if board.stock.is_offcut else copies
    return count


def _least_cost(scaled: Scaled, need: int) -> int:
    """Cost of the area at the cheapest boards an area, the last one in part (a linear relaxation), rounded up."""
    cost = Fraction(0)
    for board in sorted(_usable(scaled), key=lambda b: Fraction(b.stock.cost, _grown(b, scaled.kerf))):
        if need <= 0:
            break
        share = Fraction(need, _grown(board, scaled.kerf))
        share = share if board.copies is None else min(share, Fraction(board.copies))
        cost += share * board.stock.cost
        need -= int(share * _grown(board, scaled.kerf))
    return ceil(cost)


def _dual(scaled: Scaled) -> int:
    """The best bound over pairs of dual feasible functions, on a board as long and as wide as any in stock."""
    boards = _usable(scaled)
    if not boards:
        return 0
    kerf = scaled.kerf
    length = max(board.along for board in boards) + kerf
    width = max(board.across for board in boards) + kerf
    if len({board.stock.grain == "width" for board in boards}) > 1:
        length = width = max(length, width)
    return _best_pair(scaled, length, width)


def _best_pair(scaled: Scaled, length: int, width: int) -> int:
    kinds = scaled.kinds
    along = np.array([kind.along + scaled.kerf for kind in kinds], dtype=np.int64)
    across = np.array([kind.across + scaled.kerf for kind in kinds], dtype=np.int64)
    turns = np.array([kind.may_turn for kind in kinds], dtype=np.bool_) & (along <= width) & (across <= length)
    count = np.array(scaled.wanted, dtype=np.int64)
    limit = int(max(4, min(24, (2_000_000 / len(kinds)) ** 0.5 / 3)))
    both = np.concatenate([along, across[turns]]), np.concatenate([across, along[turns]])
    best = 0
    on_width = [(f(across), f(along), top) for f, top in _functions(both[1], width, limit)]
    for f, top in _functions(both[0], length, limit):
        straight, turned = f(along), f(across)
        for other_across, other_along, other_top in on_width:
            value = straight * other_across
            value = np.where(turns, np.minimum(value, turned * other_along), value)
            best = max(best, -(-int(value @ count) // (top * other_top)))
    return best


class _Function:
    """A dual feasible function on whole numbers: ``rule`` names it, ``size`` is the container, ``by`` its parameter."""

    def __init__(self, rule: str, size: int, by: int) -> None:
        self.rule, self.size, self.by = rule, size, by

    @property
    def top(self) -> int:
        """Its value for the whole container."""
        return {"same": self.size, "large": self.size, "share": self.size * self.by}.get(
            self.rule, 2 * (self.size // self.by)
        )

    def __call__(self, x: Column) -> Column:
        size, by = self.size, self.by
        x = np.minimum(x, size)
        if self.rule == "same":
            return x
        if self.rule == "large":
            return np.where(x > size - by, size, np.where(x >= by, x, 0))
        if self.rule == "share":
            scaled = (by + 1) * x
            return np.where(scaled % size == 0, x * by, scaled // size * size)
        steps = size // by
        return np.where(2 * x > size, 2 * (steps - (size - x) // by), np.where(2 * x == size, steps, 2 * (x // by)))


def _functions(sizes: Column, container: int, limit: int) -> list[tuple[_Function, int]]:
    """The identity, a few shares, and the two threshold families at sizes that occur."""
    marks = np.unique(np.concatenate([sizes[2 * sizes <= container], container - sizes[2 * sizes > container] + 1]))
    marks = marks[(marks > 0) & (2 * marks <= container)]
    if len(marks) > limit:
        marks = marks[np.linspace(0, len(marks) - 1, limit).astype(np.int64)]
    rules = [_Function("same", container, 1)]
    rules += [_Function("share", container, k) for k in range(1, 6)]
    rules += [_Function(rule, container, int(mark)) for rule in ("large", "steps") for mark in marks]
    return [(function, function.top) for function in rules]
