"""Label papers, label printers and what is oversize, from ``formats.yaml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml

from shuanglun.kernel.errors import BadRequest
from shuanglun.kernel.length import tenths
from shuanglun.kernel.text import Text

A4 = (210.0, 297.0)


@dataclass(frozen=True, slots=True)
class LabelPaper:
    """A label's size in millimetres, and its place on an A4 sheet where it has columns."""

    name: str
    width: float
    height: float
    columns: int = 0
    rows: int = 0
    left: float = 0.0
    top: float = 0.0
    gap_x: float = 0.0
    gap_y: float = 0.0

    @property
    def per_sheet(self) -> int:
        """Labels a sheet; 0 for a roll."""
        return self.columns * self.rows

    def corner(self, index: int) -> tuple[float, float]:
        """Upper left corner of the ``index``-th label of a sheet, row by row."""
        row, column = divmod(index, self.columns)
        return self.left + column * (self.width + self.gap_x), self.top + row * (self.height + self.gap_y)


@dataclass(frozen=True, slots=True)
class LabelPrinter:
    """A ZPL printer: dots a millimetre, and the name of its Chinese font."""

    name: str
    dots: float
    font: str


@lru_cache(maxsize=1)
def _tables() -> dict[str, dict[str, Any]]:
    tables: dict[str, dict[str, Any]] = yaml.safe_load(
        resources.files(__package__).joinpath("formats.yaml").read_text("utf-8")
    )
    return tables


def _entry(table: str, name: str) -> dict[str, Any]:
    entries = _tables()[table]
    if name not in entries:
        choice = ", ".join(entries)
        raise BadRequest(
            "PAPERS-UNKNOWN-FORMAT",
            Text(f"没有“{name}”，可选：{choice}", f"there is no {name!r}; choose from {choice}"),
        )
    entry: dict[str, Any] = entries[name]
    return entry


def label_paper(name: str) -> LabelPaper:
    """A label paper by its name.

    Raises:
        BadRequest: there is none of that name.
    """
    return LabelPaper(name, **_entry("papers", name))


def label_printer(name: str) -> LabelPrinter:
    """A label printer by its name.

    Raises:
        BadRequest: there is none of that name.
    """
    return LabelPrinter(name, **_entry("printers", name))


@lru_cache(maxsize=1)
def oversize_from() -> int:
    """The length, 0.1 mm, above which a package is flagged 大件."""
    return tenths(_tables()["oversize"]["longer_than"])
