"""A machine as the rooms read it, and what it said as it came."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import RowMapping

from shuanglun.engines.machine_state import MachineEvent, Settings, read_message, to_ms
from shuanglun.kernel.findings import Finding
from shuanglun.kernel.shifts import ShiftCalendar
from shuanglun.kernel.text import Text
from shuanglun.storage.log import StoredRecord


@dataclass(frozen=True, slots=True)
class Machine:
    """A machine with its calendar and the way it is read."""

    id: str
    code: str
    name: str
    work_centre: str
    calendar: ShiftCalendar
    settings: Settings

    @classmethod
    def of(cls, row: RowMapping) -> Machine:
        """From a row of ``machines`` with its calendar's ``body``."""
        return cls(
            row["id"],
            row["code"],
            row["name"],
            row["work_centre"],
            ShiftCalendar.from_dict(row["body"]),
            settings_of(row["profile"]),
        )


def settings_of(profile: Mapping[str, Any]) -> Settings:
    """Heart-beat (seconds, default 30) and width of the counters from a machine's profile."""
    heartbeat = profile.get("heartbeat_seconds", 30)
    return Settings(heartbeat_ms=max(1, int(heartbeat * 1000)), counter_modulus=profile.get("counter_modulus"))


class Heard(NamedTuple):
    """An event with where and when it was kept."""

    machine_id: str
    event: MachineEvent
    received_us: int
    offset: int

    @property
    def key(self) -> tuple[str, str, int]:
        """Two messages with the same key are the same message."""
        return self.machine_id, self.event.epoch, self.event.seq

    @property
    def untimed(self) -> bool:
        """True when the event has the time it was received, as one without a time of its own has."""
        return self.event.at_ms == self.received_us // 1000


class Unreadable(NamedTuple):
    """A record that holds no event, and why."""

    record: StoredRecord
    finding: Finding


def decode(records: Iterable[StoredRecord]) -> list[Heard | Unreadable]:
    """What each record says, in order."""
    return [_decode_one(record) for record in records]


def _decode_one(record: StoredRecord) -> Heard | Unreadable:
    found = read_message(record.payload, record.received_us // 1000)
    if isinstance(found, MachineEvent):
        if any("\0" in text for text in found if isinstance(text, str)):
            return Unreadable(record, _zero_byte())
        return Heard(record.machine_id, found, record.received_us, record.offset)
    return Unreadable(record, found)


def _zero_byte() -> Finding:
    what = Text("消息含有不可存储的字符（零字节）", "the message holds a character that cannot be stored (zero byte)")
    return Finding("MSG-FORMAT", "warn", what, Text("检查采集程序", "check the collector"))


def event_of(row: RowMapping) -> MachineEvent:
    """From a row of ``machine_events``."""
    return MachineEvent(
        to_ms(row["ts"]),
        row["epoch"],
        row["seq"],
        row["state"],
        row["mode"],
        row["reason"],
        row["good"],
        row["scrap"],
        row["piece"],
    )
