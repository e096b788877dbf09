r"""Values of a document as values of cells, and back.

A text stays a text, a number a number, yes and no stay so. What a cell cannot say by itself is written as ``\json`` with JSON
behind it (null, lists of lists, an empty text, numbers beyond a spreadsheet's 15 digits, control characters); a text that
begins with a backslash gets one more in front. Lists of plain words are cells of their own kind of column: words with "、".
"""

from __future__ import annotations

import re
from typing import Any

import orjson

Scalar = str | int | float | bool
JSON = "\\json "
BETWEEN = "、"
LONGEST = 32_000
_EXACT = 10**15
# Control characters are no XML, and "_x0041_" is how a workbook writes one: a text that looks so would be read as one.
UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")


class TooLong(ValueError):
    """A value has more characters than a cell of a workbook holds."""


def to_cell(value: Any) -> Scalar:
    """The cell of a value.

    Raises:
        TooLong: no cell holds it.
    """
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float) and abs(value) < _EXACT and float(f"{value:.15g}") == value:
        return value
    if isinstance(value, str) and value and not UNSAFE.search(value):
        return _short("\\" + value if value.startswith("\\") else value)
    return _short(JSON + _json(value))


def from_cell(cell: Scalar) -> Any:
    """The value that a cell says; a number without a fraction is whole.

    Raises:
        ValueError: what follows ``\\json`` is no JSON.
    """
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    if not isinstance(cell, str) or not cell.startswith("\\"):
        return cell
    return orjson.loads(cell.removeprefix(JSON)) if cell.startswith(JSON) else cell[1:]


def are_words(value: Any) -> bool:
    """Whether a value is a list that can be written as words with "、" between them."""
    return isinstance(value, list) and bool(value) and all(_plain_word(one) for one in value)


def to_words(value: list[str]) -> str:
    """The cell of a list of plain words.

    Raises:
        TooLong: no cell holds them.
    """
    return _short(BETWEEN.join(value))


def from_words(cell: Scalar) -> Any:
    """The list of words that a cell says; a number is a word, too.

    Raises:
        ValueError: what follows ``\\json`` is no JSON.
    """
    if isinstance(cell, str) and cell.startswith(JSON):
        return orjson.loads(cell.removeprefix(JSON))
    words = str(from_cell(cell)).split(BETWEEN)
    return [word.strip() for word in words if word.strip()]


def _json(value: Any) -> str:
    """JSON in which nothing can be taken for a control character."""
    text = orjson.dumps(value).decode()
    return UNSAFE.sub(lambda found: "".join(f"\\u{ord(one):04x}" for one in found[0]), text)


def _plain_word(value: Any) -> bool:
    plain = isinstance(value, str) and bool(value) and value == value.strip() and BETWEEN not in value
    return plain and not value.startswith("\\") and not UNSAFE.search(value)


def _short(text: str) -> str:
    if len(text) > LONGEST:
        raise TooLong(text[:40])
    return text
