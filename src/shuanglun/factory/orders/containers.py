"""Looking into workbook containers before they are read: size, macros, passwords, damage, far-away cells, broken formulas.

The reader itself lays a sheet out as one block from its first to its last cell and shows a formula without result as
blank; so both are found here, by a pass over the sheet's text that stops at the first limit.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from shuanglun.factory.orders.model import cell_name, column_index

_BIFF_GLOBALS = b"\x09\x08\x10\x00\x00\x06\x05\x00"  # how the workbook's own records begin (20 bytes in all)
_BIFF_FILEPASS = b"\x2f\x00"
_CHUNK = 1 << 20
_LONGEST_ROW = 16 << 20
_MOST_SHEETS = 200
_ROW_END = re.compile(rb"</(?:\w+:)?row>")
_CELL_START = re.compile(rb"<(?:\w+:)?c(?=[\s>])([^<>]*)(?<!/)>")
_CELL_END = re.compile(rb"</(?:\w+:)?c>")
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^<>]*)?>([^<]+)<|<(?:\w+:)?is[\s>]")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^<>]*>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^<>]*>")
_ATTRIBUTE = re.compile(rb'\b([\w:]{1,60})="([^"<]*)"')
_ODS_REPEAT = re.compile(rb'number-(?:rows|columns)-repeated="(\d+)"')
_ODS_CELL = re.compile(rb"<table:(?:covered-)?table-cell([^<>]*)>")


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """What a file may cost. ``most_lines`` counts filled rows, with ``slack`` more for titles and notes."""

    most_bytes: int = 30 * 2**20
    most_unpacked: int = 256 * 2**20
    most_lines: int = 20_000
    slack: int = 200
    most_columns: int = 512
    most_cells: int = 6_000_000

    @property
    def most_rows(self) -> int:
        """Filled rows that are still read."""
        return self.most_lines + self.slack


class Refused(Exception):
    """The file is not read; ``code`` and ``parts`` make the finding."""

    def __init__(self, code: str, sheet: str | None = None, **parts: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.sheet = sheet
        self.parts = parts


@dataclass(slots=True)
class SheetScan:
    """What the pass over one sheet's text found: filled rows, last row and column (0-based), cells without a value."""

    filled: int = 0
    last_row: int = 0
    last_column: int = 0
    broken: dict[tuple[int, int], str] = field(default_factory=dict)


def check_ole(data: bytes) -> None:
    """Refuse an old-style container that is encrypted or has macros in it.

    Raises:
        Refused: as said.
    """
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Refused("ORDER-FILE-PASSWORD")
    globals_at = data.find(_BIFF_GLOBALS)
    if globals_at >= 0 and data[globals_at + 20 : globals_at + 22] == _BIFF_FILEPASS:
        raise Refused("ORDER-FILE-PASSWORD")
    if "_VBA_PROJECT".encode("utf-16-le") in data:
        raise Refused("ORDER-FILE-MACROS")
    if "WordDocument".encode("utf-16-le") in data:
        raise Refused("ORDER-FILE-NOT-A-WORKBOOK", detail="Word")


def scan_zip(data: bytes, limits: ReadLimits) -> tuple[str, dict[str, SheetScan]]:
    """The kind ("xlsx" or "ods") and a scan by sheet name.

    Raises:
        Refused: cut off, damaged, too large when unpacked, macros, a password, too many rows, or no workbook.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _scan(archive, limits)
    except Refused:
        raise
    except zipfile.BadZipFile as error:
        if b"PK\x05\x06" not in data[-70_000:]:
            raise Refused("ORDER-FILE-CUT-OFF") from None
        raise Refused("ORDER-FILE-DAMAGED", detail=str(error)[:80]) from None
    except Exception as error:  # a damaged archive fails in many ways (zlib, struct, KeyError, NotImplementedError ...)
        raise Refused("ORDER-FILE-DAMAGED", detail=type(error).__name__) from None


def _scan(archive: zipfile.ZipFile, limits: ReadLimits) -> tuple[str, dict[str, SheetScan]]:
    members = {info.filename: info for info in archive.infolist()}
    _check_members(archive, limits)
    if "xl/workbook.xml" in members:
        scans = _scan_xlsx(archive, limits)
    elif "content.xml" in members and b"spreadsheet" in _start(archive, "mimetype"):
        scans = {}
        _scan_ods(archive.read("content.xml"), limits)
    elif "xl/workbook.bin" in members:
        raise Refused("ORDER-FILE-FORMAT", detail=".xlsb")
    else:
        raise Refused("ORDER-FILE-NOT-A-WORKBOOK", detail="ZIP")
    for name in members:
        for _ in _chunks(archive, name):  # reading to the end verifies the member's checksum
            pass
    return ("xlsx" if "xl/workbook.xml" in members else "ods"), scans


def _check_members(archive: zipfile.ZipFile, limits: ReadLimits) -> None:
    members = archive.infolist()
    unpacked = sum(info.file_size for info in members)
    if unpacked > limits.most_unpacked or len(members) > 10_000:
        raise Refused("ORDER-FILE-UNPACKS-TOO-LARGE", size=unpacked >> 20, limit=limits.most_unpacked >> 20)
    if any(info.flag_bits & 1 for info in members):
        raise Refused("ORDER-FILE-PASSWORD")
    names = {info.filename.lower() for info in members}
    macro = any(n.endswith("vbaproject.bin") or n.startswith(("basic/", "xl/macrosheets/")) for n in names)
    if macro or b"macroEnabled" in _start(archive, "[Content_Types].xml"):
        raise Refused("ORDER-FILE-MACROS")


def _start(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        with archive.open(name) as member:
            return member.read(_CHUNK)
    except KeyError:
        return b""


def _chunks(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    with archive.open(name) as member:
        while chunk := member.read(_CHUNK):
            yield chunk


def _attributes(tag: bytes) -> dict[str, str]:
    return {
        key.decode().rpartition(":")[2]: html.unescape(value.decode("utf-8", "replace"))
        for key, value in _ATTRIBUTE.findall(tag)
    }


def _scan_xlsx(archive: zipfile.ZipFile, limits: ReadLimits) -> dict[str, SheetScan]:
    """Scan every sheet; their file names come from the workbook's relations."""
    names = set(archive.namelist())
    relations = _start(archive, "xl/_rels/workbook.xml.rels")
    targets = {a.get("Id", ""): a.get("Target", "") for a in map(_attributes, _RELATION.findall(relations))}
    scans: dict[str, SheetScan] = {}
    filled = 0
    tags = _SHEET.findall(_start(archive, "xl/workbook.xml"))
    if len(tags) > _MOST_SHEETS:
        raise Refused("ORDER-FILE-FORMAT", detail=f"{len(tags)} sheets")
    for tag in map(_attributes, tags):
        target = targets.get(tag.get("id", ""), "")
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if path not in names or "worksheets" not in path:
            continue
        sheet = tag.get("name", "")
        scans[sheet] = _scan_sheet(archive, path, sheet, limits, filled)
        filled += scans[sheet].filled
    return scans


def _rows(archive: zipfile.ZipFile, path: str) -> Iterator[bytes]:
    """The sheet's text row by row; only one row and one chunk are held at a time."""
    rest = b""
    for chunk in _chunks(archive, path):
        *rows, rest = _ROW_END.split(rest + chunk)
        if len(rest) > _LONGEST_ROW:
            raise Refused("ORDER-FILE-DAMAGED", detail="row without end")
        yield from rows


def _scan_sheet(archive: zipfile.ZipFile, path: str, sheet: str, limits: ReadLimits, filled_before: int) -> SheetScan:
    scan = SheetScan()
    for number, row in enumerate(_rows(archive, path)):
        if not _scan_row(row, number, scan):
            continue
        scan.filled += 1
        if scan.filled + filled_before > limits.most_rows:
            raise Refused("ORDER-FILE-TOO-MANY-ROWS", sheet=sheet, limit=f"{limits.most_lines:,}")
        if scan.last_column >= limits.most_columns or (
            (scan.last_row + 1) * (scan.last_column + 1) > limits.most_cells
        ):
            raise Refused("ORDER-FILE-SPREAD-OUT", sheet=sheet, cell=cell_name(scan.last_row, scan.last_column))
    return scan


def _scan_row(row: bytes, number: int, scan: SheetScan) -> bool:
    """Take one row into the scan; False when no cell of it holds anything."""
    holds = False
    place = (max(number, scan.last_row), -1)
    for part in _CELL_END.split(row)[:-1]:
        starts = list(_CELL_START.finditer(part))  # cells without content close themselves, so the last one counts
        if not starts:
            continue
        opened = starts[-1]
        attributes, content = opened[1], part[opened.end() :]
        reference = _REFERENCE.search(attributes)
        place = (int(reference[2]) - 1, column_index(reference[1].decode())) if reference else (place[0], place[1] + 1)
        value = _VALUE.search(content)
        if value is None and b"f>" not in content and b"<f" not in content:
            continue
        holds = True
        scan.last_row, scan.last_column = max(scan.last_row, place[0]), max(scan.last_column, place[1])
        if value is None:
            scan.broken[place] = "="
        elif b't="e"' in attributes:
            scan.broken[place] = (value[1] or b"#").decode("ascii", "replace")[:20]
    return holds


def _scan_ods(content: bytes, limits: ReadLimits) -> None:
    """Refuse an OpenDocument sheet with too many filled rows or cells; repeat counts are multiplied out."""
    filled, cells = 0, 0
    for part in content.split(b"</table:table-row>")[:-1]:
        _, _, row = part.rpartition(b"<table:table-row")
        attributes, _, body = row.partition(b">")
        if b"office:value-type" not in body and b"<text:p" not in body:
            continue
        repeat = _ODS_REPEAT.search(attributes)
        times = int(repeat[1]) if repeat else 1
        filled += times
        cells += times * _ods_width(body, limits)
        if filled > limits.most_rows or cells > limits.most_cells:
            raise Refused("ORDER-FILE-TOO-MANY-ROWS", limit=f"{limits.most_lines:,}")


def _ods_width(body: bytes, limits: ReadLimits) -> int:
    """Cells of a row up to its last filled one."""
    width, last = 0, 0
    for attributes in _ODS_CELL.findall(body):
        repeat = _ODS_REPEAT.search(attributes)
        width += int(repeat[1]) if repeat else 1
        if not attributes.endswith(b"/"):
            last = width
    if last > limits.most_columns:
        raise Refused("ORDER-FILE-SPREAD-OUT", cell=cell_name(0, last - 1))
    return last
