"""All patterns a plan of a given price can have: those whose loss against proven prices is not above the slack."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import ceil

import numpy as np
import numpy.typing as npt

from shuanglun.engines.cutting.profiles.core import Core, Counts

MOST_NODES = 1_500_000
LARGEST_TABLE = 20_000_000


def patterns_within(
    core: Core, values: Sequence[int], least: Sequence[int], most: int, stop: Callable[[], bool]
) -> list[tuple[int, Counts]] | None:
    """For every bar the largest patterns worth ``least[bar]`` or more; None when there are more than ``most``.

    Only patterns are listed that no piece still wanted could be added to: a plan that cuts a part of such a pattern can cut
    the whole of it, and one piece is then cut too often.
    """
    found: list[tuple[int, Counts]] = []
    nodes = MOST_NODES
    for bar, capacity in enumerate(core.caps):
        if core.copies[bar] == 0:
            continue
        if (len(core.sizes) + 1) * (capacity + 1) > LARGEST_TABLE:
            return None
        listing = _Listing(core, values, capacity, least[bar], most - len(found), nodes, stop)
        if not listing.run():
            return None
        nodes = listing.nodes
        found += [(bar, counts) for counts in listing.found]
    return found


def slack_of(core: Core, values: Sequence[int], scale: Fraction, price: int, fine: int) -> list[int] | None:
    """The least worth of a pattern of every bar in a plan that costs ``price`` or less; None with limited bars that count.

    A plan's losses add up to its price less the worth of what is wanted, in the units of ``values``.
    """
    if any(copies > 0 for copies in core.copies):
        return None
    worth = sum(number * value for number, value in zip(core.demand, values, strict=True))
    slack = scale * price * fine - worth
    return [ceil(scale * one * fine - slack) for one in core.prices]


class _Listing:
    """A depth-first walk over the sizes with the best worth still possible as its bound."""

    def __init__(
        self,
        core: Core,
        values: Sequence[int],
        capacity: int,
        least: int,
        most: int,
        nodes: int,
        stop: Callable[[], bool],
    ) -> None:
        self.sizes, self.demand, self.values = core.sizes, core.demand, values
        self.capacity, self.least, self.most, self.nodes, self.stop = capacity, least, most, nodes, stop
        self.found: list[Counts] = []
        self.counts = [0] * len(self.sizes)
        self.rest = self._rest()

    def _rest(self) -> list[list[int]]:
        """``rest[k][room]``: the most that sizes from the k-th on are worth within ``room``."""
        row: npt.NDArray[np.int64] = np.zeros(self.capacity + 1, np.int64)
        rows = [row]
        for size, value, number in zip(self.sizes[::-1], self.values[::-1], self.demand[::-1], strict=True):
            row = row.copy()
            rest, pack = min(number, self.capacity // size), 1
            while rest > 0:
                take = min(pack, rest)
                length = take * size
                np.maximum(row[length:], row[: self.capacity + 1 - length] + take * value, out=row[length:])
                rest -= take
                pack *= 2
            rows.append(row)
        return [one.tolist() for one in rows[::-1]]

    def run(self) -> bool:
        """True when all were listed within the limits."""
        return self._walk(0, self.capacity, 0)

    def _walk(self, index: int, room: int, worth: int) -> bool:
        self.nodes -= 1
        if self.nodes < 0 or len(self.found) > self.most or (self.nodes % 4096 == 0 and self.stop()):
            return False
        sizes, rest = self.sizes, self.rest
        while index < len(sizes) and (sizes[index] > room or not self.demand[index]):
            index += 1
        if worth + rest[index][room] < self.least:
            return True
        if index == len(sizes):
            if self._largest(room):
                self.found.append(tuple(self.counts))
            return True
        for count in range(min(self.demand[index], room // sizes[index]), -1, -1):
            self.counts[index] = count
            if not self._walk(index + 1, room - count * sizes[index], worth + count * self.values[index]):
                return False
        return True

    def _largest(self, room: int) -> bool:
        return all(
            size > room or count >= number
            for size, count, number in zip(self.sizes, self.counts, self.demand, strict=True)
        )
