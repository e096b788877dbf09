"""What may be read about machines: how they stand, today's rows of the board, the forecast."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from shuanglun.engines.machine_state import forecast, to_ms
from shuanglun.factory.machines.figures import DayFigures, day_figures
from shuanglun.factory.machines.ribbon import ribbon
from shuanglun.factory.machines.standing import Standing, current_piece, first_of, standings
from shuanglun.storage import Work

_LAST_STEP = "pack"  # a door is made when it is packed: the shifts of the packing line are those of the day


def shown(work: Work, standing: Standing, figures: DayFigures) -> dict[str, Any]:
    """A machine as the API shows it."""
    machine, status = standing.machine, standing.status
    return {
        "id": machine.id,
        "code": machine.code,
        "name": machine.name,
        "work_centre": machine.work_centre,
        "state": status.state,
        "mode": status.mode,
        "reason": status.reason or None,
        "since": standing.since,
        "last_seen_at": standing.last_seen_at,
        "good_today": figures.good,
        "scrap_today": figures.scrap,
        "piece": current_piece(work, standing),
    }


def list_machines(work: Work) -> list[dict[str, Any]]:
    """All machines in use and how they stand."""
    found = standings(work)
    figures = day_figures(work, found)
    return [shown(work, standing, figures[standing.machine.id]) for standing in found]


def board_rows(work: Work, start: datetime, end: datetime) -> list[dict[str, Any]]:
    """The machines as the board shows them: with the ribbon of ``[start, end)`` up to now, and availability."""
    found = standings(work)
    figures = day_figures(work, found)
    return [
        {
            **shown(work, standing, figures[standing.machine.id]),
            "ribbon": ribbon(work, standing, to_ms(start), to_ms(end)),
            "permille": figures[standing.machine.id].permille,
        }
        for standing in found
    ]


def shift_now(work: Work) -> dict[str, Any] | None:
    """The shift that runs now at the packing line, or None outside working time."""
    leading = first_of(standings(work), _LAST_STEP)
    shift = leading.machine.calendar.current_shift(work.now) if leading else None
    return {"name": shift.shift, "start": shift.start, "end": shift.end} if shift else None


def forecast_day(work: Work, made_today: int, open_units: int, start: datetime, end: datetime) -> dict[str, Any] | None:
    """How many units the day ends with, from the rate so far and the packing line's working time left; and its inputs.

    ``open_units`` are the units released and not made yet: the day cannot end with more than these and those made.

    None when nothing can be said: no working time today, or none has passed yet.
    """
    leading = first_of(standings(work), _LAST_STEP)
    spans = list(leading.machine.calendar.intervals(start, end)) if leading else []
    if leading is None or not spans:
        return None
    calendar = leading.machine.calendar
    worked = calendar.working_seconds(start, min(max(work.now, start), end))
    left = calendar.working_seconds(min(max(work.now, start), end), end)
    found = forecast(made_today, worked, left, left=open_units)
    if found.expected is None:
        return None
    return {
        "low": found.low,
        "expected": found.expected,
        "high": found.high,
        "until": spans[-1].end,
        "made": made_today,
        "open_units": open_units,
        "worked_seconds": round(worked),
        "left_seconds": round(left),
    }
