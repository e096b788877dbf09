"""Shift calendars: nights, holidays, extra days, and that working time adds up."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuanglun.kernel.clock import FACTORY_ZONE
from shuanglun.kernel.shifts import Shift, ShiftCalendar

DAY = Shift("day", time(8), time(17))
NIGHT = Shift("night", time(20), time(4))
SIX_DAYS = ShiftCalendar(dict.fromkeys(range(6), (DAY,)))
NIGHTS = ShiftCalendar(dict.fromkeys(range(5), (NIGHT,)))


def local(day: int, hour: int, minute: int = 0) -> datetime:
    """March 2026 on the factory's clock; the 2nd is a Monday."""
    return datetime(2026, 3, day, hour, minute, tzinfo=FACTORY_ZONE)


def test_a_night_shift_belongs_to_the_day_it_began():
    (interval,) = NIGHTS.intervals(local(3, 0), local(3, 12))
    assert (interval.start, interval.end) == (local(3, 0), local(3, 4))
    assert (interval.day, interval.shift) == (date(2026, 3, 2), "night")


def test_the_night_from_friday_to_saturday_is_worked_the_next_is_not():
    assert NIGHTS.working_seconds(local(7, 0), local(8, 0)) == 4 * 3600
    assert NIGHTS.working_seconds(local(8, 0), local(9, 0)) == 0


def test_a_holiday_has_no_shift_and_an_extra_day_has_one():
    calendar = ShiftCalendar(dict.fromkeys(range(6), (DAY,)), {date(2026, 3, 4): (), date(2026, 3, 8): (NIGHT,)})
    assert calendar.working_seconds(local(4, 0), local(5, 0)) == 0
    assert [i.shift for i in calendar.intervals(local(8, 0), local(9, 8))] == ["night"]
    assert calendar.working_seconds(local(2, 0), local(10, 0)) == (5 * 9 + 8 + 9) * 3600


def test_a_holiday_does_not_cut_the_night_before_it():
    calendar = ShiftCalendar(dict.fromkeys(range(7), (NIGHT,)), {date(2026, 3, 4): ()})
    assert calendar.working_seconds(local(4, 0), local(5, 0)) == 4 * 3600


def test_intervals_are_cut_to_the_span_and_end_is_outside():
    (interval,) = SIX_DAYS.intervals(local(2, 9), local(2, 10))
    assert (interval.start, interval.end) == (local(2, 9), local(2, 10))
    assert list(SIX_DAYS.intervals(local(2, 17), local(3, 8))) == []
    assert interval.start.tzinfo is UTC


@pytest.mark.parametrize(
    ("instant", "shift"),
    [(local(2, 8), "day"), (local(2, 16, 59), "day"), (local(2, 17), None), (local(2, 7, 59), None)],
)
def test_the_current_shift_begins_with_its_start_and_ends_before_its_end(instant, shift):
    found = SIX_DAYS.current_shift(instant)
    assert (found.shift if found else None) == shift


def test_the_current_shift_is_whole_even_after_midnight():
    found = NIGHTS.current_shift(local(3, 3, 59))
    assert found is not None
    assert (found.start, found.end) == (local(2, 20), local(3, 4))


def test_a_shift_that_ends_when_it_starts_lasts_a_day():
    always = ShiftCalendar({day: (Shift("all", time(8), time(8)),) for day in range(7)})
    assert always.working_seconds(local(2, 0), local(9, 0)) == 7 * 86_400
    found = always.current_shift(local(3, 7, 59))
    assert found is not None
    assert (found.start, found.end) == (local(2, 8), local(3, 8))


def test_a_zone_with_summer_time_works_the_seconds_that_pass():
    berlin = ZoneInfo("Europe/Berlin")
    calendar = ShiftCalendar({6: (Shift("night", time(0), time(6)),)}, zone=berlin)
    start = datetime(2026, 3, 29, tzinfo=berlin)
    assert calendar.working_seconds(start, start + timedelta(days=1)) == 5 * 3600


def test_seconds_survive_writing_and_reading():
    calendar = ShiftCalendar({0: (Shift("odd", time(8, 0, 30), time(17)),)})
    assert calendar.as_dict()["weekdays"]["0"] == [{"name": "odd", "start": "08:00:30", "end": "17:00"}]
    assert ShiftCalendar.from_dict(calendar.as_dict()) == calendar


@pytest.mark.parametrize(
    "data",
    [
        {"weekdays": {"0": [{"name": "x", "start": "25:00", "end": "08:00"}]}},
        {"weekdays": {"monday": []}},
        {"weekdays": {}, "exceptions": {"2026-02-30": []}},
    ],
)
def test_what_cannot_be_read_is_refused(data):
    with pytest.raises(ValueError, match=r".+"):
        ShiftCalendar.from_dict(data)


moments = st.times().map(lambda t: t.replace(microsecond=0))
shifts = st.builds(Shift, st.sampled_from(["early", "late", "night"]), moments, moments)
rosters = st.lists(shifts, max_size=2).map(tuple)
days = st.dates(date(2026, 2, 20), date(2026, 3, 20))
calendars = st.builds(
    ShiftCalendar,
    st.dictionaries(st.integers(0, 6), rosters),
    st.dictionaries(days, rosters, max_size=4),
    st.sampled_from([FACTORY_ZONE, ZoneInfo("UTC")]),
)
instants = st.datetimes(datetime(2026, 3, 1), datetime(2026, 3, 12)).map(lambda d: d.replace(microsecond=0, tzinfo=UTC))  # noqa: DTZ001


@given(calendars)
def test_a_calendar_reads_back_as_written(calendar):
    assert ShiftCalendar.from_dict(json.loads(json.dumps(calendar.as_dict()))) == calendar


@given(calendars, instants, instants, instants)
def test_working_seconds_add_up(calendar, a, b, c):
    start, middle, end = sorted((a, b, c))
    parts = calendar.working_seconds(start, middle) + calendar.working_seconds(middle, end)
    assert parts == calendar.working_seconds(start, end)


@given(calendars, instants, instants)
def test_every_interval_lies_in_the_span_and_in_a_shift_of_its_day(calendar, a, b):
    start, end = min(a, b), max(a, b)
    for interval in calendar.intervals(start, end):
        assert start <= interval.start < interval.end <= end
        assert interval.shift in {shift.name for shift in calendar.shifts_on(interval.day)}
        assert interval.end - interval.start <= timedelta(days=1)


@given(calendars, instants)
def test_there_is_a_current_shift_just_when_the_next_second_is_worked(calendar, instant):
    worked = calendar.working_seconds(instant, instant + timedelta(seconds=1)) > 0
    assert (calendar.current_shift(instant) is not None) == worked
