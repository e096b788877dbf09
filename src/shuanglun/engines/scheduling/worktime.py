"""A machine's working time as whole seconds from the start of the problem, made for fast questions.

Stretches that touch are one; blocked spans and the time before ``available_from`` are cut out. Every question costs a
binary search, whatever the length of the horizon.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

Stretch = tuple[int, int]


def merged(stretches: Iterable[Stretch]) -> list[Stretch]:
    """The same time without overlaps, touching stretches joined, in order."""
    result: list[Stretch] = []
    for start, end in sorted(stretches):
        if end <= start:
            continue
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result


def without(stretches: list[Stretch], holes: list[Stretch]) -> list[Stretch]:
    """``stretches`` less ``holes``; both in order and without overlaps."""
    result: list[Stretch] = []
    at = 0
    for start, end in stretches:
        while at < len(holes) and holes[at][1] <= start:
            at += 1
        look, begin = at, start
        while look < len(holes) and holes[look][0] < end:
            if holes[look][0] > begin:
                result.append((begin, holes[look][0]))
            begin = max(begin, holes[look][1])
            look += 1
        if begin < end:
            result.append((begin, end))
    return result


class WorkTime:
    """Working stretches of a machine within ``[0, horizon)``."""

    __slots__ = ("_before", "_ends", "_holes", "_long", "_starts", "horizon", "longest")

    def __init__(self, stretches: Iterable[Stretch], holes: Iterable[Stretch], horizon: int) -> None:
        self._holes = merged(holes)
        kept = without(merged(stretches), self._holes)
        self._starts = [start for start, _ in kept]
        self._ends = [end for _, end in kept]
        self._before = [0]
        for start, end in kept:
            self._before.append(self._before[-1] + end - start)
        self._long: dict[int, list[int]] = {}
        self.horizon = horizon
        self.longest = max((end - start for start, end in kept), default=0)

    def can_hold(self, seconds: int, unattended: bool) -> bool:
        """Whether a run of that many seconds fits at all, uninterrupted."""
        if unattended:
            return self.unattended(0, seconds) is not None
        return seconds <= self.longest

    def worked(self, until: int) -> int:
        """Working seconds before ``until``."""
        at = bisect_right(self._starts, until) - 1
        if at < 0:
            return 0
        return self._before[at] + min(until, self._ends[at]) - self._starts[at]

    def next_open(self, at: int) -> int | None:
        """The first working second not before ``at``."""
        index = bisect_right(self._ends, at)
        if index == len(self._ends):
            return None
        return max(at, self._starts[index])

    def advance(self, at: int, seconds: int) -> tuple[Stretch, ...] | None:
        """The stretches in which ``seconds`` of interruptible work are done, beginning not before ``at``."""
        index = bisect_right(self._ends, at)
        parts: list[Stretch] = []
        while seconds > 0:
            if index == len(self._ends):
                return None
            start = max(at, self._starts[index])
            end = min(self._ends[index], start + seconds)
            parts.append((start, end))
            seconds -= end - start
            index += 1
        return tuple(parts)

    def fit(self, at: int, seconds: int) -> int | None:
        """The earliest start of ``seconds`` of uninterrupted working time not before ``at``."""
        index = bisect_right(self._ends, at)
        if index < len(self._ends):
            start = max(at, self._starts[index])
            if start + seconds <= self._ends[index]:
                return start
        longer = self._stretches_of(seconds)
        place = bisect_right(longer, index)
        return self._starts[longer[place]] if place < len(longer) else None

    def unattended(self, at: int, seconds: int) -> int | None:
        """The earliest start in working time, not before ``at``, of a run that may go on after the shift."""
        while True:
            start = self.next_open(at)
            if start is None or start + seconds > self.horizon:
                return None
            hole = bisect_right(self._holes, (start, self.horizon))
            if hole == len(self._holes) or self._holes[hole][0] >= start + seconds:
                return start
            at = self._holes[hole][1]

    def _stretches_of(self, seconds: int) -> list[int]:
        """Indices of the stretches at least ``seconds`` long; found once a duration."""
        known = self._long.get(seconds)
        if known is None:
            lengths = enumerate(zip(self._starts, self._ends, strict=True))
            known = self._long[seconds] = [i for i, (start, end) in lengths if end - start >= seconds]
        return known


def split_off(parts: tuple[Stretch, ...], seconds: int) -> tuple[tuple[Stretch, ...], tuple[Stretch, ...]]:
    """The first ``seconds`` of the stretches, and the rest."""
    first: list[Stretch] = []
    rest: list[Stretch] = []
    for start, end in parts:
        cut = min(end, start + seconds)
        if cut > start:
            first.append((start, cut))
        if end > cut:
            rest.append((cut, end))
        seconds -= cut - start
    return tuple(first), tuple(rest)


def instant_of(parts: tuple[Stretch, ...], seconds: int) -> int:
    """When ``seconds`` (at least 1, at most all) of the stretches have passed."""
    for start, end in parts:
        if seconds <= end - start:
            return start + seconds
        seconds -= end - start
    return parts[-1][1]
