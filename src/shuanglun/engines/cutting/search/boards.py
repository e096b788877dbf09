"""One board: strips chosen one above the other by how well strip and remaining height are used."""

from __future__ import annotations

from typing import Any

from shuanglun.engines.cutting.search.dice import below, share
from shuanglun.engines.cutting.search.jit import kernel
from shuanglun.engines.cutting.search.strips import at_most, make_strip

TALLEST = 6
BY_CHANCE = 4
HALF = 1000


@kernel
def _heights(rest: int, n: int, vb: Any, vk: Any, free: Any, saw: Any, word: Any, out: Any) -> int:
    """Strip heights worth trying: the tallest that fit, some lower ones by chance, and the whole rest."""
    count = 0
    stacks = saw[0]
    least = saw[3] if saw[2] else 0
    rest = min(rest, saw[4])
    top = at_most(vb, n, rest)
    p = top
    while p >= 0 and count < TALLEST and vb[p] >= least:
        if free[vk[p]] > 0 and (count == 0 or out[count - 1] != vb[p]):
            out[count] = vb[p]
            count += 1
        p -= 1
    if count and stacks and out[0] != rest:
        out[count] = rest
        count += 1
    if p >= 0:
        for _ in range(BY_CHANCE):
            q = below(word, p + 1)
            while q >= 0 and free[vk[q]] <= 0:
                q -= 1
            if q >= 0 and vb[q] >= least:
                out[count] = vb[q]
                count += 1
    return count


@kernel
def fill_board(
    length: int, height: int, hard: int, n: int, va: Any, vb: Any, vk: Any, free: Any, worth: Any, saw: Any,
    recuts: int, noise: float, skip: int, word: Any, buffers: Any, heights: Any, held: Any, items: Any,
) -> tuple[int, float, int]:  # fmt: skip
    """Fill a board of grown ``length`` x ``height``; rows of ``items`` are (position, strip, cell).

    ``hard`` is a kind that must lie in the first strip, or -1; ``recuts`` how many may be made, below 0 for any number. What is
    placed is taken from ``free``. Returns rows, worth, and the recuts that are left.
    """
    cw, ch, cv, cn, cs, order, x, kept = buffers
    rest = height
    rows = 0
    total = 0.0
    strip = 0
    lowest = vb[0] if n > 0 else 0
    while rest >= lowest and n > 0:
        best_score = 0.0
        best_rows = 0
        best_needed = 0
        best_value = 0.0
        best_cuts = 0
        tries = 0
        if strip == 0 and hard >= 0:
            for p in range(n):
                if vk[p] == hard and vb[p] <= min(rest, saw[4]) and va[p] <= length:
                    heights[tries] = p
                    tries += 1
        forced = tries > 0
        if not forced:
            if strip == 0 and hard >= 0:
                return 0, 0.0, recuts
            tries = _heights(rest, n, vb, vk, free, saw, word, heights)
        for t in range(tries):
            first = heights[t] if forced else -1
            tall = vb[first] if forced else heights[t]
            value, needed, nc, cuts = make_strip(
                tall, length, first, n, va, vb, vk, free, worth, saw, recuts, skip, word,
                cw, ch, cv, cn, cs, order, x, kept,
            )  # fmt: skip
            if value > 0.0 and needed <= rest:
                spent = needed
                if rest - spent < lowest:
                    spent = rest
                score = value / spent * (1.0 + noise * share(word))
                if score > best_score:
                    best_score, best_needed, best_value, best_cuts = score, needed, value, cuts
                    best_rows = 0
                    cell = 0
                    for c in range(nc):
                        if kept[c]:
                            for i in range(cn[c]):
                                if rows + best_rows < items.shape[0]:
                                    held[best_rows, 0] = cs[c, i]
                                    held[best_rows, 1] = cell
                                    best_rows += 1
                            cell += 1
            for c in range(nc):
                kept[c] = 0
        if best_rows == 0:
            break
        for r in range(best_rows):
            items[rows, 0] = held[r, 0]
            items[rows, 1] = strip
            items[rows, 2] = held[r, 1]
            free[vk[held[r, 0]]] -= 1
            rows += 1
        total += best_value
        rest -= best_needed
        recuts -= best_cuts
        strip += 1
    return rows, total, recuts


@kernel
def fill_halves(
    length: int, height: int, hard: int, n: int, va: Any, vb: Any, vk: Any, free: Any, worth: Any, saw: Any,
    recuts: int, noise: float, skip: int, word: Any, buffers: Any, heights: Any, held: Any, items: Any,
) -> tuple[int, float, int]:  # fmt: skip
    """Like ``fill_board``, the board parted by a head cut behind a part's length; strips of the second half count from ``HALF``."""
    head = va[below(word, n)] if n > 0 else 0
    if head <= 0 or length - head < (vb[0] if n > 0 else 0):
        return 0, 0.0, recuts
    first, value, recuts = fill_board(
        head, height, hard, n, va, vb, vk, free, worth, saw, recuts, noise, skip, word, buffers, heights, held, items
    )
    if first == 0:
        return 0, 0.0, recuts
    room = items[first:]
    second, more, recuts = fill_board(
        length - head,
        height,
        -1,
        n,
        va,
        vb,
        vk,
        free,
        worth,
        saw,
        recuts,
        noise,
        skip,
        word,
        buffers,
        heights,
        held,
        room,
    )
    for r in range(second):
        room[r, 1] += HALF
    return first + second, value + more, recuts
