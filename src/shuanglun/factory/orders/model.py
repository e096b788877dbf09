"""What an order file is: the raw book as read, the draft made of it, and the facts it is checked against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time
from typing import Any, Literal

from shuanglun.kernel.findings import Finding, has_stop

CellValue = str | int | float | bool | date | datetime | time | None
Source = Literal["cell", "title", "heading", "default", "edit", "profile"]
Kind = Literal["doors", "panels"]
PANEL = "panel"  # the model of a line that is a ready panel, made by no template


def column_letter(index: int) -> str:
    """The letters over a column as the user sees them, from its 0-based index.

    >>> column_letter(0), column_letter(25), column_letter(26), column_letter(701)
    ('A', 'Z', 'AA', 'ZZ')
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """The 0-based index of a column from its letters; the reverse of ``column_letter``."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


def cell_name(row: int, column: int) -> str:
    """A cell as the user calls it, from 0-based row and column.

    >>> cell_name(6, 3)
    'D7'
    """
    return f"{column_letter(column)}{row + 1}"


@dataclass(frozen=True, slots=True)
class Merge:
    """A block of merged cells, 0-based, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class RawSheet:
    """One sheet as read; ``rows[0]`` is row 1. ``broken`` names cells whose content could not be read, and how it looked.

    ``places`` says where in the file a cell came from when the sheet was made of something else (a form, JSON).
    """

    name: str
    rows: tuple[tuple[CellValue, ...], ...]
    merges: tuple[Merge, ...] = ()
    hidden: bool = False
    broken: Mapping[tuple[int, int], str] = field(default_factory=dict)
    places: Mapping[tuple[int, int], str] = field(default_factory=dict)

    def cell(self, row: int, column: int) -> str:
        """A cell as the user finds it in the file."""
        return self.places.get((row, column)) or cell_name(row, column)


@dataclass(frozen=True, slots=True)
class RawBook:
    """A whole file as read. When a finding stops, ``sheets`` is empty."""

    filename: str
    kind: str
    sha256: str
    sheets: tuple[RawSheet, ...] = ()
    encoding: str | None = None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Range:
    """Least and greatest allowed length, whole 0.1 mm, both allowed."""

    least: int
    most: int

    def __contains__(self, value: int) -> bool:
        return self.least <= value <= self.most


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """What the factory can make of one model: limits by field, the names it is sold under, the shortest lead time."""

    code: str
    limits: Mapping[str, Range] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    least_lead_days: int = 0


@dataclass(frozen=True, slots=True)
class CatalogueFacts:
    """What an order is checked against. ``colours``: code to the names it goes by; ``materials`` None takes any material.

    ``thicknesses``: material to the thickness of its board, 0.1 mm.
    """

    models: Mapping[str, ModelFacts] = field(default_factory=dict)
    colours: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    materials: Mapping[str, tuple[str, ...]] | None = None
    thicknesses: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Learned:
    """What a user has taught: heading (as printed) to field, and field to (text to code)."""

    columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str | int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FieldValue:
    """One value of a line: the text as it stood, what was understood (lengths in 0.1 mm, days ISO), and from where."""

    raw: str
    value: str | int | None
    source: Source = "cell"
    cell: str | None = None


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One line of an order. ``row`` is 1-based; ``params`` are the inputs of the template, lengths in mm as entered."""

    line_no: int
    sheet: str
    row: int
    model: str | None
    quantity: int
    position: str
    due: date
    remark: str
    values: Mapping[str, FieldValue]
    params: Mapping[str, str | int | float]
    extra: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class DraftOrder:
    """One order of the file. ``due`` is the latest of its lines; ``fingerprint`` is the same for the same content."""

    order_no: str
    dealer: str
    phone: str
    address: str
    order_date: date
    due: date
    remark: str
    extra: Mapping[str, str]
    lines: tuple[DraftLine, ...]
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table in the file: what it is called, the field it means (None: unknown) and what it could mean."""

    sheet: str
    letter: str
    heading: str
    field: str | None
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """What the file would become. Nothing of it is an order before it is confirmed."""

    filename: str
    sha256: str
    profile: str
    profile_version: int
    kind: Kind
    orders: tuple[DraftOrder, ...]
    columns: tuple[Column, ...]
    notes: tuple[str, ...] = ()

    def lines(self) -> list[DraftLine]:
        """All lines of all orders, in the order of the file."""
        return [line for order in self.orders for line in order.lines]

    def as_dict(self) -> dict[str, Any]:
        """A form JSON can hold, days as ISO text."""
        shown: dict[str, Any] = _plain(asdict(self))
        return shown


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft and all that was found, sorted by place. ``draft`` is None when the file could not be understood at all."""

    draft: Draft | None
    findings: tuple[Finding, ...]

    @property
    def stopped(self) -> bool:
        """True while the file cannot become orders."""
        return self.draft is None or has_stop(self.findings)
