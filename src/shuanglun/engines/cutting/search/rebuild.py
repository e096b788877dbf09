"""Rebuild some boards of a plan from the parts that were on them, and keep the result where it is no worse.

The whole plan is a few columns: for each board its stock type, side, number of parts, area of parts, and rows
(position in the side's view, strip, cell). A step costs the same however large the plan is.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from shuanglun.engines.cutting.search.boards import fill_board, fill_halves
from shuanglun.engines.cutting.search.dice import below, share
from shuanglun.engines.cutting.search.jit import kernel
from shuanglun.engines.cutting.search.strips import strip_buffers

MOST_OUT = 8
ENDLESS = 1 << 40
FEW_LIMITED = 4


@kernel
def _pick(boards: int, s_board: Any, s_area: Any, b_area: Any, most: int, word: Any, out: Any) -> int:
    """Two to ``most`` boards to take out, badly filled ones more often."""
    number = min(boards, 2 + below(word, most - 1))
    count = 0
    for _ in range(4 * number):
        if count == number:
            break
        s = below(word, boards)
        for _again in range(3 if count == 0 else below(word, 3)):
            other = below(word, boards)
            if s_area[other] * b_area[s_board[s]] < s_area[s] * b_area[s_board[other]]:
                s = other
        known = False
        for i in range(count):
            known = known or out[i] == s
        if not known:
            out[count] = s
            count += 1
    return count


@kernel
def _cells(rows: Any, count: int) -> int:
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
def _local_view(side: int, kinds: Any, count: int, place: Any, va: Any, vb: Any, vk: Any, la: Any, lb: Any, lk: Any,
                lp: Any) -> int:  # fmt: skip
    """The positions of a few kinds in a side's view, in order."""
    n = 0
    for i in range(count):
        for j in range(2):
            if place[side, kinds[i], j] >= 0:
                lp[n] = place[side, kinds[i], j]
                n += 1
    lp[:n].sort()
    for i in range(n):
        la[i], lb[i], lk[i] = va[side, lp[i]], vb[side, lp[i]], vk[side, lp[i]]
    return n


@kernel
def improve(
    steps: int, enough: int, word: Any, boards: int, s_board: Any, s_side: Any, s_rows: Any, s_area: Any, items: Any,
    va: Any, vb: Any, vk: Any, place: Any, area: Any, b_long: Any, b_high: Any, b_area: Any, b_price: Any,
    b_left: Any, b_sides: Any, saw: Any, cut_weight: float,
) -> int:  # fmt: skip
    """Take boards out and rebuild them ``steps`` times, or until at most ``enough`` boards are used; returns the boards.

    A rebuilt group replaces the old one when it costs less, or the same with its fullness more uneven; ``cut_weight`` is how
    much unevenness one strip or cell less is worth.
    """
    kinds_all = area.shape[0]
    rows_most = items.shape[1]
    free = np.zeros(kinds_all, np.int64)
    worth = np.zeros(kinds_all, np.float64)
    hardness = np.zeros(kinds_all, np.float64)
    kinds = np.zeros(MOST_OUT * rows_most + 1, np.int64)
    size = 2 * MOST_OUT * rows_most + 2
    la, lb, lk = np.zeros((2, size), np.int64), np.zeros((2, size), np.int64), np.zeros((2, size), np.int64)
    lp = np.zeros((2, size), np.int64)
    ln = np.zeros(2, np.int64)
    out = np.zeros(MOST_OUT, np.int64)
    buffers = strip_buffers()
    heights = np.zeros(64, np.int64)
    held = np.zeros((rows_most + 1, 2), np.int64)
    trial = np.zeros((rows_most, 3), np.int64)
    best_items = np.zeros((rows_most, 3), np.int64)
    new_items = np.zeros((2 * MOST_OUT, rows_most, 3), np.int64)
    new_head = np.zeros((2 * MOST_OUT, 4), np.int64)
    most = 4
    limited = 0
    for b in range(b_left.shape[0]):
        limited += b_left[b] < ENDLESS // 2
    for _step in range(steps):
        if boards <= enough or boards < 2:
            break
        taken = _pick(boards, s_board, s_area, b_area, most, word, out)
        count = 0
        left = 0
        old_price = 0
        old_uneven = 0.0
        for i in range(taken):
            s = out[i]
            side = s_side[s]
            old_price += b_price[s_board[s]]
            old_uneven += (s_area[s] / b_area[s_board[s]]) ** 2 * b_price[s_board[s]]
            if cut_weight > 0.0:
                old_uneven -= cut_weight * b_price[s_board[s]] * _cells(items[s], s_rows[s])
            b_left[s_board[s]] += 1
            for r in range(s_rows[s]):
                k = vk[side, items[s, r, 0]]
                if free[k] == 0:
                    kinds[count] = k
                    count += 1
                free[k] += 1
                left += 1
        for side in range(2):
            ln[side] = _local_view(side, kinds, count, place, va[:, :], vb, vk, la[side], lb[side], lk[side], lp[side])
        noise = 0.3 * share(word) * share(word)
        power = 1.0 + 0.15 * share(word)
        for i in range(count):
            k = kinds[i]
            worth[k] = float(area[k]) ** power * (1.0 + noise * share(word))
            hardness[k] = area[k] * (1.0 + 0.5 * noise * share(word))
        use_hard = below(word, 3) == 0
        reps = 1 + below(word, 3)
        skip = 0 if below(word, 2) == 0 else 4 + below(word, 12)
        new = 0
        new_price = 0
        new_uneven = 0.0
        while left > 0 and new < 2 * MOST_OUT:
            hard = -1
            if use_hard:
                for i in range(count):
                    if free[kinds[i]] > 0 and (hard < 0 or hardness[kinds[i]] > hardness[hard]):
                        hard = kinds[i]
            best_rate = -1.0
            best_done = False
            best_rows = 0
            best_board, best_side, best_area = 0, 0, 0
            for b in range(b_long.shape[0]):
                if b_left[b] <= 0 or new_price + b_price[b] > old_price:
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
            if best_rows == 0:
                break
            new_head[new, 0], new_head[new, 1], new_head[new, 2] = best_board, best_side, best_rows
            new_head[new, 3] = best_area
            for r in range(best_rows):
                for j in range(3):
                    new_items[new, r, j] = best_items[r, j]
                free[vk[best_side, best_items[r, 0]]] -= 1
            left -= best_rows
            b_left[best_board] -= 1
            new_price += b_price[best_board]
            new_uneven += (best_area / b_area[best_board]) ** 2 * b_price[best_board]
            if cut_weight > 0.0:
                new_uneven -= cut_weight * b_price[best_board] * _cells(best_items, best_rows)
            new += 1
        for i in range(count):
            free[kinds[i]] = 0
        better = left == 0 and (new_price < old_price or (new_price == old_price and new_uneven >= old_uneven - 1e-9))
        if not better:
            for i in range(new):
                b_left[new_head[i, 0]] += 1
            for i in range(taken):
                b_left[s_board[out[i]]] -= 1
            continue
        boards = _replace(taken, out, new, new_head, new_items, boards, s_board, s_side, s_rows, s_area, items)
    return boards


@kernel
def _replace(taken: int, out: Any, new: int, head: Any, fresh: Any, boards: int, s_board: Any, s_side: Any,
             s_rows: Any, s_area: Any, items: Any) -> int:  # fmt: skip
    """Put the new boards in the places of the old; close gaps from the end, or append where there are more."""
    out[:taken].sort()
    for i in range(new):
        s = out[i] if i < taken else boards + i - taken
        s_board[s], s_side[s], s_rows[s], s_area[s] = head[i, 0], head[i, 1], head[i, 2], head[i, 3]
        for r in range(head[i, 2]):
            for j in range(3):
                items[s, r, j] = fresh[i, r, j]
    for i in range(taken - 1, new - 1, -1):
        last = boards - 1
        s = out[i]
        if s != last:
            s_board[s], s_side[s], s_rows[s], s_area[s] = s_board[last], s_side[last], s_rows[last], s_area[last]
            for r in range(s_rows[last]):
                for j in range(3):
                    items[s, r, j] = items[last, r, j]
        boards -= 1
    return boards + max(0, new - taken)
