"""Rebuild some boards of a plan from the parts that were on them, and keep the result where it is no worse.

The whole plan is a few columns: for each board its stock type, side, number of parts, area of parts, and rows
(position in the side's view, strip, cell). A step costs the same however large the plan is.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from shuanglun.engines.cutting.search.building import ENDLESS, build_boards, building_buffers, cells, local_buffers
from shuanglun.engines.cutting.search.dice import below
from shuanglun.engines.cutting.search.jit import kernel

MOST_OUT = 8
AT_ONCE = 32


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
    local = local_buffers(size)
    desk = building_buffers(rows_most, 2 * MOST_OUT)
    out = np.zeros(MOST_OUT, np.int64)
    head, fresh = desk[6], desk[7]
    for _step in range(steps):
        if boards <= enough or boards < 2:
            break
        taken = _pick(boards, s_board, s_area, b_area, 4, word, out)
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
                old_uneven -= cut_weight * b_price[s_board[s]] * cells(items[s], s_rows[s])
            b_left[s_board[s]] += 1
            for r in range(s_rows[s]):
                k = vk[side, items[s, r, 0]]
                if free[k] == 0:
                    kinds[count] = k
                    count += 1
                free[k] += 1
                left += 1
        for side in range(2):
            local[4][side] = _local_view(
                side, kinds, count, place, va, vb, vk, local[0][side], local[1][side], local[2][side], local[3][side]
            )
        new, left, new_price, new_uneven = build_boards(
            left, 2 * MOST_OUT, old_price, count, kinds, area, free, worth, hardness, local, vk, b_long, b_high, b_area,
            b_price, b_left, b_sides, saw, cut_weight, word, desk,
        )  # fmt: skip
        for i in range(count):
            free[kinds[i]] = 0
        better = left == 0 and (new_price < old_price or (new_price == old_price and new_uneven >= old_uneven - 1e-9))
        if not better:
            for i in range(new):
                b_left[head[i, 0]] += 1
            for i in range(taken):
                b_left[s_board[out[i]]] -= 1
            continue
        boards = _replace(taken, out, new, head, fresh, boards, s_board, s_side, s_rows, s_area, items)
    return boards


@kernel
def construct(
    word: Any, wanted: Any, s_board: Any, s_side: Any, s_rows: Any, s_area: Any, items: Any,
    va: Any, vb: Any, vk: Any, area: Any, b_long: Any, b_high: Any, b_area: Any, b_price: Any,
    b_left: Any, b_sides: Any, saw: Any,
) -> tuple[int, int]:  # fmt: skip
    """A whole plan from nothing, a few boards at a time from all parts that are left; returns boards and parts without one."""
    kinds_all = area.shape[0]
    rows_most = items.shape[1]
    free = wanted.copy()
    worth = np.zeros(kinds_all, np.float64)
    hardness = np.zeros(kinds_all, np.float64)
    kinds = np.zeros(kinds_all, np.int64)
    local = local_buffers(2 * kinds_all)
    desk = building_buffers(rows_most, AT_ONCE)
    head, fresh = desk[6], desk[7]
    out = np.zeros(1, np.int64)
    boards = 0
    left = wanted.sum()
    while left > 0 and boards < s_board.shape[0]:
        count = 0
        for k in range(kinds_all):
            if free[k] > 0:
                kinds[count] = k
                count += 1
        for side in range(2):
            n = 0
            for p in range(vk.shape[1]):
                if free[vk[side, p]] > 0:
                    local[0][side, n], local[1][side, n], local[2][side, n] = va[side, p], vb[side, p], vk[side, p]
                    local[3][side, n] = p
                    n += 1
            local[4][side] = n
        most = min(AT_ONCE, s_board.shape[0] - boards)
        new, left, _, _ = build_boards(
            left, most, ENDLESS, count, kinds, area, free, worth, hardness, local, vk, b_long, b_high, b_area,
            b_price, b_left, b_sides, saw, 0.0, word, desk,
        )  # fmt: skip
        if new == 0:
            break
        boards = _replace(0, out, new, head, fresh, boards, s_board, s_side, s_rows, s_area, items)
    return boards, left


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
