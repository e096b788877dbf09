"""Refusals of pricing."""

from __future__ import annotations

from collections.abc import Sequence

from shuanglun.kernel.errors import BadRequest, NotFound, Refused
from shuanglun.kernel.findings import Finding
from shuanglun.kernel.text import Text


def no_price_list() -> Refused:
    """Nobody has published a price list that fits."""
    return Refused(
        "PRICE-NO-LIST",
        Text("没有可用的价目表，请先发布一份", "there is no price list for this order; publish one first"),
    )


def list_not_found() -> NotFound:
    """There is no such price list in this factory."""
    return NotFound("PRICE-LIST-NOT-FOUND", Text("没有这份价目表", "there is no such price list"))


def quote_not_found() -> NotFound:
    """The order has no quote."""
    return NotFound("QUOTE-NOT-FOUND", Text("这张订单还没有报价", "this order has no quote yet"))


def order_not_found() -> NotFound:
    """There is no such order in this factory."""
    return NotFound("ORDER-NOT-FOUND", Text("没有这张订单", "there is no such order"))


def list_has_faults(findings: Sequence[Finding]) -> BadRequest:
    """The list cannot be read; nothing is published."""
    more = Text(f"（共 {len(findings)} 处）", f" ({len(findings)} in all)") if len(findings) > 1 else Text("", "")
    first = findings[0].what
    return BadRequest("PRICE-LIST-FAULTY", Text(first.zh + more.zh, first.en + more.en), findings)


def examples_are_red(findings: Sequence[Finding]) -> Refused:
    """Examples do not come out as expected; nothing is published."""
    text = Text(f"{len(findings)} 个样例算得不对，未发布", f"{len(findings)} examples are red; nothing was published")
    return Refused("PRICE-EXAMPLES-RED", text, findings)


def lines_without_price(findings: Sequence[Finding]) -> Refused:
    """Lines have no price; a quote that leaves a line out would be wrong."""
    text = Text(f"{len(findings)} 行算不出价", f"{len(findings)} lines have no price")
    return Refused("QUOTE-LINES-WITHOUT-PRICE", text, findings)
