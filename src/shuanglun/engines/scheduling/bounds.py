"""What no schedule can beat: each lot alone in the factory, every machine free for it, no changeover."""

from __future__ import annotations

from shuanglun.engines.scheduling.flow import handover, loads_of
from shuanglun.engines.scheduling.shop import Lot, Op, Parts, Placement, Shop


def earliest_lot_ends(shop: Shop) -> list[int | None]:
    """A lower bound on the end of each lot; None when it cannot end within the horizon even alone."""
    locks: dict[int, list[Placement]] = {}
    for lock in shop.locked:
        locks.setdefault(lock.op, []).append(lock)
    return [_earliest_end(shop, lot, locks) for lot in shop.lots]


def _earliest_end(shop: Shop, lot: Lot, locks: dict[int, list[Placement]]) -> int | None:
    ways: dict[int, list[Parts]] = {}
    for index in lot.ops:
        op = shop.ops[index]
        start = op.release
        for before, share in op.before:
            start = max(start, min(handover(parts, op, share) for parts in ways[before]))
        found = _ways(shop, op, start, locks.get(index, []))
        if not found:
            return None
        ways[index] = found
    return max(min(parts[-1][1] for parts in found) for found in ways.values())


def _ways(shop: Shop, op: Op, start: int, locks: list[Placement]) -> list[Parts]:
    """The working stretches of the operation on each machine that may do it, each as early as can be."""
    if op.spec.kind == "batch":
        return _loads(shop, op, start, locks)
    if locks:
        return [locks[0].work]
    if op.spec.kind == "wait":
        end = start + op.spec.seconds
        return [((start, end),)] if end <= shop.horizon else []
    laid = (shop.units[m].time.advance(start, shop.work_seconds(op, shop.units[m])) for m in op.machines)
    return [parts for parts in laid if parts is not None]


def _loads(shop: Shop, op: Op, start: int, locks: list[Placement]) -> list[Parts]:
    """At least one machine runs its even share of the loads, one after the other."""
    pieces = op.spec.pieces - sum(lock.pieces for lock in locks)
    after_locks = max((lock.end for lock in locks), default=start)
    if pieces <= 0:
        return [((after_locks - 1, after_locks),)]
    rounds = loads_of(loads_of(pieces, op.spec.capacity), max(1, len(op.machines)))
    ends = [_end_of_rounds(shop, op, machine, start, rounds) for machine in op.machines]
    return [((end - 1, end),) for end in (max(e, after_locks) for e in ends if e is not None)]


def _end_of_rounds(shop: Shop, op: Op, machine: int, start: int, rounds: int) -> int | None:
    time = shop.units[machine].time
    find = time.unattended if op.spec.unattended else time.fit
    at = start
    for _ in range(rounds):
        begin = find(at, op.spec.seconds)
        if begin is None:
            return None
        at = begin + op.spec.seconds
    return at
