"""Compiling a formula table: names, units, dependency order. All faults are found at once, as findings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter

from shuanglun.engines.formula.cell import DRAWING, Cell
from shuanglun.engines.formula.cells import cells_of
from shuanglun.engines.formula.checking import Checked, Scope, check
from shuanglun.engines.formula.columns import Column
from shuanglun.engines.formula.kinds import Kind, kind_of_unit
from shuanglun.engines.formula.lookups import Lookup, Steps
from shuanglun.engines.formula.narrowing import Narrowed, narrow
from shuanglun.engines.formula.numbers import DECIMALS, read_number
from shuanglun.engines.formula.problems import Problem, stop
from shuanglun.engines.formula.running import fixed_values
from shuanglun.engines.formula.syntax import fold, parse
from shuanglun.engines.formula.tables import AXES, FACES, FormulaTable, Parameter, Part
from shuanglun.kernel.findings import Finding
from shuanglun.kernel.text import Text

_NAME = re.compile(r"[^\W\d]\w*(?:\.\w+)*")
_MOST_KEPT = 64
_RENAME = Text("请改名", "choose another name")


@dataclass(frozen=True, slots=True)
class Compiled:
    """A formula table that is ready to run.

    ``order`` lists the cells with formulas, each after what it reads; ``fixed`` holds constants and all that rests on them
    alone, ``moving`` the rest of the order without what only a drawing needs, ``drawn`` the rest with it. ``kept`` remembers
    what batches leave open, by the parameters none of their lines gives.
    """

    table: FormulaTable
    cells: Mapping[str, Cell]
    kinds: Mapping[str, Kind]
    names: Mapping[str, str]
    programs: Mapping[str, Checked]
    order: tuple[str, ...]
    scope: Scope
    spellings: Mapping[str, Mapping[str, str]]
    fixed: Mapping[str, Column]
    moving: tuple[str, ...]
    drawn: tuple[str, ...]
    kept: dict[tuple[frozenset[str], bool], Narrowed] = field(default_factory=dict, repr=False, compare=False)

    def left_open(self, defaults: Mapping[str, Column], drawing: bool) -> Narrowed:
        """What is left to compute when these parameters have their defaults in every line."""
        wanted = frozenset(defaults), drawing
        found = self.kept.get(wanted)
        if found is None:
            if len(self.kept) >= _MOST_KEPT:
                self.kept.clear()
            order = self.drawn if drawing else self.moving
            found = self.kept[wanted] = narrow(order, self.programs, self.cells, {**self.fixed, **defaults})
        return found

    def key_of(self, name: str) -> str | None:
        """The cell a name or alias means."""
        return self.names.get(fold(name)) or (name if name in self.cells else None)


def spellings_of(parameter: Parameter) -> dict[str, str]:
    """Every accepted spelling of a choice, folded, to its stored code."""
    return {
        fold(spelling): option.code
        for option in parameter.options
        for spelling in (option.code, option.label.zh, option.label.en, *option.also)
    }


def compile_table(table: FormulaTable) -> tuple[Compiled | None, list[Finding]]:
    """Compile a table. With any stop finding there is nothing to run and the first item is None."""
    findings: list[Finding] = []
    cells = cells_of(table)
    names = _names(cells, table.lookups, findings)
    spellings = {p.name: spellings_of(p) for p in table.parameters if p.options}
    kinds = {cell.key: _kind(cell, spellings, findings) for cell in cells}
    tables = _tables(table.lookups, findings)
    scope = Scope(names, kinds, tables)
    programs = _programs(cells, scope, findings)
    order = _order(programs, cells, findings)
    _plain_values(table, findings)
    _structure(table, findings)
    if findings:
        return None, findings
    by_key = {cell.key: cell for cell in cells}
    fixed = fixed_values(table.constants, order, programs, by_key)
    drawn = tuple(key for key in order if key not in fixed)
    needed = _needed(order, programs, by_key)
    moving = tuple(key for key in drawn if key in needed)
    return Compiled(table, by_key, kinds, names, programs, order, scope, spellings, fixed, moving, drawn), []


def _needed(order: Iterable[str], programs: Mapping[str, Checked], cells: Mapping[str, Cell]) -> set[str]:
    """Every cell that is not the drawing's, and what such cells read."""
    waiting = [key for key in order if cells[key].kind not in DRAWING]
    needed: set[str] = set()
    while waiting:
        key = waiting.pop()
        if key not in needed:
            needed.add(key)
            waiting += [use for use in programs[key].uses if use in programs]
    return needed


def _names(cells: Iterable[Cell], lookups: Iterable[Lookup | Steps], findings: list[Finding]) -> dict[str, str]:
    """Folded names to cell keys; every name may mean one thing only."""
    wanted = [
        (cell.key, name) for cell in cells if cell.kind != "check" for name in dict.fromkeys((cell.key, *cell.aliases))
    ]
    wanted += [
        (table.name, name) for table in lookups for name in dict.fromkeys((table.name, table.label.zh, *table.alias))
    ]
    owners: dict[str, str] = {}
    for key, name in wanted:
        folded = fold(name)
        if not _NAME.fullmatch(folded):
            what = Text(
                f"名称“{name}”只能用文字、数字和下划线，且不以数字开头",
                f'the name "{name}" may only use letters, digits and "_"',
            )
            findings.append(stop("TABLE-NAME", what, key, name, _RENAME))
        elif owners.setdefault(folded, key) != key:
            what = Text(
                f"名称“{name}”用了两次（{owners[folded]}、{key}）",
                f'the name "{name}" is used twice ({owners[folded]}, {key})',
            )
            findings.append(stop("TABLE-NAME-TWICE", what, key, name, _RENAME))
    for key, count in Counter(cell.key for cell in cells).items():
        if count > 1:
            what = Text(f"名称“{key}”用了 {count} 次", f'the name "{key}" is used {count} times')
            findings.append(stop("TABLE-NAME-TWICE", what, key, key, _RENAME))
    tables = {table.name for table in lookups}
    return {folded: key for folded, key in owners.items() if key not in tables}


def _kind(cell: Cell, spellings: Mapping[str, Mapping[str, str]], findings: list[Finding]) -> Kind:
    kind = kind_of_unit(cell.unit)
    if kind is None:
        findings.append(_no_unit(cell.key, cell.unit))
        return Kind("number")
    return Kind(kind.base, kind.unit, spellings.get(cell.key))


def _no_unit(key: str, unit: str) -> Finding:
    return stop("TABLE-UNIT", Text(f"不认识单位“{unit}”", f'"{unit}" is no known unit'), key, unit)


def _tables(lookups: Iterable[Lookup | Steps], findings: list[Finding]) -> dict[str, Lookup | Steps]:
    found: dict[str, Lookup | Steps] = {}
    for table in lookups:
        units = [unit for unit in (table.unit, *(key.unit for key in table.keys)) if kind_of_unit(unit) is None]
        findings += [_no_unit(table.name, unit) for unit in units]
        for row in table.faulty_rows():
            what = Text(
                f"表“{table.label.zh}”第 {row} 行与列不符",
                f'row {row} of table "{table.label.en}" does not fit its columns',
            )
            findings.append(stop("TABLE-ROW", what, table.name, str(row)))
        for name in (table.name, table.label.zh, *table.alias):
            found[fold(name)] = table
    return found


def _programs(cells: Iterable[Cell], scope: Scope, findings: list[Finding]) -> dict[str, Checked]:
    programs = {}
    for cell in cells:
        if cell.formula is None:
            continue
        try:
            programs[cell.key] = check(parse(cell.formula), scope, scope.kinds[cell.key])
        except Problem as wrong:
            findings.append(stop(wrong.code, wrong.what, cell.key, cell.formula))
    return programs


def _order(programs: Mapping[str, Checked], cells: Iterable[Cell], findings: list[Finding]) -> tuple[str, ...]:
    """The cells in an order that works; every circle found is told with its members and then taken out."""
    graph = {key: sorted(use for use in program.uses if use in programs) for key, program in programs.items()}
    labels = {cell.key: cell.aliases[0] if cell.aliases else cell.key for cell in cells}
    while True:
        try:
            return tuple(TopologicalSorter(graph).static_order())
        except CycleError as error:
            members = error.args[1][::-1]
            path, named = " → ".join(members), " → ".join(labels[key] for key in members)
            what = Text(f"互相引用成了环：{named}", f"these cells refer to one another in a circle: {path}")
            findings.append(stop("FORMULA-CYCLE", what, members[0], path))
            gone = set(members)
            graph = {key: [use for use in uses if use not in gone] for key, uses in graph.items() if key not in gone}


def _plain_values(table: FormulaTable, findings: list[Finding]) -> None:
    """Constants and defaults must be of the kind their unit says."""
    given: list[tuple[str, str, object, dict[str, str]]] = [(c.name, c.unit, c.value, {}) for c in table.constants]
    given += [
        (p.name, p.unit, p.default, {} if p.open else spellings_of(p))
        for p in table.parameters
        if p.default is not None
    ]
    for name, unit, value, spellings in given:
        if not _matches(unit, value, spellings):
            what = Text(f"“{value}”不是 {unit} 的值", f'"{value}" is no value of {unit}')
            findings.append(stop("TABLE-VALUE", what, name, str(value)))


def _matches(unit: str, value: object, spellings: Mapping[str, str]) -> bool:
    if unit == "text":
        return isinstance(value, str) and (not spellings or fold(value) in spellings)
    if unit == "yes/no":
        return isinstance(value, bool)
    try:
        number = read_number(value)
    except ValueError:
        return False
    return isinstance(value, (int, float)) and round(number, DECIMALS) == number


def _grain(part: Part) -> bool:
    return part.grain in {"none", "length", "width"} or part.grain.startswith("=")


def _structure(table: FormulaTable, findings: list[Finding]) -> None:
    """References between rows that are not formulas: assemblies, checks' parameters."""
    parts = {part.key: part for part in table.parts}
    for part in table.parts:
        if not _grain(part):
            what = Text("纹理只能是 none、length、width 或公式", "grain is none, length, width or a formula")
            findings.append(stop("TABLE-GRAIN", what, f"{part.key}.grain", part.grain))
        if part.into is not None and (part.into not in parts or parts[part.into].material != "none"):
            what = Text(
                f"“{part.into}”不是组件（材料角色为 none 的部件）",
                f'"{part.into}" is no assembly (a part with material role none)',
            )
            findings.append(stop("TABLE-INTO", what, f"{part.key}.into", part.into))
    _drawing(table, parts, findings)
    parameters = {parameter.name for parameter in table.parameters}
    for one in table.checks:
        if one.about is not None and one.about not in parameters:
            what = Text(f"没有参数“{one.about}”", f'there is no parameter "{one.about}"')
            findings.append(stop("TABLE-ABOUT", what, f"check:{one.code}", one.about))


_NEEDS = {
    "drill": ("diameter",),
    "groove": ("depth", "length", "width"),
    "pocket": ("depth", "length", "width"),
    "contour": ("length", "width"),
    "mitre": ("angle",),
}


def _drawing(table: FormulaTable, parts: Mapping[str, Part], findings: list[Finding]) -> None:
    """References, faces and axes of machining and placements, and what an operation needs to say."""
    wanted = [(row.key, row.part) for row in table.machining] + [(row.key, row.part) for row in table.placements]
    for key, part in wanted:
        if part not in parts:
            what = Text(f"没有部件“{part}”", f'there is no part "{part}"')
            findings.append(stop("TABLE-PART", what, f"{key}.part", part))
    for one in table.machining:
        faces = ("left", "right") if one.kind == "mitre" else FACES
        if one.face not in faces and not one.face.startswith("="):
            what = Text(f"面只能是 {'、'.join(faces)} 或公式", f"the face is {', '.join(faces)} or a formula")
            findings.append(stop("TABLE-FACE", what, f"{one.key}.face", one.face))
        for name in _NEEDS[one.kind]:
            if getattr(one, name) is None:
                what = Text(f"{one.kind} 要填 {name}", f"a {one.kind} needs {name}")
                findings.append(stop("TABLE-MACHINING", what, f"{one.key}.{name}"))
    for place in table.placements:
        for name in ("length_along", "width_along", "thickness_along"):
            axis = getattr(place, name)
            if axis is not None and axis not in AXES and not axis.startswith("="):
                what = Text(f"方向只能是 {'、'.join(AXES)} 或公式", f"the direction is {', '.join(AXES)} or a formula")
                findings.append(stop("TABLE-AXIS", what, f"{place.key}.{name}", axis))
