"""What is wrong with a bar problem, as findings: every fault at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from shuanglun.engines.cutting.profiles.model import BarProblem
from shuanglun.kernel.findings import Finding, Where
from shuanglun.kernel.length import millimetres
from shuanglun.kernel.text import Text

LARGEST_KERF = 200
LARGEST_ALLOWANCE = 5_000


def check_bar_problem(problem: BarProblem) -> list[Finding]:
    """Findings about saw, bars and lengths; with a ``stop`` among them ``solve_bars`` refuses."""
    return [*_saw(problem), *_bars(problem), *_parts(problem)]


def _stop(code: str, where: str, zh: str, en: str, todo_zh: str, todo_en: str) -> Finding:
    return Finding(f"BAR-{code}", "stop", Text(zh, en), Text(todo_zh, todo_en), Where(field=where))


def _saw(problem: BarProblem) -> Iterator[Finding]:
    saw = problem.saw
    if not 0 <= saw.kerf <= LARGEST_KERF:
        yield _stop("KERF", "saw.kerf", "锯路不合理", "the kerf is absurd", "填 0 到 20 mm", "give 0 to 20 mm")
    if not 0 <= problem.allowance <= LARGEST_ALLOWANCE:
        zh, en = "损耗备料比例不合理", "the allowance for damage is absurd"
        yield _stop("ALLOWANCE", "allowance", zh, en, "填 0 到 50 %", "give 0 to 50 %")
    if min(saw.end_trim, saw.min_offcut) < 0:
        yield _stop(
            "SAW-NEGATIVE", "saw", "锯的尺寸为负", "a size of the saw is negative", "填 0 或正数", "give zero or more"
        )


def _bars(problem: BarProblem) -> Iterator[Finding]:
    if problem.parts and not problem.bars:
        yield _stop("NONE", "bars", "没有可用型材", "there is no bar to cut", "添加型材", "add a bar")
    for code, number in Counter(bar.code for bar in problem.bars).items():
        if number > 1:
            zh, en = f"型材编号 {code} 重复", f"bar code {code} is there more than once"
            yield _stop("TWICE", f"bar {code}", zh, en, "每种用不同编号", "give every bar its own code")
    for bar in problem.bars:
        where = f"bar {bar.code}"
        if problem.trim_of(bar) < 0 or problem.usable(bar) <= 0:
            zh, en = f"型材 {bar.code} 去头后没有可用长度", f"nothing of bar {bar.code} is left after trimming"
            yield _stop("SIZE", where, zh, en, "检查长度和去头", "check its length and trim")
        if bar.cost < 0 or (bar.copies is not None and bar.copies < 0):
            zh, en = f"型材 {bar.code} 的数量或价格为负", f"bar {bar.code} has a negative quantity or cost"
            yield _stop("NEGATIVE", where, zh, en, "填 0 或正数", "give zero or more")
        if bar.identity is not None and bar.copies != 1:
            zh, en = (
                f"型材 {bar.code} 有唯一身份, 数量必须是 1",
                f"bar {bar.code} has an identity, so there is only one",
            )
            yield _stop("IDENTITY", where, zh, en, "数量填 1", "set the quantity to 1")


def _parts(problem: BarProblem) -> Iterator[Finding]:
    longest = max((problem.usable(bar) for bar in problem.bars), default=0)
    for key, number in Counter(part.key for part in problem.parts).items():
        if number > 1:
            zh, en = f"编号 {key} 重复", f"part key {key} is there more than once"
            yield _stop("PART-TWICE", f"part {key}", zh, en, "每种用不同编号", "give every part its own key")
    for part in problem.parts:
        where = f"part {part.key}"
        if part.qty <= 0 or (part.pieces and len(part.pieces) != part.qty):
            zh, en = f"{part.key} 的数量不对", f"part {part.key} has a wrong quantity"
            yield _stop("PART-QTY", where, zh, en, "填 1 或更多, 每件一个编号", "give 1 or more, one identity a piece")
        if part.length <= 0:
            zh, en = f"{part.key} 长度必须大于 0", f"part {part.key} must be longer than zero"
            yield _stop("PART-SIZE", where, zh, en, "改长度", "change its length")
        elif problem.bars and part.length > longest:
            zh = f"{part.key} 长 {millimetres(part.length)}, 最长可用 {millimetres(longest)}"
            en = f"part {part.key} is {millimetres(part.length)}, the longest usable bar {millimetres(longest)}"
            yield _stop("PART-LONG", where, zh, en, "换更长的型材或改长度", "take a longer bar or change its length")
    names = Counter(name for part in problem.parts if part.qty > 0 for name in part.piece_names())
    for name, number in names.items():
        if number > 1:
            zh, en = f"单件编号 {name} 出现 {number} 次", f"piece identity {name} is there {number} times"
            yield _stop("PIECE-TWICE", f"piece {name}", zh, en, "每件用不同编号", "give every piece its own identity")
