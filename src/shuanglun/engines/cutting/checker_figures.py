"""The checker's recount of a plan's figures: from the rectangles alone, with no code of the solver's."""

from __future__ import annotations

from collections.abc import Iterator

from shuanglun.engines.cutting.model import CutNode, Plan, Problem, StockType

Fault = tuple[str, str, str]


def figure_faults(problem: Problem, plan: Plan) -> Iterator[Fault]:
    """Counts, areas, cuts and the gap recounted; a bound above the plan, or a false "optimal", is a fault."""
    stock = {board.code: board for board in problem.stock}
    runs = [(stock[one.stock], one.root, one.run) for one in plan.patterns if one.stock in stock]
    told = plan.figures
    whole = sum(run for board, _, run in runs if not board.is_offcut)
    cost = sum(board.cost * run for board, _, run in runs)
    for name, counted in _counted(problem, plan, runs).items():
        if getattr(told, name) != counted:
            yield "FIGURES", f"统计数字与排版不符: {name}", f"the figures do not match the patterns: {name}"
    if told.optimal and (plan.unplaced or (told.bound != whole and told.cost_bound != cost)):
        yield "OPTIMAL", "未达下界却称最优", 'called "optimal" without meeting a bound'
    if not plan.unplaced and (told.bound > whole or told.cost_bound > cost):
        yield "BOUND", "下界高于实际用量", "the lower bound lies above the plan"
    above = {_gap(whole, told.bound), _gap(cost, told.cost_bound)}
    if told.gap not in above:
        yield "FIGURES", "与下界的差距不对", "the gap is not that between plan and bound"


def _counted(problem: Problem, plan: Plan, runs: list[tuple[StockType, CutNode, int]]) -> dict[str, int]:
    sheets = sum(board.length * board.width * run for board, _, run in runs)
    used = sum(_area(root, "part") * run for _, root, run in runs)
    kept = sum(_area(root, "offcut") * run for _, root, run in runs)
    rests = [node.length * node.width for _, root, _ in runs for node in root.walk() if node.kind == "offcut"]
    cuts = [(_cuts(problem, board, root), run) for board, root, run in runs]
    lost = sheets - used - kept
    return {
        "sheets": sum(run for _, _, run in runs),
        "whole_sheets": sum(run for board, _, run in runs if not board.is_offcut),
        "sheet_area": sheets,
        "used_area": used,
        "offcut_area": kept,
        "largest_offcut": max(rests, default=0),
        "waste_area": lost,
        "waste": _rounded(lost * 10_000, sheets),
        "cost": sum(board.cost * run for board, _, run in runs),
        "patterns": len(plan.patterns),
        "cuts": sum(len(found) * run for found, run in cuts),
        "cut_length": sum(sum(found) * run for found, run in cuts),
    }


def _area(root: CutNode, kind: str) -> int:
    return sum(node.length * node.width for node in root.walk() if node.kind == kind)


def _rounded(part: int, whole: int) -> int:
    """Half away from zero; 0 where there is no whole."""
    quotient, rest = divmod(part, whole) if whole > 0 else (0, 0)
    return quotient + (1 if whole > 0 and 2 * rest >= whole else 0)


def _gap(reached: int, least: int) -> int:
    return _rounded(max(0, reached - least) * 10_000, least)


def _cuts(problem: Problem, board: StockType, root: CutNode) -> list[int]:
    """The length of every cut of a sheet: a trim along its longer side, and one behind every rectangle short of its edge."""
    trim = problem.trim_of(board)
    edges = board.length - trim.right, board.width - trim.top
    starts = trim.left, trim.bottom
    found: list[int] = []

    def divide(children: tuple[CutNode, ...], x2: int, y2: int, length: int, width: int) -> None:
        for child in children:
            if child.kind == "trim":
                found.append(max(child.length, child.width))
                continue
            along_length = child.direction == "length"
            if (child.y + child.width < y2) if along_length else (child.x + child.length < x2):
                found.append(length if along_length else width)
            divide(child.children, child.x + child.length, child.y + child.width, child.length, child.width)

    divide(root.children, *edges, edges[0] - starts[0], edges[1] - starts[1])
    return found
