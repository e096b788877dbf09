"""The files of ``shuanglun cut``: a folder a material with drawings, lists and steps; all plans as JSON; a summary."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from shuanglun.engines.cutting import (
    Pattern,
    Plan,
    Problem,
    pattern_geometry,
    pattern_svg,
    plan_to_dict,
    problem_to_dict,
)
from shuanglun.engines.machine_files import cut_list_csv, cut_steps_text
from shuanglun.faces.cli.cut_reading import Given
from shuanglun.faces.papers import CutPlanPaper, PatternDrawing, cut_plan_pdf, missing_fonts, pattern_from_geometry
from shuanglun.faces.papers.load_plans import figures_from
from shuanglun.kernel.length import millimetres

SUMMARY = (
    ("材料", "material"),
    ("件", "pcs"),
    ("张", "boards"),
    ("余料板", "of these off-cuts"),
    ("下界", "bound"),
    ("差距%", "gap%"),
    ("利用率%", "used%"),
    ("最大余料 m²", "largest rest m²"),
    ("刀", "cuts"),
    ("图", "patterns"),
    ("成本元", "cost"),
    ("未排", "left"),
)
SHOWN = tuple(column for column in SUMMARY if column[1] not in ("of these off-cuts", "largest rest m²", "patterns"))
PIECES = ("图", "张", "序", "板件码", "板件", "名称", "订单", "长", "宽", "转", "x", "y", "板材")


def plans_json(problems: Sequence[Problem], plans: Sequence[Plan]) -> bytes:
    """Problems and plans; the same file can be given to the command again."""
    data = {"problems": [problem_to_dict(one) for one in problems], "plans": [plan_to_dict(one) for one in plans]}
    return orjson.dumps(data, option=orjson.OPT_INDENT_2)


def write_all(out: Path, given: Given, plans: Sequence[Plan]) -> Iterator[int]:
    """Write everything; after every material the number of its files."""
    out.mkdir(parents=True, exist_ok=True)
    (out / "plans.json").write_bytes(plans_json(given.problems, plans))
    rows = [[zh for zh, _ in SUMMARY], *summary_rows(plans)]
    (out / "summary.csv").write_bytes(csv_bytes(rows))
    now = datetime.now(UTC)
    names = folders(problem.material for problem in given.problems)
    for name, problem, plan in zip(names, given.problems, plans, strict=True):
        folder = out / name
        folder.mkdir(exist_ok=True)
        for old in folder.glob("pattern-*.svg"):
            old.unlink()
        files = dict(_files(problem, plan, given.thickness.get(problem.material, 0), now))
        for file, content in files.items():
            (folder / file).write_bytes(content)
        yield len(files)


def folders(titles: Iterable[str]) -> list[str]:
    """Materials or profiles as names of folders, each once."""
    names: list[str] = []
    for title in titles:
        name = "".join(c if c.isalnum() or c in "-_." else "_" for c in title).strip(".") or "material"
        names.append(name if name not in names else f"{name}~{len(names) + 1}")
    return names


def _files(problem: Problem, plan: Plan, thickness: int, now: datetime) -> Iterator[tuple[str, bytes]]:
    for number, pattern in enumerate(plan.patterns, 1):
        yield f"pattern-{number:03d}.svg", pattern_svg(problem, pattern).encode()
    yield "parts.csv", cut_list_csv(problem)
    yield "cut-list.csv", csv_bytes(_pieces(problem, plan))
    yield "cut-steps.txt", cut_steps_text(problem, plan).encode()
    if missing_fonts() is None:
        yield "plan.pdf", cut_plan_pdf(paper_of(problem, plan, thickness), now)


def paper_of(problem: Problem, plan: Plan, thickness: int = 0) -> CutPlanPaper:
    """The plan as its paper shows it."""
    return CutPlanPaper(
        lot_no=problem.material,
        material=problem.material,
        thickness=thickness,
        due_on=None,
        pieces=problem.pieces,
        patterns=tuple(_drawing(problem, pattern, number) for number, pattern in enumerate(plan.patterns, 1)),
        figures=figures_from(plan_to_dict(plan)["figures"]),
        kerf=problem.saw.kerf,
        engine=f"{plan.engine} {plan.version}",
    )


def _drawing(problem: Problem, pattern: Pattern, number: int) -> PatternDrawing:
    """The pattern with the part's key, name and order on every rectangle."""
    parts = {part.key: part for part in problem.parts}
    geometry = pattern_geometry(problem, pattern)
    columns = iter(list(zip(*pattern.pieces, strict=True)))
    rects: list[dict[str, Any]] = []
    for rect in geometry["rects"]:
        if rect["kind"] != "part":
            rects.append({**rect, "label": None})
            continue
        column = next(columns)
        part = parts[column[0].part]
        labels = list(dict.fromkeys(one.part for one in column))
        rects.append(
            {
                **rect,
                "labels": labels,
                "codes": [one.piece for one in column],
                "name": part.tag("name"),
                "order_no": part.tag("order"),
                "grain": part.grain,
            }
        )
    told = {**geometry, "rects": rects}
    return pattern_from_geometry(told, no=number, board_code=pattern.stock, run_qty=pattern.run)


def _pieces(problem: Problem, plan: Plan) -> Iterator[Sequence[object]]:
    """Every piece in sawing order: pattern, sheet of the pattern, place in the order of cuts, where it lies."""
    parts = {part.key: part for part in problem.parts}
    yield PIECES
    for number, pattern in enumerate(plan.patterns, 1):
        for one in sorted(pattern.placements(), key=lambda p: (p.copy, p.sequence)):
            part = parts[one.part]
            sizes = (millimetres(part.length), millimetres(part.width))
            at = millimetres(one.x), millimetres(one.y)
            names = (one.piece, one.part, part.tag("name"), part.tag("order"))
            yield (number, one.copy + 1, one.sequence, *names, *sizes, int(one.turned), *at, pattern.stock)


def summary_rows(plans: Sequence[Plan]) -> list[list[str]]:
    """A row a plan, then the totals."""
    rows = [_summary_row(plan) for plan in plans]
    figures = [plan.figures for plan in plans]
    area = sum(one.sheet_area for one in figures)
    total = [
        "合计 total",
        str(sum(_count(plan) for plan in plans)),
        str(sum(one.sheets for one in figures)),
        str(sum(one.sheets - one.whole_sheets for one in figures)),
        str(sum(one.bound for one in figures)),
        "",
        percent(sum(one.used_area for one in figures), area),
        "",
        str(sum(one.cuts for one in figures)),
        str(sum(one.patterns for one in figures)),
        hundredths(sum(one.cost for one in figures)),
        str(sum(len(plan.unplaced) for plan in plans)),
    ]
    return [*rows, total]


def _count(plan: Plan) -> int:
    return sum(len(row) for pattern in plan.patterns for row in pattern.pieces)


def _summary_row(plan: Plan) -> list[str]:
    told = plan.figures
    return [
        plan.material,
        str(_count(plan)),
        str(told.sheets),
        str(told.sheets - told.whole_sheets),
        str(told.bound),
        "最优 optimal" if told.optimal else hundredths(told.gap),
        percent(told.used_area, told.sheet_area),
        hundredths((told.largest_offcut + 500_000) // 1_000_000),
        str(told.cuts),
        str(told.patterns),
        hundredths(told.cost),
        str(len(plan.unplaced)),
    ]


def percent(part: int, whole: int) -> str:
    """A share in per cent with two decimals, half away from zero; "" without a whole."""
    return hundredths((20_000 * part + whole) // (2 * whole)) if whole else ""


def hundredths(value: int) -> str:
    """Whole hundredths as a number with two decimals."""
    return f"{value // 100}.{value % 100:02d}"


def csv_bytes(rows: Iterator[Sequence[object]] | Sequence[Sequence[object]]) -> bytes:
    """UTF-8 with mark; no cell that a spreadsheet takes for a formula."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    for row in rows:
        cells = [str(cell) for cell in row]
        writer.writerow([f"'{cell}" if cell.startswith(("=", "+", "-", "@")) else cell for cell in cells])
    return stream.getvalue().encode("utf-8-sig")
