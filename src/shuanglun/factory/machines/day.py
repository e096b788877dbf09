"""One machine on one day: intervals, figures with their inputs, the last events."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from shuanglun.engines.machine_state import STATES, from_ms, to_ms
from shuanglun.factory.machines.errors import machine_not_found
from shuanglun.factory.machines.figures import PROFILE, DayFigures, day_bounds, day_figures, production_day
from shuanglun.factory.machines.queries import shown
from shuanglun.factory.machines.ribbon import whole
from shuanglun.factory.machines.standing import standings
from shuanglun.factory.machines.tables import machine_events
from shuanglun.kernel.text import Text
from shuanglun.storage import Work

EVENTS_SHOWN = 200
_AVAILABILITY = Text(
    "时间开动率 = 班内加工时间 APT ÷ 已过班次时间 PBT",
    "availability = time working within shifts (APT) ÷ shift time passed (PBT)",
)


def machine_day(work: Work, machine_id: str, day: date | None = None) -> dict[str, Any]:
    """A machine's production day (the present one without ``day``), up to now.

    Raises:
        NotFound: the factory has no such machine.
    """
    standing = next(iter(standings(work, machine_id)), None)
    if standing is None:
        raise machine_not_found()
    calendar = standing.machine.calendar
    which = day or production_day(calendar, work.now)
    start, end = day_bounds(calendar, which)
    figures = day_figures(work, [standing], which)[machine_id]
    held = figures.by_state()
    passed = max(0, to_ms(min(end, work.now)) - to_ms(start))
    held["UNKNOWN"] = passed - sum(ms for state, ms in held.items() if state != "UNKNOWN")
    return {
        "machine": shown(work, standing, day_figures(work, [standing])[machine_id]),
        "day": which,
        "window": {"start": start, "end": end},
        "shifts": [
            {"name": s.shift, "start": s.start, "end": s.end} for s in calendar.intervals(start, end) if s.day == which
        ],
        "intervals": [
            {
                "start": from_ms(i.start_ms),
                "end": from_ms(i.end_ms),
                **i.status._asdict(),
                "reason": i.status.reason or None,
            }
            for i in whole(work, standing, to_ms(start), to_ms(end))
        ],
        "milliseconds": {state: held.get(state, 0) for state in STATES},
        "good": figures.good,
        "scrap": figures.scrap,
        "questions": figures.questions,
        "events": _last_events(work, machine_id, which_window=(start, end)),
        "availability": _availability(figures),
        "profile": PROFILE,
    }


def _availability(figures: DayFigures) -> dict[str, Any]:
    return {
        "apt_ms": figures.apt_ms,
        "pbt_ms": figures.pbt_ms,
        "permille": figures.permille,
        "text": _AVAILABILITY.as_dict(),
    }


def _last_events(work: Work, machine_id: str, which_window: tuple[Any, Any]) -> list[dict[str, Any]]:
    """The newest first, with how late each came."""
    columns = ("ts", "received_at", "state", "mode", "reason", "good", "scrap", "piece")
    query = (
        select(machine_events)
        .where(machine_events.c.tenant_id == work.tenant_id, machine_events.c.machine_id == machine_id)
        .where(machine_events.c.ts >= which_window[0], machine_events.c.ts < which_window[1])
        .order_by(machine_events.c.ts.desc(), machine_events.c.log_offset.desc())
        .limit(EVENTS_SHOWN)
    )
    return [
        {
            **{name: row[name] for name in columns},
            "late_ms": max(0, to_ms(row["received_at"]) - to_ms(row["ts"])),
        }
        for row in work.all(query)
    ]
