"""The problem made ready for computing: numbers instead of names, seconds from the start instead of instants.

Lots are numbered in the order of their ids, so that the order in which they are listed changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from fnmatch import fnmatchcase
from graphlib import TopologicalSorter

from shuanglun.engines.scheduling.model import Job, Machine, Operation, Problem, SetupRule, Span
from shuanglun.engines.scheduling.worktime import Stretch, WorkTime
from shuanglun.kernel.shifts import ShiftCalendar

Parts = tuple[Stretch, ...]


@dataclass(slots=True, eq=False)
class Op:
    """An operation with its neighbours; ``machines`` are those that may do it, ``tail`` the seconds from its start on."""

    index: int
    job: int
    spec: Operation
    centre: int
    machines: tuple[int, ...]
    queue: int
    release: int
    before: list[tuple[int, int]] = field(default_factory=list)
    after: list[tuple[int, int]] = field(default_factory=list)
    tail: int = 0
    swiftest: int = 0


@dataclass(slots=True, eq=False)
class Unit:
    """A machine with its working time and the queues it serves."""

    index: int
    spec: Machine
    centre: int
    centre_code: str
    time: WorkTime
    queues: list[int] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Lot:
    """A job with its numbers; ``ops`` in an order in which predecessors come first."""

    index: int
    spec: Job
    due: int
    priority: int
    ops: list[int] = field(default_factory=list)
    orders: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Placement:
    """Where an operation, or one load of it, came to lie; ``machine`` -1 for a wait."""

    op: int
    machine: int
    setup: Parts
    work: Parts
    load: int
    pieces: int
    locked: bool = False

    @property
    def start(self) -> int:
        """First second taken."""
        return self.setup[0][0] if self.setup else self.work[0][0]

    @property
    def end(self) -> int:
        """End of the work."""
        return self.work[-1][1]


class SetupTable:
    """Changeover seconds by centre and families."""

    def __init__(self, rules: Iterable[SetupRule]) -> None:
        self._rules = sorted(rules, key=lambda rule: rule.rank)
        self._known: dict[tuple[str, str | None, str], int] = {}

    def seconds(self, centre: str, before: str | None, after: str | None) -> int:
        """What changing over takes; nothing for the same family or for work without one."""
        if after is None or before == after:
            return 0
        key = (centre, before, after)
        if key not in self._known:
            self._known[key] = self._look_up(centre, before or "", after)
        return self._known[key]

    def _look_up(self, centre: str, before: str, after: str) -> int:
        for rule in self._rules:
            names = ((centre, rule.centre), (before, rule.before), (after, rule.after))
            if all(fnmatchcase(name, pattern) for name, pattern in names):
                return rule.minutes * 60
        return 0


class Shop:
    """The compiled problem; read only once made."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.zero = problem.start.astimezone(UTC)
        self.horizon = self.second(problem.end)
        self.setups = SetupTable(problem.setups)
        self.units: list[Unit] = []
        self.lots: list[Lot] = []
        self.ops: list[Op] = []
        self.queues: list[tuple[int, ...]] = []
        self._calendars: dict[int, list[Stretch]] = {}
        self._add_machines()
        self._queue_numbers: dict[tuple[int, ...], int] = {}
        self.order_numbers = {order.id: number for number, order in enumerate(problem.orders)}
        self.order_dues = [self.second(order.due) for order in problem.orders]
        for job in sorted(problem.jobs, key=lambda job: job.id):
            self._add_lot(job)
        self._set_tails()
        self.locked = self._locked_placements()

    def second(self, instant: datetime) -> int:
        """Seconds from the start of the problem."""
        return int((instant - self.zero).total_seconds())

    def instant(self, second: int) -> datetime:
        """The instant, in UTC, of a second."""
        return self.zero + timedelta(seconds=second)

    def work_seconds(self, op: Op, unit: Unit) -> int:
        """Seconds of a rate operation on a machine of another pace, rounded up to a whole second."""
        return -(-op.spec.seconds * 100 // unit.spec.pace)

    def parts(self, spans: Iterable[Span]) -> Parts:
        """Spans as seconds."""
        return tuple((self.second(span.start), self.second(span.end)) for span in spans)

    def spans(self, parts: Parts) -> tuple[Span, ...]:
        """Seconds as spans."""
        return tuple(Span(self.instant(start), self.instant(end)) for start, end in parts)

    def _add_machines(self) -> None:
        self.centre_numbers = {centre.code: number for number, centre in enumerate(self.problem.centres)}
        for number, centre in enumerate(self.problem.centres):
            for machine in centre.machines:
                unit = Unit(len(self.units), machine, number, centre.code, self._working_time(machine))
                self.units.append(unit)
        self.unit_numbers = {unit.spec.code: unit.index for unit in self.units}

    def _working_time(self, machine: Machine) -> WorkTime:
        holes = list(self.parts(machine.blocked))
        if machine.available_from is not None:
            holes.append((min(0, self.second(machine.available_from)), self.second(machine.available_from)))
        return WorkTime(self._stretches(machine.calendar), holes, self.horizon)

    def _stretches(self, calendar: ShiftCalendar) -> list[Stretch]:
        known = self._calendars.get(id(calendar))
        if known is None:
            found = calendar.intervals(self.zero, self.problem.end.astimezone(UTC))
            known = self._calendars[id(calendar)] = [(self.second(i.start), self.second(i.end)) for i in found]
        return known

    def _add_lot(self, job: Job) -> None:
        orders = [self.order_numbers[order] for order in job.orders]
        dues = [self.order_dues[order] for order in orders]
        own = self.second(job.due) if job.due is not None else min(dues, default=self.horizon)
        weight = max((self.problem.orders[order].priority for order in orders), default=1)
        lot = Lot(len(self.lots), job, own, weight if job.priority is None else job.priority, [], orders)
        self.lots.append(lot)
        release = max(0, self.second(job.released_at)) if job.released_at else 0
        numbers: dict[str, int] = {}
        for spec in _route_in_order(job):
            op = self._new_op(spec, lot.index, release)
            numbers[spec.code] = op.index
            lot.ops.append(op.index)
            for link in spec.after:
                op.before.append((numbers[link.op], link.share))
                self.ops[numbers[link.op]].after.append((op.index, link.share))

    def _new_op(self, spec: Operation, lot: int, release: int) -> Op:
        centre = self.centre_numbers.get(spec.centre, -1) if spec.centre is not None else -1
        wanted = set(spec.machines)
        machines = tuple(
            unit.index for unit in self.units if unit.centre == centre and (not wanted or unit.spec.code in wanted)
        )
        if spec.kind == "batch":
            able = (m for m in machines if self.units[m].time.can_hold(spec.seconds, spec.unattended))
            machines = tuple(able)
        op = Op(len(self.ops), lot, spec, centre, machines, self._queue_of(machines), release)
        op.swiftest = min((self.work_seconds(op, self.units[m]) for m in machines), default=spec.seconds)
        self.ops.append(op)
        return op

    def _queue_of(self, machines: tuple[int, ...]) -> int:
        """Operations that the same machines may do wait in the same queue."""
        number = self._queue_numbers.get(machines)
        if number is None:
            number = self._queue_numbers[machines] = len(self.queues)
            self.queues.append(machines)
            for machine in machines:
                self.units[machine].queues.append(number)
        return number

    def _set_tails(self) -> None:
        """Roughly how long from the start of each operation to the end of its lot, shifts considered; for ranking only."""
        stretch = [self._elapsed_per_worked(unit) for unit in self.units]
        for op in reversed(self.ops):
            seconds = op.spec.seconds
            if op.spec.kind == "rate" and op.machines:
                seconds = seconds * stretch[op.machines[0]] // 100
            if op.spec.kind == "batch":
                seconds *= -(-op.spec.pieces // op.spec.capacity)
            op.tail = seconds + max((self.ops[later].tail for later, _ in op.after), default=0)

    def _elapsed_per_worked(self, unit: Unit) -> int:
        worked = unit.time.worked(self.horizon)
        return self.horizon * 100 // worked if worked else 100

    def _locked_placements(self) -> list[Placement]:
        numbers = {(self.lots[op.job].spec.id, op.spec.code): op.index for op in self.ops}
        found = []
        for task in self.problem.locked:
            machine = -1 if task.machine is None else self.unit_numbers[task.machine]
            setup, work = self.parts(task.setup), self.parts(task.segments)
            number = numbers[task.job, task.op]
            found.append(Placement(number, machine, setup, work, task.load, task.pieces, locked=True))
        return sorted(found, key=lambda p: (p.start, p.end, p.op, p.load))


def _route_in_order(job: Job) -> list[Operation]:
    by_code = {op.code: op for op in job.operations}
    order = TopologicalSorter({op.code: [link.op for link in op.after] for op in job.operations})
    return [by_code[code] for code in order.static_order()]
