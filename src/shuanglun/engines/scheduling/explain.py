"""Why an order ends when it does: its critical chain, walked back from the end.

The chain cuts the time from the start of the problem to the order's end into stretches without gap or overlap, each with
its cause. What a machine did meanwhile is read from running sums, so a chain costs the length of the route, not the
length of the queue.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from shuanglun.engines.scheduling.dispatch import Plan
from shuanglun.engines.scheduling.flow import handover
from shuanglun.engines.scheduling.result import Cause, CauseKind
from shuanglun.engines.scheduling.shop import Op, Placement, Shop
from shuanglun.engines.scheduling.words import cause_text
from shuanglun.engines.scheduling.worktime import Stretch
from shuanglun.kernel.text import Text

_NAMED = 3
_LOOKED_AT = 12


class Lane:
    """What one machine did, in order of time, with running sums."""

    def __init__(self, shop: Shop, machine: int, placements: list[Placement]) -> None:
        self._time = shop.units[machine].time
        self.placements = sorted(placements, key=lambda p: (p.start, p.op, p.load))
        self.starts = [p.start for p in self.placements]
        self.ends = [p.end for p in self.placements]
        taken: set[Stretch] = {part for p in self.placements for part in (*p.setup, *p.work)}
        self._parts = sorted(taken)
        self._part_starts = [start for start, _ in self._parts]
        self._sums, self._open_sums = [0], [0]
        for start, end in self._parts:
            self._sums.append(self._sums[-1] + end - start)
            self._open_sums.append(self._open_sums[-1] + self.open_seconds(start, end))

    def open_seconds(self, start: int, end: int) -> int:
        """Shift seconds of a span."""
        return self._time.worked(end) - self._time.worked(start) if end > start else 0

    def taken(self, start: int, end: int) -> tuple[int, int]:
        """Seconds of a span in which the machine was taken, and those of them in a shift."""
        (all_end, open_end), (all_start, open_start) = self._taken_before(end), self._taken_before(start)
        return all_end - all_start, open_end - open_start

    def _taken_before(self, until: int) -> tuple[int, int]:
        at = bisect_right(self._part_starts, until) - 1
        if at < 0:
            return 0, 0
        start, end = self._parts[at]
        stop = min(until, end)
        return self._sums[at] + stop - start, self._open_sums[at] + self.open_seconds(start, stop)


class Story:
    """Explains the orders of one plan."""

    def __init__(self, shop: Shop, plan: Plan) -> None:
        self.shop, self.plan = shop, plan
        self.by_op: dict[int, list[Placement]] = {}
        on: dict[int, list[Placement]] = {}
        for placement in plan.placements:
            self.by_op.setdefault(placement.op, []).append(placement)
            on.setdefault(placement.machine, []).append(placement)
        self.lanes = {m: Lane(shop, m, placements) for m, placements in on.items() if m >= 0}

    def causes(self, lots: list[int]) -> tuple[Cause, ...]:
        """The critical chain of an order held by these lots, all of them finished, in order of time."""
        ends = self.plan.op_end
        last = max((ends[op] or 0, -op) for lot in lots for op in self.shop.lots[lot].ops)
        op: Op | None = self.shop.ops[-last[1]]
        until, backwards = last[0], list[Cause]()
        while op is not None and until > 0:
            last_load = max(self.by_op[op.index], key=lambda p: (p.end, p.load))
            ready, before = self._arrival(op)
            spent = self._inside(last_load, until)
            begin = max(0, min(until, last_load.start))
            self._add_gap(spent, op, last_load, max(0, ready), begin)
            backwards += reversed(self._told(op, last_load, spent, max(0, ready)))
            until, op = min(max(0, ready), begin), before
        if until > 0 and backwards:
            first = backwards[-1]
            text = cause_text("release", until, Text("", ""), None)
            backwards.append(Cause("release", first.job, first.op, None, until, text))
        return tuple(reversed(backwards))

    def _arrival(self, op: Op) -> tuple[int, Op | None]:
        """When the operation could begin as far as its lot goes, and which operation it was that came last."""
        best: tuple[int, Op | None] = (op.release, None)
        for index, share in op.before:
            last = max(self.by_op[index], key=lambda p: (p.end, p.load))
            at = handover(last.work, op, share)
            if at > best[0] or (best[1] is None and at >= best[0]):
                best = (at, self.shop.ops[index])
        return best

    def _inside(self, placement: Placement, until: int) -> dict[CauseKind, int]:
        """What the time between the start of a task and ``until`` went into."""
        start, op = max(0, placement.start), self.shop.ops[placement.op]
        setup = sum(max(0, min(end, until) - max(begin, 0)) for begin, end in placement.setup)
        work = sum(max(0, min(end, until) - max(begin, 0)) for begin, end in placement.work)
        pause = max(0, until - start) - setup - work
        spent: dict[CauseKind, int] = {"setup": setup, "work" if op.spec.kind == "rate" else "fixed": work}
        if pause > 0:
            self._add_pause(spent, placement, start, until, pause)
        return spent

    def _add_pause(self, spent: dict[CauseKind, int], p: Placement, start: int, until: int, pause: int) -> None:
        """Time within a task in which nothing is done: closed, or a load waiting for a shift that is long enough."""
        lane = self.lanes[p.machine]
        fit = max(0, lane.open_seconds(start, until) - lane.taken(start, until)[1])
        spent["fit"] = min(fit, pause)
        spent["closed"] = pause - spent["fit"]

    def _add_gap(self, spent: dict[CauseKind, int], op: Op, p: Placement, ready: int, begin: int) -> None:
        """What the time between arrival and start went into."""
        if begin <= ready or p.machine < 0:
            return
        lane = self.lanes[p.machine]
        taken, taken_open = lane.taken(ready, begin)
        opened = lane.open_seconds(ready, begin)
        own = self._own_loads(op, p, ready, begin)
        changes: list[tuple[CauseKind, int]] = [
            ("queue", taken - own),
            ("fixed", own),
            ("fit", opened - taken_open),
            ("closed", begin - ready - opened - (taken - taken_open)),
        ]
        for kind, seconds in changes:
            spent[kind] = spent.get(kind, 0) + seconds

    def _own_loads(self, op: Op, p: Placement, ready: int, begin: int) -> int:
        """Seconds in which the machine ran earlier loads of the same operation."""
        parts = {w for q in self.by_op[op.index] if q.machine == p.machine and q.load != p.load for w in q.work}
        return sum(max(0, min(end, begin) - max(start, ready)) for start, end in parts)

    def _told(self, op: Op, p: Placement, spent: dict[CauseKind, int], ready: int) -> list[Cause]:
        """The causes of one task as data and sentence, in about the order in which they come."""
        job, machine = self.shop.lots[op.job].spec.id, self.shop.units[p.machine].spec.code if p.machine >= 0 else None
        kinds: tuple[CauseKind, ...] = ("queue", "fit", "closed", "setup", "fixed", "work")
        told = []
        for kind in kinds:
            seconds = spent.get(kind, 0)
            if seconds > 0:
                behind, ahead = self._behind(p, ready) if kind == "queue" else ((), 0)
                text = cause_text(kind, seconds, op.spec.label, machine, behind, ahead)
                told.append(Cause(kind, job, op.spec.code, machine, seconds, text, behind, ahead))
        return told

    def _behind(self, p: Placement, ready: int) -> tuple[tuple[str, ...], int]:
        """The lots nearest before a task on its machine since ``ready``, and how many tasks lay before it."""
        lane = self.lanes[p.machine]
        stop, first = bisect_left(lane.starts, p.start), bisect_right(lane.ends, ready)
        names: list[str] = []
        for other in reversed(lane.placements[max(first, stop - _LOOKED_AT) : stop]):
            name = self.shop.lots[self.shop.ops[other.op].job].spec.id
            if other.op != p.op and name not in names and len(names) < _NAMED:
                names.append(name)
        own = sum(1 for q in self.by_op[p.op] if q.machine == p.machine and ready < q.end and q.start < p.start)
        return tuple(names), max(0, stop - first - own)
