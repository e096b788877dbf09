"""Refusals of splitting."""

from __future__ import annotations

from collections.abc import Sequence

from shuanglun.kernel.errors import BadRequest, NotFound, Refused
from shuanglun.kernel.findings import Finding
from shuanglun.kernel.text import Text


def order_not_found() -> NotFound:
    """There is no such order in this factory."""
    return NotFound("ORDER-NOT-FOUND", Text("没有这张订单", "there is no such order"))


def line_not_found() -> NotFound:
    """The order has no such line that counts."""
    return NotFound("ORDER-LINE-NOT-FOUND", Text("订单没有这一行", "the order has no such line"))


def part_not_found() -> NotFound:
    """There is no such part specification in this factory."""
    return NotFound("PART-NOT-FOUND", Text("没有这个板件规格", "there is no such part"))


def hardware_not_found() -> NotFound:
    """There is no such hardware line in this factory."""
    return NotFound("HARDWARE-NOT-FOUND", Text("没有这个五金行", "there is no such hardware line"))


def order_cancelled() -> Refused:
    """A cancelled order is not released."""
    return Refused("ORDER-CANCELLED", Text("订单已取消，不能下达", "the order is cancelled and cannot be released"))


def not_released() -> Refused:
    """There is no split yet that a new one could supersede."""
    return Refused("ORDER-NOT-RELEASED", Text("订单还没有下达", "the order is not released yet"))


def order_is_empty() -> Refused:
    """An order without lines has nothing to make."""
    return Refused("ORDER-EMPTY", Text("订单没有行，不能下达", "the order has no lines and cannot be released"))


def cannot_be_made(findings: Sequence[Finding]) -> Refused:
    """Lines cannot be made as ordered; nothing of the order is released."""
    stops = sum(1 for finding in findings if finding.level == "stop")
    text = Text(f"有 {stops} 处问题，整单未下达", f"{stops} stops were found; nothing of the order was released")
    return Refused("SPLIT-HAS-STOPS", text, findings)


def no_such_value(value: str, known: Sequence[str]) -> BadRequest:
    """The part has no such value to explain."""
    text = Text(
        f"没有“{value}”可解释（{'、'.join(known)}）", f"there is no value {value!r} to explain ({', '.join(known)})"
    )
    return BadRequest("SPLIT-NO-SUCH-VALUE", text)
