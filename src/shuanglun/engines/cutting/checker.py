"""An independent check of a plan against its problem.

It shares no geometry with the solver: it reads only the model, walks the cut tree as a saw would, and replays every cut.
Every fault is a finding; a plan without a ``stop`` can be cut.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from shuanglun.engines.cutting.checker_figures import figure_faults
from shuanglun.engines.cutting.checker_tree import TreeCheck
from shuanglun.engines.cutting.model import Part, Pattern, Placement, Plan, Problem, StockType
from shuanglun.kernel.findings import Finding, Where
from shuanglun.kernel.text import Text

TODO = Text("不要下发, 重新排版", "do not release it; plan anew")


def check_plan(problem: Problem, plan: Plan) -> list[Finding]:
    """Findings about trees, pieces, stock, off-cuts and figures; an empty list means the plan holds."""
    stock = {board.code: board for board in problem.stock}
    parts = {part.key: part for part in problem.parts}
    findings: list[Finding] = []
    for index, pattern in enumerate(plan.patterns):
        where = f"pattern {index + 1}"
        board = stock.get(pattern.stock)
        if board is None:
            findings.append(_stop("STOCK", where, f"板材 {pattern.stock} 不在库", f"no board {pattern.stock} in stock"))
            continue
        faults = TreeCheck(problem, board).run(pattern.root)
        findings += [_stop(code, where, zh, en) for code, zh, en in faults]
        findings += _placements(problem, board, parts, pattern, where)
    findings += _stock_use(problem, plan)
    findings += _identities(problem, plan)
    findings += _offcuts(plan, stock)
    findings += _open_orders(problem, plan)
    findings += [_stop(code, "figures", zh, en) for code, zh, en in figure_faults(problem, plan)]
    return findings


def _stop(code: str, where: str, zh: str, en: str) -> Finding:
    return Finding(f"CUTPLAN-{code}", "stop", Text(zh, en), TODO, Where(field=where))


def _placements(
    problem: Problem, board: StockType, parts: dict[str, Part], pattern: Pattern, where: str
) -> Iterator[Finding]:
    """Pieces: as many as rectangles, of the right size and grain, apart by the kerf, inside the trims."""
    rectangles = sum(node.kind == "part" for node in pattern.root.walk())
    if any(len(row) != rectangles for row in pattern.pieces) or not pattern.pieces:
        yield _stop("PIECES", where, "单件数与排版不符", "pieces and part rectangles differ in number")
        return
    placements = list(pattern.placements())
    for placement in placements:
        part = parts.get(placement.part)
        if part is None:
            yield _stop("PART", where, f"未知板件 {placement.part}", f"unknown part {placement.part}")
            continue
        yield from _size_and_grain(board, part, placement, where)
    yield from _apart(problem, [placement for placement in placements if placement.copy == 0], where)


def _size_and_grain(board: StockType, part: Part, placement: Placement, where: str) -> Iterator[Finding]:
    wanted = (part.width, part.length) if placement.turned else (part.length, part.width)
    if (placement.length, placement.width) != wanted:
        yield _stop("SIZE", where, f"{placement.piece} 尺寸不对", f"{placement.piece} has the wrong size")
    if part.grain == "none":
        return
    grain_along_x = board.grain != "width"
    length_along_x = not placement.turned
    follows = length_along_x == grain_along_x
    if follows != (part.grain == "length"):
        yield _stop("GRAIN", where, f"{placement.piece} 纹理方向错", f"{placement.piece} lies across its grain")


def _apart(problem: Problem, placements: list[Placement], where: str) -> Iterator[Finding]:
    """Any two pieces of a sheet are parted by at least one kerf along x or along y."""
    kerf = problem.saw.kerf
    by_x = sorted(placements, key=lambda p: p.x)
    for number, one in enumerate(by_x):
        for two in by_x[number + 1 :]:
            if two.x >= one.x + one.length + kerf:
                break
            apart = max(two.y - one.y - one.width, one.y - two.y - two.width)
            if apart < 0 and two.x < one.x + one.length:
                yield _stop(
                    "OVERLAP", where, f"{one.piece} 与 {two.piece} 重叠", f"{one.piece} and {two.piece} overlap"
                )
            elif apart < kerf:
                zh, en = (
                    f"{one.piece} 与 {two.piece} 之间不足一个锯路",
                    f"no full kerf between {one.piece} and {two.piece}",
                )
                yield _stop("KERF", where, zh, en)


def _stock_use(problem: Problem, plan: Plan) -> Iterator[Finding]:
    used: Counter[str] = Counter()
    for pattern in plan.patterns:
        used[pattern.stock] += pattern.run
    for board in problem.stock:
        if board.copies is not None and used[board.code] > board.copies:
            zh = f"板材 {board.code} 用 {used[board.code]} 张, 只有 {board.copies} 张"
            en = f"{used[board.code]} boards {board.code} are cut but there are {board.copies}"
            yield _stop("STOCK-LIMIT", f"stock {board.code}", zh, en)


def _identities(problem: Problem, plan: Plan) -> Iterator[Finding]:
    """Every wanted piece is cut exactly once, from its own part, and nothing else is cut."""
    owner = {piece: part.key for part in problem.parts for piece in part.piece_names()}
    cut: Counter[str] = Counter()
    for one in (one for pattern in plan.patterns for row in pattern.pieces for one in row):
        cut[one.piece] += 1
        if owner.get(one.piece) != one.part:
            zh = f"{one.piece} 不是板件 {one.part} 的单件"
            yield _stop("IDENTITY", "pieces", zh, f"{one.piece} is no piece of part {one.part}")
    for piece, number in cut.items():
        if number > 1:
            yield _stop("TWICE", "pieces", f"{piece} 开了 {number} 次", f"{piece} is cut {number} times")
    if any(piece not in owner or cut[piece] for piece in plan.unplaced) or len(set(plan.unplaced)) != len(
        plan.unplaced
    ):
        yield _stop("UNPLACED", "unplaced", "未排清单不对", "the list of unplaced pieces is wrong")
    if plan.material != problem.material:
        yield _stop("MATERIAL", "material", "方案不是这种材料的", "the plan is of another material")
    for piece in owner:
        if not cut[piece]:
            yield _stop("MISSING", "pieces", f"{piece} 没有排入", f"{piece} is not in the plan")


def _offcuts(plan: Plan, stock: dict[str, StockType]) -> Iterator[Finding]:
    """The list of off-cuts is what the trees leave, each under its own key."""
    left: Counter[tuple[int, int, int, int, int, int, str, str]] = Counter()
    for index, pattern in enumerate(plan.patterns):
        for node in pattern.root.walk():
            if node.kind == "offcut":
                for copy in range(pattern.run):
                    grain = stock[pattern.stock].grain if pattern.stock in stock else "none"
                    left[(index, copy, node.x, node.y, node.length, node.width, pattern.stock, grain)] += 1
    listed = Counter(
        (rest.pattern, rest.copy, rest.x, rest.y, rest.length, rest.width, rest.stock, rest.grain)
        for rest in plan.offcuts
    )
    if left != listed or len({rest.key for rest in plan.offcuts}) != len(plan.offcuts):
        yield _stop("OFFCUT", "offcuts", "余料清单与排版不符", "the off-cut list does not match the patterns")


def _open_orders(problem: Problem, plan: Plan) -> Iterator[Finding]:
    """At no sheet do pieces of more orders wait behind the saw than there is room for."""
    room = problem.saw.open_orders
    if room is None:
        return
    order_of = {part.key: part.tag("order") for part in problem.parts}
    sheets = [{order_of.get(one.part, "") for one in row} for pattern in plan.patterns for row in pattern.pieces]
    for number, sheet in enumerate(sheets):
        before = set().union(*sheets[:number])
        after = set().union(*sheets[number:])
        waiting = len(sheet | (before & after))
        if waiting > room:
            zh, en = (
                f"第 {number + 1} 张板后有 {waiting} 个订单未齐, 最多 {room} 个",
                f"{waiting} orders wait behind sheet {number + 1}",
            )
            yield _stop("OPEN-ORDERS", f"sheet {number + 1}", zh, f"{en}, at most {room}")
            return
