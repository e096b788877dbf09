"""Columns: one value a line of a batch, with the lines where it could not be computed marked by a fault."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from shuanglun.engines.formula.numbers import LARGEST_MILLIONTHS, ONE, Numbers, plain, settle, show
from shuanglun.kernel.text import Text

Array = NDArray[Any]
Errors = NDArray[np.int32]
Texts = tuple[str, ...]
OUT_OF_RANGE = ("CALC-NUMBER-RANGE", "数超出可算范围", "the number is out of range")


@dataclass(slots=True)
class Column:
    """Data of shape (lines,), or (1,) when it is the same in every line. ``errors`` holds 0 or a fault's number, by line.

    Numbers are millionths (see ``numbers``), yes/no is bool. A text column holds its different texts once, in ``texts``, and
    ``data`` says which one each line has; ``texts`` may name a text twice.
    """

    data: Array
    errors: Errors | None = None
    texts: Texts | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a value could not be computed in some lines; ``cell`` is where it first happened."""

    code: str
    what: Text
    cell: str
    value: str | None = None


@dataclass(frozen=True, slots=True)
class LookupHit:
    """What a lookup found, for the explanation: the table's name and label, the row in words (None: no row)."""

    table: str
    label: Text
    row: Text | None


@dataclass(slots=True)
class Run:
    """One evaluation over a batch: the values so far, the faults met, and the cell being computed."""

    lines: int
    values: dict[str, Column] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    cell: str = ""
    hits: list[LookupHit] | None = None
    _numbers: dict[Fault, int] = field(default_factory=dict)

    def number(self, code: str, zh: str, en: str, value: str | None = None) -> int:
        """The number of a fault in the present cell (1 and up)."""
        fault = Fault(code, Text(zh, en), self.cell, value)
        if fault not in self._numbers:
            self.faults.append(fault)
            self._numbers[fault] = len(self.faults)
        return self._numbers[fault]

    def mark(self, column: Column, bad: Array, code: str, zh: str, en: str) -> Column:
        """The column with a fault where ``bad`` and no earlier fault."""
        if not bad.any():
            return column
        fresh = np.where(bad, np.int32(self.number(code, zh, en)), np.int32(0))
        return Column(column.data, first_error([column.errors, fresh]), column.texts)


Unused = Callable[[Sequence["Column | None"]], frozenset[int]]


class Instruction(NamedTuple):
    """One step of a program: what is done with the last ``arity`` values.

    ``reads`` is the cell it loads; ``unused`` says which arguments are ruled out by those that are known.
    """

    operate: Callable[[Run, list[Column]], Column]
    arity: int
    reads: str | None = None
    unused: Unused | None = None


Program = tuple[Instruction, ...]
_ONLY = np.zeros(1, dtype=np.int32)
_ONLY.setflags(write=False)


def constant(value: str | bool | float) -> Column:
    """A column that is the same in every line; a number is given in millionths."""
    if isinstance(value, str):
        return Column(_ONLY, None, (value,))
    return Column(np.array([value], dtype=np.bool_ if isinstance(value, bool) else np.float64))


def text_column(values: Sequence[str], errors: Errors | None = None) -> Column:
    """A text column from one text a line."""
    places = {text: place for place, text in enumerate(dict.fromkeys(values))}
    data = np.fromiter(map(places.__getitem__, values), dtype=np.int32, count=len(values))
    return Column(data, errors, tuple(places) or ("",))


def by_combination(columns: Sequence[Column], change: Callable[..., Any]) -> tuple[list[Any], Array]:
    """What ``change`` makes of the values of all columns, computed once for every different combination of them.

    Returns the results and, by line, which of them it has.
    """
    values: list[list[Any]] = []
    places: Array | None = None
    for column in columns:
        its_values, its_places = _different(column)
        if places is None:
            values, places = [[one] for one in its_values], its_places
            continue
        if len(its_values) > 1:
            pairs, places = np.unique(places.astype(np.int64) * len(its_values) + its_places, return_inverse=True)
            places = np.broadcast_to(places, np.broadcast_shapes(places.shape, its_places.shape))
            values = [[*values[pair // len(its_values)], its_values[pair % len(its_values)]] for pair in pairs.tolist()]
        else:
            values = [[*one, its_values[0]] for one in values]
    return [change(*one) for one in values], np.zeros(1, dtype=np.int32) if places is None else places


def _different(column: Column) -> tuple[list[Any], Array]:
    """The different values of a column (a text may come twice) and which one each line has; numbers as ordinary numbers."""
    if column.texts is not None:
        return list(column.texts), column.data
    if column.data.dtype == np.bool_:
        return [False, True], column.data.astype(np.int32)
    different, places = np.unique(column.data, return_inverse=True)
    return plain(different).tolist(), places


def settled(run: Run, column: Column) -> Column:
    """A number column on whole millionths; numbers that are not finite or too large become faults."""
    return in_range(run, Column(settle(column.data), column.errors))


def in_range(run: Run, column: Column) -> Column:
    """The number column with a fault where a number is not finite or too large."""
    data: Numbers = column.data
    if data.max(initial=0.0) <= LARGEST_MILLIONTHS and data.min(initial=0.0) >= -LARGEST_MILLIONTHS:
        return column
    usable = np.abs(data) <= LARGEST_MILLIONTHS
    return run.mark(Column(np.where(usable, data, 0.0), column.errors), ~usable, *OUT_OF_RANGE)


def first_error(errors: Iterable[Errors | None]) -> Errors | None:
    """By line, the first fault that is set."""
    found: Errors | None = None
    for one in errors:
        if one is not None:
            found = one if found is None else np.where(found != 0, found, one)
    return found


def errors_of(columns: Sequence[Column]) -> Errors | None:
    """By line, the first fault among the columns."""
    for column in columns:
        if column.errors is not None:
            return first_error([one.errors for one in columns])
    return None


def choose(condition: Column, yes: Column, no: Column) -> Column:
    """By line ``yes`` or ``no``; only the chosen side's fault counts, as in Excel's IF."""
    if len(condition.data) == 1 and condition.errors is None:  # the same in every line
        return yes if condition.data[0] else no
    picked: Errors | None = None
    if yes.errors is not None or no.errors is not None:
        zero = np.zeros(1, dtype=np.int32)
        picked = np.where(
            condition.data, zero if yes.errors is None else yes.errors, zero if no.errors is None else no.errors
        )
    errors = picked if condition.errors is None else first_error([condition.errors, picked])
    if yes.texts is None or no.texts is None:
        return Column(np.where(condition.data, yes.data, no.data), errors)
    if yes.texts == no.texts:
        return Column(np.where(condition.data, yes.data, no.data), errors, yes.texts)
    data = np.where(condition.data, yes.data, no.data + np.int32(len(yes.texts)))
    return Column(data, errors, yes.texts + no.texts)


def shown(column: Column) -> list[str]:
    """Values as people read them, one a line of the data."""
    if column.texts is not None:
        return [column.texts[place] for place in column.data.tolist()]
    if column.data.dtype == np.bool_:
        return ["是" if item else "否" for item in column.data.tolist()]
    return [show(item / ONE) for item in column.data.tolist()]


def execute(program: Program, run: Run) -> Column:
    """Run a compiled formula over all lines."""
    stack: list[Column] = []
    for operate, arity, _, _ in program:
        if arity == 0:
            stack.append(operate(run, stack))
        elif arity == len(stack):
            stack = [operate(run, stack)]
        else:
            args = stack[-arity:]
            del stack[-arity:]
            stack.append(operate(run, args))
    return stack[0]
