"""What a scan is (``Reading``) and what a room answers to it (``Outcome``); packing, shipping and the floor meet here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import RowMapping

from shuanglun.kernel.text import Text

Row = RowMapping | Mapping[str, Any]
"""A row as it was read, or the same with changes."""

Verdict = Literal["ok", "wrong", "duplicate", "unknown", "blocked"]
Colour = Literal["green", "yellow", "red"]
Tone = Literal["ok", "warn", "error"]

COLOUR_OF: Mapping[Verdict, Colour] = {
    "ok": "green",
    "wrong": "red",
    "duplicate": "yellow",
    "unknown": "red",
    "blocked": "red",
}
TONE_OF: Mapping[Colour, Tone] = {"green": "ok", "yellow": "warn", "red": "error"}


@dataclass(frozen=True, slots=True)
class Reading:
    """One scan: at which station, what was read, when it happened by the device (never later than it was received)."""

    station: RowMapping
    text: str
    kind: str
    code: str
    at: datetime
    shipment_code: str | None = None

    @property
    def operation(self) -> str:
        """What is done at this station."""
        return str(self.station["operation"])


@dataclass(frozen=True, slots=True)
class Outcome:
    """A room's answer to a scan. ``facts`` is what the log must keep so that all status can be derived again."""

    verdict: Verdict
    reason: str
    message: Text
    action: str = "read"
    colour: Colour | None = None
    code: str | None = None
    piece: Mapping[str, Any] | None = None
    package: Mapping[str, Any] | None = None
    order: Mapping[str, Any] | None = None
    counts: Mapping[str, int] | None = None
    prints: tuple[Mapping[str, str], ...] = ()
    unit_id: str | None = None
    package_code: str | None = None
    shipment_code: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    topics: tuple[str, ...] = ()
