"""The part of the check that looks along each machine: one thing at a time, loads, changeovers."""

from __future__ import annotations

from fnmatch import fnmatchcase

from shuanglun.engines.scheduling.check_facts import Facts
from shuanglun.engines.scheduling.result import Task


def check_machines(facts: Facts) -> None:
    """Walk along every machine in order of time."""
    for machine, tasks in facts.by_machine.items():
        runs = _runs(sorted(tasks, key=lambda task: task.start))
        for run in runs:
            _check_run(facts, run)
        if machine in facts.machines:
            _check_sequence(facts, machine, runs)


def _runs(tasks: list[Task]) -> list[list[Task]]:
    """Tasks that share a load together, all others alone."""
    runs: list[list[Task]] = []
    for task in tasks:
        first = runs[-1][0] if runs else None
        if first and task.load and first.load and (task.setup, task.segments) == (first.setup, first.segments):
            runs[-1].append(task)
        else:
            runs.append([task])
    return runs


def _check_run(facts: Facts, run: list[Task]) -> None:
    ops = [facts.ops[task.job, task.op] for task in run]
    if ops[0].kind != "batch":
        return
    if sum(task.pieces for task in run) > ops[0].capacity or any(task.pieces < 1 for task in run):
        facts.add("SCHED-LOAD", run[0])
    if len(run) > 1 and (ops[0].load_group is None or len({op.load_group for op in ops}) > 1):
        facts.add("SCHED-LOAD", run[0])


def _check_sequence(facts: Facts, machine: str, runs: list[list[Task]]) -> None:
    family = facts.machines[machine].family
    before: Task | None = None
    for run in runs:
        task = run[0]
        if before is not None and task.start < before.end:
            facts.add("SCHED-CAPACITY", task)
        own = facts.ops[task.job, task.op].family
        needed = _changeover(facts, machine, family, own)
        if not _changeover_fits(task, needed, before):
            facts.add("SCHED-SETUP", task)
        family, before = own or family, task


def _changeover_fits(task: Task, needed: int, before: Task | None) -> bool:
    """A locked task keeps the changeover planned for it; it may be longer than what now comes before it needs."""
    if not task.locked:
        return task.setup_seconds == needed
    return before is None or before.locked or task.setup_seconds >= needed


def _changeover(facts: Facts, machine: str, before: str | None, after: str | None) -> int:
    if after is None or after == before:
        return 0
    centre = facts.centre_of[machine]
    fitting = [
        rule
        for rule in facts.problem.setups
        if fnmatchcase(centre, rule.centre)
        and fnmatchcase(before or "", rule.before)
        and fnmatchcase(after, rule.after)
    ]
    return 60 * min(fitting, key=lambda rule: rule.rank).minutes if fitting else 0
