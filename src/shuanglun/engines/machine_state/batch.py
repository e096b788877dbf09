"""All of a machine's events at once: the roll-ups and intervals they amount to. The incremental engine must equal this."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from shuanglun.engines.machine_state.model import (
    COUNTERS,
    UNKNOWN,
    CountKey,
    MachineEvent,
    Rollups,
    Settings,
    Status,
    TimeKey,
    add_sums,
    count_between,
    in_order,
    split_by_silence,
    status_of,
)
from shuanglun.engines.machine_state.slots import Slots
from shuanglun.kernel.shifts import ShiftCalendar


class StateInterval(NamedTuple):
    """``[start_ms, end_ms)`` in one status."""

    start_ms: int
    end_ms: int
    status: Status


def recompute(
    events: Iterable[MachineEvent],
    calendar: ShiftCalendar,
    settings: Settings | None = None,
    until_ms: int | None = None,
) -> Rollups:
    """Roll-ups of a set of events, up to the last of them, or up to ``until_ms`` if that is later."""
    settings = settings or Settings()
    slots, ordered, rollups = Slots(calendar), in_order(events), Rollups()
    for interval in _stretches(ordered, settings, until_ms):
        for key, duration in slots.over(interval.start_ms, interval.end_ms):
            add_sums(rollups.times, {TimeKey(*key, *interval.status): duration})
    for counter in COUNTERS:
        readings = [event for event in ordered if getattr(event, counter) is not None]
        for before, after in pairwise(readings):
            key = slots.at(after.at_ms).key
            count, question = count_between(before, after, counter, settings)
            add_sums(rollups.counts, {CountKey(*key, counter): count})
            add_sums(rollups.counts, {CountKey(*key, "question"): question})
    return rollups


def _stretches(ordered: list[MachineEvent], settings: Settings, until_ms: int | None) -> Iterator[StateInterval]:
    """From event to event, the status that holds between them."""
    status = UNKNOWN
    for index, event in enumerate(ordered):
        status = status_of(event) or status
        last = index == len(ordered) - 1
        end = (until_ms if until_ms is not None else event.at_ms) if last else ordered[index + 1].at_ms
        for begins, ends, what in split_by_silence(event.at_ms, end, status, settings):
            if ends > begins:
                yield StateInterval(begins, ends, what)


def intervals(
    events: Iterable[MachineEvent], start_ms: int, end_ms: int, settings: Settings | None = None
) -> list[StateInterval]:
    """What the machine did in ``[start_ms, end_ms)``, without gaps, neighbours of equal status joined.

    Events before the start say in what state it begins: give at least the last one with a state. Where nothing is known,
    before the first event or long after the last, the status is UNKNOWN.
    """
    found: list[StateInterval] = []

    def put(begins: int, ends: int, status: Status) -> None:
        begins, ends = max(begins, start_ms), min(ends, end_ms)
        if begins >= ends:
            return
        if found and found[-1].status == status:
            begins = found.pop().start_ms
        found.append(StateInterval(begins, ends, status))

    reached = start_ms
    for interval in _stretches(in_order(events), settings or Settings(), end_ms):
        put(reached, interval.start_ms, UNKNOWN)
        put(*interval)
        reached = max(reached, interval.end_ms)
    put(reached, end_ms, UNKNOWN)
    return found
