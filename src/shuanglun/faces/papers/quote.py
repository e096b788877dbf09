"""The quote of an order, as an A4 paper for the customer and as a workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from shuanglun.engines.pricing import yuan
from shuanglun.faces.papers.blocks import Block, band, facts, listing, page_words
from shuanglun.faces.papers.sheets import Field, Sheet, Value, to_xlsx
from shuanglun.faces.papers.typesetting import document_pdf
from shuanglun.faces.papers.words import moment, word

Quote = Mapping[str, Any]


def _many(thousandths: int) -> str:
    return f"{thousandths / 1000:g}"


def discount_text(points: int, language: str) -> str:
    """A discount as people say it: 500 is "95 折", "5 % off"."""
    if language == "en":
        return f"{points / 100:g} % off"
    return f"{(10_000 - points) / 100:g} 折"


def _head(quote: Quote, language: str) -> Block:
    order = quote["order"]
    pairs = [
        (word("order", language), order["no"]),
        (word("quote_version", language), str(quote["version"])),
        (word("customer", language), order["customer"]),
        (word("phone", language), order["phone"] or ""),
        (word("due", language), order["due_on"].isoformat()),
        (word("price_list", language), f"{quote['price_name'][language]} v{quote['price_version']}"),
        (word("quoted_by", language), quote["created_by_name"]),
        (word("quoted_at", language), moment(quote["created_at"])),
        (word("address", language), order["address"] or ""),
    ]
    return facts(pairs, 4)


def _line_rows(line: Mapping[str, Any], language: str) -> list[Any]:
    """A band with the line's sum, below it each amount of one unit with its reason."""
    title = f"{line['line_no']}  {line['position']}  {line['product'][language]}  {line['size']}"
    sums = f"{yuan(line['unit_fen'])} × {line['quantity']} = {yuan(line['total_fen'])}"
    rows: list[Any] = [band(title, sums)]
    rows += [_item_row(item, language) for item in line["items"]]
    return rows


def _item_row(item: Mapping[str, Any], language: str) -> list[str]:
    many = f"{_many(item['thousandths'])} {item['unit']}"
    return [item["label"][language], item["why"][language], many, yuan(item["price_fen"]), yuan(item["amount_fen"])]


def _columns(language: str) -> list[tuple[str, float, str]]:
    return [
        (word("price_item", language), 30, "left"),
        (word("price_why", language), 0, "left"),
        (word("quantity", language), 20, "right"),
        (word("unit_price", language), 22, "right"),
        (word("amount", language), 24, "right"),
    ]


def _sums(quote: Quote, language: str) -> Block:
    pairs = [(word("goods", language), yuan(quote["goods_fen"]))]
    if quote["extras_fen"]:
        pairs.append((word("extras", language), yuan(quote["extras_fen"])))
    if quote["discount_points"]:
        off = f"−{yuan(quote['discount_fen'])}（{discount_text(quote['discount_points'], language)}）"
        pairs.append((word("discount", language), off))
    pairs.append((word("to_pay", language), f"¥ {yuan(quote['total_fen'])}"))
    return facts(pairs, len(pairs), strong=True)


def quote_pdf(quote: Quote, made_at: datetime, *, language: str = "zh") -> bytes:
    """The quote as a paper. Amounts in yuan.

    Raises:
        Refused: no Chinese font is installed.
    """
    rows = [row for line in quote["lines"] for row in _line_rows(line, language)]
    blocks: list[Block] = [_head(quote, language), {"rule": True}, listing(_columns(language), rows)]
    if quote["extras"]:
        blocks.append({"title": word("extras", language)})
        blocks.append(listing(_columns(language), [_item_row(item, language) for item in quote["extras"]]))
    blocks += [{"rule": True}, _sums(quote, language)]
    if quote["remark"]:
        blocks.append({"note": quote["remark"]})
    blocks.append({"blanks": [word("signed_customer", language), word("signed_factory", language)]})
    return document_pdf(
        blocks,
        heading=word("quote", language),
        number=quote["order"]["no"],
        foot=f"{word('all_mm_yuan', language)}   {word('made_at', language, moment(made_at))}",
        page_words=page_words(language),
        language=language,
        made_at=made_at,
    )


def _line_sheet(quote: Quote, language: str) -> Sheet:
    fields = (
        Field(word("line_no", language), "whole", 7),
        Field(word("position", language), "text", 14),
        Field(word("name", language), "text", 18),
        Field(word("size", language), "text", 18),
        Field(word("quantity", language), "whole", 7),
        Field(word("unit_price", language), "yuan", 12),
        Field(word("amount", language), "yuan", 14),
    )
    rows: list[Sequence[Value]] = [
        (
            line["line_no"],
            line["position"],
            line["product"][language],
            line["size"],
            line["quantity"],
            line["unit_fen"],
            line["total_fen"],
        )
        for line in quote["lines"]
    ]
    sums = ("goods_fen", "goods"), ("extras_fen", "extras"), ("discount_fen", "discount"), ("total_fen", "to_pay")
    for key, name in sums:
        amount = -quote[key] if key == "discount_fen" else quote[key]
        rows.append((None, word(name, language), None, None, None, None, amount))
    return Sheet(word("quote", language), fields, rows)


def _item_sheet(quote: Quote, language: str) -> Sheet:
    fields = (
        Field(word("line_no", language), "whole", 7),
        Field(word("price_item", language), "text", 18),
        Field(word("price_why", language), "text", 70),
        Field(word("quantity", language), "text", 12),
        Field(word("unit_price", language), "yuan", 12),
        Field(word("amount", language), "yuan", 14),
    )
    every = [(line["line_no"], item) for line in quote["lines"] for item in line["items"]]
    every += [(None, item) for item in quote["extras"]]
    rows: list[Sequence[Value]] = [
        (
            number,
            item["label"][language],
            item["why"][language],
            f"{_many(item['thousandths'])} {item['unit']}",
            item["price_fen"],
            item["amount_fen"],
        )
        for number, item in every
    ]
    return Sheet(word("price_why", language), fields, rows)


def quote_xlsx(quote: Quote, made_at: datetime, *, language: str = "zh") -> bytes:
    """The quote as a workbook: the lines, and each amount with its reason."""
    return to_xlsx([_line_sheet(quote, language), _item_sheet(quote, language)], made_at)
