"""A draft as columns for the kernels, and back."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from shuanglun.engines.cutting.construct import Draft, Sheet
from shuanglun.engines.cutting.fill import Block
from shuanglun.engines.cutting.search.boards import HALF
from shuanglun.engines.cutting.search.building import ENDLESS
from shuanglun.engines.cutting.search.dice import Word, seeded
from shuanglun.engines.cutting.search.rebuild import MOST_OUT, construct, improve
from shuanglun.engines.cutting.search.squeeze import largest_rest, squeeze
from shuanglun.engines.cutting.units import Scaled

Column = NDArray[np.int64]
MOST_CELLS_ALL = 4_000_000


@dataclass(slots=True)
class State:
    """The plan under improvement. ``boards`` of the rows of the columns are in use."""

    scaled: Scaled
    boards: int
    stock: Column
    side: Column
    rows: Column
    area: Column
    items: Column
    views: tuple[Column, Column, Column, Column]
    shop: tuple[Column, ...]
    word: Word

    @classmethod
    def of(cls, scaled: Scaled, draft: Draft, seed: int) -> State:
        """The columns of a complete draft (nothing missing)."""
        singles = [replace(sheet, run=1) for sheet in draft.sheets for _ in range(sheet.run)]
        state = cls._with_room(scaled, len(singles) + 2 * MOST_OUT, _most_rows(scaled, singles), seed)
        for sheet in singles:
            state._add(sheet)
        return state

    @classmethod
    def built(cls, scaled: Scaled, seed: int) -> State | None:
        """A plan built from nothing; None where the boards do not suffice, or a board would hold very many parts."""
        pieces = sum(scaled.wanted)
        need = sum(kind.area * count for kind, count in zip(scaled.kinds, scaled.wanted, strict=True))
        largest = max(board.area for board in scaled.boards)
        room = min(pieces, 64 + 3 * need // largest)
        most = min(pieces, largest // max(1, min(kind.area for kind in scaled.kinds)), MOST_CELLS_ALL // room) + 1
        state = cls._with_room(scaled, room, most, seed)
        left = state._construct()
        return None if left else state

    @classmethod
    def _with_room(cls, scaled: Scaled, room: int, most: int, seed: int) -> State:
        return cls(
            scaled, 0, np.zeros(room, np.int64), np.zeros(room, np.int64), np.zeros(room, np.int64),
            np.zeros(room, np.int64), np.zeros((room, most, 3), np.int64), _views(scaled), _shop(scaled), seeded(seed),
        )  # fmt: skip

    def _construct(self) -> int:
        va, vb, vk, _ = self.views
        long, high, area, price, left, sides, saw, kinds = self.shop
        wanted = np.array(self.scaled.wanted, np.int64)
        self.boards, missing = construct(
            self.word, wanted, self.stock, self.side, self.rows, self.area, self.items,
            va, vb, vk, kinds, long, high, area, price, left, sides, saw,
        )  # fmt: skip
        return int(missing)

    def _add(self, sheet: Sheet) -> None:
        s = self.boards
        self.stock[s], self.side[s], self.area[s] = sheet.board, sheet.side, sheet.area
        row = 0
        halves = [half.children for half in sheet.blocks] if sheet.headed else [sheet.blocks]
        for number, blocks in enumerate(halves):
            for strip, block in enumerate(blocks):
                for cell, inner in enumerate(block.children):
                    for leaf in inner.children:
                        self.items[s, row] = self._position(sheet.side, leaf), number * HALF + strip, cell
                        row += 1
        self.rows[s] = row
        self.shop[4][sheet.board] -= 1
        self.boards += 1

    def _position(self, side: int, leaf: Block) -> int:
        va, _, _, place = self.views
        first, second = place[side, leaf.kind]
        return int(first if va[side, first] == leaf.cross + self.scaled.kerf else second)

    def improve(self, steps: int, enough: int, cut_weight: float = 0.0) -> None:
        """``steps`` rebuilds, or until at most ``enough`` boards are left; ``cut_weight`` 0.002 favours few cuts."""
        va, vb, vk, place = self.views
        long, high, area, price, left, sides, saw, kinds = self.shop
        self.boards = improve(
            steps, enough, self.word, self.boards, self.stock, self.side, self.rows, self.area, self.items,
            va, vb, vk, place, kinds, long, high, area, price, left, sides, saw,
            cut_weight,
        )  # fmt: skip

    def squeeze(self, tries: int) -> None:
        """Lay the parts of the emptiest board anew, so that its largest rest grows; only where the rest is worth keeping."""
        va, vb, vk, place = self.views
        long, high, b_area, _, _, sides, saw, kinds = self.shop
        stock = self.stock[: self.boards]
        s = int(np.argmin(self.area[: self.boards] / b_area[stock]))
        rows = self.items[s, : self.rows[s]]
        if self.rows[s] == 0 or rows[:, 1].max() >= HALF:
            return
        board, side = int(stock[s]), int(self.side[s])
        used = np.bincount(vk[side, rows[:, 0]], minlength=len(kinds)).astype(np.int64)
        extents = (long[board], high[board]), (high[board], long[board])
        cut = self.scaled.problem.saw
        kept = cut.min_offcut_length * cut.min_offcut_width // self.scaled.unit**2
        least = max(kept, largest_rest(len(rows), rows, va[side], vb[side], *extents[side]))
        for way in np.flatnonzero(sides[board]).tolist():
            at = np.sort(place[way, np.flatnonzero(used)].reshape(-1))
            at = at[at >= 0]
            found = np.zeros((len(rows) + 1, 3), np.int64)
            count, rest = squeeze(
                tries, *extents[way], len(at), va[way, at], vb[way, at], vk[way, at], used.copy(), kinds, saw, self.word,
                least, found,
            )  # fmt: skip
            if count:
                least = rest
                self.side[s] = way
                self.items[s, :count] = found[:count]
                self.items[s, :count, 0] = at[found[:count, 0]]

    def take(self, other: State) -> None:
        """Go on from another's plan, with the own random numbers."""
        self.boards = other.boards
        mine = (self.stock, self.side, self.rows, self.area, self.items, self.shop[4])
        for column, theirs in zip(
            mine, (other.stock, other.side, other.rows, other.area, other.items, other.shop[4]), strict=True
        ):
            column[:] = theirs

    def draft(self) -> Draft:
        """The plan as a draft, one sheet a board."""
        return Draft(tuple(self._sheet(s) for s in range(self.boards)), {})

    def _sheet(self, s: int) -> Sheet:
        va, vb, vk, _ = self.views
        side, kerf = int(self.side[s]), self.scaled.kerf
        strips: dict[int, dict[int, list[Block]]] = {}
        used: dict[int, int] = {}
        for position, strip, cell in self.items[s, : self.rows[s]].tolist():
            kind = int(vk[side, position])
            leaf = Block(int(vb[side, position]) - kerf, int(va[side, position]) - kerf, kind)
            strips.setdefault(strip, {}).setdefault(cell, []).append(leaf)
            used[kind] = used.get(kind, 0) + 1
        narrowest = self.scaled.strip_limits[0]
        halves: tuple[list[Block], list[Block]] = [], []
        for number, cells in strips.items():
            halves[number // HALF].append(_strip(cells, kerf, narrowest))
        for blocks in halves:
            blocks.sort(key=lambda block: -block.size)
        headed = bool(halves[1])
        length = self.scaled.boards[self.stock[s]].extent(side)[0]
        shown = _headed(halves, length, kerf) if headed else tuple(halves[0])
        return Sheet(int(self.stock[s]), side, shown, used, int(self.area[s]), headed=headed)


def _headed(halves: tuple[list[Block], list[Block]], length: int, kerf: int) -> tuple[Block, Block]:
    """The two halves of a board parted by a head cut right behind what lies in the first."""
    head = max(sum(cell.size + kerf for cell in strip.children) - kerf for strip in halves[0])
    return Block(head, children=halves[0]), Block(length - head - kerf, children=halves[1])


def _strip(cells: dict[int, list[Block]], kerf: int, narrowest: int) -> Block:
    children = [Block(max(leaf.cross for leaf in stack), children=stack) for stack in cells.values()]
    children.sort(key=lambda block: (-block.size, [(leaf.size, leaf.cross, leaf.kind) for leaf in block.children]))
    tall = max(sum(leaf.size + kerf for leaf in cell.children) - kerf for cell in children)
    return Block(max(tall, narrowest), children=children)


def _most_rows(scaled: Scaled, sheets: list[Sheet]) -> int:
    """More parts than can lie on any board, kept within reason."""
    least = min(kind.area for kind in scaled.kinds)
    by_area = max(board.area for board in scaled.boards) // max(least, 1) + 1
    now = max(sum(sheet.used.values()) for sheet in sheets)
    return max(now, min(by_area, 2 * now + 16, sum(scaled.wanted))) + 1


def _views(scaled: Scaled) -> tuple[Column, Column, Column, Column]:
    """For both sides the parts by strip height (sizes grown by a kerf), and where each kind stands."""
    kerf = scaled.kerf
    place = np.full((2, len(scaled.kinds), 2), -1, np.int64)
    sides = []
    for side in range(2):
        rows: list[tuple[int, int, int]] = []
        for number, kind in enumerate(scaled.kinds):
            one = (kind.across + kerf, kind.along + kerf, number)
            turned = (kind.along + kerf, kind.across + kerf, number)
            rows.append(one if side == 0 else turned)
            if kind.may_turn and kind.along != kind.across:
                rows.append(turned if side == 0 else one)
        rows.sort()
        for position, (_, _, number) in enumerate(rows):
            place[side, number, 1 if place[side, number, 0] >= 0 else 0] = position
        sides.append(np.array(rows, np.int64).reshape(-1, 3).T)
    both = np.stack(sides)
    return both[:, 1].copy(), both[:, 0].copy(), both[:, 2].copy(), place


def _shop(scaled: Scaled) -> tuple[Column, ...]:
    """Boards (grown sizes, area, price, copies left, sides) and the saw.

    The saw's rules: stacks, same length, same height, narrowest and widest strip (grown), recuts (-1: any), head cut.
    """
    kerf, boards, saw = scaled.kerf, scaled.boards, scaled.problem.saw
    left = np.array([ENDLESS if b.copies is None else b.copies for b in boards], np.int64)
    sides = np.array([[side in b.sides for side in range(2)] for b in boards], np.int64)
    usable = np.array([b.along > 0 and b.across > 0 for b in boards], np.int64)
    narrowest, widest = scaled.strip_limits
    rules = (
        saw.stages != 2,
        saw.stages == 3 and not saw.final_trim,
        saw.stages == 2 and not saw.final_trim,
        narrowest + kerf if narrowest else 0,
        widest + kerf if widest else ENDLESS,
        -1 if saw.recuts is None else saw.recuts,
        saw.head_cut,
    )
    return (
        np.array([b.along + kerf for b in boards], np.int64),
        np.array([b.across + kerf for b in boards], np.int64),
        np.array([max(b.area, 1) for b in boards], np.int64),
        np.array([b.price for b in boards], np.int64),
        left,
        sides * usable[:, None],
        np.array(rules, np.int64),
        np.array([kind.area for kind in scaled.kinds], np.int64),
    )
