"""Names and numbers as machines take them: character sets, lengths of codes, millimetres with one decimal."""

from __future__ import annotations

from collections.abc import Iterable
from zlib import crc32

from shuanglun.engines.machine_files.profile import Charset

_NEVER = '",\r\n\t'


def fits(text: str, charset: Charset) -> bool:
    """True when every character is in the set and none would break a line or a cell."""
    try:
        text.encode(charset)
    except UnicodeEncodeError:
        return False
    return not any(sign in _NEVER or (ord(sign) < 32) for sign in text)


def plain(text: str, charset: Charset, limit: int) -> str:
    """A text in the character set and length a machine takes. What had to change is marked by a check sum of the original.

    >>> plain("PB18 OAK", "ascii", 50), plain("HDF8-原木橡", "ascii", 50)
    ('PB18 OAK', 'HDF8-~A64D16A7')
    """
    if fits(text, charset) and len(text) <= limit:
        return text
    mark = f"~{crc32(text.encode()):08X}"
    kept = "".join(sign for sign in text if fits(sign, charset))
    return kept[: limit - len(mark)] + mark


def as_imported(code: str) -> str:
    """A code as saw software keeps it: upper case, spaces as underscores. Two codes that become one would merge."""
    return code.upper().replace(" ", "_")


def merged(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Pairs of different codes that saw software would take for one."""
    first: dict[str, str] = {}
    found = []
    for code in codes:
        known = first.setdefault(as_imported(code), code)
        if known != code:
            found.append((known, code))
    return found


def one_decimal(value: int) -> str:
    """Whole tenths as millimetres with one decimal.

    >>> one_decimal(24400), one_decimal(5)
    ('2440.0', '0.5')
    """
    return f"{value // 10}.{value % 10}"
