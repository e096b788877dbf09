"""A cutting plan as PTX (pattern exchange of panel saws): records, one a line.

Source: the notes on the public interface guide of the format (records, field order, limits). Trims are the totals of the
board's sides, their kerf included; a cut's dimension is what it frees, without kerf. What the format cannot hold is a finding.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from shuanglun.engines.cutting.model import CutNode, Part, Pattern, Plan, Problem, StockType
from shuanglun.engines.machine_files.names import merged, one_decimal, plain
from shuanglun.engines.machine_files.profile import MachineProfile
from shuanglun.engines.machine_files.result import finding
from shuanglun.kernel.findings import Finding
from shuanglun.kernel.text import Text

TITLE_LIMIT = 25
CODE_LIMIT = 50
_LIMITS = {"PARTS_REQ": 9999, "BOARDS": 5000, "OFFCUTS": 7500, "PATTERNS": 5000, "CUTS": 5000}
_LONGEST = 99_999  # 9999.9 mm
_MOST = 99_999
_GRAIN = {"none": "0", "length": "1", "width": "2"}
_TOO_LARGE = Text("请把批次分小，或改用 CSV", "make the lot smaller, or use CSV")
Trims = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class PartInfo:
    """What a label needs beyond the cut size: name, order, finished sizes, edge bands (front, back, left, right)."""

    name: str = ""
    order: str = ""
    length: int = 0
    width: int = 0
    edges: tuple[str, str, str, str] = ("", "", "", "")


@dataclass(frozen=True, slots=True)
class PtxJob:
    """A plan to be written: ``title`` names it (the lot), thickness 0.1 mm, ``info`` by part key."""

    title: str
    problem: Problem
    plan: Plan
    thickness: int = 0
    info: Mapping[str, PartInfo] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Written:
    """The text and what its indices stand for: (material index, part key, piece or "") by part index - 1."""

    text: str
    parts: tuple[tuple[int, str, str], ...]
    findings: tuple[Finding, ...]


def trims_of(problem: Problem, pattern: Pattern, board: StockType) -> Trims:
    """First and last trim of the rips, first and last of the cross cuts: they swap where the board is turned."""
    trim = problem.trim_of(board)
    if turned(pattern):
        return trim.left, trim.right, trim.bottom, trim.top
    return trim.bottom, trim.top, trim.left, trim.right


def turned(pattern: Pattern) -> bool:
    """True when the first cuts run along the width of the sheet."""
    first = next((node for node in pattern.root.children if node.level == 1), None)
    return first is not None and first.direction == "width"


@dataclass(frozen=True, slots=True)
class _Branch:
    """A rectangle to be freed: what of the node is written, and the indices of its parts on each copy of the book."""

    kind: str
    level: int
    size: int
    parts: tuple[int, ...]
    offcut: int
    children: tuple[_Branch, ...]
    sequence: int = field(compare=False)


class PtxWriter:
    """Gathers the records of one plan."""

    def __init__(self, job: PtxJob, profile: MachineProfile) -> None:
        self.job, self.profile, self.settings = job, profile, profile.ptx
        self.findings: list[Finding] = []
        self.wanted: dict[str, Part] = {part.key: part for part in job.problem.parts}
        self.boards = {board.code: board for board in job.problem.stock}
        self.trims: list[Trims] = []
        self.parts: dict[tuple[int, str, str], int] = {}
        self.counts: Counter[int] = Counter()
        self.offcuts: dict[tuple[int, int, int], int] = {}
        self.offcut_counts: Counter[int] = Counter()
        self.used: dict[tuple[int, str], int] = {}
        self.renamed: dict[str, str] = {}

    def write(self) -> Written:
        """All records, in the order of the format."""
        patterns = [self._pattern(number, one) for number, one in enumerate(self.job.plan.patterns, 1)]
        cuts = [row for _, rows in patterns for row in rows]
        records = [
            self._header(),
            self._job(),
            *self._parts_req(),
            *self._parts_inf(),
            *self._boards(),
            *self._materials(),
            *self._notes(),
            *self._offcuts(),
            *(row for row, _ in patterns),
            *cuts,
        ]
        self._limits(records)
        self._tell_renamed()
        lines = (",".join(self._cell(cell) for cell in record) for record in records)
        return Written("".join(f"{line}\r\n" for line in lines), tuple(self.parts), tuple(self.findings))

    # ------------------------------------------------------------------ head and lists

    def _cell(self, value: object) -> str:
        text = str(value)
        return f'"{text}"' if "," in text else text

    def _name(self, text: str, limit: int = CODE_LIMIT) -> str:
        told = plain(text, self.settings.charset, limit)
        if told != text:
            self.renamed[text] = told
        return told

    def _header(self) -> list[object]:
        title = self._name(self.job.title, TITLE_LIMIT)
        return ["HEADER", self.settings.version, title, 0, self.settings.origin, self.settings.trim_type]

    def _job(self) -> list[object]:
        waste = self.job.plan.figures.waste
        return [
            "JOBS",
            1,
            self._name(self.job.title),
            "",
            "",
            "",
            "",
            1,
            "",
            "",
            0,
            f"{waste // 100}.{waste % 100:02d}",
        ]

    def _notes(self) -> Iterator[list[object]]:
        if self.profile.warning is not None:
            yield ["NOTES", 1, 1, "NOT MACHINE-VALIDATED"]

    def _code(self, key: str, piece: str) -> str:
        return self._name(piece or key)

    def _parts_req(self) -> Iterator[list[object]]:
        codes = []
        for (material, key, piece), index in self.parts.items():
            part, count = self.wanted[key], self.counts[index]
            codes.append(f"{material}/{self._code(key, piece)}")
            sizes = one_decimal(part.length), one_decimal(part.width)
            yield [
                "PARTS_REQ",
                1,
                index,
                self._code(key, piece),
                material,
                *sizes,
                count,
                0,
                0,
                _GRAIN[part.grain],
                count,
            ]
            if count > _MOST or max(part.length, part.width) > _LONGEST:
                self._beyond("PARTS_REQ", key)
        for one, other in merged(codes):
            zh, en = f"板件代号“{one}”与“{other}”会被锯合并", f'the saw would merge part codes "{one}" and "{other}"'
            self.findings.append(finding("PTX-CODES-MERGE", zh, en, Text("请改名", "rename one"), one))

    def _parts_inf(self) -> Iterator[list[object]]:
        for (_, key, piece), index in self.parts.items():
            info = self.job.info.get(key, PartInfo(self.wanted[key].tag("name"), self.wanted[key].tag("order")))
            sizes = (one_decimal(info.length), one_decimal(info.width)) if info.length else ("", "")
            edges = [cell for edge in info.edges for cell in (self._name(edge), "")]
            rest = ["", "", "", "", "", "", "", "", "", "", "", self._name(piece, CODE_LIMIT), "", ""]
            yield ["PARTS_INF", 1, index, self._name(info.name), 1, *sizes, self._name(info.order), *edges, *rest]

    def _boards(self) -> Iterator[list[object]]:
        counts: Counter[tuple[int, str]] = Counter()
        for pattern in self.job.plan.patterns:
            board = self.boards[pattern.stock]
            counts[self._material(trims_of(self.job.problem, pattern, board)), board.code] += pattern.run
        for (material, code), index in self.used.items():
            board, count = self.boards[code], counts[material, code]
            stock = count if board.copies is None else board.copies
            sizes = one_decimal(board.length), one_decimal(board.width)
            cost = f"{board.cost // 100}.{board.cost % 100:02d}"
            about = ["", self._name(board.identity or ""), "", _GRAIN[board.grain], int(board.is_offcut)]
            yield ["BOARDS", 1, index, self._name(code), material, *sizes, stock, count, cost, *about]
            if max(board.length, board.width) > _LONGEST or stock > _MOST:
                self._beyond("BOARDS", code)

    def _materials(self) -> Iterator[list[object]]:
        problem, name = self.job.problem, self._name(self.job.problem.material, CODE_LIMIT - 4)
        kerf = one_decimal(problem.saw.kerf)
        for index, trims in enumerate(self.trims, 1):
            code = name if index == 1 else f"{name}_T{index}"
            cells = [one_decimal(trim) for trim in trims]
            sizes = [one_decimal(self.job.thickness), self.book, kerf, kerf, *cells, "0.0", "0.0", "0.0"]
            yield ["MATERIALS", 1, index, code, self._name(problem.material), *sizes, *self.settings.rule]

    def _offcuts(self) -> Iterator[list[object]]:
        for (material, length, width), index in self.offcuts.items():
            sizes = one_decimal(length), one_decimal(width)
            yield ["OFFCUTS", 1, index, f"X{index}", material, *sizes, self.offcut_counts[index]]

    # ------------------------------------------------------------------ patterns and cuts

    @property
    def book(self) -> int:
        """How many sheets the saw takes at a time."""
        return max(1, self.settings.book_height // self.job.thickness) if self.job.thickness else 1

    def _material(self, trims: Trims) -> int:
        if trims not in self.trims:
            self.trims.append(trims)
        return self.trims.index(trims) + 1

    def _pattern(self, number: int, pattern: Pattern) -> tuple[list[object], list[list[object]]]:
        board = self.boards[pattern.stock]
        material = self._material(trims_of(self.job.problem, pattern, board))
        kind = int(turned(pattern))
        if kind not in self.settings.pattern_types:
            zh, en = (
                f"图 {number} 要先横切，本机不支持",
                f"pattern {number} cuts across first, which this saw does not do",
            )
            todo = Text("请按纵切优先重新排版", "plan again with the first cuts along the length")
            self.findings.append(finding("PTX-PATTERN-TYPE", zh, en, todo, f"pattern {number}"))
        index = self.used.setdefault((material, board.code), len(self.used) + 1)
        cycles = -(-pattern.run // self.book)
        row: list[object] = ["PATTERNS", 1, number, index, kind, pattern.run, cycles, self.book, "", 0, 0]
        rows = list(self._cuts(number, self._branches(material, pattern), pattern.run))
        self._levels(number, pattern)
        if len(rows) > _LIMITS["CUTS"]:
            self._beyond("CUTS", f"pattern {number}")
        return row, rows

    def _levels(self, number: int, pattern: Pattern) -> None:
        if any(node.level == 0 and node.kind != "trim" for node in pattern.root.children):
            zh, en = f"图 {number} 有分头锯，本格式不写", f"pattern {number} has a head cut, which is not written"
            todo = Text("请不用分头锯重新排版", "plan again without head cuts")
            self.findings.append(finding("PTX-HEAD-CUT", zh, en, todo, f"pattern {number}"))
        deepest = max((node.level for node in pattern.root.walk()), default=0)
        if deepest > self.settings.levels:
            zh = f"图 {number} 有 {deepest} 级切割，本机最多 {self.settings.levels} 级"
            en = f"pattern {number} has {deepest} levels of cuts, this saw does {self.settings.levels}"
            todo = Text("请用更少的级数重新排版", "plan again with fewer stages")
            self.findings.append(finding("PTX-LEVELS", zh, en, todo, f"pattern {number}"))

    def _branches(self, material: int, pattern: Pattern) -> tuple[_Branch, ...]:
        copies = iter(zip(*pattern.pieces, strict=True))

        def branch(node: CutNode) -> _Branch:
            size = node.width if node.direction == "length" else node.length
            parts: tuple[int, ...] = ()
            if node.kind == "part":
                parts = tuple(self._part_index(material, placed.part, placed.piece) for placed in next(copies))
            offcut = self._offcut_index(material, node, pattern.run) if node.kind == "offcut" else 0
            children = tuple(branch(child) for child in node.children)
            return _Branch(node.kind, node.level, size, parts, offcut, children, node.sequence)

        return tuple(branch(node) for node in pattern.root.children if node.level > 0)

    def _part_index(self, material: int, key: str, piece: str) -> int:
        wanted = (material, key, piece if self.settings.rows == "piece" else "")
        index = self.parts.setdefault(wanted, len(self.parts) + 1)
        self.counts[index] += 1
        return index

    def _offcut_index(self, material: int, node: CutNode, run: int) -> int:
        index = self.offcuts.setdefault((material, node.length, node.width), len(self.offcuts) + 1)
        self.offcut_counts[index] += run
        return index

    def _cuts(self, number: int, branches: Sequence[_Branch], run: int) -> Iterator[list[object]]:
        rows = list(self._rows(branches, 1, run))
        order = {mark: place for place, mark in enumerate(sorted(row[0] for row in rows if row[0]), 1)}
        for index, (sequence, function, size, repeat, part, count) in enumerate(rows, 1):
            yield [
                "CUTS",
                1,
                number,
                index,
                order.get(sequence, 0),
                function,
                one_decimal(size),
                repeat,
                part,
                count,
                "",
            ]

    def _rows(
        self, branches: Sequence[_Branch], times: int, run: int
    ) -> Iterator[tuple[int, int, int, int, int | str, int]]:
        """Rows depth first; neighbours that are alike in all they free are one row with a repeat."""
        for branch, alike in groupby(branches):
            repeat = len(list(alike))
            wasted = branch.kind in ("waste", "offcut")
            function = branch.level + (90 if wasted else 0)
            head = (branch.sequence, function, branch.size, repeat)
            if branch.parts:
                first, *others = Counter(branch.parts).items()
                yield (*head, first[0], first[1] * repeat * times)
                for part, count in others:  # another part on the same place in the book
                    yield (0, function, 0, 0, part, count * repeat * times)
            else:
                count = repeat * times * run if branch.offcut else 0
                yield (*head, f"X{branch.offcut}" if branch.offcut else 0, count)
            yield from self._rows(branch.children, times * repeat, run)

    # ------------------------------------------------------------------ limits

    def _beyond(self, record: str, what: str) -> None:
        zh, en = f"{record} 超出 PTX 的范围：{what}", f"{record} is beyond what PTX holds: {what}"
        self.findings.append(finding("PTX-LIMIT", zh, en, _TOO_LARGE, what))

    def _tell_renamed(self) -> None:
        """One warning with all names the character set or a limit changed; each keeps a check sum of the original."""
        if self.renamed:
            names = "；".join(f"{old} → {new}" for old, new in self.renamed.items())
            todo = Text(
                "请对照标签，或在机床配置里改字符集", "compare with the labels, or change the profile's character set"
            )
            zh, en = f"名称改为本机字符：{names}", f"names were changed for this machine: {names}"
            self.findings.append(finding("PTX-NAMES", zh, en, todo, level="warn"))

    def _limits(self, records: Sequence[Sequence[object]]) -> None:
        counts = Counter(str(record[0]) for record in records)
        for record, most in _LIMITS.items():
            if record != "CUTS" and counts[record] > most:
                self._beyond(record, f"{counts[record]} > {most}")
