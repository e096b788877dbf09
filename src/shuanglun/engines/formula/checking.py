"""Checking a parsed formula against the names of a table, and compiling it to a flat program over columns."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from shuanglun.engines.formula.columns import Column, Instruction, Program, Run, constant, settled
from shuanglun.engines.formula.functions import FUNCTIONS, KNOWN, LOOKUP
from shuanglun.engines.formula.judging import Growth, Judging, Operate
from shuanglun.engines.formula.kinds import LITERAL, TEXT, YESNO, Kind, kind_of_unit
from shuanglun.engines.formula.lookups import Lookup, Steps, looking
from shuanglun.engines.formula.numbers import DECIMALS, LARGEST, millionths, read_number
from shuanglun.engines.formula.problems import Problem, problem
from shuanglun.engines.formula.syntax import Formula, Node, fold, postorder

_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Scope:
    """What names mean: a folded name to its cell, a cell to its kind, a folded name to its lookup table."""

    cells: Mapping[str, str]
    kinds: Mapping[str, Kind]
    tables: Mapping[str, Lookup | Steps] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Checked:
    """A formula ready to run: its program, the cells and the lookup tables it reads.

    ``whole``: a number it gives is sure to be whole millionths.
    """

    program: Program
    uses: frozenset[str]
    tables: frozenset[str]
    whole: bool


def check(formula: Formula, scope: Scope, wanted: Kind) -> Checked:
    """Check kinds and units and compile; the result is converted to the wanted unit.

    Raises:
        Problem: an unknown name or function, a wrong number of arguments, a kind or a unit that does not fit.
    """
    checker = _Checker(scope)
    for node in postorder(formula.root):
        checker.visit(node)
    kind, _, growth = checker.stack[0]
    if kind is _TABLE:
        raise _only_in_lookup(formula.root)
    shift = _fit(kind, wanted)
    if shift:
        checker.program.append(Instruction(_shifted(shift), 1))
    whole = growth is not None and not shift
    return Checked(tuple(checker.program), frozenset(checker.uses), frozenset(checker.tables), whole)


def _fit(kind: Kind, wanted: Kind) -> int:
    """The power of ten that brings a result to the wanted unit."""
    if kind.base != wanted.base:
        raise problem(
            "FORMULA-KIND",
            f"结果应是{wanted.shown.zh}，却是{kind.shown.zh}",
            f"the result must be {wanted.shown.en}, not {kind.shown.en}",
            0,
        )
    if kind.unit is None or wanted.unit is None:
        return 0
    if kind.unit.dimension != wanted.unit.dimension:
        raise problem(
            "FORMULA-UNIT",
            f"结果应是{wanted.shown.zh}，却是{kind.shown.zh}",
            f"the result must be {wanted.shown.en}, not {kind.shown.en}",
            0,
        )
    return kind.unit.power - wanted.unit.power


class _Checker:
    """Walks a formula; ``stack`` holds of every value its kind, the place of its instruction and its growth."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.program: list[Instruction] = []
        self.stack: list[tuple[Kind, int, Growth]] = []
        self.uses: set[str] = set()
        self.tables: set[str] = set()

    def emit(self, step: Instruction, kind: Kind, growth: Growth = 1.0) -> None:
        del self.stack[len(self.stack) - step.arity :]
        self.program.append(step)
        self.stack.append((kind, len(self.program) - 1, growth))

    def visit(self, node: Node) -> None:
        if node.shape == "name":
            self.name(node)
        elif node.shape == "call":
            self.call(node)
        elif node.shape == "number":
            number = _literal(node)
            self.emit(_push(constant(millionths(node.value))), LITERAL, number / LARGEST)
        elif node.shape == "text":
            self.emit(_push(constant(node.value)), TEXT)
        else:
            self.emit(_push(constant(node.value == "TRUE")), YESNO)

    def name(self, node: Node) -> None:
        folded = fold(node.value)
        key = self.scope.cells.get(folded)
        if key is not None:
            self.uses.add(key)
            self.emit(Instruction(lambda run, args: run.values[key], 0, reads=key), self.scope.kinds[key])
        elif folded in self.scope.tables:
            # The table's name itself; only LOOKUP, which visits next, may take it.
            self.emit(_push(constant(folded)), _TABLE)
        else:
            raise _missing("FORMULA-NAME", ("名称", "name"), node.value, node.start, self.scope.cells)

    def call(self, node: Node) -> None:
        given = self.stack[len(self.stack) - len(node.args) :] if node.args else []
        kinds = [kind for kind, _, _ in given]
        growths = [growth for _, _, growth in given]
        if node.value == LOOKUP:
            self.look_up(node, kinds, growths)
            return
        for kind, arg in zip(kinds, node.args, strict=True):
            if kind is _TABLE:
                raise _only_in_lookup(arg)
        function = FUNCTIONS.get(node.value)
        if function is None:
            raise _missing("FORMULA-FUNCTION", ("函数", "function"), node.value, node.start, KNOWN)
        if len(kinds) < function.least or (function.most is not None and len(kinds) > function.most):
            raise problem(
                "FORMULA-ARGUMENTS",
                f"“{node.value}”的项数不对（{len(kinds)} 项）",
                f'"{node.value}" does not take {len(kinds)} items',
                node.start,
            )
        judging = Judging(node, kinds, growths)
        kind = function.judge(judging)
        for index, code in judging.codes.items():
            self.program[given[index][1]] = _push(constant(code))
        growth = function.growth(judging) if not any(judging.shifts) and not judging.shift else None
        operate = function.special(judging) or function.operate
        settles = _unsettled(judging.kinds, growths, judging.shifts) if function.settles else []
        work = _converted(operate, judging.shifts, settles, judging.shift)
        self.emit(Instruction(work, len(kinds), unused=function.unused), kind, growth)

    def look_up(self, node: Node, kinds: list[Kind], growths: list[Growth]) -> None:
        table = self.scope.tables.get(fold(node.args[0].value)) if kinds and kinds[0] is _TABLE else None
        if table is None:
            raise problem(
                "FORMULA-TABLE",
                "LOOKUP 的第 1 项应是查表的名称",
                "the first item of LOOKUP must name a lookup table",
                node.start,
            )
        if len(kinds) != len(table.keys) + 1:
            raise problem(
                "FORMULA-ARGUMENTS",
                f"表“{table.label.zh}”要 {len(table.keys)} 个键",
                f'table "{table.label.en}" takes {len(table.keys)} keys',
                node.start,
            )
        shifts = [0]
        for index, (key, kind) in enumerate(zip(table.keys, kinds[1:], strict=True), 1):
            try:
                shifts.append(_fit(kind, kind_of_unit(key.unit) or TEXT))
            except Problem as wrong:
                raise Problem(wrong.code, wrong.what, node.args[index].start) from None
        self.tables.add(table.name)
        # A table with faulty rows is told where tables are checked; there is then nothing to run.
        work = _push(constant("")).operate if table.faulty_rows() else looking(table)
        settles = _unsettled(kinds, growths, shifts)
        step = Instruction(_converted(work, shifts, settles, 0), len(kinds))
        self.emit(step, kind_of_unit(table.unit) or TEXT)


_TABLE = Kind("text")


def _only_in_lookup(node: Node) -> Problem:
    return problem(
        "FORMULA-TABLE",
        f"表“{node.value}”只能用在 LOOKUP 里",
        f'table "{node.value}" can only be read by LOOKUP',
        node.start,
    )


def _missing(code: str, sort: tuple[str, str], name: str, at: int, known: Iterable[str]) -> Problem:
    """The problem of an unknown name, with the nearest known one."""
    shown = name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…"
    zh, en = f"没有{sort[0]}“{shown}”", f'there is no {sort[1]} "{shown}"'
    folded = {fold(one): one for one in known}
    near = difflib.get_close_matches(fold(name), folded, 1) if len(name) <= _LONGEST_NAME else []
    if near:
        zh, en = f"{zh}，是不是“{folded[near[0]]}”？", f'{en}; did you mean "{folded[near[0]]}"?'
    return problem(code, zh, en, at)


def _literal(node: Node) -> float:
    try:
        number = read_number(node.value)
    except ValueError:
        raise problem(
            "FORMULA-NUMBER", f"数“{node.value}”太大", f'the number "{node.value}" is too large', node.start
        ) from None
    if round(number, DECIMALS) != number:
        raise problem(
            "FORMULA-NUMBER",
            f"数“{node.value}”的小数超过 {DECIMALS} 位",
            f'the number "{node.value}" has more than {DECIMALS} decimals',
            node.start,
        )
    return number


def _push(column: Column) -> Instruction:
    return Instruction(lambda run, args: column, 0)


def _unsettled(kinds: list[Kind], growths: list[Growth], shifts: list[int]) -> list[int]:
    """The arguments that must be settled before a function that wants whole millionths."""
    return [
        index
        for index, (kind, growth, shift) in enumerate(zip(kinds, growths, shifts, strict=True))
        if kind.base == "number" and (growth is None or shift)
    ]


def _scale(column: Column, power: int) -> Column:
    """A column times a power of ten; dividing by the exact power keeps the result correctly rounded."""
    if not power:
        return column
    return Column(column.data * 10.0**power if power > 0 else column.data / 10.0**-power, column.errors)


def _shifted(shift: int) -> Operate:
    return lambda run, args: _scale(args[0], shift)


def _converted(operate: Operate, shifts: list[int], settles: list[int], shift: int) -> Operate:
    """The operation with its arguments and its result brought to the agreed units, and its arguments settled."""
    scaled = [(index, power) for index, power in enumerate(shifts) if power]
    if not scaled and not settles and not shift:
        return operate

    def run_it(run: Run, args: list[Column]) -> Column:
        given = list(args)
        for index, power in scaled:
            given[index] = _scale(given[index], power)
        for index in settles:
            given[index] = settled(run, given[index])
        return _scale(operate(run, given), shift)

    return run_it
