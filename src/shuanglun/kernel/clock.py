"""The clock is passed in, so that a test can say what time it is. All instants are aware and in UTC."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]

FACTORY_ZONE = ZoneInfo("Asia/Shanghai")


def utc_now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)


def local_day(instant: datetime, zone: ZoneInfo = FACTORY_ZONE) -> str:
    """The calendar day an instant falls on in the factory's zone, as "YYYY-MM-DD"."""
    return instant.astimezone(zone).date().isoformat()
