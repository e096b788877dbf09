"""Rules over a whole line: what the factory can make, sizes that look swapped, due days, the basis of the sizes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from shuanglun.factory.orders.lines import Desk, LineReader, after
from shuanglun.factory.orders.messages import found
from shuanglun.factory.orders.model import FieldValue, Range
from shuanglun.factory.orders.profiles import FieldSpec
from shuanglun.kernel.findings import Where
from shuanglun.kernel.length import millimetres
from shuanglun.kernel.text import Text

Values = Mapping[str, FieldValue]
_ANY_MODEL = Text("任何产品", "any product")
_HINTS = (
    (10, Text("，像是厘米", "; it looks like centimetres")),
    (1000, Text("，像是米", "; it looks like metres")),
)
_BASIS_NAMES = {
    "opening": Text("洞口", "opening"),
    "frame": Text("包框", "frame"),
    "clear": Text("见光", "clear"),
    "casing": Text("包边", "casing"),
    "finished": Text("成品", "finished"),
    "cut": Text("开料", "cut"),
}


def number(values: Values, name: str) -> int | None:
    """A whole-number value of a line, or None."""
    value = values[name].value if name in values else None
    return value if isinstance(value, int) else None


def model_of(desk: Desk, values: Values) -> str | None:
    """The line's model code: the profile's only one, or what the line says."""
    model = values["model"].value if "model" in values else desk.profile.model
    return str(model) if model else None


def check_sizes(reader: LineReader, row: int, values: Values) -> None:
    """Every length within what the model allows (or any product when the model is unknown); unusual ones pointed out."""
    desk = reader.desk
    model = model_of(desk, values)
    swapped = _check_swapped(reader, row, values, model)
    for spec in desk.profile.fields.values():
        value = number(values, spec.name) if spec.type == "length" else None
        if value is None or values[spec.name].source == "default":
            continue
        allowed, known = _allowed(desk, model, spec)
        if allowed and value not in allowed:
            _say_range(reader, row, spec, value, allowed, model if known else None)
        elif spec.usual and value not in spec.usual and not (swapped and spec.name == "height"):
            low, high = millimetres(spec.usual.least), millimetres(spec.usual.most)
            parts = {"least": low, "most": high, "value": millimetres(value)}
            reader.findings.append(found("ORDER-SIZE-UNUSUAL", reader.where(row, spec.name), field=spec.label, **parts))


def _allowed(desk: Desk, model: str | None, spec: FieldSpec) -> tuple[Range | None, bool]:
    facts = desk.facts.models.get(model or "")
    limit = facts.limits.get(spec.name) if facts else None
    return (limit, True) if limit else (spec.sane, False)


def _say_range(reader: LineReader, row: int, spec: FieldSpec, value: int, allowed: Range, model: str | None) -> None:
    hint = next((text for factor, text in _HINTS if value * factor in allowed), Text("", ""))
    name = reader.desk.model_name(model)
    reader.findings.append(
        found(
            "ORDER-SIZE-RANGE",
            reader.where(row, spec.name),
            millimetres(value),
            field=spec.label,
            model=Text(name, name) if model else _ANY_MODEL,
            least=millimetres(allowed.least),
            most=millimetres(allowed.most),
            hint=hint,
        )
    )


def _check_swapped(reader: LineReader, row: int, values: Values, model: str | None) -> bool:
    """Point out a width and a height that would both be right the other way round; True when they look so."""
    fields = reader.desk.profile.fields
    width, height = number(values, "width"), number(values, "height")
    if width is None or height is None or width <= height:
        return False
    wide, high = _allowed(reader.desk, model, fields["width"])[0], _allowed(reader.desk, model, fields["height"])[0]
    usual = fields["height"].usual
    impossible = bool(wide and high and not (width in wide and height in high) and height in wide and width in high)
    unusual = bool(usual and height < usual.least and width in usual)
    if impossible or unusual:
        parts = {"width": millimetres(width), "height": millimetres(height)}
        reader.findings.append(found("ORDER-SIZE-SWAPPED", reader.where(row, "width"), **parts))
    return impossible or unusual


# ---------------------------------------------------------------------- due days


@dataclass(frozen=True, slots=True)
class Days:
    """The order date and the due day of a line."""

    ordered: date
    due: date


def days_of(reader: LineReader, row: int, values: Values) -> Days:
    """When the line was ordered (blank: today) and is due: a day, or so many days after the order date."""
    desk = reader.desk
    said = values["order_date"].value if "order_date" in values else None
    ordered = date.fromisoformat(said) if isinstance(said, str) else desk.today
    due, other = (_due(values, name, ordered) for name in ("due", "lead_days"))
    if due and other and due != other:
        reader.findings.append(
            found("ORDER-DUE-CONFLICT", reader.where(row, "due"), due=due.isoformat(), other=other.isoformat())
        )
    day = due or other
    if day is None:
        return Days(ordered, _assumed(reader, row, values, ordered))
    _check_due(reader, row, values, day)
    return Days(ordered, day)


def _due(values: Values, name: str, ordered: date) -> date | None:
    value = values[name].value if name in values else None
    if isinstance(value, int):
        return after(ordered, value)
    return date.fromisoformat(value) if isinstance(value, str) and value else None


def _assumed(reader: LineReader, row: int, values: Values, ordered: date) -> date:
    """The usual lead time when nothing was said; said once a table when there is no column for it at all."""
    days = reader.desk.profile.default_lead_days
    due = after(ordered, days)
    column = next((name for name in ("due", "lead_days") if name in reader.columns), None)
    unreadable = any(values[name].raw for name in ("due", "lead_days") if name in values)
    if column and not unreadable:
        where = reader.where(row, column)
    elif not column and not reader.no_due_told:
        reader.no_due_told = True
        where = Where(reader.desk.file, reader.sheet, reader.table.top + 1)
    else:
        return due
    reader.findings.append(found("ORDER-DUE-MISSING", where, days=days, due=due.isoformat()))
    return due


def _check_due(reader: LineReader, row: int, values: Values, due: date) -> None:
    desk = reader.desk
    name = "due" if values["due"].raw else "lead_days"
    model = model_of(desk, values)
    facts = desk.facts.models.get(model or "")
    least = facts.least_lead_days if facts else 0
    if due < desk.today:
        code, parts = "ORDER-DUE-PAST", {"today": desk.today.isoformat()}
    elif due < after(desk.today, least):
        code, parts = "ORDER-DUE-SOON", {"days": str(least), "model": desk.model_name(model)}
    else:
        return
    reader.findings.append(found(code, reader.where(row, name), due=due.isoformat(), **parts))


# ---------------------------------------------------------------------- which sizes they are


def table_basis(reader: LineReader) -> tuple[str | None, bool]:
    """The basis of a table's sizes and whether it was stated: by the headings first, then by a sentence; else the default."""
    by_field = reader.columns
    headings = [
        by_field[name].basis
        for name in ("width", "height", "length", "size")
        if name in by_field and by_field[name].basis
    ]
    stated: list[tuple[str, Where]] = []
    if headings and headings[0]:
        stated.append((headings[0], Where(reader.desk.file, reader.sheet, reader.table.first)))
    for basis, (row, _) in reader.title.basis:
        stated.append((basis, Where(reader.desk.file, reader.sheet, row + 1)))
    if not stated:
        return reader.desk.profile.basis_default, False
    first = stated[0][0]
    for basis, where in stated[1:]:
        if basis != first:
            reader.findings.append(
                found("ORDER-BASIS-CONFLICT", where, first=_BASIS_NAMES[first], second=_BASIS_NAMES[basis])
            )
    return first, True
