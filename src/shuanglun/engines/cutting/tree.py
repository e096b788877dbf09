"""From the solver's nested blocks to the cut tree: exact places, rests sorted into off-cuts and waste, sawing order."""

from __future__ import annotations

from dataclasses import dataclass, field

from shuanglun.engines.cutting.fill import Block
from shuanglun.engines.cutting.model import CutNode, Direction, NodeKind, Problem, StockType


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of the sheet."""

    x: int
    y: int
    length: int
    width: int

    def slice(self, direction: Direction, offset: int, size: int) -> Area:
        """The piece of ``size`` that cuts running in ``direction`` leave at ``offset``."""
        if direction == "length":
            return Area(self.x, self.y + offset, self.length, size)
        return Area(self.x + offset, self.y, size, self.width)

    def depth(self, direction: Direction) -> int:
        """The extent that cuts running in ``direction`` divide."""
        return self.width if direction == "length" else self.length


def other(direction: Direction) -> Direction:
    """The direction at right angles."""
    return "width" if direction == "length" else "length"


@dataclass(slots=True)
class TreeBuilder:
    """Builds one sheet's cut tree and notes the kind of part in every part rectangle, in tree order."""

    problem: Problem
    unit: int
    sequence: int = 0
    kinds: list[int] = field(default_factory=list)

    def sheet(self, stock: StockType, blocks: list[Block], direction: Direction, headed: bool = False) -> CutNode:
        """The tree of a whole board: its trims, then its strips, or the two halves of a head cut with theirs."""
        trim = self.problem.trim_of(stock)
        length, width = self.problem.usable(stock)
        inside = Area(trim.left, trim.bottom, length, width)
        trims = self._trims(stock)
        if headed:
            strips = self._divide(blocks, inside, 0, other(direction))
        else:
            narrowest = -(-self.problem.saw.narrowest_strip // self.unit)
            spliced = _spliced(blocks, inside.depth(other(direction)) // self.unit, narrowest)
            strips = self._divide(spliced, inside, 1, direction)
        return CutNode("sheet", 0, None, 0, 0, stock.length, stock.width, 0, (*trims, *strips))

    def _number(self) -> int:
        self.sequence += 1
        return self.sequence

    def _trims(self, stock: StockType) -> list[CutNode]:
        trim = self.problem.trim_of(stock)
        inner = stock.width - trim.bottom - trim.top
        sides: list[tuple[int, Direction, Area]] = [
            (trim.bottom, "length", Area(0, 0, stock.length, trim.bottom)),
            (trim.top, "length", Area(0, stock.width - trim.top, stock.length, trim.top)),
            (trim.left, "width", Area(0, trim.bottom, trim.left, inner)),
            (trim.right, "width", Area(stock.length - trim.right, trim.bottom, trim.right, inner)),
        ]
        return [self._node("trim", 0, way, area, self._number()) for amount, way, area in sides if amount]

    def _divide(self, blocks: list[Block], area: Area, level: int, direction: Direction) -> tuple[CutNode, ...]:
        """Cut ``area`` into its blocks: all cuts of a level are numbered before the pieces are cut further."""
        kerf = self.problem.saw.kerf
        offset = 0
        slices: list[tuple[Block | None, Area]] = []
        for block in blocks:
            slices.append((block, area.slice(direction, offset, block.size * self.unit)))
            offset += block.size * self.unit + kerf
        rest = area.depth(direction) - offset
        if rest > 0:
            slices.append((None, area.slice(direction, offset, rest)))
        numbers = [self._number() for _ in slices]
        return tuple(
            self._piece(block, piece, level, direction, number)
            for (block, piece), number in zip(slices, numbers, strict=True)
        )

    def _piece(self, block: Block | None, area: Area, level: int, direction: Direction, number: int) -> CutNode:
        if block is None:
            kept = self.problem.saw.keeps(area.length, area.width)
            return self._node("offcut" if kept else "waste", level, direction, area, number)
        kind = _whole(
            block, area.depth(other(direction)) // self.unit, area.depth(direction) // self.unit, area, self.unit
        )
        if kind >= 0:
            self.kinds.append(kind)
            return self._node("part", level, direction, area, number)
        inner = block.children or [Block(block.cross, block.size, block.kind)]
        children = self._divide(inner, area, level + 1, other(direction))
        return self._node("strip", level, direction, area, number, children)

    @staticmethod
    def _node(
        kind: NodeKind,
        level: int,
        direction: Direction,
        area: Area,
        number: int,
        children: tuple[CutNode, ...] = (),
    ) -> CutNode:
        return CutNode(kind, level, direction, area.x, area.y, area.length, area.width, number, children)


def _whole(block: Block, cross: int, size: int, area: Area, unit: int) -> int:
    """The kind of part that fills a block's rectangle to the last 0.1 mm, or -1."""
    if area.length % unit or area.width % unit:
        return -1
    while block.children:
        if len(block.children) > 1:
            return -1
        block, cross, size = block.children[0], size, cross
    return block.kind if block.cross == cross and block.size == size else -1


def _spliced(blocks: list[Block], length: int, narrowest: int) -> list[Block]:
    """A strip that is one stack over its whole length is cut as several strips, which saves a level and gathers the rest.

    Not where one of them would be a narrower strip than the saw holds.
    """
    result: list[Block] = []
    for block in blocks:
        only = block.children[0] if len(block.children) == 1 else None
        wide = only is not None and all(item.size >= narrowest for item in only.children)
        if only is not None and wide and only.size == length and len(only.children) > 1:
            result += [_as_strip(item) for item in only.children]
        else:
            result.append(block)
    return result


def _as_strip(item: Block) -> Block:
    if item.children:
        return item
    return Block(item.size, children=[Block(item.cross, item.size, item.kind)])
