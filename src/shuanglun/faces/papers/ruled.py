"""Tables painted in newspaper columns: rows of equal height that run down and then into the next column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shuanglun.faces.papers.measure import cut
from shuanglun.faces.papers.scene import Align, Scene, Strokes, Words

_HEAD = 4.6
_TITLE = 4.6
_GAP = 5.0
_GREY = "#555555"
_HAIR = "#bbbbbb"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: heading, width in millimetres, alignment."""

    head: str
    width: float
    align: Align = "left"
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Ruled:
    """A table: its columns, the height of a row and of its letters."""

    columns: tuple[Column, ...]
    pitch: float = 3.75
    size: float = 2.5

    @property
    def width(self) -> float:
        """All columns together."""
        return sum(column.width for column in self.columns)


def _row(scene: Scene, table: Ruled, cells: Sequence[str], x: float, y: float) -> None:
    for column, text in zip(table.columns, cells, strict=True):
        if text:
            shown = cut(text, table.size, column.width - 1.2)
            at = x + column.width - 0.9 if column.align == "right" else x + 0.3
            scene.marks.append(Words(at, y, table.size, shown, column.bold, column.align))
        x += column.width


def _heads(scene: Scene, table: Ruled, x: float, y: float) -> None:
    for column in table.columns:
        at = x + column.width - 0.9 if column.align == "right" else x + 0.3
        scene.words(at, y, 2.2, column.head, column.width - 1.0, 1.8, align=column.align, colour=_GREY)
        x += column.width


def flow(
    scene: Scene, table: Ruled, rows: list[tuple[str, ...]], room: tuple[float, float, float, float], title: str
) -> list[tuple[str, ...]]:
    """Paint as many rows as go into ``room`` (left, top, right, bottom); returns those that are left over."""
    left, top, right, bottom = room
    if not rows:
        return []
    scene.words(left, top, 3.0, title, bold=True)
    first = top + _TITLE + _HEAD
    count = int((bottom - first) / table.pitch)
    x = left
    while rows and count > 0 and x + table.width <= right + 0.01:
        _heads(scene, table, x, top + _TITLE)
        scene.rule(x, first - 0.8, x + table.width, first - 0.8, 0.3)
        here, rows = rows[:count], rows[count:]
        hairs = []
        for index, cells in enumerate(here):
            y = first + index * table.pitch
            _row(scene, table, cells, x, y)
            hairs.append((x, y + table.pitch - 0.6, x + table.width, y + table.pitch - 0.6))
        scene.marks.append(Strokes(tuple(hairs), 0.1, _HAIR))
        x += table.width + _GAP
    return rows
