"""Lookup tables: rows of keys and a value, and step tables (opening range -> size, nothing outside the range)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from shuanglun.engines.formula.choices import equal
from shuanglun.engines.formula.columns import (
    Array,
    Column,
    LookupHit,
    Run,
    by_combination,
    constant,
    errors_of,
    first_error,
    text_column,
)
from shuanglun.engines.formula.numbers import millionths, read_number, show
from shuanglun.kernel.text import Text

Cell = str | int | float | bool


@dataclass(frozen=True, slots=True)
class LookupKey:
    """A key column. ``exact``: equal; ``up_to``: at most the entry; ``from_to``: within the entry's two limits, inclusive.

    ``min`` is the smallest value an ``up_to`` key takes. The first row that fits wins.
    """

    label: Text
    unit: str
    match: Literal["exact", "up_to", "from_to"] = "exact"
    min: float | None = None


@dataclass(frozen=True, slots=True)
class Lookup:
    """A table of rows; each row lists an entry a key and then the value."""

    name: str
    label: Text
    unit: str
    keys: tuple[LookupKey, ...]
    rows: tuple[tuple[Any, ...], ...]
    note: Text | None = None
    alias: tuple[str, ...] = ()

    @property
    def is_text(self) -> bool:
        """True when the values are texts."""
        return self.unit == "text"

    def faulty_rows(self) -> list[int]:
        """1-based numbers of the rows that do not fit the columns."""
        return [number for number, row in enumerate(self.rows, 1) if not self._sound(row)]

    def _sound(self, row: tuple[Any, ...]) -> bool:
        if len(row) != len(self.keys) + 1 or not _is(row[-1], self.unit):
            return False
        for key, entry in zip(self.keys, row, strict=False):
            both = entry if key.match == "from_to" else [entry]
            if not isinstance(both, (list, tuple)) or len(both) != (2 if key.match == "from_to" else 1):
                return False
            if not all(_is(one, key.unit) for one in both) or (key.match != "exact" and key.unit in {"text", "yes/no"}):
                return False
        return True

    def why(self, values: Sequence[Any]) -> Text:
        """Which key has no row for these values, and the limit it broke."""
        rows = list(self.rows)
        for position, (key, value) in enumerate(zip(self.keys, values, strict=True)):
            left = [row for row in rows if _fits_one(key, value, row[position])]
            if not left:
                return _limit(self.label, key, value, [row[position] for row in rows])
            rows = left
        return Text(f"表“{self.label.zh}”是空的", f'table "{self.label.en}" is empty')

    def describe(self, index: int) -> Text:
        """A row in words."""
        row = self.rows[index]
        told = [_tell(key, entry) for key, entry in zip(self.keys, row, strict=False)]
        return Text(f"{'，'.join(t.zh for t in told)} → {row[-1]}", f"{', '.join(t.en for t in told)} → {row[-1]}")


@dataclass(frozen=True, slots=True)
class Steps:
    """A step table: from ``first`` to ``last`` (inclusive) in steps of ``step``; value = start of the step + ``offset``."""

    name: str
    label: Text
    unit: str
    key: LookupKey
    first: float
    last: float
    step: float
    offset: float = 0
    note: Text | None = None
    alias: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[LookupKey, ...]:
        """The one key."""
        return (self.key,)

    @property
    def is_text(self) -> bool:
        """A step table's values are numbers."""
        return False

    def faulty_rows(self) -> list[int]:
        """[1] when the range or the step makes no sense."""
        numbers = (self.first, self.last, self.step, self.offset)
        sound = all(_is(one, "1") for one in numbers) and millionths(self.step) >= 1 and self.first <= self.last
        return [] if sound else [1]

    def why(self, values: Sequence[Any]) -> Text:
        """The limit that failed."""
        key = LookupKey(self.key.label, self.key.unit, "from_to")
        return _limit(self.label, key, values[0], [(self.first, self.last)])

    def describe(self, index: int) -> Text:
        """A step in words."""
        start = self.first + index * self.step
        tail = f" {show(start)} ≤ … < {show(start + self.step)} → {show(start + self.offset)}"
        return Text(f"{self.key.label.zh}{tail}", f"{self.key.label.en}{tail}")


def _is(entry: object, unit: str) -> bool:
    if unit in {"text", "yes/no"}:
        return isinstance(entry, str if unit == "text" else bool)
    try:
        read_number(entry)
    except ValueError:
        return False
    return isinstance(entry, (int, float))


def _fits_one(key: LookupKey, value: Any, entry: Any) -> bool:
    """Whether one value fits a row's entry."""
    if key.match == "exact":
        return bool(value.casefold() == entry.casefold() if isinstance(entry, str) else value == entry)
    if key.match == "up_to":
        return bool(value <= entry) and (key.min is None or value >= key.min)
    return bool(entry[0] <= value <= entry[1])


def _tell(key: LookupKey, entry: Any) -> Text:
    tail = (
        f" = {entry}" if key.match == "exact" else f" ≤ {entry}" if key.match == "up_to" else f" {entry[0]}–{entry[1]}"
    )
    return Text(f"{key.label.zh}{tail}", f"{key.label.en}{tail}")


def _limit(table: Text, key: LookupKey, value: Any, entries: list[Any]) -> Text:
    """The sentence that names the limit a value broke."""
    unit = "" if key.unit in {"1", "text", "yes/no"} else f" {key.unit}"
    tail = Text(f"（表“{table.zh}”），做不了", f' (table "{table.en}"): not makeable')
    shown = Text("是" if value else "否", "yes" if value else "no") if isinstance(value, bool) else _said(value)
    start = Text(f"{key.label.zh} {shown.zh}{unit} ", f"{key.label.en} {shown.en}{unit} ")
    if key.match == "exact" or not entries:
        return Text(f"{start.zh}在表中没有{tail.zh}", f"{start.en}has no row{tail.en}")
    lows = [entry[0] for entry in entries] if key.match == "from_to" else [] if key.min is None else [key.min]
    highs = [entry[1] for entry in entries] if key.match == "from_to" else entries
    if lows and value < min(lows):
        limit = f"{show(min(lows))}{unit}"
        return Text(f"{start.zh}低于下限 {limit}{tail.zh}", f"{start.en}is below the limit {limit}{tail.en}")
    if value > max(highs):
        limit = f"{show(max(highs))}{unit}"
        return Text(f"{start.zh}超过上限 {limit}{tail.zh}", f"{start.en}is above the limit {limit}{tail.en}")
    return Text(f"{start.zh}落在两段之间的空档{tail.zh}", f"{start.en}falls between two ranges{tail.en}")


def _said(value: Any) -> Text:
    text = value if isinstance(value, str) else show(value)
    return Text(text, text)


# ------------------------------------------------------------------ running


Find = Callable[[Sequence[Column]], NDArray[np.int64]]
Take = Callable[[NDArray[np.int64]], Column]


def looking(table: Lookup | Steps) -> Callable[[Run, list[Column]], Column]:
    """The work of LOOKUP: the table's value by line; a line without a row gets a fault that names the limit.

    The first argument, the table's name, is left alone; the keys must be settled.
    """
    find, take = _stepping(table) if isinstance(table, Steps) else (_finding_rows(table), _taking_rows(table))

    def run_it(run: Run, args: list[Column]) -> Column:
        keys = args[1:]
        found = find(keys)
        if run.hits is not None:
            row = table.describe(int(found[0])) if found[0] >= 0 else None
            run.hits.append(LookupHit(table.name, table.label, row))
        column = take(found)
        column.errors = errors_of(keys)
        return column if (found >= 0).all() else _mark_missing(table, run, keys, found, column)

    return run_it


def _mark_missing(
    table: Lookup | Steps, run: Run, keys: Sequence[Column], found: NDArray[np.int64], column: Column
) -> Column:
    """A fault in every line without a row; the sentence is made once for every different value."""
    missing = found < 0
    if column.errors is not None:
        missing = missing & (np.broadcast_to(column.errors, missing.shape) == 0)
    at = np.flatnonzero(missing)
    if not len(at):
        return column
    lost = [Column(np.broadcast_to(key.data, found.shape)[at], None, key.texts) for key in keys]

    def number(*values: Any) -> int:
        why = table.why(values)
        return run.number("CALC-NO-ROW", why.zh, why.en)

    numbers, places = by_combination([_used(one) for one in lost], number)
    fresh = np.zeros(found.shape, dtype=np.int32)
    fresh[at] = np.array(numbers, dtype=np.int32)[places]
    return Column(column.data, first_error([column.errors, fresh]), column.texts)


def _used(column: Column) -> Column:
    """A text column with the texts its lines really have, so that nothing is said about a text no line has."""
    if column.texts is None:
        return column
    used, places = np.unique(column.data, return_inverse=True)
    return Column(places.astype(np.int32), None, tuple(column.texts[place] for place in used.tolist()))


def _taking_rows(table: Lookup) -> Take:
    """The rows' values; index -1 is a line without a row and takes the neutral one at the end."""
    values = [row[-1] for row in table.rows]
    if table.is_text:
        answers = text_column([*values, ""])
    elif table.unit == "yes/no":
        answers = Column(np.array([*values, False], dtype=np.bool_))
    else:
        answers = Column(np.array([*map(millionths, values), 0.0]))
    return lambda found: Column(answers.data[found], None, answers.texts)


def _finding_rows(table: Lookup) -> Find:
    tests = [[_test(key, row[position]) for position, key in enumerate(table.keys)] for row in table.rows]
    only = table.keys[0] if len(table.keys) == 1 else None
    if only is not None and only.match == "exact" and only.unit == "text":
        rows: dict[str, int] = {}
        for index, row in enumerate(table.rows):
            rows.setdefault(row[0].casefold(), index)

        def find_text(keys: Sequence[Column]) -> NDArray[np.int64]:
            return np.array([rows.get(text.casefold(), -1) for text in keys[0].texts or ()])[keys[0].data]

        return find_text

    def find(keys: Sequence[Column]) -> NDArray[np.int64]:
        shape = np.broadcast_shapes(*(key.data.shape for key in keys))
        found = np.full(shape, -1, dtype=np.int64)
        for index in range(len(tests) - 1, -1, -1):
            fits = tests[index][0](keys[0])
            for test, key in zip(tests[index][1:], keys[1:], strict=True):
                fits = fits & test(key)
            np.copyto(found, index, where=fits)
        return found

    return find


def _test(key: LookupKey, entry: Any) -> Callable[[Column], Array]:
    """Whether the values of a key's column fit a row's entry."""
    if key.unit == "text":
        wanted = constant(str(entry))
        return lambda column: equal(column, wanted)
    if key.unit == "yes/no":
        return lambda column: np.asarray(column.data == entry)
    if key.match == "exact":
        number = millionths(entry)
        return lambda column: np.asarray(column.data == number)
    low, high = (key.min, entry) if key.match == "up_to" else entry
    least, most = None if low is None else millionths(low), millionths(high)
    if least is None:
        return lambda column: np.asarray(column.data <= most)
    return lambda column: np.asarray((column.data <= most) & (column.data >= least))


def _stepping(table: Steps) -> tuple[Find, Take]:
    first, last, step = millionths(table.first), millionths(table.last), millionths(table.step)
    start = first + millionths(table.offset)

    def find(keys: Sequence[Column]) -> NDArray[np.int64]:
        value = keys[0].data
        inside = (value >= first) & (value <= last)
        return np.where(inside, np.floor((value - first) / step), -1.0).astype(np.int64)

    return find, lambda found: Column(np.where(found < 0, 0.0, start + found * step))
