"""A bar plan as a drawing: a line a pattern, pieces to scale with their sizes, trims and rests told apart."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape

from shuanglun.engines.cutting.profiles.model import Bar, BarPattern, BarPlan, BarProblem
from shuanglun.kernel.length import millimetres

WIDTH, LEFT, ROW, TALL = 1000.0, 170.0, 46, 24
STYLE = (
    "text{font:13px sans-serif;fill:#1c2430}.n{font-size:12px;fill:#5b6675}"
    ".part{fill:#e8f0fe;stroke:#31589c}.trim{fill:#d9dee5}.rest{fill:#eaf6ec;stroke:#3f8f57;stroke-dasharray:4 3}"
    ".waste{fill:#f3f4f6;stroke:#c3c9d2}.m{text-anchor:middle}"
)


def bar_plan_svg(problem: BarProblem, plan: BarPlan) -> str:
    """All patterns of a plan, one below the other, to the scale of the longest bar."""
    bars = {bar.code: bar for bar in problem.bars}
    longest = max((bars[one.bar].length for one in plan.patterns), default=1)
    height = ROW * max(1, len(plan.patterns)) + 16
    total = LEFT + WIDTH + 10
    rows = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {total:.0f} {height}" role="img">',
        f"<title>{escape(problem.profile)}</title><style>{STYLE}</style>",
    ]
    for number, pattern in enumerate(plan.patterns):
        rows += _row(problem, bars[pattern.bar], pattern, number, WIDTH / longest)
    return "\n".join([*rows, "</svg>"])


def _row(problem: BarProblem, bar: Bar, pattern: BarPattern, number: int, scale: float) -> Iterator[str]:
    top = 8 + number * ROW
    kerf, trim, at = problem.saw.kerf, problem.trim_of(bar), 0
    yield f'<text x="0" y="{top + 11}">{number + 1}. {escape(bar.code)}</text>'
    yield f'<text class="n" x="0" y="{top + 26}">{pattern.run} × {millimetres(bar.length)}</text>'
    if trim:
        yield _box("trim", 0, trim, top, scale)
        at = trim
    for length in pattern.lengths:
        yield _box("part", at, length, top, scale)
        if length * scale > 34:
            middle = LEFT + (at + length / 2) * scale
            yield f'<text class="m" x="{middle:.1f}" y="{top + 17}">{millimetres(length)}</text>'
        at += length + kerf
    rest = bar.length - at
    if rest > 0:
        kept = problem.saw.min_offcut and rest >= problem.saw.min_offcut
        yield _box("rest" if kept else "waste", at, rest, top, scale)
        if rest * scale > 34:
            yield f'<text class="m n" x="{LEFT + (at + rest / 2) * scale:.1f}" y="{top + 17}">{millimetres(rest)}</text>'


def _box(kind: str, at: int, length: int, top: int, scale: float) -> str:
    return f'<rect class="{kind}" x="{LEFT + at * scale:.2f}" y="{top}" width="{max(length * scale, 0.5):.2f}" height="{TALL}"/>'
