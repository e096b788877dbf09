"""``shuanglun cut PARTS --stock BOARDS --out DIR``: cutting plans for tables of parts and boards, without a database."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from shuanglun.faces.cli.cut_saw import Limits, goals_of, saw_of
from shuanglun.faces.cli.stages import Stages
from shuanglun.faces.cli.totals import totals_table

if TYPE_CHECKING:
    from shuanglun.engines.cutting import Goal, Plan, Problem, Saw
    from shuanglun.faces.cli.cut_reading import Given

console = Console(highlight=False)


@dataclass(frozen=True, slots=True)
class Run:
    """How a command plans: where to, seconds in all (None: fixed work), seed, goals, threads, PackingSolver beside."""

    out: Path
    seconds: float | None
    seed: int
    goals: tuple[Goal, ...]
    threads: int
    rival: bool = False


def solve_all(problems: Sequence[Problem], run: Run, stages: Stages) -> list[Plan]:
    """One plan a problem; the seconds are shared among the materials that still wait."""
    from shuanglun.engines.cutting import Progress, solve

    plans: list[Plan] = []
    ends = None if run.seconds is None else time.monotonic() + run.seconds
    with stages.stage("排版 cutting plans", len(problems)) as bar:
        for number, problem in enumerate(problems):

            def tell(state: Progress, name: str = problem.material) -> None:
                bar.note(f"排版 {name}: {state.whole_sheets} 张 sheets, 下界 bound {state.bound}")

            share = None if ends is None else max(0.0, ends - time.monotonic()) / (len(problems) - number)
            plan = solve(
                problem, seed=run.seed, seconds=share, objective=run.goals, workers=run.threads, progress=tell,
                rival=run.rival,
            )  # fmt: skip
            plans.append(plan)
            bar.advance()
        bar.made(f"{sum(plan.figures.sheets for plan in plans)} sheets, {len(plans)} materials")
    return plans


def run_cut(given: Given, run: Run, stages: Stages) -> list[Plan]:
    """Plans and all their files; pieces without a board are findings in ``given``."""
    from shuanglun.faces.cli.cut_files import write_all
    from shuanglun.faces.cli.cut_reading import unplaced

    with stages.bar():
        plans = solve_all(given.problems, run, stages)
        given.findings += [one for pair in zip(given.problems, plans, strict=True) for one in unplaced(*pair)]
        with stages.stage("文件 files", len(plans)) as bar:
            files = 0
            for number in write_all(run.out, given, plans):
                files += number
                bar.advance()
            bar.made(f"{files} files")
    return plans


def summary(plans: Sequence[Plan]) -> Table:
    """A row a material and the totals, as wide as a terminal of 80 letters."""
    from shuanglun.faces.cli.cut_files import SHOWN, SUMMARY, summary_rows

    return totals_table("开料方案 cutting plans", SHOWN, SUMMARY, summary_rows(plans))


def cut(
    parts: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="板件表 CSV 或问题 JSON / parts CSV or JSON")
    ],
    out: Annotated[Path, typer.Option(help="输出目录 / folder for plans, drawings and lists")],
    stock: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="板材表 CSV / boards and off-cuts CSV")
    ] = None,
    seconds: Annotated[float | None, typer.Option(min=0, help="总用时 / seconds in all; 不填为固定工作量")] = None,
    kerf: Annotated[float, typer.Option(min=0, help="锯路 mm，板材表没写时用 / unless the table says")] = 4,
    trim: Annotated[float, typer.Option(min=0, help="每边修边 mm，板材表没写时用 / unless the table says")] = 10,
    stages: Annotated[str, typer.Option(help="2 | 3 | any 锯切级数 / stages of cuts")] = "3",
    first_cut: Annotated[str, typer.Option(help="any | length | width 第一刀方向 / first cuts")] = "any",
    keep_offcut: Annotated[str, typer.Option(help="保留余料的最小尺寸 mm / smallest off-cut kept")] = "600x300",
    offcuts_first: Annotated[bool, typer.Option(help="先用余料 / cut off-cuts before whole boards")] = True,
    objective: Annotated[
        str, typer.Option(help="按什么选: 省料,余料大,锯得快,排版少,按订单 / material,offcuts,saw_time,patterns,orders")
    ] = "material",
    strip: Annotated[str, typer.Option(help="条料宽度 mm，如 50-800 / width of strips")] = "",
    recuts: Annotated[int | None, typer.Option(min=0, help="每张板最多再锯次数 / recuts a sheet")] = None,
    head_cut: Annotated[bool, typer.Option("--head-cut", help="允许分头锯 / head cuts")] = False,
    book: Annotated[float, typer.Option(min=0, help="叠板高度 mm / book height")] = 0,
    open_orders: Annotated[
        int | None, typer.Option(min=1, help="锯后最多几单未齐 / orders open behind the saw")
    ] = None,
    threads: Annotated[int, typer.Option(min=1, max=64, help="线程 / threads")] = 1,
    packingsolver: Annotated[
        bool,
        typer.Option("--packingsolver", help="装了 PackingSolver 时一起排 / PackingSolver competes, with --seconds"),
    ] = False,
    damage: Annotated[float, typer.Option(min=0, max=50, help="型材损耗备料 % / bars taken along for damage")] = 0,
    seed: Annotated[int, typer.Option(help="随机种子 / seed")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="结果以 JSON 写到标准输出 / print the plans as JSON")] = False,
) -> None:
    """Parts and boards in; plans, drawings and lists out. Exit code 2 with findings when something stops.

    Tables without a width are lengths and bars (casings, stops, edge strips).
    """
    from shuanglun.faces.cli.cut_files import plans_json
    from shuanglun.faces.cli.cut_reading import read_given
    from shuanglun.faces.cli.importing import print_findings
    from shuanglun.kernel.findings import has_stop

    try:
        limits = Limits(strip, recuts, head_cut, book, open_orders)
        saw = saw_of(kerf, trim, stages, first_cut, keep_offcut, limits)
        run = Run(out, seconds, seed, goals_of(objective), threads, _rival_wanted(packingsolver, seconds))
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    shown = Console(stderr=True, highlight=False) if as_json else console
    if _bars(parts, stock, saw, offcuts_first, damage, run, shown, as_json):
        return
    given = read_given(parts, stock, saw, offcuts_first)
    plans: list[Plan] = []
    bars = Stages(shown)
    if not has_stop(given.findings):
        plans = run_cut(given, run, bars)
    print_findings(shown, [finding.as_dict() for finding in given.findings])
    if plans:
        shown.print(summary(plans))
        shown.print(f"全部文件在 everything is in [bold]{out}[/]")
    if as_json:
        typer.echo(plans_json(given.problems, plans).decode())
    if has_stop(given.findings):
        raise typer.Exit(2)


def _rival_wanted(asked: bool, seconds: float | None) -> bool:
    """Whether PackingSolver competes; a request that cannot be met is refused with the reason."""
    from shuanglun.engines.cutting import rival_installed

    if asked and not rival_installed():
        raise ValueError(
            "没有安装 PackingSolver（需要 Python 3.12：pip install packingsolver）/ packingsolver is not installed"
        )
    if asked and not seconds:
        raise ValueError("--packingsolver 需要 --seconds / --packingsolver needs --seconds")
    return asked


def _bars(
    parts: Path,
    stock: Path | None,
    saw: Saw,
    offcuts_first: bool,
    damage: float,
    run: Run,
    shown: Console,
    as_json: bool,
) -> bool:
    """Plan bars, when the files are about bars."""
    from shuanglun.engines.cutting.profiles import BarSaw
    from shuanglun.faces.cli.cut_bars import bars_json, bars_table, read_bars, run_bars
    from shuanglun.faces.cli.importing import print_findings
    from shuanglun.kernel.findings import has_stop

    bar_saw = BarSaw(saw.kerf, saw.trim.left, max(saw.min_offcut_length, saw.min_offcut_width))
    given = read_bars(parts, stock, bar_saw, offcuts_first, round(damage * 100))
    if given is None:
        return False
    stages = Stages(shown)
    plans = [] if has_stop(given.findings) else run_bars(given, run.out, run.seconds, run.seed, stages)
    print_findings(shown, [finding.as_dict() for finding in given.findings])
    if plans:
        shown.print(bars_table(plans))
        shown.print(f"全部文件在 everything is in [bold]{run.out}[/]")
    if as_json:
        typer.echo(bars_json(given.problems, plans).decode())
    if has_stop(given.findings):
        raise typer.Exit(2)
    return True


__all__ = ["Run", "cut", "run_cut", "solve_all"]
