"""One strip: cells of stacked parts are formed, then the worthiest set of cells that fits is found by branch and bound.

All sizes are grown by one kerf, so that a row of cells fits when its sizes add up to the grown length. ``view`` columns are
the parts sorted by strip height: ``va`` along the strip, ``vb`` its height, ``vk`` the kind.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from shuanglun.engines.cutting.search.dice import draw
from shuanglun.engines.cutting.search.jit import kernel

MOST_CELLS = 96
MOST_STACK = 24
NODES = 300
TOP_UP_SCAN = 200


@kernel
def at_most(vb: Any, n: int, height: int) -> int:
    """The last position whose height is at most ``height``, -1 when there is none."""
    low, high = 0, n
    while low < high:
        middle = (low + high) // 2
        if vb[middle] <= height:
            low = middle + 1
        else:
            high = middle
    return low - 1


@kernel
def _form_cell(
    base: int, height: int, n: int, va: Any, vb: Any, vk: Any, free: Any, worth: Any, saw: Any, recuts: int,
    c: int, cw: Any, ch: Any, cv: Any, cn: Any, cs: Any,
) -> None:  # fmt: skip
    """Cell ``c``: the base part and above it the worthiest parts that fit; takes them from ``free``."""
    width = va[base]
    cw[c], ch[c], cn[c] = width, vb[base], 1
    cv[c] = worth[vk[base]]
    cs[c, 0] = base
    free[vk[base]] -= 1
    stacks, same_length = saw[0] and recuts != 0, saw[1]
    rest = height - vb[base]
    while stacks and cn[c] < MOST_STACK and n > 0 and rest >= vb[0]:
        best = -1
        best_worth = 0.0
        scanned = 0
        p = at_most(vb, n, rest)
        while p >= 0 and scanned < 48:
            k = vk[p]
            if free[k] > 0:
                scanned += 1
                fits = va[p] == width if same_length else va[p] <= width
                if fits and worth[k] > best_worth:
                    best, best_worth = p, worth[k]
            p -= 1
        if best < 0:
            break
        cs[c, cn[c]] = best
        cn[c] += 1
        ch[c] += vb[best]
        cv[c] += best_worth
        free[vk[best]] -= 1
        rest -= vb[best]


@kernel
def _choose(nc: int, room: int, cw: Any, cv: Any, order: Any, x: Any, best_x: Any) -> float:
    """Which cells to cut from ``room``: a knapsack by branch and bound with a limit on nodes; marks them in ``best_x``."""
    for i in range(nc):
        order[i] = i
        j = i
        while j > 0 and cv[order[j]] * cw[order[j - 1]] > cv[order[j - 1]] * cw[order[j]]:
            order[j], order[j - 1] = order[j - 1], order[j]
            j -= 1
    best = -1.0
    value = 0.0
    i = 0
    nodes = 0
    while True:
        while i < nc:
            c = order[i]
            if value + room * (cv[c] / cw[c]) <= best:
                break
            if cw[c] <= room:
                x[i] = 1
                value += cv[c]
                room -= cw[c]
            else:
                x[i] = 0
            i += 1
        if i == nc and value > best:
            best = value
            for j in range(nc):
                best_x[order[j]] = x[j]
        nodes += 1
        if nodes > NODES:
            break
        j = i - 1
        while j >= 0 and x[j] == 0:
            j -= 1
        if j < 0:
            break
        c = order[j]
        x[j] = 0
        value -= cv[c]
        room += cw[c]
        i = j + 1
        while i < nc and cw[order[i]] == cw[c] and cv[order[i]] == cv[c]:
            x[i] = 0
            i += 1
    return best


@kernel
def make_strip(
    height: int, length: int, first: int, n: int, va: Any, vb: Any, vk: Any, free: Any, worth: Any, saw: Any,
    recuts: int, skip: int, word: Any, cw: Any, ch: Any, cv: Any, cn: Any, cs: Any, order: Any, x: Any, kept: Any,
) -> tuple[float, int, int, int]:  # fmt: skip
    """Fill a strip; returns worth, height needed, number of cells formed (``kept`` marks those in the strip) and recuts.

    ``first`` is a position that must be in it, or -1; one candidate in ``skip`` is passed over by chance (0: none).
    ``recuts`` is how many may be made, below 0 for any number. ``free`` is left as it was.
    """
    same_height = saw[2] or recuts == 0
    nc = 0
    room = length
    if first >= 0:
        _form_cell(first, height, n, va, vb, vk, free, worth, saw, recuts, 0, cw, ch, cv, cn, cs)
        nc = 1
        room -= cw[0]
    forced = nc
    p = at_most(vb, n, height)
    seen = 0
    while p >= 0 and seen < MOST_CELLS and nc < MOST_CELLS:
        if same_height and vb[p] != height:
            break
        k = vk[p]
        if free[k] > 0 and va[p] <= room and not (skip > 0 and draw(word) % skip == 0):
            seen += 1
            copies = min(free[k], room // va[p])
            while copies > 0 and free[k] > 0 and nc < MOST_CELLS:
                _form_cell(p, height, n, va, vb, vk, free, worth, saw, recuts, nc, cw, ch, cv, cn, cs)
                nc += 1
                copies -= 1
        p -= 1
    for c in range(nc):
        for i in range(cn[c]):
            free[vk[cs[c, i]]] += 1
    value = 0.0
    if nc > forced:
        value = _choose(nc - forced, room, cw[forced:], cv[forced:], order, x, kept[forced:])
    if forced:
        kept[0] = 1
        value += cv[0]
    value, needed, nc = _top_up(
        height, length, nc, value, n, va, vb, vk, free, worth, saw, recuts, cw, ch, cv, cn, cs, kept
    )
    if recuts < 0:
        return value, max(needed, saw[3]), nc, 0
    value, needed, used = _within_recuts(recuts, forced, nc, va, saw, cw, ch, cv, cn, cs, kept)
    return value, needed, nc, used


@kernel
def _cell_recuts(c: int, height: int, va: Any, cw: Any, ch: Any, cn: Any, cs: Any) -> int:
    """Cuts after the second stage that free the parts of a cell in a strip of this height."""
    count = int(cn[c]) - (1 if ch[c] == height else 0)
    for i in range(cn[c]):
        count += 1 if va[cs[c, i]] < cw[c] else 0
    return count


@kernel
def _within_recuts(
    recuts: int, forced: int, nc: int, va: Any, saw: Any, cw: Any, ch: Any, cv: Any, cn: Any, cs: Any, kept: Any
) -> tuple[float, int, int]:
    """Leave cells out of the strip until it takes at most ``recuts``, the worst first; returns worth, height, recuts."""
    while True:
        needed = saw[3]
        value = 0.0
        for c in range(nc):
            if kept[c]:
                needed = max(needed, ch[c])
                value += cv[c]
        used = 0
        worst = -1
        worst_rate = 0.0
        for c in range(nc):
            if kept[c]:
                count = _cell_recuts(c, needed, va, cw, ch, cn, cs)
                used += count
                if count > 0 and c >= forced and (worst < 0 or cv[c] < worst_rate * count):
                    worst = c
                    worst_rate = cv[c] / count
        if used <= recuts:
            return value, needed, used
        if worst < 0:
            for c in range(nc):
                kept[c] = 0
            return 0.0, 0, 0
        kept[worst] = 0


@kernel
def _top_up(
    height: int, length: int, nc: int, value: float, n: int, va: Any, vb: Any, vk: Any, free: Any, worth: Any, saw: Any,
    recuts: int, cw: Any, ch: Any, cv: Any, cn: Any, cs: Any, kept: Any,
) -> tuple[float, int, int]:  # fmt: skip
    """Fill what is left of the strip with the worthiest cells that still fit."""
    room = length
    needed = 0
    for c in range(nc):
        if kept[c]:
            room -= cw[c]
            needed = max(needed, ch[c])
            for i in range(cn[c]):
                free[vk[cs[c, i]]] -= 1
    while nc < cw.shape[0] and room > 0 and not saw[2] and recuts != 0:
        best = -1
        best_worth = 0.0
        scanned = 0
        p = at_most(vb, n, height)
        while p >= 0 and scanned < TOP_UP_SCAN:
            k = vk[p]
            if free[k] > 0:
                scanned += 1
                if va[p] <= room and worth[k] > best_worth:
                    best, best_worth = p, worth[k]
            p -= 1
        if best < 0:
            break
        _form_cell(best, height, n, va, vb, vk, free, worth, saw, recuts, nc, cw, ch, cv, cn, cs)
        kept[nc] = 1
        room -= cw[nc]
        needed = max(needed, ch[nc])
        value += cv[nc]
        nc += 1
    for c in range(nc):
        if kept[c]:
            for i in range(cn[c]):
                free[vk[cs[c, i]]] += 1
    return value, needed, nc


@kernel
def strip_buffers() -> Any:
    """Working columns for ``make_strip``: width, height, worth, number and stack of the cells, order, choice, kept."""
    most = 2 * MOST_CELLS
    return (
        np.zeros(most, np.int64), np.zeros(most, np.int64), np.zeros(most, np.float64), np.zeros(most, np.int64),
        np.zeros((most, MOST_STACK), np.int64), np.zeros(most, np.int64), np.zeros(most, np.int64),
        np.zeros(most, np.int64),
    )  # fmt: skip
