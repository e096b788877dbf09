"""Instants as whole microseconds since 1970, UTC: exact both ways."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def microseconds(instant: datetime) -> int:
    """Whole microseconds since 1970."""
    return (instant - _EPOCH) // _MICROSECOND


def instant_of(value: int) -> datetime:
    """The aware instant of so many microseconds since 1970."""
    return _EPOCH + timedelta(microseconds=value)
