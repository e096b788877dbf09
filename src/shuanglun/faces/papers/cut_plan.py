"""The cut plan of a lot as PDF: a cover with its figures, then one page a pattern with drawing, parts and sawing sequence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from shuanglun.faces.papers.content import CutPlanPaper, PatternDrawing, PlanFigures
from shuanglun.faces.papers.cut_drawing import draw_pattern, draw_thumbnail
from shuanglun.faces.papers.geometry import strip_of
from shuanglun.faces.papers.ruled import Column, Ruled, flow
from shuanglun.faces.papers.scene import Scene
from shuanglun.faces.papers.typesetting import painted_pdf
from shuanglun.faces.papers.words import moment, percent, word
from shuanglun.kernel.length import millimetres

PAGE = (297.0, 210.0)
_LEFT, _RIGHT, _TOP, _BOTTOM = 12.0, 287.0, 9.0, 197.0
_BODY = 29.0
_PARTS_X = 213.0
_GREY = "#555555"


def _fact(scene: Scene, x: float, room: float, label: str, value: str) -> None:
    scene.words(x, 18.6, 2.2, label, room, colour=_GREY)
    scene.words(x, 21.4, 3.3, value or "–", room - 1.5, 2.2, bold=True)


def _facts(scene: Scene, facts: Sequence[tuple[str, str, float]]) -> None:
    """Facts side by side: label, value, share of the width."""
    unit = (_RIGHT - _LEFT) / sum(share for _, _, share in facts)
    x = _LEFT
    for label, value, share in facts:
        _fact(scene, x, share * unit, label, value)
        x += share * unit


def _head(title: str, lot: str, tag: str, facts: Sequence[tuple[str, str, float]]) -> Scene:
    scene = Scene(*PAGE)
    scene.words(_LEFT, _TOP, 6.0, title, 120, 4.0, bold=True)
    scene.words((_LEFT + _RIGHT) / 2, _TOP, 6.0, lot, 60, 3.0, bold=True, align="center")
    scene.words(_RIGHT, _TOP, 6.0, tag, 90, 3.0, bold=True, align="right")
    scene.rule(_LEFT, 17.2, _RIGHT, 17.2, 0.5)
    _facts(scene, facts)
    scene.rule(_LEFT, 26.6, _RIGHT, 26.6, 0.2)
    return scene


def _legend(scene: Scene, language: str) -> None:
    x = _LEFT
    for key, fill in (("legend_part", "#ffffff"), ("legend_offcut", "hatched"), ("legend_waste", "#dedede")):
        scene.box(x, 201.6, 4.4, 2.6, 0.2, "#ffffff" if fill == "hatched" else fill)
        if fill == "hatched":
            for step in (1.2, 2.6, 4.0):
                scene.rule(x + step, 201.6, x + step - 1.2, 204.2, 0.12, _GREY)
        text = word(key, language)
        scene.words(x + 5.4, 201.6, 2.4, text, colour=_GREY)
        x += 12 + len(text) * (2.4 if language == "zh" else 1.35)
    scene.words(x, 201.6, 2.4, word("all_mm", language), colour=_GREY)


def _foot(scene: Scene, plan: CutPlanPaper, page: int, pages: int, made_at: datetime, language: str) -> None:
    scene.rule(_LEFT, 199.6, _RIGHT, 199.6, 0.2)
    _legend(scene, language)
    made = word("made_at", language, moment(made_at))
    text = "   ".join(t for t in (plan.engine, made, word("page", language, page, pages)) if t)
    scene.words(_RIGHT, 201.6, 2.4, text, align="right", colour=_GREY)


def _pattern_facts(plan: CutPlanPaper, pattern: PatternDrawing, language: str) -> list[tuple[str, str, float]]:
    size = f"{millimetres(pattern.length)}×{millimetres(pattern.width)}"
    return [
        (word("material", language), plan.material, 1.6),
        (word("thickness", language), millimetres(plan.thickness) if plan.thickness else "", 0.7),
        (word("board", language), f"{pattern.board_code}  {size}", 2.6),
        (word("kerf", language), "" if plan.kerf is None else millimetres(plan.kerf), 0.7),
        (word("pieces", language), f"{len(pattern.parts)} × {pattern.run_qty}", 0.9),
        (word("yield", language), percent(pattern.yield_share), 1.0),
        (word("due", language), plan.due_on.isoformat() if plan.due_on else "", 1.0),
    ]


def _part_rows(pattern: PatternDrawing, language: str) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    numbers = pattern.numbers
    for rect in pattern.parts:
        more = f" +{len(rect.labels) - 1}" if len(rect.labels) > 1 else ""
        label = rect.labels[0] + more if rect.labels else ""
        size = f"{millimetres(rect.length)}×{millimetres(rect.width)}"
        rows.append((numbers[rect.seq], label, rect.name.in_language(language), size))
    return rows


def _cut_rows(pattern: PatternDrawing, kerf: int | None, language: str) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    numbers = pattern.numbers
    for cut in pattern.cuts:
        kind = word("cut.trim" if cut.level == 0 else f"cut.{cut.direction}", language)
        begin, end = strip_of(cut, pattern.cuts, pattern, kerf or 0)
        at = cut.y1 if cut.direction == "length" else cut.x1
        size = "" if kerf is None else millimetres(end - begin)
        rows.append((str(cut.seq), kind, size, millimetres(at), numbers.get(cut.seq, "")))
    return rows


def _parts_table(language: str) -> Ruled:
    return Ruled(
        (
            Column(word("col.no", language), 9, "right"),
            Column(word("unit", language), 14),
            Column(word("name", language), 27),
            Column(word("col.size", language), 24, "right", bold=True),
        )
    )


def _cuts_table(language: str) -> Ruled:
    return Ruled(
        (
            Column(word("col.no", language), 6, "right"),
            Column(word("col.cut", language), 8),
            Column(word("col.size", language), 10.5, "right", bold=True),
            Column(word("col.at", language), 10.5, "right"),
            Column(word("col.part", language), 8, "right"),
        )
    )


def _pattern_pages(plan: CutPlanPaper, pattern: PatternDrawing, language: str) -> Iterator[Scene]:
    number = f"{word('pattern_full', language)} {pattern.no} / {len(plan.patterns)}"
    tag = word("sheet_times", language, pattern.run_qty)
    facts = _pattern_facts(plan, pattern, language)
    scene = _head(f"{word('cut_drawing', language)}  {number}", plan.lot_no, tag, facts)
    drawing = draw_pattern(pattern, _PARTS_X - _LEFT - 3, 118, kerf=plan.kerf or 0, language=language)
    scene.place(drawing, _LEFT, _BODY)
    parts, cuts = _part_rows(pattern, language), _cut_rows(pattern, plan.kerf, language)
    title = f"{word('parts_on_pattern', language)} ({len(parts)})"
    parts = flow(scene, _parts_table(language), parts, (_PARTS_X, _BODY, _RIGHT, _BOTTOM), title)
    below = _BODY + drawing.height + 2
    sequence = f"{word('cut_sequence', language)} ({len(cuts)})"
    cuts = flow(scene, _cuts_table(language), cuts, (_LEFT, below, _PARTS_X - 3, _BOTTOM), sequence)
    yield scene
    while parts or cuts:
        again = f"{word('cut_drawing', language)}  {number}  ({word('continued', language)})"
        scene = _head(again, plan.lot_no, tag, facts)
        middle = _LEFT + 160 if parts and cuts else _RIGHT if parts else _LEFT
        if parts:
            parts = flow(scene, _parts_table(language), parts, (_LEFT, _BODY, middle, _BOTTOM), title)
        if cuts:
            left = middle + 4 if middle > _LEFT else _LEFT
            cuts = flow(scene, _cuts_table(language), cuts, (left, _BODY, _RIGHT, _BOTTOM), sequence)
        yield scene


def _square_metres(area: int | None) -> str:
    """mm² as m² to 0.01, half up."""
    if area is None:
        return "–"
    hundredths = (area + 5_000) // 10_000
    return f"{hundredths // 100}.{hundredths % 100:02d} m²"


def _metres(tenths: int | None) -> str:
    return "–" if tenths is None else f"{(tenths + 5_000) // 10_000} m"


def figure_lines(figures: PlanFigures, language: str) -> list[tuple[str, str]]:
    """The figures of a plan as (name, value), in the order they are printed."""
    optimal = f"  {word('optimal', language)}" if figures.optimal else ""
    bound = "–" if figures.bound is None else f"{figures.bound}{optimal}"
    return [
        (word("sheets", language), str(figures.sheets)),
        (word("yield", language), percent(figures.yield_share)),
        (word("waste", language), percent(figures.waste)),
        (word("bound", language), bound),
        (word("gap", language), percent(figures.gap)),
        (word("offcut_area", language), _square_metres(figures.offcut_area_mm2)),
        (word("cuts", language), "–" if figures.cuts is None else str(figures.cuts)),
        (word("cut_length", language), _metres(figures.cut_length)),
    ]


def _figures(scene: Scene, plan: CutPlanPaper, language: str) -> None:
    lines = figure_lines(plan.figures, language)
    wide = (_RIGHT - _LEFT) / len(lines)
    for index, (label, value) in enumerate(lines):
        x = _LEFT + index * wide
        scene.words(x, 32, 2.8, label, wide - 2, 2.0, colour=_GREY)
        scene.words(x, 36.4, 6.0, value, wide - 2, 2.6, bold=True)
    scene.rule(_LEFT, 45, _RIGHT, 45, 0.2)


def _cover_table(language: str) -> Ruled:
    return Ruled(
        (
            Column(word("col.no", language), 9, "right", bold=True),
            Column(word("board", language), 38),
            Column(word("sheets", language), 11, "right", bold=True),
            Column(word("pieces", language), 13, "right"),
            Column(word("yield", language), 17, "right"),
        ),
        pitch=4.4,
        size=2.8,
    )


def _cover_rows(plan: CutPlanPaper) -> list[tuple[str, ...]]:
    return [
        (str(p.no), p.board_code, f"×{p.run_qty}", str(len(p.parts) * p.run_qty), percent(p.yield_share))
        for p in plan.patterns
    ]


def _thumbnails(scene: Scene, plan: CutPlanPaper, language: str) -> None:
    """The patterns side by side, right of their list, where all of them find room."""
    if len(plan.patterns) > 20:
        return
    for index, pattern in enumerate(plan.patterns):
        row, column = divmod(index, 4)
        x, y = 110 + column * 45, 49 + row * 29.4
        thumbnail = draw_thumbnail(pattern, 42, 22)
        scene.place(thumbnail, x, y + 22 - thumbnail.height)
        caption = f"{word('pattern', language)}{pattern.no}  ×{pattern.run_qty}"
        scene.words(x, y + 22.8, 2.6, caption, 42, bold=True)


def _cover(plan: CutPlanPaper, language: str) -> Iterator[Scene]:
    facts = [
        (word("material", language), plan.material, 2.0),
        (word("thickness", language), millimetres(plan.thickness) if plan.thickness else "", 0.8),
        (word("patterns", language), str(len(plan.patterns)), 0.8),
        (word("pieces", language), str(plan.pieces), 0.8),
        (word("kerf", language), "" if plan.kerf is None else millimetres(plan.kerf), 0.8),
        (word("due", language), plan.due_on.isoformat() if plan.due_on else "", 1.0),
    ]
    rows = _cover_rows(plan)
    title = word("cut_plan", language)
    scene = _head(title, plan.lot_no, "", facts)
    _figures(scene, plan, language)
    if not rows:
        scene.words(_LEFT, 52, 4.0, word("empty.patterns", language))
    _thumbnails(scene, plan, language)
    rows = flow(scene, _cover_table(language), rows, (_LEFT, 48, _RIGHT, _BOTTOM), word("patterns", language))
    yield scene
    while rows:
        scene = _head(f"{title}  ({word('continued', language)})", plan.lot_no, "", facts)
        rows = flow(scene, _cover_table(language), rows, (_LEFT, _BODY, _RIGHT, _BOTTOM), word("patterns", language))
        yield scene


def cut_plan_pages(plan: CutPlanPaper, made_at: datetime, language: str = "zh") -> list[Scene]:
    """All pages: the cover, then the patterns in sawing order, each on a page of its own (and more where lists are long)."""
    pages = list(_cover(plan, language))
    for pattern in plan.patterns:
        pages += _pattern_pages(plan, pattern, language)
    for number, scene in enumerate(pages, start=1):
        _foot(scene, plan, number, len(pages), made_at, language)
    return pages


def cut_plan_pdf(plan: CutPlanPaper, made_at: datetime, *, language: str = "zh") -> bytes:
    """The cut plan of a lot, A4 landscape. A lot without patterns gives a cover that says so.

    Raises:
        Refused: no Chinese font is installed.
    """
    title = f"{word('cut_plan', language)} {plan.lot_no}"
    return painted_pdf(cut_plan_pages(plan, made_at, language), title, language, made_at)
