"""Fill one board: strips one above the other, cells along a strip, parts stacked in a cell.

A strip is an exact subset-sum over its candidate cells (a Python integer is the set of reachable lengths, one bit a unit);
the strip heights are chosen by how well strip and remaining height are used. Kerf arithmetic: n pieces in a row take the
sum of (size + kerf) - kerf, so a row fits in L when the sum of (size + kerf) is at most L + kerf.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from shuanglun.engines.cutting.pool import Pool, View


@dataclass(frozen=True, slots=True)
class Rules:
    """The saw in solver units and how hard to try."""

    kerf: int
    stages: int | None
    final_trim: bool
    window: int
    scan: int
    heights: int
    tries: int = 6
    narrowest: int = 0
    widest: int = 0
    recuts: int | None = None

    @property
    def stacks(self) -> bool:
        """Cells may hold several parts above one another."""
        return self.stages != 2

    @property
    def same_length(self) -> bool:
        """Stacked parts must have the cell's exact length, because no final trim may shorten the cell for them."""
        return self.stages == 3 and not self.final_trim

    @property
    def same_height(self) -> bool:
        """Parts must have the strip's exact height, because no final trim may lower it."""
        return self.stages == 2 and not self.final_trim


@dataclass(slots=True)
class Block:
    """A rectangle cut off by its ``size``; a part has its extent ``cross`` the other way, anything else has children."""

    size: int
    cross: int = 0
    kind: int = -1
    children: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class Cell:
    """A candidate piece of a strip: parts (view positions) stacked in ``length``."""

    length: int
    area: int
    stack: list[int]


@dataclass(slots=True)
class Strip:
    """A filled strip."""

    height: int
    area: int
    cells: list[Cell]


class Filler:
    """Fills boards of one size from one view of a pool; leaves the pool's counts as they were."""

    def __init__(
        self, pool: Pool, side: int, rules: Rules, rng: random.Random, used: dict[int, int] | None = None
    ) -> None:
        self.pool = pool
        self.side = side
        self.view: View = pool.views[side]
        self.rules = rules
        self.rng = rng
        self.used: dict[int, int] = {} if used is None else used
        self.recuts = rules.recuts

    def free(self, kind: int) -> int:
        """Copies of a kind that neither the pool nor this board has used."""
        return self.pool.count[kind] - self.used.get(kind, 0)

    def board(self, length: int, height: int, forced: int = -1) -> list[Strip]:
        """Strips that fill ``length`` x ``height``; the first holds the kind ``forced`` where one is given and fits."""
        strips: list[Strip] = []
        rest = height
        self.recuts = self.rules.recuts
        while rest > 0:
            strip = self._next(length, rest) if strips or forced < 0 else self._first(forced, length, height)
            if strip is None:
                break
            strips.append(self._take(strip))
            rest -= strip.height + self.rules.kerf
            self.recuts = None if self.recuts is None else self.recuts - self._recuts(strip.cells, strip.height)
        return strips

    def blocks(self, strips: list[Strip]) -> list[Block]:
        """The strips as nested blocks in the order they are sawn; with unlimited stages side rests are filled too."""
        ordered = sorted(strips, key=lambda strip: -strip.height)
        return [Block(strip.height, children=self._cell_blocks(strip)) for strip in ordered]

    def _cell_blocks(self, strip: Strip) -> list[Block]:
        cells = sorted(strip.cells, key=lambda cell: (-cell.length, cell.stack))
        return [Block(cell.length, children=[self._leaf(p, cell.length) for p in cell.stack]) for cell in cells]

    def _leaf(self, position: int, length: int) -> Block:
        along, height, kind = self.view.a[position], self.view.b[position], self.view.kind[position]
        side = length - along - self.rules.kerf
        if self.rules.stages is None and side > 0:
            beside = Filler(self.pool, 1 - self.side, self.rules, self.rng, self.used)
            strips = beside.board(height, side)
            if strips:
                return Block(height, children=[Block(along, height, kind), *beside.blocks(strips)])
        return Block(height, along, kind)

    def _take(self, strip: Strip) -> Strip:
        for cell in strip.cells:
            for position in cell.stack:
                kind = self.view.kind[position]
                self.used[kind] = self.used.get(kind, 0) + 1
        return strip

    def _first(self, forced: int, length: int, height: int) -> Strip | None:
        fits = [p for p in self.view.positions(forced) if self.view.a[p] <= length and self.view.b[p] <= height]
        strips = [self.strip(self.view.b[p], length, p) for p in fits if self._may_be(self.view.b[p])]
        return max((s for s in strips if self._holds(s, height)), key=lambda s: s.area / s.height, default=None)

    def _may_be(self, height: int) -> bool:
        """A strip of this height may hold parts, if need be by being cut wider."""
        rules = self.rules
        return (not rules.widest or height <= rules.widest) and (not rules.same_height or height >= rules.narrowest)

    def _holds(self, strip: Strip, rest: int) -> bool:
        return bool(strip.cells) and strip.height <= rest

    def _next(self, length: int, rest: int) -> Strip | None:
        best: Strip | None = None
        best_score = 0.0
        for height in self._heights(rest):
            strip = self.strip(height, length)
            if not self._holds(strip, rest):
                continue
            spent = min(strip.height + self.rules.kerf, rest)
            if rest - spent < self._lowest:
                spent = rest
            score = strip.area / (length * spent)
            if score > best_score:
                best, best_score = strip, score
        return best

    @property
    def _lowest(self) -> int:
        return self.view.b[1] if len(self.view.b) > 1 else 0

    def _heights(self, rest: int) -> list[int]:
        """Strip heights worth trying: the tallest that fit, some lower ones, and the whole rest as one row of stacks."""
        heights: list[int] = []
        position = self.view.at_most(rest)
        top = position
        while position and len(heights) < self.rules.heights:
            height = self.view.b[position]
            if self.free(self.view.kind[position]) and height not in heights and self._may_be(height):
                heights.append(height)
            position = self.view.live(position - 1)
        for _ in range(self.rules.tries if position else 0):
            position = self.view.live(self.rng.randint(1, top))
            if position and self.view.b[position] not in heights and self._may_be(self.view.b[position]):
                heights.append(self.view.b[position])
        whole = min(rest, self.rules.widest or rest)
        if self.rules.stacks and whole not in heights:
            heights.append(whole)
        return heights

    def strip(self, height: int, length: int, forced: int = 0) -> Strip:
        """The best filling found for a strip; ``forced`` is a view position that must be in it."""
        taken: dict[int, int] = {}
        cells: list[Cell] = []
        room = length
        if forced:
            cells.append(self._cell(forced, height, taken))
            room -= cells[0].length + self.rules.kerf
        candidates = self._candidates(height, room, taken)
        chosen = choose(candidates, room, height, self.rules.kerf)
        cells += chosen
        self._top_up(cells, height, length)
        if self.recuts is not None:
            self._within_recuts(cells, bool(forced))
        return Strip(self._needed(cells), sum(cell.area for cell in cells), cells)

    def _needed(self, cells: list[Cell]) -> int:
        return (
            max((self._stacked(cell) for cell in cells), default=0)
            if not self.rules.narrowest
            else max((self.rules.narrowest, *(self._stacked(cell) for cell in cells)))
        )

    def _recuts(self, cells: list[Cell], height: int) -> int:
        """Cuts after the second stage that free the parts of the cells of a strip."""
        view = self.view
        total = 0
        for cell in cells:
            total += len(cell.stack) - (self._stacked(cell) == height)
            total += sum(view.a[position] < cell.length for position in cell.stack)
        return total

    def _within_recuts(self, cells: list[Cell], forced: bool) -> None:
        """Leave the cells out that take too many recuts, those of the least area a recut first; a forced one stays."""
        most = self.recuts or 0
        while cells and self._recuts(cells, height := self._needed(cells)) > most:
            costly = [cell for cell in cells[1 if forced else 0 :] if self._recuts([cell], height)]
            if not costly:
                cells.clear()
                return
            cells.remove(min(costly, key=lambda cell: cell.area / self._recuts([cell], height)))

    def _stacked(self, cell: Cell) -> int:
        """The height a cell's parts take with the kerfs between them."""
        return sum(self.view.b[position] + self.rules.kerf for position in cell.stack) - self.rules.kerf

    def _candidates(self, height: int, room: int, taken: dict[int, int]) -> list[Cell]:
        view, rules = self.view, self.rules
        cells: list[Cell] = []
        position = view.at_most(height)
        while position and len(cells) < rules.window:
            if (rules.same_height or self.recuts == 0) and view.b[position] != height:
                break
            kind, along = view.kind[position], view.a[position]
            if along <= room:
                copies = min(self.free(kind) - taken.get(kind, 0), (room + rules.kerf) // (along + rules.kerf))
                while copies > 0 and self.free(kind) > taken.get(kind, 0):
                    cells.append(self._cell(position, height, taken))
                    copies -= 1
            position = view.live(position - 1)
        return cells

    def _cell(self, base: int, height: int, taken: dict[int, int]) -> Cell:
        """A part and, above it, the largest parts no longer than it that fit the remaining height."""
        view = self.view
        kind, along = view.kind[base], view.a[base]
        taken[kind] = taken.get(kind, 0) + 1
        stack = [base]
        area = along * view.b[base]
        rest = height - view.b[base] - self.rules.kerf
        while self.rules.stacks and self.recuts != 0 and rest >= self._lowest:
            above = self._largest(along, rest, taken)
            if not above:
                break
            stack.append(above)
            taken[view.kind[above]] = taken.get(view.kind[above], 0) + 1
            area += view.a[above] * view.b[above]
            rest -= view.b[above] + self.rules.kerf
        return Cell(along, area, stack)

    def _largest(self, length: int, height: int, taken: dict[int, int]) -> int:
        """The position of the largest free part within ``length`` x ``height`` among the next ones down, 0 for none."""
        view = self.view
        best = best_area = 0
        position = view.at_most(height)
        for _ in range(self.rules.scan):
            if not position or length * view.b[position] <= best_area:
                break
            along = view.a[position]
            fits = along == length if self.rules.same_length else along <= length
            if fits and along * view.b[position] > best_area:
                kind = view.kind[position]
                if self.free(kind) > taken.get(kind, 0):
                    best, best_area = position, along * view.b[position]
            position = view.live(position - 1)
        return best

    def _top_up(self, cells: list[Cell], height: int, length: int) -> None:
        """Fill what is left of the strip with the largest cells that still fit."""
        view = self.view
        taken: dict[int, int] = {}
        for cell in cells:
            for position in cell.stack:
                taken[view.kind[position]] = taken.get(view.kind[position], 0) + 1
        room = length - sum(cell.length + self.rules.kerf for cell in cells)
        while room > 0:
            exact = self.rules.same_height or self.recuts == 0
            position = 0 if exact else self._largest_any(room, height, taken)
            if not position:
                break
            cells.append(self._cell(position, height, taken))
            room -= cells[-1].length + self.rules.kerf

    def _largest_any(self, length: int, height: int, taken: dict[int, int]) -> int:
        view = self.view
        best = best_area = 0
        position = view.at_most(height)
        for _ in range(self.rules.scan * 2):
            if not position or length * view.b[position] <= best_area:
                break
            along = view.a[position]
            if along <= length and along * view.b[position] > best_area:
                kind = view.kind[position]
                if self.free(kind) > taken.get(kind, 0):
                    best, best_area = position, along * view.b[position]
            position = view.live(position - 1)
        return best


def choose(cells: list[Cell], room: int, height: int, kerf: int) -> list[Cell]:
    """The cells to cut from ``room``: the most area found when better-used cells are preferred at every reachable length."""
    if room <= 0 or not cells:
        return []
    cells = sorted(cells, key=lambda cell: (-cell.area / cell.length, -cell.length))
    limit = room + kerf
    mask = (1 << (limit + 1)) - 1
    reach = [1]
    growth: list[int] = []
    best = 0
    for number, cell in enumerate(cells, 1):
        reach.append((reach[-1] | reach[-1] << (cell.length + kerf)) & mask)
        if reach[-1].bit_length() - 1 > best:
            best = reach[-1].bit_length() - 1
            growth.append(number)
        if best == limit:
            break
    found = [_trace(cells, reach, number, kerf) for number in growth[-6:]]
    return max(found, key=lambda some: sum(cell.area for cell in some), default=[])


def _trace(cells: list[Cell], reach: list[int], number: int, kerf: int) -> list[Cell]:
    """The subset of the first ``number`` cells with the greatest reachable sum, early cells preferred."""
    total = reach[number].bit_length() - 1
    chosen = []
    while total > 0:
        number -= 1
        if not reach[number] >> total & 1:
            chosen.append(cells[number])
            total -= cells[number].length + kerf
    return chosen
