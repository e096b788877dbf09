"""From a raw book to a draft: every table found, every line read and checked, all findings at once, sorted by place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from shuanglun.factory.orders.assembling import Assembler
from shuanglun.factory.orders.columns import check_columns, check_missing, describe_columns
from shuanglun.factory.orders.detecting import candidates
from shuanglun.factory.orders.edges import spread_edges
from shuanglun.factory.orders.headings import Grid, Table, TableFinder
from shuanglun.factory.orders.layouts import lay_out
from shuanglun.factory.orders.lines import Desk, Edits, LineReader, make_choices_of
from shuanglun.factory.orders.messages import found
from shuanglun.factory.orders.model import (
    CatalogueFacts,
    Checked,
    Column,
    Draft,
    DraftLine,
    DraftOrder,
    FieldValue,
    Learned,
    RawBook,
    RawSheet,
    column_index,
)
from shuanglun.factory.orders.profiles import Profile
from shuanglun.factory.orders.rows import RowReader, read_title
from shuanglun.factory.orders.rules import check_sizes, days_of, model_of, table_basis
from shuanglun.factory.orders.values import shown
from shuanglun.kernel.findings import Finding, Where, has_stop

Judge = Callable[[Sequence[DraftLine]], Sequence[Sequence[Finding]]]
_NO_EDITS: Edits = {}
_OF_COLUMNS = ("LINE-PARAMETER-MISSING", "SPLIT-QUANTITY")  # what a line lacks because the file has no such column


def choose_profile(book: RawBook, profiles: Sequence[Profile], learned: Mapping[str, Learned] | None = None) -> Profile:
    """The profile whose column names the file uses most."""
    return candidates(book, profiles, learned or {})[0].profile


def check_book(
    book: RawBook,
    profile: Profile,
    facts: CatalogueFacts,
    *,
    today: date,
    learned: Learned | None = None,
    edits: Edits = _NO_EDITS,
    judge: Judge | None = None,
) -> Checked:
    """The draft of a file and everything that was found, sorted by place. Pure, linear in the number of cells.

    ``today`` is the factory's local day: order dates left blank are today, due days are judged against it.
    ``edits`` are corrections made on the page; they stand in for the cell.
    ``judge`` is asked about the lines that have no stop: it gives findings a line (the product template's own checks),
    whose ``where.field`` names an input; they are put at that input's cell.
    """
    if has_stop(book.findings):
        return Checked(None, book.findings)
    learned = learned or Learned()
    book = lay_out(book, profile, learned)
    desk = Desk(profile, facts, learned, today, book.filename, edits, make_choices_of(profile, facts, learned))
    check = _Check(book, desk)
    for sheet in book.sheets:
        check.sheet(sheet)
    return check.result(judge)


class _Check:
    """Gathers tables, orders and findings of all sheets."""

    def __init__(self, book: RawBook, desk: Desk) -> None:
        self.book = book
        self.desk = desk
        self.findings: list[Finding] = list(book.findings)
        self.assembler = Assembler(desk, self.findings)
        self.columns: list[Column] = []
        self.notes: list[str] = []
        self.passed_over: list[RawSheet] = []
        self.tables = 0

    def sheet(self, sheet: RawSheet) -> None:
        grid = Grid(sheet)
        tables = TableFinder(grid, self.desk.profile, self.desk.learned).tables()
        if sheet.hidden:
            if tables:
                self.findings.append(
                    found("ORDER-SHEET-HIDDEN", Where(self.book.filename, sheet.name), sheet=sheet.name)
                )
            return
        if not tables and sheet.rows:
            self.passed_over.append(sheet)
        for table in tables:
            self.tables += 1
            self._table(grid, table)

    def _table(self, grid: Grid, table: Table) -> None:
        rows = _Rows(grid, table, self.desk)
        self.findings += rows.findings
        title = read_title(grid, table, self.desk.profile, rows.notes)
        reader = LineReader(self.desk, grid, table, title)
        basis, stated = table_basis(reader)
        read: list[dict[str, FieldValue]] = []
        unclear = False
        for row, section in rows.lines:
            values = reader.read(row)
            read.append(values)
            spread_edges(reader, row, values)
            check_sizes(reader, row, values)
            if basis is not None and self._has_basis(values) and values["basis"].value is None:
                unclear = unclear or not (stated or values["basis"].raw)
                values["basis"] = FieldValue("", basis, "heading" if stated else "default")
            extra = _extra(grid, table, row, section)
            self.assembler.add(reader, row, values, extra, days_of(reader, row, values), self.tables)
        self.findings += reader.findings
        self.findings += check_columns(self.desk, grid, table, rows.lines)
        self.findings += check_missing(reader, read)
        if unclear:
            self.findings.append(found("ORDER-BASIS-UNCLEAR", Where(self.book.filename, grid.sheet.name, table.first)))
        self.columns += describe_columns(self.desk, grid, table, rows.lines)
        self.notes += [text for _, _, text in rows.notes]

    def _has_basis(self, values: dict[str, FieldValue]) -> bool:
        """Whether the line's product is made to sizes on a basis: strips and wall panels are not."""
        spec = self.desk.profile.fields.get("basis")
        return spec is not None and "basis" in values and spec.applies_to(model_of(self.desk, values))

    def result(self, judge: Judge | None) -> Checked:
        self._say_passed_over()
        orders = self.assembler.orders()
        if judge is not None:
            self._judge(judge, orders)
        if self.tables and not orders:
            self.findings.append(found("ORDER-NO-LINES", Where(self.book.filename)))
        profile = self.desk.profile
        draft = Draft(
            filename=self.book.filename,
            sha256=self.book.sha256,
            profile=profile.id,
            profile_version=profile.version,
            kind=profile.kind,
            orders=orders,
            columns=tuple(self.columns),
            notes=tuple(self.notes),
        )
        return Checked(draft if self.tables else None, sort_findings(self.findings, self.book))

    def _judge(self, judge: Judge, orders: Iterable[DraftOrder]) -> None:
        stopped = {(f.where.sheet, f.where.row) for f in self.findings if f.level == "stop"}
        without_column = {f.where.field for f in self.findings if f.code == "ORDER-COLUMN-MISSING"}
        lines = [line for order in orders for line in order.lines if (line.sheet, line.row) not in stopped]
        for line, said in zip(lines, judge(lines), strict=True):
            for finding in said:
                missing = "quantity" if finding.code == "SPLIT-QUANTITY" else finding.where.field
                if finding.code in _OF_COLUMNS and missing in without_column:
                    continue  # told once, at the heading
                value = line.values.get(finding.where.field or "")
                where = Where(
                    self.book.filename, line.sheet, line.row, None, value.cell if value else None, finding.where.field
                )
                self.findings.append(replace(finding, where=where))

    def _say_passed_over(self) -> None:
        """Sheets without a heading: worth a word beside others that have one, a stop when there is none at all."""
        file = self.book.filename
        if self.tables:
            self.findings += [
                found("ORDER-SHEET-PASSED-OVER", Where(file, sheet.name), sheet=sheet.name)
                for sheet in self.passed_over
            ]
            return
        specs = [spec for spec in self.desk.profile.fields.values() if spec.missing == "stop"]
        examples = "、".join(spec.aliases[0] for spec in specs[:4])
        least = self.desk.profile.least_matches
        self.findings.append(found("ORDER-HEADING-MISSING", Where(file), least=least, examples=examples))


class _Rows:
    """The rows below a heading: the lines with the section they stand in, the notes, findings about the others."""

    def __init__(self, grid: Grid, table: Table, desk: Desk) -> None:
        self.lines: list[tuple[int, str]] = []
        self.notes: list[tuple[int, int, str]] = []
        self.findings: list[Finding] = []
        reader = RowReader(grid, table, desk.profile)
        section = ""
        for row in range(table.first, table.end):
            kind = reader.kind(row)
            if kind == "line":
                self.lines.append((row, section))
            elif kind != "blank":
                column, text = next((c, shown(v)) for c, v in enumerate(grid.rows[row]) if v is not None)
                where = Where(desk.file, grid.sheet.name, row + 1)
                code = {"subtotal": "ORDER-ROW-SUBTOTAL", "odd": "ORDER-ROW-ODD"}.get(kind, "ORDER-ROW-NOTE")
                self.findings.append(found(code, where, text[:80]))
                if kind == "section":
                    section = text
                if kind in {"note", "section"}:
                    whole = "  ".join(shown(v) for v in grid.rows[row] if v is not None)
                    self.notes.append((row, column, whole))


def _extra(grid: Grid, table: Table, row: int, section: str) -> dict[str, str]:
    """What stands in columns that mean nothing to us: kept, never dropped."""
    extra = {"section": section} if section else {}
    for column in table.columns:
        if column.field is None:
            text = shown(grid.value(row, column.index)).strip()
            if text:
                extra[column.heading or f"#{column.index + 1}"] = text
    return extra


def sort_findings(findings: Iterable[Finding], book: RawBook) -> tuple[Finding, ...]:
    """By sheet, row, column, code; findings about the whole file first."""
    sheets = {sheet.name: index for index, sheet in enumerate(book.sheets)}

    def place(finding: Finding) -> tuple[int, int, int, str]:
        where = finding.where
        letters = (where.cell or "").rstrip("0123456789")
        return (
            sheets.get(where.sheet or "", -1),
            where.row or 0,
            column_index(letters) if letters else -1,
            finding.code,
        )

    return tuple(sorted(findings, key=place))
