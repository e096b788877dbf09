"""What a hand-fed saw and any optimiser read: the cut list as CSV, and the cuts of a plan in order, as rows and as text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from shuanglun.engines.cutting.model import CutNode, Pattern, Plan, Problem
from shuanglun.engines.machine_files.ptx_write import PartInfo
from shuanglun.kernel.length import millimetres
from shuanglun.kernel.text import Text

HEADS = (
    ("材料", "material"),
    ("板件", "part"),
    ("名称", "name"),
    ("订单", "order"),
    ("长", "length_mm"),
    ("宽", "width_mm"),
    ("数量", "qty"),
    ("纹理", "grain"),
    ("封边前", "edge_front"),
    ("封边后", "edge_back"),
    ("封边左", "edge_left"),
    ("封边右", "edge_right"),
    ("板件码", "pieces"),
)
_FREES = {
    "part": Text("得板件", "part"),
    "strip": Text("得条料", "strip"),
    "offcut": Text("余料，贴码入架", "off-cut: label it, keep it"),
    "waste": Text("废料", "waste"),
    "trim": Text("修边", "trim"),
}


def _safe(text: str) -> str:
    """A cell no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def _csv(rows: Iterator[Sequence[object]]) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerows([[_safe(str(cell)) for cell in row] for row in rows])
    return stream.getvalue().encode("utf-8-sig")


def cut_list_csv(problem: Problem, info: Mapping[str, PartInfo] | None = None, language: str = "zh") -> bytes:
    """The wanted parts, one a row: what every optimiser and saw can import. UTF-8 with mark, CRLF, millimetres."""

    def rows() -> Iterator[Sequence[object]]:
        yield [en if language == "en" else zh for zh, en in HEADS]
        for part in problem.parts:
            about = (info or {}).get(part.key, PartInfo(part.tag("name"), part.tag("order")))
            sizes = millimetres(part.length), millimetres(part.width)
            head = (problem.material, part.key, about.name, about.order)
            yield (*head, *sizes, part.qty, part.grain, *about.edges, " ".join(part.pieces))

    return _csv(rows())


@dataclass(frozen=True, slots=True)
class CutStep:
    """One cut of a pattern: its number, what lies on the saw, the way of the cut, what the fence is set to, what it frees.

    ``number`` counts within the pattern, ``depth`` is how often what lies there was cut before; lengths are 0.1 mm.
    """

    pattern: int
    number: int
    depth: int
    length: int
    width: int
    way: str
    fence: int
    frees: str
    pieces: tuple[str, ...]


def cut_steps(number: int, pattern: Pattern) -> list[CutStep]:
    """The cuts of a pattern in sawing order. A rest that simply remains needs no cut and is no step."""
    pieces = dict(zip((id(n) for n in pattern.root.of_kind("part")), zip(*pattern.pieces, strict=True), strict=True))

    def walk(node: CutNode, depth: int) -> Iterator[tuple[int, CutStep]]:
        for child in node.children:
            across = child.width if child.direction == "length" else child.length
            extent = node.width if child.direction == "length" else node.length
            names = tuple(placed.piece for placed in pieces.get(id(child), ()))
            if across < extent and not _remains(child, node):
                step = CutStep(
                    number, 0, depth, node.length, node.width, child.direction or "", across, child.kind, names
                )
                yield child.sequence, step
            elif names:
                yield child.sequence, CutStep(number, 0, depth, node.length, node.width, "", 0, child.kind, names)
            yield from walk(child, depth + 1)

    ordered = sorted(walk(pattern.root, 0), key=lambda one: one[0])
    return [_numbered(step, place) for place, (_, step) in enumerate(ordered, 1)]


def _remains(child: CutNode, parent: CutNode) -> bool:
    """True for the last rectangle of a row: it reaches the end (of what the trims left) and is there when all others are cut."""
    if child.kind == "trim" or child is not parent.children[-1]:
        return False
    trims = [one for one in parent.children if one.kind == "trim" and one.direction == child.direction]
    if child.direction == "length":
        end = min([one.y for one in trims if one.y > parent.y], default=parent.y + parent.width)
        return child.y + child.width >= end
    end = min([one.x for one in trims if one.x > parent.x], default=parent.x + parent.length)
    return child.x + child.length >= end


def _numbered(step: CutStep, number: int) -> CutStep:
    return CutStep(
        step.pattern, number, step.depth, step.length, step.width, step.way, step.fence, step.frees, step.pieces
    )


def plan_steps(plan: Plan) -> list[CutStep]:
    """The cuts of all patterns, in order."""
    return [step for number, pattern in enumerate(plan.patterns, 1) for step in cut_steps(number, pattern)]


def cut_steps_text(problem: Problem, plan: Plan, language: str = "zh") -> str:
    """The cuts of a plan as numbered lines, indented by what is cut again: for a hand-fed saw."""
    zh = language != "en"
    names = {name: part.tag("name") or part.key for part in problem.parts for name in part.piece_names()}
    lines = []
    for number, pattern in enumerate(plan.patterns, 1):
        board = next(one for one in problem.stock if one.code == pattern.stock)
        size = f"{millimetres(board.length)}×{millimetres(board.width)}"
        lines.append(
            f"图 {number}  {board.code}  {size}  ×{pattern.run}"
            if zh
            else f"Pattern {number}  {board.code}  {size}  x{pattern.run}"
        )
        lines += [_line(step, names, zh) for step in cut_steps(number, pattern)]
        lines.append("")
    return "\n".join(lines)


def _line(step: CutStep, names: Mapping[str, str], zh: bool) -> str:
    way = {"length": Text("纵切", "rip"), "width": Text("横切", "cross"), "": Text("不切", "as it is")}[step.way]
    told = _FREES[step.frees].in_language("zh" if zh else "en")
    pieces = "、".join(f"{names.get(piece, piece)} {piece}" for piece in step.pieces)
    lies = f"{millimetres(step.length)}×{millimetres(step.width)}"
    fence = f" {millimetres(step.fence)}" if step.way else ""
    return f"{'  ' * step.depth}{step.number:>3}. [{lies}] {way.in_language('zh' if zh else 'en')}{fence} → {told} {pieces}".rstrip()
