"""Findings: the result of every check, as data.

A check never stops at the first fault and never raises for bad user input: it returns findings that say where, what, why
and what to do, each with a stable code. A ``stop`` keeps the thing from going on; a ``warn`` does not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from shuanglun.kernel.text import Text

Level = Literal["stop", "warn", "info"]


@dataclass(frozen=True, slots=True)
class Where:
    """A place in what the user gave: file, sheet, row (1-based as the user counts), column heading, cell like "D7", field."""

    file: str | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    cell: str | None = None
    field: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """Only the parts that are known."""
        return {key: value for key, value in asdict(self).items() if value is not None}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a check found: ``code`` is stable (``ORDER-SIZE-RANGE``), ``what`` says what and why, ``todo`` what to do."""

    code: str
    level: Level
    what: Text
    todo: Text
    where: Where = field(default_factory=Where)
    value: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """The shape used in the API and in stored findings."""
        return {
            "code": self.code,
            "level": self.level,
            "what": self.what.as_dict(),
            "todo": self.todo.as_dict(),
            "where": self.where.as_dict(),
            "value": self.value,
        }


def has_stop(findings: Iterable[Finding]) -> bool:
    """True when at least one finding stops."""
    return any(finding.level == "stop" for finding in findings)
