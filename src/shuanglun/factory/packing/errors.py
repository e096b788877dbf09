"""Refusals of packing."""

from __future__ import annotations

from shuanglun.kernel.errors import BadRequest, NotFound, Refused
from shuanglun.kernel.text import Text


def package_not_found(code: str) -> NotFound:
    """There is no such package in this factory."""
    return NotFound("PACKAGE-NOT-FOUND", Text(f"没有包裹 {code}", f"there is no package {code}"))


def order_not_found() -> NotFound:
    """There is no such order in this factory."""
    return NotFound("ORDER-NOT-FOUND", Text("没有这个订单", "there is no such order"))


def not_closed(code: str, status: str) -> Refused:
    """Only a closed package that stands on no lorry can be opened again."""
    todo = (
        Text("先从车上卸下", "unload it first")
        if status == "loaded"
        else Text("只能重开已封包裹", "only a closed package can be reopened")
    )
    return Refused(
        "PACKING-NOT-CLOSED",
        Text(f"包裹 {code} 不能重开：{todo.zh}", f"package {code} cannot be reopened: {todo.en}"),
    )


def reason_missing() -> BadRequest:
    """Reopening needs a reason."""
    return BadRequest("PACKING-REASON-MISSING", Text("请填写重开原因", "give a reason for reopening"))
