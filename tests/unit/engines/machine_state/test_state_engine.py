"""What the engine makes of a machine's words, case by case."""

from __future__ import annotations

from datetime import UTC, datetime, time

from shuanglun.engines.machine_state import (
    UNKNOWN,
    CountKey,
    MachineEvent,
    Settings,
    StateEngine,
    StateInterval,
    Status,
    TimeKey,
    intervals,
    recompute,
)
from shuanglun.engines.machine_state.slots import Slots, to_ms
from shuanglun.kernel.shifts import Shift, ShiftCalendar

CALENDAR = ShiftCalendar({day: (Shift("早", time(8), time(17)), Shift("夜", time(20), time(4))) for day in range(7)})
DAY = "2026-11-23"
STATUS = ("WORKING", "AUTO", "")
HOUR = 3_600_000
LONG = Settings(heartbeat_ms=24 * HOUR)


def at(hour: int, minute: int = 0, second: int = 0, day: int = 23) -> int:
    """An instant of factory time (UTC+8)."""
    return to_ms(datetime(2026, 11, day, hour, minute, second, tzinfo=UTC)) - 8 * HOUR


def event(when: int, seq: int, state: str | None = None, **rest: object) -> MachineEvent:
    return MachineEvent(when, str(rest.pop("epoch", "boot1")), seq, state, **rest)  # type: ignore[arg-type]


def test_time_is_split_at_shift_ends_and_midnight_and_a_night_shift_belongs_to_its_first_day() -> None:
    events = [event(at(16), 1, "WORKING", mode="AUTO"), event(at(3, day=24), 2, "READY")]
    assert recompute(events, CALENDAR, LONG).times == {
        TimeKey(DAY, "早", *STATUS): HOUR,
        TimeKey(DAY, "", *STATUS): 3 * HOUR,
        TimeKey(DAY, "夜", *STATUS): 7 * HOUR,
    }


def test_overlapping_shifts_count_no_minute_twice() -> None:
    calendar = ShiftCalendar({day: (Shift("A", time(8), time(16)), Shift("B", time(15), time(23))) for day in range(7)})
    slots = Slots(calendar)
    assert dict(slots.over(at(14), at(17))) == {(DAY, "A"): 2 * HOUR, (DAY, "B"): HOUR}
    assert dict(Slots(calendar).over(at(15, 30), at(17))) == {(DAY, "A"): HOUR // 2, (DAY, "B"): HOUR}


def test_silence_is_unknown_and_neither_idle_nor_offline() -> None:
    events = [event(at(9), 1, "READY"), event(at(9, 10), 2), event(at(9, 11), 3, "OFFLINE"), event(at(9, 12), 4)]
    times = recompute(events, CALENDAR, Settings(heartbeat_ms=30_000, silent_after=3)).times
    assert times == {
        TimeKey(DAY, "早", "READY", "OTHER", ""): 150_000,
        TimeKey(DAY, "早", *UNKNOWN): 510_000,
        TimeKey(DAY, "早", "OFFLINE", "OTHER", ""): 60_000,
    }


def test_a_gap_of_years_fills_no_more_than_the_limit() -> None:
    events = [event(at(9) - 15 * 365 * 24 * HOUR, 1, "READY"), event(at(9), 2, "READY")]
    assert sum(recompute(events, CALENDAR).times.values()) == 40 * 24 * HOUR + 90_000


def test_counts_without_a_state_keep_the_state_alive() -> None:
    engine = StateEngine(CALENDAR, Settings(heartbeat_ms=60_000))
    engine.apply([event(at(9, m), m, "WORKING" if m == 0 else None, good=m) for m in range(10)])
    assert engine.current(at(9, 9, 30)) == (Status("WORKING"), at(9), at(9, 9), 9, None, None)


def test_a_late_state_restates_the_messages_behind_it() -> None:
    engine = StateEngine(CALENDAR)
    engine.apply([event(at(9, 0, s), s, "READY" if s == 0 else None) for s in range(0, 50, 10)])
    deltas = engine.apply([event(at(9, 0, 5), 5, "ERROR", reason="E7")])
    assert deltas.rollups.times == {
        TimeKey(DAY, "早", "READY", "OTHER", ""): -35_000,
        TimeKey(DAY, "早", "ERROR", "OTHER", "E7"): 35_000,
    }


def good(events: list[MachineEvent], modulus: int | None = None) -> dict[CountKey, int]:
    return recompute(events, CALENDAR, Settings(counter_modulus=modulus)).counts


def test_a_counter_counts_its_rises_in_the_shift_of_the_later_reading() -> None:
    events = [event(at(16, 59), 1, good=5, scrap=1), event(at(17, 1), 2, good=8, scrap=1), event(at(21), 3, good=9)]
    assert good(events) == {CountKey(DAY, "", "good"): 3, CountKey(DAY, "夜", "good"): 1}


def test_a_reset_with_a_restart_counts_from_zero_and_a_fall_without_one_is_a_question() -> None:
    restart = [event(at(9), 1, good=500), event(at(10), 0, good=3, epoch="boot2")]
    assert good(restart) == {CountKey(DAY, "早", "good"): 3}
    unexplained = [event(at(9), 1, good=500), event(at(10), 2, good=3), event(at(11), 3, good=5)]
    assert good(unexplained) == {CountKey(DAY, "早", "good"): 2, CountKey(DAY, "早", "question"): 1}


def test_a_roll_over_counts_on_when_the_width_is_declared() -> None:
    events = [event(at(9), 1, good=65_530), event(at(10), 2, good=4)]
    assert good(events, 65_536) == {CountKey(DAY, "早", "good"): 10}
    assert good(events) == {CountKey(DAY, "早", "question"): 1}
    assert good([event(at(9), 1, good=30_000), event(at(10), 2, good=4)], 65_536) == {
        CountKey(DAY, "早", "question"): 1
    }


def test_the_same_event_again_changes_nothing() -> None:
    engine, one = StateEngine(CALENDAR), event(at(9), 1, "WORKING", good=1)
    engine.apply([one, event(at(9, 1), 2, "READY", good=2)])
    deltas = engine.apply([one, one])
    assert (deltas.rollups.times, deltas.rollups.counts) == ({}, {})
    assert (deltas.taken, deltas.repeated, deltas.conflicts) == (0, 2, 0)


def test_wrongly_numbered_events_are_counted_and_settled_the_same_way_in_any_order() -> None:
    early, late, other = event(at(9), 1, "WORKING"), event(at(9, 1), 1, "ERROR"), event(at(9, 2), 2, "READY")
    expected = recompute([early, late, other], CALENDAR, LONG)
    for order in ([early, late, other], [late, early, other], [other, late, early], [late, other, early]):
        engine = StateEngine(CALENDAR, LONG)
        deltas = engine.apply(order)
        assert (deltas.rollups, deltas.conflicts) == (expected, 1)


def test_older_than_what_is_kept_is_set_aside_and_named() -> None:
    engine = StateEngine(CALENDAR, keep=5)
    engine.apply([event(at(9, m), m, "READY") for m in range(20)])
    deltas = engine.apply([event(at(8), 99, "ERROR")])
    assert deltas.rollups.times == {}
    assert deltas.dirty == (at(8), at(9, 15))


def test_a_machine_nobody_heard_of_is_unknown() -> None:
    engine = StateEngine(CALENDAR)
    assert engine.current(at(9)).status == UNKNOWN
    assert engine.open_rollups(at(9)).times == {}
    assert intervals([], at(9), at(10)) == [StateInterval(at(9), at(10), UNKNOWN)]
    assert intervals([], at(9), at(9)) == []


def test_the_ribbon_begins_with_the_state_from_before_and_ends_unknown_after_silence() -> None:
    events = [event(at(8), 1, "READY"), event(at(9, 30), 2, "WORKING", piece="P1"), event(at(9, 40), 3, "WORKING")]
    assert intervals(events, at(9), at(11), Settings(heartbeat_ms=HOUR, silent_after=1)) == [
        StateInterval(at(9), at(9, 30), UNKNOWN),
        StateInterval(at(9, 30), at(10, 40), Status("WORKING")),
        StateInterval(at(10, 40), at(11), UNKNOWN),
    ]
    assert intervals(events, at(9), at(9, 30), LONG) == [StateInterval(at(9), at(9, 30), Status("READY"))]


def test_the_present_turns_unknown_after_silence() -> None:
    engine = StateEngine(CALENDAR)
    engine.apply([event(at(9), 1, "WORKING", piece="P00000017", good=4)])
    assert engine.current(at(9, 1)).status.state == "WORKING"
    assert engine.current(at(9, 2)) == (UNKNOWN, at(9) + 90_000, at(9), 4, None, "P00000017")
