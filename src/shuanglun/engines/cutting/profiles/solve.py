"""A plan for the bars of one profile: first plans, bounds, column generation, dives, a solver, until it is proven or time is up."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence

from shuanglun.engines.cutting.profiles.core import Core, Filled, core_of
from shuanglun.engines.cutting.profiles.figures import count_bar_figures
from shuanglun.engines.cutting.profiles.model import Bar, BarOffcut, BarPattern, BarPiece, BarPlan, BarProblem, BarSpare
from shuanglun.engines.cutting.profiles.problem_check import check_bar_problem
from shuanglun.engines.cutting.profiles.search import BarSearch
from shuanglun.kernel.findings import Finding, has_stop

ENGINE = "shuanglun-bars"
VERSION = "1"


class BarProblemError(ValueError):
    """The problem cannot be planned; ``findings`` say why."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("; ".join(finding.what.en for finding in findings if finding.level == "stop"))
        self.findings = findings


def solve_bars(
    problem: BarProblem,
    *,
    seed: int = 0,
    seconds: float | None = None,
    progress: Callable[[int, int], None] | None = None,
    cancel: Callable[[], bool] | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> BarPlan:
    """A cutting plan of bars; ends at once when the plan is proven best.

    Without ``seconds`` a fixed amount of work is done. ``progress`` is told the price of the best plan and the proven bound
    (bars, or fen). A first plan is always finished; ``cancel`` keeps the best so far.

    Raises:
        BarProblemError: ``check_bar_problem`` finds something that stops.
    """
    findings = check_bar_problem(problem)
    if has_stop(findings):
        raise BarProblemError(findings)
    core = core_of(problem)
    end = None if seconds is None else clock() + seconds

    def stop() -> bool:
        return (cancel is not None and cancel()) or (end is not None and clock() >= end)

    search = BarSearch(core, seed, stop, progress or (lambda price, bound: None))
    search.run(lambda: None if end is None else end - clock())
    return _plan(problem, core, search, seed)


def _plan(problem: BarProblem, core: Core, search: BarSearch, seed: int) -> BarPlan:
    queues = _queues(problem)
    ordered = sorted(search.best, key=lambda one: _order(problem, core, one))
    patterns = tuple(_pattern(problem.bars[one.bar], core, one, queues) for one in ordered)
    offcuts = tuple(_offcuts(problem, patterns))
    unplaced = tuple(one.piece for queue in queues.values() for one in queue)
    spares = tuple(_spares(problem, patterns))
    figures = count_bar_figures(problem, patterns, offcuts, spares, core.measured_by, search.bound, not unplaced)
    return BarPlan(problem.profile, patterns, offcuts, unplaced, figures, ENGINE, VERSION, seed, spares)


def _spares(problem: BarProblem, patterns: Sequence[BarPattern]) -> Iterator[BarSpare]:
    """Bars taken along for damage: the allowed share of the bars cut, rounded up, as far as there are any left."""
    for bar in problem.bars:
        cut = sum(pattern.run for pattern in patterns if pattern.bar == bar.code)
        number = 0 if bar.is_offcut else -(-cut * problem.allowance // 10_000)
        number = number if bar.copies is None else min(number, bar.copies - cut)
        if number:
            yield BarSpare(bar.code, number)


def _queues(problem: BarProblem) -> dict[int, deque[BarPiece]]:
    """The pieces of every length, in the order of the problem."""
    queues: dict[int, deque[BarPiece]] = {}
    for part in problem.parts:
        queues.setdefault(part.length, deque()).extend(BarPiece(name, part.key) for name in part.piece_names())
    return queues


def _order(problem: BarProblem, core: Core, one: Filled) -> tuple[bool, int]:
    """Off-cuts first, then full bars, so that the bar with the long rest is cut last."""
    rest = core.caps[one.bar] - sum(size * count for size, count in zip(core.sizes, one.counts, strict=True))
    return not problem.bars[one.bar].is_offcut, rest


def _pattern(bar: Bar, core: Core, one: Filled, queues: dict[int, deque[BarPiece]]) -> BarPattern:
    lengths = tuple(core.lengths[size] for size, count in enumerate(one.counts) for _ in range(count))
    rows = tuple(tuple(queues[length].popleft() for length in lengths) for _ in range(one.run))
    return BarPattern(bar.code, lengths, rows)


def _offcuts(problem: BarProblem, patterns: Sequence[BarPattern]) -> Iterator[BarOffcut]:
    """The rest behind the last cut, where it is long enough to keep (its far end stays as it is, so its trim counts)."""
    bars = {bar.code: bar for bar in problem.bars}
    for number, pattern in enumerate(patterns):
        bar = bars[pattern.bar]
        used = sum(pattern.lengths) + problem.saw.kerf * len(pattern.lengths)
        rest = bar.length - problem.trim_of(bar) - used
        if problem.saw.min_offcut and rest >= problem.saw.min_offcut:
            for copy in range(pattern.run):
                yield BarOffcut(f"{problem.profile}:{number + 1}-{copy + 1}", bar.code, number, copy, rest)
