"""A problem inside one formula, on its way to becoming a finding of the table the formula stands in."""

from __future__ import annotations

from shuanglun.kernel.findings import Finding, Level, Where
from shuanglun.kernel.text import Text

CHANGE_FORMULA = Text("请修改公式", "change the formula")


class Problem(Exception):
    """Why a formula cannot be used; ``at`` is the 0-based character it is seen at."""

    def __init__(self, code: str, what: Text, at: int | None) -> None:
        super().__init__(what.en)
        self.code = code
        self.what = what
        self.at = at


def problem(code: str, zh: str, en: str, at: int | None = None) -> Problem:
    """A problem with its sentence in both languages."""
    return Problem(code, Text(zh, en), at)


def stop(code: str, what: Text, field: str, value: str | None = None, todo: Text = CHANGE_FORMULA) -> Finding:
    """A finding that keeps a formula table from being used; ``field`` is the table's cell such as "leaf.length"."""
    return Finding(code, "stop", what, todo, Where(field=field), value)


def finding(
    code: str, level: Level, zh: str, en: str, todo_zh: str, todo_en: str, where: Where, value: str | None = None
) -> Finding:
    """A finding from plain sentences."""
    return Finding(code, level, Text(zh, en), Text(todo_zh, todo_en), where, value)
