"""Operators and number functions over columns, with their unit rules."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce

import numpy as np

from shuanglun.engines.formula.columns import Array, Column, Run, errors_of
from shuanglun.engines.formula.judging import Function, Judging
from shuanglun.engines.formula.kinds import LITERAL, Kind
from shuanglun.engines.formula.numbers import (
    LARGEST,
    Numbers,
    Whole,
    from_millionths,
    millionths,
    round_away,
    round_half_away,
    round_to_zero,
    settle,
)
from shuanglun.engines.formula.problems import problem
from shuanglun.engines.formula.units import PLAIN, Unit, over, times

_DIVIDE = ("CALC-DIVIDE-ZERO", "除数为零", "division by zero")
_RANGE = ("CALC-NUMBER-RANGE", "数超出可算范围", "the number is out of range")
_SIGNS = ("CALC-SIGNS", "数与倍数的正负号不一致", "the number and its multiple differ in sign")


def bounded(run: Run, data: Array, args: list[Column]) -> Column:
    """A result column; numbers that are not finite or too large become faults."""
    column = Column(data, errors_of(args))
    usable = np.abs(data) <= LARGEST
    if usable.all():
        return column
    column = Column(np.where(usable, data, 0.0), column.errors)
    return run.mark(column, ~usable, *_RANGE)


def _plus_minus(operate: Callable[[Array, Array], Array]) -> Function:
    return Function(2, 2, lambda j: j.common([0, 1]), lambda run, a: bounded(run, operate(a[0].data, a[1].data), a))


def _unit(judging: Judging, index: int) -> Unit | None:
    judging.base("number", [index])
    return judging.kinds[index].unit


def _judge_times(judging: Judging) -> Kind:
    left, right = _unit(judging, 0), _unit(judging, 1)
    if left is None or right is None:
        unit = left or right
        return LITERAL if unit is None else Kind("number", unit)
    return judging.result(times(left, right))


def _judge_over(judging: Judging) -> Kind:
    left, right = _unit(judging, 0), _unit(judging, 1)
    if left is None and right is None:
        return LITERAL
    if right is None:
        return Kind("number", left)
    return judging.result(over(left or PLAIN, right))


def _divide(run: Run, args: list[Column]) -> Column:
    left, right = args
    zero = settle(right.data) == 0  # a comparison, so what shows as 0 divides as 0
    column = bounded(run, left.data / np.where(zero, 1.0, right.data), args)
    return run.mark(column, np.broadcast_to(zero, np.broadcast_shapes(zero.shape, column.data.shape)), *_DIVIDE)


def _judge_power(judging: Judging) -> Kind:
    base = _unit(judging, 0)
    judging.plain(1)
    if base is None or base.dimension == PLAIN.dimension:
        return LITERAL if base is None and judging.kinds[1].unit is None else Kind("number", PLAIN)
    exponent = judging.node.args[1]
    if exponent.shape != "number" or exponent.value not in {"1", "2", "3"}:
        raise problem(
            "FORMULA-UNIT",
            "带单位的数只能有 1、2、3 次幂",
            "a number with a unit can only be raised to 1, 2 or 3",
            exponent.start,
        )
    return judging.result(reduce(times, [base] * int(exponent.value)))


def _power(run: Run, args: list[Column]) -> Column:
    base, exponent = args
    zero = (settle(base.data) == 0) & (exponent.data < 0)
    with np.errstate(all="ignore"):
        data = np.power(np.where(zero, 1.0, base.data), exponent.data)
    return run.mark(bounded(run, data, args), zero, *_DIVIDE)


def _judge_one(judging: Judging) -> Kind:
    judging.base("number", [0])
    return judging.kinds[0]


def _one(operate: Callable[[Array], Array]) -> Function:
    return Function(1, 1, _judge_one, lambda run, a: Column(operate(a[0].data), a[0].errors))


def _least_or_most(operate: Callable[[Array, Array], Array]) -> Function:
    return Function(
        1,
        None,
        lambda j: j.common(range(len(j.kinds))),
        lambda run, a: Column(reduce(operate, [c.data for c in a]), errors_of(a)),
    )


def _judge_round(judging: Judging) -> Kind:
    judging.plain(1)
    return _judge_one(judging)


def _rounding(operate: Callable[[Numbers, Whole], Numbers]) -> Function:
    def run_it(run: Run, args: list[Column]) -> Column:
        digits = np.trunc(settle(np.clip(args[1].data, -12, 12))).astype(np.int64)
        return bounded(run, operate(args[0].data, digits), args)

    return Function(2, 2, _judge_round, run_it)


def _multiples(run: Run, args: list[Column]) -> tuple[Whole, Whole, Array]:
    """Number and multiple in millionths; a zero multiple is replaced by one and told in the third array."""
    number, multiple = np.broadcast_arrays(millionths(args[0].data), millionths(args[1].data))
    zero = multiple == 0
    return number, np.where(zero, 1, multiple), zero


def _ceiling(run: Run, args: list[Column]) -> Column:
    number, multiple, zero = _multiples(run, args)
    data = np.where(zero, 0.0, from_millionths(-(-number // multiple) * multiple))
    return run.mark(bounded(run, data, args), (number > 0) & (multiple < 0), *_SIGNS)


def _floor(run: Run, args: list[Column]) -> Column:
    number, multiple, zero = _multiples(run, args)
    column = bounded(run, from_millionths(number // multiple * multiple), args)
    column = run.mark(column, zero & (number != 0), *_DIVIDE)
    return run.mark(column, (number > 0) & (multiple < 0), *_SIGNS)


def _mround(run: Run, args: list[Column]) -> Column:
    number, multiple, zero = _multiples(run, args)
    size, step = np.abs(number), np.abs(multiple)
    whole = np.sign(number) * ((2 * size + step) // (2 * step) * step)
    data = np.where(zero, 0.0, from_millionths(whole))
    return run.mark(bounded(run, data, args), (number * np.sign(multiple) < 0) & ~zero, *_SIGNS)


def _mod(run: Run, args: list[Column]) -> Column:
    number, multiple, zero = _multiples(run, args)
    return run.mark(bounded(run, from_millionths(np.mod(number, multiple)), args), zero, *_DIVIDE)


def _int(data: Array) -> Array:
    return (millionths(data) // 1_000_000).astype(np.float64)


def _pair(operate: Callable[[Run, list[Column]], Column]) -> Function:
    return Function(2, 2, lambda j: j.common([0, 1]), operate)


ARITHMETIC: dict[str, Function] = {
    "+": _plus_minus(np.add),
    "-": _plus_minus(np.subtract),
    "*": Function(2, 2, _judge_times, lambda run, a: bounded(run, a[0].data * a[1].data, a)),
    "/": Function(2, 2, _judge_over, _divide),
    "^": Function(2, 2, _judge_power, _power),
    "%": _one(lambda data: data / 100.0),
    "u-": _one(np.negative),
    "u+": _one(lambda data: data),
    "ABS": _one(np.abs),
    "INT": _one(_int),
    "MIN": _least_or_most(np.minimum),
    "MAX": _least_or_most(np.maximum),
    "ROUND": _rounding(round_half_away),
    "ROUNDUP": _rounding(round_away),
    "ROUNDDOWN": _rounding(round_to_zero),
    "CEILING": _pair(_ceiling),
    "FLOOR": _pair(_floor),
    "MROUND": _pair(_mround),
    "MOD": _pair(_mod),
}
