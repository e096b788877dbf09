"""What a machine did, exactly: states, counts and intervals as a function of the set of its events.

The order in which events arrive, duplicates and lateness change nothing in the end: no watermark, but retraction.
"""

from __future__ import annotations

from shuanglun.engines.machine_state.batch import StateInterval, intervals, recompute
from shuanglun.engines.machine_state.engine import Current, Deltas, StateEngine
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
)

__all__ = [
    "MODES",
    "STATES",
    "UNKNOWN",
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
    "forecast",
    "intervals",
    "read_message",
    "recompute",
]
