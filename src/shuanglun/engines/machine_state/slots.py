"""The time axis cut at shift boundaries and local midnights, so that every millisecond has one day and one shift."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from shuanglun.kernel.shifts import ShiftCalendar

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_LARGEST_CACHE = 4000


class Slot(NamedTuple):
    """``[start_ms, end_ms)`` lies in one day and shift; ``key`` is (local day, shift), the shift "" outside working time."""

    start_ms: int
    end_ms: int
    key: tuple[str, str]


def to_ms(instant: datetime) -> int:
    """Whole milliseconds since 1970, rounded down."""
    return (instant - _EPOCH) // _MILLISECOND


def from_ms(value: int) -> datetime:
    """The instant, aware, in UTC."""
    return _EPOCH + timedelta(milliseconds=value)


class Slots:
    """Looks up slots, and remembers the days it has cut. A night shift belongs to the day it began."""

    def __init__(self, calendar: ShiftCalendar) -> None:
        self._calendar = calendar
        self._days: dict[date, list[Slot]] = {}
        self._last = Slot(0, 0, ("", ""))

    def at(self, ms: int) -> Slot:
        """The slot an instant lies in."""
        last = self._last
        if last.start_ms <= ms < last.end_ms:
            return last
        day = from_ms(ms).astimezone(self._calendar.zone).date()
        slots = self._days.get(day)
        if slots is None:
            if len(self._days) >= _LARGEST_CACHE:
                self._days.clear()
            slots = self._days[day] = list(self._cut(day))
        self._last = slots[bisect_right(slots, ms, key=lambda slot: slot.start_ms) - 1]
        return self._last

    def over(self, start: int, end: int) -> Iterator[tuple[tuple[str, str], int]]:
        """Keys and milliseconds of ``[start, end)``."""
        while start < end:
            slot = self.at(start)
            until = min(end, slot.end_ms)
            yield slot.key, until - start
            start = until

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(0), self._calendar.zone).astimezone(UTC)

    def _cut(self, day: date) -> Iterator[Slot]:
        """The slots of a local day. Where shifts overlap, the earlier keeps the time."""
        start, end = self._midnight(day), self._midnight(day + timedelta(days=1))
        cursor, last = to_ms(start), to_ms(end)
        outside = (day.isoformat(), "")
        for work in self._calendar.intervals(start, end):
            begins, ends = max(to_ms(work.start), cursor), to_ms(work.end)
            if begins > cursor:
                yield Slot(cursor, begins, outside)
            if ends > begins:
                yield Slot(begins, ends, (work.day.isoformat(), work.shift))
                cursor = ends
        if cursor < last:
            yield Slot(cursor, last, outside)
