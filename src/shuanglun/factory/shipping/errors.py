"""Refusals of shipping."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from shuanglun.kernel.errors import BadRequest, NotFound, Refused
from shuanglun.kernel.findings import Finding
from shuanglun.kernel.text import Text

_TODO = Text(
    "装齐再走，或由有权限的人写明原因放行", "load the rest, or have someone with the right let it go with a reason"
)


def shipment_not_found(code: str) -> NotFound:
    """There is no such shipment in this factory."""
    return NotFound("SHIPMENT-NOT-FOUND", Text(f"没有发货单 {code}", f"there is no shipment {code}"))


def lorry_missing() -> BadRequest:
    """A shipment needs a lorry."""
    return BadRequest("SHIPPING-LORRY-MISSING", Text("请填写车牌", "name the lorry"))


def has_left(code: str) -> Refused:
    """The lorry is gone."""
    return Refused("SHIPPING-LEFT", Text(f"发货单 {code} 已发车", f"shipment {code} has left"))


def is_empty(code: str) -> Refused:
    """Nothing is on the lorry."""
    return Refused("SHIPPING-EMPTY", Text(f"发货单 {code} 还没有装货", f"nothing is loaded on {code}"))


def not_on_board(package: str, code: str) -> Refused:
    """The package does not stand on this lorry."""
    return Refused(
        "SHIPPING-NOT-ON-BOARD",
        Text(f"包裹 {package} 不在发货单 {code} 上", f"package {package} is not on shipment {code}"),
    )


def incomplete(code: str, missing: Mapping[str, Sequence[str]]) -> Refused:
    """Orders would leave without some of their packages: one finding an order."""
    findings = [
        Finding(
            code="SHIPPING-INCOMPLETE",
            level="stop",
            what=Text(
                f"订单 {no} 还差 {len(codes)} 包：{'、'.join(codes)}",
                f"order {no} lacks {len(codes)} packages: {', '.join(codes)}",
            ),
            todo=_TODO,
            value=no,
        )
        for no, codes in missing.items()
    ]
    orders = "、".join(missing)
    text = Text(
        f"{code} 不能发车，订单没装齐：{orders}", f"{code} cannot leave; not all packages are loaded of: {orders}"
    )
    return Refused("SHIPPING-INCOMPLETE", text, findings)
