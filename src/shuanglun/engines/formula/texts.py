"""Text functions over columns: each is computed once for every different text or combination of arguments."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import numpy as np

from shuanglun.engines.formula.columns import Column, Run, by_combination, errors_of
from shuanglun.engines.formula.judging import Function, Judging
from shuanglun.engines.formula.kinds import LITERAL, NUMBER, TEXT, YESNO, Base, Kind
from shuanglun.engines.formula.numbers import ONE, millionths, show
from shuanglun.engines.formula.problems import problem

LONGEST_TEXT = 1024
_FORMAT = re.compile(r"(?P<thousands>#,(?=##[#0]))?(?P<whole>[#0]*)(?:\.(?P<zeros>0*)(?P<marks>#*))?(?P<percent>%?)")
_LONG = ("CALC-TEXT-LENGTH", f"文字超过 {LONGEST_TEXT} 个字符", f"the text is longer than {LONGEST_TEXT} characters")
_POSITION = ("CALC-TEXT-POSITION", "文字的位置或个数不对", "the place or the count of characters is not usable")
_NOT_FOUND = ("CALC-NOT-FOUND", "没有找到要找的文字", "the text looked for is not in it")
_NO_NUMBER = ("CALC-TEXT-NUMBER", "文字不是数", "the text is no number")
_Told = tuple[str, str, str]


def _made(run: Run, args: list[Column], change: Callable[..., Any], wrong: _Told) -> Column:
    """A text column of what ``change`` makes of the arguments; None is a fault."""
    found, places = by_combination(args, change)
    long = np.array([one is not None and len(one) > LONGEST_TEXT for one in found])
    bad = np.array([one is None for one in found])
    texts = tuple("" if one is None or len(one) > LONGEST_TEXT else one for one in found)
    column = Column(places.astype(np.int32), errors_of(args), texts)
    return run.mark(run.mark(column, bad[places], *wrong), long[places], *_LONG)


def _counted(run: Run, args: list[Column], change: Callable[..., float | None], wrong: _Told) -> Column:
    """A number column, in millionths, of what ``change`` makes of the arguments; None is a fault."""
    found, places = by_combination(args, change)
    bad = np.array([one is None for one in found])
    numbers = np.array([0.0 if one is None else one for one in found])
    return run.mark(Column(numbers[places], errors_of(args)), bad[places], *wrong)


def as_text(value: str | float | bool) -> str:
    """A value as ``&`` writes it: numbers without trailing zeros, yes/no as TRUE and FALSE as Excel does."""
    if isinstance(value, str):
        return value
    return ("TRUE" if value else "FALSE") if isinstance(value, bool) else show(value)


def _join(*values: str | float | bool) -> str:
    return "".join(map(as_text, values))


def _count_of(number: float) -> int | None:
    return int(number) if number >= 0 else None


def _left(value: Any, count: float = 1) -> str | None:
    number = _count_of(count)
    return None if number is None else as_text(value)[:number]


def _right(value: Any, count: float = 1) -> str | None:
    number, text = _count_of(count), as_text(value)
    return None if number is None else text[max(len(text) - number, 0) :]


def _mid(value: Any, start: float, count: float) -> str | None:
    number = _count_of(count)
    return None if number is None or start < 1 else as_text(value)[int(start) - 1 : int(start) - 1 + number]


def _repeat(value: Any, count: float) -> str | None:
    number, text = _count_of(count), as_text(value)
    return None if number is None else text * min(number, LONGEST_TEXT // max(len(text), 1) + 1)


def _find(needle: Any, text: Any, start: float = 1) -> float | None:
    within = as_text(text)
    place = within.find(as_text(needle), int(start) - 1) if 1 <= start <= len(within) + 1 else -1
    return None if place < 0 else (place + 1) * ONE


def _trim(value: Any) -> str:
    return " ".join(one for one in as_text(value).split(" ") if one)


def _substitute(value: Any, old: Any, new: Any) -> str:
    text, wanted = as_text(value), as_text(old)
    return text.replace(wanted, as_text(new)) if wanted else text


def _value(text: str) -> float | None:
    try:
        return millionths(text)
    except ValueError:
        return None


def _judge(kind: Kind, *wanted: Base | None) -> Callable[[Judging], Kind]:
    """Arguments of the wanted kinds (None: any); numbers among them are plain."""

    def judge(judging: Judging) -> Kind:
        for index, base in enumerate(wanted[: len(judging.kinds)]):
            if base == "number":
                judging.plain(index)
            elif base is not None:
                judging.base(base, [index])
        return kind

    return judge


def _text(least: int, most: int | None, change: Callable[..., str | None], *wanted: Base | None) -> Function:
    def work(run: Run, args: list[Column]) -> Column:
        return _made(run, args, change, _POSITION)

    return Function(least, most, _judge(TEXT, *wanted), work, settles=True)


def _length(run: Run, args: list[Column]) -> Column:
    return _counted(run, args, lambda value: len(as_text(value)) * ONE, _POSITION)


def _exact(run: Run, args: list[Column]) -> Column:
    found, places = by_combination(args, lambda left, right: as_text(left) == as_text(right))
    return Column(np.array(found, dtype=np.bool_)[places], errors_of(args))


# ------------------------------------------------------------------ TEXT


def _judge_format(judging: Judging) -> Kind:
    judging.base("number", [0])
    written = judging.node.args[1]
    if written.shape != "text" or not _FORMAT.fullmatch(written.value) or len(written.value) > 20:
        raise problem(
            "FORMULA-FORMAT",
            '“TEXT”的格式只能写 0、#、#,##0、小数点和 %，如 "0.0"',
            'the format of "TEXT" is written with 0, #, #,##0, a point and %, such as "0.0"',
            written.start,
        )
    return TEXT


def format_number(value: float, pattern: str) -> str:
    """A settled ordinary number in an Excel-like pattern of 0, #, thousands, point and %; half away from zero."""
    match = _FORMAT.fullmatch(pattern)
    if match is None:
        raise ValueError(f"{pattern!r} is no number format")
    zeros, marks = len(match["zeros"] or ""), len(match["marks"] or "")
    exact = Decimal(show(value)) * (100 if match["percent"] else 1)
    rounded = exact.quantize(Decimal(1).scaleb(-(zeros + marks)), ROUND_HALF_UP)
    whole, _, fraction = f"{abs(rounded):f}".partition(".")
    fraction = fraction[:zeros] + fraction[zeros:].rstrip("0")
    whole = whole.lstrip("0").rjust(match["whole"].count("0"), "0")
    if match["thousands"] and whole:
        whole = f"{int(whole):,}"
    point = "." if match["zeros"] is not None else ""
    sign = "-" if rounded < 0 else ""
    return f"{sign}{whole}{point}{fraction}{match['percent']}"


def _format(run: Run, args: list[Column]) -> Column:
    return _made(run, args, format_number, _POSITION)


TEXTS: dict[str, Function] = {
    "&": _text(2, 2, _join),
    "CONCAT": _text(1, None, _join),
    "CONCATENATE": _text(1, None, _join),
    "TEXT": Function(2, 2, _judge_format, _format, settles=True),
    "LEN": Function(1, 1, _judge(NUMBER, None), _length, settles=True, growth=lambda j: 1.0),
    "LEFT": _text(1, 2, _left, None, "number"),
    "RIGHT": _text(1, 2, _right, None, "number"),
    "MID": _text(3, 3, _mid, None, "number", "number"),
    "UPPER": _text(1, 1, lambda value: as_text(value).upper()),
    "LOWER": _text(1, 1, lambda value: as_text(value).lower()),
    "TRIM": _text(1, 1, _trim),
    "REPT": _text(2, 2, _repeat, None, "number"),
    "SUBSTITUTE": _text(3, 3, _substitute),
    "FIND": Function(
        2,
        3,
        _judge(NUMBER, None, None, "number"),
        lambda run, a: _counted(run, a, _find, _NOT_FOUND),
        settles=True,
        growth=lambda j: 1.0,
    ),
    "EXACT": Function(2, 2, _judge(YESNO, None, None), _exact, settles=True),
    "VALUE": Function(
        1, 1, _judge(LITERAL, "text"), lambda run, a: _counted(run, a, _value, _NO_NUMBER), growth=lambda j: 1.0
    ),
}
