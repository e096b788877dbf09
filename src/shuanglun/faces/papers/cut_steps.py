"""The cuts of a lot in order for a hand-fed saw: as CSV, and as a paper with a row a cut."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from shuanglun.engines.machine_files import CutStep, PlanJob, plan_steps
from shuanglun.faces.papers.blocks import Block, band, facts, listing, page_words
from shuanglun.faces.papers.sheets import Field, Sheet, Value, to_csv
from shuanglun.faces.papers.typesetting import document_pdf
from shuanglun.faces.papers.words import known, moment, word
from shuanglun.kernel.length import millimetres


def _names(job: PlanJob) -> dict[str, str]:
    """The name of every piece by its code."""
    return {code: part.tag("name") or part.key for part in job.problem.parts for code in part.piece_names()}


def steps_shape(job: PlanJob, steps: Sequence[CutStep]) -> list[dict[str, Any]]:
    """The steps for a page."""
    names = _names(job)
    return [
        {
            "pattern": step.pattern,
            "number": step.number,
            "depth": step.depth,
            "length": step.length,
            "width": step.width,
            "way": step.way or None,
            "fence": step.fence,
            "frees": step.frees,
            "pieces": [{"code": code, "name": names.get(code, code)} for code in step.pieces],
        }
        for step in steps
    ]


def _pieces(step: CutStep, names: dict[str, str]) -> str:
    return "、".join(f"{names.get(code, code)} {code}" for code in step.pieces)


def _way(step: CutStep, language: str) -> str:
    return word(f"cut.{step.way}", language) if step.way else word("cut.none", language)


def _lies(step: CutStep) -> str:
    return f"{millimetres(step.length)}×{millimetres(step.width)}"


def cut_steps_csv(job: PlanJob, language: str = "zh") -> bytes:
    """A row a cut, lengths in mm."""
    names = _names(job)
    columns = (
        ("pattern_no", "whole"), ("cut_no", "whole"), ("cut_depth", "whole"), ("lies", "text"), ("cut_way", "text"),
        ("fence", "mm"), ("frees", "text"), ("parts_on_pattern", "text"),
    )  # fmt: skip
    fields = tuple(Field(word(key, language), kind) for key, kind in columns)  # type: ignore[arg-type]
    rows: list[tuple[Value, ...]] = [
        (
            step.pattern,
            step.number,
            step.depth,
            _lies(step),
            _way(step, language),
            step.fence if step.way else None,
            known("frees", step.frees, language),
            _pieces(step, names),
        )
        for step in plan_steps(job.plan)
    ]
    return to_csv(Sheet(word("cut_steps", language), fields, rows, word("empty.rows", language)))


def _rows(job: PlanJob, language: str) -> list[Any]:
    names, boards = _names(job), {board.code: board for board in job.problem.stock}
    rows: list[Any] = []
    last = 0
    for step in plan_steps(job.plan):
        if step.pattern != last:
            last = step.pattern
            pattern = job.plan.patterns[last - 1]
            board = boards[pattern.stock]
            size = f"{millimetres(board.length)}×{millimetres(board.width)}"
            rows.append(band(f"{word('pattern', language)} {last}  {board.code}  {size}", f"×{pattern.run}"))
        fence = millimetres(step.fence) if step.way else ""
        cells = [str(step.number), "　" * step.depth + _lies(step), _way(step, language), fence]
        rows.append([*cells, known("frees", step.frees, language), _pieces(step, names)])
    return rows


def cut_steps_pdf(job: PlanJob, made_at: datetime, language: str = "zh") -> bytes:
    """The cuts of a plan, A4: number, what lies on the saw, the fence, what comes off.

    Raises:
        Refused: no Chinese font is installed.
    """
    columns = [
        (word("cut_no", language), 10.0, "right"),
        (word("lies", language), 38.0, "left"),
        (word("cut_way", language), 14.0, "left"),
        (word("fence", language), 18.0, "right"),
        (word("frees", language), 18.0, "left"),
        (word("parts_on_pattern", language), 0.0, "left"),
    ]
    figures = job.plan.figures
    pairs = [
        (word("lot", language), job.title),
        (word("material", language), job.problem.material),
        (word("sheets", language), str(figures.sheets)),
        (word("kerf", language), millimetres(job.problem.saw.kerf)),
    ]
    blocks: list[Block] = [facts(pairs, 4), listing(columns, _rows(job, language))]
    return document_pdf(
        blocks,
        heading=word("cut_steps", language),
        number=job.title,
        foot=f"{word('all_mm', language)}   {word('made_at', language, moment(made_at))}",
        page_words=page_words(language),
        language=language,
        made_at=made_at,
    )
