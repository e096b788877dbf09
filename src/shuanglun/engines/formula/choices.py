"""Comparison, logic, choice and text functions over columns, with their kind rules."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

import numpy as np

from shuanglun.engines.formula.columns import Array, Column, Run, choose, constant, errors_of
from shuanglun.engines.formula.judging import Function, Judging
from shuanglun.engines.formula.kinds import TEXT, YESNO, Kind
from shuanglun.engines.formula.numbers import settle, show
from shuanglun.engines.formula.problems import problem

_NO_CASE = ("CALC-NO-CASE", "没有一个条件成立，也没有给出默认值", "no condition holds and no default is given")
_FORMAT = re.compile(r"(?P<whole>[#0]*)(?:\.(?P<zeros>0*)(?P<marks>#*))?(?P<percent>%?)")
_LONGEST_TEXT = 32_767


def comparable(data: Array) -> Array:
    """Values in the form they are compared: settled numbers, texts without regard to case (as Excel does)."""
    if data.dtype == object:
        return np.array([str(item).casefold() for item in data], dtype=object)
    return settle(data) if data.dtype == np.float64 else data


def equal(left: Array, right: Array) -> Array:
    """By line, whether two values are equal."""
    return np.asarray(comparable(left) == comparable(right), dtype=np.bool_)


def _judge_equal(judging: Judging) -> Kind:
    judging.common([0, 1])
    judging.same_choice(0, 1)
    return YESNO


def _judge_order(judging: Judging) -> Kind:
    judging.base("number", [0, 1])
    judging.common([0, 1])
    return YESNO


def _comparison(operate: Callable[[Array, Array], Array]) -> Function:
    def run_it(run: Run, args: list[Column]) -> Column:
        return Column(operate(settle(args[0].data), settle(args[1].data)), errors_of(args))

    return Function(2, 2, _judge_order, run_it)


def _judge_logic(judging: Judging) -> Kind:
    judging.base("yesno", range(len(judging.kinds)))
    return YESNO


def _all_any(operate: np.ufunc) -> Function:
    def run_it(run: Run, args: list[Column]) -> Column:
        data = args[0].data
        for column in args[1:]:
            data = operate(data, column.data)
        return Column(data, errors_of(args))

    return Function(1, None, _judge_logic, run_it)


def _judge_if(judging: Judging) -> Kind:
    judging.base("yesno", [0])
    return judging.common([1, 2])


def _judge_ifs(judging: Judging) -> Kind:
    if len(judging.kinds) % 2:
        raise problem(
            "FORMULA-ARGUMENTS", "“IFS”要成对：条件, 值", '"IFS" takes pairs: condition, value', judging.node.start
        )
    judging.base("yesno", range(0, len(judging.kinds), 2))
    return judging.common(range(1, len(judging.kinds), 2))


def _no_case(run: Run, like: Column) -> Column:
    empty = constant("" if like.data.dtype == object else like.data.dtype.type(0))
    return run.mark(empty, np.ones(1, dtype=np.bool_), *_NO_CASE)


def _ifs(run: Run, args: list[Column]) -> Column:
    result = _no_case(run, args[1])
    for condition, value in zip(reversed(args[::2]), reversed(args[1::2]), strict=True):
        result = choose(condition, value, result)
    return result


def _judge_switch(judging: Judging) -> Kind:
    count = len(judging.kinds)
    cases = range(1, count - 1, 2)
    judging.common([0, *cases])
    for index in cases:
        judging.same_choice(0, index)
    results = list(range(2, count, 2)) + ([count - 1] if count % 2 == 0 else [])
    return judging.common(results)


def _switch(run: Run, args: list[Column]) -> Column:
    subject, rest = args[0], args[1:]
    result = rest[-1] if len(rest) % 2 else _no_case(run, rest[1])
    pairs = rest[:-1] if len(rest) % 2 else rest
    for value, answer in zip(reversed(pairs[::2]), reversed(pairs[1::2]), strict=True):
        hit = Column(equal(subject.data, value.data), errors_of([subject, value]))
        result = choose(hit, answer, result)
    return result


def shown(data: Array) -> list[str]:
    """Values as people read them."""
    if data.dtype == object:
        return [str(item) for item in data]
    if data.dtype == np.bool_:
        return ["是" if item else "否" for item in data]
    return [show(item) for item in settle(data).tolist()]


def _join(run: Run, args: list[Column]) -> Column:
    left, right = (np.array(shown(column.data), dtype=object) for column in args)
    data = np.asarray(left + right, dtype=object)
    long = np.array([len(item) > _LONGEST_TEXT for item in data], dtype=np.bool_)
    column = Column(np.where(long, "", data), errors_of(args))
    return run.mark(column, long, "CALC-TEXT-LENGTH", "文字太长", "the text is too long")


def _judge_text(judging: Judging) -> Kind:
    judging.base("number", [0])
    written = judging.node.args[1]
    if written.shape != "text" or not _FORMAT.fullmatch(written.value) or len(written.value) > 20:
        raise problem(
            "FORMULA-FORMAT",
            '“TEXT”的格式只能写 0、#、小数点和 %，如 "0.0"',
            'the format of "TEXT" is written with 0, #, a point and %, such as "0.0"',
            written.start,
        )
    return TEXT


def format_number(value: float, pattern: str) -> str:
    """A settled number in an Excel-like pattern of 0, #, point and %; half away from zero."""
    match = _FORMAT.fullmatch(pattern)
    if match is None:
        raise ValueError(f"{pattern!r} is no number format")
    zeros, marks = len(match["zeros"] or ""), len(match["marks"] or "")
    exact = Decimal(show(value)) * (100 if match["percent"] else 1)
    rounded = exact.quantize(Decimal(1).scaleb(-(zeros + marks)), ROUND_HALF_UP)
    whole, _, fraction = f"{abs(rounded):f}".partition(".")
    fraction = fraction[:zeros] + fraction[zeros:].rstrip("0")
    whole = whole.lstrip("0").rjust(match["whole"].count("0"), "0")
    sign = "-" if rounded < 0 else ""
    return sign + (whole + (f".{fraction}" if fraction else "") or "0") + match["percent"]


def _text(run: Run, args: list[Column]) -> Column:
    pattern = str(args[1].data[0])
    data = np.array([format_number(value, pattern) for value in settle(args[0].data).tolist()], dtype=object)
    return Column(data, errors_of(args))


CHOICES: dict[str, Function] = {
    "=": Function(2, 2, _judge_equal, lambda run, a: Column(equal(a[0].data, a[1].data), errors_of(a))),
    "<>": Function(2, 2, _judge_equal, lambda run, a: Column(~equal(a[0].data, a[1].data), errors_of(a))),
    "<": _comparison(np.less),
    ">": _comparison(np.greater),
    "<=": _comparison(np.less_equal),
    ">=": _comparison(np.greater_equal),
    "AND": _all_any(np.logical_and),
    "OR": _all_any(np.logical_or),
    "NOT": Function(1, 1, _judge_logic, lambda run, a: Column(~a[0].data, a[0].errors)),
    "IF": Function(3, 3, _judge_if, lambda run, a: choose(a[0], a[1], a[2])),
    "IFS": Function(2, None, _judge_ifs, _ifs),
    "SWITCH": Function(3, None, _judge_switch, _switch),
    "&": Function(2, 2, lambda judging: TEXT, _join),
    "TEXT": Function(2, 2, _judge_text, _text),
}
