"""Figures of machines by production day: milliseconds by state, pieces, availability (profile ``iso22400-sample-1``).

A production day holds the shifts that began on a local day and the time outside shifts of that day: a night shift belongs
to the day it began. Availability = APT / PBT (ISO 22400-2): time WORKING within shifts over shift time that has passed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import func, select, tuple_

from shuanglun.engines.machine_state import TimeKey, add_sums, recompute, to_ms
from shuanglun.factory.machines.standing import Standing
from shuanglun.factory.machines.tables import machine_counts, machine_rollups
from shuanglun.kernel.shifts import ShiftCalendar
from shuanglun.storage import Work

PROFILE = "iso22400-sample-1"


def production_day(calendar: ShiftCalendar, now: datetime) -> date:
    """The day the present shift began, or the local day outside shifts."""
    shift = calendar.current_shift(now)
    return shift.day if shift else now.astimezone(calendar.zone).date()


def day_bounds(calendar: ShiftCalendar, day: date) -> tuple[datetime, datetime]:
    """From midnight, or the end of the night shift before, to the next midnight, or the end of the day's night shift."""
    return _end_of(calendar, day - timedelta(days=1)), _end_of(calendar, day)


def _end_of(calendar: ShiftCalendar, day: date) -> datetime:
    midnight = datetime.combine(day + timedelta(days=1), time(), calendar.zone).astimezone(UTC)
    around = calendar.intervals(midnight - timedelta(hours=1), midnight + timedelta(days=2))
    return max([midnight, *(i.end for i in around if i.day == day)])


def working_ms(calendar: ShiftCalendar, day: date, until: datetime) -> int:
    """Shift time of a production day up to an instant, milliseconds."""
    start, end = day_bounds(calendar, day)
    spans = calendar.intervals(start, min(end, until))
    return sum(to_ms(i.end) - to_ms(i.start) for i in spans if i.day == day)


@dataclass
class DayFigures:
    """What a machine did on a production day, up to now."""

    day: date
    pbt_ms: int
    times: dict[TimeKey, int] = field(default_factory=dict)
    good: int = 0
    scrap: int = 0
    questions: int = 0

    @property
    def apt_ms(self) -> int:
        """Time WORKING within shifts."""
        return sum(ms for key, ms in self.times.items() if key.shift and key.state == "WORKING")

    @property
    def permille(self) -> int | None:
        """Availability in thousandths, rounded half up; None before the first shift began."""
        return (self.apt_ms * 2000 + self.pbt_ms) // (self.pbt_ms * 2) if self.pbt_ms else None

    def by_state(self) -> dict[str, int]:
        """Milliseconds by state, inside and outside shifts."""
        found: dict[str, int] = {}
        for key, ms in self.times.items():
            found[key.state] = found.get(key.state, 0) + ms
        return found


def day_figures(work: Work, found: Sequence[Standing], day: date | None = None) -> dict[str, DayFigures]:
    """Figures of machines on a day, or each on its present production day; the open stretch up to now is included."""
    figures = {}
    for standing in found:
        calendar = standing.machine.calendar
        which = day or production_day(calendar, work.now)
        figures[standing.machine.id] = DayFigures(which, working_ms(calendar, which, work.now))
    _add_stored(work, figures)
    for standing in found:
        one = figures[standing.machine.id]
        machine = standing.machine
        open_sums = recompute(standing.tail, machine.calendar, machine.settings, standing.now_ms)
        add_sums(one.times, {key: ms for key, ms in open_sums.times.items() if key.day == one.day.isoformat()})
    return figures


def _add_stored(work: Work, figures: dict[str, DayFigures]) -> None:
    wanted = [(machine_id, one.day) for machine_id, one in figures.items()]
    if not wanted:
        return
    t, c = machine_rollups.c, machine_counts.c
    times = select(machine_rollups).where(t.tenant_id == work.tenant_id, tuple_(t.machine_id, t.day).in_(wanted))
    for row in work.all(times):
        key = TimeKey(row["day"].isoformat(), row["shift"], row["state"], row["mode"], row["reason"])
        add_sums(figures[row["machine_id"]].times, {key: row["milliseconds"]})
    query = (
        select(c.machine_id, *(func.sum(c[name]).label(name) for name in ("good", "scrap", "questions")))
        .where(c.tenant_id == work.tenant_id, tuple_(c.machine_id, c.day).in_(wanted))
        .group_by(c.machine_id)
    )
    for row in work.all(query):
        one = figures[row["machine_id"]]
        one.good, one.scrap, one.questions = int(row["good"]), int(row["scrap"]), int(row["questions"])
