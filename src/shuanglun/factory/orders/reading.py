"""Reading an order file: bytes to rows of cells. Bad input never raises; it comes back as findings."""

from __future__ import annotations

import hashlib
import io
import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import PurePath
from typing import Any

from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from shuanglun.factory.orders import containers
from shuanglun.factory.orders.containers import ReadLimits, Refused, SheetScan
from shuanglun.factory.orders.csv_text import read_csv
from shuanglun.factory.orders.json_list import looks_like_json, read_json
from shuanglun.factory.orders.messages import found
from shuanglun.factory.orders.model import CellValue, Merge, RawBook, RawSheet, cell_name
from shuanglun.kernel.findings import Finding, Where

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_book(data: bytes, filename: str, limits: ReadLimits | None = None) -> RawBook:
    """Read an .xlsx, .xls, .ods, .csv or .json file; what it is is told by its content, not by its name.

    Never raises for bad input: the book then has no sheets and a finding that stops.
    """
    limits = limits or ReadLimits()
    book = RawBook(filename, "unknown", hashlib.sha256(data).hexdigest())
    try:
        kind, encoding, sheets = _read(data, PurePath(filename).suffix.lower(), limits)
    except Refused as refusal:
        return replace(book, findings=(_place(refusal, filename),))
    if not any(sheet.rows for sheet in sheets):
        return replace(book, kind=kind, findings=(found("ORDER-FILE-EMPTY", Where(file=filename)),))
    return replace(book, kind=kind, encoding=encoding, sheets=tuple(sheets))


def _place(refusal: Refused, filename: str) -> Finding:
    return found(refusal.code, Where(file=filename, sheet=refusal.sheet), **refusal.parts)


def _read(data: bytes, suffix: str, limits: ReadLimits) -> tuple[str, str | None, list[RawSheet]]:
    if not data.strip(b"\0\t\r\n "):
        raise Refused("ORDER-FILE-EMPTY")
    if len(data) > limits.most_bytes:
        raise Refused("ORDER-FILE-TOO-LARGE", size=len(data) >> 20, limit=limits.most_bytes >> 20)
    if suffix in {".xlsm", ".xltm", ".xlam"}:
        raise Refused("ORDER-FILE-MACROS")
    if data.startswith(b"PK"):
        kind, scans = containers.scan_zip(data, limits)
        return kind, None, _calamine(data, scans, limits)
    if data.startswith(_OLE):
        containers.check_ole(data)
        return "xls", None, _calamine(data, {}, limits)
    if looks_like_json(data):
        return "json", "utf-8", [read_json(data, limits.most_rows, limits.most_columns)]
    encoding, rows = read_csv(data, limits.most_rows, limits.most_columns)
    _check_rows(len([row for row in rows if any(row)]), limits)
    return "csv", encoding, [RawSheet("CSV", _trim(rows))]


def _check_rows(filled: int, limits: ReadLimits) -> None:
    if filled > limits.most_rows:
        raise Refused("ORDER-FILE-TOO-MANY-ROWS", limit=f"{limits.most_lines:,}")


def _calamine(data: bytes, scans: Mapping[str, SheetScan], limits: ReadLimits) -> list[RawSheet]:
    """All worksheets by the calamine reader, whose panics (which are no ``Exception``) count as damage."""
    try:
        return _worksheets(data, scans, limits)
    except (Refused, KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except PasswordError:
        raise Refused("ORDER-FILE-PASSWORD") from None
    except BaseException as error:
        text = str(error)
        if "assword" in text or "ncrypt" in text:
            raise Refused("ORDER-FILE-PASSWORD") from None
        raise Refused("ORDER-FILE-DAMAGED", detail=text.splitlines()[0][:80] if text else "?") from None


def _worksheets(data: bytes, scans: Mapping[str, SheetScan], limits: ReadLimits) -> list[RawSheet]:
    sheets: list[RawSheet] = []
    filled = 0
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
        for meta in workbook.sheets_metadata:
            if meta.typ != SheetTypeEnum.WorkSheet:
                continue
            sheet = workbook.get_sheet_by_name(meta.name)
            _check_extent(sheet, meta.name, limits)
            rows = _trim(_clean(row) for row in sheet.to_python(skip_empty_area=False))
            filled += sum(1 for row in rows if row)
            _check_rows(filled, limits)
            sheets.append(
                RawSheet(
                    name=meta.name,
                    rows=rows,
                    merges=_merges(sheet.merged_cell_ranges),
                    hidden=meta.visible != SheetVisibleEnum.Visible,
                    broken=scans[meta.name].broken if meta.name in scans else {},
                )
            )
    return sheets


def _check_extent(sheet: Any, name: str, limits: ReadLimits) -> None:
    """Refuse a sheet whose cells are so far apart that its rows would not fit into memory."""
    row, column = sheet.end or (0, 0)
    if (row + 1) * (column + 1) > limits.most_cells or column >= limits.most_columns:
        raise Refused("ORDER-FILE-SPREAD-OUT", sheet=name, cell=cell_name(row, column))


def _merges(ranges: Iterable[tuple[tuple[int, int], tuple[int, int]]] | None) -> tuple[Merge, ...]:
    return tuple(Merge(top, left, bottom, right) for (top, left), (bottom, right) in ranges or ())


def _clean(row: Iterable[Any]) -> list[CellValue]:
    return [_clean_cell(value) for value in row]


def _clean_cell(value: Any) -> CellValue:
    """Blank text is None, a whole float an int, a duration its text; text keeps its inner blanks."""
    if isinstance(value, str):
        return value.strip(" \t\r\n\u3000\ufeff\u200b") or None
    if isinstance(value, float):
        if not math.isfinite(value):
            return str(value)
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    if isinstance(value, timedelta):
        return str(value)
    return value  # type: ignore[no-any-return]


def _trim(rows: Iterable[Iterable[CellValue]]) -> tuple[tuple[CellValue, ...], ...]:
    """Rows without blank cells at their end, without blank rows at the end of the sheet."""
    trimmed: list[tuple[CellValue, ...]] = []
    for row in rows:
        cells = list(row)
        while cells and cells[-1] is None:
            cells.pop()
        trimmed.append(tuple(cells))
    while trimmed and not trimmed[-1]:
        trimmed.pop()
    return tuple(trimmed)
