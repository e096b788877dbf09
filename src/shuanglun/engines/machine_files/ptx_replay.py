"""Cuts the boards again from what was read, cut by cut, and says what lies where. It shares nothing with the writer."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from shuanglun.engines.machine_files.ptx_read import PtxFile, ReadCut, ReadPattern


class ReplayError(Exception):
    """The cuts do not fit the board: what is wrong, in English."""


@dataclass(frozen=True, slots=True)
class Freed:
    """A rectangle that was cut free: its parts by index with their number over all sheets of the pattern, or an off-cut."""

    x: int
    y: int
    length: int
    width: int
    parts: tuple[tuple[int, int], ...] = ()
    offcut: int = 0


@dataclass(frozen=True, slots=True)
class _Area:
    x: int
    y: int
    length: int
    width: int


@dataclass(slots=True)
class _Row:
    """A cut with the other parts of its place in the book, and the cuts below it."""

    cut: ReadCut
    parts: Counter[int]
    below: list[_Row]


def replay(file: PtxFile, pattern: ReadPattern) -> list[Freed]:
    """All parts and off-cuts of a pattern, x along the board's length, y along its width, from the lower left corner.

    Raises:
        ReplayError: cuts, kerfs and trims do not add up to the board.
    """
    board = file.boards[pattern.board - 1]
    material = file.materials[board.material - 1]
    first, last, cross_first, cross_last = material.trims
    if pattern.kind == 0:
        inside = _Area(cross_first, first, board.length - cross_first - cross_last, board.width - first - last)
    elif pattern.kind == 1:
        inside = _Area(first, cross_first, board.length - first - last, board.width - cross_first - cross_last)
    else:
        raise ReplayError(f"pattern type {pattern.kind} is not known")
    kerfs = material.rip_kerf, material.cross_kerf
    return list(_Player(kerfs, pattern.kind, pattern.run).play(_tree(pattern.cuts), inside, 1, 1))


def _level(cut: ReadCut) -> int:
    return cut.function - 90 if cut.function >= 90 else cut.function


def _tree(cuts: list[ReadCut]) -> list[_Row]:
    """Rows by their level: deeper ones belong to the last row above them."""
    top: list[_Row] = []
    path: list[_Row] = []
    for cut in cuts:
        level = _level(cut)
        if cut.sequence == 0:
            if len(path) < level or path[-1].cut.function != cut.function:
                raise ReplayError("a part of a book has no place")
            path[level - 1].parts[cut.part] += cut.qty
            continue
        if not 1 <= level <= len(path) + 1:
            raise ReplayError(f"a cut of level {level} stands below level {len(path)}")
        row = _Row(cut, Counter({cut.part: cut.qty}) if cut.part else Counter(), [])
        del path[level - 1 :]
        (path[-1].below if path else top).append(row)
        path.append(row)
    return top


class _Player:
    def __init__(self, kerfs: tuple[int, int], kind: int, run: int) -> None:
        self.kerfs, self.kind, self.run = kerfs, kind, run

    def play(self, rows: list[_Row], area: _Area, level: int, times: int) -> list[Freed]:
        """Free the rows of one level from an area; ``times`` is how often this area is there in one sheet."""
        upwards = (level % 2 == 1) == (self.kind == 0)  # rectangles lie above one another
        extent = area.width if upwards else area.length
        kerf = self.kerfs[0] if level % 2 else self.kerfs[1]
        found: list[Freed] = []
        offset, count = 0, 0
        for row in rows:
            for _ in range(row.cut.repeat):
                offset += kerf if count else 0
                piece = (
                    _Area(area.x, area.y + offset, area.length, row.cut.size)
                    if upwards
                    else _Area(area.x + offset, area.y, row.cut.size, area.width)
                )
                found += self._freed(row, piece, level, times * row.cut.repeat)
                offset += row.cut.size
                count += 1
        if not 0 <= extent - offset <= kerf:
            raise ReplayError(f"cuts of level {level} add up to {offset} in {extent}")
        return found

    def _freed(self, row: _Row, piece: _Area, level: int, times: int) -> list[Freed]:
        place = (piece.x, piece.y, piece.length, piece.width)
        if row.below:
            if row.parts or row.cut.offcut or row.cut.qty:
                raise ReplayError("a part is cut again")
            return self.play(row.below, piece, level + 1, times)
        if row.parts:
            if any(count % times for count in row.parts.values()):
                raise ReplayError("a number of parts does not fit its repeats")
            return [Freed(*place, tuple(sorted((part, count // times) for part, count in row.parts.items())))]
        if row.cut.qty != (times * self.run if row.cut.offcut else 0):
            raise ReplayError("a number of off-cuts does not fit its sheets")
        return [Freed(*place, (), row.cut.offcut)] if row.cut.offcut else []
