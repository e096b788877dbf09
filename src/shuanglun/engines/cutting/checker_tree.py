"""The checker's replay of one cut tree: trims, kerf, guillotine cuts, stages, off-cut sizes, sawing order."""

from __future__ import annotations

from collections.abc import Sequence

from shuanglun.engines.cutting.model import CutNode, Problem, StockType

Fault = tuple[str, str, str]
Span = tuple[int, int]


def _span(node: CutNode, axis: str) -> Span:
    """First and last coordinate of a node along an axis."""
    return (node.x, node.x + node.length) if axis == "x" else (node.y, node.y + node.width)


class TreeCheck:
    """Collects (code, 中文, English) faults of a pattern's tree."""

    def __init__(self, problem: Problem, board: StockType) -> None:
        self.saw = problem.saw
        self.board = board
        trim = problem.trim_of(board)
        self.trim = trim
        self.inside_x: Span = (trim.left, board.length - trim.right)
        self.inside_y: Span = (trim.bottom, board.width - trim.top)
        self.faults: list[Fault] = []

    def run(self, root: CutNode) -> list[Fault]:
        """All faults of the tree."""
        if (root.kind, root.x, root.y, root.length, root.width) != ("sheet", 0, 0, self.board.length, self.board.width):
            self._add("SHEET", "排版与板材尺寸不符", "the tree's root is not this board")
        if (root.level, root.sequence) != (0, 0):
            self._add("LEVEL", "锯切级别标注错误", "the board is not level and sequence 0")
        self._trims([child for child in root.children if child.kind == "trim"])
        strips = [child for child in root.children if child.kind != "trim"]
        if self.saw.head_cut and any(child.level == 0 for child in strips):
            self._halves(strips)
        else:
            self._divide(strips, self.inside_x, self.inside_y, None, 0)
        self._order(root)
        self._recuts(root)
        return self.faults

    def _add(self, code: str, zh: str, en: str) -> None:
        self.faults.append((code, zh, en))

    def _trims(self, trims: Sequence[CutNode]) -> None:
        """The trims and the inside together are the whole board, each trim on its own side."""
        area = sum(trim.length * trim.width for trim in trims)
        inside = (self.inside_x[1] - self.inside_x[0]) * (self.inside_y[1] - self.inside_y[0])
        outside = all(self._outside(trim) for trim in trims)
        apart = all(self._apart(one, two) for number, one in enumerate(trims) for two in trims[number + 1 :])
        apart = apart and all(trim.level == 0 for trim in trims)
        sides = (self.trim.left, self.trim.right, self.trim.bottom, self.trim.top)
        if (
            not outside
            or not apart
            or area + inside != self.board.area
            or len(trims) != sum(side > 0 for side in sides)
        ):
            self._add("TRIM", "修边与设定不符", "the trims are not those of the saw")

    def _outside(self, node: CutNode) -> bool:
        (x1, x2), (y1, y2) = _span(node, "x"), _span(node, "y")
        beside = x2 <= self.inside_x[0] or x1 >= self.inside_x[1] or y2 <= self.inside_y[0] or y1 >= self.inside_y[1]
        return beside and x1 >= 0 and y1 >= 0 and x2 <= self.board.length and y2 <= self.board.width

    def _apart(self, one: CutNode, two: CutNode) -> bool:
        (a1, a2), (b1, b2) = _span(one, "x"), _span(two, "x")
        (c1, c2), (d1, d2) = _span(one, "y"), _span(two, "y")
        return a2 <= b1 or b2 <= a1 or c2 <= d1 or d2 <= c1

    def _divide(self, children: Sequence[CutNode], x: Span, y: Span, parent_way: str | None, stage: int) -> None:
        """Replay the cuts that divide a rectangle: all one way, edge to edge, one kerf apart, nothing left over."""
        if not children:
            return
        ways = {child.direction for child in children}
        way = children[0].direction
        if len(ways) != 1 or way is None:
            self._add("GUILLOTINE", "同级锯切方向不一", "cuts of one rectangle run different ways")
            return
        deeper = stage + 1 if way != parent_way else stage
        self._stage(children, way, deeper)
        along, across, full = ("y", "x", (y, x)) if way == "length" else ("x", "y", (x, y))
        self._tiling(children, along, full[0])
        for child in children:
            if _span(child, across) != full[1]:
                self._inside(child)
                self._add("GUILLOTINE", "锯切没有贯通", "a cut does not run from edge to edge")
            self._node(child, deeper)

    def _tiling(self, children: Sequence[CutNode], axis: str, full: Span) -> None:
        spans = sorted(_span(child, axis) for child in children)
        if spans[0][0] < full[0] or spans[-1][1] > full[1]:
            self._inside(children[-1])
            self._add("OUTSIDE", "超出所在区域", "a rectangle sticks out of the one it is cut from")
        at = full[0]
        for first, last in spans:
            if first != at:
                self._add("KERF", "相邻锯切之间不是一个锯路", "neighbours are not exactly one kerf apart")
            at = last + self.saw.kerf
        ending = max(children, key=lambda child: _span(child, axis)[1])
        if at < full[1] or (ending.kind == "waste" and _span(ending, axis)[1] != full[1]):
            self._add("UNCOVERED", "有未说明的剩余区域", "part of the board is accounted for by nothing")

    def _halves(self, halves: Sequence[CutNode]) -> None:
        """A head cut parts the board in two, edge to edge; each half then starts with its first cuts."""
        ways = {child.direction for child in halves}
        if len(halves) > 2 or ways not in ({"length"}, {"width"}) or any(child.level for child in halves):
            self._add("HEAD-CUT", "一张板只能有一次分头锯", "a head cut parts the board once, in two")
            return
        along, across, full = (
            ("y", self.inside_x, self.inside_y) if ways == {"length"} else ("x", self.inside_y, self.inside_x)
        )
        self._tiling(halves, along, full)
        for child in halves:
            if _span(child, "x" if along == "y" else "y") != across:
                self._add("GUILLOTINE", "锯切没有贯通", "a cut does not run from edge to edge")
            self._node(child, 0)

    def _recuts(self, root: CutNode) -> None:
        """Cuts after the second stage: between the children of a rectangle, and behind the last that ends before its edge."""
        if self.saw.recuts is None:
            return
        made = 0
        for node in root.walk():
            below = [child for child in node.children if child.level > 2]
            if below:
                ends = max((child.x + child.length, child.y + child.width) for child in below)
                made += len(below) - (ends == (node.x + node.length, node.y + node.width))
        if made > self.saw.recuts:
            zh = f"一张板 {made} 次再锯, 最多 {self.saw.recuts} 次"
            self._add("RECUTS", zh, f"{made} recuts on a sheet, at most {self.saw.recuts}")

    def _width(self, node: CutNode) -> None:
        """A strip of the first cuts that holds parts is neither too narrow nor too wide for the saw."""
        wide = node.width if node.direction == "length" else node.length
        if wide < self.saw.narrowest_strip or (self.saw.widest_strip and wide > self.saw.widest_strip):
            self._add("STRIP-WIDTH", "条料宽度超出锯的范围", "a strip is too narrow or too wide for the saw")

    def _inside(self, node: CutNode) -> None:
        (x1, x2), (y1, y2) = _span(node, "x"), _span(node, "y")
        if x1 < self.inside_x[0] or x2 > self.inside_x[1] or y1 < self.inside_y[0] or y2 > self.inside_y[1]:
            self._add("OUTSIDE", "超出修边后的板面", "a rectangle lies outside the trimmed board")

    def _stage(self, children: Sequence[CutNode], way: str, stage: int) -> None:
        """Stages are counted by changes of direction; one trimming cut that frees a single part may come after them."""
        if stage == 1 and self.saw.first_cut not in ("any", way):
            self._add("FIRST-CUT", "第一刀方向不符", "the first cuts run the wrong way")
        if any(child.level != stage for child in children):
            self._add("LEVEL", "锯切级别标注错误", "a cut's level is not its stage")
        if self.saw.stages is None or stage <= self.saw.stages:
            return
        frees_one = sum(child.kind == "part" for child in children) == 1 and len(children) <= 2
        rest = all(child.kind in ("part", "waste", "offcut") for child in children)
        if not (self.saw.final_trim and stage == self.saw.stages + 1 and frees_one and rest):
            self._add("STAGES", f"超过 {self.saw.stages} 级锯切", f"more than {self.saw.stages} stages of cuts")

    def _node(self, node: CutNode, stage: int) -> None:
        if node.kind == "strip":
            if not node.children:
                self._add("TREE", "条料没有继续锯切", "a strip is not cut any further")
            self._divide(node.children, _span(node, "x"), _span(node, "y"), node.direction, stage)
        elif node.kind in ("part", "offcut", "waste"):
            if node.children:
                self._add("TREE", "成品或余料被继续锯切", "a finished rectangle is cut further")
        else:
            self._add("TREE", "锯切树中有意外的节点", "a board or trim inside the tree")
        if node.length <= 0 or node.width <= 0:
            self._add("TREE", "矩形没有面积", "a rectangle without area")
        if node.level == 1 and node.kind in ("part", "strip"):
            self._width(node)
        if node.kind == "offcut" and not self._kept(node):
            self._add("OFFCUT-SIZE", "余料小于保留尺寸", "an off-cut is below the sizes to keep")
        if node.kind in ("part", "strip") and min(node.length, node.width) < self.saw.smallest_piece:
            self._add("SMALLEST", "小于锯的最小可切尺寸", "a piece is smaller than the saw can cut")

    def _kept(self, node: CutNode) -> bool:
        least = sorted((self.saw.min_offcut_length, self.saw.min_offcut_width))
        size = sorted((node.length, node.width))
        return least != [0, 0] and size[0] >= least[0] and size[1] >= least[1]

    def _order(self, root: CutNode) -> None:
        """Sequence numbers are 1, 2, 3 ... and no piece is freed before the rectangle it comes from."""
        numbers = sorted(node.sequence for node in root.walk() if node is not root)
        if numbers != list(range(1, len(numbers) + 1)):
            self._add("ORDER", "锯切顺序号不连续", "the sawing order has gaps or repeats")
        for node in root.walk():
            if any(child.sequence <= node.sequence for child in node.children):
                self._add("ORDER", "先锯了后面的料", "a piece is freed before its rectangle")
