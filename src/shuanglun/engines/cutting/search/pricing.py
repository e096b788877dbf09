"""The worthiest pattern when every part may be cut any number of times: a bound from above for all patterns of a board.

Three stages with final trims, solved exactly by dynamic programming on the grid of solver units: stacks in a cell, cells in a
strip, strips on a board. Worths and results are whole numbers, so what follows from them is proven.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from shuanglun.engines.cutting.search.jit import kernel


@kernel
def _stacks(widths: Any, height: int, la: Any, lb: Any, worth: Any) -> tuple[Any, Any]:
    """For every cell width and height the worthiest stack, and the part (row) that lies on top of it, or -1."""
    count = la.shape[0]
    value = np.zeros((widths.shape[0], height + 1), np.int64)
    top = np.full((widths.shape[0], height + 1), -1, np.int64)
    best = np.full(height + 1, -1, np.int64)
    for k in range(widths.shape[0]):
        for i in range(count):
            h = lb[i]
            if la[i] == widths[k] and h <= height and (best[h] < 0 or worth[i] > worth[best[h]]):
                best[h] = i
        heights = np.flatnonzero(best >= 0)
        for y in range(1, height + 1):
            value[k, y] = value[k, y - 1]
            for j in range(heights.shape[0]):
                h = heights[j]
                if h > y:
                    break
                got = value[k, y - h] + worth[best[h]]
                if got > value[k, y]:
                    value[k, y] = got
                    top[k, y] = best[h]
    return value, top


@kernel
def _useful(y: int, widths: Any, value: Any, out: Any) -> int:
    """The cell widths that a strip of height ``y`` may need: each worth more than narrower ones that fit in its place."""
    before = 0
    count = 0
    for k in range(widths.shape[0]):
        if value[k, y] > before:
            before = value[k, y]
            better = False
            for j in range(count):
                if widths[k] // widths[out[j]] * value[out[j], y] >= before:
                    better = True
                    break
            if not better:
                out[count] = k
                count += 1
    return count


@kernel
def _row(length: int, y: int, widths: Any, value: Any, useful: Any, out: Any) -> int:
    """The worthiest strip of height ``y`` for every length up to ``length``; returns how many widths were ``useful``."""
    count = _useful(y, widths, value, useful)
    out[: length + 1] = 0
    for j in range(count):
        wide = widths[useful[j]]
        worth = value[useful[j], y]
        start = wide
        # Piece by piece of one width: within a piece nothing depends on itself, so the compiler works on several at once.
        while start <= length:
            end = min(start + wide, length + 1)
            before, now = out[start - wide : end - wide], out[start:end]
            for x in range(now.shape[0]):
                now[x] = max(now[x], before[x] + worth)
            start = end
    for x in range(1, length + 1):
        out[x] = max(out[x], out[x - 1])
    return count


@kernel
def strip_worths(lengths: Any, height: int, widths: Any, la: Any, lb: Any, worth: Any) -> tuple[Any, Any, Any]:
    """For strips as long as each of ``lengths`` the worth by height; with the tables of stacks to trace a strip back."""
    value, top = _stacks(widths, height, la, lb, worth)
    longest = 0
    for b in range(lengths.shape[0]):
        longest = max(longest, lengths[b])
    strips = np.zeros((lengths.shape[0], height + 1), np.int64)
    out = np.zeros(longest + 1, np.int64)
    useful = np.zeros(widths.shape[0], np.int64)
    for y in range(1, height + 1):
        changed = False
        for k in range(widths.shape[0]):
            changed = changed or value[k, y] != value[k, y - 1]
        if changed:
            _row(longest, y, widths, value, useful, out)
        for b in range(lengths.shape[0]):
            strips[b, y] = out[lengths[b]] if changed else strips[b, y - 1]
    return strips, value, top


@kernel
def ladder(height: int, strips: Any) -> tuple[Any, Any]:
    """For every height of a board the worth of its worthiest strips, and how high the last of them is (0: one unit is empty)."""
    best = np.zeros(height + 1, np.int64)
    taken = np.zeros(height + 1, np.int64)
    for y in range(1, height + 1):
        best[y] = best[y - 1]
        for h in range(1, y + 1):
            if strips[h] > strips[h - 1] and best[y - h] + strips[h] > best[y]:
                best[y] = best[y - h] + strips[h]
                taken[y] = h
    return best, taken


@kernel
def trace(
    length: int, height: int, first: int, taken: Any, widths: Any, lb: Any, value: Any, top: Any, counts: Any
) -> None:
    """How often each part (row) is in the worthiest pattern that has a strip ``first`` high (0: any), added to ``counts``."""
    out = np.zeros(length + 1, np.int64)
    useful = np.zeros(widths.shape[0], np.int64)
    y = height
    while y > 0:
        h = first if first > 0 else taken[y]
        first = 0
        if h == 0:
            y -= 1
            continue
        count = _row(length, h, widths, value, useful, out)
        x = length
        while x > 0 and out[x] > 0:
            k = -1
            for j in range(count):
                wide = widths[useful[j]]
                if wide <= x and out[x - wide] + value[useful[j], h] == out[x]:
                    k = useful[j]
                    break
            if k < 0:
                x -= 1
                continue
            z = h
            while z > 0:
                i = top[k, z]
                if i < 0:
                    z -= 1
                    continue
                counts[i] += 1
                z -= lb[i]
            x -= widths[k]
        y -= h
