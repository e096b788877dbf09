"""``shuanglun cut`` for bars: tables without a width, or bar problems as JSON; plans, a drawing and a list a profile."""

from __future__ import annotations

import codecs
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import orjson
from rich.table import Table

from shuanglun.engines.cutting.profiles import (
    BarPlan,
    BarProblem,
    BarSaw,
    bar_plan_svg,
    bar_plan_to_dict,
    bar_problem_from_dict,
    bar_problem_to_dict,
    check_bar_problem,
    solve_bars,
)
from shuanglun.engines.cutting.tables import are_bars, read_bar_tables
from shuanglun.faces.cli.cut_files import csv_bytes, folders, hundredths, percent
from shuanglun.faces.cli.cut_reading import AGAIN, text_of
from shuanglun.faces.cli.stages import Stages
from shuanglun.faces.cli.totals import totals_table
from shuanglun.kernel.findings import Finding, Where, has_stop
from shuanglun.kernel.length import millimetres
from shuanglun.kernel.text import Text

SUMMARY = (
    ("型材", "profile"),
    ("件", "pcs"),
    ("根", "bars"),
    ("余料", "rests"),
    ("备料", "spare"),
    ("差距%", "gap%"),
    ("利用率%", "used%"),
    ("刀", "cuts"),
    ("成本元", "cost"),
    ("未排", "left"),
)
SHOWN = tuple(column for column in SUMMARY if column[1] not in ("rests", "cuts"))
PIECES = ("图", "根", "序", "型材编号", "板件码", "板件", "名称", "订单", "长", "起点", "止点")


@dataclass
class BarsGiven:
    """Bar problems to plan (none when a finding stops) and findings."""

    problems: tuple[BarProblem, ...] = ()
    findings: list[Finding] = field(default_factory=list)


def read_bars(parts: Path, stock: Path | None, saw: BarSaw, offcuts_first: bool, allowance: int) -> BarsGiven | None:
    """The bar problems of the files, None when they are about panels (or cannot be read as text at all)."""
    data = parts.read_bytes().removeprefix(codecs.BOM_UTF8)
    if data.lstrip()[:1] in (b"{", b"["):
        return _read_json(data, parts.name)
    texts = text_of(parts), text_of(stock) if stock is not None else None
    if texts[0] is None or texts[1] is None or stock is None or not are_bars(texts[0], texts[1]):
        return None
    read = read_bar_tables(
        texts[0],
        texts[1],
        saw,
        use_offcuts_first=offcuts_first,
        allowance=allowance,
        parts_name=parts.name,
        stock_name=stock.name,
    )
    return BarsGiven(read.problems, read.findings)


def _read_json(data: bytes, name: str) -> BarsGiven | None:
    """Problems under ``bar_problems``, as ``plans.json`` holds them, or one problem that has ``bars``."""
    try:
        read = orjson.loads(data)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(read, dict) or not {"bar_problems", "bars"} & set(read):
        return None
    rows: Any = read.get("bar_problems", [read])
    given = BarsGiven()
    problems: list[BarProblem] = []
    for number, row in enumerate(rows if isinstance(rows, list) else [rows]):
        try:
            problem = msgspec.convert(msgspec.to_builtins(bar_problem_from_dict(row)), BarProblem)
        except (KeyError, TypeError, ValueError, AttributeError, msgspec.ValidationError) as error:
            said = f"{type(error).__name__}: {error}"
            what = Text(f"第 {number + 1} 个问题读不出: {said}", f"problem {number + 1} cannot be read: {said}")
            where = Where(file=name, field=f"bar_problems[{number}]")
            given.findings.append(Finding("CUT-FILE-PROBLEM", "stop", what, AGAIN, where))
            continue
        problems.append(problem)
        given.findings += check_bar_problem(problem)
    given.problems = () if has_stop(given.findings) else tuple(problems)
    return given


def run_bars(given: BarsGiven, out: Path, seconds: float | None, seed: int, stages: Stages) -> list[BarPlan]:
    """Plans and all their files; pieces without a bar are findings in ``given``."""
    plans: list[BarPlan] = []
    ends = None if seconds is None else time.monotonic() + seconds
    with stages.bar(), stages.stage("排料 bar plans", len(given.problems)) as bar:
        for number, problem in enumerate(given.problems):
            bar.note(f"排料 {problem.profile}")
            share = None if ends is None else max(0.0, ends - time.monotonic()) / (len(given.problems) - number)
            plan = solve_bars(problem, seed=seed, seconds=share)
            given.findings += _unplaced(problem, plan)
            plans.append(plan)
            bar.advance()
        bar.made(f"{sum(plan.figures.bars for plan in plans)} bars, {len(plans)} profiles")
    _write(out, given.problems, plans)
    return plans


def bars_json(problems: Sequence[BarProblem], plans: Sequence[BarPlan]) -> bytes:
    """Problems and plans; the same file can be given to the command again."""
    rows = [bar_problem_to_dict(one) for one in problems], [bar_plan_to_dict(one) for one in plans]
    return orjson.dumps({"bar_problems": rows[0], "bar_plans": rows[1]}, option=orjson.OPT_INDENT_2)


def bars_table(plans: Sequence[BarPlan]) -> Table:
    """A row a profile and the totals."""
    return totals_table("型材排料 bar plans", SHOWN, SUMMARY, _summary(plans))


def _unplaced(problem: BarProblem, plan: BarPlan) -> Iterator[Finding]:
    left = set(plan.unplaced)
    for part in problem.parts if left else ():
        number = sum(piece in left for piece in part.piece_names())
        if number:
            what = Text(f"{number} 件没有型材可开", f"{number} pieces found no bar")
            todo = Text("加型材数量或减少件数", "add bars or take lengths out")
            yield Finding("CUT-UNPLACED", "stop", what, todo, Where(field=f"{problem.profile} {part.key}"))


def _write(out: Path, problems: Sequence[BarProblem], plans: Sequence[BarPlan]) -> None:
    out.mkdir(parents=True, exist_ok=True)
    (out / "plans.json").write_bytes(bars_json(problems, plans))
    (out / "summary.csv").write_bytes(csv_bytes([[zh for zh, _ in SUMMARY], *_summary(plans)]))
    for name, problem, plan in zip(folders(one.profile for one in problems), problems, plans, strict=True):
        folder = out / name
        folder.mkdir(exist_ok=True)
        (folder / "bars.svg").write_text(bar_plan_svg(problem, plan), "utf-8")
        (folder / "cut-list.csv").write_bytes(csv_bytes(list(_pieces(problem, plan))))


def _pieces(problem: BarProblem, plan: BarPlan) -> Iterator[Sequence[object]]:
    """Every piece in sawing order with where it begins and ends on its bar."""
    parts = {part.key: part for part in problem.parts}
    bars = {bar.code: bar for bar in problem.bars}
    yield PIECES
    for number, pattern in enumerate(plan.patterns, 1):
        for copy, row in enumerate(pattern.pieces, 1):
            at = problem.trim_of(bars[pattern.bar])
            for place, (one, length) in enumerate(zip(row, pattern.lengths, strict=True), 1):
                tags = dict(parts[one.part].tags)
                names = one.piece, one.part, tags.get("name", ""), tags.get("order", "")
                sizes = millimetres(length), millimetres(at), millimetres(at + length)
                yield (number, copy, place, pattern.bar, *names, *sizes)
                at += length + problem.saw.kerf


def _summary(plans: Sequence[BarPlan]) -> list[list[str]]:
    rows = [_summary_row(plan.profile, [plan]) for plan in plans]
    return [*rows, _summary_row("合计 total", plans)]


def _summary_row(title: str, plans: Sequence[BarPlan]) -> list[str]:
    told = [plan.figures for plan in plans]
    if len(plans) == 1:
        gap = "最优" if told[0].optimal else hundredths(told[0].gap)
    else:
        gap = f"最优 {sum(one.optimal for one in told)}/{len(told)}"
    return [
        title,
        str(sum(len(row) for plan in plans for pattern in plan.patterns for row in pattern.pieces)),
        str(sum(one.bars for one in told)),
        str(sum(one.bars - one.whole_bars for one in told)),
        str(sum(one.spare_bars for one in told)),
        gap,
        percent(sum(one.used_length for one in told), sum(one.bar_length for one in told)),
        str(sum(one.cuts for one in told)),
        hundredths(sum(one.cost for one in told)),
        str(sum(len(plan.unplaced) for plan in plans)),
    ]
