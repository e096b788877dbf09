"""Running the cells of a table one after the other, and the one place a result is rounded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from shuanglun.engines.formula.cell import Cell
from shuanglun.engines.formula.checking import Checked
from shuanglun.engines.formula.columns import Column, LookupHit, Run, constant, execute, in_range, settled
from shuanglun.engines.formula.numbers import DECIMALS, millionths, round_half_away, step_of
from shuanglun.engines.formula.tables import Constant


def compute(
    order: Iterable[str], programs: Mapping[str, Checked], cells: Mapping[str, Cell], run: Run, trace: bool = False
) -> dict[str, tuple[LookupHit, ...]]:
    """Compute the cells in their order into the run; with ``trace``, what lookups found is returned by cell.

    Numbers out of range are faults of their cells, so numpy need not warn of them.
    """
    hits: dict[str, tuple[LookupHit, ...]] = {}
    with np.errstate(all="ignore"):
        for key in order:
            run.cell = key
            run.hits = [] if trace else None
            program = programs[key]
            same = _same(program, cells[key], cells)
            if same is not None:
                run.values[key] = run.values[same]
                continue
            run.values[key] = keep(run, execute(program.program, run), cells[key], program.whole)
            if run.hits:
                hits[key] = tuple(run.hits)
    return hits


def _same(program: Checked, cell: Cell, cells: Mapping[str, Cell]) -> str | None:
    """The cell that this one only names, when nothing is left to round."""
    read = program.program[0].reads if len(program.program) == 1 else None
    return read if read is not None and cells[read].decimals <= cell.decimals else None


def keep(run: Run, column: Column, cell: Cell, whole: bool) -> Column:
    """A result as it is kept under its name: sizes of parts to 0.1 mm, every other number to a millionth.

    ``whole``: the numbers are sure to be whole millionths.
    """
    if column.texts is not None or column.data.dtype == np.bool_:
        return column
    column = in_range(run, column) if whole else settled(run, column)
    if cell.decimals == DECIMALS:
        return column
    return Column(round_half_away(column.data, step_of(cell.decimals)), column.errors)


def fixed_values(
    constants: Iterable[Constant], order: Iterable[str], programs: Mapping[str, Checked], cells: Mapping[str, Cell]
) -> dict[str, Column]:
    """The constants, and the cells that rest on nothing else and can be computed: the same in every line of every batch."""
    run = Run(1, {one.name: constant(_given(one.value)) for one in constants})
    for key in order:
        if programs[key].uses <= run.values.keys():
            compute([key], programs, cells, run)
            if run.values[key].errors is not None:  # told anew in every batch
                del run.values[key]
    return run.values


def _given(value: str | int | float | bool) -> str | float | bool:
    return value if isinstance(value, (str, bool)) else millionths(value)
