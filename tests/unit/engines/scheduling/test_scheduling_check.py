"""The check finds every kind of fault that is put into a good schedule."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from shuanglun.engines.scheduling import (
    After,
    Job,
    Machine,
    Order,
    Problem,
    SetupRule,
    Span,
    Task,
    check_schedule,
    schedule,
)
from shuanglun.kernel.findings import has_stop
from support.factory_floor import HOUR, WHOLE_DAY, at, batch, calendar, centre, one, rate, wait

EVERY_DAY = calendar(WHOLE_DAY)
ROUTE = (
    rate("saw", "SAW", HOUR, family="oak"),
    rate("mill", "MILL", 2 * HOUR, After("saw", 50)),
    batch("press", "PRESS", 2 * HOUR, "mill", pieces=6, capacity=4),
    wait("cure", 3 * HOUR, "press"),
    rate("pack", "PACK", HOUR, "cure"),
)
PROBLEM = Problem(
    at(2, 8),
    at(9, 0),
    (
        centre("SAW", Machine("SAW", EVERY_DAY, family="white"), Machine("SAW-2", EVERY_DAY, available_from=at(8, 8))),
        one("MILL", EVERY_DAY),
        one("PRESS", EVERY_DAY),
        one("PACK", EVERY_DAY),
    ),
    (Job("L1", ROUTE, ("D1",)), Job("L2", ROUTE, ("D2",), released_at=at(2, 9))),
    (Order("D1", at(2, 16)), Order("D2", at(6, 17))),
    (SetupRule("*", "*", 30),),
)
GOOD = schedule(PROBLEM, changes=0)


def moved(task, hours):
    by = timedelta(hours=hours)

    def shift(spans):
        return tuple(Span(span.start + by, span.end + by) for span in spans)

    return replace(task, segments=shift(task.segments), setup=shift(task.setup))


def codes(change, job="L2", op="saw", load=None):
    """Which codes the check finds when one task is changed (dropped when the change gives None)."""
    tasks = []
    for task in GOOD.tasks:
        if (task.job, task.op) == (job, op) and load in (None, task.load):
            tasks += change(task)
        else:
            tasks.append(task)
    return {finding.code for finding in check_schedule(PROBLEM, replace(GOOD, tasks=tuple(tasks)))}


def test_the_good_schedule_has_no_finding():
    assert check_schedule(PROBLEM, GOOD) == []


def stretched(task):
    last = task.segments[-1]
    return [replace(task, segments=(*task.segments[:-1], Span(last.start, last.end + timedelta(minutes=1))))]


def paused(task):
    first = task.segments[0]
    middle, by = first.start + timedelta(minutes=5), timedelta(minutes=10)
    rest = tuple(Span(span.start + by, span.end + by) for span in task.segments[1:])
    return [replace(task, segments=(Span(first.start, middle), Span(middle + by, first.end + by), *rest))]


@pytest.mark.parametrize(
    ("code", "change", "where"),
    [
        ("SCHED-UNKNOWN", lambda t: [replace(t, op="x")], {}),
        ("SCHED-UNKNOWN", lambda t: [replace(t, segments=())], {}),
        ("SCHED-MACHINE", lambda t: [replace(t, machine="PACK")], {}),
        ("SCHED-MACHINE", lambda t: [replace(t, machine=None)], {}),
        ("SCHED-SEGMENTS", lambda t: [replace(t, segments=t.segments * 2)], {}),
        ("SCHED-SEGMENTS", lambda t: [replace(t, segments=(Span(t.end, t.start),))], {"op": "pack"}),
        ("SCHED-HORIZON", lambda t: [moved(t, -24)], {"job": "L1"}),
        ("SCHED-HORIZON", lambda t: [moved(t, 24 * 9)], {"op": "pack"}),
        ("SCHED-DURATION", stretched, {}),
        ("SCHED-DURATION", stretched, {"op": "cure"}),
        ("SCHED-CALENDAR", lambda t: [moved(t, 12)], {"op": "pack"}),
        ("SCHED-CALENDAR", lambda t: [moved(t, 8)], {"op": "press", "load": 2}),
        ("SCHED-CALENDAR", lambda t: [replace(t, machine="SAW-2")], {}),
        ("SCHED-PAUSE", paused, {"op": "pack"}),
        ("SCHED-INTERRUPTED", paused, {"op": "press"}),
        ("SCHED-LOCK", lambda t: [replace(t, locked=True)], {}),
        ("SCHED-RELEASE", lambda t: [moved(t, -1)], {}),
        ("SCHED-ROUTE", lambda t: [moved(t, -24)], {"op": "pack"}),
        ("SCHED-ROUTE", lambda _: [], {}),
        ("SCHED-OVERLAP", lambda t: [moved(t, -0.25)], {"job": "L1", "op": "mill"}),
        ("SCHED-WAIT", lambda t: [moved(t, 1)], {"op": "cure"}),
        ("SCHED-TWICE", lambda t: [t, moved(t, 48)], {"op": "pack"}),
        ("SCHED-TWICE", lambda t: [replace(t, pieces=5)], {"op": "press", "load": 2}),
        ("SCHED-MISSING", lambda _: [], {"op": "pack"}),
        ("SCHED-MISSING", lambda _: [], {"op": "press", "load": 2}),
        ("SCHED-CAPACITY", lambda t: [moved(t, -0.5)], {}),
        ("SCHED-LOAD", lambda t: [replace(t, pieces=5)], {"op": "press", "load": 1}),
        ("SCHED-LOAD", lambda t: [t, replace(t, job="L1")], {"op": "press", "load": 1}),
        ("SCHED-SETUP", lambda t: [replace(t, setup=())], {"job": "L1"}),
        ("SCHED-ORDER", lambda t: [moved(t, 1)], {"op": "pack"}),
        ("SCHED-FIGURES", lambda t: [moved(t, 1)], {"op": "pack"}),
    ],
)  # fmt: skip
def test_a_fault_is_found(code, change, where):
    assert code in codes(change, **where)


def test_a_chain_of_causes_that_does_not_add_up_is_found():
    first = GOOD.order("D1")
    short = replace(first, causes=first.causes[1:])
    changed = replace(GOOD, orders=(short, *GOOD.orders[1:]))
    assert first.late
    assert {f.code for f in check_schedule(PROBLEM, changed)} == {"SCHED-ORDER"}


def test_a_block_keeps_unattended_loads_away():
    job = Job("L1", (batch("press", "PRESS", 10 * HOUR, unattended=True),))
    free = Problem(at(2, 8), at(9, 0), (one("PRESS", EVERY_DAY),), (job,))
    blocked = replace(free, centres=(one("PRESS", EVERY_DAY, blocked=(Span(at(2, 17, 30), at(2, 18)),)),))
    assert {f.code for f in check_schedule(blocked, schedule(free, changes=0))} == {"SCHED-CALENDAR"}


@pytest.mark.parametrize(
    ("code", "setup"),
    [
        ("SCHED-CALENDAR", (Span(at(2, 7), at(2, 7, 30)),)),
        ("SCHED-PAUSE", (Span(at(2, 8), at(2, 8, 15)), Span(at(2, 9), at(2, 9, 15)))),
    ],
)
def test_a_load_s_changeover_keeps_to_the_shift_and_makes_no_pause(code, setup):
    job = Job("L1", (batch("press", "PRESS", HOUR, family="hot"),), released_at=at(2, 12))
    problem = Problem(at(2, 6), at(9, 0), (one("PRESS", EVERY_DAY),), (job,), setups=(SetupRule("*", "*", 30),))
    good = schedule(problem, changes=0)
    (task,) = good.tasks
    found = check_schedule(problem, replace(good, tasks=(replace(task, setup=setup),)))
    assert code in {finding.code for finding in found}


def test_a_wait_in_two_parts_is_found():
    assert "SCHED-SEGMENTS" in codes(paused, op="cure")


def test_a_missing_lock_is_found():
    task = Task("L1", "pack", "PACK", (Span(at(5, 8), at(5, 9)),))
    assert "SCHED-LOCK" in {f.code for f in check_schedule(replace(PROBLEM, locked=(task,)), GOOD)}


def test_a_finding_says_what_where_and_what_to_do():
    task = moved(GOOD.tasks[-1], 12)
    findings = check_schedule(PROBLEM, replace(GOOD, tasks=(*GOOD.tasks[:-1], task)))
    finding = next(f for f in findings if f.code == "SCHED-CALENDAR")
    assert finding.what.zh == "任务排在停班或停机时间：PACK L2/pack"
    assert finding.where.field == "PACK L2/pack"
    assert finding.todo.en.startswith("schedule again")
    assert has_stop(findings)
