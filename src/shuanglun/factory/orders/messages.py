"""Findings of the order desk: their sentences stand in ``messages.yaml``, so that wording is data."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from typing import Any, get_args

import yaml

from shuanglun.kernel.findings import Finding, Level, Where
from shuanglun.kernel.text import Text


@lru_cache(maxsize=1)
def message_table() -> dict[str, Any]:
    """All messages by code.

    Raises:
        ValueError: an entry has a level that does not exist.
    """
    text = resources.files(__package__).joinpath("messages.yaml").read_text("utf-8")
    table: dict[str, Any] = yaml.safe_load(text)
    for code, entry in table.items():
        if entry["level"] not in get_args(Level):
            raise ValueError(f"message {code}: level {entry['level']!r} does not exist")
    return table


def found(
    code: str, where: Where, value: str | None = None, level: Level | None = None, /, **parts: str | int | Text
) -> Finding:
    """A finding by its code; ``parts`` fill the sentence (a ``Text`` part in its own language).

    ``value`` is what stood there, ``level`` overrides the level of the table.
    """
    entry = message_table()[code]
    if value is not None:
        parts.setdefault("value", value)

    def sentence(kind: str) -> Text:
        filled = {
            language: entry[kind][language].format(
                **{name: part.in_language(language) if isinstance(part, Text) else part for name, part in parts.items()}
            )
            for language in ("zh", "en")
        }
        return Text(filled["zh"], filled["en"])

    return Finding(code, level or entry["level"], sentence("what"), sentence("todo"), where, value)
