"""Dispatch rules: which of the waiting lots a free machine takes. A smaller key goes first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from shuanglun.engines.scheduling.shop import Op

Key = Callable[[Op, int, int, int], int]
_RANK_OF_PRIORITY = 100_000_000


@dataclass(frozen=True, slots=True)
class Rule:
    """``key(operation, now, due, priority)``, taken when a lot joins the queue; a second of changeover adds ``patience``.

    With patience a machine stays with its family as long as nothing more urgent by that many seconds waits.
    """

    name: str
    key: Key
    patience: int = 0


def _due_date(_op: Op, _now: int, due: int, _priority: int) -> int:
    return due


def _slack(op: Op, _now: int, due: int, _priority: int) -> int:
    """Every waiting lot loses slack alike, so the time now does not change the order."""
    return due - op.tail


def _critical_ratio(op: Op, now: int, due: int, _priority: int) -> int:
    return (due - now) * 1000 // max(op.tail, 1)


def _priority_first(_op: Op, _now: int, due: int, priority: int) -> int:
    return due - priority * _RANK_OF_PRIORITY


RULES: tuple[Rule, ...] = (
    Rule("earliest due date", _due_date),
    Rule("least slack", _slack),
    Rule("critical ratio", _critical_ratio),
    Rule("priority, then due date", _priority_first),
    Rule("earliest due date, families kept", _due_date, 200),
    Rule("least slack, families kept", _slack, 200),
)
