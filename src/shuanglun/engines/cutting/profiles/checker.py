"""An independent check of a bar plan: it reads only the model and lays every piece on its bar anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from shuanglun.engines.cutting.profiles.model import Bar, BarPattern, BarPlan, BarProblem
from shuanglun.kernel.findings import Finding, Where
from shuanglun.kernel.text import Text

TODO = Text("不要下发, 重新排版", "do not release it; plan anew")


def check_bar_plan(problem: BarProblem, plan: BarPlan) -> list[Finding]:
    """Findings about lengths, bars, pieces, off-cuts and figures; an empty list means the plan holds."""
    bars = {bar.code: bar for bar in problem.bars}
    findings: list[Finding] = []
    for number, pattern in enumerate(plan.patterns, 1):
        where = f"pattern {number}"
        if pattern.bar not in bars:
            findings.append(_stop("BAR", where, f"没有型材 {pattern.bar}", f"there is no bar {pattern.bar}"))
            continue
        findings += _pattern(problem, bars[pattern.bar], pattern, where)
    if findings:
        return findings
    findings += _stock(problem, plan)
    findings += _identities(problem, plan)
    findings += _rests(problem, plan, bars)
    findings += _spares(problem, plan)
    findings += _figures(problem, plan, bars)
    return findings


def _stop(code: str, where: str, zh: str, en: str) -> Finding:
    return Finding(f"BARPLAN-{code}", "stop", Text(zh, en), TODO, Where(field=where))


def _end(problem: BarProblem, bar: Bar, pattern: BarPattern) -> int:
    """Where the last piece ends, measured from the bar's near end: trim, piece, kerf, piece ..."""
    at = problem.saw.end_trim if bar.end_trim is None else bar.end_trim
    for number, length in enumerate(pattern.lengths):
        at += length + (problem.saw.kerf if number else 0)
    return at


def _pattern(problem: BarProblem, bar: Bar, pattern: BarPattern, where: str) -> Iterator[Finding]:
    far = problem.saw.end_trim if bar.end_trim is None else bar.end_trim
    if not pattern.lengths or not pattern.pieces:
        yield _stop("EMPTY", where, "空的排法", "a pattern without pieces")
    if _end(problem, bar, pattern) > bar.length - far:
        yield _stop("LONG", where, "超出型材可用长度", "the pieces are longer than the bar")
    own = {part.key: part.length for part in problem.parts}
    for row in pattern.pieces:
        if len(row) != len(pattern.lengths):
            yield _stop("PIECES", where, "单件数与排法不符", "pieces and lengths differ in number")
            continue
        for one, length in zip(row, pattern.lengths, strict=True):
            if own.get(one.part) != length:
                yield _stop("LENGTH", where, f"{one.piece} 长度不对", f"{one.piece} has the wrong length")


def _stock(problem: BarProblem, plan: BarPlan) -> Iterator[Finding]:
    for bar in problem.bars:
        used = sum(pattern.run for pattern in plan.patterns if pattern.bar == bar.code)
        if bar.copies is not None and used > bar.copies:
            zh, en = (
                f"型材 {bar.code} 用 {used} 根, 只有 {bar.copies}",
                f"{used} bars {bar.code} are cut, there are {bar.copies}",
            )
            yield _stop("STOCK", f"bar {bar.code}", zh, en)


def _identities(problem: BarProblem, plan: BarPlan) -> Iterator[Finding]:
    owner = {name: part.key for part in problem.parts for name in part.piece_names()}
    cut = Counter(one.piece for pattern in plan.patterns for row in pattern.pieces for one in row)
    for one in (one for pattern in plan.patterns for row in pattern.pieces for one in row):
        if owner.get(one.piece) != one.part:
            yield _stop(
                "IDENTITY", "pieces", f"{one.piece} 不属于 {one.part}", f"{one.piece} is no piece of {one.part}"
            )
    for name, number in cut.items():
        if number > 1:
            yield _stop("TWICE", "pieces", f"{name} 开了 {number} 次", f"{name} is cut {number} times")
    told = Counter(plan.unplaced)
    for name in owner:
        if not cut[name] and told[name] != 1:
            yield _stop("LOST", "pieces", f"{name} 既未开料也未说明", f"{name} is neither cut nor named as unplaced")
        elif not cut[name]:
            yield _stop("MISSING", "pieces", f"{name} 没有排入", f"{name} is not in the plan")
    if any(name not in owner or cut[name] for name in told):
        yield _stop("UNPLACED", "unplaced", "未排清单不对", "the list of unplaced pieces is wrong")


def _rests(problem: BarProblem, plan: BarPlan, bars: dict[str, Bar]) -> Iterator[Finding]:
    wanted: Counter[tuple[int, int, str, int]] = Counter()
    for number, pattern in enumerate(plan.patterns):
        bar = bars[pattern.bar]
        rest = bar.length - _end(problem, bar, pattern) - problem.saw.kerf
        if problem.saw.min_offcut and rest >= problem.saw.min_offcut:
            wanted.update((number, copy, bar.code, rest) for copy in range(pattern.run))
    listed = Counter((one.pattern, one.copy, one.bar, one.length) for one in plan.offcuts)
    if wanted != listed or len({one.key for one in plan.offcuts}) != len(plan.offcuts):
        yield _stop("OFFCUT", "offcuts", "余料清单与排法不符", "the off-cut list does not match the patterns")


def _spares(problem: BarProblem, plan: BarPlan) -> Iterator[Finding]:
    """Of every purchasable code the share promised, to the next whole bar, unless the rack has no more."""
    cut = Counter(pattern.bar for pattern in plan.patterns for _ in range(pattern.run))
    told = {one.bar: one.number for one in plan.spares}
    due: dict[str, int] = {}
    for bar in problem.bars:
        share, rest = divmod(cut[bar.code] * problem.allowance, 10_000)
        wanted = 0 if bar.is_offcut else share + (rest > 0)
        if bar.copies is not None and wanted + cut[bar.code] > bar.copies:
            wanted = bar.copies - cut[bar.code]
        if wanted:
            due[bar.code] = wanted
    if told != due or len(told) != len(plan.spares) or plan.figures.spare_bars != sum(due.values()):
        yield _stop("SPARE", "spares", "损耗备料数量不对", "the spare bars are not those of the allowance")


def _figures(problem: BarProblem, plan: BarPlan, bars: dict[str, Bar]) -> Iterator[Finding]:
    told = plan.figures
    runs = [(bars[pattern.bar], pattern) for pattern in plan.patterns]
    cut = sum(pattern.run for _, pattern in runs)
    whole = sum(pattern.run for bar, pattern in runs if not bar.is_offcut)
    cost = sum(bar.cost * pattern.run for bar, pattern in runs)
    used = sum(length * pattern.run for _, pattern in runs for length in pattern.lengths)
    length = sum(bar.length * pattern.run for bar, pattern in runs)
    counted = (told.bars, told.whole_bars, told.cost, told.used_length, told.bar_length, told.patterns)
    rests = (told.offcut_length, told.longest_offcut)
    kept = [one.length for one in plan.offcuts]
    if counted != (cut, whole, cost, used, length, len(runs)) or rests != (sum(kept), max(kept, default=0)):
        yield _stop("FIGURES", "figures", "统计数字与排法不符", "the figures do not match the patterns")
    charged = [(bar, pattern.run) for bar, pattern in runs if not (bar.is_offcut and problem.use_offcuts_first)]
    reached = {
        "bars": sum(run for _, run in charged),
        "cost": sum(bar.cost * run for bar, run in charged),
        "length": sum(bar.length * run for bar, run in charged),
    }.get(told.measured_by, -1)
    complete = not plan.unplaced
    if complete and (told.bound > reached or told.optimal != (told.bound == reached)):
        yield _stop("BOUND", "figures", "下界或“最优”不成立", "the bound or the claim to be optimal cannot be")
    if not complete and told.optimal:
        yield _stop("BOUND", "figures", "不完整的方案不能是最优", "an incomplete plan cannot be optimal")
