"""Running a compiled table over many lines at once: columns in, columns and findings out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shuanglun.engines.formula.cell import DRAWING, Cell
from shuanglun.engines.formula.columns import Array, Column, Fault, LookupHit, Run, shown
from shuanglun.engines.formula.compiling import Compiled
from shuanglun.engines.formula.inputs import Line, LineFinding, Reading, read_lines
from shuanglun.engines.formula.numbers import plain, to_whole
from shuanglun.engines.formula.running import compute
from shuanglun.engines.formula.syntax import fold
from shuanglun.engines.formula.tables import Check
from shuanglun.kernel.findings import Finding, Where
from shuanglun.kernel.text import Text

_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
_INPUT_FAULT = "LINE-PARAMETER"
_WORTH_NARROWING = 20


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All values of all lines. A line with a stop finding has unusable values in the cells that depend on it."""

    compiled: Compiled
    lines: int
    columns: Mapping[str, Column]
    findings: tuple[LineFinding, ...]
    stopped: NDArray[np.bool_]
    hits: Mapping[str, tuple[LookupHit, ...]]
    faults: tuple[Fault, ...]

    def data(self, key: str) -> Array:
        """The values of a cell, one a line: numbers in the cell's unit, texts, or yes/no."""
        return np.broadcast_to(self.values(key), (self.lines,))

    def values(self, key: str) -> Array:
        """The values of a cell, one a line, or a single one when it is the same in every line."""
        column = self.columns[key]
        if column.texts is not None:
            return np.array(column.texts, dtype=object)[column.data]
        return column.data if column.data.dtype == np.bool_ else plain(column.data)

    def whole(self, key: str, decimals: int) -> NDArray[np.int64]:
        """A number cell in whole ``10**-decimals`` of its unit, half away from zero: sizes in tenths with 1."""
        return np.broadcast_to(self.whole_values(key, decimals), (self.lines,))

    def whole_values(self, key: str, decimals: int) -> NDArray[np.int64]:
        """The same, or a single value when it is the same in every line."""
        return to_whole(self.columns[key].data, decimals)

    def fault(self, key: str, line: int) -> Fault | None:
        """Why a cell has no value in a line; None when it has one."""
        errors = self.columns[key].errors
        number = 0 if errors is None else int(np.broadcast_to(errors, (self.lines,))[line])
        return self.faults[number - 1] if number else None

    def shown(self, key: str, line: int) -> str:
        """A value as people read it; "—" when it could not be computed."""
        if self.fault(key, line):
            return "—"
        column = self.columns[key]
        at = line if len(column.data) > 1 else 0
        return shown(Column(column.data[at : at + 1], None, column.texts))[0]


def evaluate(
    compiled: Compiled,
    lines: Sequence[Line],
    places: Sequence[Mapping[str, Where]] | None = None,
    trace: bool = False,
    drawing: bool = False,
) -> Evaluation:
    """Evaluate every cell for every line.

    ``places`` gives, by line, the order cell a parameter came from. Nothing is raised for bad input: findings say it.
    ``trace`` records what lookups found and is meant for one line (see ``explain``). ``drawing`` computes placements and
    dimensions too; what cannot be computed there is no finding, because a door is made without its picture.
    """
    run = Run(len(lines))
    run.cell = "input"
    reading = Reading(compiled, places, run.number(_INPUT_FAULT, "订单参数有误", "a parameter of the order is wrong"))
    run.values.update(read_lines(reading, lines))
    run.values.update(compiled.fixed)
    order, programs = compiled.order if trace else compiled.drawn if drawing else compiled.moving, compiled.programs
    if len(lines) >= _WORTH_NARROWING and not trace:
        narrowed = compiled.left_open({name: run.values[name] for name in reading.defaults}, drawing)
        run.values.update(narrowed.settled)
        order, programs = narrowed.order, narrowed.programs
    hits = compute(order, programs, compiled.cells, run, trace)
    stopped = np.zeros(len(lines), dtype=np.bool_)
    evaluation = Evaluation(compiled, len(lines), run.values, (), stopped, hits, tuple(run.faults))
    found = [*reading.findings, *_fault_findings(evaluation), *_check_findings(evaluation, reading)]
    stopped[[one.line for one in found if one.finding.level == "stop"]] = True
    return replace(evaluation, findings=tuple(sorted(found, key=lambda one: one.line)))


def _wanted(evaluation: Evaluation) -> list[tuple[str, Array]]:
    """Cells with faults that matter, and the lines they matter in: those nobody reads, and rows that are really made."""
    compiled = evaluation.compiled
    needed = (key for key in compiled.order if compiled.cells[key].kind not in DRAWING)
    faulty = [key for key in needed if evaluation.columns[key].errors is not None]
    if not faulty:
        return []
    read = {use for program in compiled.programs.values() for use in program.uses}
    everywhere = np.ones(evaluation.lines, dtype=np.bool_)
    wanted = []
    for key in faulty:
        cell = compiled.cells[key]
        if cell.kind in {"part", "hardware", "machining"}:
            wanted.append((key, _made(evaluation, cell)))
        elif cell.kind == "check" or key not in read:
            wanted.append((key, everywhere))
    return wanted


def _made(evaluation: Evaluation, cell: Cell) -> Array:
    """Lines in which the row of a part or hardware cell is made at all, or in which that cannot be told."""
    column = evaluation.columns[f"{cell.owner}.qty"]
    made = column.data != 0
    if column.errors is not None:
        made = made | (column.errors != 0)
    return np.broadcast_to(made, (evaluation.lines,))


def _fault_findings(evaluation: Evaluation) -> list[LineFinding]:
    """One finding a line and fault, told at the cell where it first happened; bad input is told already."""
    found: dict[tuple[int, int], LineFinding] = {}
    for key, matters in _wanted(evaluation):
        everywhere = np.broadcast_to(np.asarray(evaluation.columns[key].errors), (evaluation.lines,))
        for line in np.flatnonzero((everywhere != 0) & matters).tolist():
            number = int(everywhere[line])
            fault = evaluation.faults[number - 1]
            if fault.code != _INPUT_FAULT and (line, number) not in found:
                found[line, number] = LineFinding(line, _fault_finding(evaluation.compiled, fault))
    return list(found.values())


def _fault_finding(compiled: Compiled, fault: Fault) -> Finding:
    label = (
        compiled.cells[fault.cell].label if compiled.cells[fault.cell].kind != "check" else Text(fault.cell, fault.cell)
    )
    what = Text(f"“{label.zh}”算不出：{fault.what.zh}", f'"{label.en}" cannot be computed: {fault.what.en}')
    todo = Text(
        "请改订单参数，或请技术员看公式表",
        "change the order's parameters, or let the technician look at the formula table",
    )
    return Finding(fault.code, "stop", what, todo, Where(field=fault.cell), fault.value)


def _check_findings(evaluation: Evaluation, reading: Reading) -> list[LineFinding]:
    found = []
    for check in evaluation.compiled.table.checks:
        column = evaluation.columns[f"check:{check.code}"]
        holds = column.data if column.errors is None else column.data & (column.errors == 0)
        if not holds.any():
            continue
        for line in np.flatnonzero(np.broadcast_to(holds, (evaluation.lines,))).tolist():
            where = Where(field=f"check:{check.code}") if check.about is None else reading.where(line, check.about)
            found.append(LineFinding(line, _check_finding(evaluation, check, line, where)))
    return found


def _check_finding(evaluation: Evaluation, check: Check, line: int, where: Where) -> Finding:
    def fill(match: re.Match[str]) -> str:
        key = evaluation.compiled.names.get(fold(match[1]))
        return match[0] if key is None else evaluation.shown(key, line)

    what = Text(_PLACEHOLDER.sub(fill, check.message.zh), _PLACEHOLDER.sub(fill, check.message.en))
    value: Any = None if check.about is None else evaluation.shown(check.about, line)
    return Finding(check.code, check.level, what, check.todo, where, value)
