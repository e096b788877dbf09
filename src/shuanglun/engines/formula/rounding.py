"""The rounding functions: Excel's names, signs and ties (half away from zero), exact on whole millionths."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from shuanglun.engines.formula.columns import Array, Column, Run, errors_of, in_range
from shuanglun.engines.formula.judging import Function, Judging, Operate, written_number
from shuanglun.engines.formula.kinds import Kind
from shuanglun.engines.formula.numbers import (
    ONE,
    Numbers,
    round_away,
    round_half_away,
    round_to_zero,
    step_of,
)

_DIVIDE = ("CALC-DIVIDE-ZERO", "除数为零", "division by zero")
_SIGNS = ("CALC-SIGNS", "数与倍数的正负号不一致", "the number and its multiple differ in sign")
_MOST_DIGITS = 12


def _judge(judging: Judging) -> Kind:
    judging.base("number", [0])
    if len(judging.kinds) > 1:
        judging.plain(1)
    return judging.kinds[0]


def _step(digits: float) -> float:
    return step_of(int(np.trunc(np.clip(digits, -_MOST_DIGITS, _MOST_DIGITS))))


def _rounding(operate: Callable[[Numbers, Any], Numbers], least: int = 2) -> Function:
    def run_it(run: Run, args: list[Column]) -> Column:
        if len(args) == 1:
            return in_range(run, Column(operate(args[0].data, ONE), args[0].errors))
        digits = args[1].data / ONE
        steps = [_step(one) for one in digits.tolist()]
        return in_range(run, Column(operate(args[0].data, np.array(steps)), errors_of(args)))

    def special(judging: Judging) -> Operate | None:
        digits = written_number(judging.node.args[1]) if len(judging.node.args) > 1 else 0.0
        if digits is None:
            return None
        step = _step(digits)
        return lambda run, a: Column(operate(a[0].data, step), a[0].errors)

    return Function(least, 2, _judge, run_it, settles=True, growth=lambda j: 2.0, special=special)


def _multiples(args: list[Column]) -> tuple[Array, Array, Array]:
    """Number and multiple; a zero multiple is replaced by one and told in the third array."""
    number, multiple = args[0].data, args[1].data
    zero = multiple == 0
    return number, np.where(zero, ONE, multiple) if zero.any() else multiple, zero


def _broadcast(mask: Array, column: Column) -> Array:
    return np.broadcast_to(mask, column.data.shape)


def _ceiling(run: Run, args: list[Column]) -> Column:
    number, multiple, zero = _multiples(args)
    data = np.where(zero, 0.0, np.ceil(number / multiple) * multiple + 0.0)
    column = in_range(run, Column(data, errors_of(args)))
    return run.mark(column, _broadcast((number > 0) & (multiple < 0), column), *_SIGNS)


def _floor(run: Run, args: list[Column]) -> Column:
    number, multiple, zero = _multiples(args)
    column = in_range(run, Column(np.floor(number / multiple) * multiple + 0.0, errors_of(args)))
    column = run.mark(column, _broadcast(zero & (number != 0), column), *_DIVIDE)
    return run.mark(column, _broadcast((number > 0) & (multiple < 0), column), *_SIGNS)


def _mround(run: Run, args: list[Column]) -> Column:
    number, multiple, zero = _multiples(args)
    data = np.where(zero, 0.0, round_half_away(number, np.abs(multiple)))
    column = in_range(run, Column(data, errors_of(args)))
    return run.mark(column, _broadcast((number * np.sign(multiple) < 0) & ~zero, column), *_SIGNS)


def _mod(run: Run, args: list[Column]) -> Column:
    number, multiple, zero = _multiples(args)
    column = Column(np.mod(number, multiple) + 0.0, errors_of(args))
    return run.mark(column, _broadcast(zero, column), *_DIVIDE)


def _multiple(operate: Operate) -> Function:
    return Function(2, 2, lambda j: j.common([0, 1]), operate, settles=True, growth=lambda j: 2.0)


ROUNDING: dict[str, Function] = {
    "ROUND": _rounding(round_half_away),
    "ROUNDUP": _rounding(round_away),
    "ROUNDDOWN": _rounding(round_to_zero),
    "TRUNC": _rounding(round_to_zero, least=1),
    "CEILING": _multiple(_ceiling),
    "FLOOR": _multiple(_floor),
    "MROUND": _multiple(_mround),
    "MOD": _multiple(_mod),
}
