"""Lookup tables: rows of keys and a value, and step tables (opening range -> size, nothing outside the range)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from shuanglun.engines.formula.choices import comparable, shown
from shuanglun.engines.formula.columns import Array, Column, LookupHit, Run, errors_of
from shuanglun.engines.formula.numbers import from_millionths, millionths, show
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

    def find(self, keys: Sequence[Array]) -> NDArray[np.int64]:
        """By line, the index of the first row that fits, or -1."""
        plain = [comparable(data) for data in keys]
        found = np.full(np.broadcast_shapes(*(data.shape for data in plain)), -1, dtype=np.int64)
        for index in range(len(self.rows) - 1, -1, -1):
            fits: Array = np.ones(1, dtype=np.bool_)
            for key, data, entry in zip(self.keys, plain, self.rows[index], strict=False):
                fits = fits & _fits(key, data, entry)
            found[np.broadcast_to(fits, found.shape)] = index
        return found

    def take(self, found: NDArray[np.int64]) -> Array:
        """The values of the rows found; a neutral value where there is none."""
        if self.is_text:
            return np.array([*(str(row[-1]) for row in self.rows), ""], dtype=object)[found]
        kind = np.bool_ if self.unit == "yes/no" else np.float64
        return np.array([*(row[-1] for row in self.rows), 0], dtype=kind)[found]

    def why(self, keys: Sequence[Array], line: int) -> Text:
        """Which key has no row, and the limit it broke."""
        rows = list(self.rows)
        for position, key in enumerate(self.keys):
            value = keys[position][line : line + 1]
            plain = comparable(value)
            left = [row for row in rows if _fits(key, plain, row[position]).all()]
            if not left:
                return _limit(self.label, key, shown(value)[0], plain[0], [row[position] for row in rows])
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
        return [] if self.step > 0 and self.first <= self.last else [1]

    def find(self, keys: Sequence[Array]) -> NDArray[np.int64]:
        """By line, the number of the step (from 0), or -1 outside the range."""
        value, first, last, step = (millionths(np.asarray(x)) for x in (keys[0], *self._limits()))
        return np.asarray(np.where((value >= first) & (value <= last), (value - first) // step, -1), dtype=np.int64)

    def take(self, found: NDArray[np.int64]) -> Array:
        """The values of the steps found; 0 where there is none."""
        first, _, step = (millionths(np.asarray(x)) for x in self._limits())
        start = first + found * step + millionths(np.asarray(float(self.offset)))
        return np.where(found < 0, 0.0, from_millionths(np.asarray(start)))

    def _limits(self) -> tuple[float, float, float]:
        return float(self.first), float(self.last), float(self.step)

    def why(self, keys: Sequence[Array], line: int) -> Text:
        """The limit that failed."""
        value = float(keys[0][line])
        return _limit(
            self.label,
            LookupKey(self.key.label, self.key.unit, "from_to"),
            show(value),
            value,
            [(self.first, self.last)],
        )

    def describe(self, index: int) -> Text:
        """A step in words."""
        start = self.first + index * self.step
        tail = f" {show(start)} ≤ … < {show(start + self.step)} → {show(start + self.offset)}"
        return Text(f"{self.key.label.zh}{tail}", f"{self.key.label.en}{tail}")


def _is(entry: object, unit: str) -> bool:
    if unit in {"text", "yes/no"}:
        return isinstance(entry, str if unit == "text" else bool)
    return isinstance(entry, (int, float)) and not isinstance(entry, bool)


def _fits(key: LookupKey, data: Array, entry: Any) -> Array:
    if key.match == "exact":
        return np.asarray(data == (entry.casefold() if isinstance(entry, str) else entry), dtype=np.bool_)
    if key.match == "up_to":
        low = True if key.min is None else data >= key.min
        return np.asarray((data <= entry) & low, dtype=np.bool_)
    return np.asarray((data >= entry[0]) & (data <= entry[1]), dtype=np.bool_)


def _tell(key: LookupKey, entry: Any) -> Text:
    tail = (
        f" = {entry}" if key.match == "exact" else f" ≤ {entry}" if key.match == "up_to" else f" {entry[0]}–{entry[1]}"
    )
    return Text(f"{key.label.zh}{tail}", f"{key.label.en}{tail}")


def _limit(table: Text, key: LookupKey, value: str, plain: Any, entries: list[Any]) -> Text:
    """The sentence that names the limit a value broke."""
    unit = "" if key.unit in {"1", "text", "yes/no"} else f" {key.unit}"
    tail = Text(f"（表“{table.zh}”），做不了", f' (table "{table.en}"): not makeable')
    start = Text(f"{key.label.zh} {value}{unit} ", f"{key.label.en} {value}{unit} ")
    if key.match == "exact" or not entries:
        return Text(f"{start.zh}在表中没有{tail.zh}", f"{start.en}has no row{tail.en}")
    lows = [entry[0] for entry in entries] if key.match == "from_to" else [] if key.min is None else [key.min]
    highs = [entry[1] for entry in entries] if key.match == "from_to" else entries
    if lows and plain < min(lows):
        limit = f"{show(min(lows))}{unit}"
        return Text(f"{start.zh}低于下限 {limit}{tail.zh}", f"{start.en}is below the limit {limit}{tail.en}")
    if plain > max(highs):
        limit = f"{show(max(highs))}{unit}"
        return Text(f"{start.zh}超过上限 {limit}{tail.zh}", f"{start.en}is above the limit {limit}{tail.en}")
    return Text(f"{start.zh}落在两段之间的空档{tail.zh}", f"{start.en}falls between two ranges{tail.en}")


def look_up(table: Lookup | Steps, run: Run, keys: list[Column]) -> Column:
    """The table's value by line; a line without a row gets a fault that names the limit."""
    data = [np.broadcast_to(c.data, np.broadcast_shapes(*(k.data.shape for k in keys))) for c in keys]
    found = table.find(data)
    if run.hits is not None:
        row = table.describe(int(found[0])) if found[0] >= 0 else None
        run.hits.append(LookupHit(table.name, table.label, row))
    column = Column(table.take(found), errors_of(keys))
    missing = found < 0
    if column.errors is not None:
        missing = missing & (np.broadcast_to(column.errors, missing.shape) == 0)
    for line in np.flatnonzero(missing).tolist():
        why = table.why(data, line)
        mask = np.zeros(found.shape, dtype=np.bool_)
        mask[line] = True
        column = run.mark(column, mask, "CALC-NO-ROW", why.zh, why.en)
    return column
