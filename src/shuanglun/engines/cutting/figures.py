"""Key figures of a plan, counted from its cut trees."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

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


@dataclass(frozen=True, slots=True)
class Cuts:
    """The cuts of one sheet, trims included: their number and total length, how many are recuts, whether one is a head cut."""

    number: int
    length: int
    recuts: int
    head: bool


def cuts_of(problem: Problem, stock: StockType, root: CutNode) -> Cuts:
    """Count the cuts of one sheet."""
    trim = problem.trim_of(stock)
    number = length = recuts = 0
    for node in root.walk():
        if node.kind == "trim":
            number += 1
            length += max(node.length, node.width)
            continue
        usable = (trim.left, trim.bottom, *problem.usable(stock))
        inside = usable if node is root else (node.x, node.y, node.length, node.width)
        made, long = strokes(node, inside)
        number += made
        length += long
        recuts += made if node.children and node.children[0].level > 2 else 0
    return Cuts(number, length, recuts, has_head_cut(root))


def has_head_cut(root: CutNode) -> bool:
    """Whether the sheet is parted by a head cut before its first cuts."""
    return any(child.level == 0 and child.kind != "trim" for child in root.children)


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
    in_books = [-(-pattern.run // problem.book) for pattern in patterns]
    sheet_area = sum(board.area * pattern.run for board, pattern in runs)
    used = sum(_part_area(pattern.root) * pattern.run for pattern in patterns)
    kept = sum(offcut.length * offcut.width for offcut in offcuts)
    whole = sum(pattern.run for board, pattern in runs if not board.is_offcut)
    cost = sum(board.cost * pattern.run for board, pattern in runs)
    reached, least = (cost, bounds.cost) if by_cost(problem.stock) else (whole, bounds.sheets)
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
        cuts=sum(cut.number * pattern.run for cut, pattern in zip(cuts, patterns, strict=True)),
        cut_length=sum(cut.length * pattern.run for cut, pattern in zip(cuts, patterns, strict=True)),
        area_bound=bounds.area,
        bound=bounds.sheets,
        gap=basis_points(max(0, reached - least), least),
        optimal=complete and reached == least,
        strokes=sum(cut.number * books for cut, books in zip(cuts, in_books, strict=True)),
        books=sum(in_books),
        recuts=sum(cut.recuts * pattern.run for cut, pattern in zip(cuts, patterns, strict=True)),
        head_cuts=sum(pattern.run for cut, pattern in zip(cuts, patterns, strict=True) if cut.head),
        open_orders=most_open(problem, patterns),
    )


def most_open(problem: Problem, patterns: Sequence[Pattern]) -> int:
    """The most orders open at once: begun by a sheet that is cut, and not yet complete. Sheets of a pattern follow each other.

    An order is counted on its first and its last sheet too, for its pieces lie behind the saw then.
    """
    order_of = {part.key: part.tag("order") for part in problem.parts}
    spans: dict[str, tuple[int, int]] = {}
    sheet = 0
    for pattern in patterns:
        for row in pattern.pieces:
            for one in row:
                order = order_of[one.part]
                spans[order] = (spans.get(order, (sheet, sheet))[0], sheet)
            sheet += 1
    change = [0] * (sheet + 1)
    for first, last in spans.values():
        change[first] += 1
        change[last + 1] -= 1
    return max(accumulate(change), default=0)


def _part_area(root: CutNode) -> int:
    return sum(node.length * node.width for node in root.walk() if node.kind == "part")


def by_cost(stock: Iterable[StockType]) -> bool:
    """Several sizes of whole boards, all with a cost: then cost is what a plan is measured by."""
    whole = [board for board in stock if not board.is_offcut]
    return len(whole) > 1 and all(board.cost > 0 for board in whole)
