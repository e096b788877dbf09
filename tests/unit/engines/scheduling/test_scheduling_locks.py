"""Locked tasks stay where they are, and the rest is planned around them."""

from __future__ import annotations

from shuanglun.engines.scheduling import Job, Problem, SetupRule, Span, Task, check_schedule, schedule
from support.factory_floor import HOUR, WHOLE_DAY, at, batch, calendar, one, rate, wait

EVERY_DAY = calendar(WHOLE_DAY)
SAW = one("SAW", EVERY_DAY)


def saw_lot(name, hours=1, family=None):
    return Job(name, (rate("a", "SAW", hours * HOUR, family=family),))


def solve(jobs, locked, centres=(SAW,), setups=()):
    problem = Problem(at(2, 8), at(20, 0), tuple(centres), tuple(jobs), (), tuple(setups), tuple(locked))
    result = schedule(problem, changes=5)
    assert check_schedule(problem, result) == []
    return result


def lock(job, start, end, op="a", machine="SAW", **more):
    return Task(job, op, machine, (Span(start, end),), locked=True, **more)


def test_a_locked_task_stays_and_others_fill_the_time_before_and_after():
    result = solve([saw_lot("L1"), saw_lot("L2"), saw_lot("L3")], [lock("L3", at(2, 9), at(2, 10))])
    assert [(t.job, t.start) for t in result.tasks] == [("L1", at(2, 8)), ("L3", at(2, 9)), ("L2", at(2, 10))]


def test_what_does_not_fit_before_a_lock_comes_after_it():
    result = solve([saw_lot("L1", 2), saw_lot("L3")], [lock("L3", at(2, 9), at(2, 10))])
    assert [(t.job, t.start) for t in result.tasks] == [("L3", at(2, 9)), ("L1", at(2, 10))]


def test_a_task_that_is_already_running_keeps_its_machine():
    result = solve([saw_lot("L1"), saw_lot("L3", 2)], [lock("L3", at(2, 7, 30), at(2, 9, 30))])
    assert [(t.job, t.start) for t in result.tasks] == [("L3", at(2, 7, 30)), ("L1", at(2, 9, 30))]


def test_another_family_may_not_come_between_when_the_lock_has_no_changeover():
    jobs = [saw_lot("L1", 1, "white"), saw_lot("L3", 1, "oak")]
    centres = [one("SAW", EVERY_DAY, family="oak")]
    result = solve(jobs, [lock("L3", at(2, 12), at(2, 13))], centres, [SetupRule("*", "*", 10)])
    assert [(t.job, t.start) for t in result.tasks] == [("L3", at(2, 12)), ("L1", at(2, 13))]


def test_a_lock_with_its_changeover_lets_another_family_come_before():
    jobs = [saw_lot("L1", 1, "white"), saw_lot("L3", 1, "oak")]
    locked = lock("L3", at(2, 12), at(2, 13), setup=(Span(at(2, 11, 50), at(2, 12)),))
    result = solve(jobs, [locked], [one("SAW", EVERY_DAY, family="oak")], [SetupRule("*", "*", 10)])
    assert [(t.job, t.start) for t in result.tasks] == [("L1", at(2, 8)), ("L3", at(2, 11, 50))]


def test_what_comes_after_a_locked_wait_waits_for_it():
    job = Job("L1", (rate("a", "SAW", HOUR), wait("cure", 4 * HOUR, "a"), rate("b", "SAW", HOUR, "cure")))
    locked = [lock("L1", at(2, 8), at(2, 9)), lock("L1", at(2, 9), at(2, 13), "cure", None)]
    result = solve([job], locked)
    assert result.tasks[-1].start == at(2, 13)


def test_loads_left_of_a_partly_locked_lot_are_planned():
    job = Job("L1", (batch("a", "SAW", 2 * HOUR, pieces=10, capacity=4),))
    result = solve([job], [lock("L1", at(2, 8), at(2, 10), load=1, pieces=4)])
    assert [(t.load, t.pieces, t.start, t.locked) for t in result.tasks] == [
        (1, 4, at(2, 8), True),
        (2, 4, at(2, 10), False),
        (3, 2, at(2, 12), False),
    ]


def test_a_lock_that_breaks_the_route_is_reported_by_the_check():
    job = Job("L1", (rate("a", "SAW", 2 * HOUR), rate("b", "SAW", HOUR, "a")))
    problem = Problem(at(2, 8), at(20, 0), (SAW,), (job,), locked=(lock("L1", at(2, 8), at(2, 9), "b"),))
    codes = {finding.code for finding in check_schedule(problem, schedule(problem, changes=0))}
    assert codes == {"SCHED-ROUTE"}
