"""Reading the plain JSON format, and forecasting the end of a shift."""

from __future__ import annotations

from random import Random

import pytest

from shuanglun.engines.machine_state import Forecast, MachineEvent, forecast, read_message
from shuanglun.kernel.findings import Finding

RECEIVED = 1_795_392_000_000


def test_a_full_message_is_read() -> None:
    payload = (
        b'{"event":"state","seq":123,"epoch":"b1","ts":"2026-11-23T08:00:00.123Z","state":"WORKING","mode":"AUTO",'
        b'"reason":null,"good":120,"scrap":1,"piece":"P00000017","something new":[1]}'
    )
    assert read_message(payload, RECEIVED) == MachineEvent(
        1_795_420_800_123, "b1", 123, "WORKING", "AUTO", None, 120, 1, "P00000017"
    )


def test_a_message_without_a_time_happened_when_it_was_received() -> None:
    assert read_message(b'{"seq":1,"epoch":"b1","good":5}', RECEIVED) == MachineEvent(RECEIVED, "b1", 1, good=5)


def test_a_time_with_another_offset_is_the_same_instant() -> None:
    found = read_message(b'{"seq":1,"epoch":"b","ts":"2026-11-23T16:00:00+08:00"}', RECEIVED)
    assert isinstance(found, MachineEvent)
    assert found.at_ms == 1_795_420_800_000


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"no json",
        b"[]",
        b'{"seq":1}',
        b'{"epoch":"b"}',
        b'{"seq":-1,"epoch":"b"}',
        b'{"seq":1.5,"epoch":"b"}',
        b'{"seq":"1","epoch":"b"}',
        b'{"seq":1,"epoch":"b","state":"working"}',
        b'{"seq":1,"epoch":"b","state":"UNKNOWN"}',
        b'{"seq":1,"epoch":"b","mode":"FAST"}',
        b'{"seq":1,"epoch":"b","good":-3}',
        b'{"seq":1,"epoch":"b","ts":"2026-11-23T08:00:00"}',
        b'{"seq":1,"epoch":"b","ts":"yesterday"}',
        b'{"seq":1,"epoch":"%s"}' % (b"x" * 65),
        b'{"seq":1,"epoch":"\xff"}',
        b'{"seq":99999999999999999999,"epoch":"b"}',
    ],
)
def test_what_is_not_in_the_format_is_a_finding(payload: bytes) -> None:
    found = read_message(payload, RECEIVED)
    assert isinstance(found, Finding)
    assert found.code == "MSG-FORMAT"


@pytest.mark.parametrize("ts", ["1970-01-01T00:00:00Z", "2031-11-23T08:00:00Z"])
def test_a_clock_that_cannot_be_right_is_a_finding(ts: str) -> None:
    found = read_message(b'{"seq":1,"epoch":"b","ts":"%s"}' % ts.encode(), RECEIVED)
    assert isinstance(found, Finding)
    assert found.code == "MSG-CLOCK"


def test_nothing_to_come_is_certain_and_nothing_worked_is_no_basis() -> None:
    assert forecast(120, 3600, 0) == Forecast(120, 120, 120, 120)
    assert forecast(0, 0, 3600) == Forecast(0, 0, None, None)


def test_nobody_makes_more_than_there_is() -> None:
    assert forecast(120, 3600, 3600, left=0) == Forecast(120, 120, 120, 120)
    capped = forecast(120, 3600, 3600, left=100)
    assert (capped.expected, capped.high) == (220, 220)
    assert forecast(120, 3600, 3600, left=10_000) == forecast(120, 3600, 3600)


def test_the_rate_is_carried_on_and_the_range_narrows_towards_the_end() -> None:
    early, late = forecast(100, 3600, 7 * 3600), forecast(700, 7 * 3600, 3600)
    assert early.expected == late.expected == 800
    assert late.high is not None
    assert early.high is not None
    assert early.low < late.low < 800 < late.high < early.high


def test_uneven_slots_widen_the_range() -> None:
    even, uneven = forecast(80, 7200, 7200, [10] * 8), forecast(80, 7200, 7200, [40, 0, 0, 0, 40, 0, 0, 0])
    assert even.expected == uneven.expected == 160
    assert uneven.low < even.low


@pytest.mark.parametrize("stops", [0.0, 0.3])
def test_the_range_holds_the_truth_about_eight_times_of_ten(stops: float) -> None:
    """Simulated shifts of 32 slots, with and without slots in which the machine stands, looked at after 12."""
    random, inside = Random(3), 0
    for _ in range(1000):
        rate = random.uniform(5, 40)
        slots = [
            0 if random.random() < stops else sum(random.random() < rate / 100 for _ in range(100)) for _ in range(32)
        ]
        found = forecast(sum(slots[:12]), 12, 20, slots[:12])
        inside += found.low <= sum(slots) <= (found.high or 0)
    assert 740 <= inside <= 930
