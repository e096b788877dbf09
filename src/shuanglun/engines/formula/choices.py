"""Comparison, logic and choice over columns, with their kind rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from shuanglun.engines.formula.columns import Array, Column, Run, choose, constant, errors_of
from shuanglun.engines.formula.judging import Function, Growth, Judging, most_grown
from shuanglun.engines.formula.kinds import YESNO, Kind
from shuanglun.engines.formula.problems import problem

_NO_CASE = ("CALC-NO-CASE", "没有一个条件成立，也没有给出默认值", "no condition holds and no default is given")


def equal(left: Column, right: Column) -> Array:
    """By line, whether two values are equal: settled numbers, texts without regard to case (as Excel does)."""
    one, other = left.texts, right.texts
    if one is None or other is None:
        return np.asarray(left.data == right.data, dtype=np.bool_)
    if len(other) == 1 or len(one) == 1:
        texts, places, single = (one, left.data, other[0]) if len(other) == 1 else (other, right.data, one[0])
        wanted = single.casefold()
        hit: Array = np.array([text.casefold() == wanted for text in texts])[places]
        return hit
    numbers: dict[str, int] = {}
    mine = np.array([numbers.setdefault(text.casefold(), len(numbers)) for text in one])
    theirs = np.array([numbers.setdefault(text.casefold(), len(numbers)) for text in other])
    return np.asarray(mine[left.data] == theirs[right.data], dtype=np.bool_)


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
        return Column(operate(args[0].data, args[1].data), errors_of(args))

    return Function(2, 2, _judge_order, run_it, settles=True)


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
    empty = constant("") if like.texts is not None else Column(np.zeros(1, dtype=like.data.dtype))
    return run.mark(empty, np.ones(1, dtype=np.bool_), *_NO_CASE)


def _ifs(run: Run, args: list[Column]) -> Column:
    result = _no_case(run, args[1])
    for condition, value in zip(reversed(args[::2]), reversed(args[1::2]), strict=True):
        result = choose(condition, value, result)
    return result


def _results(judging: Judging) -> list[int]:
    """The places of a SWITCH's answers."""
    count = len(judging.kinds)
    return list(range(2, count, 2)) + ([count - 1] if count % 2 == 0 else [])


def _judge_switch(judging: Judging) -> Kind:
    cases = range(1, len(judging.kinds) - 1, 2)
    judging.common([0, *cases])
    for index in cases:
        judging.same_choice(0, index)
    return judging.common(_results(judging))


def _switch(run: Run, args: list[Column]) -> Column:
    subject, rest = args[0], args[1:]
    result = rest[-1] if len(rest) % 2 else _no_case(run, rest[1])
    pairs = rest[:-1] if len(rest) % 2 else rest
    for value, answer in zip(reversed(pairs[::2]), reversed(pairs[1::2]), strict=True):
        hit = Column(equal(subject, value), errors_of([subject, value]))
        result = choose(hit, answer, result)
    return result


def _unused_if(known: Sequence[Column | None]) -> frozenset[int]:
    holds = _holds(known[0])
    return frozenset() if holds is None else frozenset({2 if holds else 1})


def _unused_ifs(known: Sequence[Column | None]) -> frozenset[int]:
    # The first value says of what kind the result is when no condition holds.
    return _unused_pairs([_holds(one) for one in known[::2]], range(0, len(known), 2), len(known)) - {1}


def _unused_switch(known: Sequence[Column | None]) -> frozenset[int]:
    cases = range(1, len(known) - 1, 2)
    subject = known[0]
    hits = [_holds(_same(subject, known[at])) for at in cases]
    unused = _unused_pairs(hits, cases, len(known))
    return unused - {2} if len(known) % 2 else unused  # without a default, as with IFS


def _unused_pairs(holds: Sequence[bool | None], at: Sequence[int], count: int) -> frozenset[int]:
    """Of pairs of a condition and a value: values whose condition fails, and all that follows the first that holds."""
    unused: set[int] = set()
    for one, place in zip(holds, at, strict=True):
        if one:
            return frozenset({*unused, *range(place + 2, count)})
        if one is False:
            unused.add(place + 1)
    return frozenset(unused)


def _same(subject: Column | None, case: Column | None) -> Column | None:
    return None if subject is None or case is None else Column(equal(subject, case), errors_of([subject, case]))


def _holds(known: Column | None) -> bool | None:
    """Whether a condition holds in every line (True) or in none (False); None when that is not known."""
    return None if known is None or known.errors is not None else bool(known.data[0])


def _if_error(run: Run, args: list[Column]) -> Column:
    value, other = args
    if value.errors is None:
        return value
    sound = Column(value.errors == 0)
    return choose(sound, Column(value.data, None, value.texts), other)


def _is_error(run: Run, args: list[Column]) -> Column:
    errors = args[0].errors
    return Column(np.zeros(1, dtype=np.bool_) if errors is None else errors != 0)


def _chosen(*places: int) -> Callable[[Judging], Growth]:
    return lambda judging: most_grown(judging.growths[place] for place in places)


CHOICES: dict[str, Function] = {
    "=": Function(2, 2, _judge_equal, lambda run, a: Column(equal(a[0], a[1]), errors_of(a)), settles=True),
    "<>": Function(2, 2, _judge_equal, lambda run, a: Column(~equal(a[0], a[1]), errors_of(a)), settles=True),
    "<": _comparison(np.less),
    ">": _comparison(np.greater),
    "<=": _comparison(np.less_equal),
    ">=": _comparison(np.greater_equal),
    "AND": _all_any(np.logical_and),
    "OR": _all_any(np.logical_or),
    "XOR": _all_any(np.logical_xor),
    "NOT": Function(1, 1, _judge_logic, lambda run, a: Column(~a[0].data, a[0].errors)),
    "TRUE": Function(0, 0, lambda judging: YESNO, lambda run, a: constant(True)),
    "FALSE": Function(0, 0, lambda judging: YESNO, lambda run, a: constant(False)),
    "IF": Function(3, 3, _judge_if, lambda run, a: choose(a[0], a[1], a[2]), growth=_chosen(1, 2), unused=_unused_if),
    "IFS": Function(2, None, _judge_ifs, _ifs, growth=lambda j: most_grown(j.growths[1::2]), unused=_unused_ifs),
    "SWITCH": Function(
        3,
        None,
        _judge_switch,
        _switch,
        settles=True,
        growth=lambda j: most_grown(j.growths[place] for place in _results(j)),
        unused=_unused_switch,
    ),
    "IFERROR": Function(2, 2, lambda judging: judging.common([0, 1]), _if_error, growth=_chosen(0, 1)),
    "ISERROR": Function(1, 1, lambda judging: YESNO, _is_error),
}
