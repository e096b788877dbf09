"""Key figures of a plan, counted from its cut trees."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from shuanglun.engines.cutting.bounds import Bounds
from shuanglun.engines.cutting.model import CutNode, Figures, Offcut, Pattern, Problem, StockType


def strokes(node: CutNode, inside: tuple[int, int, int, int]) -> tuple[int, int]:
    """Number and total length of the saw cuts that divide ``inside`` (x, y, length, width) into the node's children.

    Where the last child ends at the edge no cut is needed behind it; trims are not counted here.
    """
    children = [child for child in node.children if child.kind != "trim"]
    if not children:
        return 0, 0
    x, y, length, width = inside
    last = children[-1]
    if last.direction == "length":
        cuts = len(children) - (last.y + last.width == y + width)
        return cuts, cuts * length
    cuts = len(children) - (last.x + last.length == x + length)
    return cuts, cuts * width


def cuts_of(problem: Problem, stock: StockType, root: CutNode) -> tuple[int, int]:
    """Number and total length of the cuts of one sheet, trims included."""
    trim = problem.trim_of(stock)
    number = cut_length = 0
    for node in root.walk():
        if node.kind == "trim":
            number += 1
            cut_length += max(node.length, node.width)
        elif node.level == 0:
            inside = (trim.left, trim.bottom, *problem.usable(stock))
            number, cut_length = _add((number, cut_length), strokes(node, inside))
        else:
            inside = (node.x, node.y, node.length, node.width)
            number, cut_length = _add((number, cut_length), strokes(node, inside))
    return number, cut_length


def _add(one: tuple[int, int], two: tuple[int, int]) -> tuple[int, int]:
    return one[0] + two[0], one[1] + two[1]


def basis_points(part: int, whole: int) -> int:
    """``part`` of ``whole`` in hundredths of a per cent, half away from zero; 0 where there is no whole."""
    return (20_000 * part + whole) // (2 * whole) if whole > 0 else 0


def count_figures(
    problem: Problem,
    patterns: Sequence[Pattern],
    offcuts: Sequence[Offcut],
    bounds: Bounds,
    complete: bool,
) -> Figures:
    """All figures of a plan; only a ``complete`` plan can be optimal.

    The gap is taken in whole sheets where there is one size of whole board, and in cost where there are several.
    """
    stock = {board.code: board for board in problem.stock}
    runs = [(stock[pattern.stock], pattern) for pattern in patterns]
    cuts = [cuts_of(problem, board, pattern.root) for board, pattern in runs]
    sheet_area = sum(board.area * pattern.run for board, pattern in runs)
    used = sum(_part_area(pattern.root) * pattern.run for pattern in patterns)
    kept = sum(offcut.length * offcut.width for offcut in offcuts)
    whole = sum(pattern.run for board, pattern in runs if not board.is_offcut)
    cost = sum(board.cost * pattern.run for board, pattern in runs)
    reached, least = (cost, bounds.cost) if _by_cost(problem.stock) else (whole, bounds.sheets)
    return Figures(
        sheets=sum(pattern.run for pattern in patterns),
        whole_sheets=whole,
        sheet_area=sheet_area,
        used_area=used,
        offcut_area=kept,
        largest_offcut=max((offcut.length * offcut.width for offcut in offcuts), default=0),
        waste_area=sheet_area - used - kept,
        waste=basis_points(sheet_area - used - kept, sheet_area),
        cost=cost,
        cost_bound=bounds.cost,
        patterns=len(patterns),
        cuts=sum(number * pattern.run for (number, _), pattern in zip(cuts, patterns, strict=True)),
        cut_length=sum(length * pattern.run for (_, length), pattern in zip(cuts, patterns, strict=True)),
        area_bound=bounds.area,
        bound=bounds.sheets,
        gap=basis_points(max(0, reached - least), least),
        optimal=complete and reached == least,
    )


def _part_area(root: CutNode) -> int:
    return sum(node.length * node.width for node in root.walk() if node.kind == "part")


def _by_cost(stock: Iterable[StockType]) -> bool:
    """Several sizes of whole boards, all with a cost: then cost is what a plan is measured by."""
    whole = [board for board in stock if not board.is_offcut]
    return len(whole) > 1 and all(board.cost > 0 for board in whole)
