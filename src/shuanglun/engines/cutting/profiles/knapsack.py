"""The most valuable patterns of a bar: a bounded knapsack over whole numbers, one row of numpy a pack of pieces."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

LARGEST_TABLE = 8_000_000
Row = npt.NDArray[np.int64]
Pack = tuple[int, int, int, int]
"""Index of the size, pieces of it, length and value of the pack."""


def packs_of(sizes: Sequence[int], values: Sequence[int], most: Sequence[int], capacity: int) -> list[Pack]:
    """Pieces of a size in doubling packs, so that every number up to what fits is a sum of packs."""
    packs: list[Pack] = []
    for index, (size, value) in enumerate(zip(sizes, values, strict=True)):
        rest = min(most[index], capacity // size) if value > 0 else 0
        pack = 1
        while rest > 0:
            take = min(pack, rest)
            packs.append((index, take, take * size, take * value))
            rest -= take
            pack *= 2
    return packs


def _tables(packs: Sequence[Pack], capacity: int) -> list[Row]:
    """Best value within every length, with the packs before each; the last row has all."""
    rows = [np.zeros(capacity + 1, np.int64)]
    for _, _, length, value in packs:
        row = rows[-1].copy()
        np.maximum(row[length:], rows[-1][: capacity + 1 - length] + value, out=row[length:])
        rows.append(row)
    return rows


def _trace(packs: Sequence[Pack], rows: Sequence[Row], last: int, room: int, counts: list[int]) -> None:
    """Add the pieces that give ``rows[last][room]``."""
    for number in range(last, 0, -1):
        before = rows[number - 1]
        if rows[number][room] != before[room]:
            index, take, length, _ = packs[number - 1]
            counts[index] += take
            room -= length


def best_patterns(
    sizes: Sequence[int], values: Sequence[int], most: Sequence[int], capacity: int
) -> tuple[int, list[tuple[int, ...]]]:
    """The largest value in ``capacity``, its pattern, and for every size the best pattern that has it, all different."""
    packs = packs_of(sizes, values, most, capacity)
    forward = _tables(packs, capacity)
    counts = [0] * len(sizes)
    _trace(packs, forward, len(packs), capacity, counts)
    patterns = {tuple(counts): None}
    if 2 * len(packs) * capacity <= LARGEST_TABLE:
        back = packs[::-1]
        backward = _tables(back, capacity)
        seen: set[int] = set()
        for number, (index, take, length, _) in enumerate(packs):
            if index in seen:
                continue
            seen.add(index)
            after = len(packs) - 1 - number
            both = forward[number][: capacity + 1 - length] + backward[after][capacity - length :: -1]
            room = int(np.argmax(both))
            counts = [0] * len(sizes)
            counts[index] = take
            _trace(packs, forward, number, room, counts)
            _trace(back, backward, after, capacity - length - room, counts)
            patterns[tuple(counts)] = None
    return int(forward[-1][capacity]), list(patterns)
