"""What a value is: a number with a unit, a text, or yes/no. A literal number has no unit yet and takes its neighbour's."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from shuanglun.engines.formula.units import PIECES, PLAIN, SPELLINGS, UNITS, Unit, symbol
from shuanglun.kernel.text import Text

Base = Literal["number", "text", "yesno"]
_BASES = {"number": Text("数", "a number"), "text": Text("文字", "a text"), "yesno": Text("是/否", "yes/no")}


@dataclass(frozen=True, slots=True)
class Kind:
    """``unit`` None: a literal that adapts. ``options``: every accepted spelling of a choice to its stored code."""

    base: Base
    unit: Unit | None = None
    options: Mapping[str, str] | None = None

    @property
    def shown(self) -> Text:
        """The kind in words, with the unit of a number."""
        words = _BASES[self.base]
        if self.base != "number" or self.unit is None:
            return words
        return Text(f"{words.zh}（{symbol(self.unit)}）", f"{words.en} ({symbol(self.unit)})")


LITERAL = Kind("number")
NUMBER = Kind("number", PLAIN)
COUNT = Kind("number", PIECES)
TEXT = Kind("text")
YESNO = Kind("yesno")


def kind_of_unit(unit: str) -> Kind | None:
    """The kind a table's unit column names: a unit symbol, "text" or "yes/no"; None when it names nothing known.

    Other spellings are understood: m², °, 件, 文字, 是/否.
    """
    unit = unicodedata.normalize("NFKC", unit).strip()
    unit = SPELLINGS.get(unit, unit)
    if unit == "text":
        return TEXT
    if unit == "yes/no":
        return YESNO
    known = UNITS.get(unit)
    return None if known is None else Kind("number", known)
