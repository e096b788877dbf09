"""The packing list of an order: its packages with what is in each, and its hardware."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from shuanglun.faces.papers.blocks import Block, facts, item_columns, item_row, listing, package_band, page_words
from shuanglun.faces.papers.content import PackedItem, PackingList
from shuanglun.faces.papers.typesetting import document_pdf
from shuanglun.faces.papers.words import kilograms, moment, word


def _head(paper: PackingList, language: str) -> Block:
    weight = kilograms(sum(package.weight_g for package in paper.packages))
    large = sum(package.oversize for package in paper.packages)
    pairs = [
        (word("order", language), paper.order_no),
        (word("customer", language), paper.customer),
        (word("phone", language), paper.phone),
        (word("due", language), paper.due_on.isoformat()),
        (word("units", language), str(paper.units)),
        (word("packages", language), str(len(paper.packages))),
        (word("total_weight", language), f"{weight} kg"),
        (word("large_parts", language), str(large) if large else word("none", language)),
        (word("address", language), paper.address),
    ]
    return facts(pairs, 4)


def _packages(paper: PackingList, language: str) -> list[Any]:
    rows: list[Any] = []
    for package in paper.packages:
        rows.append(package_band(package, language))
        rows += [item_row(number, item, language) for number, item in enumerate(package.items, start=1)]
    return rows


def _hardware(items: tuple[PackedItem, ...], language: str) -> list[Block]:
    if not items:
        return []
    columns = [
        (word("row", language), 12.0, "right"),
        (word("description", language), 0.0, "left"),
        (word("quantity", language), 20.0, "right"),
        (word("unit_of_count", language), 20.0, "left"),
    ]
    rows = [
        [str(number), item.name.in_language(language), str(item.quantity), item.unit]
        for number, item in enumerate(items, start=1)
    ]
    return [{"title": word("hardware_list", language)}, listing(columns, rows)]


def packing_list_pdf(paper: PackingList, made_at: datetime, *, language: str = "zh") -> bytes:
    """The packing list of an order, A4. An order without packages gives a paper that says so.

    Raises:
        Refused: no Chinese font is installed.
    """
    blocks = [_head(paper, language), {"rule": True}]
    if paper.packages:
        blocks.append(listing(item_columns(language), _packages(paper, language)))
    else:
        blocks.append({"note": word("empty.packages", language)})
    blocks += _hardware(paper.hardware, language)
    return document_pdf(
        blocks,
        heading=word("packing_list", language),
        number=paper.order_no,
        foot=f"{word('all_mm', language)}   {word('made_at', language, moment(made_at))}",
        page_words=page_words(language),
        language=language,
        made_at=made_at,
    )
