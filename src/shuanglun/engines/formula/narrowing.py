"""What a batch leaves open: with some inputs at their defaults, much of a table is the same in every line.

Dealers' lines mostly fill a few columns. All cells that rest on constants and on defaults are then computed once and kept, and
formulas lose the branches those values rule out. The values that come out are the same; a test runs both ways.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from shuanglun.engines.formula.cell import Cell
from shuanglun.engines.formula.checking import Checked
from shuanglun.engines.formula.columns import Column, Instruction, Program, Run, constant
from shuanglun.engines.formula.running import keep

_NOTHING = constant(0.0)
_NEUTRAL = Instruction(lambda run, args: _NOTHING, 0)


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What is left to compute: ``settled`` holds the cells that are known, ``programs`` those of ``order`` cut down."""

    settled: Mapping[str, Column]
    order: tuple[str, ...]
    programs: Mapping[str, Checked]


@dataclass(slots=True)
class _Piece:
    """A part of a program and, when it is the same in every line, its value."""

    program: list[Instruction]
    known: Column | None = None


def narrow(
    order: Iterable[str], programs: Mapping[str, Checked], cells: Mapping[str, Cell], known: Mapping[str, Column]
) -> Narrowed:
    """Compute every cell of ``order`` that rests on ``known`` ones without a fault, and cut the programs of the others."""
    run = Run(1, dict(known))
    left: dict[str, Checked] = {}
    with np.errstate(all="ignore"):
        for key in order:
            run.cell = key
            piece = _cut(programs[key].program, run)
            column = None if piece.known is None else keep(run, piece.known, cells[key], programs[key].whole)
            if column is None or column.errors is not None:
                left[key] = Checked(tuple(piece.program), programs[key].uses, programs[key].tables, programs[key].whole)
            else:
                run.values[key] = column
    settled = {key: column for key, column in run.values.items() if key not in known}
    return Narrowed(settled, tuple(left), left)


def _cut(program: Program, run: Run) -> _Piece:
    """The program with known parts as values and ruled-out branches as nothing."""
    stack: list[_Piece] = []
    for instruction in program:
        at = len(stack) - instruction.arity
        args = stack[at:]
        del stack[at:]
        stack.append(_step(instruction, args, run))
    return stack[0]


def _step(instruction: Instruction, args: list[_Piece], run: Run) -> _Piece:
    if instruction.reads is not None:
        column = run.values.get(instruction.reads)
        return _Piece([instruction], column)
    if instruction.unused is not None:
        unused = instruction.unused([piece.known for piece in args])
        args = [_Piece([_NEUTRAL], _NOTHING) if at in unused else piece for at, piece in enumerate(args)]
    values = [piece.known for piece in args if piece.known is not None]
    if len(values) == len(args):
        column = instruction.operate(run, values)
        if column.errors is None:
            return _Piece([Instruction(lambda run, args: column, 0)], column)
    return _Piece([*(one for piece in args for one in piece.program), instruction])
