"""Columns: one value a line of a batch, with the lines where it could not be computed marked by a fault."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shuanglun.kernel.text import Text

Array = NDArray[Any]
Errors = NDArray[np.int32]


@dataclass(slots=True)
class Column:
    """Data of shape (lines,), or (1,) when it is the same in every line. ``errors`` holds 0 or a fault's number, by line."""

    data: Array
    errors: Errors | None = None


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
        return Column(column.data, first_error([column.errors, fresh]))


Instruction = tuple[Callable[[Run, list[Column]], Column], int]
Program = tuple[Instruction, ...]


def constant(value: object) -> Column:
    """A column that is the same in every line."""
    if isinstance(value, str):
        return Column(np.array([value], dtype=object))
    return Column(np.array([value]))


def first_error(errors: Sequence[Errors | None]) -> Errors | None:
    """By line, the first fault that is set."""
    found: Errors | None = None
    for one in errors:
        if one is not None:
            found = one if found is None else np.where(found != 0, found, one)
    return found


def errors_of(columns: Sequence[Column]) -> Errors | None:
    """By line, the first fault among the columns."""
    return first_error([column.errors for column in columns])


def choose(condition: Column, yes: Column, no: Column) -> Column:
    """By line ``yes`` or ``no``; only the chosen side's fault counts, as in Excel's IF."""
    picked: Errors | None = None
    if yes.errors is not None or no.errors is not None:
        zero = np.zeros(1, dtype=np.int32)
        picked = np.where(
            condition.data, zero if yes.errors is None else yes.errors, zero if no.errors is None else no.errors
        )
    return Column(np.where(condition.data, yes.data, no.data), first_error([condition.errors, picked]))


def execute(program: Program, run: Run) -> Column:
    """Run a compiled formula over all lines."""
    stack: list[Column] = []
    for operate, arity in program:
        args = stack[len(stack) - arity :]
        del stack[len(stack) - arity :]
        stack.append(operate(run, args))
    return stack[0]
