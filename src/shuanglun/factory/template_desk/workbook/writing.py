"""The workbook of a template: a sheet a section, headings for people, the fields' names below them, texts kept as texts."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from shuanglun.factory.template_desk.workbook.tables import Table, tables_of
from shuanglun.factory.template_desk.workbook.words import COLUMNS, HELP, TELLS, heading_of, title_of

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

_BOLD, _SMALL = Font(bold=True), Font(size=8, color="FF7A6A00")
_HEAD, _FIELDS = PatternFill("solid", fgColor="FFDCE6F1"), PatternFill("solid", fgColor="FFFFF8DC")
_TOP = Alignment(vertical="top", wrap_text=True)
_WIDEST = 48


def write_workbook(document: Mapping[str, Any]) -> bytes:
    """The XLSX of a document; ``read_workbook`` gives the same document back.

    Raises:
        TooLong: a value has more characters than a cell holds.
    """
    book = Workbook()
    first = book.active
    if first is not None:
        book.remove(first)
    _help(book.create_sheet(HELP))
    for table in tables_of(document):
        _sheet(book.create_sheet(title_of(table.name)), table)
    book.active = 1
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _help(sheet: Worksheet) -> None:
    sheet.column_dimensions["A"].width = 110
    for row, text in enumerate(TELLS, 1):
        cell = sheet.cell(row, 1, text)
        cell.alignment = _TOP


def _sheet(sheet: Worksheet, table: Table) -> None:
    offered = COLUMNS.get(table.name, ())
    columns = [*offered, *(column for column in table.columns if column not in offered)]
    widths = [_measure(heading_of(column)) for column in columns]
    for at, column in enumerate(columns, 1):
        head, below = sheet.cell(1, at, heading_of(column)), sheet.cell(2, at)
        _text(below, column)
        head.font, head.fill = _BOLD, _HEAD
        below.font, below.fill = _SMALL, _FIELDS
    for number, row in enumerate(table.rows, 3):
        for at, column in enumerate(columns, 1):
            if column not in row:
                continue
            value = row[column]
            cell = sheet.cell(number, at)
            if isinstance(value, str):
                _text(cell, value)
                widths[at - 1] = max(widths[at - 1], _measure(value))
            else:
                cell.value = value
            cell.alignment = _TOP
    for at, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(at)].width = min(_WIDEST, width + 3)
    sheet.freeze_panes = "B3"


def _text(cell: Cell | Any, value: str) -> None:
    """A text that stays one, also when it begins with "=" or looks like a number, a date or a fault."""
    cell.value = value
    cell.data_type = "s"
    cell.number_format = "@"
    cell.quotePrefix = True


def _measure(text: str) -> int:
    """How many narrow letters wide the longest line of a text is."""
    return max(sum(2 if ord(letter) > 0x2E80 else 1 for letter in line) for line in text.split("\n"))
