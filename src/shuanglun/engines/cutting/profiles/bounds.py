"""Lower bounds that need no search: material, and Martello and Toth's L2."""

from __future__ import annotations

from shuanglun.engines.cutting.profiles.core import Core


def quick_bound(core: Core) -> int:
    """A proven least price where there is one unlimited bar type and no other; 0 elsewhere.

    For every threshold, pieces above capacity minus threshold need a bar each, those above half of it too, and the small
    ones what room these leave (Martello and Toth 1990, L2). With threshold 0 this is the bound by material.
    """
    if len(core.caps) != 1 or core.copies[0] >= 0:
        return 0
    capacity, price = core.caps[0], core.prices[0]
    return price * max((_threshold(core, capacity, k) for k in {0, *core.sizes} if 2 * k <= capacity), default=0)


def _threshold(core: Core, capacity: int, least: int) -> int:
    alone = half = room = small = 0
    for size, number in zip(core.sizes, core.demand, strict=True):
        if size > capacity - least:
            alone += number
        elif 2 * size > capacity:
            half += number
            room += (capacity - size) * number
        elif size >= least:
            small += size * number
    return alone + half + max(0, -(-(small - room) // capacity))
