"""First plans: the largest piece left opens a bar, which is then filled as full as whole numbers allow; and best fit."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Sequence

from shuanglun.engines.cutting.profiles.core import Core, Filled


def fullest(sizes: Sequence[int], left: Sequence[int], capacity: int, first: int) -> list[int]:
    """How many pieces of every size fill ``capacity`` best with one of size ``first``, larger pieces preferred.

    Sums that can be reached are the bits of an integer; a size with many pieces enters in doubling packs.
    """
    counts = [0] * len(sizes)
    room = capacity - sizes[first]
    counts[first] = 1
    packs: list[tuple[int, int]] = []
    reached = [1]
    mask = (1 << (room + 1)) - 1
    for index, size in enumerate(sizes):
        rest = min(left[index] - (index == first), room // size)
        pack = 1
        while rest > 0:
            take = min(pack, rest)
            packs.append((index, take))
            reached.append((reached[-1] | (reached[-1] << (take * size))) & mask)
            rest -= take
            pack *= 2
        if reached[-1] >> room:
            break
    target = reached[-1].bit_length() - 1
    for position in range(len(packs) - 1, -1, -1):
        if not reached[position] >> target & 1:
            index, take = packs[position]
            counts[index] += take
            target -= take * sizes[index]
    return counts


def by_filling(core: Core, demand: Sequence[int] | None = None, copies: Sequence[int] | None = None) -> list[Filled]:
    """Fill bar after bar; of several bar types the one that costs least for what lies on it, free ones when fullest."""
    left = list(core.demand if demand is None else demand)
    stock = list(core.copies if copies is None else copies)
    plan: list[Filled] = []
    lost: set[int] = set()
    while True:
        hard = next((i for i, number in enumerate(left) if number and i not in lost), -1)
        if hard < 0:
            return plan
        best: tuple[float, float, int, list[int]] | None = None
        for bar, capacity in enumerate(core.caps):
            if stock[bar] == 0 or capacity < core.sizes[hard]:
                continue
            counts = fullest(core.sizes, left, capacity, hard)
            used = sum(size * count for size, count in zip(core.sizes, counts, strict=True))
            rate = core.prices[bar] / used, -used / capacity
            if best is None or rate < best[:2]:
                best = (*rate, bar, counts)
        if best is None:
            lost.add(hard)
            continue
        _, _, bar, counts = best
        run = min(left[i] // count for i, count in enumerate(counts) if count)
        run = run if stock[bar] < 0 else min(run, stock[bar])
        stock[bar] -= run if stock[bar] > 0 else 0
        for index, count in enumerate(counts):
            left[index] -= count * run
        plan.append(Filled(bar, tuple(counts), run))


def by_best_fit(core: Core) -> list[Filled]:
    """Best fit decreasing on the one bar type there is (the first)."""
    rooms: list[tuple[int, int]] = []
    bars: list[list[int]] = []
    for index, (size, number) in enumerate(zip(core.sizes, core.demand, strict=True)):
        for _ in range(number):
            at = bisect_left(rooms, (size, -1))
            if at < len(rooms):
                room, bar = rooms.pop(at)
            else:
                room, bar = core.caps[0], len(bars)
                bars.append([0] * len(core.sizes))
            bars[bar][index] += 1
            if room - size >= core.sizes[-1]:
                insort(rooms, (room - size, bar))
    return merged([Filled(0, tuple(counts), 1) for counts in bars])


def merged(plan: Sequence[Filled]) -> list[Filled]:
    """Equal bars as one with their runs added."""
    runs: dict[tuple[int, tuple[int, ...]], int] = {}
    for one in plan:
        key = one.bar, one.counts
        runs[key] = runs.get(key, 0) + one.run
    return [Filled(bar, counts, run) for (bar, counts), run in runs.items() if run]
