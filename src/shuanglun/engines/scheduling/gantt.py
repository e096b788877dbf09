"""A schedule as plain text: one chart a day, then each machine's list, as it can hang on the wall by the saw."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from shuanglun.engines.scheduling.model import Machine, Problem
from shuanglun.engines.scheduling.result import Schedule, Task

_SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_CELL = timedelta(minutes=30)
_DAYS = {
    "zh": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
_LEGEND = {
    "zh": "= 换型   . 空闲   空白 停班   每格 30 分",
    "en": "= changeover   . idle   blank: no shift   a cell is 30 min",
}
_CHANGE = {"zh": "换型", "en": "changeover"}


def text_gantt(problem: Problem, schedule: Schedule, *, language: str = "zh") -> str:
    """The chart and the lists; times are the factory's. A cell shows what holds most of it, of two equals the earlier."""
    language = "en" if language == "en" else "zh"
    return "\n".join([*_chart(problem, schedule, language), *_lists(problem, schedule, language), ""])


def _chart(problem: Problem, schedule: Schedule, language: str) -> Iterator[str]:
    signs = {job.id: _SIGNS[number % len(_SIGNS)] for number, job in enumerate(problem.jobs)}
    machines = [machine for centre in problem.centres for machine in centre.machines]
    width = max((len(machine.code) for machine in machines), default=0)
    yield "  ".join(f"{sign}={job}" for job, sign in signs.items())
    yield _LEGEND[language]
    for midnight in _midnights(problem, schedule):
        day = _DAYS[language][midnight.weekday()]
        yield ""
        yield f"{midnight:%Y-%m-%d} {day}"
        yield " " * (width + 2) + "".join(f"{hour:02}  " for hour in range(0, 24, 2))
        for machine in machines:
            yield f"{machine.code:<{width}} |{_row(schedule.tasks_on(machine.code), machine, midnight, signs)}|"


def _midnights(problem: Problem, schedule: Schedule) -> Iterator[datetime]:
    """Every local day of the schedule on which a machine does something."""
    on_machines = [task for task in schedule.tasks if task.machine is not None]
    if not on_machines:
        return
    first = min(task.start for task in on_machines).astimezone(problem.zone)
    last = max(task.end for task in on_machines)
    midnight = first.replace(hour=0, minute=0, second=0)
    while midnight < last:
        if any(task.start < midnight + timedelta(days=1) and midnight < task.end for task in on_machines):
            yield midnight
        midnight += timedelta(days=1)


def _row(tasks: tuple[Task, ...], machine: Machine, midnight: datetime, signs: dict[str, str]) -> str:
    cells = [" "] * 48
    for shift in machine.calendar.intervals(midnight, midnight + timedelta(days=1)):
        _paint(cells, midnight, shift.start, shift.end, ".")
    for task in tasks:
        for span in task.segments:
            _paint(cells, midnight, span.start, span.end, signs[task.job])
        for span in task.setup:
            _paint(cells, midnight, span.start, span.end, "=")
    return "".join(cells)


def _paint(cells: list[str], midnight: datetime, start: datetime, end: datetime, sign: str) -> None:
    """Fill the cells whose middle lies in the span."""
    for number in range(len(cells)):
        middle = midnight + _CELL * number + _CELL / 2
        if start <= middle < end:
            cells[number] = sign


def _lists(problem: Problem, schedule: Schedule, language: str) -> Iterator[str]:
    for centre in problem.centres:
        for machine in centre.machines:
            yield ""
            yield machine.code
            for task in schedule.tasks_on(machine.code):
                yield "  " + _line(problem, task, language)
    yield ""
    for outcome in schedule.orders:
        yield outcome.reason.in_language(language)
    for entry in schedule.unscheduled:
        yield entry.text.in_language(language)


def _line(problem: Problem, task: Task, language: str) -> str:
    job = next(job for job in problem.jobs if job.id == task.job)
    label = next(op.label for op in job.operations if op.code == task.op).in_language(language)
    start, end = task.start.astimezone(problem.zone), task.end.astimezone(problem.zone)
    load = f" #{task.load} ×{task.pieces}" if task.load else ""
    change = f"  ({_CHANGE[language]} {task.setup_seconds // 60} min)" if task.setup else ""
    lock = " *" if task.locked else ""
    return f"{start:%m-%d %H:%M} – {end:%m-%d %H:%M}  {task.job} {label}{load}{change}{lock}"
