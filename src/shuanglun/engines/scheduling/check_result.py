"""The part of the check that adds up again what the result tells about lots, orders and the whole."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from shuanglun.engines.scheduling.check_facts import Facts
from shuanglun.engines.scheduling.model import Job
from shuanglun.engines.scheduling.result import OrderOutcome


def check_result(facts: Facts) -> None:
    """Lots, orders, figures."""
    listed = Counter(entry.job for entry in facts.schedule.unscheduled)
    for job in facts.problem.jobs:
        _check_lot(facts, job, listed[job.id])
    _check_orders(facts)
    _check_figures(facts)


def _check_lot(facts: Facts, job: Job, listed: int) -> None:
    full = True
    for op in job.operations:
        tasks = facts.by_op.get((job.id, op.code), [])
        full = full and facts.complete(job.id, op.code)
        pieces = sum(task.pieces for task in tasks)
        too_much = pieces > op.pieces if op.kind == "batch" else len(tasks) > 1
        if too_much or len({task.load for task in tasks}) != len(tasks):
            facts.add_about("SCHED-TWICE", f"{job.id}/{op.code}", len(tasks))
    if listed != (0 if full else 1):
        facts.add_about("SCHED-MISSING", job.id, listed)


def _finish_of_orders(facts: Facts) -> dict[str, datetime | None]:
    behind = {entry.job for entry in facts.schedule.unscheduled}
    ends: dict[str, list[datetime | None]] = {order.id: [] for order in facts.problem.orders}
    for job in facts.problem.jobs:
        tasks = [task for op in job.operations for task in facts.by_op.get((job.id, op.code), [])]
        end = None if job.id in behind or not tasks else max(task.end for task in tasks)
        for order in job.orders:
            ends[order].append(end)
    found: dict[str, datetime | None] = {}
    for order, own in ends.items():
        known = [end for end in own if end is not None]
        found[order] = max(known) if known and len(known) == len(own) else None
    return found


def _check_orders(facts: Facts) -> None:
    finishes = _finish_of_orders(facts)
    told = {outcome.order: outcome for outcome in facts.schedule.orders}
    for order in facts.problem.orders:
        outcome = told.get(order.id)
        if outcome is None or outcome.due != order.due or not _true(facts, outcome, finishes[order.id]):
            facts.add_about("SCHED-ORDER", order.id, outcome.finish if outcome else None)


def _true(facts: Facts, outcome: OrderOutcome, finish: datetime | None) -> bool:
    """Whether finish, lateness, lower bound and chain of causes agree with the tasks."""
    if finish is None or outcome.finish is None:
        return outcome.finish == finish and outcome.lateness is None
    locked = bool(facts.problem.locked)
    late = int((finish - outcome.due).total_seconds())
    told = sum(cause.seconds for cause in outcome.causes)
    chain = late <= 0 or locked or told == int((finish - facts.problem.start).total_seconds())
    bounded = outcome.earliest is not None and outcome.earliest <= finish
    return outcome.finish == finish and outcome.lateness == late and chain and (bounded or locked)


def _check_figures(facts: Facts) -> None:
    figures, tasks = facts.schedule.figures, [task for task in facts.schedule.tasks if task.segments]
    start = facts.problem.start
    lateness = [outcome.lateness for outcome in facts.schedule.orders]
    changes = {(task.machine, task.setup) for task in tasks if task.setup}
    seconds = sum(span.seconds for _, setup in changes for span in setup)
    facts_of = {
        "makespan": max((int((task.end - start).total_seconds()) for task in tasks), default=0),
        "late_orders": sum(1 for late in lateness if late is None or late > 0),
        "tardiness": sum(late for late in lateness if late is not None and late > 0),
        "setups": len(changes),
        "setup_seconds": seconds,
    }
    for name, value in facts_of.items():
        if getattr(figures, name) != value:
            facts.add_about("SCHED-FIGURES", name, value)
