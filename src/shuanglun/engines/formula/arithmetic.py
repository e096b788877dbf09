"""Operators and number functions over columns, with their unit rules; rounding has its own module.

Columns hold millionths (see ``numbers``).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import reduce

import numpy as np

from shuanglun.engines.formula.columns import Array, Column, Run, constant, errors_of, in_range
from shuanglun.engines.formula.judging import (
    Function,
    Growth,
    Judging,
    Operate,
    all_plain,
    grown,
    most_grown,
    written_number,
)
from shuanglun.engines.formula.kinds import COUNT, LITERAL, NUMBER, Kind
from shuanglun.engines.formula.numbers import ONE, Numbers, plain, settle
from shuanglun.engines.formula.problems import problem
from shuanglun.engines.formula.units import PLAIN, Unit, over, root, times

_DIVIDE = ("CALC-DIVIDE-ZERO", "除数为零", "division by zero")
_RANGE = ("CALC-NUMBER-RANGE", "数超出可算范围", "the number is out of range")


def _plus_minus(operate: np.ufunc) -> Function:
    return Function(
        2,
        2,
        lambda j: j.common([0, 1]),
        lambda run, a: Column(operate(a[0].data, a[1].data), errors_of(a)),
        growth=lambda j: grown(*j.growths),
    )


# ------------------------------------------------------------------ products, quotients, powers


def _unit(judging: Judging, index: int) -> Unit | None:
    judging.base("number", [index])
    return judging.kinds[index].unit


def _judge_times(judging: Judging) -> Kind:
    units = [_unit(judging, index) for index in range(len(judging.kinds))]
    known = [unit for unit in units if unit is not None]
    if not known:
        return LITERAL
    return Kind("number", known[0]) if len(known) == 1 else judging.result(reduce(times, known))


def _times(run: Run, args: list[Column]) -> Column:
    return Column(reduce(lambda data, column: data * (column.data / ONE), args[1:], args[0].data), errors_of(args))


def _times_literal(judging: Judging) -> Operate | None:
    """A product with a written number: a whole one keeps whole millionths whole."""
    for literal, other in ((0, 1), (1, 0)):
        factor = written_number(judging.node.args[literal])
        if factor is not None:
            return _by(np.multiply, factor, other)
    return None


def _by(operate: np.ufunc, factor: float, index: int) -> Operate:
    return lambda run, a: Column(operate(a[index].data, factor), a[index].errors)


def _grown_times(judging: Judging) -> Growth:
    for literal, other in ((0, 1), (1, 0)):
        factor = written_number(judging.node.args[literal])
        growth = judging.growths[other]
        if factor is not None and growth is not None and factor == math.floor(factor):
            return grown(growth * factor)
    return None


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
    if not zero.any():
        return Column(left.data / right.data * ONE, errors_of(args))
    column = Column(left.data / np.where(zero, ONE, right.data) * ONE, errors_of(args))
    return run.mark(column, np.broadcast_to(zero, np.broadcast_shapes(zero.shape, column.data.shape)), *_DIVIDE)


def _over_literal(judging: Judging) -> Operate | None:
    divisor = written_number(judging.node.args[1])
    return _by(np.divide, divisor, 0) if divisor else None


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
    base, exponent = plain(args[0].data), plain(args[1].data)
    zero = (settle(args[0].data) == 0) & (exponent < 0)
    data = np.power(np.where(zero, 1.0, base), exponent) * ONE
    return run.mark(in_range(run, Column(data, errors_of(args))), zero, *_DIVIDE)


def _judge_root(judging: Judging) -> Kind:
    unit = _unit(judging, 0)
    if unit is None:
        return LITERAL
    half = root(unit)
    if half is None:
        raise judging.wrong(0, Kind("number", PLAIN).shown)
    return Kind("number", half)


def _root(run: Run, args: list[Column]) -> Column:
    negative = settle(args[0].data) < 0
    column = Column(np.sqrt(np.where(negative, 0.0, np.abs(args[0].data)) / ONE) * ONE, args[0].errors)
    return run.mark(column, negative, *_RANGE)


# ------------------------------------------------------------------ one number


def _judge_one(judging: Judging) -> Kind:
    judging.base("number", [0])
    return judging.kinds[0]


def _one(operate: Callable[[Array], Array], *, settles: bool = False, keeps: bool = True) -> Function:
    """A function of one number that keeps its unit; ``keeps``: whole millionths stay whole."""
    return Function(
        1,
        1,
        _judge_one,
        lambda run, a: Column(operate(a[0].data), a[0].errors),
        settles=settles,
        growth=lambda j: (2.0 if settles else j.growths[0]) if keeps else None,
    )


def _to_even(data: Numbers) -> Numbers:
    return np.copysign(np.ceil(np.abs(data) / (2 * ONE)) * (2 * ONE), data) + 0.0


def _to_odd(data: Numbers) -> Numbers:
    size = np.maximum(np.ceil((np.abs(data) - ONE) / (2 * ONE)), 0.0) * (2 * ONE) + ONE
    return np.where(data < 0, -size, size)


def _judge_sign(judging: Judging) -> Kind:
    judging.base("number", [0])
    return NUMBER


def _judge_angle(judging: Judging) -> Kind:
    """A plain number is in radians, as in Excel; a number in degrees is converted."""
    unit = _unit(judging, 0)
    if unit is not None and unit.dimension not in {PLAIN.dimension, (0, 0, 1)}:
        raise judging.wrong(0, Kind("number", Unit(angle=1)).shown)
    return NUMBER


def _angle(operate: Callable[[Array], Array]) -> Function:
    def work(scale: float) -> Operate:
        return lambda run, a: in_range(run, Column(operate(a[0].data * scale) * ONE, a[0].errors))

    def special(judging: Judging) -> Operate | None:
        unit = judging.kinds[0].unit
        return work(math.pi / 180 / ONE) if unit is not None and unit.dimension == (0, 0, 1) else None

    return Function(1, 1, _judge_angle, work(1 / ONE), special=special)


def _judge_degrees(judging: Judging) -> Kind:
    judging.plain(0)
    return Kind("number", Unit(angle=1))


def _judge_radians(judging: Judging) -> Kind:
    if judging.kinds[0].unit is None:
        judging.plain(0)
        return NUMBER
    return _judge_angle(judging)


# ------------------------------------------------------------------ several numbers


def _several(operate: Callable[[Sequence[Array]], Array], growth: Callable[[Judging], Growth]) -> Function:
    """A function of any count of numbers of one unit."""
    return Function(
        1,
        None,
        lambda j: j.common(range(len(j.kinds))),
        lambda run, a: Column(operate([c.data for c in a]), errors_of(a)),
        growth=growth,
    )


def _median(data: Sequence[Array]) -> Array:
    return np.asarray(np.median(np.stack(np.broadcast_arrays(*data)), axis=0))


def _judge_sum(judging: Judging) -> Kind:
    """Numbers of one unit, or conditions: how many hold."""
    if all(kind.base == "yesno" for kind in judging.kinds):
        return COUNT
    return judging.common(range(len(judging.kinds)))


def _sum(run: Run, args: list[Column]) -> Column:
    data = [column.data * ONE if column.data.dtype == np.bool_ else column.data for column in args]
    return Column(reduce(np.add, data), errors_of(args))


def _grown_sum(judging: Judging) -> Growth:
    return 1.0 if judging.kinds[0].base == "yesno" else grown(*judging.growths)


def _judge_count(judging: Judging) -> Kind:
    judging.base("number", range(len(judging.kinds)))
    return COUNT


def _count(run: Run, args: list[Column]) -> Column:
    """How many of the numbers could be computed, as Excel's COUNT passes over errors."""
    return Column(reduce(np.add, [np.where(_sound(column), ONE, 0.0) for column in args]))


def _sound(column: Column) -> Array:
    return np.ones(1, dtype=np.bool_) if column.errors is None else column.errors == 0


def _judge_n(judging: Judging) -> Kind:
    if judging.kinds[0].base == "yesno":
        return COUNT
    return _judge_one(judging)


def _n(run: Run, args: list[Column]) -> Column:
    data = args[0].data
    return Column(data * ONE if data.dtype == np.bool_ else data, args[0].errors)


def _judge_quotient(judging: Judging) -> Kind:
    judging.common([0, 1])
    return NUMBER


def _quotient(run: Run, args: list[Column]) -> Column:
    zero = args[1].data == 0
    column = Column(np.trunc(args[0].data / np.where(zero, ONE, args[1].data)) * ONE, errors_of(args))
    return run.mark(in_range(run, column), np.broadcast_to(zero, column.data.shape), *_DIVIDE)


ARITHMETIC: dict[str, Function] = {
    "+": _plus_minus(np.add),
    "-": _plus_minus(np.subtract),
    "*": Function(2, 2, _judge_times, _times, growth=_grown_times, special=_times_literal),
    "/": Function(2, 2, _judge_over, _divide, special=_over_literal),
    "^": Function(2, 2, _judge_power, _power),
    "POWER": Function(2, 2, _judge_power, _power),
    "%": _one(lambda data: data / 100.0, keeps=False),
    "u-": _one(np.negative),
    "u+": _one(lambda data: data),
    "ABS": _one(np.abs),
    "INT": _one(lambda data: np.floor(data / ONE) * ONE, settles=True),
    "EVEN": _one(_to_even, settles=True),
    "ODD": _one(_to_odd, settles=True),
    "SIGN": Function(
        1,
        1,
        _judge_sign,
        lambda run, a: Column(np.sign(a[0].data) * ONE, a[0].errors),
        settles=True,
        growth=lambda j: 1.0,
    ),
    "SQRT": Function(1, 1, _judge_root, _root),
    "PI": Function(0, 0, lambda j: NUMBER, lambda run, a: constant(math.pi * ONE)),
    "SIN": _angle(np.sin),
    "COS": _angle(np.cos),
    "TAN": _angle(np.tan),
    "RADIANS": Function(1, 1, _judge_radians, lambda run, a: Column(a[0].data * (math.pi / 180), a[0].errors)),
    "DEGREES": Function(1, 1, _judge_degrees, lambda run, a: Column(a[0].data * (180 / math.pi), a[0].errors)),
    "ATAN": Function(1, 1, all_plain, lambda run, a: Column(np.arctan(a[0].data / ONE) * ONE, a[0].errors)),
    "MIN": _several(lambda data: reduce(np.minimum, data), lambda j: most_grown(j.growths)),
    "MAX": _several(lambda data: reduce(np.maximum, data), lambda j: most_grown(j.growths)),
    "AVERAGE": _several(lambda data: reduce(np.add, data) / len(data), lambda j: None),
    "MEDIAN": _several(_median, lambda j: None),
    "PRODUCT": Function(1, None, _judge_times, _times),
    "SUM": Function(1, None, _judge_sum, _sum, growth=_grown_sum),
    "COUNT": Function(1, None, _judge_count, _count, growth=lambda j: 1.0),
    "N": Function(1, 1, _judge_n, _n, growth=lambda j: j.growths[0] if j.kinds[0].base == "number" else 1.0),
    "QUOTIENT": Function(2, 2, _judge_quotient, _quotient, settles=True),
}
