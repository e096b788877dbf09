"""Part lists, hardware lists and cut lists as sheets, and as CSV and XLSX files."""

from __future__ import annotations

from datetime import datetime

from shuanglun.faces.papers.content import CutList, Edges, PartList, PlanFigures
from shuanglun.faces.papers.sheets import Field, Sheet, Value, to_csv, to_xlsx
from shuanglun.faces.papers.words import known, route_text, word

_SIZES = ("finished_length", "finished_width", "thickness", "cutting_length", "cutting_width")
_EDGES = ("edge_front", "edge_back", "edge_left", "edge_right")


def _fields(language: str, *columns: tuple[str, str, int]) -> tuple[Field, ...]:
    return tuple(Field(word(key, language), kind, width) for key, kind, width in columns)  # type: ignore[arg-type]


def _edges(edges: Edges) -> tuple[int, int, int, int]:
    return edges.front, edges.back, edges.left, edges.right


def part_sheet(paper: PartList, language: str = "zh") -> Sheet:
    """The parts of an order, lengths in mm."""
    fields = _fields(
        language,
        ("line_no", "whole", 7),
        ("position", "text", 14),
        ("name", "text", 16),
        ("quantity", "whole", 7),
        *((key, "mm", 9) for key in _SIZES),
        ("material", "text", 20),
        ("colour", "text", 12),
        ("grain", "text", 7),
        *((key, "mm", 8) for key in _EDGES),
        ("route", "text", 24),
        ("pack_group", "text", 9),
        ("weight_kg", "kg", 9),
    )
    rows: list[tuple[Value, ...]] = [
        (
            part.line_no,
            part.position,
            part.name.in_language(language),
            part.quantity,
            part.length,
            part.width,
            part.thickness,
            part.cut_length or None,
            part.cut_width or None,
            part.material,
            part.colour,
            known("grain", part.grain, language),
            *_edges(part.edges),
            route_text(part.route, language),
            known("group", part.pack_group, language),
            part.weight_g,
        )
        for part in paper.parts
    ]
    return Sheet(word("part_list", language), fields, rows, word("empty.rows", language))


def hardware_sheet(paper: PartList, language: str = "zh") -> Sheet:
    """The hardware of an order."""
    fields = _fields(
        language,
        ("line_no", "whole", 7),
        ("position", "text", 14),
        ("item", "text", 16),
        ("name", "text", 24),
        ("quantity", "whole", 7),
        ("unit_of_count", "text", 7),
    )
    rows: list[tuple[Value, ...]] = [
        (row.line_no, row.position, row.item, row.name.in_language(language), row.quantity, row.unit)
        for row in paper.hardware
    ]
    return Sheet(word("hardware_list", language), fields, rows, word("empty.rows", language))


def cut_sheet(paper: CutList, language: str = "zh") -> Sheet:
    """The pieces of a lot in sawing order, lengths in mm."""
    fields = _fields(
        language,
        ("pattern_no", "whole", 7),
        ("saw_place", "whole", 7),
        ("board", "text", 24),
        ("code", "text", 12),
        ("order", "text", 18),
        ("customer", "text", 18),
        ("unit", "text", 8),
        ("name", "text", 16),
        ("material", "text", 18),
        ("cutting_length", "mm", 9),
        ("cutting_width", "mm", 9),
        ("finished_length", "mm", 9),
        ("finished_width", "mm", 9),
        ("thickness", "mm", 8),
        ("grain", "text", 7),
        *((key, "mm", 8) for key in _EDGES),
    )
    rows: list[tuple[Value, ...]] = [
        (
            row.pattern_no,
            row.place,
            row.board_code,
            row.code,
            row.order_no,
            row.customer,
            row.unit,
            row.name.in_language(language),
            row.material,
            row.cut_length,
            row.cut_width,
            row.length,
            row.width,
            row.thickness,
            known("grain", row.grain, language),
            *_edges(row.edges),
        )
        for row in paper.rows
    ]
    return Sheet(word("cut_list", language), fields, rows, word("empty.rows", language))


def _figure_sheet(pairs: list[tuple[str, Value]], language: str) -> Sheet:
    """Names and values below each other; the values are of different kinds, so shares are texts."""
    fields = (Field(word("name", language), "text", 20), Field(word("figures", language), "whole", 24))
    return Sheet(word("figures", language), fields, pairs)


def _plan_figures(figures: PlanFigures, language: str) -> list[tuple[str, Value]]:
    from shuanglun.faces.papers.cut_plan import figure_lines

    return list(figure_lines(figures, language))


def part_list_csv(paper: PartList, *, language: str = "zh") -> bytes:
    """The part list of an order as CSV."""
    return to_csv(part_sheet(paper, language))


def hardware_list_csv(paper: PartList, *, language: str = "zh") -> bytes:
    """The hardware list of an order as CSV."""
    return to_csv(hardware_sheet(paper, language))


def cut_list_csv(paper: CutList, *, language: str = "zh") -> bytes:
    """The cut list of a lot as CSV."""
    return to_csv(cut_sheet(paper, language))


def part_list_xlsx(paper: PartList, made_at: datetime, *, language: str = "zh") -> bytes:
    """Parts, hardware and figures of an order as a workbook."""
    figures: list[tuple[str, Value]] = [
        (word("order", language), paper.order_no),
        (word("customer", language), paper.customer),
        (word("due", language), paper.due_on.isoformat()),
        (word("units", language), paper.units),
        (word("parts_count", language), sum(part.quantity for part in paper.parts)),
        (word("hardware_count", language), sum(row.quantity for row in paper.hardware)),
    ]
    sheets = [part_sheet(paper, language), hardware_sheet(paper, language), _figure_sheet(figures, language)]
    return to_xlsx(sheets, made_at)


def cut_list_xlsx(paper: CutList, made_at: datetime, *, language: str = "zh") -> bytes:
    """The cut list and the figures of a lot as a workbook."""
    figures: list[tuple[str, Value]] = [
        (word("lot", language), paper.lot_no),
        (word("material", language), paper.material),
        (word("due", language), paper.due_on.isoformat()),
        (word("pieces", language), len(paper.rows)),
        *_plan_figures(paper.figures, language),
    ]
    return to_xlsx([cut_sheet(paper, language), _figure_sheet(figures, language)], made_at)
