"""What a cutting problem and a cutting plan are.

Lengths are whole 0.1 mm, areas 0.01 mm², money whole fen. On a sheet x runs along the sheet's length from its left edge
and y along its width from its bottom edge. A problem is one material; a plan is immutable and serialises to JSON
(``shuanglun.engines.cutting.serial``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

Grain = Literal["none", "length", "width"]
Direction = Literal["length", "width"]
FirstCut = Literal["length", "width", "any"]
NodeKind = Literal["sheet", "trim", "strip", "part", "offcut", "waste"]


@dataclass(frozen=True, slots=True)
class Trim:
    """What is cut off each side of a board before its inside is used, the kerf of that cut included."""

    left: int = 0
    right: int = 0
    bottom: int = 0
    top: int = 0

    @classmethod
    def all_sides(cls, amount: int) -> Trim:
        """The same trim on the four sides."""
        return cls(amount, amount, amount, amount)

    @property
    def is_sane(self) -> bool:
        """No side is negative."""
        return min(self.left, self.right, self.bottom, self.top) >= 0


@dataclass(frozen=True, slots=True)
class StockType:
    """A board that can be cut: a purchasable size, or an off-cut with an identity of its own.

    ``code`` is unique in a problem; ``copies`` None means as many as are wanted; ``cost`` is fen a board; ``grain`` says
    along which side the board's grain runs ("none" is read as along the length); ``trim`` replaces the saw's trim.
    """

    code: str
    length: int
    width: int
    cost: int = 0
    copies: int | None = None
    grain: Grain = "none"
    is_offcut: bool = False
    identity: str | None = None
    trim: Trim | None = None

    @property
    def area(self) -> int:
        """Area of the whole board."""
        return self.length * self.width


@dataclass(frozen=True, slots=True)
class Part:
    """A part to be cut ``qty`` times.

    ``grain`` "length": the part's length runs along the board's grain; "width": its width does; "none": free, it may turn.
    ``pieces`` holds the identity of every copy; when it is empty they are called ``key#1``, ``key#2`` ...
    ``tags`` carry what the engine does not read (order, unit, room), as (name, value) pairs.
    """

    key: str
    length: int
    width: int
    qty: int = 1
    grain: Grain = "none"
    tags: tuple[tuple[str, str], ...] = ()
    pieces: tuple[str, ...] = ()

    @property
    def may_turn(self) -> bool:
        """True when the part may lie either way on the board."""
        return self.grain == "none"

    @property
    def area(self) -> int:
        """Area of one copy."""
        return self.length * self.width

    def piece_names(self) -> tuple[str, ...]:
        """The identity of every copy, in order."""
        return self.pieces or tuple(f"{self.key}#{number}" for number in range(1, self.qty + 1))

    def tag(self, name: str) -> str:
        """The value of a tag, "" when there is none."""
        return dict(self.tags).get(name, "")


@dataclass(frozen=True, slots=True)
class Saw:
    """What the saw can do.

    ``stages`` 2, 3 or None (unlimited). With ``final_trim`` one more cut may part a piece from its waste after the last
    stage; without it the last stage must give the exact size. ``first_cut`` is the direction the first cuts run.
    ``smallest_piece`` is the shortest side the saw can make. A rest is kept as an off-cut when its longer and shorter side
    reach ``min_offcut_length`` and ``min_offcut_width``; both 0 keeps nothing.

    Limits, where 0 or None means none: a strip of the first cuts that holds parts is at least ``narrowest_strip`` and at most
    ``widest_strip`` wide; a sheet takes at most ``recuts`` cuts after the second stage (recuts); with ``head_cut`` a sheet
    may first be parted once across its first cuts, which counts as no stage; identical sheets are cut together up to
    ``book_height``; behind the saw pieces of at most ``open_orders`` orders (tag "order") wait for more of their order.
    """

    kerf: int = 40
    trim: Trim = Trim(100, 100, 100, 100)
    stages: int | None = 3
    first_cut: FirstCut = "any"
    final_trim: bool = True
    smallest_piece: int = 0
    min_offcut_length: int = 6000
    min_offcut_width: int = 3000
    narrowest_strip: int = 0
    widest_strip: int = 0
    recuts: int | None = None
    head_cut: bool = False
    book_height: int = 0
    open_orders: int | None = None

    def keeps(self, length: int, width: int) -> bool:
        """True when a rest of this size is worth keeping as an off-cut."""
        if not (self.min_offcut_length or self.min_offcut_width):
            return False
        longer = max(self.min_offcut_length, self.min_offcut_width)
        shorter = min(self.min_offcut_length, self.min_offcut_width)
        return max(length, width) >= longer and min(length, width) >= shorter


@dataclass(frozen=True, slots=True)
class Problem:
    """The parts of one material, the boards they may be cut from, and the saw.

    With ``use_offcuts_first`` off-cuts cost nothing and are cut before whole boards; without it they count at their cost
    like every other board. ``thickness`` of the boards says how many make a book; 0 where it is not known.
    """

    material: str
    parts: tuple[Part, ...]
    stock: tuple[StockType, ...]
    saw: Saw = field(default_factory=Saw)
    use_offcuts_first: bool = True
    thickness: int = 0

    @property
    def book(self) -> int:
        """How many identical sheets are cut at once."""
        return max(1, self.saw.book_height // self.thickness) if self.thickness > 0 else 1

    @property
    def pieces(self) -> int:
        """How many pieces are wanted in all."""
        return sum(part.qty for part in self.parts)

    @property
    def area(self) -> int:
        """Area of all wanted pieces."""
        return sum(part.area * part.qty for part in self.parts)

    def trim_of(self, stock: StockType) -> Trim:
        """The trim that holds for a board."""
        return self.saw.trim if stock.trim is None else stock.trim

    def usable(self, stock: StockType) -> tuple[int, int]:
        """Length and width of a board after trimming."""
        trim = self.trim_of(stock)
        return stock.length - trim.left - trim.right, stock.width - trim.bottom - trim.top


@dataclass(frozen=True, slots=True)
class CutNode:
    """A rectangle in the cut tree and the cut that frees it.

    ``level`` 0 is the board and its trims, 1 the first cuts, and so on; ``direction`` is the way that cut runs ("length":
    along the sheet length, so that rectangles lie above one another). ``sequence`` is the place in sawing order; the board
    has 0. Which piece lies in a part rectangle is told by the pattern, because a book may hold different pieces there.
    """

    kind: NodeKind
    level: int
    direction: Direction | None
    x: int
    y: int
    length: int
    width: int
    sequence: int = 0
    children: tuple[CutNode, ...] = ()

    def walk(self) -> Iterator[CutNode]:
        """This node and all below it, parents first, in tree order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def of_kind(self, kind: NodeKind) -> list[CutNode]:
        """The nodes of a kind, in tree order."""
        return [node for node in self.walk() if node.kind == kind]


@dataclass(frozen=True, slots=True)
class Placed:
    """The piece that fills a part rectangle, and whether it is turned (its length across the sheet length)."""

    piece: str
    part: str
    turned: bool = False


@dataclass(frozen=True, slots=True)
class Placement:
    """One piece on one copy (0-based) of a pattern."""

    piece: str
    part: str
    copy: int
    x: int
    y: int
    length: int
    width: int
    turned: bool
    sequence: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """A layout cut from one stock type, once for every row of ``pieces`` (identical sheets can be cut as a book).

    A row holds the pieces of one sheet, in tree order of the part rectangles. The pieces that share a rectangle have the
    same size but may belong to different parts.
    """

    stock: str
    root: CutNode
    pieces: tuple[tuple[Placed, ...], ...]

    @property
    def run(self) -> int:
        """How many sheets are cut this way."""
        return len(self.pieces)

    def placements(self) -> Iterator[Placement]:
        """Every piece of every copy."""
        nodes = self.root.of_kind("part")
        for copy, row in enumerate(self.pieces):
            for node, one in zip(nodes, row, strict=True):
                yield Placement(
                    one.piece, one.part, copy, node.x, node.y, node.length, node.width, one.turned, node.sequence
                )


@dataclass(frozen=True, slots=True)
class Offcut:
    """A rest worth keeping: ``key`` is unique in the plan; ``length`` lies along the sheet length it came from."""

    key: str
    stock: str
    pattern: int
    copy: int
    x: int
    y: int
    length: int
    width: int
    grain: Grain


@dataclass(frozen=True, slots=True)
class Figures:
    """Key figures of a plan; areas in 0.01 mm², ``waste`` and ``gap`` in basis points (hundredths of a per cent).

    ``sheets`` counts every board cut, ``whole_sheets`` those that are no off-cuts; ``waste_area`` is board area that becomes
    neither part nor kept off-cut. ``bound`` is a proven least number of whole sheets (the best of ``area_bound``, dual
    feasible functions and columns), ``cost_bound`` a proven least cost of all boards. ``gap`` is how far the plan lies above
    its bound, in whole sheets where there is one size of whole board, else in cost; ``optimal`` only when they are equal.
    ``cuts`` counts sheet by sheet, ``strokes`` those the saw makes when identical sheets are cut in ``books``; ``recuts`` are
    the cuts after the second stage and ``head_cuts`` the sheets parted by a head cut; ``open_orders`` is the most orders
    that wait behind the saw at once.
    """

    sheets: int
    whole_sheets: int
    sheet_area: int
    used_area: int
    offcut_area: int
    largest_offcut: int
    waste_area: int
    waste: int
    cost: int
    cost_bound: int
    patterns: int
    cuts: int
    cut_length: int
    area_bound: int
    bound: int
    gap: int
    optimal: bool
    strokes: int = 0
    books: int = 0
    recuts: int = 0
    head_cuts: int = 0
    open_orders: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """A cutting plan. ``unplaced`` names the pieces for which limited stock did not suffice."""

    material: str
    patterns: tuple[Pattern, ...]
    offcuts: tuple[Offcut, ...]
    unplaced: tuple[str, ...]
    figures: Figures
    engine: str
    version: str
    seed: int = 0

    def placements(self) -> Iterator[tuple[int, Placement]]:
        """Every piece with the index of its pattern."""
        for index, pattern in enumerate(self.patterns):
            for placement in pattern.placements():
                yield index, placement
