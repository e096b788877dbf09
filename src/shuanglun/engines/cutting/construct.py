"""Build a whole plan board by board: the hardest part left opens each board, the best board and direction is kept."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from shuanglun.engines.cutting.fill import Block, Filler, Rules
from shuanglun.engines.cutting.pool import Pool
from shuanglun.engines.cutting.units import Board, Scaled


@dataclass(frozen=True, slots=True)
class Sheet:
    """One filled board, cut ``run`` times. With ``headed`` the blocks are the two halves of a head cut, each with strips."""

    board: int
    side: int
    blocks: tuple[Block, ...]
    used: dict[int, int]
    area: int
    run: int = 1
    headed: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A plan in solver units; ``missing`` counts pieces by kind that limited stock could not hold."""

    sheets: tuple[Sheet, ...]
    missing: dict[int, int]


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a plan is built: which parts are hard, how hard to try, when an off-cut is full enough, whether to repeat."""

    hardness: str = "area"
    window: int = 64
    scan: int = 48
    heights: int = 8
    tries: int = 4
    least_offcut_use: float = 0.0
    repeat: bool = False
    noise: float = 0.0

    def rules(self, scaled: Scaled) -> Rules:
        """The saw and the effort for the filler."""
        saw = scaled.problem.saw
        narrowest, widest = scaled.strip_limits
        return Rules(
            scaled.kerf, saw.stages, saw.final_trim, self.window, self.scan, self.heights, self.tries,
            narrowest, widest, saw.recuts,
        )  # fmt: skip


Stop = Callable[[], bool]


def hardest_first(scaled: Scaled, recipe: Recipe, rng: random.Random) -> list[int]:
    """Kinds in the order in which they open boards."""
    along = max((board.along for board in scaled.boards), default=1)
    across = max((board.across for board in scaled.boards), default=1)

    def weight(number: int) -> float:
        kind = scaled.kinds[number]
        by_rule = {
            "area": kind.area / (along * across),
            "sum": (kind.along / along + kind.across / across) / 2,
            "longest": max(kind.along / along, kind.across / across),
            "height": kind.across / across + kind.along / along / 1000,
        }[recipe.hardness]
        return by_rule * (1 + recipe.noise * rng.random())

    weights = [weight(number) for number in range(len(scaled.kinds))]
    return sorted(range(len(weights)), key=lambda number: (-weights[number], number))


class Constructor:
    """Builds drafts of one problem. The same recipe and seed give the same draft."""

    def __init__(self, scaled: Scaled) -> None:
        self.scaled = scaled
        self.rests_first = scaled.problem.use_offcuts_first

    def build(
        self,
        recipe: Recipe,
        rng: random.Random,
        wanted: Sequence[int] | None = None,
        copies: Sequence[int | None] | None = None,
        stop: Stop = lambda: False,
    ) -> Draft | None:
        """Cut what is ``wanted`` from the boards in ``copies`` (all parts and all stock by default); None when stopped."""
        pool = Pool(self.scaled.kinds, wanted or self.scaled.wanted, hardest_first(self.scaled, recipe, rng))
        stock = list(copies if copies is not None else (board.copies for board in self.scaled.boards))
        rules = recipe.rules(self.scaled)
        sheets = self._rests(pool, stock, recipe, rules, rng) if self.rests_first else []
        missing: dict[int, int] = {}
        while (hard := pool.hardest()) >= 0:
            if stop():
                return None
            sheet = self._best(pool, stock, rules, rng, hard)
            if sheet is None:
                missing[hard] = pool.drop(hard)
                continue
            sheets.append(self._commit(pool, stock, sheet, recipe.repeat))
        return Draft(tuple(sheets), missing)

    def _rests(
        self, pool: Pool, stock: list[int | None], recipe: Recipe, rules: Rules, rng: random.Random
    ) -> list[Sheet]:
        """Cut off-cuts first, the large ones before the small, where enough of them is used."""
        boards = self.scaled.boards
        rests = sorted((i for i, b in enumerate(boards) if b.stock.is_offcut), key=lambda i: (-boards[i].area, i))
        sheets: list[Sheet] = []
        for number in rests:
            while pool.left and stock[number] != 0:
                sheet = self._fill(pool, number, rules, rng, -1)
                if sheet is None or sheet.area < recipe.least_offcut_use * boards[number].area:
                    break
                sheets.append(self._commit(pool, stock, sheet, recipe.repeat))
        return sheets

    def _best(self, pool: Pool, stock: list[int | None], rules: Rules, rng: random.Random, hard: int) -> Sheet | None:
        """The filled board that costs least for the area of parts on it."""
        best: Sheet | None = None
        best_rate = -1.0
        for number, board in enumerate(self.scaled.boards):
            if stock[number] == 0:
                continue
            sheet = self._fill(pool, number, rules, rng, hard)
            if sheet is None:
                continue
            rate = sheet.area / max(board.price, 1)
            if rate > best_rate:
                best, best_rate = sheet, rate
        return best

    def _fill(self, pool: Pool, number: int, rules: Rules, rng: random.Random, hard: int) -> Sheet | None:
        """Fill one board in every direction the saw allows; the fuller one."""
        board = self.scaled.boards[number]
        best: Sheet | None = None
        for side in board.sides:
            sheet = self._fill_side(pool, number, board, side, rules, rng, hard)
            if sheet is not None and (best is None or sheet.area > best.area):
                best = sheet
        return best

    def _fill_side(
        self, pool: Pool, number: int, board: Board, side: int, rules: Rules, rng: random.Random, hard: int
    ) -> Sheet | None:
        filler = Filler(pool, side, rules, rng)
        length, height = board.extent(side)
        strips = filler.board(length, height, hard)
        if not strips:
            return None
        blocks = tuple(filler.blocks(strips))
        area = sum(self.scaled.kinds[kind].area * count for kind, count in filler.used.items())
        return Sheet(number, side, blocks, filler.used, area)

    @staticmethod
    def _commit(pool: Pool, stock: list[int | None], sheet: Sheet, repeat: bool) -> Sheet:
        """Take the sheet's parts and boards away; a repeated sheet runs as often as parts and boards allow."""
        run = pool.times(sheet.used) if repeat else 1
        left = stock[sheet.board]
        if left is not None:
            run = min(run, left)
            stock[sheet.board] = left - run
        pool.commit(sheet.used, run)
        return replace(sheet, run=run)
