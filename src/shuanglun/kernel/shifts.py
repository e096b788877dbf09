"""Shift calendars: when a machine is meant to work.

A calendar is data: the shifts of a weekday, and days that differ (holidays, extra work). It answers two questions
exactly: which working intervals lie in a span, and when so-many working seconds from an instant have passed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from shuanglun.kernel.clock import FACTORY_ZONE


@dataclass(frozen=True, slots=True)
class Shift:
    """A named stretch of work, local time; an end at or before the start is on the next day."""

    name: str
    start: time
    end: time


def _shown(moment: time) -> str:
    """As "08:00"; seconds only where there are some, so that nothing is lost."""
    return moment.isoformat("auto" if moment.second or moment.microsecond else "minutes")


@dataclass(frozen=True, slots=True)
class WorkInterval:
    """``[start, end)`` in UTC, with the shift it belongs to and the local day that shift began."""

    start: datetime
    end: datetime
    shift: str
    day: date


@dataclass(frozen=True)
class ShiftCalendar:
    """Shifts by weekday (0 = Monday) and by exception day; an exception replaces the whole day, an empty one is a holiday."""

    weekdays: Mapping[int, tuple[Shift, ...]]
    exceptions: Mapping[date, tuple[Shift, ...]] = field(default_factory=dict)
    zone: ZoneInfo = FACTORY_ZONE

    def shifts_on(self, day: date) -> tuple[Shift, ...]:
        """The shifts that begin on a local day, in order."""
        return self.exceptions.get(day, self.weekdays.get(day.weekday(), ()))

    def intervals(self, start: datetime, end: datetime) -> Iterator[WorkInterval]:
        """Working intervals cut to ``[start, end)``, in order of time; none is empty."""
        start, end = start.astimezone(UTC), end.astimezone(UTC)
        day = start.astimezone(self.zone).date() - timedelta(days=1)
        last = end.astimezone(self.zone).date()
        while day <= last:
            for shift in self.shifts_on(day):
                begins = datetime.combine(day, shift.start, self.zone).astimezone(UTC)
                ends_on = day if shift.end > shift.start else day + timedelta(days=1)
                ends = datetime.combine(ends_on, shift.end, self.zone).astimezone(UTC)
                if max(begins, start) < min(ends, end):
                    yield WorkInterval(max(begins, start), min(ends, end), shift.name, day)
            day += timedelta(days=1)

    def working_seconds(self, start: datetime, end: datetime) -> float:
        """Seconds of working time in ``[start, end)``."""
        return sum((i.end - i.start).total_seconds() for i in self.intervals(start, end))

    def current_shift(self, instant: datetime) -> WorkInterval | None:
        """The whole shift interval that holds the instant, or None outside working time."""
        instant = instant.astimezone(UTC)
        for interval in self.intervals(instant - timedelta(days=2), instant + timedelta(days=2)):
            if interval.start <= instant < interval.end:
                return interval
        return None

    def as_dict(self) -> dict[str, Any]:
        """A form that JSON and YAML can hold; ``from_dict`` reads it back."""

        def show(shifts: tuple[Shift, ...]) -> list[dict[str, str]]:
            return [{"name": s.name, "start": _shown(s.start), "end": _shown(s.end)} for s in shifts]

        return {
            "zone": self.zone.key,
            "weekdays": {str(day): show(shifts) for day, shifts in self.weekdays.items()},
            "exceptions": {day.isoformat(): show(shifts) for day, shifts in self.exceptions.items()},
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> ShiftCalendar:
        """Read the form ``as_dict`` writes.

        Raises:
            ValueError: a time, a day or the zone cannot be read.
        """

        def read(rows: list[dict[str, str]]) -> tuple[Shift, ...]:
            return tuple(Shift(r["name"], time.fromisoformat(r["start"]), time.fromisoformat(r["end"])) for r in rows)

        return cls(
            weekdays={int(day): read(rows) for day, rows in data["weekdays"].items()},
            exceptions={date.fromisoformat(day): read(rows) for day, rows in data.get("exceptions", {}).items()},
            zone=ZoneInfo(data.get("zone", FACTORY_ZONE.key)),
        )
