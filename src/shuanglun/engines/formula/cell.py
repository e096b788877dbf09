"""One named place of a formula table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from shuanglun.engines.formula.numbers import DECIMALS
from shuanglun.engines.formula.tables import FormulaText
from shuanglun.kernel.text import Text

CellKind = Literal["parameter", "constant", "value", "part", "hardware", "machining", "placement", "dimension", "check"]
DRAWING: frozenset[CellKind] = frozenset({"placement", "dimension"})
SIZE_DECIMALS = DRAWN_DECIMALS = 1


@dataclass(frozen=True, slots=True)
class Cell:
    """A named place of the table. ``decimals`` is where a result is rounded when it is kept: part sizes at 0.1 mm."""

    key: str
    kind: CellKind
    label: Text
    unit: str
    formula: str | None
    aliases: tuple[str, ...] = ()
    note: Text | None = None
    owner: str | None = None
    decimals: int = DECIMALS


def formula_text(formula: FormulaText) -> str:
    """A formula as text; a plain number is written out."""
    return formula if isinstance(formula, str) else str(formula)
