"""Order files made for tests: real workbooks, real damage."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import openpyxl

from shuanglun.factory.orders.checking import check_book, choose_profile
from shuanglun.factory.orders.model import CatalogueFacts, Checked, Learned, ModelFacts, Range
from shuanglun.factory.orders.profiles import builtin_profiles
from shuanglun.factory.orders.reading import read_book

TODAY = date(2026, 11, 23)
HEAD = ["订单号", "安装位置", "型号", "开向", "洞口宽", "洞口高", "墙厚", "单口/双口", "颜色", "数量", "生产天数"]
GOOD = ["A1", "主卧", "单开门", "左内开", 880, 2050, 140, "双口", "暖白", 1, 5]


def _limits(width: tuple[int, int]) -> dict[str, Range]:
    return {
        "width": Range(width[0] * 10, width[1] * 10),
        "height": Range(19000, 24000),
        "wall": Range(800, 3000),
        "floor": Range(0, 200),
    }


FACTS = CatalogueFacts(
    models={
        "single_door": ModelFacts("single_door", _limits((650, 1100)), ("单开门",), 1),
        "double_door": ModelFacts("double_door", _limits((1200, 2000)), ("双开门",), 1),
        "cased_opening": ModelFacts("cased_opening", _limits((700, 2400)), ("垭口",), 0),
        "panel": ModelFacts("panel", {"length": Range(100, 24400), "width": Range(100, 12200)}, ("板件",), 0),
    },
    colours={name: (name,) for name in ("原木橡", "暖白", "胡桃", "浅灰")},
)


def workbook(*sheets: Iterable[Sequence[Any]], merges: Sequence[str] = (), hidden: Sequence[int] = ()) -> bytes:
    """An .xlsx by openpyxl; merges go to the first sheet."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(f"表{number + 1}")
        for row in rows:
            sheet.append(list(row))
        if number in hidden:
            sheet.sheet_state = "hidden"
    for merge in merges:
        book.worksheets[0].merge_cells(merge)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def line(**changes: Any) -> list[Any]:
    """A good line with some fields changed, by heading."""
    return [changes.get(name, value) for name, value in zip(HEAD, GOOD, strict=True)]


def check(data: bytes, name: str = "order.xlsx", **options: Any) -> Checked:
    """Read and check a file with the sample facts."""
    book = read_book(data, name)
    profile = choose_profile(book, builtin_profiles(), {"door_order": options.get("learned", Learned())})
    return check_book(book, profile, options.pop("facts", FACTS), today=options.pop("today", TODAY), **options)


def check_lines(*lines: Sequence[Any], head: Sequence[Any] = HEAD, **options: Any) -> Checked:
    """Check a plain workbook: a heading and lines."""
    return check(workbook([head, *lines]), **options)


def codes(checked: Checked, level: str | None = None) -> list[str]:
    """The codes of what was found, in order."""
    return [finding.code for finding in checked.findings if level in (None, finding.level)]


def values(checked: Checked, name: str) -> list[Any]:
    """One field of all lines."""
    assert checked.draft is not None
    return [line.values[name].value if name in line.values else None for line in checked.draft.lines()]


def with_member(data: bytes, name: str, content: bytes) -> bytes:
    """The same archive with one more member."""
    stream = io.BytesIO(data)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr(name, content)
    return stream.getvalue()


def replaced_member(data: bytes, name: str, content: bytes) -> bytes:
    """The same archive with one member's content replaced."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info.filename, content if info.filename == name else old.read(info.filename))
    return stream.getvalue()


# ---------------------------------------------------------------------- the old binary format, as little as will do


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _biff_text(text: str) -> bytes:
    return struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")


def _biff_sheet(rows: Iterable[Sequence[Any]]) -> bytes:
    cells = b""
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if isinstance(value, str):
                cells += _record(0x0204, struct.pack("<HHH", r, c, 0) + _biff_text(value))
            elif value is not None:
                cells += _record(0x0203, struct.pack("<HHHd", r, c, 0, float(value)))
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 1997, 0, 0)) + cells + _record(0x000A, b"")


def xls(rows: Iterable[Sequence[Any]], password: bool = False) -> bytes:
    """An .xls with one sheet."""
    name = "Sheet1".encode("utf-16-le")
    begin = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 1997, 0, 0))
    if password:
        begin += _record(0x002F, struct.pack("<HHH", 0, 0x1234, 0x5678))
    begin += _record(0x0042, b"\xb0\x04")
    bound = struct.pack("<IHBB", 0, 0, 6, 1) + name
    start = len(begin) + 4 + len(bound) + 4
    bound = struct.pack("<I", start) + bound[4:]
    return ole({"Workbook": begin + _record(0x0085, bound) + _record(0x000A, b"") + _biff_sheet(rows)})


def ole(streams: dict[str, bytes]) -> bytes:
    """A compound file (version 3) with big streams only."""
    bodies, fat, entries = b"", [0xFFFFFFFD, 0xFFFFFFFE], []
    for name, content in streams.items():
        body = content.ljust(4096, b"\0")
        body += b"\0" * (-len(body) % 512)
        first, count = len(fat), len(body) // 512
        fat += [*range(first + 1, first + count), 0xFFFFFFFE]
        entries.append((name, 2, first, len(body)))
        bodies += body
    assert len(fat) <= 128
    fat += [0xFFFFFFFF] * (128 - len(fat))
    directory = b"".join(_entry(*entry) for entry in [("Root Entry", 5, 0xFFFFFFFE, 0), *entries]).ljust(512, b"\0")
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"\0" * 16,
        0x3E,
        3,
        0xFFFE,
        9,
        6,
        b"\0" * 6,
        0,
        1,
        1,
        0,
        4096,
        0xFFFFFFFE,
        0,
        0xFFFFFFFE,
        0,
        0,
    )[:76]
    header += struct.pack("<I", 0) + struct.pack("<I", 0xFFFFFFFF) * 108
    return header + struct.pack("<128I", *fat) + directory + bodies


def _entry(name: str, kind: int, start: int, size: int) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    child = 1 if kind == 5 else 0xFFFFFFFF
    head = text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
    return head + b"\0" * 36 + struct.pack("<IQ", start, size)


def ods(rows: Iterable[Sequence[str]]) -> bytes:
    """An .ods with one sheet of texts."""
    body = "".join(
        "<table:table-row>"
        + "".join(f'<table:table-cell office:value-type="string"><text:p>{v}</text:p></table:table-cell>' for v in row)
        + "</table:table-row>"
        for row in rows
    )
    names = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<?xml version="1.0"?><office:document-content xmlns:office="{names}:office:1.0" xmlns:table="{names}:table:1.0" '
        f'xmlns:text="{names}:text:1.0"><office:body><office:spreadsheet><table:table table:name="S">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return stream.getvalue()


def only(checked: Any, code: str) -> Any:
    """The one finding of a code."""
    (finding,) = [finding for finding in checked.findings if finding.code == code]
    return finding
