"""What a row of a sheet is: an order line, a total, a note, a section title; and what the rows above a heading say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from shuanglun.factory.orders.headings import Grid, Table
from shuanglun.factory.orders.model import CellValue
from shuanglun.factory.orders.profiles import Profile, heading_unit
from shuanglun.factory.orders.values import plain, shown

RowKind = Literal["blank", "line", "subtotal", "note", "section", "odd"]

_LABELLED = re.compile(r"^\s*[^:：\d]{1,12}[:：]")
_NUMBERED = re.compile(r"^\s*(\d{1,2}|[一二三四五六七八九十])[、.．)）]")
_UNIT_SAID = re.compile(r"单位\s*[:：为]\s*(毫米|厘米|公分|米|mm|cm|m)", re.IGNORECASE)
_BASIS_REACH = 14


@dataclass(frozen=True, slots=True)
class TitleValue:
    """A value stated outside the lines, and its cell."""

    value: CellValue
    place: tuple[int, int]
    cell: str


@dataclass
class Title:
    """What the rows above a heading (and the notes below the lines) state."""

    values: dict[str, TitleValue] = field(default_factory=dict)
    basis: list[tuple[str, tuple[int, int]]] = field(default_factory=list)
    unit: str = "mm"


class RowReader:
    """Tells the rows of one table apart."""

    def __init__(self, grid: Grid, table: Table, profile: Profile) -> None:
        self.grid = grid
        self.table = table
        self.profile = profile
        mapped = [column for column in table.columns if column.field]
        self.mapped = [column.index for column in mapped]
        self.decisive = {
            column.index
            for column in mapped
            if profile.fields[column.field or ""].type in {"length", "sizes", "count"} or column.field == "model"
        }

    def kind(self, row: int) -> RowKind:
        """What the row is; a row filled only by its running number is blank."""
        own = [index for index, cell in enumerate(self.grid.rows[row]) if cell is not None]
        if not own:
            return "blank"
        texts = [shown(self.grid.own(row, index)) for index in own]
        if any(self._is_subtotal(text) for text in texts[:3]):
            return "subtotal"
        known = not self.profile.any_heading  # of a list nobody knows every row is a line until the page says more
        if known and (all(self._is_note(t) for t in texts) or (len(own) == 1 and self._begins_note(texts[0]))):
            return "note"
        if not known or self._is_line(row, own):
            return "line"
        if all(
            isinstance(self.grid.own(row, index), int) or text.isdecimal()
            for index, text in zip(own, texts, strict=True)
        ):
            return "blank" if not set(own) & set(self.mapped) else "odd"
        wide = self.grid.spans(row, own[0]) >= 3
        return ("section" if len(texts[0]) <= 40 else "note") if len(own) == 1 and wide else "odd"

    def _is_line(self, row: int, own: list[int]) -> bool:
        filled = [index for index in self.mapped if self.grid.value(row, index) is not None]
        if len(own) == 1 and self.grid.spans(row, own[0]) >= 3:
            return False
        return len(filled) >= 2 and (bool(self.decisive.intersection(filled)) or len(filled) >= 3)

    def _is_subtotal(self, text: str) -> bool:
        word = plain(text)
        return any(
            word == total or (len(total) > 1 and not total.isascii() and word.startswith(total))
            for total in self.profile.subtotal_words
        )

    def _begins_note(self, text: str) -> bool:
        word = plain(text)
        return bool(_NUMBERED.match(text)) or any(word.startswith(note) for note in self.profile.note_words)

    def _is_note(self, text: str) -> bool:
        return bool(_LABELLED.match(text))


def _texts(grid: Grid, first: int, end: int) -> Iterator[tuple[int, int, CellValue]]:
    for row in range(first, end):
        for column, value in enumerate(grid.rows[row]):
            if value is not None:
                yield row, column, value


def read_title(grid: Grid, table: Table, profile: Profile, notes: list[tuple[int, int, str]]) -> Title:
    """Labels with values ("客户：张三  电话：138…", or a label beside its value), the unit and the basis of the sizes."""
    title = Title()
    labels = re.compile(
        rf"(?:^|(?<=[\s,，;；|/]))({'|'.join(map(re.escape, _labels(profile)))})\s*[:：]\s*", re.IGNORECASE
    )
    for row, column, value in _texts(grid, table.title, table.top):
        text = shown(value)
        _statements(title, profile, text, (row, column))
        matches = list(labels.finditer(text))
        for match, following in zip(matches, [*matches[1:], None], strict=False):
            said = text[match.end() : following.start() if following else None].strip(" \t\n\u3000,，;；|/")
            _keep(title, grid, profile, match[1], said, (row, column))
        if not matches and (name := profile.field_of(text)) and len(text) <= 12:
            _keep(title, grid, profile, name, "", (row, column))
    for row, column, text in notes:
        _statements(title, profile, text, (row, column))
    for column_info in table.columns:
        title.unit = heading_unit(column_info.heading) or title.unit if column_info.field == "size" else title.unit
    return title


def _labels(profile: Profile) -> list[str]:
    words = {
        alias
        for spec in profile.fields.values()
        for alias in spec.aliases
        if spec.type not in {"length", "sizes", "count"} and len(alias) > 1
    }
    return sorted(words, key=len, reverse=True)


def _keep(title: Title, grid: Grid, profile: Profile, label: str, said: str, place: tuple[int, int]) -> None:
    name = profile.field_of(label) or label
    if name in title.values or profile.fields[name].type in {"length", "sizes", "count"}:
        return
    if said:
        title.values[name] = TitleValue(said, place, grid.sheet.cell(*place))
        return
    row, column = place
    beside = column + grid.spans(row, column)
    value = grid.own(row, beside)
    if value is not None and not (isinstance(value, str) and (":" in plain(value[-1:]) or profile.field_of(value))):
        title.values[name] = TitleValue(value, (row, beside), grid.sheet.cell(row, beside))


def _statements(title: Title, profile: Profile, text: str, place: tuple[int, int]) -> None:
    unit = _UNIT_SAID.search(text)
    if unit:
        title.unit = unit[1].lower()
    for lead in profile.basis_leads:
        at = text.find(lead)
        basis = profile.basis_in(text[at + len(lead) : at + len(lead) + _BASIS_REACH]) if at >= 0 else None
        if basis:
            title.basis.append((basis, place))
            return
