"""Reads PTX, strictly, on its own: it shares nothing with the writer. Every fault is told with its line."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field

from shuanglun.kernel.findings import Finding, Where
from shuanglun.kernel.text import Text

_TODO = Text("请重新导出文件", "export the file again")
# Fewest fields of a record, its name not counted.
_FEWEST = {"HEADER": 5, "PARTS_REQ": 10, "BOARDS": 8, "MATERIALS": 17, "OFFCUTS": 7, "PATTERNS": 7, "CUTS": 9}


@dataclass(frozen=True, slots=True)
class ReadPart:
    """A PARTS_REQ record."""

    code: str
    material: int
    length: int
    width: int
    qty: int
    grain: int


@dataclass(frozen=True, slots=True)
class ReadBoard:
    """A BOARDS record."""

    code: str
    material: int
    length: int
    width: int
    used: int


@dataclass(frozen=True, slots=True)
class ReadMaterial:
    """A MATERIALS record: kerfs, and the four trims of rips and cross cuts."""

    code: str
    rip_kerf: int
    cross_kerf: int
    trims: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class ReadOffcut:
    """An OFFCUTS record."""

    length: int
    width: int
    qty: int


@dataclass(frozen=True, slots=True)
class ReadCut:
    """A CUTS record; ``part`` is 0 without one, ``offcut`` 0 without one."""

    sequence: int
    function: int
    size: int
    repeat: int
    part: int
    offcut: int
    qty: int


@dataclass(slots=True)
class ReadPattern:
    """A PATTERNS record with its cuts."""

    board: int
    kind: int
    run: int
    cuts: list[ReadCut] = field(default_factory=list)


@dataclass(slots=True)
class PtxFile:
    """All that was read; lists by index - 1."""

    title: str = ""
    units: int = 0
    parts: list[ReadPart] = field(default_factory=list)
    boards: list[ReadBoard] = field(default_factory=list)
    materials: list[ReadMaterial] = field(default_factory=list)
    offcuts: list[ReadOffcut] = field(default_factory=list)
    patterns: list[ReadPattern] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class _BadLineError(Exception):
    """A line that cannot be read: Chinese, English."""


def read_ptx(content: bytes, charset: str = "ascii") -> tuple[PtxFile | None, list[Finding]]:
    """Read a file; None with findings when anything in it is wrong."""
    try:
        text = content.decode(charset)
    except UnicodeDecodeError as error:
        return None, [_finding("PTX-CHARSET", 0, f"不是 {charset}：{error}", f"this is not {charset}: {error}")]
    reader = _Reader()
    for number, record in enumerate(csv.reader(io.StringIO(text, newline="")), 1):
        try:
            reader.record(record)
        except (_BadLineError, ValueError, IndexError) as error:
            zh, en = error.args if len(error.args) == 2 else (f"读不出：{error}", f"cannot be read: {error}")
            reader.findings.append(_finding("PTX-LINE", number, str(zh), str(en)))
    reader.references()
    return (None if reader.findings else reader.file), reader.findings


def _finding(code: str, line: int, zh: str, en: str) -> Finding:
    return Finding(code, "stop", Text(f"PTX 第 {line} 行：{zh}", f"PTX line {line}: {en}"), _TODO, Where(row=line))


def _length(cell: str) -> int:
    """Millimetres with one decimal, 0 to 9999.9."""
    whole, dot, tenth = cell.partition(".")
    if not (whole.isdigit() and (not dot or (len(tenth) == 1 and tenth.isdigit()))) or len(whole) > 4:
        raise _BadLineError(f"尺寸“{cell}”不对", f'the length "{cell}" is wrong')
    return int(whole) * 10 + int(tenth or 0)


def _count(cell: str, most: int = 99_999) -> int:
    if not cell.isdigit() or int(cell) > most:
        raise _BadLineError(f"数“{cell}”不对", f'the number "{cell}" is wrong')
    return int(cell)


class _Reader:
    def __init__(self) -> None:
        self.file = PtxFile()
        self.findings: list[Finding] = []
        self.begun = False

    def record(self, cells: Sequence[str]) -> None:
        if not cells:
            raise _BadLineError("空行", "an empty line")
        kind, rest = cells[0], cells[1:]
        if len(rest) < _FEWEST.get(kind, 0):
            raise _BadLineError(f"{kind} 少了栏", f"{kind} has too few fields")
        if kind != "HEADER" and not self.begun:
            raise _BadLineError("没有 HEADER", "there is no HEADER")
        read = getattr(self, f"_{kind.lower()}", None)
        if read is None:
            raise _BadLineError(f"不认识的记录 {kind}", f"unknown record {kind}")
        read(rest)

    def _next(self, have: Sequence[object], cell: str) -> None:
        if _count(cell) != len(have) + 1:
            raise _BadLineError(f"序号应为 {len(have) + 1}", f"the index must be {len(have) + 1}")

    def _header(self, cells: Sequence[str]) -> None:
        if self.begun:
            raise _BadLineError("HEADER 重复", "a second HEADER")
        self.begun = True
        self.file.title, self.file.units = cells[1], _count(cells[2], 1)
        if len(cells[1]) > 25:
            raise _BadLineError("标题超过 25 字符", "the title has more than 25 characters")

    def _jobs(self, cells: Sequence[str]) -> None:
        _count(cells[0], 250)

    def _notes(self, cells: Sequence[str]) -> None:
        self.file.notes.append(cells[2])

    def _parts_inf(self, cells: Sequence[str]) -> None:
        _count(cells[1], 9999)

    def _parts_req(self, cells: Sequence[str]) -> None:
        self._next(self.file.parts, cells[1])
        sizes = _length(cells[4]), _length(cells[5])
        self.file.parts.append(ReadPart(cells[2], _count(cells[3]), *sizes, _count(cells[6]), _count(cells[9], 2)))

    def _boards(self, cells: Sequence[str]) -> None:
        self._next(self.file.boards, cells[1])
        sizes = _length(cells[4]), _length(cells[5])
        self.file.boards.append(ReadBoard(cells[2], _count(cells[3]), *sizes, _count(cells[7])))

    def _materials(self, cells: Sequence[str]) -> None:
        self._next(self.file.materials, cells[1])
        rip, cross, *trims = (_length(cell) for cell in cells[6:12])
        self.file.materials.append(ReadMaterial(cells[2], rip, cross, (trims[0], trims[1], trims[2], trims[3])))

    def _offcuts(self, cells: Sequence[str]) -> None:
        self._next(self.file.offcuts, cells[1])
        self.file.offcuts.append(ReadOffcut(_length(cells[4]), _length(cells[5]), _count(cells[6])))

    def _patterns(self, cells: Sequence[str]) -> None:
        self._next(self.file.patterns, cells[1])
        self.file.patterns.append(ReadPattern(_count(cells[2]), _count(cells[3], 8), _count(cells[4])))

    def _cuts(self, cells: Sequence[str]) -> None:
        number = _count(cells[1])
        if not 1 <= number <= len(self.file.patterns):
            raise _BadLineError(f"没有图 {number}", f"there is no pattern {number}")
        cuts = self.file.patterns[number - 1].cuts
        self._next(cuts, cells[2])
        part = cells[7]
        offcut = _count(part[1:]) if part.startswith("X") else 0
        function = _count(cells[4], 99)
        place = 0 if offcut else _count(part)
        cuts.append(
            ReadCut(_count(cells[3]), function, _length(cells[5]), _count(cells[6]), place, offcut, _count(cells[8]))
        )

    def references(self) -> None:
        """Every index that is named exists; the sequences of a pattern run from 1 without a gap."""
        file = self.file
        if not self.begun:
            self._tell("没有 HEADER", "there is no HEADER")
        materials, boards = len(file.materials), len(file.boards)
        named = [(part.material, materials, "MATERIALS") for part in file.parts]
        named += [(board.material, materials, "MATERIALS") for board in file.boards]
        for pattern in file.patterns:
            named.append((pattern.board, boards, "BOARDS"))
            named += [(cut.part, len(file.parts), "PARTS_REQ") for cut in pattern.cuts if cut.part]
            named += [(cut.offcut, len(file.offcuts), "OFFCUTS") for cut in pattern.cuts if cut.offcut]
            places = sorted(cut.sequence for cut in pattern.cuts if cut.sequence)
            if places != list(range(1, len(places) + 1)):
                self._tell("切割次序不连续", "the sequence of cuts has gaps")
        for index, have, kind in named:
            if not 1 <= index <= have:
                self._tell(f"没有 {kind} {index}", f"there is no {kind} {index}")

    def _tell(self, zh: str, en: str) -> None:
        self.findings.append(_finding("PTX-REFERENCE", 0, zh, en))
