"""How wide a text will be, and how to make it fit: shrink down to a smallest size, then cut with an ellipsis.

Widths are an upper estimate for Noto Sans CJK and its like, in ems; so one layout serves PDF, SVG and label printers.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_NARROW = frozenset("iIl.,:;'|!()[]/ -›")


@lru_cache(maxsize=8192)
def _em(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WF":
        return 1.0
    if character in _NARROW:
        return 0.37
    if character.isdigit():
        return 0.57
    if character in "mwMW%…—":
        return 0.95
    return 0.68 if character.isupper() else 0.6


def width_of(text: str, size: float) -> float:
    """The estimated width of a text in the unit of ``size``."""
    return size * sum(map(_em, text))


def plain(text: str) -> str:
    """A text in one line without control characters; runs of blanks become one."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def fit(text: str, size: float, room: float, smallest: float) -> tuple[str, float]:
    """The text and the size at which it fits into ``room``; cut with "…" when even the smallest size is too wide."""
    text = plain(text)
    wide = width_of(text, size)
    if wide <= room:
        return text, size
    if wide * smallest <= room * size:
        return text, size * room / wide
    return cut(text, smallest, room), smallest


def cut(text: str, size: float, room: float) -> str:
    """The text cut to ``room`` with an ellipsis where it is longer."""
    if width_of(text, size) <= room:
        return text
    left = room - width_of("…", size)
    for end, character in enumerate(text):
        left -= width_of(character, size)
        if left < 0:
            return text[:end] + "…"
    return text


def wrap(text: str, size: float, room: float, lines: int) -> list[str]:
    """The text in at most ``lines`` lines, broken anywhere as Chinese is; the last one is cut when there is more."""
    rest = plain(text)
    result: list[str] = []
    while rest and len(result) < lines - 1:
        end, left = 0, room
        while end < len(rest) and (left := left - width_of(rest[end], size)) >= 0:
            end += 1
        result.append(rest[: max(end, 1)].strip())
        rest = rest[max(end, 1) :]
    return [*result, cut(rest.strip(), size, room)] if rest else result
