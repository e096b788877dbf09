"""The problem and the schedule as the check looks things up in them, and the words of its findings."""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC, datetime, timedelta

from shuanglun.engines.scheduling.model import Machine, Operation, Problem
from shuanglun.engines.scheduling.result import Schedule, Task
from shuanglun.kernel.findings import Finding, Where
from shuanglun.kernel.text import Text

_WHAT = {
    "SCHED-UNKNOWN": Text("任务指向不存在的批次或工序", "the task names an unknown lot or operation"),
    "SCHED-MACHINE": Text("这台设备不能做这道工序", "this machine may not do this operation"),
    "SCHED-SEGMENTS": Text("任务的时段重叠、倒置或多余", "the task's stretches overlap, run backwards or are too many"),
    "SCHED-HORIZON": Text("任务在排程期之外", "the task lies outside the horizon"),
    "SCHED-DURATION": Text("任务时长不对", "the task has the wrong duration"),
    "SCHED-CALENDAR": Text("任务排在停班或停机时间", "the task lies in closed or blocked time"),
    "SCHED-PAUSE": Text("任务中途无故停顿", "the task pauses though the machine is open"),
    "SCHED-INTERRUPTED": Text("一炉中途被打断", "a load is interrupted"),
    "SCHED-LOCK": Text("锁定的任务被改动", "a locked task was changed"),
    "SCHED-RELEASE": Text("批次投放之前就开工", "the lot begins before its release"),
    "SCHED-ROUTE": Text("前道工序未完就开工", "begins before the operation it comes after has ended"),
    "SCHED-OVERLAP": Text("搭接时前道完成量不够", "the overlap begins too early or ends too early"),
    "SCHED-WAIT": Text("等待没有立即开始", "a wait does not begin at once"),
    "SCHED-TWICE": Text("同一工序排了两次或件数不对", "the operation is planned twice or with wrong pieces"),
    "SCHED-MISSING": Text(
        "批次没有排完，也没有列为未排", "the lot is neither planned in full nor listed as unscheduled"
    ),
    "SCHED-CAPACITY": Text("同一设备同时做两件事", "the machine does two things at once"),
    "SCHED-LOAD": Text("一炉超出容量或混了不能同炉的批次", "a load is over capacity or mixes what may not be mixed"),
    "SCHED-SETUP": Text("换型时间不对", "the changeover time is wrong"),
    "SCHED-ORDER": Text(
        "订单的完工时间或原因与任务不符", "what is told about the order does not follow from the tasks"
    ),
    "SCHED-FIGURES": Text("汇总数字与任务不符", "the figures do not follow from the tasks"),
}
_TODO = Text(
    "请重新排程；若刚排出就如此，请报告为缺陷", "schedule again; if it is fresh from the scheduler, report a bug"
)


class OpenTime:
    """When a machine is open: its calendar without its blocked spans and the time before it is available."""

    def __init__(self, machine: Machine, start: datetime, end: datetime) -> None:
        self._from: list[datetime] = []
        self._to: list[datetime] = []
        spans = [(i.start, i.end) for i in machine.calendar.intervals(start.astimezone(UTC), end.astimezone(UTC))]
        closed = [(span.start, span.end) for span in machine.blocked]
        if machine.available_from is not None:
            closed.append((start, machine.available_from))
        for hole_start, hole_end in closed:
            spans = [part for span in spans for part in _cut(span, hole_start, hole_end)]
        for begin, stop in sorted(spans):
            self._add(begin, stop)

    def _add(self, begin: datetime, stop: datetime) -> None:
        if self._to and begin <= self._to[-1]:
            self._to[-1] = max(self._to[-1], stop)
        else:
            self._from.append(begin)
            self._to.append(stop)

    def holds(self, start: datetime, end: datetime) -> bool:
        """Whether the machine is open throughout."""
        at = bisect_right(self._from, start) - 1
        return at >= 0 and end <= self._to[at]

    def seconds(self, start: datetime, end: datetime) -> int:
        """Open seconds between two instants."""
        total = timedelta(0)
        for at in range(max(0, bisect_right(self._from, start) - 1), len(self._from)):
            if self._from[at] >= end:
                break
            total += max(timedelta(0), min(end, self._to[at]) - max(start, self._from[at]))
        return int(total.total_seconds())


def _cut(span: tuple[datetime, datetime], start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
    parts = [(span[0], min(span[1], start)), (max(span[0], end), span[1])] if start < end else [span]
    return [(begin, stop) for begin, stop in parts if begin < stop]


class Facts:
    """Look-ups over one problem and one schedule; collects the findings."""

    def __init__(self, problem: Problem, schedule: Schedule) -> None:
        self.problem, self.schedule = problem, schedule
        self.findings: list[Finding] = []
        self.jobs = {job.id: job for job in problem.jobs}
        self.ops = {(job.id, op.code): op for job in problem.jobs for op in job.operations}
        self.machines = {m.code: m for centre in problem.centres for m in centre.machines}
        self.centre_of = {m.code: centre.code for centre in problem.centres for m in centre.machines}
        self.open_times = {code: OpenTime(m, problem.start, problem.end) for code, m in self.machines.items()}
        self.by_op: dict[tuple[str, str], list[Task]] = {}
        self.by_machine: dict[str, list[Task]] = {}
        for task in schedule.tasks:
            if not task.segments or (task.job, task.op) not in self.ops:
                continue
            self.by_op.setdefault((task.job, task.op), []).append(task)
            if task.machine is not None:
                self.by_machine.setdefault(task.machine, []).append(task)

    def add(self, code: str, task: Task) -> None:
        """A finding at a task."""
        field = f"{task.job}/{task.op}" + (f"#{task.load}" if task.load else "")
        begins = task.start.isoformat() if task.segments else None
        self._add(code, f"{task.machine or '-'} {field}", begins)

    def add_about(self, code: str, name: str, value: object) -> None:
        """A finding about a lot, an order or a figure."""
        self._add(code, name, str(value))

    def _add(self, code: str, field: str, value: str | None) -> None:
        what = Text(f"{_WHAT[code].zh}：{field}", f"{_WHAT[code].en}: {field}")
        self.findings.append(Finding(code, "stop", what, _TODO, Where(field=field), value))

    def standard_seconds(self, op: Operation, machine: str | None) -> int:
        """What an operation (a load of it) takes on a machine."""
        if op.kind != "rate" or machine is None:
            return op.seconds
        pace = self.machines[machine].pace
        return (op.seconds * 100 + pace - 1) // pace

    def complete(self, job: str, code: str) -> bool:
        """Whether an operation is planned in full."""
        op, tasks = self.ops[job, code], self.by_op.get((job, code), [])
        if op.kind == "batch":
            return sum(task.pieces for task in tasks) == op.pieces
        return len(tasks) == 1
