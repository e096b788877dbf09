"""From one operation of a lot to the next: from when on may the next begin."""

from __future__ import annotations

from shuanglun.engines.scheduling.shop import Op, Parts
from shuanglun.engines.scheduling.worktime import instant_of


def handover(work: Parts, later: Op, share: int) -> int:
    """From when on ``later`` may begin after an operation worked in the stretches ``work``.

    At the end; with an overlap, when its share is done, but so late that even on the swiftest machine and without a
    break the last share of ``later`` is done after the end. It is a safe rule: a break within the overlap makes
    ``later`` wait a little longer than it had to.
    """
    end = work[-1][1]
    if share == 100:
        return end
    total = sum(stop - start for start, stop in work)
    first = instant_of(work, -(-total * share // 100))
    return max(first, end - later.swiftest * (100 - share) // 100)


def loads_of(pieces: int, capacity: int) -> int:
    """How many loads the pieces need."""
    return -(-pieces // capacity)
