"""Reads woodWOP text, strictly, on its own: bytes, blocks in their order, expressions. It shares nothing with the writer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from shuanglun.kernel.findings import Finding, Where
from shuanglun.kernel.text import Text

_TODO = Text("请重新导出文件", "export the file again")
_VARIABLE = re.compile(r"[A-Za-z]\w{0,7}")
_TOKEN = re.compile(r"\s*(\d+(?:\.\d+)?|[A-Za-z_]\w*|[-+*/()])")
_MACRO = re.compile(r"<(\d+) \\(\w+)\\")
_ORDER = "HVKC<!"


class _ReadError(Exception):
    """What is wrong: Chinese, English."""


@dataclass(frozen=True, slots=True)
class ReadMacro:
    """A processing with its values as they stand."""

    code: int
    name: str
    values: dict[str, str]


Vector = tuple[int, int, int]
_QUARTER = {0: (1, 0), 90: (0, 1), 180: (-1, 0), 270: (0, -1)}  # cosine, sine


@dataclass(frozen=True, slots=True)
class ReadPlane:
    """A coordinate system of the program's own: where it begins and which way its axes run in the part's."""

    origin: tuple[Decimal, Decimal, Decimal]
    x: Vector
    y: Vector
    z: Vector

    def at(self, x: Decimal, y: Decimal) -> tuple[Decimal, Decimal, Decimal]:
        """A point of its face in the part's coordinates."""
        found = [o + x * a + y * b for o, a, b in zip(self.origin, self.x, self.y, strict=True)]
        return found[0], found[1], found[2]


@dataclass(slots=True)
class MprFile:
    """A program: head, variables in mm, coordinate systems, contours as points, processings in order."""

    head: dict[str, str] = field(default_factory=dict)
    variables: dict[str, Decimal] = field(default_factory=dict)
    planes: dict[str, ReadPlane] = field(default_factory=dict)
    contours: dict[int, list[tuple[Decimal, Decimal]]] = field(default_factory=dict)
    macros: list[ReadMacro] = field(default_factory=list)

    def value(self, macro: ReadMacro, name: str) -> Decimal:
        """A value of a processing, its expression computed.

        Raises:
            ValueError: it is missing or cannot be computed.
        """
        if name not in macro.values:
            raise ValueError(f"{macro.name} has no {name}")
        return evaluate(macro.values[name], self.variables)


def evaluate(text: str, variables: dict[str, Decimal]) -> Decimal:
    """An expression of numbers, variables, + - * / and brackets.

    Raises:
        ValueError: it is no such expression, or names a variable that is not known.

    >>> evaluate("L/2-1.5", {"L": Decimal(100)})
    Decimal('48.5')
    """
    tokens, place = [], 0
    while place < len(text.rstrip()):
        found = _TOKEN.match(text, place)
        if found is None:
            raise ValueError(f"cannot read {text!r}")
        tokens.append(found[1])
        place = found.end()
    value, rest = _sum(tokens, variables)
    if rest:
        raise ValueError(f"cannot read {text!r}")
    return value


def _sum(tokens: Sequence[str], names: dict[str, Decimal]) -> tuple[Decimal, Sequence[str]]:
    value, tokens = _product(tokens, names)
    while tokens and tokens[0] in "+-":
        right, rest = _product(tokens[1:], names)
        value, tokens = (value + right if tokens[0] == "+" else value - right), rest
    return value, tokens


def _product(tokens: Sequence[str], names: dict[str, Decimal]) -> tuple[Decimal, Sequence[str]]:
    value, tokens = _atom(tokens, names)
    while tokens and tokens[0] in "*/":
        right, rest = _atom(tokens[1:], names)
        if tokens[0] == "/" and right == 0:
            raise ValueError("division by zero")
        value, tokens = (value * right if tokens[0] == "*" else value / right), rest
    return value, tokens


def _atom(tokens: Sequence[str], names: dict[str, Decimal]) -> tuple[Decimal, Sequence[str]]:
    if not tokens:
        raise ValueError("the expression ends too early")
    head, rest = tokens[0], tokens[1:]
    if head == "-":
        value, rest = _atom(rest, names)
        return -value, rest
    if head == "(":
        value, rest = _sum(rest, names)
        if not rest or rest[0] != ")":
            raise ValueError("a bracket is not closed")
        return value, rest[1:]
    if head[0].isdigit():
        return Decimal(head), rest
    if head not in names:
        raise ValueError(f"the variable {head} is not known")
    return names[head], rest


def read_mpr(content: bytes) -> tuple[MprFile | None, list[Finding]]:
    """Read a program; None with findings when its bytes or its text are wrong."""
    try:
        lines = _lines(content)
        file = _Reader().read(lines)
    except _ReadError as error:
        what = Text(f"MPR：{error.args[0]}", f"MPR: {error.args[1]}")
        return None, [Finding("MPR-READ", "stop", what, _TODO, Where())]
    except ValueError as error:
        return None, [Finding("MPR-READ", "stop", Text(f"MPR：{error}", f"MPR: {error}"), _TODO, Where())]
    return file, []


def _lines(content: bytes) -> list[str]:
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        raise _ReadError("字符不是 cp1252", "the bytes are not cp1252") from None
    bare = text.replace("\r\n", "")
    if "\n" in bare or "\r" in bare:
        raise _ReadError("换行必须是 CRLF", "every line must end with CRLF")
    if not text.endswith("!\r\n"):
        raise _ReadError("文件没有以 ! 结束", "the file does not end with !")
    return text.split("\r\n")[:-1]


class _Reader:
    def __init__(self) -> None:
        self.file = MprFile()
        self.reached = 0

    def read(self, lines: Sequence[str]) -> MprFile:
        block: list[str] = []
        for line in lines:
            if line == " ":
                self._block(block)
                block = []
            elif line == "":
                raise _ReadError("块之间应是一个空格的行", "blocks are parted by a line of one space")
            else:
                block.append(line)
        if block != ["!"]:
            raise _ReadError("! 之后还有内容", "something stands beside the end mark")
        return self.file

    def _block(self, block: Sequence[str]) -> None:
        if not block:
            raise _ReadError("空块", "an empty block")
        head = block[0]
        kind = {"[H": "H", "[0": "V", "[K": "K", "]": "C", "<": "<"}.get(head[:2] if head[0] == "[" else head[0])
        if kind is None or _ORDER.index(kind) < self.reached:
            raise _ReadError(f"块“{head}”的位置不对", f"the block {head!r} stands in a wrong place")
        self.reached = _ORDER.index(kind)
        readers = {"H": self._head, "V": self._variables, "K": self._planes, "C": self._contour, "<": self._macro}
        readers[kind](block)

    @staticmethod
    def _pair(line: str) -> tuple[str, str]:
        name, equals, value = line.partition("=")
        if not equals:
            raise _ReadError(f"读不出“{line}”", f"cannot read {line!r}")
        return name, value.strip('"')

    def _head(self, block: Sequence[str]) -> None:
        self.file.head = dict(self._pair(line) for line in block[1:])

    def _variables(self, block: Sequence[str]) -> None:
        for line in block[1:]:
            name, value = self._pair(line)
            if name == "KM":
                continue
            if not _VARIABLE.fullmatch(name):
                raise _ReadError(f"变量名“{name}”不对", f"the variable {name!r} is not allowed")
            self.file.variables[name] = evaluate(value, self.file.variables)

    def _planes(self, block: Sequence[str]) -> None:
        rows: list[dict[str, str]] = []
        for line in block[1:]:
            if line == "<00 \\Koordinatensystem\\":
                rows.append({})
            elif rows:
                name, value = self._pair(line)
                rows[-1][name] = value
            else:
                raise _ReadError(f"读不出“{line}”", f"cannot read {line!r}")
        for row in rows:
            self.file.planes[row.get("NR", "")] = self._plane(row)

    def _plane(self, row: dict[str, str]) -> ReadPlane:
        """Turned about z, then x, then z again, each by quarters of a turn; neither stretched nor mirrored."""

        def value(name: str) -> Decimal:
            return evaluate(row.get(name, "0"), self.file.variables)

        if any(value(name) != 1 for name in ("XF", "YF", "ZF")) or value("MI") != 0:
            raise _ReadError("坐标系被缩放或镜像", "a coordinate system is stretched or mirrored")
        turns = [int(value(name)) % 360 for name in ("D1", "KI", "D2")]
        if any(turn not in _QUARTER for turn in turns):
            raise _ReadError("坐标系不是直角转动", "a coordinate system is not turned by quarters")
        (c1, s1), (c2, s2), (c3, s3) = (_QUARTER[turn] for turn in turns)
        x = c1 * c3 - s1 * c2 * s3, s1 * c3 + c1 * c2 * s3, s2 * s3
        y = -c1 * s3 - s1 * c2 * c3, -s1 * s3 + c1 * c2 * c3, s2 * c3
        z = s1 * s2, -c1 * s2, c2
        return ReadPlane((value("XP"), value("YP"), value("ZP")), x, y, z)

    def _contour(self, block: Sequence[str]) -> None:
        points: list[tuple[Decimal, Decimal]] = []
        x: Decimal | None = None
        for line in block[1:]:
            if line.startswith("X="):
                x = Decimal(line[2:])
            elif line.startswith("Y="):
                if x is None:
                    raise _ReadError("轮廓点没有 X", "a point of a contour has no X")
                points.append((x, Decimal(line[2:])))
                x = None
        self.file.contours[int(block[0][1:])] = points

    def _macro(self, block: Sequence[str]) -> None:
        found = _MACRO.fullmatch(block[0])
        if found is None:
            raise _ReadError(f"读不出“{block[0]}”", f"cannot read {block[0]!r}")
        values = dict(self._pair(line) for line in block[1:])
        self.file.macros.append(ReadMacro(int(found[1]), found[2], values))
