"""Checks a schedule against its problem from first principles.

It shares no computation with the scheduler: it reads the problem and the result only, and asks the kernel's calendars
itself. A schedule that a person has moved by hand is checked with the same eyes as one the program made.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

from shuanglun.engines.scheduling.check_facts import Facts
from shuanglun.engines.scheduling.check_machine import check_machines
from shuanglun.engines.scheduling.check_result import check_result
from shuanglun.engines.scheduling.model import After, Operation, Problem
from shuanglun.engines.scheduling.result import Schedule, Task
from shuanglun.kernel.findings import Finding


def check_schedule(problem: Problem, schedule: Schedule) -> list[Finding]:
    """Everything that is wrong with a schedule; an empty list when nothing is.

    Checked: known names, durations, calendars and blocks, no interruption of a load, no needless pause, one thing at a
    time on a machine, loads within capacity, changeovers, routes and overlaps, releases, horizon, locked tasks untouched,
    every lot either planned in full or listed, and the figures told about orders and machines. Codes: ``SCHED-...``.
    """
    facts = Facts(problem, schedule)
    known = [task for task in schedule.tasks if _known(facts, task)]
    for task in known:
        if not task.locked:
            _check_time(facts, task)
    _check_locks(facts)
    _check_routes(facts)
    check_machines(facts)
    check_result(facts)
    return facts.findings


def _known(facts: Facts, task: Task) -> bool:
    op = facts.ops.get((task.job, task.op))
    if op is None or not task.segments:
        facts.add("SCHED-UNKNOWN", task)
        return False
    if op.kind == "wait":
        fits = task.machine is None
    else:
        fits = task.machine in facts.machines and facts.centre_of[task.machine] == op.centre
        fits = fits and (not op.machines or task.machine in op.machines)
    if not fits:
        facts.add("SCHED-MACHINE", task)
    return fits


def _check_time(facts: Facts, task: Task) -> None:
    """Order and place of a task's stretches, and how long they are."""
    spans = (*task.setup, *task.segments)
    in_order = all(a.end <= b.start for a, b in pairwise(spans))
    if not in_order or any(span.end <= span.start for span in spans):
        facts.add("SCHED-SEGMENTS", task)
        return
    if task.start < facts.problem.start or task.end > facts.problem.end:
        facts.add("SCHED-HORIZON", task)
    op = facts.ops[task.job, task.op]
    if task.work_seconds != facts.standard_seconds(op, task.machine):
        facts.add("SCHED-DURATION", task)
    if op.kind == "rate":
        _check_rate(facts, task)
    elif op.kind == "batch":
        _check_load(facts, task, op)
    elif len(task.segments) != 1 or task.setup:
        facts.add("SCHED-SEGMENTS", task)


def _check_rate(facts: Facts, task: Task) -> None:
    opened = facts.open_times[task.machine or ""]
    if not all(opened.holds(span.start, span.end) for span in (*task.setup, *task.segments)):
        facts.add("SCHED-CALENDAR", task)
    elif opened.seconds(task.start, task.end) != task.setup_seconds + task.work_seconds:
        facts.add("SCHED-PAUSE", task)


def _check_load(facts: Facts, task: Task, op: Operation) -> None:
    opened = facts.open_times[task.machine or ""]
    if not all(opened.holds(span.start, span.end) for span in task.setup):
        facts.add("SCHED-CALENDAR", task)
    elif task.setup and opened.seconds(task.setup[0].start, task.setup[-1].end) != task.setup_seconds:
        facts.add("SCHED-PAUSE", task)
    if len(task.segments) != 1:
        facts.add("SCHED-INTERRUPTED", task)
        return
    run = task.segments[0]
    if op.unattended:
        blocked = facts.machines[task.machine or ""].blocked
        begun = opened.holds(run.start, run.start + timedelta(seconds=1))
        if not begun or any(span.start < run.end and run.start < span.end for span in blocked):
            facts.add("SCHED-CALENDAR", task)
    elif not opened.holds(run.start, run.end):
        facts.add("SCHED-CALENDAR", task)


def _check_locks(facts: Facts) -> None:
    def key(task: Task) -> tuple[object, ...]:
        return (task.job, task.op, task.machine, task.load, task.pieces, task.segments, task.setup)

    planned = {key(task) for task in facts.schedule.tasks if task.locked}
    wanted = {key(task) for task in facts.problem.locked}
    for task in facts.problem.locked:
        if key(task) not in planned:
            facts.add("SCHED-LOCK", task)
    for task in facts.schedule.tasks:
        if task.locked and key(task) not in wanted:
            facts.add("SCHED-LOCK", task)


def _check_routes(facts: Facts) -> None:
    for job in facts.problem.jobs:
        released = max(facts.problem.start, job.released_at or facts.problem.start)
        for op in job.operations:
            tasks = facts.by_op.get((job.id, op.code), [])
            for task in tasks:
                if not task.locked and task.start < released:
                    facts.add("SCHED-RELEASE", task)
                for link in op.after:
                    _check_after(facts, task, op, link)
            if op.kind == "wait" and tasks and not tasks[0].locked:
                _check_begins_at_once(facts, tasks[0], op)


def _check_after(facts: Facts, task: Task, op: Operation, link: After) -> None:
    earlier = facts.by_op.get((task.job, link.op), [])
    if not facts.complete(task.job, link.op):
        facts.add("SCHED-ROUTE", task)
        return
    end = max(other.end for other in earlier)
    if link.share == 100:
        if task.start < end:
            facts.add("SCHED-ROUTE", task)
        return
    done = sum(_seconds_until(other, task) for other in earlier)
    total = sum(other.work_seconds for other in earlier)
    left = sum(max(0, int((span.end - max(span.start, end)).total_seconds())) for span in task.segments)
    if done * 100 < total * link.share or left * 100 < task.work_seconds * link.share:
        facts.add("SCHED-OVERLAP", task)


def _seconds_until(earlier: Task, task: Task) -> int:
    """Work of an earlier task done when a task begins."""
    spans = ((span.start, min(span.end, task.start)) for span in earlier.segments)
    return sum(max(0, int((end - start).total_seconds())) for start, end in spans)


def _check_begins_at_once(facts: Facts, task: Task, op: Operation) -> None:
    job = facts.jobs[task.job]
    starts = [max(facts.problem.start, job.released_at or facts.problem.start)]
    starts += [other.end for link in op.after for other in facts.by_op.get((task.job, link.op), [])]
    if task.start != max(starts):
        facts.add("SCHED-WAIT", task)
