"""The manifest of a shipment, with the fields of a furniture maker's delivery note: shipment, order, package, line.

Packages in all, sent now and received are accounted per order; oversize parts are flagged; who stored and who loaded each
package, and when, stands beside it. "Received" is left open for the customer's hand.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from shuanglun.faces.papers.blocks import Block, facts, item_columns, item_row, listing, package_band, page_words
from shuanglun.faces.papers.content import Manifest, ManifestOrder, StoredPackage
from shuanglun.faces.papers.typesetting import document_pdf
from shuanglun.faces.papers.words import kilograms, moment, word

_TO_FILL = "______"


def _head(paper: Manifest, language: str) -> Block:
    packages = [stored.content for order in paper.orders for stored in order.packages]
    weight = kilograms(sum(package.weight_g for package in packages))
    large = sum(package.oversize for package in packages)
    pairs = [
        (word("lorry", language), paper.lorry),
        (word("driver", language), paper.driver),
        (word("created", language), moment(paper.created_at)),
        (word("left", language), moment(paper.left_at) or word("not_left", language)),
        (word("left_by", language), paper.left_by),
        (word("send_packages", language), str(len(packages))),
        (word("total_weight", language), f"{weight} kg"),
        (word("large_parts", language), str(large) if large else word("none", language)),
    ]
    if paper.override_reason:
        pairs.append((word("override", language), paper.override_reason))
    return facts(pairs, 4, code=paper.code, strong=True)


def _state(kind: str, done: int, total: int, language: str) -> str:
    """All, some or none: "全部入库"."""
    return word(f"{kind}_{'none' if not done else 'all' if done >= total else 'some'}", language)


def _order(order: ManifestOrder, language: str) -> list[Block]:
    large = sum(stored.content.oversize for stored in order.packages)
    sent = order.sent_before + len(order.packages)
    pairs = [
        (word("customer", language), order.customer),
        (word("phone", language), order.phone),
        (word("created", language), moment(order.created_at)),
        (word("large_parts", language), str(large) if large else word("none", language)),
        (word("total_packages", language), str(order.total)),
        (word("sent_before", language), str(order.sent_before)),
        (word("send_packages", language), str(len(order.packages))),
        (word("receive_packages", language), _TO_FILL),
        (word("in_status", language), _state("in", order.stored, order.total, language)),
        (word("out_status", language), _state("out", sent, order.total, language)),
        (word("address", language), order.address),
    ]
    return [{"title": f"{word('order', language)} {order.order_no}"}, facts(pairs, 4), _packages(order, language)]


def _who(stored: StoredPackage, language: str) -> str:
    """One line below a package's band: who stored it, who loaded it, and when."""
    stored_text = " ".join(text for text in (stored.stored_by, moment(stored.stored_at)) if text)
    loaded_text = " ".join(text for text in (stored.loaded_by, moment(stored.loaded_at)) if text)
    pairs = ((word("in_by", language), stored_text), (word("out_by", language), loaded_text))
    return "   ".join(f"{label}: {value}" for label, value in pairs if value)


def _packages(order: ManifestOrder, language: str) -> Block:
    rows: list[Any] = []
    for stored in order.packages:
        package = stored.content
        rows.append(package_band(package, language, package.serial, _who(stored, language)))
        rows += [item_row(number, item, language) for number, item in enumerate(package.items, start=1)]
    return listing(item_columns(language), rows)


def manifest_pdf(paper: Manifest, made_at: datetime, *, language: str = "zh") -> bytes:
    """The manifest of a shipment, A4. A lorry without packages gives a paper that says so.

    Raises:
        Refused: no Chinese font is installed.
        ValueError: the shipment's code is no scan code.
    """
    blocks = [_head(paper, language), {"rule": True}]
    for order in paper.orders:
        blocks += _order(order, language)
    if not paper.orders:
        blocks.append({"note": word("empty.manifest", language)})
    names = [word("driver", language), word("signature", language), word("signed_on", language)]
    blocks.append({"blanks": names})
    return document_pdf(
        blocks,
        heading=word("manifest", language),
        number=paper.code,
        foot=f"{word('all_mm', language)}   {word('made_at', language, moment(made_at))}",
        page_words=page_words(language),
        language=language,
        made_at=made_at,
    )
