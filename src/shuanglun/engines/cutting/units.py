"""A problem in the solver's units: sizes grouped into kinds, boards as usable rectangles seen along their grain."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from functools import reduce
from math import gcd

from shuanglun.engines.cutting.model import Direction, Part, Problem, StockType
from shuanglun.engines.cutting.pool import Kind


@dataclass(frozen=True, slots=True)
class Board:
    """A stock type for the solver: usable extent ``along`` and ``across`` its grain axis, what it costs, how many."""

    stock: StockType
    along: int
    across: int
    price: int
    copies: int | None
    sides: tuple[int, ...]

    @property
    def area(self) -> int:
        """Usable area in solver units."""
        return self.along * self.across

    def extent(self, side: int) -> tuple[int, int]:
        """Strip length and the height that strips share, for view 0 (strips along the grain) or 1."""
        return (self.along, self.across) if side == 0 else (self.across, self.along)


@dataclass(frozen=True, slots=True)
class Scaled:
    """Everything the search reads. ``unit`` is how many 0.1 mm a solver unit is; ``members`` are a kind's parts."""

    problem: Problem
    unit: int
    kerf: int
    kinds: tuple[Kind, ...]
    wanted: tuple[int, ...]
    members: tuple[tuple[Part, ...], ...]
    boards: tuple[Board, ...]

    @property
    def strip_limits(self) -> tuple[int, int]:
        """The narrowest and the widest strip in solver units; 0 where there is no limit."""
        saw = self.problem.saw
        return -(-saw.narrowest_strip // self.unit), saw.widest_strip // self.unit

    def queues(self) -> list[deque[tuple[Part, str]]]:
        """For each kind its pieces, in the order of the problem."""
        return [deque((part, piece) for part in parts for piece in part.piece_names()) for parts in self.members]


def scale(problem: Problem) -> Scaled:
    """Group the parts by size and divide every length by the greatest common divisor of part sizes and kerf."""
    lengths = [problem.saw.kerf] + [side for part in problem.parts for side in (part.length, part.width)]
    unit = reduce(gcd, lengths) or 1
    members: dict[Kind, list[Part]] = {}
    for part in problem.parts:
        if part.qty > 0:
            members.setdefault(_kind(part, unit), []).append(part)
    priced = {stock.code: _price(problem, stock) for stock in problem.stock}
    return Scaled(
        problem=problem,
        unit=unit,
        kerf=problem.saw.kerf // unit,
        kinds=tuple(members),
        wanted=tuple(sum(part.qty for part in parts) for parts in members.values()),
        members=tuple(tuple(parts) for parts in members.values()),
        boards=tuple(_board(problem, stock, unit, priced[stock.code]) for stock in problem.stock),
    )


def _kind(part: Part, unit: int) -> Kind:
    length, width = part.length // unit, part.width // unit
    if part.grain == "none":
        return Kind(max(length, width), min(length, width), True)
    return Kind(length, width, False) if part.grain == "length" else Kind(width, length, False)


def _price(problem: Problem, stock: StockType) -> int:
    """What a board weighs in the choice: its cost, or its area where some whole board has no cost; used-first rests none."""
    if stock.is_offcut and problem.use_offcuts_first:
        return 0
    whole = [board for board in problem.stock if not board.is_offcut]
    return stock.cost if whole and all(board.cost > 0 for board in whole) else stock.area


def _board(problem: Problem, stock: StockType, unit: int, price: int) -> Board:
    length, width = (extent // unit for extent in problem.usable(stock))
    across_sheet = stock.grain == "width"
    along, across = (width, length) if across_sheet else (length, width)
    wanted: tuple[Direction, ...] = ("length", "width") if problem.saw.first_cut == "any" else (problem.saw.first_cut,)
    sides = tuple(int((direction == "width") != across_sheet) for direction in wanted)
    return Board(stock, along, across, price, stock.copies, sides)


def strips_run(board: Board, side: int) -> Direction:
    """The direction of the first cuts on the sheet when a board is filled in a view."""
    return "length" if (side == 0) != (board.stock.grain == "width") else "width"
