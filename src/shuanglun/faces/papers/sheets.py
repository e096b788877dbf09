"""Tables as files: CSV that Chinese Excel opens, and XLSX with a frozen head, widths, filters and number formats.

A text that a spreadsheet would take for a formula never becomes one: in CSV it gets a leading apostrophe, in XLSX every
text is written as a text.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import xlsxwriter

from shuanglun.kernel.length import millimetres

Kind = Literal["text", "whole", "mm", "kg", "percent", "yuan"]
Value = str | int | None

_FORMATS: dict[Kind, str] = {
    "text": "@",
    "whole": "0",
    "mm": "0.0",
    "kg": "0.000",
    "percent": "0.00",
    "yuan": "#,##0.00",
}
_SCALE: dict[Kind, int] = {"whole": 1, "mm": 10, "kg": 1000, "percent": 100, "yuan": 100}
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Field:
    """A column: heading, kind (a "mm" value is 0.1 mm, "kg" grams, "percent" basis points), width in characters."""

    title: str
    kind: Kind = "text"
    width: int = 12


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with its name; ``note`` stands in the first row when there is nothing to list."""

    name: str
    fields: tuple[Field, ...]
    rows: Sequence[Sequence[Value]]
    note: str = ""


def safe_text(text: str) -> str:
    """A CSV cell that no spreadsheet takes for a formula.

    >>> safe_text("=1+1"), safe_text("门扇")
    ("'=1+1", '门扇')
    """
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def number(kind: Kind, value: int) -> float | int:
    """A stored whole number in the unit people read."""
    scale = _SCALE[kind]
    return value if scale == 1 else value / scale


def _csv_cell(kind: Kind, value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return safe_text(value)
    return (
        millimetres(value)
        if kind == "mm"
        else f"{number(kind, value):g}"
        if kind == "whole"
        else repr(number(kind, value))
    )


def to_csv(sheet: Sheet) -> bytes:
    """UTF-8 with byte order mark (Chinese Excel takes CSV for GBK without it), CRLF, headings first."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow([safe_text(field.title) for field in sheet.fields])
    if not sheet.rows and sheet.note:
        writer.writerow([safe_text(sheet.note)])
    kinds = [field.kind for field in sheet.fields]
    for row in sheet.rows:
        writer.writerow([_csv_cell(kind, value) for kind, value in zip(kinds, row, strict=True)])
    return stream.getvalue().encode("utf-8-sig")


def _write_rows(page: Any, sheet: Sheet, formats: dict[Kind, Any]) -> None:
    for line, row in enumerate(sheet.rows, start=1):
        for column, (field, value) in enumerate(zip(sheet.fields, row, strict=True)):
            if isinstance(value, str):
                page.write_string(line, column, value, formats["text"])
            elif value is not None:
                page.write_number(line, column, number(field.kind, value), formats[field.kind])


def _write_sheet(book: Any, sheet: Sheet, formats: dict[Kind, Any], head: Any) -> None:
    page = book.add_worksheet(sheet.name)
    for column, field in enumerate(sheet.fields):
        page.write_string(0, column, field.title, head)
        page.set_column(column, column, field.width)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, max(len(sheet.rows), 1), len(sheet.fields) - 1)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    if not sheet.rows and sheet.note:
        page.write_string(1, 0, sheet.note)
    _write_rows(page, sheet, formats)


def to_xlsx(sheets: Sequence[Sheet], made_at: datetime) -> bytes:
    """A workbook, one page a sheet. Same sheets and ``made_at``: same bytes."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": made_at.replace(tzinfo=None), "author": "Shuanglun"})
    formats = {kind: book.add_format({"num_format": pattern}) for kind, pattern in _FORMATS.items()}
    head = book.add_format({"bold": True, "bg_color": "#E4E4E4", "bottom": 1, "text_wrap": True, "valign": "top"})
    for sheet in sheets:
        _write_sheet(book, sheet, formats, head)
    book.close()
    return stream.getvalue()
