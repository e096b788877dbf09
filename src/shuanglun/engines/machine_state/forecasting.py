"""How many pieces a shift will end with, and how far off that may be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, sqrt

_EIGHTY_PERCENT = 1.2816
_FEWEST_SLOTS = 4


@dataclass(frozen=True, slots=True)
class Forecast:
    """The count at the end of the shift: expected, and a range it lies in about eight times of ten.

    ``expected`` and ``high`` are None while nothing has been worked: then there is nothing to go by.
    """

    done: int
    low: int
    expected: int | None
    high: int | None


def forecast(
    done: int, worked_seconds: float, remaining_seconds: float, slots: Sequence[int] = (), left: int | None = None
) -> Forecast:
    """Carry the rate of the shift so far on to its end.

    ``slots`` are the counts in equal pieces of the working time so far: how unevenly they came widens the range (stops,
    set-up). Without enough of them pieces are taken as three times as uneven as pure chance. The range holds the chance of
    what is to come and the doubt about the rate itself, which is why it is wide early in a shift. Rounded outward.
    ``left`` is how many there are still to do, where that is known: nobody makes more than there is.
    """
    if remaining_seconds <= 0:
        return Forecast(done, done, done, done)
    if worked_seconds <= 0:
        return Forecast(done, done, None, None)
    share = remaining_seconds / worked_seconds
    more = done * share
    spread = sqrt(_unevenness(slots) * (done + 0.5) * share * (1 + share))
    low, high = more - _EIGHTY_PERCENT * spread, more + _EIGHTY_PERCENT * spread
    most = ceil(high) if left is None else left
    return Forecast(
        done, done + min(max(0, floor(low)), most), done + min(floor(more + 0.5), most), done + min(ceil(high), most)
    )


def _unevenness(slots: Sequence[int]) -> float:
    """Variance over mean of the slot counts, 1 for pure chance; never taken as less than half of that."""
    total = sum(slots)
    if len(slots) < _FEWEST_SLOTS or total == 0:
        return 3.0
    mean = total / len(slots)
    variance = sum((count - mean) ** 2 for count in slots) / (len(slots) - 1)
    return max(0.5, variance / mean)
