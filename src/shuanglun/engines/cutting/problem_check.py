"""What is wrong with a cutting problem, as findings: every fault at once, each naming the part or board and the reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from shuanglun.engines.cutting.model import Part, Problem, Saw, StockType
from shuanglun.kernel.findings import Finding, Level, Where
from shuanglun.kernel.length import millimetres
from shuanglun.kernel.text import Text

LARGEST_KERF = 200


def check_problem(problem: Problem) -> list[Finding]:
    """Findings about saw, stock and parts; with a ``stop`` among them ``solve`` refuses."""
    return [*_saw(problem), *_stock(problem), *_parts(problem)]


def _finding(code: str, where: str, zh: str, en: str, todo: tuple[str, str], level: Level = "stop") -> Finding:
    return Finding(code, level, Text(zh, en), Text(*todo), Where(field=where))


def _saw(problem: Problem) -> Iterator[Finding]:
    saw = problem.saw
    if not 0 <= saw.kerf <= LARGEST_KERF:
        yield _finding(
            "CUT-KERF",
            "saw.kerf",
            f"锯路 {millimetres(saw.kerf)} mm 不合理",
            f"a kerf of {millimetres(saw.kerf)} mm is absurd",
            (f"填 0 到 {millimetres(LARGEST_KERF)} mm", f"give 0 to {millimetres(LARGEST_KERF)} mm"),
        )
    if saw.stages not in (2, 3, None):
        yield _finding(
            "CUT-STAGES",
            "saw.stages",
            f"锯切级数 {saw.stages} 不支持",
            f"{saw.stages} cutting stages are not supported",
            ("选 2、3 或不限", "choose 2, 3 or unlimited"),
        )
    if min(saw.smallest_piece, saw.min_offcut_length, saw.min_offcut_width) < 0:
        yield _finding(
            "CUT-SAW-NEGATIVE",
            "saw",
            "锯的尺寸限值为负",
            "a size limit of the saw is negative",
            ("填 0 或正数", "give zero or more"),
        )
    yield from _limits(saw)


def _limits(saw: Saw) -> Iterator[Finding]:
    """The limits of strips, recuts, books and open orders make sense."""
    numbers = (saw.narrowest_strip, saw.widest_strip, saw.recuts or 0, saw.book_height)
    if min(numbers) < 0 or 0 < saw.widest_strip < saw.narrowest_strip:
        yield _finding(
            "CUT-SAW-LIMITS",
            "saw",
            "条宽、再锯次数或叠板高度的限值不合理",
            "the limits of strip width, recuts or book height make no sense",
            ("填 0 或正数, 最宽不小于最窄", "give zero or more, the widest not below the narrowest"),
        )
    if saw.open_orders is not None and saw.open_orders < 1:
        yield _finding(
            "CUT-OPEN-ORDERS",
            "saw.open_orders",
            f"锯后同时未齐的订单数 {saw.open_orders} 不合理",
            f"{saw.open_orders} orders open behind the saw is absurd",
            ("填 1 或更多, 或不限", "give 1 or more, or no limit"),
        )


def _stock(problem: Problem) -> Iterator[Finding]:
    if problem.parts and not problem.stock:
        yield _finding(
            "CUT-STOCK-NONE", "stock", "没有可用板材", "there is no board to cut", ("添加板材", "add a board")
        )
    codes = Counter(stock.code for stock in problem.stock)
    for code in (code for code, number in codes.items() if number > 1):
        yield _finding(
            "CUT-STOCK-TWICE",
            f"stock {code}",
            f"板材编号 {code} 重复",
            f"board code {code} is there more than once",
            ("每种板材用不同编号", "give every board its own code"),
        )
    for stock in problem.stock:
        yield from _one_stock(problem, stock)


def _one_stock(problem: Problem, stock: StockType) -> Iterator[Finding]:
    where = f"stock {stock.code}"
    length, width = problem.usable(stock)
    if not problem.trim_of(stock).is_sane or min(length, width) <= 0:
        yield _finding(
            "CUT-STOCK-SIZE",
            where,
            f"板材 {stock.code} 修边后没有可用面积",
            f"nothing of board {stock.code} is left after trimming",
            ("检查板材尺寸和修边", "check the board's size and trim"),
        )
    if stock.cost < 0 or (stock.copies is not None and stock.copies < 0):
        yield _finding(
            "CUT-STOCK-NEGATIVE",
            where,
            f"板材 {stock.code} 的数量或价格为负",
            f"board {stock.code} has a negative quantity or cost",
            ("填 0 或正数", "give zero or more"),
        )
    if stock.identity is not None and stock.copies != 1:
        yield _finding(
            "CUT-STOCK-IDENTITY",
            where,
            f"板材 {stock.code} 有唯一身份, 数量必须是 1",
            f"board {stock.code} has an identity, so there can be only one",
            ("数量填 1", "set the quantity to 1"),
        )


def _parts(problem: Problem) -> Iterator[Finding]:
    if not problem.parts:
        yield _finding(
            "CUT-PARTS-NONE", "parts", "没有要开的板件", "there is no part to cut", ("添加板件", "add parts"), "warn"
        )
    keys = Counter(part.key for part in problem.parts)
    for key in (key for key, number in keys.items() if number > 1):
        yield _finding(
            "CUT-PART-TWICE",
            f"part {key}",
            f"板件编号 {key} 重复",
            f"part key {key} is there more than once",
            ("每种板件用不同编号", "give every part its own key"),
        )
    for part in problem.parts:
        yield from _one_part(problem, part)
    yield from _piece_names(problem)


def _one_part(problem: Problem, part: Part) -> Iterator[Finding]:
    where = f"part {part.key}"
    if part.qty <= 0:
        yield _finding(
            "CUT-PART-QTY",
            where,
            f"板件 {part.key} 数量为 {part.qty}",
            f"part {part.key} has quantity {part.qty}",
            ("填 1 或更多, 或删除该行", "give 1 or more, or delete the row"),
        )
    if part.pieces and len(part.pieces) != part.qty:
        yield _finding(
            "CUT-PART-PIECES",
            where,
            f"板件 {part.key} 数量 {part.qty} 与单件编号数 {len(part.pieces)} 不符",
            f"part {part.key} has quantity {part.qty} but {len(part.pieces)} piece identities",
            ("每件一个编号", "give one identity a piece"),
        )
    if min(part.length, part.width) <= 0:
        yield _size_finding(part, "CUT-PART-SIZE", "尺寸必须大于 0", "its size must be above zero")
    elif min(part.length, part.width) < problem.saw.smallest_piece:
        least = millimetres(problem.saw.smallest_piece)
        yield _size_finding(
            part, "CUT-PART-SMALL", f"小于锯的最小可切尺寸 {least}", f"it is below the saw's smallest piece of {least}"
        )
    elif problem.stock and not any(_fits(problem, stock, part) for stock in problem.stock):
        yield _size_finding(part, "CUT-PART-LARGE", *_why_too_large(problem, part))


def _size_finding(part: Part, code: str, zh: str, en: str) -> Finding:
    size = f"{millimetres(part.length)} × {millimetres(part.width)}"
    todo = ("改尺寸、改纹理方向或换板材", "change its size, its grain or the board")
    return _finding(
        code, f"part {part.key}", f"板件 {part.key} ({size}): {zh}", f"part {part.key} ({size}): {en}", todo
    )


def _why_too_large(problem: Problem, part: Part) -> tuple[str, str]:
    free = Part(part.key, part.length, part.width)
    if part.grain != "none" and any(_fits(problem, stock, free) for stock in problem.stock):
        return "按纹理方向放不进任何板材", "with its grain it fits no board"
    no_limits = replace(problem, saw=replace(problem.saw, narrowest_strip=0, widest_strip=0))
    if any(_fits(no_limits, stock, part) for stock in problem.stock):
        return "没有宽度合适的条料", "no strip the saw can cut is as wide as it"
    if any(part.length <= stock.length and part.width <= stock.width for stock in problem.stock):
        return "修边后放不进任何板材", "it fits no board after trimming"
    return "比所有板材都大", "it is larger than every board"


def _fits(problem: Problem, stock: StockType, part: Part) -> bool:
    length, width = problem.usable(stock)
    straight, turned = (part.length, part.width), (part.width, part.length)
    along_length = (part.grain == "length") != (stock.grain == "width")
    ways = (straight, turned) if part.may_turn else (straight if along_length else turned,)
    return any(x <= length and y <= width and _in_a_strip(problem.saw, x, y) for x, y in ways)


def _in_a_strip(saw: Saw, x: int, y: int) -> bool:
    """A strip along x or y, as the first cuts run, may be as wide as the part."""
    exact = saw.recuts == 0 or (saw.stages == 2 and not saw.final_trim)
    least = saw.narrowest_strip if exact else 0
    across = {"length": (y,), "width": (x,), "any": (x, y)}[saw.first_cut]
    return any(least <= wide and (not saw.widest_strip or wide <= saw.widest_strip) for wide in across)


def _piece_names(problem: Problem) -> Iterator[Finding]:
    """A piece identity may occur once in a problem."""
    names = Counter(piece for part in problem.parts if part.qty > 0 for piece in part.piece_names())
    for piece, number in names.items():
        if number > 1:
            yield _finding(
                "CUT-PIECE-TWICE",
                f"piece {piece}",
                f"单件编号 {piece} 出现 {number} 次",
                f"piece identity {piece} is there {number} times",
                ("每件用不同编号", "give every piece its own identity"),
            )
