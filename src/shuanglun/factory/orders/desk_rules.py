"""Rules of the order desk as data: change window, reasons of remakes, who may bear the cost. The newest version counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml
from sqlalchemy import select

from shuanglun.factory.orders.tables import desk_rules
from shuanglun.kernel.text import Text
from shuanglun.storage import Work


@dataclass(frozen=True, slots=True)
class DeskRules:
    """The rules in force. ``late_charge`` in fen is proposed for a change after the window."""

    normal_hours: float
    rush_hours: float
    rush_words: tuple[str, ...]
    late_charge: int
    reasons: Mapping[str, Text]
    bearers: Mapping[str, Text]
    stations: Mapping[str, Text]

    def is_rush(self, order: Mapping[str, Any]) -> bool:
        """A rush order has a priority, or says so in its remark."""
        remark = str(order["remark"] or "").lower()
        return order["priority"] > 0 or any(word in remark for word in self.rush_words)

    def window_ends(self, order: Mapping[str, Any]) -> datetime:
        """Until when an order may be changed without charge; it was confirmed when it was made."""
        confirmed: datetime = order["created_at"]
        return confirmed + timedelta(hours=self.rush_hours if self.is_rush(order) else self.normal_hours)


def _named(entries: list[dict[str, str]]) -> dict[str, Text]:
    return {entry["code"]: Text(entry["zh"], entry["en"]) for entry in entries}


@lru_cache(maxsize=64)
def parse_rules(body: str) -> DeskRules:
    """Rules from their file.

    Raises:
        KeyError, TypeError, ValueError: a part is missing or wrong.
    """
    data = yaml.safe_load(body)
    window = data["change_window"]
    return DeskRules(
        float(window["normal_hours"]),
        float(window["rush_hours"]),
        tuple(str(word).lower() for word in window["rush_words"]),
        round(float(window["late_charge_yuan"]) * 100),
        _named(data["remake_reasons"]),
        _named(data["bearers"]),
        _named(data["stations"]),
    )


def shipped_rules() -> str:
    """The file that comes with the program."""
    return resources.files(__package__).joinpath("desk_rules.yaml").read_text("utf-8")


def rules_of(work: Work) -> DeskRules:
    """The rules of the factory: its newest version, else those that come with the program."""
    query = select(desk_rules.c.body).where(desk_rules.c.tenant_id == work.tenant_id)
    body = work.scalar(query.order_by(desk_rules.c.version.desc()).limit(1))
    return parse_rules(body or shipped_rules())
