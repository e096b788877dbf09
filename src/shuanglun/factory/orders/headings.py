"""Finding the tables in a sheet: heading rows (one or two), what each column means, where the lines begin and end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from shuanglun.factory.orders.model import CellValue, Learned, Merge, RawSheet
from shuanglun.factory.orders.profiles import Profile, heading_keys, heading_unit
from shuanglun.factory.orders.values import plain, shown


class Grid:
    """A sheet whose merged cells all show the value of their first one. Rows and columns are 0-based."""

    def __init__(self, sheet: RawSheet) -> None:
        self.sheet = sheet
        self.rows = sheet.rows
        self.height = len(sheet.rows)
        self.width = max((len(row) for row in sheet.rows), default=0)
        self.merges: dict[tuple[int, int], Merge] = {}
        budget = 2 * self.height * self.width + 1
        for merge in sheet.merges:
            for place in self._cells(merge):
                budget -= 1
                if budget < 0:
                    return
                self.merges[place] = merge

    def _cells(self, merge: Merge) -> Iterator[tuple[int, int]]:
        for row in range(merge.top, min(merge.bottom, self.height - 1) + 1):
            for column in range(merge.left, min(merge.right, self.width - 1) + 1):
                yield row, column

    def origin(self, row: int, column: int) -> tuple[int, int]:
        """The cell that holds the value shown at a place."""
        merge = self.merges.get((row, column)) if self.merges else None
        return (merge.top, merge.left) if merge else (row, column)

    def own(self, row: int, column: int) -> CellValue:
        """What the cell itself holds."""
        cells = self.rows[row] if 0 <= row < self.height else ()
        return cells[column] if column < len(cells) else None

    def value(self, row: int, column: int) -> CellValue:
        """What is shown at a place, merged cells understood."""
        return self.own(*self.origin(row, column))

    def spans(self, row: int, column: int) -> int:
        """How many columns the cell at a place covers."""
        merge = self.merges.get((row, column))
        return merge.right - merge.left + 1 if merge else 1


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column of a table: its heading as shown, the field it means, the unit and the basis its heading states."""

    index: int
    heading: str
    field: str | None
    unit: str | None = None
    basis: str | None = None


@dataclass
class Table:
    """A table: heading rows ``[top, first)``, lines ``[first, end)``, and the title rows from ``title`` up to the heading."""

    title: int
    top: int
    first: int
    end: int
    columns: list[TableColumn]
    twice: list[TableColumn] = field(default_factory=list)

    def by_field(self) -> dict[str, TableColumn]:
        """The column of each field that has one."""
        return {column.field: column for column in self.columns if column.field}


def field_of_heading(top: str, bottom: str, profile: Profile, learned: Learned) -> str | None:
    """The field a heading means, from its group (may be "") and its own text; what was learned goes first."""
    for text in filter(None, (f"{top}/{bottom}" if top and bottom else "", bottom, "" if bottom else top)):
        taught = learned.columns.get(plain(text))
        if taught is not None:
            return taught if taught in profile.fields else None  # "" says: pay no attention to this column
    if not bottom:
        return profile.field_of(top)
    both = profile.field_of(top + bottom) if top else None
    if both or any(word in top for word in profile.other_groups):
        return both
    return profile.field_of(bottom)


class TableFinder:
    """Finds the tables of a sheet by a profile. Linear in the number of cells."""

    def __init__(self, grid: Grid, profile: Profile, learned: Learned) -> None:
        self.grid = grid
        self.profile = profile
        self.learned = learned
        self._known: dict[tuple[str, str], str | None] = {}

    def tables(self) -> list[Table]:
        """All tables, from the top down; empty when no heading is found."""
        tables: list[Table] = []
        row, title = 0, 0
        while row < self.grid.height:
            if not tables and row >= self.profile.search_rows:
                break
            headings = self._heading_at(row)
            if headings is None:
                row += 1
                continue
            names, first = headings
            if tables:
                tables[-1].end = row
            tables.append(self._table(title, row, first, names))
            row = title = first
        return tables

    def best_score(self) -> int:
        """How many line fields the best heading row names; for choosing among profiles."""
        rows = range(min(self.grid.height, self.profile.search_rows))
        return max(
            (self._score(names) for row in rows for names in (self._one_row(row), self._two_rows(row))), default=0
        )

    def _field(self, top: str, bottom: str) -> str | None:
        key = (top, bottom)
        if key not in self._known:
            self._known[key] = field_of_heading(top, bottom, self.profile, self.learned)
        return self._known[key]

    def _score(self, names: list[tuple[str, str]]) -> int:
        fields = {self._field(top, bottom) for top, bottom in names if top or bottom}
        return sum(1 for name in fields if name and self.profile.fields[name].level == "line")

    def _words(self, row: int) -> list[str]:
        """The texts of a row; numbers and days are never headings."""
        cells = self.grid.rows[row] if row < self.grid.height else ()
        return [cell if isinstance(cell, str) and len(cell) <= 40 else "" for cell in cells]

    def _one_row(self, row: int) -> list[tuple[str, str]]:
        return [(word, "") for word in self._words(row)]

    def _two_rows(self, row: int) -> list[tuple[str, str]]:
        names: list[tuple[str, str]] = []
        group = ""
        for column in range(self.grid.width):
            upper, lower = self.grid.origin(row, column), self.grid.origin(row + 1, column)
            top = self._word(*upper)
            bottom = "" if lower == upper else self._word(*lower)
            if not top and bottom:
                top = group
            group = top if bottom else ""
            names.append((top, bottom))
        return names

    def _word(self, row: int, column: int) -> str:
        value = self.grid.own(row, column)
        return value if isinstance(value, str) and len(value) <= 40 else ""

    def _heading_at(self, row: int) -> tuple[list[tuple[str, str]], int] | None:
        """The column names and the first line's row when a heading begins at ``row``."""
        one = self._one_row(row)
        if not any(top for top, _ in one):
            return None
        if self.profile.any_heading:
            return (one, row + 1) if self._is_plain_heading(row) else None
        alone = self._score(one)
        if alone >= 2 and row + 1 < self.grid.height:
            two = self._two_rows(row)
            if self._score(two) > alone and self._score(two) >= self.profile.least_matches:
                return two, row + 2
        if alone < self.profile.least_matches:
            return None
        if row and self._groups_above(row):
            return self._two_rows(row - 1), row + 1
        return one, row + 1

    def _is_plain_heading(self, row: int) -> bool:
        """The first row with several words and no number: what a list nobody knows begins with."""
        before = any(cell is not None for above in self.grid.rows[:row] for cell in above[1:])
        cells = [cell for cell in self.grid.rows[row] if cell is not None]
        return not before and len(cells) > 1 and all(isinstance(cell, str) for cell in cells)

    def _groups_above(self, row: int) -> bool:
        """True when the row above holds group headings: blocks merged sideways, but not over the whole width."""
        filled = {
            self.grid.origin(row - 1, c) for c in range(self.grid.width) if self.grid.value(row - 1, c) is not None
        }
        spans = [self.grid.spans(*place) for place in filled]
        return (
            len(filled) > 1
            and any(1 < span < self.grid.width - 1 for span in spans)
            and not any("：" in shown(self.grid.own(*place)) or ":" in shown(self.grid.own(*place)) for place in filled)
        )

    def _table(self, title: int, top: int, first: int, names: list[tuple[str, str]]) -> Table:
        columns: list[TableColumn] = []
        for index, (upper, lower) in enumerate(names):
            heading = f"{upper}/{lower}" if upper and lower else upper or lower
            name = self._field(upper, lower) if heading else None
            columns.append(TableColumn(index, heading, name, heading_unit(heading), self.profile.basis_in(heading)))
        columns = self._instead(columns)
        owner: dict[str, int] = {}
        for column in sorted(columns, key=lambda c: plain(c.heading) not in self.learned.columns):
            if column.field:  # what a user assigned goes before what the profile knows, then the leftmost
                owner.setdefault(column.field, column.index)
        twice = [c for c in columns if c.field and owner[c.field] != c.index]
        single = [replace(c, field=None) if c in twice else c for c in columns]
        return Table(title, top, first, self.grid.height, single, twice)

    def _instead(self, columns: list[TableColumn]) -> list[TableColumn]:
        """Columns with the sizes to saw, taken where a list has no finished ones."""
        have = {column.field for column in columns}
        wanted = {
            key: name
            for name, words in self.profile.instead.items()
            if name not in have
            for word in words
            for key in heading_keys(word)[:1]
        }
        if not wanted:
            return columns

        def read(column: TableColumn) -> TableColumn:
            name = next((wanted[key] for key in heading_keys(column.heading) if key in wanted), None)
            free = name is not None and column.field is None
            return replace(column, field=name, basis="cut") if free else column

        return [read(column) for column in columns]
