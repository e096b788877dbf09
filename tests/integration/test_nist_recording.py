"""A real recording (NIST SMS Test Bed, Mazak01): in order of arrival, with its late and repeated rows, to the millisecond."""

from __future__ import annotations

import csv
import gzip
from datetime import datetime, time
from pathlib import Path
from random import Random

import pytest

from shuanglun.engines.machine_state import MachineEvent, Rollups, Settings, StateEngine, recompute
from shuanglun.engines.machine_state.slots import to_ms
from shuanglun.kernel.shifts import Shift, ShiftCalendar

RECORDING = Path(__file__).resolve().parents[3] / "shared" / "data" / "nist-sms" / "state_events.csv.gz"
CALENDAR = ShiftCalendar(dict.fromkeys(range(7), (Shift("A", time(6), time(14)), Shift("B", time(14), time(22)))))
STATES = {
    "ACTIVE": ("WORKING", ""),
    "READY": ("READY", ""),
    "INTERRUPTED": ("STANDBY", "INTERRUPTED"),
    "FEED_HOLD": ("STANDBY", "FEED_HOLD"),
    "STOPPED": ("READY", "STOPPED"),
    "PROGRAM_STOPPED": ("READY", "PROGRAM_STOPPED"),
    "UNAVAILABLE": ("OFFLINE", "UNAVAILABLE"),
}
SETTINGS = Settings(heartbeat_ms=40_000, silent_after=3)


def read(machine: str, most: int) -> list[MachineEvent]:
    """States and part counts in order of arrival; a row's place is its number, the same row again has the same number."""
    numbers: dict[tuple[str, ...], int] = {}
    events = []
    with gzip.open(RECORDING, "rt") as file:
        for name, _, ts, item, value in csv.reader(file):
            if name != machine or item not in ("execution", "PartCountAct", "auto_time"):
                continue
            seq = numbers.setdefault((ts, item, value), len(numbers))
            at = to_ms(datetime.fromisoformat(ts))
            if item == "execution":
                state, reason = STATES[value]
                events.append(MachineEvent(at, "nist", seq, state, None, reason))
            elif item == "auto_time" or not value.isdigit():
                events.append(MachineEvent(at, "nist", seq))
            else:
                events.append(MachineEvent(at, "nist", seq, good=int(value)))
            if len(events) == most:
                break
    return events


@pytest.mark.skipif(not RECORDING.exists(), reason="the recordings (../shared/data) are not on this machine")
@pytest.mark.parametrize("machine", ["Mazak01", "Mazak03"])
def test_a_real_recording_in_any_order_equals_the_batch_recompute(machine: str) -> None:
    events = read(machine, 40_000)
    assert len(events) == 40_000
    truth = recompute(events, CALENDAR, SETTINGS)
    assert sum(value for key, value in truth.times.items() if key.state == "WORKING") > 10 * 3_600_000
    mixed = events + Random(1).sample(events, 2_000)
    Random(2).shuffle(mixed)
    for arrivals in (events, mixed):
        engine, total = StateEngine(CALENDAR, SETTINGS, keep=len(events)), Rollups()
        for start in range(0, len(arrivals), 500):
            total.add(engine.apply(arrivals[start : start + 500]).rollups)
        assert total == truth
