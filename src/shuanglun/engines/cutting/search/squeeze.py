"""The parts of one board laid anew so that the largest rest is as large as can be found."""

from __future__ import annotations

from typing import Any

import numpy as np

from shuanglun.engines.cutting.search.boards import fill_board
from shuanglun.engines.cutting.search.dice import below, share
from shuanglun.engines.cutting.search.jit import kernel
from shuanglun.engines.cutting.search.strips import strip_buffers


@kernel
def largest_rest(rows: int, items: Any, va: Any, vb: Any, length: int, height: int) -> int:
    """The largest of the rests beside and above the strips, grown sizes; parts lie as ``items`` say."""
    best = 0
    used = 0
    r = 0
    while r < rows:
        strip = items[r, 1]
        tall = 0
        long = 0
        while r < rows and items[r, 1] == strip:
            cell = items[r, 2]
            wide = 0
            stack = 0
            while r < rows and items[r, 1] == strip and items[r, 2] == cell:
                wide = max(wide, va[items[r, 0]])
                stack += vb[items[r, 0]]
                r += 1
            long += wide
            tall = max(tall, stack)
        best = max(best, (length - long) * tall)
        used += tall
    return max(best, (height - used) * length)


@kernel
def squeeze(
    tries: int, length: int, height: int, n: int, va: Any, vb: Any, vk: Any, free: Any, area: Any, saw: Any, word: Any,
    least: int, items: Any,
) -> tuple[int, int]:  # fmt: skip
    """The parts of ``free`` on one board, the best of many layouts; returns rows and rest, 0 rows where none beats ``least``."""
    kinds = area.shape[0]
    wanted = 0
    for k in range(kinds):
        wanted += free[k]
    worth = np.zeros(kinds, np.float64)
    trial = np.zeros_like(items)
    held = np.zeros((items.shape[0] + 1, 2), np.int64)
    heights = np.zeros(64, np.int64)
    buffers = strip_buffers()
    best_rows = 0
    best_rest = least
    for _ in range(tries):
        noise = 0.4 * share(word)
        power = 1.0 + 0.3 * share(word)
        for k in range(kinds):
            worth[k] = float(area[k]) ** power * (1.0 + noise * share(word))
        skip = 0 if below(word, 2) == 0 else 3 + below(word, 8)
        rows, _, _ = fill_board(
            length,
            height,
            -1,
            n,
            va,
            vb,
            vk,
            free,
            worth,
            saw,
            saw[5],
            noise,
            skip,
            word,
            buffers,
            heights,
            held,
            trial,
        )
        for r in range(rows):
            free[vk[trial[r, 0]]] += 1
        if rows == wanted:
            rest = largest_rest(rows, trial, va, vb, length, height)
            if rest > best_rest:
                best_rest, best_rows = rest, rows
                items[:rows] = trial[:rows]
    return best_rows, best_rest
