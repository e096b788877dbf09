"""A pattern as SVG and as plain geometry for the web.

The picture is readable in black and white: parts are white with a firm outline, off-cuts hatched, waste light grey, trims
darker grey. x of the sheet runs to the right and y upwards, so y is turned round for the screen. No fonts are embedded.
"""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

from shuanglun.engines.cutting.figures import basis_points
from shuanglun.engines.cutting.model import CutNode, Grain, Pattern, Placed, Problem, StockType, Trim
from shuanglun.kernel.length import millimetres

FONT = "'Noto Sans CJK SC','Microsoft YaHei','PingFang SC',sans-serif"
STYLE = (
    ".cut-sheet,.cut-part,.cut-offcut,.cut-waste{stroke:#000;stroke-width:1.2px;vector-effect:non-scaling-stroke}"
    ".cut-part{fill:#fff}.cut-waste{fill:#ddd;stroke-width:.6px}.cut-trim{fill:#bbb;stroke:none}"
    ".cut-offcut{fill:url(#cut-hatch);stroke-dasharray:6 3}.cut-sheet{fill:none;stroke-width:2px}"
    ".cut-text{fill:#000;text-anchor:middle;dominant-baseline:central;paint-order:stroke;stroke:#fff;stroke-width:24}"
    ".cut-grain{fill:none;stroke:#000;stroke-width:1px;vector-effect:non-scaling-stroke}"
)
HATCH = (
    '<pattern id="cut-hatch" width="180" height="180" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="180" height="180" style="fill:#fff;stroke:none"/><path d="M0 0V180" style="stroke:#000;stroke-width:14"/></pattern>'
)
MARGIN = 900
KIND_NAMES = {"part": "板件", "offcut": "余料", "waste": "废料", "trim": "修边", "strip": "条料", "sheet": "板材"}


def pattern_geometry(problem: Problem, pattern: Pattern, copy: int = 0) -> dict[str, Any]:
    """Rectangles and cuts of one copy, lengths in 0.1 mm.

    ``rects`` are the leaves of the tree: x, y, l, w, kind, label, piece, part, turned, order (place in sawing order).
    ``cuts`` are in sawing order: order, level, direction and the line the blade's near edge runs (x1, y1, x2, y2).
    """
    board = _board(problem, pattern)
    pieces = iter(pattern.pieces[copy])
    nodes = list(pattern.root.walk())
    rects = [_rect(node, next(pieces) if node.kind == "part" else None) for node in nodes[1:] if not node.children]
    return {
        "stock": board.code,
        "length": board.length,
        "width": board.width,
        "grain": board.grain,
        "run": pattern.run,
        "rects": rects,
        "cuts": sorted(_cuts(pattern.root, board, problem.trim_of(board)), key=lambda cut: int(cut["order"])),
    }


def pattern_svg(problem: Problem, pattern: Pattern, copy: int = 0, title: str = "") -> str:
    """The drawing of one copy as an SVG document, 1 user unit = 0.1 mm."""
    board = _board(problem, pattern)
    pieces = iter(pattern.pieces[copy])
    body = []
    for node in list(pattern.root.walk())[1:]:
        if not node.children:
            placed = next(pieces) if node.kind == "part" else None
            body += _shapes(problem, board, node, placed)
    sheet = f'<rect class="cut-sheet" x="0" y="0" width="{board.length}" height="{board.width}"/>'
    view = f"{-MARGIN} {-MARGIN} {board.length + 2 * MARGIN} {board.width + 2 * MARGIN}"
    caption = title or _caption(board, pattern)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}" font-family="{FONT}" role="img">'
        f"<title>{escape(caption)}</title><style>{STYLE}</style><defs>{HATCH}</defs>"
        f"{''.join(body)}{sheet}{''.join(_frame(board, caption))}</svg>"
    )


def _board(problem: Problem, pattern: Pattern) -> StockType:
    return next(board for board in problem.stock if board.code == pattern.stock)


def _caption(board: StockType, pattern: Pattern) -> str:
    used = sum(node.length * node.width for node in pattern.root.of_kind("part"))
    rate = basis_points(used, board.area)
    size = f"{millimetres(board.length)} × {millimetres(board.width)}"
    return f"{board.code}  {size}  ×{pattern.run} 张  利用率 {rate // 100}.{rate % 100:02d}%"


def _frame(board: StockType, caption: str) -> list[str]:
    """The caption and the board's own dimensions around it."""
    middle_x, middle_y = board.length // 2, board.width // 2
    left = -MARGIN // 2
    return [
        _text(middle_x, -MARGIN // 2, 380, caption),
        _text(middle_x, board.width + MARGIN // 2, 320, millimetres(board.length)),
        _text(left, middle_y, 320, millimetres(board.width), upright=True),
    ]


def _shapes(problem: Problem, board: StockType, node: CutNode, placed: Placed | None) -> list[str]:
    top = board.width - node.y - node.width
    shapes = [f'<rect class="cut-{node.kind}" x="{node.x}" y="{top}" width="{node.length}" height="{node.width}"/>']
    if node.kind == "part" and placed is not None:
        grain: Grain = next((part.grain for part in problem.parts if part.key == placed.part), "none")
        shapes += _arrow(node, top, grain, placed.turned)
        shapes += _labels(node, top, placed.piece)
    elif node.kind == "offcut":
        shapes += _labels(node, top, KIND_NAMES["offcut"])
    return shapes


def _labels(node: CutNode, top: int, name: str) -> list[str]:
    """Name and size, along the longer side, as large as the rectangle allows."""
    size = f"{millimetres(node.length)}×{millimetres(node.width)}"
    upright = node.width > node.length
    long, short = max(node.length, node.width), min(node.length, node.width)
    height = min(300, short // 3, long * 10 // (7 * max(len(name), len(size), 4)))
    if height < 60:
        return []
    x, y, shift = node.x + node.length // 2, top + node.width // 2, height * 6 // 10
    first, second = ((x - shift, y), (x + shift, y)) if upright else ((x, y - shift), (x, y + shift))
    return [_text(*first, height, name, upright), _text(*second, height * 9 // 10, size, upright)]


def _arrow(node: CutNode, top: int, grain: Grain, turned: bool) -> list[str]:
    """A double arrow along the grain near the part's lower left corner, for parts that may not turn."""
    long = min(node.length, node.width) // 2
    if grain == "none" or long < 120:
        return []
    along_x = (grain == "length") != turned
    head = min(60, long // 4)
    x, y = node.x + head + 40, top + node.width - head - 40
    if along_x:
        line = f"M{x} {y}h{long}m{-head} {-head}l{head} {head}l{-head} {head}M{x + head} {y - head}l{-head} {head}l{head} {head}"
    else:
        line = f"M{x} {y}v{-long}m{-head} {head}l{head} {-head}l{head} {head}M{x - head} {y - head}l{head} {head}l{head} {-head}"
    return [f'<path class="cut-grain" d="{line}"/>']


def _text(x: int, y: int, size: int, words: str, upright: bool = False) -> str:
    turn = f' transform="rotate(-90 {x} {y})"' if upright else ""
    return f'<text class="cut-text" x="{x}" y="{y}" font-size="{size}"{turn}>{escape(words)}</text>'


def _rect(node: CutNode, placed: Placed | None) -> dict[str, Any]:
    return {
        "x": node.x,
        "y": node.y,
        "l": node.length,
        "w": node.width,
        "kind": node.kind,
        "label": f"{millimetres(node.length)}×{millimetres(node.width)}",
        "piece": placed.piece if placed else None,
        "part": placed.part if placed else None,
        "turned": placed.turned if placed else False,
        "order": node.sequence,
    }


def _cuts(root: CutNode, board: StockType, trim: Trim) -> list[dict[str, Any]]:
    """The line that frees each rectangle; one that ends at the edge of what it is cut from needs no cut."""
    cuts: list[dict[str, Any]] = []
    for parent in root.walk():
        inner = (parent.x + parent.length, parent.y + parent.width)
        ends = (board.length - trim.right, board.width - trim.top) if parent is root else inner
        for node in parent.children:
            line = _line(node, ends, board)
            if line is not None:
                cuts.append(dict(zip(("x1", "y1", "x2", "y2"), line, strict=True)) | _cut_facts(node))
    return cuts


def _cut_facts(node: CutNode) -> dict[str, Any]:
    return {"order": node.sequence, "level": node.level, "direction": node.direction, "frees": node.kind}


def _line(node: CutNode, ends: tuple[int, int], board: StockType) -> tuple[int, int, int, int] | None:
    right, top = node.x + node.length, node.y + node.width
    if node.kind == "trim":
        if node.direction == "length":
            y = top if node.y == 0 else node.y
            return (node.x, y, right, y)
        x = right if node.x == 0 else node.x
        return (x, node.y, x, top)
    if node.direction == "length":
        return None if top >= ends[1] else (node.x, top, right, top)
    return None if right >= ends[0] else (right, node.y, right, top)
