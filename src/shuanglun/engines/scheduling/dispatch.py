"""One schedule, forward: at every instant the free machines take from the waiting lots by a dispatch rule.

Queues are heaps, events are a heap, working time is searched by halves: a schedule of n operations costs about
n log n steps. ``Plan.steps`` counts them, so that a test can see it.
"""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heapify, heappop, heappush

from shuanglun.engines.scheduling.flow import handover
from shuanglun.engines.scheduling.rules import Rule
from shuanglun.engines.scheduling.shop import Op, Parts, Placement, Shop, Unit
from shuanglun.engines.scheduling.worktime import split_off

_ARRIVAL, _FREE = 0, 1
Offer = tuple[int, int, int, int, int]


@dataclass(slots=True, eq=False)
class Plan:
    """A schedule in numbers; ``stuck`` tells at which operation a lot stays behind."""

    rule: str
    placements: list[Placement]
    op_end: list[int | None]
    stuck: dict[int, int]
    steps: int

    def lot_end(self, shop: Shop, lot: int) -> int | None:
        """When the last operation of a lot ends."""
        ends = [self.op_end[op] for op in shop.lots[lot].ops]
        known = [end for end in ends if end is not None]
        return max(known) if len(known) == len(ends) else None


class Queue:
    """Waiting operations that the same machines may do; entries already taken are dropped when they come up."""

    __slots__ = ("all", "by_family", "by_load")

    def __init__(self) -> None:
        self.all: list[tuple[int, int]] = []
        self.by_family: dict[str, list[tuple[int, int]]] = {}
        self.by_load: dict[str, list[tuple[int, int]]] = {}

    def put(self, key: int, op: Op) -> None:
        """Join the queue."""
        entry = (key, op.index)
        heappush(self.all, entry)
        if op.spec.family is not None:
            heappush(self.by_family.setdefault(op.spec.family, []), entry)
        if op.spec.load_group is not None:
            heappush(self.by_load.setdefault(op.spec.load_group, []), entry)


class Dispatch:
    """One run of one rule; ``due`` are the lots' due seconds as the rule shall see them."""

    def __init__(self, shop: Shop, rule: Rule, due: list[int]) -> None:
        self.shop, self.rule, self.due = shop, rule, due
        self.steps = 0
        self.events: list[tuple[int, int, int]] = []
        self.queues = [Queue() for _ in shop.queues]
        self.idle: list[list[int]] = [[] for _ in shop.centre_numbers]
        self.family = [unit.spec.family for unit in shop.units]
        self.locks: list[list[Placement]] = [[] for _ in shop.units]
        self.next_lock = [0] * len(shop.units)
        self.gone = bytearray(len(shop.ops))
        self.left = [op.spec.pieces for op in shop.ops]
        self.loads = [0] * len(shop.ops)
        self.ready = [op.release for op in shop.ops]
        self.missing = [len(op.before) for op in shop.ops]
        self.last_end: list[int | None] = [None] * len(shop.ops)
        self.op_end: list[int | None] = [None] * len(shop.ops)
        self.stuck: dict[int, int] = {}
        self.placements: list[Placement] = []

    def run(self) -> Plan:
        """Lay every operation that can be laid."""
        self._lay_locks()
        self._release()
        while self.events:
            now = self.events[0][0]
            for centre in sorted(self._take_events(now)):
                self._serve(centre, now)
        self._find_stuck()
        return Plan(self.rule.name, self.placements, self.op_end, self.stuck, self.steps)

    def _lay_locks(self) -> None:
        done: list[tuple[int, Parts]] = []
        for lock in self.shop.locked:
            op = self.shop.ops[lock.op]
            self.placements.append(lock)
            if lock.machine >= 0:
                self.locks[lock.machine].append(lock)
            self.loads[op.index] = max(self.loads[op.index], lock.load)
            self.left[op.index] -= lock.pieces if op.spec.kind == "batch" else op.spec.pieces
            self._note_end(op, lock.end)
            if self.left[op.index] <= 0:
                done.append((op.index, lock.work))
        for index, work in done:
            self._complete(self.shop.ops[index], work)

    def _release(self) -> None:
        for op in self.shop.ops:
            if not op.machines and op.spec.kind != "wait" and not self.gone[op.index]:
                self._give_up(op)
        for op in self.shop.ops:
            if self.missing[op.index] == 0 and not self.gone[op.index]:
                self.events.append((self.ready[op.index], _ARRIVAL, op.index))
        for unit in self.shop.units:
            opens = unit.time.next_open(0)
            if opens is not None:
                self.events.append((opens, _FREE, unit.index))
        self.events = sorted(set(self.events))
        heapify(self.events)

    def _take_events(self, now: int) -> set[int]:
        touched: set[int] = set()
        while self.events and self.events[0][0] == now:
            _, kind, index = heappop(self.events)
            self.steps += 1
            if kind == _FREE:
                unit = self.shop.units[index]
                self.idle[unit.centre].append(index)
                touched.add(unit.centre)
            elif not self.gone[index]:
                touched |= self._arrive(self.shop.ops[index], now)
        return touched

    def _arrive(self, op: Op, now: int) -> set[int]:
        if op.job in self.stuck:
            return set()
        if op.spec.kind == "wait":
            self._wait(op, now)
            return set()
        lot = self.shop.lots[op.job]
        self.queues[op.queue].put(self.rule.key(op, now, self.due[op.job], lot.priority), op)
        return {op.centre}

    def _wait(self, op: Op, now: int) -> None:
        end = now + op.spec.seconds
        if end > self.shop.horizon:
            self._give_up(op)
            return
        self.placements.append(Placement(op.index, -1, (), ((now, end),), 0, 0))
        self._note_end(op, end)
        self._complete(op, ((now, end),))

    def _serve(self, centre: int, now: int) -> None:
        """Give the free machines of a centre work until none is free or none of the waiting lots suits."""
        idle = self.idle[centre] = sorted(m for m in self.idle[centre] if self._awake(m, now))
        while idle:
            offers = sorted(offer for m in idle for offer in self._offers(m))
            self.steps += len(offers) + 1
            if not offers:
                return
            if not any(self._start(offer, now) for offer in offers):
                for machine in sorted({offer[4] for offer in offers}):
                    idle.remove(machine)
                    self._pass_lock(machine)

    def _awake(self, machine: int, now: int) -> bool:
        """True when the machine may begin now; otherwise it comes back when it may."""
        at, locks = now, self.locks[machine]
        while self.next_lock[machine] < len(locks) and locks[self.next_lock[machine]].start <= at:
            at = max(at, self._leave_lock(machine))
        opens = self.shop.units[machine].time.next_open(at)
        if opens == now:
            return True
        if opens is not None:
            heappush(self.events, (opens, _FREE, machine))
        return False

    def _leave_lock(self, machine: int) -> int:
        lock = self.locks[machine][self.next_lock[machine]]
        self.next_lock[machine] += 1
        family = self.shop.ops[lock.op].spec.family
        self.family[machine] = self.family[machine] if family is None else family
        return lock.end

    def _pass_lock(self, machine: int) -> None:
        """Nothing that waits fits before the next locked task: go on after it."""
        self._free_at(machine, self._leave_lock(machine))

    def _free_at(self, machine: int, at: int) -> None:
        opens = self.shop.units[machine].time.next_open(at)
        if opens is not None:
            heappush(self.events, (opens, _FREE, machine))

    def _offers(self, machine: int) -> list[Offer]:
        """The most urgent lot of each queue, and the most urgent of the family the machine is set up for."""
        unit, family = self.shop.units[machine], self.family[machine]
        found: list[Offer] = []
        for number in unit.queues:
            queue = self.queues[number]
            first = self._first(queue.all)
            if first is None:
                continue
            found.append(self._offer(first, unit))
            same = self._first(queue.by_family.get(family, [])) if family is not None else None
            if same is not None and same != first:
                found.append(self._offer(same, unit))
        return found

    def _first(self, heap: list[tuple[int, int]]) -> tuple[int, int] | None:
        while heap and (self.gone[heap[0][1]] or self.shop.ops[heap[0][1]].job in self.stuck):
            heappop(heap)
            self.steps += 1
        return heap[0] if heap else None

    def _offer(self, entry: tuple[int, int], unit: Unit) -> Offer:
        key, index = entry
        setup = self._setup(unit, self.family[unit.index], self.shop.ops[index])
        return (key + self.rule.patience * setup, setup, index, -unit.spec.pace, unit.index)

    def _setup(self, unit: Unit, family: str | None, op: Op) -> int:
        return self.shop.setups.seconds(unit.centre_code, family, op.spec.family)

    def _start(self, offer: Offer, now: int) -> bool:
        """Lay the offered lot; False when a locked task is in the way."""
        op, unit = self.shop.ops[offer[2]], self.shop.units[offer[4]]
        laid = self._lay(op, unit, offer[1], now)
        if laid is None:
            self._give_up(op)
            return True
        setup, work = laid
        if not self._before_lock(op, unit, work[-1][1]):
            return False
        self.idle[unit.centre].remove(unit.index)
        self.family[unit.index] = op.spec.family or self.family[unit.index]
        if op.spec.kind == "rate":
            self._take(op, unit, setup, work, op.spec.pieces)
        else:
            self._fill(op, unit, setup, work)
        self._free_at(unit.index, work[-1][1])
        return True

    def _lay(self, op: Op, unit: Unit, setup: int, now: int) -> tuple[Parts, Parts] | None:
        if op.spec.kind == "rate":
            parts = unit.time.advance(now, setup + self.shop.work_seconds(op, unit))
            return None if parts is None else split_off(parts, setup)
        change = unit.time.advance(now, setup)
        if change is None:
            return None
        at = change[-1][1] if change else now
        find = unit.time.unattended if op.spec.unattended else unit.time.fit
        start = find(at, op.spec.seconds)
        return None if start is None else (change, ((start, start + op.spec.seconds),))

    def _before_lock(self, op: Op, unit: Unit, end: int) -> bool:
        """Whether work that ends then leaves the next locked task, and the changeover planned for it, untouched."""
        locks, at = self.locks[unit.index], self.next_lock[unit.index]
        if at == len(locks):
            return True
        lock = locks[at]
        family = op.spec.family or self.family[unit.index]
        needed = self._setup(unit, family, self.shop.ops[lock.op])
        return end <= lock.start and needed <= sum(stop - start for start, stop in lock.setup)

    def _fill(self, op: Op, unit: Unit, setup: Parts, work: Parts) -> None:
        """Fill a load: first with this lot, then with others of its load group while there is room."""
        room = op.spec.capacity - min(op.spec.capacity, self.left[op.index])
        self._take(op, unit, setup, work, op.spec.capacity - room)
        heap = self.queues[op.queue].by_load.get(op.spec.load_group, []) if op.spec.load_group else []
        while room > 0:
            entry = self._first(heap)
            if entry is None:
                return
            other = self.shop.ops[entry[1]]
            pieces = min(room, self.left[other.index])
            self._take(other, unit, setup, work, pieces)
            room -= pieces

    def _take(self, op: Op, unit: Unit, setup: Parts, work: Parts, pieces: int) -> None:
        self.left[op.index] -= pieces
        if op.spec.kind == "batch":
            self.loads[op.index] += 1
        self.placements.append(Placement(op.index, unit.index, setup, work, self.loads[op.index], pieces))
        self.steps += 1
        self._note_end(op, work[-1][1])
        if self.left[op.index] <= 0:
            self._complete(op, work)

    def _note_end(self, op: Op, end: int) -> None:
        known = self.last_end[op.index]
        self.last_end[op.index] = end if known is None else max(known, end)

    def _complete(self, op: Op, work: Parts) -> None:
        """All of the operation is laid: tell those that come after."""
        end = self.last_end[op.index]
        assert end is not None  # noqa: S101 - _note_end came first
        self.gone[op.index] = 1
        self.op_end[op.index] = end
        for index, share in op.after:
            later = self.shop.ops[index]
            at = handover(work, later, share) if share < 100 else end
            self.ready[index] = max(self.ready[index], at)
            self.missing[index] -= 1
            if self.missing[index] == 0 and not self.gone[index]:
                heappush(self.events, (self.ready[index], _ARRIVAL, index))

    def _give_up(self, op: Op) -> None:
        self.gone[op.index] = 1
        self.stuck.setdefault(op.job, op.index)

    def _find_stuck(self) -> None:
        """Lots left in a queue whose machines have no working time any more."""
        for lot in self.shop.lots:
            for op in lot.ops:
                if self.op_end[op] is None:
                    self.stuck.setdefault(lot.index, op)
