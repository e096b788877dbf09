"""What must be bought, as sheets, CSV, workbook and paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from shuanglun.engines.demand import Rules
from shuanglun.faces.papers.blocks import Block, facts, listing, page_words
from shuanglun.faces.papers.load_demand import DemandPaper
from shuanglun.faces.papers.sheets import Field, Sheet, Value, to_csv, to_xlsx
from shuanglun.faces.papers.typesetting import document_pdf
from shuanglun.faces.papers.words import known, moment, word
from shuanglun.kernel.length import millimetres

_BOM = b"\xef\xbb\xbf"
_M2 = 10**8  # 0.01 mm² in a square metre


def square_metres(area: int) -> str:
    """0.01 mm² as m² to 0.001, half up.

    >>> square_metres(249_500_000), square_metres(49_999)
    ('2.495', '0.000')
    """
    thousandths = (area * 1000 + _M2 // 2) // _M2
    return f"{thousandths // 1000}.{thousandths % 1000:03d}"


def _metres(mm: int) -> str:
    """Whole mm as metres to 0.1, rounded up: nobody is short of band."""
    tenths = -(-mm // 100)
    return f"{tenths // 10}.{tenths % 10}"


def _hundredths(value: int) -> str:
    return f"{value // 100}.{value % 100:02d}"


def _sheet(
    title: str, language: str, columns: Sequence[tuple[str, str, int]], rows: Sequence[Sequence[Value]]
) -> Sheet:
    fields = tuple(Field(word(key, language), kind, width) for key, kind, width in columns)  # type: ignore[arg-type]
    return Sheet(word(title, language), fields, rows, word("empty.rows", language))


def demand_sheets(paper: DemandPaper, language: str = "zh") -> list[Sheet]:
    """Boards, edge band, glass, paint and hardware; empty ones are kept so that nobody asks whether one was forgotten."""
    need = paper.demand
    size = ("finished_length", "mm", 10), ("finished_width", "mm", 10)
    boards: list[Sequence[Value]] = [
        (
            row.material, row.code, row.length, row.width, row.sheets, _hundredths(row.hundredths),
            known("source", row.source, language), square_metres(row.part_area),
        )
        for row in need.boards
    ]  # fmt: skip
    bands: list[Sequence[Value]] = [
        (row.colour, row.thickness, row.board_thickness, row.sides, _metres(row.net_mm), _metres(row.length_mm))
        for row in need.bands
    ]
    glass: list[Sequence[Value]] = [
        (row.material, row.length, row.width, row.thickness, row.qty, square_metres(row.area)) for row in need.glass
    ]
    paint: list[Sequence[Value]] = [
        (row.colour, row.faces, square_metres(row.face_area), square_metres(row.edge_area)) for row in need.paint
    ]
    hardware: list[Sequence[Value]] = [
        (row.item, row.name.in_language(language), row.qty, row.unit) for row in need.hardware
    ]
    return [
        _sheet(
            "demand_boards", language,
            (
                ("material", "text", 20), ("board_code", "text", 26), *size, ("sheets_to_buy", "whole", 10),
                ("sheets_exact", "text", 10), ("board_source", "text", 12), ("part_area", "text", 12),
            ), boards,
        ),
        _sheet(
            "demand_bands", language,
            (
                ("colour", "text", 16), ("band_thickness", "mm", 9), ("board_thickness", "mm", 9),
                ("band_sides", "whole", 8), ("net_length", "text", 12), ("gross_length", "text", 14),
            ), bands,
        ),
        _sheet(
            "demand_glass", language,
            (("material", "text", 20), *size, ("thickness", "mm", 9), ("quantity", "whole", 8), ("area_m2", "text", 10)),
            glass,
        ),
        _sheet(
            "demand_paint", language,
            (("colour", "text", 16), ("faces", "whole", 8), ("face_area", "text", 12), ("edge_area", "text", 12)), paint,
        ),
        _sheet(
            "hardware_list", language,
            (("item", "text", 20), ("name", "text", 24), ("quantity", "whole", 8), ("unit_of_count", "text", 8)), hardware,
        ),
    ]  # fmt: skip


def rules_text(rules: Rules, language: str) -> str:
    """The allowances in words."""
    share = f"{rules.band_extra / 100:g}", f"{rules.board_yield / 100:g}"
    return word("allowance_text", language, millimetres(rules.band_per_side), *share)


def demand_csv(paper: DemandPaper, language: str = "zh") -> bytes:
    """All lists below one another in one CSV, each below its title, with its own headings."""
    blocks = []
    for sheet in demand_sheets(paper, language):
        title = to_csv(Sheet(sheet.name, (Field(sheet.name),), []))
        blocks.append((title + to_csv(sheet)).replace(_BOM, b""))
    return _BOM + b"\r\n".join(blocks)


def demand_xlsx(paper: DemandPaper, made_at: datetime, language: str = "zh") -> bytes:
    """A workbook with a page a list."""
    return to_xlsx(demand_sheets(paper, language), made_at)


def demand_shape(paper: DemandPaper, language: str = "zh") -> dict[str, Any]:
    """The demand for a page: lists of columns and rows as people read them."""
    return {
        "title": paper.title,
        "orders": list(paper.orders),
        "rules": {
            "band_per_side": paper.rules.band_per_side,
            "band_extra": paper.rules.band_extra,
            "board_yield": paper.rules.board_yield,
        },
        "lists": [
            {
                "name": sheet.name,
                "columns": [{"title": field.title, "kind": field.kind} for field in sheet.fields],
                "rows": [_cells(sheet, row) for row in sheet.rows],
            }
            for sheet in demand_sheets(paper, language)
        ],
        "findings": [one.as_dict() for one in paper.demand.findings],
    }


def _cells(sheet: Sheet, row: Sequence[Value]) -> list[str]:
    return [
        "" if value is None else millimetres(value) if field.kind == "mm" and isinstance(value, int) else str(value)
        for field, value in zip(sheet.fields, row, strict=True)
    ]


def _listing(sheet: Sheet) -> Block:
    total = sum(field.width for field in sheet.fields) or 1
    columns = [
        (field.title, 0.0 if number == 0 else 186.0 * field.width / total, "left" if field.kind == "text" else "right")
        for number, field in enumerate(sheet.fields)
    ]
    return listing(columns, [_cells(sheet, row) for row in sheet.rows])


def demand_pdf(paper: DemandPaper, made_at: datetime, language: str = "zh") -> bytes:
    """The demand as an A4 paper; lists with nothing in them are left out.

    Raises:
        Refused: no Chinese font is installed.
    """
    pairs = [
        (word("orders_covered", language), "、".join(paper.orders) or "–"),
        (word("allowance", language), rules_text(paper.rules, language)),
    ]
    blocks: list[Block] = [facts(pairs, 1)]
    for sheet in demand_sheets(paper, language):
        if sheet.rows:
            blocks += [{"title": sheet.name}, _listing(sheet)]
    if len(blocks) == 1:
        blocks.append({"note": word("empty.rows", language)})
    blocks += [{"note": one.what.in_language(language)} for one in paper.demand.findings]
    return document_pdf(
        blocks,
        heading=word("demand", language),
        number=paper.title,
        foot=f"{word('all_mm', language)}   {word('made_at', language, moment(made_at))}",
        page_words=page_words(language),
        language=language,
        made_at=made_at,
    )
