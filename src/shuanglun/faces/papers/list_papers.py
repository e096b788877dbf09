"""Part lists and hardware lists as A4 papers, with the columns a bench needs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from shuanglun.faces.papers.blocks import Block, facts, listing, page_words
from shuanglun.faces.papers.content import PartList, PartRow
from shuanglun.faces.papers.typesetting import document_pdf
from shuanglun.faces.papers.words import known, moment, word
from shuanglun.kernel.length import millimetres


def _head(paper: PartList, language: str) -> Block:
    pairs = [
        (word("order", language), paper.order_no),
        (word("customer", language), paper.customer),
        (word("due", language), paper.due_on.isoformat()),
        (word("units", language), str(paper.units)),
    ]
    return facts(pairs, 4)


def _edges(part: PartRow, language: str) -> str:
    """Banded sides with their thickness: "前1 后1"."""
    sides = (
        ("front", part.edges.front),
        ("back", part.edges.back),
        ("left", part.edges.left),
        ("right", part.edges.right),
    )
    return " ".join(f"{known('side', side, language)}{millimetres(value)}" for side, value in sides if value)


def _part_row(part: PartRow, language: str) -> list[str]:
    finished = "×".join(millimetres(side) for side in (part.length, part.width, part.thickness))
    cut = "×".join(millimetres(side) for side in (part.cut_length, part.cut_width)) if part.cut_length else ""
    about = [part.material or word("assembly", language), known("grain", part.grain, language), _edges(part, language)]
    return [str(part.line_no), part.name.in_language(language), str(part.quantity), finished, cut, *about]


def _parts(paper: PartList, language: str) -> list[Block]:
    columns = [
        (word("line_no", language), 11.0, "right"),
        (word("name", language), 0.0, "left"),
        (word("quantity", language), 11.0, "right"),
        (word("finished", language), 33.0, "left"),
        (word("cut_size", language), 27.0, "left"),
        (word("material", language), 34.0, "left"),
        (word("grain", language), 12.0, "left"),
        (word("edges", language), 28.0, "left"),
    ]
    rows = [_part_row(part, language) for part in paper.parts]
    return [listing(columns, rows)] if rows else [{"note": word("empty.rows", language)}]


def _hardware(paper: PartList, language: str) -> list[Block]:
    columns = [
        (word("line_no", language), 12.0, "right"),
        (word("item", language), 40.0, "left"),
        (word("name", language), 0.0, "left"),
        (word("quantity", language), 20.0, "right"),
        (word("unit_of_count", language), 20.0, "left"),
    ]
    rows = [
        [str(row.line_no), row.item, row.name.in_language(language), str(row.quantity), row.unit]
        for row in paper.hardware
    ]
    return [listing(columns, rows)] if rows else [{"note": word("empty.rows", language)}]


def _pdf(key: str, paper: PartList, blocks: Sequence[Any], made_at: datetime, language: str) -> bytes:
    return document_pdf(
        [_head(paper, language), *blocks],
        heading=word(key, language),
        number=paper.order_no,
        foot=f"{word('all_mm', language)}   {word('made_at', language, moment(made_at))}",
        page_words=page_words(language),
        language=language,
        made_at=made_at,
    )


def part_list_pdf(paper: PartList, made_at: datetime, *, language: str = "zh") -> bytes:
    """The part list of an order, A4.

    Raises:
        Refused: no Chinese font is installed.
    """
    return _pdf("part_list", paper, _parts(paper, language), made_at, language)


def hardware_list_pdf(paper: PartList, made_at: datetime, *, language: str = "zh") -> bytes:
    """The hardware list of an order, A4; raises as ``part_list_pdf``."""
    return _pdf("hardware_list", paper, _hardware(paper, language), made_at, language)
