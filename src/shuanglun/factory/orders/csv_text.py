"""CSV order files: which encoding, which separator, which rows."""

from __future__ import annotations

import codecs
import csv
import io
import re

from shuanglun.factory.orders.containers import Refused

_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_KNOWN_STARTS = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7z",
    b"\x1f\x8b": "gzip",
    b"{\\rtf": "RTF",
}


def decode(data: bytes) -> tuple[str, str]:
    """The encoding and the text: a byte-order mark decides, else UTF-8, else GB18030 (which holds all of GBK).

    Raises:
        Refused: the bytes are no text, or no text in these encodings.
    """
    for start, name in _KNOWN_STARTS.items():
        if data.startswith(start):
            raise Refused("ORDER-FILE-NOT-A-WORKBOOK", detail=name)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", _strict(data, "utf-16")
    if _BINARY.search(data):
        raise Refused("ORDER-FILE-NOT-A-WORKBOOK", detail="binary")
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8-sig", _strict(data, "utf-8-sig")
    try:
        return "utf-8", data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and error.start >= len(data) - 3 and error.start > 0:
            raise Refused("ORDER-FILE-CUT-OFF") from None
    return "gb18030", _strict(data, "gb18030")


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 3 and error.start > 0:
            raise Refused("ORDER-FILE-CUT-OFF") from None
        raise Refused("ORDER-FILE-ENCODING") from None


def read_csv(data: bytes, most_rows: int, most_columns: int) -> tuple[str, list[list[str | None]]]:
    """The encoding and the rows; reading ends one row after ``most_rows`` filled ones.

    Raises:
        Refused: no text, a web page, or rows that break the rules of CSV.
    """
    encoding, text = decode(data)
    head = text[:500].lstrip().lower()
    if head.startswith(("<!doctype", "<html", "<?xml", "<table")):
        raise Refused("ORDER-FILE-FORMAT", detail="HTML/XML")
    rows: list[list[str | None]] = []
    filled = 0
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text)):
            row = [value.strip(" \t\r\n\u3000\ufeff") or None for value in record[:most_columns]]
            filled += any(row)
            rows.append(row)
            if filled > most_rows:
                break
    except csv.Error as error:
        raise Refused("ORDER-FILE-DAMAGED", detail=str(error)) from None
    return encoding, rows


def _separator(text: str) -> str:
    """The separator found most often in the first lines; a comma when there is none."""
    head = "\n".join(text[:20_000].splitlines()[:20])
    return max(",\t;，", key=lambda mark: (head.count(mark), mark == ","))
