"""A workbook read back as the document of a template. Every fault is told with its sheet and cell; nothing is taken half."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from shuanglun.factory.template_desk.documents import SECTIONS, Document
from shuanglun.factory.template_desk.workbook.faults import Faults
from shuanglun.factory.template_desk.workbook.rebuilding import Line, Sheet, rebuild
from shuanglun.factory.template_desk.workbook.scalars import Scalar
from shuanglun.factory.template_desk.workbook.tables import HEAD, INNER
from shuanglun.factory.template_desk.workbook.words import HELP, name_of, title_of
from shuanglun.kernel.findings import Finding

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

MOST_UNPACKED = 64 << 20
MOST_ROWS = 20_000
_FIELD_ROWS = 6
_YES_NO = {"=TRUE()": True, "=FALSE()": False}  # how LibreOffice writes yes and no
_OWN_WORDS = ("_xlfn._xlws.", "_xlfn.", "_xlws.")
_KNOWN = {HEAD, *SECTIONS, *(f"{section}.{inner}" for section in SECTIONS for inner in INNER)}


def read_workbook(data: bytes, file: str) -> tuple[Document | None, list[Finding]]:
    """The document of a workbook; None with findings when something in it cannot be understood.

    Formulas that a spreadsheet took for its own are read as they were typed. Whether the document is a sound template is for
    the compiler to say; it is opened as a draft either way.
    """
    faults = Faults(file)
    sheets = _sheets(data, faults)
    document = None if faults.findings else rebuild(sheets, faults)
    return (None, faults.findings) if faults.findings else (document, [])


def _sheets(data: bytes, faults: Faults) -> dict[str, Sheet]:
    if not _sound(data, faults):
        return {}
    try:
        book = load_workbook(io.BytesIO(data), data_only=False)
    except Exception as error:  # a damaged workbook fails in many ways (KeyError, ValueError, ParseError, zlib ...)
        faults.damaged(type(error).__name__)
        return {}
    found: dict[str, Sheet] = {}
    for sheet in book.worksheets:
        if sheet.title.strip() == HELP:
            continue
        name = name_of(sheet.title)
        if name not in _KNOWN:
            faults.unknown_sheet(sheet.title)
        elif name in found:
            faults.same_sheet(sheet.title, found[name].title)
        else:
            found[name] = _read(sheet, faults)
    for name in (HEAD, *SECTIONS):
        if name not in found:
            faults.missing_sheet(title_of(name))
    return found


def _sound(data: bytes, faults: Faults) -> bool:
    """Whether the container may be opened: a workbook without macros that does not swell."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        faults.damaged("ZIP")
        return False
    names = {member.filename.lower() for member in members}
    if sum(member.file_size for member in members) > MOST_UNPACKED:
        faults.too_large()
    elif any(member.flag_bits & 1 for member in members) or any("encryptedpackage" in name for name in names):
        faults.locked()
    elif any(name.endswith("vbaproject.bin") or name.startswith("xl/macrosheets/") for name in names):
        faults.macros()
    elif "xl/workbook.xml" not in names:
        faults.damaged("XLSX")
    return not faults.findings


def _read(sheet: Worksheet, faults: Faults) -> Sheet:
    """The filled cells of a sheet below its row of field names."""
    read = Sheet(sheet.title)
    for merged in sheet.merged_cells.ranges:
        faults.merged(sheet.title, str(merged))
    if sheet.max_row > MOST_ROWS:
        faults.too_many_rows(sheet.title, MOST_ROWS)
        return read
    fields_at = _fields_at(sheet)
    if fields_at is None:
        faults.no_fields(sheet.title)
        return read
    for number, cells in enumerate(sheet.iter_rows(min_row=fields_at), fields_at):
        line = Line(number, {})
        for column, cell in enumerate(cells, 1):
            given = _YES_NO.get(str(cell.value), cell.value) if cell.data_type == "f" else cell.value
            value = _value(given, faults, sheet.title, f"{cell.coordinate}")
            if value is not None:
                line.cells[column] = value
        if number == fields_at:
            read.fields = {column: str(value).strip() for column, value in line.cells.items()}
        elif line.cells:
            read.lines.append(line)
    for line in read.lines:
        for column in sorted(set(line.cells) - set(read.fields)):
            faults.no_field_name(sheet.title, f"{get_column_letter(column)}{line.row}", fields_at)
    return read


def _fields_at(sheet: Worksheet) -> int | None:
    """The row of field names: the first that has a cell which begins with "/", or is one of the two names without."""
    for row in sheet.iter_rows(min_row=1, max_row=_FIELD_ROWS):
        for cell in row:
            if isinstance(cell.value, str) and (cell.value.startswith("/") or cell.value in {"path", "row", "."}):
                return int(cell.row or 0)
    return None


def _value(value: object, faults: Faults, sheet: str, cell: str) -> Scalar | None:
    if isinstance(value, ArrayFormula):
        value = value.text
    if value is None or value == "":
        return None
    if isinstance(value, datetime | date | time | timedelta):
        faults.a_date(sheet, cell)
        return None
    if isinstance(value, DataTableFormula) or not isinstance(value, str | int | float | bool):
        faults.not_readable(sheet, cell, type(value).__name__)
        return None
    if isinstance(value, str) and value.startswith("="):
        for own in _OWN_WORDS:
            value = value.replace(own, "")
    return value


__all__ = ["read_workbook"]
