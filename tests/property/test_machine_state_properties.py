"""Roll-ups are a function of the set of events: any order, duplicates, any lateness; in whole milliseconds."""

from __future__ import annotations

from datetime import date, time
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuanglun.engines.machine_state import (
    UNKNOWN,
    Changed,
    CountKey,
    MachineEvent,
    Rollups,
    Settings,
    StateEngine,
    StateInterval,
    Status,
    TimeKey,
    intervals,
    recompute,
)
from shuanglun.engines.machine_state.model import in_order
from shuanglun.engines.machine_state.slots import from_ms
from shuanglun.kernel.clock import local_day
from shuanglun.kernel.shifts import Shift, ShiftCalendar

MINUTE = 60_000
START = 1_795_000_000_000 // MINUTE * MINUTE
DAY_AND_NIGHT = (Shift("早", time(8), time(12)), Shift("中", time(13), time(20, 30)), Shift("夜", time(22), time(6)))
CALENDAR = ShiftCalendar(dict.fromkeys(range(6), DAY_AND_NIGHT), {date(2026, 11, 19): ()})
STATES = ("WORKING", "READY", "STANDBY", "ERROR", "OFFLINE", None, None)


def random_settings(random: Random) -> Settings:
    return Settings(
        heartbeat_ms=random.choice((1_000, 30_000, 600_000)),
        silent_after=random.choice((2, 3)),
        unknown_limit_ms=random.choice((10 * MINUTE, 40 * 86_400_000)),
        counter_modulus=random.choice((None, 256)),
    )


def random_history(random: Random, size: int) -> list[MachineEvent]:
    """Steps of milliseconds to days, restarts, resets and roll-overs, equal instants, and a few wrongly numbered events."""
    at, seq, epoch, good, scrap, events = START + random.randrange(86_400_000), 0, 0, random.randrange(256), 0, []
    for _ in range(size):
        at += random.choice(
            (0, 1, random.randrange(5_000), random.randrange(MINUTE * 60), random.randrange(86_400_000))
        )
        seq += 1
        good = (good + random.randrange(20)) % random.choice((256, 10_000))
        scrap += random.randrange(2)
        if random.random() < 0.05:
            epoch, seq, good = epoch + 1, 0, 0
        events.append(
            MachineEvent(
                at,
                f"boot{epoch % 3}" if random.random() < 0.9 else "boot0",
                seq,
                random.choice(STATES),
                random.choice((None, "AUTO", "SETUP")),
                random.choice((None, "NO-MATERIAL")),
                good if random.random() < 0.6 else None,
                scrap if random.random() < 0.4 else None,
            )
        )
    return events


def arrivals(random: Random, events: list[MachineEvent]) -> list[MachineEvent]:
    """In order with some late, or wholly mixed; some twice."""
    found = events + random.sample(events, len(events) // 4)
    if random.random() < 0.5:
        random.shuffle(found)
        return found
    return [event for _, event in sorted(enumerate(found), key=lambda pair: pair[0] + random.choice((0, 0, 0, 30)))]


def apply_all(engine: StateEngine, random: Random, events: list[MachineEvent]) -> Rollups:
    total, rest = Rollups(), list(events)
    while rest:
        size = random.choice((1, 1, 3, 50))
        deltas = engine.apply(rest[:size])
        assert deltas.dirty is None
        total.add(deltas.rollups)
        rest = rest[size:]
    return total


@pytest.mark.parametrize("part", range(10))
def test_any_order_with_duplicates_equals_the_batch_recompute(part: int) -> None:
    """Three thousand random histories."""
    for seed in range(part * 300, part * 300 + 300):
        random = Random(seed)
        options = random_settings(random)
        events = random_history(random, random.choice((1, 2, 5, 20, 60)))
        engine = StateEngine(CALENDAR, options)
        total = apply_all(engine, random, arrivals(random, events))
        assert total == recompute(events, CALENDAR, options), seed
        now = max(event.at_ms for event in events) + random.randrange(86_400_000)
        total.add(engine.open_rollups(now))
        assert total == recompute(events, CALENDAR, options, now), seed


@pytest.mark.parametrize("seed", range(40))
def test_with_a_short_memory_what_is_too_old_is_named_and_a_rebuild_sets_it_right(seed: int) -> None:
    random = Random(seed)
    options = random_settings(random)
    events = [event._replace(epoch="e", seq=number) for number, event in enumerate(random_history(random, 200))]
    engine = StateEngine(CALENDAR, options, keep=10)
    total, seen, came = Rollups(), set(), arrivals(random, events)
    for start in range(0, len(came), 7):
        seen.update(came[start : start + 7])
        deltas = engine.apply(came[start : start + 7])
        total.add(deltas.rollups)
        if deltas.dirty is not None:
            assert deltas.dirty[0] >= min(event.at_ms for event in came[start : start + 7])
            total = engine.rebuild(seen)
        assert total == recompute(seen, CALENDAR, options)


@given(st.lists(st.tuples(st.integers(0, 400), st.sampled_from(STATES)), min_size=1, max_size=12), st.integers(1, 5))
@settings(max_examples=60, deadline=None)
def test_the_batch_recompute_equals_a_walk_minute_by_minute(rows: list[tuple[int, str | None]], silent: int) -> None:
    """An oracle of the oracle: ask for every single minute what was said last, and the calendar which shift it is in."""
    events = [MachineEvent(START + 5 * m * MINUTE, "e", seq, state) for seq, (m, state) in enumerate(rows)]
    ordered = sorted(events, key=lambda event: event[:3])
    expected: dict[TimeKey, int] = {}
    for at in range(ordered[0].at_ms, ordered[-1].at_ms, MINUTE):
        heard = [event for event in ordered if event.at_ms <= at]
        told = [event.state for event in heard if event.state is not None]
        silence = at >= heard[-1].at_ms + silent * MINUTE
        state = told[-1] if told and not silence else "UNKNOWN"
        shift = CALENDAR.current_shift(from_ms(at))
        where = (shift.day.isoformat(), shift.shift) if shift else (local_day(from_ms(at)), "")
        key = TimeKey(*where, state, "OTHER", "")
        expected[key] = expected.get(key, 0) + MINUTE
    assert recompute(events, CALENDAR, Settings(MINUTE, silent)).times == expected


@pytest.mark.parametrize("seed", range(200))
def test_sums_and_intervals_cover_the_time_exactly_once(seed: int) -> None:
    random = Random(seed)
    options = Settings(heartbeat_ms=30_000)
    events = [event._replace(epoch="e", seq=number) for number, event in enumerate(random_history(random, 30))]
    first, last = min(e.at_ms for e in events), max(e.at_ms for e in events)
    ribbon = intervals(events, first - 1000, last + 1000, options)
    assert (ribbon[0].start_ms, ribbon[-1].end_ms) == (first - 1000, last + 1000)
    assert all(a.end_ms == b.start_ms and a.status != b.status for a, b in pairwise(ribbon))
    assert ribbon[0].status == UNKNOWN
    rollups = recompute(events, CALENDAR, options)
    assert sum(rollups.times.values()) == last - first
    for status in {interval.status for interval in ribbon}:
        shown = sum(min(i.end_ms, last) - max(i.start_ms, first) for i in ribbon if i.status == status)
        assert shown == sum(value for key, value in rollups.times.items() if key[2:] == status)


@given(st.permutations(range(6)))
def test_the_earliest_event_may_come_last(order: list[int]) -> None:
    events = [MachineEvent(START + n * 1000, "e", n, "WORKING" if n % 2 else None, good=n * 10) for n in range(6)]
    engine, total = StateEngine(CALENDAR), Rollups()
    for number in order:
        total.add(engine.apply([events[number]]).rollups)
    assert total == recompute(events, CALENDAR)
    assert sum(value for key, value in total.counts.items() if key.what == "good") == 50


@given(st.lists(st.integers(0, 255), min_size=2, max_size=40))
def test_good_pieces_of_a_counter_that_only_rises_and_rolls_over_are_all_counted(steps: list[int]) -> None:
    """Small steps, so that every fall is a roll-over."""
    steps = [step % 20 for step in steps]
    true, events = 0, []
    for number, step in enumerate(steps):
        true += step
        events.append(MachineEvent(START + number, "e", number, good=true % 256))
    rollups = recompute(events, CALENDAR, Settings(counter_modulus=256))
    assert sum(rollups.counts.values()) == true - steps[0]
    assert all(key.what == "good" for key in rollups.counts)
    assert CountKey("", "", "good") not in rollups.counts


def _replace(stored: list[StateInterval], changed: Changed, open_from: list[Status]) -> list[StateInterval]:
    """What a store does with a change: cut out the stretch, put in what it is now."""
    before = [i._replace(end_ms=min(i.end_ms, changed.from_ms)) for i in stored if i.start_ms < changed.from_ms]
    after = [] if changed.is_last else [i for i in stored if i.end_ms > changed.to_ms]
    after = [i._replace(start_ms=max(i.start_ms, changed.to_ms)) for i in after]
    if changed.is_last:
        open_from[:] = [changed.end_status]
    joined: list[StateInterval] = []
    for interval in [*before, *changed.intervals, *after]:
        if joined and joined[-1].status == interval.status and joined[-1].end_ms == interval.start_ms:
            joined[-1] = joined[-1]._replace(end_ms=interval.end_ms)
        else:
            joined.append(interval)
    return joined


@pytest.mark.parametrize("part", range(4))
def test_changed_stretches_put_together_are_the_intervals_of_the_whole(part: int) -> None:
    for seed in range(part * 150, part * 150 + 150):
        random = Random(seed)
        options = random_settings(random)
        events = random_history(random, random.choice((1, 2, 5, 20, 60)))
        engine, stored, open_from, seen = StateEngine(CALENDAR, options), [], [UNKNOWN], []
        came = arrivals(random, events)
        while came:
            size = random.choice((1, 1, 3, 50))
            batch, came = came[:size], came[size:]
            seen += batch
            changed = engine.apply(batch).changed
            if changed is not None:
                stored = _replace(stored, changed, open_from)
            ordered = in_order(seen)
            whole = intervals(seen, ordered[0].at_ms, ordered[-1].at_ms, options)
            limited = options.unknown_limit_ms < 86_400_000
            assert [i for i in whole if not limited or i.status != UNKNOWN] == [
                i for i in stored if not limited or i.status != UNKNOWN
            ], seed
            assert open_from == [engine._status[-1]]


@pytest.mark.parametrize("seed", range(60))
def test_an_engine_that_resumes_goes_on_like_one_that_never_stopped(seed: int) -> None:
    random = Random(seed)
    options = random_settings(random)
    events = [event._replace(epoch="e", seq=number) for number, event in enumerate(random_history(random, 80))]
    cut, tail = random.randrange(10, 70), random.randrange(1, 10)
    known, rest = events[:cut], events[cut:]
    going = StateEngine(CALENDAR, options)
    going.apply(known)
    resumed = StateEngine(CALENDAR, options)
    older = known[:-tail]
    matters = [
        next((e for e in reversed(older) if getattr(e, name) is not None), None) for name in ("state", "good", "scrap")
    ]
    resumed.resume(known[-tail:], [e for e in matters if e], whole=not older)
    random.shuffle(rest)
    for event in rest:
        one, other = going.apply([event]), resumed.apply([event])
        assert (one.rollups, one.changed) == (other.rollups, other.changed)
    if older:
        assert not resumed.takes(older[-1])
