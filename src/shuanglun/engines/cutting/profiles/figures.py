"""Key figures of a bar plan, counted from its patterns."""

from __future__ import annotations

from collections.abc import Sequence

from shuanglun.engines.cutting.profiles.model import Bar, BarFigures, BarOffcut, BarPattern, BarProblem, BarSpare


def cuts_of(problem: BarProblem, bar: Bar, pattern: BarPattern) -> int:
    """Saw cuts of one bar: one behind every piece that does not end at the bar's usable end, and one a trimmed end.

    Where pieces fill the usable length, the cut behind the last one is the trim of the far end.
    """
    used = sum(pattern.lengths) + problem.saw.kerf * (len(pattern.lengths) - 1)
    trims = 1 if problem.trim_of(bar) else 0
    last = 1 if used < problem.usable(bar) or trims else 0
    return trims + len(pattern.lengths) - 1 + last


def count_bar_figures(
    problem: BarProblem,
    patterns: Sequence[BarPattern],
    offcuts: Sequence[BarOffcut],
    spares: Sequence[BarSpare],
    measured_by: str,
    bound: int,
    complete: bool,
) -> BarFigures:
    """All figures; only a ``complete`` plan can be optimal."""
    bars = {bar.code: bar for bar in problem.bars}
    runs = [(bars[pattern.bar], pattern) for pattern in patterns]
    whole = [(bar, pattern) for bar, pattern in runs if not bar.is_offcut or not problem.use_offcuts_first]
    length = sum(bar.length * pattern.run for bar, pattern in runs)
    used = sum(sum(pattern.lengths) * pattern.run for _, pattern in runs)
    kept = sum(one.length for one in offcuts)
    reached = {
        "bars": sum(pattern.run for _, pattern in whole),
        "cost": sum(bar.cost * pattern.run for bar, pattern in whole),
        "length": sum(bar.length * pattern.run for bar, pattern in whole),
    }[measured_by]
    return BarFigures(
        bars=sum(pattern.run for _, pattern in runs),
        whole_bars=sum(pattern.run for bar, pattern in runs if not bar.is_offcut),
        bar_length=length,
        used_length=used,
        offcut_length=kept,
        longest_offcut=max((one.length for one in offcuts), default=0),
        waste=_points(length - used - kept, length),
        cost=sum(bar.cost * pattern.run for bar, pattern in runs),
        patterns=len(patterns),
        cuts=sum(cuts_of(problem, bar, pattern) * pattern.run for bar, pattern in runs),
        measured_by=measured_by,
        bound=bound,
        gap=_points(max(0, reached - bound), bound),
        optimal=complete and reached == bound,
        spare_bars=sum(one.number for one in spares),
    )


def _points(part: int, whole: int) -> int:
    """Basis points, half away from zero; 0 where there is no whole."""
    return (20_000 * part + whole) // (2 * whole) if whole > 0 else 0
