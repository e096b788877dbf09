"""Events, states and roll-ups. All instants are whole milliseconds since 1970, UTC; all durations whole milliseconds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

STATES = ("WORKING", "READY", "STANDBY", "ERROR", "OFFLINE", "UNKNOWN")
"""Unit states of OPC 40550-1, and UNKNOWN: nothing was heard. UNKNOWN is never folded into OFFLINE or idle."""

MODES = ("OTHER", "AUTO", "SEMI", "MANUAL", "SETUP", "SLEEP", "MAINT")

COUNTERS = ("good", "scrap")
_Key = TypeVar("_Key")


class Status(NamedTuple):
    """What a machine is doing: state, mode, and a reason code or "" for none."""

    state: str
    mode: str = "OTHER"
    reason: str = ""


UNKNOWN = Status("UNKNOWN")


class MachineEvent(NamedTuple):
    """One thing a machine said. Its identity is (epoch, seq); its order is (at_ms, epoch, seq).

    ``state`` with ``mode`` and ``reason`` holds until the next event that has a state; ``good`` and ``scrap`` are
    cumulative counters; what is None is not said. Every event is a sign of life.
    """

    at_ms: int
    epoch: str
    seq: int
    state: str | None = None
    mode: str | None = None
    reason: str | None = None
    good: int | None = None
    scrap: int | None = None
    piece: str | None = None

    @property
    def identity(self) -> tuple[str, int]:
        """Two events with the same identity are the same event."""
        return self.epoch, self.seq


class TimeKey(NamedTuple):
    """Where milliseconds are summed: local day, shift ("" outside working time), status."""

    day: str
    shift: str
    state: str
    mode: str
    reason: str


class CountKey(NamedTuple):
    """Where pieces are summed; ``what`` is "good", "scrap", or "question": falls of a counter nobody explained."""

    day: str
    shift: str
    what: str


@dataclass(frozen=True)
class Settings:
    """How a machine is read.

    A machine that says nothing for ``silent_after`` times its heart-beat is UNKNOWN from then on, for at most
    ``unknown_limit_ms``; beyond that nothing is summed. A counter that falls with a new epoch was reset and counts from 0;
    one that falls from the top tenth of ``counter_modulus`` to the bottom tenth rolled over; any other fall counts nothing
    and is a question.
    """

    heartbeat_ms: int = 30_000
    silent_after: int = 3
    unknown_limit_ms: int = 40 * 86_400_000
    counter_modulus: int | None = None

    @property
    def silence_ms(self) -> int:
        """From the last event until the machine is UNKNOWN."""
        return self.heartbeat_ms * self.silent_after


@dataclass
class Rollups:
    """Sums of milliseconds and pieces; keys with sum 0 are left out."""

    times: dict[TimeKey, int] = field(default_factory=dict)
    counts: dict[CountKey, int] = field(default_factory=dict)

    def add(self, other: Rollups) -> None:
        """Add other sums to these."""
        add_sums(self.times, other.times)
        add_sums(self.counts, other.counts)


def add_sums(into: dict[_Key, int], more: dict[_Key, int]) -> None:
    """Add sums key by key, and drop what has become 0."""
    for key, value in more.items():
        total = into.get(key, 0) + value
        if total:
            into[key] = total
        else:
            into.pop(key, None)


def status_of(event: MachineEvent) -> Status | None:
    """The status an event states, or None when it says nothing about it."""
    if event.state is None:
        return None
    return Status(event.state, event.mode or "OTHER", event.reason or "")


def place(event: MachineEvent) -> tuple[int, str, int]:
    """What events are ordered by: when it happened, then their identity."""
    return event.at_ms, event.epoch, event.seq


def preferred(one: MachineEvent, other: MachineEvent) -> MachineEvent:
    """Of two different events with the same identity, the one that counts: independent of which came first."""
    return min(one, other, key=lambda event: (event.at_ms, repr(event)))


def in_order(events: Iterable[MachineEvent]) -> list[MachineEvent]:
    """The set of events, each identity once, in order."""
    found: dict[tuple[str, int], MachineEvent] = {}
    for event in events:
        known = found.get(event.identity)
        found[event.identity] = event if known is None else preferred(known, event)
    return sorted(found.values(), key=place)


def count_between(before: MachineEvent, after: MachineEvent, counter: str, settings: Settings) -> tuple[int, int]:
    """Pieces between two readings of a counter, and 1 if the fall between them is a question."""
    a, b = getattr(before, counter), getattr(after, counter)
    if b >= a:
        return b - a, 0
    modulus = settings.counter_modulus
    if modulus is not None and a < modulus and a * 10 >= modulus * 9 and b * 10 <= modulus:
        return b - a + modulus, 0
    return (b, 0) if before.epoch != after.epoch else (0, 1)


def split_by_silence(start: int, end: int, status: Status, settings: Settings) -> list[tuple[int, int, Status]]:
    """The stretch between two events: the status, and UNKNOWN once the machine has been silent for too long."""
    heard = start + settings.silence_ms
    if end <= heard:
        return [(start, end, status)]
    return [(start, heard, status), (heard, min(end, heard + settings.unknown_limit_ms), UNKNOWN)]
