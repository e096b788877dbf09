"""Columns of a table: what is missing, what is unknown, what an unknown one could mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from shuanglun.factory.orders.headings import Grid, Table, TableColumn
from shuanglun.factory.orders.lines import Desk, LineReader, default_word
from shuanglun.factory.orders.messages import found
from shuanglun.factory.orders.model import CellValue, Column, FieldValue, column_letter
from shuanglun.factory.orders.profiles import FieldSpec, heading_keys
from shuanglun.factory.orders.values import likeness, plain
from shuanglun.kernel.findings import Finding, Level, Where
from shuanglun.kernel.text import Text

_SAMPLE = 40
_LEAST_LIKE = 0.5
_LEAST_SHARE = 0.6

Lines = Sequence[tuple[int, str]]


def suggest_assignments(
    heading: str, samples: Iterable[CellValue], desk: Desk, taken: Iterable[str] = (), most: int = 3
) -> tuple[str, ...]:
    """Fields an unknown column could mean, likeliest first: by its name's likeness to known names and by its values."""
    skip = set(taken)
    values = [value for value in samples if value is not None]
    scores: dict[str, float] = {}
    for spec in desk.profile.fields.values():
        if spec.name in skip:
            continue
        key = plain(heading)
        name = max((likeness(key, plain(alias)) for alias in spec.aliases), default=0.0) if key else 0.0
        choices = desk.choices.get(spec.name)
        known = sum(1 for value in values if choices.read(value) is not None) if choices else 0
        share = known / len(values) if values else 0.0
        score = max(name if name >= _LEAST_LIKE else 0.0, share + 0.1 if share >= _LEAST_SHARE else 0.0)
        if score:
            scores[spec.name] = score
    return tuple(sorted(scores, key=lambda name: -scores[name])[:most])


def _samples(grid: Grid, column: TableColumn, lines: Lines) -> list[CellValue]:
    values = (grid.value(row, column.index) for row, _ in lines)
    return [value for _, value in zip(range(_SAMPLE), (v for v in values if v is not None), strict=False)]


def _is_kept(desk: Desk, column: TableColumn) -> bool:
    parts = [column.heading, *column.heading.split("/")[-1:]]
    return any(key in desk.profile.kept_columns for part in parts for key in heading_keys(part))


def _unknown(desk: Desk, grid: Grid, table: Table, lines: Lines) -> dict[int, tuple[str, ...]]:
    """Unknown columns that hold something, by index, with suggestions."""
    taken = set(table.by_field())
    unknown: dict[int, tuple[str, ...]] = {}
    twice = {column.index for column in table.twice}
    for column in table.columns:
        if column.field is None and column.index not in twice and not _is_kept(desk, column):
            samples = _samples(grid, column, lines)
            if samples:
                unknown[column.index] = suggest_assignments(column.heading, samples, desk, taken)
    return unknown


def describe_columns(desk: Desk, grid: Grid, table: Table, lines: Lines) -> list[Column]:
    """The columns for the page where a user assigns them."""
    unknown = _unknown(desk, grid, table, lines)
    return [
        Column(grid.sheet.name, column_letter(c.index), c.heading, c.field, unknown.get(c.index, ()))
        for c in table.columns
        if c.heading or c.index in unknown
    ]


def check_columns(desk: Desk, grid: Grid, table: Table, lines: Lines) -> list[Finding]:
    """Unknown columns and columns that mean the same."""
    findings: list[Finding] = []
    for index, suggestions in _unknown(desk, grid, table, lines).items():
        heading = table.columns[index].heading or column_letter(index)
        labels = [desk.label(name) for name in suggestions]
        zh, en = "、".join(label.zh for label in labels), ", ".join(label.en for label in labels)
        hint = Text(f"（可能是{zh}）", f" (perhaps {en})") if labels else Text("", "")
        where = _heading_place(desk, grid, table, table.columns[index])
        findings.append(found("ORDER-COLUMN-UNKNOWN", where, heading=heading, hint=hint))
    for column in table.twice:
        where = _heading_place(desk, grid, table, column)
        label = desk.label(column.field or "")
        findings.append(found("ORDER-COLUMN-TWICE", where, heading=column.heading, field=label))
    return findings


def _heading_place(desk: Desk, grid: Grid, table: Table, column: TableColumn) -> Where:
    row, index = grid.origin(table.first - 1, column.index)
    return Where(desk.file, grid.sheet.name, row + 1, column.heading, grid.sheet.cell(row, index), column.field)


def check_missing(reader: LineReader, lines: Iterable[Mapping[str, FieldValue]]) -> list[Finding]:
    """Fields that are wanted and have no column at all: one finding each, not one a line."""
    has_place = {*reader.columns, *reader.title.values}
    if reader.size_column:
        has_place.update(reader.desk.profile.fields["size"].into)
    specs = {
        spec.name: spec
        for spec in reader.desk.profile.fields.values()
        if spec.level == "line" and spec.missing != "ok" and spec.name not in has_place
    }
    wanted: dict[str, FieldSpec] = {}
    for values in lines:
        for name, spec in specs.items():
            if values[name].source == "default" and _applies(spec, values):
                wanted.setdefault(name, spec)
        if len(wanted) == len(specs):
            break
    return [_missing_finding(reader, spec) for spec in wanted.values()]


def _applies(spec: FieldSpec, values: Mapping[str, FieldValue]) -> bool:
    return spec.applies_to(values["model"].value if "model" in values else None)


def _missing_finding(reader: LineReader, spec: FieldSpec) -> Finding:
    where = Where(reader.desk.file, reader.sheet, reader.table.first, field=spec.name)
    if spec.missing == "warn" and spec.default is not None:
        return found("ORDER-COLUMN-ASSUMED", where, field=spec.label, default=default_word(spec))
    level: Level = "stop" if spec.missing == "stop" else "warn"
    return found("ORDER-COLUMN-MISSING", where, None, level, field=spec.label)
