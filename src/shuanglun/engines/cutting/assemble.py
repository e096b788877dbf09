"""From a draft in solver units to a plan: trees, books of identical sheets, identities of pieces and off-cuts."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import replace

from shuanglun.engines.cutting.bounds import Bounds
from shuanglun.engines.cutting.construct import Draft, Sheet
from shuanglun.engines.cutting.figures import count_figures
from shuanglun.engines.cutting.fill import Block
from shuanglun.engines.cutting.model import CutNode, Offcut, Part, Pattern, Placed, Plan, Problem, StockType
from shuanglun.engines.cutting.sequence import Way, in_sequence
from shuanglun.engines.cutting.tree import TreeBuilder
from shuanglun.engines.cutting.units import Scaled, strips_run

ENGINE = "shuanglun-first-plan"
VERSION = "3"

Queues = list[deque[tuple[Part, str]]]


def assemble(scaled: Scaled, draft: Draft, bounds: Bounds, seed: int, way: Way = "full") -> Plan:
    """The plan of a draft, its sheets in the sequence ``way``."""
    problem = scaled.problem
    queues = scaled.queues()
    sheets = in_sequence(scaled, _grouped(draft.sheets), way)
    patterns = tuple(_pattern(scaled, sheet, queues) for sheet in sheets)
    offcuts = tuple(_offcuts(problem, patterns))
    unplaced = tuple(piece for queue in queues for _, piece in queue)
    return Plan(
        material=problem.material,
        patterns=patterns,
        offcuts=offcuts,
        unplaced=unplaced,
        figures=count_figures(problem, patterns, offcuts, bounds, not unplaced),
        engine=ENGINE,
        version=VERSION,
        seed=seed,
    )


def _shape(block: Block) -> tuple[object, ...]:
    return (block.size, block.cross, block.kind, tuple(_shape(child) for child in block.children))


def _grouped(sheets: Sequence[Sheet]) -> list[Sheet]:
    """Identical sheets made one with their runs added."""
    groups: dict[tuple[object, ...], tuple[Sheet, int]] = {}
    for sheet in sheets:
        key = (sheet.board, sheet.side, sheet.headed, tuple(_shape(block) for block in sheet.blocks))
        first, run = groups.get(key, (sheet, 0))
        groups[key] = (first, run + sheet.run)
    return [replace(sheet, run=run) for sheet, run in groups.values()]


def _pattern(scaled: Scaled, sheet: Sheet, queues: Queues) -> Pattern:
    board = scaled.boards[sheet.board]
    builder = TreeBuilder(scaled.problem, scaled.unit)
    root = builder.sheet(board.stock, list(sheet.blocks), strips_run(board, sheet.side), sheet.headed)
    nodes = root.of_kind("part")
    rows = tuple(
        tuple(
            _placed(board.stock, node, *queues[kind].popleft()) for node, kind in zip(nodes, builder.kinds, strict=True)
        )
        for _ in range(sheet.run)
    )
    return Pattern(board.stock.code, root, rows)


def _placed(board: StockType, node: CutNode, part: Part, piece: str) -> Placed:
    """Whether a free part is turned shows in its rectangle; grain tells it for every other, even a square one."""
    if part.grain == "none":
        return Placed(piece, part.key, (node.length, node.width) != (part.length, part.width))
    return Placed(piece, part.key, (part.grain == "width") != (board.grain == "width"))


def joined(problem: Problem, plans: Sequence[Plan], bounds: Bounds, seed: int) -> Plan:
    """One plan of plans for parts of the problem, cut one after the other."""
    patterns = tuple(pattern for plan in plans for pattern in plan.patterns)
    offcuts = tuple(_offcuts(problem, patterns))
    unplaced = tuple(piece for plan in plans for piece in plan.unplaced)
    figures = count_figures(problem, patterns, offcuts, bounds, not unplaced)
    return Plan(problem.material, patterns, offcuts, unplaced, figures, ENGINE, VERSION, seed)


def _offcuts(problem: Problem, patterns: Iterable[Pattern]) -> Iterable[Offcut]:
    stock = {board.code: board for board in problem.stock}
    for index, pattern in enumerate(patterns):
        rests = pattern.root.of_kind("offcut")
        for copy in range(pattern.run):
            for number, node in enumerate(rests, 1):
                yield _offcut(problem.material, stock[pattern.stock], index, copy, number, node)


def _offcut(material: str, board: StockType, index: int, copy: int, number: int, node: CutNode) -> Offcut:
    key = f"{material}:{index + 1}-{copy + 1}-{number}"
    return Offcut(key, board.code, index, copy, node.x, node.y, node.length, node.width, board.grain)
