"""From the cells of a row to typed values: one reader a field type, every fault a finding at its cell."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from shuanglun.factory.orders.headings import Grid, Table, TableColumn
from shuanglun.factory.orders.messages import found
from shuanglun.factory.orders.model import PANEL, CatalogueFacts, CellValue, FieldValue, Learned, Source
from shuanglun.factory.orders.profiles import FieldSpec, Profile
from shuanglun.factory.orders.rows import Title
from shuanglun.factory.orders.values import (
    Choices,
    make_choices,
    plain,
    read_count,
    read_day,
    read_days,
    read_points,
    shown,
)
from shuanglun.kernel.findings import Finding, Level, Where
from shuanglun.kernel.length import millimetres
from shuanglun.kernel.text import Text

Edits = Mapping[tuple[str, int, str], str]  # (sheet, 1-based row, field) to the text typed on the page

_ORDER_OF_SIZES = {"宽": "width", "高": "height", "厚": "wall", "长": "length"}
_BY = re.compile(r"\s*[*×xX✕╳]\s*")
_CODES = {"model": "MODEL", "colour": "COLOUR", "quantity": "QUANTITY"}


@dataclass(frozen=True)
class Desk:
    """All that reading a line needs and that is the same for the whole file."""

    profile: Profile
    facts: CatalogueFacts
    learned: Learned
    today: date
    file: str
    edits: Edits
    choices: Mapping[str, Choices] = field(default_factory=dict)

    def label(self, name: str) -> Text:
        """A field's name for people."""
        return self.profile.fields[name].label

    def model_name(self, code: str | None) -> str:
        """A model's first name, or its code."""
        model = self.facts.models.get(code or "")
        return model.names[0] if model and model.names else code or "?"


def make_choices_of(profile: Profile, facts: CatalogueFacts, learned: Learned) -> dict[str, Choices]:
    """The words of every choice field: models, colours and materials come from the catalogue, the rest from the profile."""
    choices: dict[str, Choices] = {}
    for spec in profile.fields.values():
        if spec.type != "choice":
            continue
        catalogue = _catalogue(spec.name, facts)
        words = list(spec.values.items()) if catalogue is None else _joined(spec, catalogue)
        made = make_choices(words)
        taught = {plain(text): value for text, value in learned.values.get(spec.name, {}).items()}
        choices[spec.name] = Choices({**made.index, **taught}, made.offered)
    return choices


def _catalogue(name: str, facts: CatalogueFacts) -> Mapping[str, tuple[str, ...]] | None:
    if name == "model":
        return {code: model.names for code, model in facts.models.items() if code != PANEL}
    return {"colour": facts.colours, "material": facts.materials}.get(name)


def _joined(spec: FieldSpec, catalogue: Mapping[str, tuple[str, ...]]) -> list[tuple[str | int, tuple[str, ...]]]:
    """Catalogue entries with the profile's words for them; words for what the factory does not have are left out."""
    return [
        (
            code,
            (*names, *(w for key, words in spec.values.items() if key in (code, *names) for w in (str(key), *words))),
        )
        for code, names in catalogue.items()
    ]


@dataclass
class LineReader:
    """Reads the rows of one table. ``findings`` grows; ``above`` remembers the last texts for ditto marks."""

    desk: Desk
    grid: Grid
    table: Table
    title: Title
    findings: list[Finding] = field(default_factory=list)
    above: dict[str, CellValue] = field(default_factory=dict)
    no_due_told: bool = False
    _stated: dict[str, FieldValue] = field(default_factory=dict)
    _told: set[tuple[str, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.columns = self.table.by_field()
        self.sheet = self.grid.sheet.name
        self.size_column = self.columns.get("size")

    # ------------------------------------------------------------------ where

    def where(self, row: int, name: str) -> Where:
        """The place of a field in a row (0-based), as the user sees it; a field stated above the heading is there."""
        stated = self.title.values.get(name) if name not in self.columns else None
        if stated:
            return Where(self.desk.file, self.sheet, stated.place[0] + 1, None, stated.cell, name)
        column = self.columns.get(name) or (self.size_column if name in self._sizes_into() else None)
        return Where(
            file=self.desk.file,
            sheet=self.sheet,
            row=row + 1,
            column=column.heading if column else None,
            cell=self.grid.sheet.cell(*self.grid.origin(row, column.index)) if column else None,
            field=name,
        )

    def _sizes_into(self) -> tuple[str, ...]:
        return self.desk.profile.fields["size"].into if self.size_column else ()

    def _say(self, code: str, row: int, name: str, value: str | None = None, **parts: str | int | Text) -> None:
        self.findings.append(found(code, self.where(row, name), value, **parts))

    # ------------------------------------------------------------------ raw texts

    def read(self, row: int) -> dict[str, FieldValue]:
        """All fields of a row. A field that could not be read has the value None; its finding is in ``findings``."""
        raws = self._raws(row)
        values: dict[str, FieldValue] = {}
        for spec in self.desk.profile.fields.values():
            raw, source, cell = raws.get(spec.name, (None, "cell", None))
            if spec.type == "sizes":  # what was understood of it stands in the fields it is split into
                if raw is not None:
                    values[spec.name] = FieldValue(shown(raw), None, source, cell)
                continue
            value = self._stated.get(spec.name) if source == "title" else None
            value = value or self._field(row, spec, raw, source, cell, values)
            if source == "title":  # read once, told once
                self._stated[spec.name] = value
            values[spec.name] = value
        return values

    def _raws(self, row: int) -> dict[str, tuple[CellValue, Source, str | None]]:
        raws: dict[str, tuple[CellValue, Source, str | None]] = {}
        if self.size_column:
            raws.update(self._sizes(row, self.size_column))
        for name, stated in self.title.values.items():
            if name not in self.columns:
                raws[name] = (stated.value, "title", stated.cell)
        for name, column in self.columns.items():
            raws[name] = (
                self._cell(row, name, column),
                "cell",
                self.grid.sheet.cell(*self.grid.origin(row, column.index)),
            )
        for name in self.desk.profile.fields:
            edit = self.desk.edits.get((self.sheet, row + 1, name))
            if edit is not None:
                raws[name] = (edit or None, "edit", raws[name][2] if name in raws else None)
        return raws

    def _cell(self, row: int, name: str, column: TableColumn) -> CellValue:
        value = self.grid.value(row, column.index)
        if isinstance(value, str) and plain(value) in self.desk.profile.ditto_words:
            value = self.above.get(name)
        if value is None and self._goes_on(row, name):
            value = self.above.get(name)
        self.above[name] = value
        return value

    def _goes_on(self, row: int, name: str) -> bool:
        """True for facts of the whole order, often written in its first line only; a new order has its own date."""
        spec = self.desk.profile.fields[name]
        if spec.level != "order" or spec.type != "day":
            return spec.level == "order"
        number = self.columns.get("order_no")
        return number is None or self.grid.value(row, number.index) in {None, self._order_above(row, number.index)}

    def _order_above(self, row: int, column: int) -> CellValue:
        return self.grid.value(row - 1, column) if row > self.table.first else None

    def _sizes(self, row: int, column: TableColumn) -> dict[str, tuple[CellValue, Source, str | None]]:
        """The sizes in a column of several, as it stands or was typed over."""
        cell = self.grid.sheet.cell(*self.grid.origin(row, column.index))
        typed = self.desk.edits.get((self.sheet, row + 1, "size"))
        text = self.grid.value(row, column.index) if typed is None else typed
        source: Source = "cell" if typed is None else "edit"
        return {name: (part, source, cell) for name, part in self._split(text, column).items()}

    def _split(self, value: CellValue, column: TableColumn) -> dict[str, CellValue]:
        """ "880*2050*140" by the order its heading names (width, height, wall unless said otherwise)."""
        if not isinstance(value, str):
            return {}
        spec = self.desk.profile.fields["size"]
        said = [_ORDER_OF_SIZES[sign] for sign in column.heading if sign in _ORDER_OF_SIZES]
        order = list(dict.fromkeys(said)) if len(set(said)) > 1 and not spec.fixed_order else list(spec.into)
        parts = _BY.split(unicodedata.normalize("NFKC", value).strip())
        return dict(zip(order, parts, strict=False)) if len(parts) <= 3 else {}

    # ------------------------------------------------------------------ one field

    def _field(
        self,
        row: int,
        spec: FieldSpec,
        raw: CellValue,
        source: Source,
        cell: str | None,
        values: Mapping[str, FieldValue],
    ) -> FieldValue:
        broken = self._broken(row, spec) if source == "cell" else None
        if broken:
            stops = spec.missing == "stop" or spec.type not in {"text", "choice"}
            where = self.where(row, spec.name)
            self.findings.append(
                found("ORDER-FORMULA-NO-VALUE", where, None, "stop" if stops else "warn", shown=broken)
            )
            return FieldValue(broken, None, source, cell)
        if raw is None or shown(raw).strip() == "":
            return self._missing(row, spec, values)
        match spec.type:
            case "length":
                value: str | int | None = self._length(row, spec, raw)
            case "count":
                value = self._count(row, spec, raw)
            case "choice":
                value = self._choice(row, spec, raw)
            case "due" | "day":
                value = self._day(row, spec, raw)
            case _:
                value = shown(raw).strip()
        return FieldValue(shown(raw), value, source, cell)

    def _broken(self, row: int, spec: FieldSpec) -> str | None:
        column = self.columns.get(spec.name)
        if column is None or not self.grid.sheet.broken:
            return None
        return self.grid.sheet.broken.get(self.grid.origin(row, column.index))

    def _missing(self, row: int, spec: FieldSpec, values: Mapping[str, FieldValue]) -> FieldValue:
        model = values.get("model")
        wanted = spec.applies_to(None if model is None else model.value)
        here = spec.name in self.columns or spec.name in self._sizes_into()
        if here and wanted and spec.missing != "ok":
            self._say_missing(row, spec)
        return FieldValue("", self._default(spec, values) if wanted else None, "default")

    def _default(self, spec: FieldSpec, values: Mapping[str, FieldValue]) -> str | int | None:
        """The profile's default; a panel is as thick as the board of its material."""
        material = values.get("material") if spec.name == "thickness" else None
        known = self.desk.facts.thicknesses.get(str(material.value)) if material else None
        return spec.default if known is None else known

    def _say_missing(self, row: int, spec: FieldSpec) -> None:
        label = spec.label
        if spec.missing == "warn" and spec.default is not None:
            self._say("ORDER-VALUE-ASSUMED", row, spec.name, field=label, default=default_word(spec))
        elif spec.name in _CODES:
            self._say(f"ORDER-{_CODES[spec.name]}-MISSING", row, spec.name)
        elif spec.type == "length":
            self._say("ORDER-SIZE-MISSING", row, spec.name, field=label)
        else:
            level: Level = "stop" if spec.missing == "stop" else "warn"
            self.findings.append(found("ORDER-VALUE-MISSING", self.where(row, spec.name), None, level, field=label))

    def _length(self, row: int, spec: FieldSpec, raw: CellValue) -> int | None:
        column = self.columns.get(spec.name)
        points = read_points(raw, (column.unit if column else None) or self.title.unit)
        if not points:
            self._say("ORDER-SIZE-UNREADABLE", row, spec.name, shown(raw), field=spec.label)
            return None
        value = max(points) if spec.points == "most" else min(points)
        spread = max(points) - min(points)
        if spread > spec.most_spread:
            parts = {"spread": millimetres(spread), "most": millimetres(spec.most_spread), "value": millimetres(value)}
            self.findings.append(found("ORDER-SIZE-POINTS", self.where(row, spec.name), field=spec.label, **parts))
        return value

    def _count(self, row: int, spec: FieldSpec, raw: CellValue) -> int | None:
        count = read_count(raw)
        if count is not None and 1 <= count <= spec.most:
            merge = self.grid.merges.get((row, self.columns[spec.name].index)) if spec.name in self.columns else None
            if merge and merge.bottom > merge.top and row == merge.top:
                self._say("ORDER-QUANTITY-MERGED", row, spec.name, str(count))
            return count
        self._say("ORDER-QUANTITY-WRONG", row, spec.name, shown(raw), most=spec.most)
        return None

    def _choice(self, row: int, spec: FieldSpec, raw: CellValue) -> str | int | None:
        choices = self.desk.choices[spec.name]
        value = choices.read(raw)
        free = spec.open and not (spec.name == "material" and self.desk.facts.materials is not None)
        if value is not None or free:
            return shown(raw).strip() if value is None else value
        code = {"model": "MODEL", "colour": "COLOUR", "material": "MATERIAL"}.get(spec.name, "VALUE")
        near = choices.nearest(raw)
        hint = Text(f"，如 {'、'.join(near)}", f", such as {', '.join(near)}") if near else Text("", "")
        self._say(f"ORDER-{code}-UNKNOWN", row, spec.name, shown(raw), hint=hint, field=spec.label)
        return None

    def _day(self, row: int, spec: FieldSpec, raw: CellValue) -> str | int | None:
        """A day as ISO text, or a number of days after the order date as an int."""
        if spec.type == "due":
            days = read_days(raw)
            if days is not None:
                return days
        day = read_day(raw, self.desk.today)
        if day is not None:
            return day.isoformat()
        if spec.type == "due":
            self._say("ORDER-DUE-UNREADABLE", row, spec.name, shown(raw), field=spec.label)
            return None
        if (spec.name, shown(raw)) not in self._told:
            self._told.add((spec.name, shown(raw)))
            today = self.desk.today.isoformat()
            self._say("ORDER-DATE-UNREADABLE", row, spec.name, shown(raw), field=spec.label, today=today)
        return None


def default_word(spec: FieldSpec) -> str:
    """A field's default as people say it."""
    words = spec.values.get(spec.default) if spec.default is not None else None
    if words:
        return words[0]
    return millimetres(spec.default) if isinstance(spec.default, int) and spec.type == "length" else str(spec.default)


def after(day: date, days: int) -> date:
    """A day some days later; the last day there is when that is too far."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max
