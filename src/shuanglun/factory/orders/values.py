"""Reading one cell: lengths, counts, days, choices, as people write them. Pure; a reader says None when it cannot."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from difflib import SequenceMatcher
from functools import lru_cache

from shuanglun.factory.orders.model import CellValue
from shuanglun.kernel.length import tenths

UNITS: dict[str, Decimal] = {
    "mm": Decimal(1),
    "毫米": Decimal(1),
    "cm": Decimal(10),
    "厘米": Decimal(10),
    "公分": Decimal(10),
    "m": Decimal(1000),
    "米": Decimal(1000),
}
_NUMBER = r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d{1,9})(?:\.\d{1,6})?"
_LENGTH = re.compile(rf"({_NUMBER})({'|'.join(sorted(UNITS, key=len, reverse=True))})?")
_COUNT = re.compile(rf"({_NUMBER})(樘|套|扇|件|个|块|片|副|张|pcs|pc|set|sets)?")
_DAYS = re.compile(r"(\d{1,3})(?:个)?(?:天|日|工作日|d|day|days)?")
_FULL_DATE = re.compile(r"(\d{4}|\d{2})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_PLAIN_DATE = re.compile(r"(20\d{2})(\d{2})(\d{2})")
_SHORT_DATE = re.compile(r"(\d{1,2})[-/月](\d{1,2})[日号]?")
_CLOCK = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?Z?$")
_CHINESE = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_MINUS = str.maketrans({"−": "-", "–": "-", "—": "-", "﹣": "-"})
_EXCEL_ZERO = date(1899, 12, 30)
_SERIAL = range(36_526, 73_051)  # 2000-01-01 to 2100-01-01 as Excel counts days
_MOST_DAYS = 400


@lru_cache(maxsize=65_536)
def plain(text: str) -> str:
    """The form in which names are compared: half-width, lower case, no blanks, no marks around.

    >>> plain(" 洞口宽（ＭＭ）： ") == plain("洞口宽(mm)")
    True
    """
    folded = unicodedata.normalize("NFKC", text).lower().translate(_MINUS)
    return "".join(folded.split()).strip("*:：.、,，;；")


def shown(value: CellValue) -> str:
    """A cell as the user sees it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, (date, time)):
        return value.isoformat()
    return str(value)


def _scaled(digits: str, unit: Decimal) -> int:
    return tenths(Decimal(digits.replace(",", "")) * unit)


def read_length(value: CellValue, unit: str = "mm") -> int | None:
    """A length in whole 0.1 mm; ``unit`` is that of a bare number (the column's).

    Takes 2050, "２０５０", "2,050", "2050mm", "205 cm", "2.05米". A bool, a day or a word is no length.
    """
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    text = plain(repr(value) if isinstance(value, float) else str(value))
    match = _LENGTH.fullmatch(text)
    return _scaled(match[1], UNITS[match[2] or unit]) if match else None


def read_points(value: CellValue, unit: str = "mm") -> list[int]:
    """Lengths measured at several points, "880/882/879"; a single length gives a list of one, nonsense an empty one."""
    if not isinstance(value, str):
        single = read_length(value, unit)
        return [] if single is None else [single]
    points = [read_length(part, unit) for part in re.split(r"[/／、;；|]", value.strip())]
    return [point for point in points if point is not None] if None not in points else []


def read_count(value: CellValue) -> int | None:
    """A whole number, also "2樘" or "两套"; whether it is positive is for the caller to say."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    text = plain(str(value))
    match = _COUNT.fullmatch(text)
    if match is None:
        return _CHINESE.get(text.rstrip("樘套扇件个块片副张"))
    number = Decimal(match[1].replace(",", ""))
    return int(number) if number == number.to_integral_value() else None


def read_day(value: CellValue, today: date) -> date | None:
    """A calendar day: a date cell, an Excel serial number, "2026/12/1", "2026年12月1日", "20261201", "12月1日".

    A day without year is the nearest one that is at most half a year before ``today``.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, (bool, time)) or value is None:
        return None
    text = str(int(value)) if isinstance(value, float) and 0 < value < 1e9 else str(value)
    return _day_in_text(plain(_CLOCK.sub("", text.strip())), today)


def _day_in_text(text: str, today: date) -> date | None:
    if text.isdecimal() and len(text) == 5 and int(text) in _SERIAL:
        return _EXCEL_ZERO + timedelta(days=int(text))
    if match := _FULL_DATE.fullmatch(text) or _PLAIN_DATE.fullmatch(text):
        year = int(match[1])
        return _day(year if year > 99 else 2000 + year, int(match[2]), int(match[3]))
    match = _SHORT_DATE.fullmatch(text)
    return _nearest(int(match[1]), int(match[2]), today) if match else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _nearest(month: int, day: int, today: date) -> date | None:
    for year in (today.year - 1, today.year, today.year + 1):
        candidate = _day(year, month, day)
        if candidate and candidate >= today - timedelta(days=183):
            return candidate
    return None


def read_days(value: CellValue) -> int | None:
    """A number of days from 0 to 400: 7, "7天", "7 个工作日"."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    match = _DAYS.fullmatch(plain(str(value)))
    days = int(match[1]) if match else None
    return days if days is not None and days <= _MOST_DAYS else None


_BOX = re.compile(r"[□☐○◯☑☒✓✔√■●◉]")
_TICKED = re.compile(r"[☑☒✓✔√■●◉]\s*([^□☐○◯☑☒✓✔√■●◉\s]+)|([^□☐○◯☑☒✓✔√■●◉\s]+)\s*[✓✔√]")


def ticked(text: str) -> str:
    """The words of a list of boxes that are ticked; the text itself when it has no box, "" when none is ticked.

    >>> ticked("□左内开 ☑右内开"), ticked("三边√ 四边"), ticked("左内开"), ticked("□是 □否")
    ('右内开', '三边', '左内开', '')
    """
    if not _BOX.search(text):
        return text
    words = [one or other for one, other in _TICKED.findall(text)]
    return "、".join(words)


@dataclass(frozen=True)
class Choices:
    """The words of a choice: plain form to canonical value, and the words to offer when one is not known."""

    index: Mapping[str, str | int]
    offered: tuple[str, ...]

    def read(self, value: CellValue) -> str | int | None:
        """The canonical value of a cell, or None."""
        return self.index.get(plain(shown(value)))

    def nearest(self, value: CellValue, most: int = 3) -> list[str]:
        """The offered words most like what was written; all of them when there are few."""
        if len(self.offered) <= most + 1:
            return list(self.offered)
        text = plain(shown(value))
        return sorted(self.offered, key=lambda word: -likeness(text, plain(word)))[:most]


def likeness(one: str, other: str) -> float:
    """How alike two plain words are, 0 to 1; one held in the other counts at least 0.7."""
    if not one or not other:
        return 0.0
    ratio = SequenceMatcher(None, one, other, autojunk=False).ratio()
    return max(ratio, 0.7) if min(len(one), len(other)) > 1 and (one in other or other in one) else ratio


def make_choices(words: Iterable[tuple[str | int, Iterable[str]]]) -> Choices:
    """Choices from canonical values with the words each goes by; the first word is the one offered."""
    index: dict[str, str | int] = {}
    offered: list[str] = []
    for value, names in words:
        every = [*names, str(value)]
        offered.append(every[0])
        for name in every:
            index.setdefault(plain(name), value)
    return Choices(index, tuple(offered))
