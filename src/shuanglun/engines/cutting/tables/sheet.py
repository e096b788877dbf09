"""One table: its rows by field, every fault kept with file, row and column."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from shuanglun.engines.cutting.tables.headings import columns_of
from shuanglun.kernel.findings import Finding, Level, Where
from shuanglun.kernel.length import millimetres, tenths
from shuanglun.kernel.text import Text

LARGEST = Decimal(100_000)
FIX_CELL = Text("改这一格再读入", "correct this cell and read the file again")


@dataclass
class Sheet:
    """A table being read. ``file`` is what findings call it; ``columns`` says where each field stands."""

    file: str
    known: Mapping[str, Sequence[str]]
    needed: Sequence[str]
    findings: list[Finding] = field(default_factory=list)
    columns: dict[str, int] = field(default_factory=dict)
    headings: list[str] = field(default_factory=list)

    def rows(self, text: str) -> Iterator[Row]:
        """Every filled row below the headings; none when a needed column is missing."""
        try:
            records = [(n, r) for n, r in _records(text) if any(cell.strip() for cell in r)]
        except csv.Error as error:
            self.add("CUT-TABLE-CSV", "stop", Text(f"不是完好的 CSV: {error}", f"this is no sound CSV: {error}"))
            return
        if not records:
            self.add("CUT-TABLE-EMPTY", "stop", Text("表是空的", "the table is empty"))
            return
        top, self.headings = records[0]
        self.columns, unknown = columns_of(self.headings, self.known)
        for index in unknown:
            said = self.headings[index]
            what = Text(f"不认识的列“{said}”, 未读取", f"column {said!r} is not known and is not read")
            self.add(
                "CUT-TABLE-COLUMN", "info", what, top, index, todo=Text("不需要可忽略", "ignore it if it is not needed")
            )
        if self._complete(top):
            for number, record in records[1:]:
                yield Row(self, number, record)

    def _complete(self, top: int) -> bool:
        missing = [name for name in self.needed if name not in self.columns]
        for name in missing:
            names = "、".join(self.known[name])
            what = Text(f"缺少列: {names}", f"there is no column for {name}: {', '.join(self.known[name])}")
            self.add("CUT-TABLE-MISSING", "stop", what, top, todo=Text("加上这一列", "add this column"))
        return not missing

    def add(
        self,
        code: str,
        level: Level,
        what: Text,
        row: int | None = None,
        column: int | None = None,
        value: str | None = None,
        todo: Text = FIX_CELL,
    ) -> None:
        """Keep a finding about a row (1-based, as the file counts lines) and a column (0-based)."""
        self.findings.append(Finding(code, level, what, todo, self.where(row, column), value))

    def where(self, row: int | None, column: int | None = None) -> Where:
        """The place in the file, with the cell as a spreadsheet calls it."""
        if row is None or column is None:
            return Where(file=self.file, row=row)
        heading = self.headings[column] if column < len(self.headings) else None
        return Where(file=self.file, row=row, column=heading, cell=f"{_letters(column)}{row}")


@dataclass(frozen=True, slots=True)
class Row:
    """One row; a cell that cannot be read is a finding and reads as its default."""

    sheet: Sheet
    number: int
    cells: Sequence[str]

    def text(self, name: str) -> str:
        """What stands in a field, "" when nothing does."""
        index = self.sheet.columns.get(name)
        return "" if index is None or index >= len(self.cells) else self.cells[index].strip()

    def length(self, name: str, default: int | None = None, least: int = 1) -> int:
        """A length in 0.1 mm from millimetres; half away from zero, and said where that changed something."""
        value = self._number(name, default)
        if isinstance(value, int):
            return value
        rounded = tenths(value)
        if rounded < least or value > LARGEST:
            self.fault(name, "CUT-TABLE-LENGTH", "长度超出范围", "a length out of range")
        elif rounded != value * 10:
            what = Text(f"按 0.1 mm 取整为 {millimetres(rounded)}", f"rounded to 0.1 mm: {millimetres(rounded)}")
            self.say(name, "CUT-TABLE-ROUNDED", "info", what, Text("确认即可", "nothing, if that is right"))
        return rounded

    def whole(self, name: str, default: int) -> int:
        """A whole number."""
        value = self._number(name, default)
        if isinstance(value, int):
            return value
        if value != value.to_integral_value() or abs(value) > 1_000_000:
            self.fault(name, "CUT-TABLE-WHOLE", "应为整数", "a whole number is needed")
            return default
        return int(value)

    def money(self, name: str) -> int:
        """Fen from yuan, half away from zero."""
        value = self._number(name, 0)
        if isinstance(value, int):
            return value
        if not 0 <= value <= 100_000_000:
            self.fault(name, "CUT-TABLE-COST", "价格超出范围", "a cost out of range")
            return 0
        return tenths(value * 10)

    def _number(self, name: str, default: int | None) -> Decimal | int:
        raw = unicodedata.normalize("NFKC", self.text(name)).lower().removesuffix("mm").removesuffix("毫米").strip()
        if not raw and default is not None:
            return default
        try:
            value = Decimal(raw)
        except InvalidOperation:
            value = Decimal("NaN")
        if value.is_finite():
            return value
        self.fault(name, "CUT-TABLE-NUMBER", "应为数字", "a number is needed")
        return default or 0

    def fault(self, name: str, code: str, zh: str, en: str) -> None:
        """A cell that stops the reading."""
        self.say(name, code, "stop", Text(zh, en), FIX_CELL)

    def say(self, name: str, code: str, level: Level, what: Text, todo: Text) -> None:
        """A finding about a cell of this row."""
        self.sheet.add(code, level, what, self.number, self.sheet.columns.get(name), self.text(name) or None, todo)


def first_row(text: str) -> list[str]:
    """The headings of a table, [] where it has none or is no sound CSV."""
    try:
        return next((record for _, record in _records(text) if any(cell.strip() for cell in record)), [])
    except csv.Error:
        return []


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Rows of the file with the line each begins on; the separator is the one the first line has most of."""
    head = text.lstrip("\ufeff").lstrip().partition("\n")[0]
    mark = max(",;\t", key=lambda one: (head.count(one), one == ","))
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=mark, strict=True)
    begins = 1
    for record in reader:
        yield begins, record
        begins = reader.line_num + 1


def _letters(column: int) -> str:
    """The name of a 0-based column in a spreadsheet.

    >>> _letters(0), _letters(27)
    ('A', 'AB')
    """
    name = ""
    while column >= 0:
        column, letter = divmod(column, 26)
        name = chr(65 + letter) + name
        column -= 1
    return name
