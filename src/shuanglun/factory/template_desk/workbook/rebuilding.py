"""The sheets' cells put together again as a document."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from openpyxl.utils import get_column_letter

from shuanglun.factory.template_desk.documents import SECTIONS, Document
from shuanglun.factory.template_desk.workbook.faults import Faults
from shuanglun.factory.template_desk.workbook.scalars import Scalar, from_cell, from_words
from shuanglun.factory.template_desk.workbook.tables import (
    HEAD,
    INNER,
    NUMBERED,
    OWNER,
    WHOLE,
    WORDS,
    document_from,
    owner_names,
    steps_of,
)

_Steps = tuple[str, ...]


@dataclass(slots=True)
class Line:
    """A filled row of a sheet: its number and its filled cells by column (1-based)."""

    row: int
    cells: dict[int, Scalar]


@dataclass(slots=True)
class Sheet:
    """A sheet: title, field names by column, filled rows."""

    title: str
    fields: dict[int, str] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)


def rebuild(sheets: dict[str, Sheet], faults: Faults) -> Document:
    """The document of all sheets; what does not fit is told in ``faults``."""
    head = _head(sheets[HEAD], faults)
    sections = {name: _rows(sheets[name], faults) for name in SECTIONS}
    owners = {name: owner_names(rows) for name, rows in sections.items()}
    for section in SECTIONS:
        for inner in INNER:
            sheet = sheets.get(f"{section}.{inner}")
            if sheet is not None:
                _belonging(sheet, inner, sections[section], owners[section], faults)
    return document_from(head, sections)


def _head(sheet: Sheet, faults: Faults) -> dict[str, Any]:
    columns = {name: column for column, name in sheet.fields.items()}
    if not {"path", "value"} <= set(columns):
        faults.field_name(sheet.title, "A2", "path / value")
        return {}
    head: dict[str, Any] = {}
    for line in sheet.lines:
        name, value = line.cells.get(columns["path"]), line.cells.get(columns["value"])
        at = _cell(columns["path"], line.row)
        steps = _steps(str(name)) if name is not None else None
        if steps is None:
            faults.field_name(sheet.title, at, str(name or ""))
        elif value is not None:
            found = _read(value, str(name), faults, sheet.title, _cell(columns["value"], line.row))
            if not _put(head, steps, found):
                faults.field_name(sheet.title, at, str(name))
    return head


def _rows(sheet: Sheet, faults: Faults) -> list[Any]:
    paths = _paths(sheet, faults, {WHOLE})
    return [_row(line, sheet, paths, faults) for line in sheet.lines]


def _paths(sheet: Sheet, faults: Faults, plain: set[str]) -> dict[int, _Steps]:
    """The way of every column; those that are no way, or come twice, are told."""
    paths: dict[int, _Steps] = {}
    for column, name in sheet.fields.items():
        steps = (name,) if name in plain else _steps(name)
        if steps is None or list(sheet.fields.values()).count(name) > 1:
            faults.field_name(sheet.title, _cell(column, 2), name)
        else:
            paths[column] = steps
    return paths


def _steps(name: str) -> _Steps | None:
    try:
        return tuple(steps_of(name.removesuffix(WORDS)))
    except ValueError:
        return None


def _row(line: Line, sheet: Sheet, paths: dict[int, _Steps], faults: Faults) -> Any:
    built: dict[str, Any] = {}
    for column, cell in sorted(line.cells.items()):
        steps = paths.get(column)
        if steps is None or steps == (OWNER,):
            continue
        value = _read(cell, sheet.fields[column], faults, sheet.title, _cell(column, line.row))
        if steps == (WHOLE,):
            return value
        if not _put(built, steps, value):
            faults.field_name(sheet.title, _cell(column, line.row), sheet.fields[column])
    return built


def _put(into: dict[str, Any], steps: _Steps, value: Any) -> bool:
    """Set a value at the end of a way; False where something else stands in it."""
    here = into
    for step in steps[:-1]:
        inner = here.setdefault(step, {})
        if not isinstance(inner, dict):
            return False
        here = inner
    if steps[-1] in here:
        return False
    here[steps[-1]] = value
    return True


def _read(cell: Scalar, name: str, faults: Faults, sheet: str, at: str) -> Any:
    try:
        return from_words(cell) if name.endswith(WORDS) else from_cell(cell)
    except ValueError:
        faults.not_readable(sheet, at, "JSON")
        return None


def _belonging(sheet: Sheet, inner: str, rows: list[Any], owners: list[str], faults: Faults) -> None:
    """Hang the rows of an inner sheet into the rows they belong to."""
    at_owner = next((column for column, name in sheet.fields.items() if name == OWNER), None)
    if at_owner is None:
        faults.field_name(sheet.title, "A2", OWNER)
        return
    numbers = {column: name for column, name in sheet.fields.items() if NUMBERED.fullmatch(name)}
    paths = _paths(sheet, faults, {OWNER, *numbers.values()})
    for line in sheet.lines:
        owner = str(line.cells.get(at_owner, "")).strip()
        row = rows[owners.index(owner)] if owner in owners else None
        if not isinstance(row, dict) or not isinstance(row.get(inner, []), list):
            faults.owner(sheet.title, _cell(at_owner, line.row), owner)
            continue
        numbered = any(column in numbers for column in line.cells)
        others = sorted(set(line.cells) - set(numbers) - {at_owner}) if numbered else []
        if others:  # a row is either a list of values or has fields: nothing of it is left out silently
            faults.field_name(sheet.title, _cell(others[0], line.row), sheet.fields[others[0]])
            continue
        value = _listed(line, sheet, numbers, faults) if numbered else _row(line, sheet, paths, faults)
        row.setdefault(inner, []).append(value)


def _listed(line: Line, sheet: Sheet, numbers: dict[int, str], faults: Faults) -> list[Any]:
    """A row of a look-up: its values in the order of their numbers, ranges put together."""
    values: dict[tuple[int, ...], Any] = {}
    for column, name in numbers.items():
        if column in line.cells:
            at = _cell(column, line.row)
            values[tuple(int(one) for one in name.split("/") if one)] = _read(
                line.cells[column], name, faults, sheet.title, at
            )
    found: list[Any] = []
    for number in range(1, max((way[0] for way in values), default=0) + 1):
        whole = values.get((number,))
        parts = [values[way] for way in sorted(values) if len(way) > 1 and way[0] == number]
        if (number,) not in values and not parts:
            faults.hole(sheet.title, _cell(min(numbers), line.row))
        found.append(whole if (number,) in values else parts)
    return found


def _cell(column: int, row: int) -> str:
    return f"{get_column_letter(column)}{row}"
