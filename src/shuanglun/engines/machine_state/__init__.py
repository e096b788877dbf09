"""What a machine did, exactly: states, counts and intervals as a function of the set of its events.

The order in which events arrive, duplicates and lateness change nothing in the end: no watermark, but retraction.
"""

from __future__ import annotations

from shuanglun.engines.machine_state.batch import StateInterval, intervals, recompute
from shuanglun.engines.machine_state.engine import Changed, Current, Deltas, StateEngine
from shuanglun.engines.machine_state.forecasting import Forecast, forecast
from shuanglun.engines.machine_state.message import read_message
from shuanglun.engines.machine_state.model import (
    MODES,
    STATES,
    UNKNOWN,
    CountKey,
    MachineEvent,
    Rollups,
    Settings,
    Status,
    TimeKey,
    add_sums,
    preferred,
)
from shuanglun.engines.machine_state.slots import from_ms, to_ms

__all__ = [
    "MODES",
    "STATES",
    "UNKNOWN",
    "Changed",
    "CountKey",
    "Current",
    "Deltas",
    "Forecast",
    "MachineEvent",
    "Rollups",
    "Settings",
    "StateEngine",
    "StateInterval",
    "Status",
    "TimeKey",
    "add_sums",
    "forecast",
    "from_ms",
    "intervals",
    "preferred",
    "read_message",
    "recompute",
    "to_ms",
]
