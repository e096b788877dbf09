"""Today as the factory means it: its local calendar day as an interval of instants."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from shuanglun.kernel.clock import FACTORY_ZONE


@dataclass(frozen=True, slots=True)
class Today:
    """A local day and the instants it begins and ends."""

    day: date
    start: datetime
    end: datetime

    @classmethod
    def at(cls, now: datetime) -> Today:
        """The day an instant falls on."""
        day = now.astimezone(FACTORY_ZONE).date()
        start = datetime.combine(day, time(), FACTORY_ZONE).astimezone(UTC)
        end = datetime.combine(day + timedelta(days=1), time(), FACTORY_ZONE).astimezone(UTC)
        return cls(day, start, end)
