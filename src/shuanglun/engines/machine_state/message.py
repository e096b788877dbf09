"""The plain JSON event format (docs/machine-messages.md), read and checked."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Literal

import msgspec

from shuanglun.engines.machine_state.model import MachineEvent
from shuanglun.engines.machine_state.slots import to_ms
from shuanglun.kernel.findings import Finding
from shuanglun.kernel.text import Text

_Number = Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]
_Name = Annotated[str, msgspec.Meta(max_length=64)]
_State = Literal["WORKING", "READY", "STANDBY", "ERROR", "OFFLINE"]
_Mode = Literal["OTHER", "AUTO", "SEMI", "MANUAL", "SETUP", "SLEEP", "MAINT"]
_EARLIEST_MS = to_ms(datetime(2000, 1, 1, tzinfo=UTC))
_AHEAD_MS = 86_400_000
_TODO = Text(
    "检查设备或采集程序的消息格式与时钟（见 docs/machine-messages.md）",
    "check the format and the clock of the machine or its collector (see docs/machine-messages.md)",
)


class _Message(msgspec.Struct):
    seq: _Number
    epoch: _Name
    event: _Name = "state"
    ts: Annotated[datetime, msgspec.Meta(tz=True)] | None = None
    state: _State | None = None
    mode: _Mode | None = None
    reason: _Name | None = None
    good: _Number | None = None
    scrap: _Number | None = None
    piece: _Name | None = None


_decoder = msgspec.json.Decoder(_Message)


def read_message(payload: bytes, received_ms: int) -> MachineEvent | Finding:
    """The event a payload holds; without ``ts`` it happened when it was received.

    A finding, with the code MSG-FORMAT or MSG-CLOCK, when it cannot be read, or when its time is before 2000 or more than a
    day after it was received: such a time would be summed on days that never were.
    """
    try:
        message = _decoder.decode(payload)
    except (msgspec.DecodeError, ValueError) as error:
        return _finding("MSG-FORMAT", Text(f"消息无法读取：{error}", f"the message cannot be read: {error}"), payload)
    at_ms = received_ms if message.ts is None else to_ms(message.ts)
    if not _EARLIEST_MS <= at_ms <= received_ms + _AHEAD_MS:
        return _finding("MSG-CLOCK", Text("设备时钟不可信", "the machine's clock cannot be right"), payload)
    return MachineEvent(
        at_ms,
        message.epoch,
        message.seq,
        message.state,
        message.mode,
        message.reason,
        message.good,
        message.scrap,
        message.piece,
    )


def _finding(code: str, what: Text, payload: bytes) -> Finding:
    return Finding(code, "warn", what, _TODO, value=payload[:200].decode(errors="replace"))
