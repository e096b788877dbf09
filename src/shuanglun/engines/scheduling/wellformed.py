"""Refuses a problem that has no meaning, with the name of what is wrong."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from shuanglun.engines.scheduling.model import Job, Machine, Operation, Problem


def require_well_formed(problem: Problem) -> None:
    """Check names, instants and routes.

    Raises:
        ValueError: a name is used twice or unknown, an instant is naive or not on a whole second, a duration is not
            positive, a route has a cycle, a share stands where none is possible, or lots of a load group differ.
    """
    _require_instants(problem)
    _require_unique("work centre", (centre.code for centre in problem.centres))
    machines = [machine for centre in problem.centres for machine in centre.machines]
    _require_unique("machine", (machine.code for machine in machines))
    _require_unique("lot", (job.id for job in problem.jobs))
    _require_unique("order", (order.id for order in problem.orders))
    for machine in machines:
        _require_machine(machine)
    orders = {order.id for order in problem.orders}
    for job in problem.jobs:
        _require_job(job, orders)
    _require_load_groups(problem)
    _require_locks(problem)


def _require(truth: bool, message: str) -> None:
    if not truth:
        raise ValueError(message)


def _require_unique(what: str, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        _require(name not in seen, f"{what} {name!r} is named twice")
        seen.add(name)


def _require_instant(instant: datetime | None, what: str) -> None:
    if instant is not None:
        _require(instant.tzinfo is not None, f"{what} is not aware of its zone")
        _require(instant.microsecond == 0, f"{what} is not on a whole second")


def _require_instants(problem: Problem) -> None:
    _require_instant(problem.start, "start")
    _require_instant(problem.end, "end")
    _require(problem.start < problem.end, "the horizon is empty")
    for order in problem.orders:
        _require_instant(order.due, f"due of order {order.id!r}")
        _require(order.priority >= 1, f"priority of order {order.id!r} is below 1")
    _require(all(rule.minutes >= 0 for rule in problem.setups), "a changeover takes negative time")


def _require_machine(machine: Machine) -> None:
    _require(machine.pace > 0, f"pace of machine {machine.code!r} is not positive")
    _require_instant(machine.available_from, f"available_from of machine {machine.code!r}")
    for span in machine.blocked:
        _require_instant(span.start, f"block of machine {machine.code!r}")
        _require_instant(span.end, f"block of machine {machine.code!r}")


def _require_job(job: Job, orders: set[str]) -> None:
    _require(bool(job.operations), f"lot {job.id!r} has no operation")
    _require_unique(f"in lot {job.id!r} operation", (op.code for op in job.operations))
    _require_unique(f"in lot {job.id!r} order", job.orders)
    for order in job.orders:
        _require(order in orders, f"lot {job.id!r} names the unknown order {order!r}")
    _require_instant(job.released_at, f"released_at of lot {job.id!r}")
    _require_instant(job.due, f"due of lot {job.id!r}")
    by_code = {op.code: op for op in job.operations}
    for op in job.operations:
        _require_operation(job, op, by_code)
    _require_no_cycle(job, by_code)


def _require_operation(job: Job, op: Operation, by_code: dict[str, Operation]) -> None:
    where = f"operation {op.code!r} of lot {job.id!r}"
    _require(op.seconds > 0, f"{where} takes no time")
    _require((op.kind == "wait") == (op.centre is None), f"{where}: a wait has no work centre, all else has one")
    _require(op.pieces > 0 and op.capacity > 0, f"{where} has no pieces or no capacity")
    _require(op.load_group is None or op.kind == "batch", f"{where} shares loads but is no batch")
    _require_unique(f"{where} predecessor", (link.op for link in op.after))
    for link in op.after:
        _require(link.op in by_code, f"{where} comes after the unknown operation {link.op!r}")
        _require(1 <= link.share <= 100, f"{where}: share {link.share} is not within 1 to 100")
        rates = op.kind == "rate" and by_code[link.op].kind == "rate"
        _require(link.share == 100 or rates, f"{where} may overlap only from rate to rate")


def _require_no_cycle(job: Job, by_code: dict[str, Operation]) -> None:
    left = {code: {link.op for link in op.after} for code, op in by_code.items()}
    while left:
        free = [code for code, waits in left.items() if not waits & left.keys()]
        _require(bool(free), f"the route of lot {job.id!r} has a cycle")
        for code in free:
            del left[code]


def _require_load_groups(problem: Problem) -> None:
    shapes: dict[tuple[str | None, str], tuple[object, ...]] = {}
    for job in problem.jobs:
        for op in job.operations:
            if op.load_group is not None:
                shape = (op.seconds, op.capacity, op.unattended, op.family, frozenset(op.machines))
                known = shapes.setdefault((op.centre, op.load_group), shape)
                _require(known == shape, f"load group {op.load_group!r} differs in lot {job.id!r}")


def _require_locks(problem: Problem) -> None:
    ops = {(job.id, op.code): op for job in problem.jobs for op in job.operations}
    machines = {machine.code for centre in problem.centres for machine in centre.machines}
    for task in problem.locked:
        where = f"locked task {task.op!r} of lot {task.job!r}"
        op = ops.get((task.job, task.op))
        _require(op is not None, f"{where} is unknown")
        _require(bool(task.segments), f"{where} has no time")
        _require(task.machine is None or task.machine in machines, f"{where}: unknown machine")
