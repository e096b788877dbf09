"""The incremental engine: every event, whenever it comes, retracts what it changes and adds what is right.

It keeps the last events in order. Between two neighbours p and n stands one stretch; an event x between them retracts
(p, n) and adds (p, x) and (x, n), and restates the followers that said nothing of their own about the state. The same goes
for counter readings. An event older than what is kept is set aside and named in the deltas, for a full recompute.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from shuanglun.engines.machine_state.batch import StateInterval, recompute
from shuanglun.engines.machine_state.model import (
    COUNTERS,
    UNKNOWN,
    CountKey,
    MachineEvent,
    Rollups,
    Settings,
    Status,
    TimeKey,
    count_between,
    place,
    preferred,
    split_by_silence,
    status_of,
)
from shuanglun.engines.machine_state.slots import Slots
from shuanglun.kernel.shifts import ShiftCalendar

_Sums = defaultdict[tuple[str, ...], int]


class Changed(NamedTuple):
    """The stretch of time ``[from_ms, to_ms)`` whose intervals a call may have changed, and what they are now, neighbours of
    equal status joined. ``end_status`` holds from ``to_ms`` on; with ``is_last`` no event the engine knows comes after that,
    and what was known beyond holds no longer."""

    from_ms: int
    to_ms: int
    intervals: tuple[StateInterval, ...]
    end_status: Status
    is_last: bool


@dataclass(frozen=True, slots=True)
class Deltas:
    """What a call changed. ``conflicts`` counts events that differ from another one with the same epoch and seq: the machine
    numbers its messages wrongly. If ``dirty`` is a range of instants ``(from_ms, to_ms)``, events were set aside because they are
    older than what the engine keeps: load all of the machine's events and ``rebuild``."""

    rollups: Rollups
    taken: int
    repeated: int
    conflicts: int
    dirty: tuple[int, int] | None = None
    changed: Changed | None = None


class Current(NamedTuple):
    """A machine at an instant: status, since when, when last heard, and its last readings."""

    status: Status
    since_ms: int | None
    heard_ms: int | None
    good: int | None
    scrap: int | None
    piece: str | None


class StateEngine:
    """For one machine. The sum of all deltas is ``recompute`` of the set of events, in whatever order they came."""

    def __init__(self, calendar: ShiftCalendar, settings: Settings | None = None, keep: int = 5000) -> None:
        self._calendar = calendar
        self._settings = settings or Settings()
        self._keep = keep
        self._reset()

    def _reset(self) -> None:
        self._slots = Slots(self._calendar)
        self._events: list[MachineEvent] = []
        self._status: list[Status] = []
        self._known: dict[tuple[str, int], MachineEvent] = {}
        self._readings: dict[str, list[MachineEvent]] = {counter: [] for counter in COUNTERS}
        self._trimmed = False
        self._times: _Sums = defaultdict(int)
        self._counts: _Sums = defaultdict(int)

    # ------------------------------------------------------------------ what callers use

    def apply(self, events: Iterable[MachineEvent]) -> Deltas:
        """Take events, in any order and any number of times; what they change in the roll-ups."""
        taken = repeated = conflicts = 0
        too_old: list[int] = []
        touched: list[MachineEvent] = []
        for event in events:
            known = self._known.get((event.epoch, event.seq))
            conflicts += known is not None and known != event
            if known is not None and (known == event or preferred(known, event) == known):
                repeated += 1
            elif not self.takes(event):
                too_old.append(event.at_ms)
            else:
                if known is not None:
                    self._remove(known)
                    touched.append(known)
                self._insert(event)
                touched.append(event)
                taken += 1
        dirty = (min(too_old), max(self._events[0].at_ms, *too_old)) if too_old else None
        deltas = Deltas(self._take_sums(), taken, repeated, conflicts, dirty, self._changed(touched))
        self._trim()
        return deltas

    def takes(self, event: MachineEvent) -> bool:
        """False when the event is older than what is kept, so that ``apply`` would set it aside."""
        if not self._trimmed:
            return True
        first = self._events[0]
        return self._known.get(event.identity) is not first and place(event) > place(first)

    def resume(self, events: Iterable[MachineEvent], earlier: Iterable[MachineEvent], *, whole: bool) -> None:
        """Go on after a restart: ``events`` are known already, without a gap, and change no sums any more.

        ``earlier`` are those before them that still matter: the last with a state, the last reading of each counter.
        With ``whole`` nothing was left out before ``events``; otherwise nothing is put before the first of them.
        """
        self._reset()
        known = list(events)
        self.apply(earlier)
        self.apply(known)
        self._trimmed = self._trimmed or not whole
        if known:
            self._forget(bisect_left(self._events, min(map(place, known)), key=place))

    def rebuild(self, events: Iterable[MachineEvent]) -> Rollups:
        """Forget everything and take all of a machine's events; the whole roll-ups, to replace what was stored."""
        known = list(events)
        self._reset()
        self.apply(known)
        return recompute(known, self._calendar, self._settings)

    def open_rollups(self, now_ms: int) -> Rollups:
        """The stretch from the last event until now, not in any delta yet: to be added when read, never stored."""
        if self._events and now_ms > self._events[-1].at_ms:
            self._stretch(self._events[-1].at_ms, now_ms, self._status[-1], 1)
        return self._take_sums()

    def current(self, now_ms: int) -> Current:
        """How the machine stands; UNKNOWN when it has been silent for too long."""
        if not self._events:
            return Current(UNKNOWN, None, None, None, None, None)
        last, status, index = self._events[-1].at_ms, self._status[-1], len(self._events) - 1
        piece = next((event.piece for event in reversed(self._events) if event.piece is not None), None)
        good, scrap = (getattr(rows[-1], name) if rows else None for name, rows in self._readings.items())
        if now_ms > last + self._settings.silence_ms:
            return Current(UNKNOWN, last + self._settings.silence_ms, last, good, scrap, piece)
        while index and self._status[index - 1] == status and not self._silent_before(index):
            index -= 1
        return Current(status, self._events[index].at_ms, last, good, scrap, piece)

    def _silent_before(self, index: int) -> bool:
        return self._events[index].at_ms - self._events[index - 1].at_ms > self._settings.silence_ms

    # ------------------------------------------------------------------ what is kept

    def _trim(self) -> None:
        """Let the oldest events go, in large pieces. The first that stays is the base: nothing is put before it."""
        if len(self._events) >= 2 * self._keep:
            self._trimmed = True
            self._forget(len(self._events) - self._keep)

    def _forget(self, gone: int) -> None:
        """Let the first events go, but for the readings of counters that the rest is counted from."""
        if not gone:
            return
        for event in self._events[:gone]:
            del self._known[event.epoch, event.seq]
        del self._events[:gone], self._status[:gone]
        for rows in self._readings.values():
            before = bisect_left(rows, self._events[0]) - 1
            del rows[: max(before, 0)]

    def _insert(self, event: MachineEvent) -> None:
        events, status = self._events, self._status
        at = len(events) if not events or event > events[-1] else bisect_left(events, event)
        before = status[at - 1] if at else UNKNOWN
        own = status_of(event) or before
        if at:
            self._stretch(events[at - 1].at_ms, event.at_ms, before, 1)
        if at < len(events):
            following = events[at].at_ms
            if at:
                self._stretch(events[at - 1].at_ms, following, before, -1)
            self._stretch(event.at_ms, following, own, 1)
        events.insert(at, event)
        status.insert(at, own)
        self._known[event.epoch, event.seq] = event
        self._restate(at + 1, own)
        for counter, rows in self._readings.items():
            if getattr(event, counter) is not None:
                self._insert_reading(counter, rows, event)

    def _remove(self, event: MachineEvent) -> None:
        """Undo ``_insert``: another event turned out to be meant by the same identity."""
        events, status = self._events, self._status
        at = bisect_left(events, event)
        before = status[at - 1] if at else UNKNOWN
        self._restate(at + 1, before)
        following = events[at + 1].at_ms if at + 1 < len(events) else None
        if at:
            self._stretch(events[at - 1].at_ms, event.at_ms, before, -1)
        if following is not None:
            self._stretch(event.at_ms, following, status[at], -1)
            if at:
                self._stretch(events[at - 1].at_ms, following, before, 1)
        del events[at], status[at], self._known[event.epoch, event.seq]
        for counter, rows in self._readings.items():
            if getattr(event, counter) is not None:
                self._remove_reading(counter, rows, event)

    def _restate(self, at: int, status: Status) -> None:
        """Followers that say nothing of their own about the state take it from before them."""
        events = self._events
        while at < len(events) and events[at].state is None and self._status[at] != status:
            if at + 1 < len(events):
                start, end = events[at].at_ms, events[at + 1].at_ms
                self._stretch(start, end, self._status[at], -1)
                self._stretch(start, end, status, 1)
            self._status[at] = status
            at += 1

    def _insert_reading(self, counter: str, rows: list[MachineEvent], event: MachineEvent) -> None:
        at = len(rows) if not rows or event > rows[-1] else bisect_left(rows, event)
        self._count_around(counter, rows[at - 1 : at] if at else [], rows[at : at + 1], event, 1)
        rows.insert(at, event)

    def _remove_reading(self, counter: str, rows: list[MachineEvent], event: MachineEvent) -> None:
        at = bisect_left(rows, event)
        del rows[at]
        self._count_around(counter, rows[at - 1 : at] if at else [], rows[at : at + 1], event, -1)

    def _count_around(
        self, counter: str, before: list[MachineEvent], after: list[MachineEvent], event: MachineEvent, sign: int
    ) -> None:
        """Put a reading between its neighbours (sign 1), or take it from between them (sign -1)."""
        for p in before:
            self._count(counter, p, event, sign)
            for n in after:
                self._count(counter, p, n, -sign)
        for n in after:
            self._count(counter, event, n, sign)

    # ------------------------------------------------------------------ intervals

    def _changed(self, touched: list[MachineEvent]) -> Changed | None:
        """From the event before the first that was touched to the next with a state of its own after the last."""
        if not touched:
            return None
        events, status = self._events, self._status
        first, last = min(touched, key=place), max(touched, key=place)
        at = max(bisect_left(events, place(first), key=place) - 1, 0)
        end = min(bisect_right(events, place(last), key=place), len(events) - 1)
        while end < len(events) - 1 and events[end].state is None:
            end += 1
        found: list[StateInterval] = []
        for index in range(at, end):
            start, until = events[index].at_ms, events[index + 1].at_ms
            for begins, ends, what in split_by_silence(start, until, status[index], self._settings):
                if begins < ends and found and found[-1].status == what and found[-1].end_ms == begins:
                    found[-1] = found[-1]._replace(end_ms=ends)
                elif begins < ends:
                    found.append(StateInterval(begins, ends, what))
        begin = min(events[at].at_ms, first.at_ms)
        return Changed(begin, events[end].at_ms, tuple(found), status[end], end == len(events) - 1)

    # ------------------------------------------------------------------ sums

    def _stretch(self, start: int, end: int, status: Status, sign: int) -> None:
        slot = self._slots.at(start)
        if end <= slot.end_ms and end - start <= self._settings.silence_ms:
            self._times[slot.key + status] += sign * (end - start)
            return
        for begins, ends, what in split_by_silence(start, end, status, self._settings):
            for key, duration in self._slots.over(begins, ends):
                self._times[key + what] += sign * duration

    def _count(self, counter: str, before: MachineEvent, after: MachineEvent, sign: int) -> None:
        count, question = count_between(before, after, counter, self._settings)
        key = self._slots.at(after.at_ms).key
        self._counts[(*key, counter)] += sign * count
        if question:
            self._counts[(*key, "question")] += sign

    def _take_sums(self) -> Rollups:
        rollups = Rollups(
            {TimeKey._make(key): value for key, value in self._times.items() if value},
            {CountKey._make(key): value for key, value in self._counts.items() if value},
        )
        self._times.clear()
        self._counts.clear()
        return rollups
