"""Boards built one after the other from the parts that are free, each the worthiest of several fillings."""

from __future__ import annotations

from typing import Any

import numpy as np

from shuanglun.engines.cutting.search.boards import fill_board, fill_halves
from shuanglun.engines.cutting.search.dice import below, share
from shuanglun.engines.cutting.search.jit import kernel
from shuanglun.engines.cutting.search.strips import strip_buffers

ENDLESS = 1 << 40
FEW_LIMITED = 4


@kernel
def cells(rows: Any, count: int) -> int:
    """Strips and cells of a board: what its cuts grow with."""
    strips = cells = 0
    for r in range(count):
        if r == 0 or rows[r, 1] != rows[r - 1, 1]:
            strips += 1
            cells += 1
        elif rows[r, 2] != rows[r - 1, 2]:
            cells += 1
    return strips + cells


@kernel
def local_buffers(size: int) -> Any:
    """Both sides' views of the parts in play: sizes along and across, kind, position in the whole view; and their number."""
    return (
        np.zeros((2, size), np.int64), np.zeros((2, size), np.int64), np.zeros((2, size), np.int64),
        np.zeros((2, size), np.int64), np.zeros(2, np.int64),
    )  # fmt: skip


@kernel
def building_buffers(rows: int, boards: int) -> Any:
    """Working columns for ``build_boards``: strips, heights, cells held, trial, best; then the boards' heads and rows."""
    return (
        strip_buffers(), np.zeros(64, np.int64), np.zeros((rows + 1, 2), np.int64), np.zeros((rows, 3), np.int64),
        np.zeros((rows, 3), np.int64), np.zeros(4, np.int64), np.zeros((boards, 4), np.int64),
        np.zeros((boards, rows, 3), np.int64),
    )  # fmt: skip


@kernel
def _weigh(count: int, kinds: Any, area: Any, worth: Any, hardness: Any, word: Any) -> float:
    """Draw what the parts are worth this time, and how hard they are; returns the noise drawn."""
    noise = 0.3 * share(word) * share(word)
    power = 1.0 + 0.15 * share(word)
    for i in range(count):
        k = kinds[i]
        worth[k] = float(area[k]) ** power * (1.0 + noise * share(word))
        hardness[k] = area[k] * (1.0 + 0.5 * noise * share(word))
    return noise


@kernel
def _hardest(count: int, kinds: Any, free: Any, hardness: Any) -> int:
    hard = -1
    for i in range(count):
        if free[kinds[i]] > 0 and (hard < 0 or hardness[kinds[i]] > hardness[hard]):
            hard = kinds[i]
    return hard


@kernel
def _best_board(
    left: int, money: int, hard: int, reps: int, skip: int, noise: float, limited: int, area: Any, free: Any, worth: Any,
    local: Any, b_long: Any, b_high: Any, b_price: Any, b_left: Any, b_sides: Any, saw: Any, word: Any, desk: Any,
) -> tuple[int, int, int, int]:  # fmt: skip
    """The worthiest filling for its price (one that takes all parts first): rows in ``desk[4]``, board, side, area of parts."""
    la, lb, lk, lp, ln = local
    buffers, heights, held, trial, best_items = desk[0], desk[1], desk[2], desk[3], desk[4]
    best_rate = -1.0
    best_done = False
    best_rows = 0
    best_board, best_side, best_area = 0, 0, 0
    for b in range(b_long.shape[0]):
        if b_left[b] <= 0 or b_price[b] > money:
            continue
        if limited > FEW_LIMITED and b_left[b] < ENDLESS // 2 and below(word, limited) >= FEW_LIMITED:
            continue
        for side in range(2):
            if not b_sides[b, side]:
                continue
            long, high = (b_long[b], b_high[b]) if side == 0 else (b_high[b], b_long[b])
            for _rep in range(reps):
                if saw[6] and below(word, 2) == 0:
                    rows, value, _ = fill_halves(
                        long, high, hard, ln[side], la[side], lb[side], lk[side], free, worth, saw,
                        saw[5], noise, skip, word, buffers, heights, held, trial,
                    )  # fmt: skip
                else:
                    rows, value, _ = fill_board(
                        long, high, hard, ln[side], la[side], lb[side], lk[side], free, worth, saw,
                        saw[5], noise, skip, word, buffers, heights, held, trial,
                    )  # fmt: skip
                covered = 0
                for r in range(rows):
                    k = lk[side, trial[r, 0]]
                    covered += area[k]
                    free[k] += 1
                if rows == 0:
                    continue
                done = rows == left
                rate = value / max(b_price[b], 1)
                better = rate > best_rate
                if done:
                    better = not best_done or b_price[b] < b_price[best_board]
                elif best_done:
                    better = False
                if better:
                    best_rate, best_done, best_rows = rate, done, rows
                    best_board, best_side, best_area = b, side, covered
                    for r in range(rows):
                        best_items[r, 0] = lp[side, trial[r, 0]]
                        best_items[r, 1], best_items[r, 2] = trial[r, 1], trial[r, 2]
    return best_rows, best_board, best_side, best_area


@kernel
def build_boards(
    left: int, most: int, money: int, count: int, kinds: Any, area: Any, free: Any, worth: Any, hardness: Any, local: Any,
    vk: Any, b_long: Any, b_high: Any, b_area: Any, b_price: Any, b_left: Any, b_sides: Any, saw: Any,
    cut_weight: float, word: Any, desk: Any,
) -> tuple[int, int, int, float]:  # fmt: skip
    """Fill at most ``most`` boards for at most ``money``; returns boards, parts left, their price and how uneven they are.

    Heads (board, side, rows, area) and rows go to ``desk[6]`` and ``desk[7]``; parts and boards used are taken away.
    """
    best_items, head, items = desk[4], desk[6], desk[7]
    limited = 0
    for b in range(b_left.shape[0]):
        limited += b_left[b] < ENDLESS // 2
    noise = _weigh(count, kinds, area, worth, hardness, word)
    use_hard = below(word, 3) == 0
    reps = 1 + below(word, 3)
    skip = 0 if below(word, 2) == 0 else 4 + below(word, 12)
    new = 0
    price = 0
    uneven = 0.0
    while left > 0 and new < most:
        hard = _hardest(count, kinds, free, hardness) if use_hard else -1
        rows, board, side, covered = _best_board(
            left, money - price, hard, reps, skip, noise, limited, area, free, worth, local, b_long, b_high, b_price,
            b_left, b_sides, saw, word, desk,
        )  # fmt: skip
        if rows == 0:
            break
        head[new, 0], head[new, 1], head[new, 2], head[new, 3] = board, side, rows, covered
        for r in range(rows):
            for j in range(3):
                items[new, r, j] = best_items[r, j]
            free[vk[side, best_items[r, 0]]] -= 1
        left -= rows
        b_left[board] -= 1
        price += b_price[board]
        uneven += (covered / b_area[board]) ** 2 * b_price[board]
        if cut_weight > 0.0:
            uneven -= cut_weight * b_price[board] * cells(best_items, rows)
        new += 1
    return new, left, price, uneven
