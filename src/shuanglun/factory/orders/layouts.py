"""Order files that are no plain table, brought to one: a door a column, a form a door, a room a sheet. Pure.

Every value of the table remembers the cell it came from (``RawSheet.places``), so a finding still names the cell a person
sees. Labels nobody knows become columns of their own: nothing that stands beside a label is lost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from shuanglun.factory.orders.headings import Grid, field_of_heading
from shuanglun.factory.orders.model import CellValue, Learned, RawBook, RawSheet, cell_name
from shuanglun.factory.orders.profiles import Profile
from shuanglun.factory.orders.values import plain, shown, ticked

_LABEL = 20  # no label is longer
_LEAST = 3  # so many known labels make a form, or a column of headings


def lay_out(book: RawBook, profile: Profile, learned: Learned) -> RawBook:
    """The book as plain tables, by the profile's layout. Linear in the number of cells."""
    if profile.compose:
        book = replace(book, sheets=tuple(_composed(sheet, profile.compose) for sheet in book.sheets))
    if profile.layout == "columns":
        sheets = [_turned(sheet, profile, learned) for sheet in book.sheets]
    elif profile.layout == "forms":
        sheets = _forms(book, profile, learned)
    else:
        return book
    return replace(book, sheets=tuple(sheets))


def _composed(sheet: RawSheet, compose: Mapping[str, tuple[str, ...]]) -> RawSheet:
    """A sheet with one more column for each field that is made of several: "MDF18" and "原木橡" are "MDF18-原木橡"."""
    for words in compose.values():
        top = next((at for at, row in enumerate(sheet.rows) if all(word in row for word in words)), None)
        if top is None:
            continue
        width = max(len(row) for row in sheet.rows)
        columns = [sheet.rows[top].index(word) for word in words]
        rows, places = list(sheet.rows[:top]), dict(sheet.places)
        for at, row in enumerate(sheet.rows[top:], top):
            parts = [shown(row[column]) for column in columns if column < len(row) and row[column] is not None]
            joined = ("+" if at == top else "-").join(parts) if len(parts) == len(words) else None
            rows.append((*row, *(None,) * (width - len(row)), joined or (parts[0] if parts else None)))
            places[at, width] = sheet.cell(at, columns[0])
        sheet = replace(sheet, rows=tuple(rows), places=places)
    return sheet


# ---------------------------------------------------------------------- a door a column


def _turned(sheet: RawSheet, profile: Profile, learned: Learned) -> RawSheet:
    """A sheet whose headings stand below each other, turned by 90 degrees; other sheets stay as they are."""
    grid = Grid(sheet)
    found = _heading_column(grid, profile, learned)
    if found is None:
        return sheet
    column, first, last = found
    table = _Table(sheet.name, sheet.hidden)
    for row in range(first):
        table.copy(grid, row)
    rows = [row for row in range(first, last + 1) if grid.value(row, column) is not None]
    table.row([(_grouped(grid, row, column, profile), cell_name(row, column)) for row in rows])
    for at in range(column + 1, grid.width):
        cells = [(_choice(grid.value(row, at)), cell_name(*grid.origin(row, at))) for row in rows]
        if any(value is not None for value, _ in cells):
            table.row(cells)
    for row in range(last + 1, grid.height):
        table.copy(grid, row)
    return table.sheet()


def _heading_column(grid: Grid, profile: Profile, learned: Learned) -> tuple[int, int, int] | None:
    """The column that names most line fields, with its first and last label; None when none names enough."""
    best: tuple[int, int, int, int] | None = None
    for column in range(min(grid.width - 1, 4)):
        known = {
            row: name
            for row in range(grid.height)
            if (name := _line_field(_word(grid.own(row, column)), profile, learned))
        }
        if len(set(known.values())) < max(_LEAST, profile.least_matches) or len(set(known.values())) < len(known):
            continue
        rows = sorted(known)
        if best is None or len(rows) > best[0]:
            best = len(rows), column, rows[0], rows[-1]
    return best[1:] if best else None


def _grouped(grid: Grid, row: int, column: int, profile: Profile) -> CellValue:
    """A label with the group beside it where the group says that it is about something else."""
    label = grid.value(row, column)
    group = shown(grid.value(row, column - 1)) if column else ""
    return f"{group}/{shown(label)}" if any(word in group for word in profile.other_groups) else label


# ---------------------------------------------------------------------- a form a door


@dataclass
class _Pair:
    """A label with the value beside it."""

    label: str
    name: str | None
    value: CellValue
    place: str
    row: int
    column: int


@dataclass
class _Form:
    """The pairs of one door."""

    pairs: list[_Pair] = field(default_factory=list)


def _forms(book: RawBook, profile: Profile, learned: Learned) -> list[RawSheet]:
    """All forms of all sheets as one table; what stands outside of them is its title."""
    several = sum(1 for sheet in book.sheets if sheet.rows and not sheet.hidden) > 1
    title: list[_Pair] = []
    forms: list[tuple[str, _Form]] = []
    for sheet in book.sheets:
        if sheet.hidden:
            continue
        pairs = [_placed(pair, sheet.name, several) for pair in _pairs(Grid(sheet), profile, learned)]
        above, found = _grouped_forms(pairs, profile)
        title += above
        forms += [(sheet.name, form) for form in found]
    if not forms:
        return list(book.sheets)
    table = _Table(book.sheets[0].name, False)
    for pair in title:
        table.row([(f"{pair.label}：", pair.place), (pair.value, pair.place)])
    headings = _headings(forms, profile, several)
    table.row([(heading, None) for heading in headings.values()])
    for name, form in forms:
        table.row(_form_row(name, form, headings, profile, several))
    return [table.sheet()]


def _placed(pair: _Pair, sheet: str, several: bool) -> _Pair:
    return replace(pair, place=f"{sheet}!{pair.place}") if several else pair


def _pairs(grid: Grid, profile: Profile, learned: Learned) -> Iterator[_Pair]:
    """Labels with what stands right of them, row by row."""
    for row in range(grid.height):
        column = 0
        while column < grid.width:
            own = grid.own(row, column)
            after = column + grid.spans(row, column)
            if own is None or grid.origin(row, column) != (row, column):
                column += 1
                continue
            said = _said(grid, row, column, profile)
            if said is not None:
                yield said
            elif _word(own) and _is_value(grid, row, after, profile, learned):
                yield _beside(grid, row, column, after, profile, learned)
                after += grid.spans(row, after)
            column = after


def _said(grid: Grid, row: int, column: int, profile: Profile) -> _Pair | None:
    """ "客户：张三" in one cell."""
    text = shown(grid.own(row, column)).strip()
    for mark in ("：", ":"):
        label, _, said = text.partition(mark)
        if said.strip() and len(label) <= _LABEL and (name := profile.field_of(label)):
            return _Pair(label, name, said.strip(), cell_name(row, column), row, column)
    return None


def _beside(grid: Grid, row: int, column: int, after: int, profile: Profile, learned: Learned) -> _Pair:
    label = _word(grid.own(row, column)).rstrip("：: ")
    group = _group_of(grid, row, column)
    if group and any(one in group for one in profile.other_groups):
        label = f"{group}/{label}"
    name = None if "/" in label and group else _field(label, profile, learned)
    return _Pair(label, name, _choice(grid.own(row, after)), cell_name(row, after), row, column)


def _group_of(grid: Grid, row: int, column: int) -> str:
    """The cell left of a label when it has no value of its own there: it heads what stands beside it."""
    return shown(grid.own(*grid.origin(row, column - 1))) if column else ""


def _is_value(grid: Grid, row: int, column: int, profile: Profile, learned: Learned) -> bool:
    if column >= grid.width or grid.origin(row, column) != (row, column):
        return False
    value = grid.own(row, column)
    return value is not None and not (isinstance(value, str) and _field(_word(value), profile, learned))


def _grouped_forms(pairs: list[_Pair], profile: Profile) -> tuple[list[_Pair], list[_Form]]:
    """Pairs to forms: every form begins with the line label the first one began with, stacked or side by side."""
    lines = [pair for pair in pairs if pair.name and profile.fields[pair.name].level == "line"]
    if not lines:
        return pairs, []
    often = Counter(pair.name for pair in lines)
    first = next(pair for pair in lines if often[pair.name] == max(often.values()))
    anchors = [pair for pair in lines if pair.name == first.name]
    forms = [_Form() for _ in anchors]
    title: list[_Pair] = []
    for pair in pairs:
        is_order = pair.name is not None and profile.fields[pair.name].level == "order"
        at = None if is_order else _anchor(anchors, pair)
        (title if at is None else forms[at].pairs).append(pair)
    whole = [form for form in forms if len({pair.name for pair in form.pairs if pair.name}) >= _LEAST]
    title += [pair for form in forms if form not in whole for pair in form.pairs]  # a cover sheet, a loose label
    return title, whole


def _anchor(anchors: list[_Pair], pair: _Pair) -> int | None:
    """The form a pair stands in: the last anchor row above it, in that row the last anchor left of it."""
    above = [anchor.row for anchor in anchors if anchor.row <= pair.row]
    if not above:
        return None
    row = max(above)
    found = [at for at, anchor in enumerate(anchors) if anchor.row == row and anchor.column <= pair.column]
    return found[-1] if found else next(at for at, anchor in enumerate(anchors) if anchor.row == row)


def _headings(forms: list[tuple[str, _Form]], profile: Profile, several: bool) -> dict[str, str]:
    """Key to heading: one column a field, one a label nobody knows, in the order they came."""
    found: dict[str, str] = {}
    for _, form in forms:
        for pair in form.pairs:
            found.setdefault(pair.name or plain(pair.label), pair.label)
    if several and profile.sheet_field and profile.sheet_field not in found:
        found[profile.sheet_field] = profile.fields[profile.sheet_field].aliases[0]
    return found


def _form_row(
    sheet: str, form: _Form, headings: Mapping[str, str], profile: Profile, several: bool
) -> list[tuple[CellValue, str | None]]:
    cells: dict[str, tuple[CellValue, str | None]] = {}
    for pair in form.pairs:
        cells.setdefault(pair.name or plain(pair.label), (pair.value, pair.place))
    if several and profile.sheet_field:
        cells.setdefault(profile.sheet_field, (sheet, f"{sheet}!A1"))
    return [cells.get(key, (None, None)) for key in headings]


# ---------------------------------------------------------------------- words


def _word(value: CellValue) -> str:
    return value.strip() if isinstance(value, str) and len(value.strip()) <= _LABEL else ""


def _field(word: str, profile: Profile, learned: Learned) -> str | None:
    return field_of_heading(word.rstrip("：: "), "", profile, learned) if word else None


def _line_field(word: str, profile: Profile, learned: Learned) -> str | None:
    name = _field(word, profile, learned)
    return name if name and profile.fields[name].level == "line" else None


def _choice(value: CellValue) -> CellValue:
    """What is ticked of a list of boxes ("□左内开 ☑右内开"), or the value itself."""
    return ticked(value) if isinstance(value, str) else value


# ---------------------------------------------------------------------- the table


class _Table:
    """A sheet under construction: values with the cells they came from."""

    def __init__(self, name: str, hidden: bool) -> None:
        self.name, self.hidden = name, hidden
        self.rows: list[tuple[CellValue, ...]] = []
        self.places: dict[tuple[int, int], str] = {}

    def row(self, cells: Sequence[tuple[CellValue, str | None]]) -> None:
        """A row of values with their places."""
        for column, (_, place) in enumerate(cells):
            if place is not None:
                self.places[len(self.rows), column] = place
        self.rows.append(tuple(value for value, _ in cells))

    def copy(self, grid: Grid, row: int) -> None:
        """A row as it stands, merged cells once."""
        self.row([(grid.own(row, column), cell_name(row, column)) for column in range(len(grid.rows[row]))])

    def sheet(self) -> RawSheet:
        """The finished sheet."""
        return RawSheet(self.name, tuple(self.rows), hidden=self.hidden, places=self.places)
