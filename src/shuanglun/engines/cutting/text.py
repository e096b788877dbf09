"""A plan as lines of Chinese text that a sawyer can follow at a hand-fed saw."""

from __future__ import annotations

from collections.abc import Iterator

from shuanglun.engines.cutting.model import CutNode, Pattern, Placed, Plan, Problem
from shuanglun.kernel.length import millimetres

WAYS = {"length": "纵锯", "width": "横锯"}
RESTS = {"waste": "废料", "offcut": "余料", "trim": "修边"}


def plan_text(problem: Problem, plan: Plan) -> str:
    """The whole plan: figures, then every pattern cut by cut; a strip that is cut on is told under its own number."""
    figures = plan.figures
    lines = [
        f"开料方案 材料 {plan.material}  整板 {figures.whole_sheets} 张  余料板 {figures.sheets - figures.whole_sheets} 张",
        f"利用率 {_percent(figures.used_area * 10_000 // max(figures.sheet_area, 1))}"
        f"  废料 {_percent(figures.waste)}  锯切 {figures.cuts} 刀  下界 {figures.bound} 张"
        + ("  (已证明最优)" if figures.optimal else ""),
        f"锯路 {millimetres(problem.saw.kerf)}",
    ]
    for number, pattern in enumerate(plan.patterns, 1):
        lines += ["", *_pattern(problem, number, pattern)]
    if plan.unplaced:
        lines += ["", "未排入: " + " ".join(plan.unplaced)]
    return "\n".join(lines) + "\n"


def _percent(points: int) -> str:
    return f"{points // 100}.{points % 100:02d}%"


def _pattern(problem: Problem, number: int, pattern: Pattern) -> Iterator[str]:
    size = f"{millimetres(pattern.root.length)} × {millimetres(pattern.root.width)}"
    yield f"图 {number}  板材 {pattern.stock}  {size}  {pattern.run} 张"
    names = dict(zip((id(node) for node in pattern.root.of_kind("part")), _columns(pattern), strict=True))
    for node in sorted([pattern.root, *pattern.root.of_kind("strip")], key=lambda node: node.children[0].sequence):
        if node.sequence:
            yield f"  条料 {node.sequence}  {millimetres(node.length)} × {millimetres(node.width)}"
        for child in node.children:
            yield ("    " if node.sequence else "  ") + _line(child, names.get(id(child), ()))


def _columns(pattern: Pattern) -> list[tuple[Placed, ...]]:
    """For each part rectangle the pieces of all copies."""
    return list(zip(*pattern.pieces, strict=True))


def _line(node: CutNode, placed: tuple[Placed, ...]) -> str:
    way = WAYS[node.direction or "length"]
    size = millimetres(node.width if node.direction == "length" else node.length)
    rectangle = f"{millimetres(node.length)} × {millimetres(node.width)}"
    if node.kind == "strip":
        return f"{node.sequence}. {way} {size}  得条料 {rectangle}"
    if node.kind == "part":
        turned = " 转" if placed and placed[0].turned else ""
        return f"{node.sequence}. {way} {size}  得板件 {rectangle}{turned}  {' '.join(one.piece for one in placed)}"
    return f"{node.sequence}. {way} {size}  {RESTS[node.kind]} {rectangle}"
