"""Refusals of changes and remakes."""

from __future__ import annotations

from collections.abc import Sequence

from shuanglun.kernel.errors import BadRequest, NotFound, Refused
from shuanglun.kernel.findings import Finding
from shuanglun.kernel.text import Text


def order_not_found() -> NotFound:
    """There is no such order in this factory."""
    return NotFound("ORDER-NOT-FOUND", Text("没有这张订单", "there is no such order"))


def order_closed(status: str) -> Refused:
    """A cancelled or shipped order is not changed."""
    word = {"cancelled": Text("已取消", "cancelled"), "shipped": Text("已发运", "shipped")}[status]
    return Refused(
        "CHANGE-ORDER-CLOSED", Text(f"订单{word.zh}，不能改", f"the order is {word.en} and cannot be changed")
    )


def window_closed(ended: str) -> Refused:
    """The change window is over: a change is charged, and somebody has to say how much."""
    return Refused(
        "CHANGE-WINDOW-CLOSED",
        Text(
            f"改单时限已过（{ended}），请填改单费用（可以是 0）",
            f"the change window ended {ended}; say what the change is charged",
        ),
    )


def nothing_changed() -> BadRequest:
    """The change changes nothing."""
    return BadRequest("CHANGE-NOTHING", Text("没有任何改动", "nothing was changed"))


def no_lines_left() -> Refused:
    """All lines would be gone: that is a cancellation."""
    return Refused(
        "CHANGE-NO-LINES", Text("不能删掉所有行，请取消订单", "all lines would be gone; cancel the order instead")
    )


def cannot_be_made(findings: Sequence[Finding]) -> Refused:
    """Changed lines cannot be made."""
    return Refused(
        "CHANGE-CANNOT-BE-MADE",
        Text(
            f"改后有 {len(findings)} 处做不了，未改动", f"{len(findings)} faults after the change; nothing was changed"
        ),
        findings,
    )


def in_closed_packages(findings: Sequence[Finding]) -> Refused:
    """Pieces that would go are packed, loaded or gone."""
    return Refused(
        "CHANGE-PACKED",
        Text("要改的板件已封包或装车，请先拆包", "pieces to be changed are in closed packages; reopen those first"),
        findings,
    )


def reason_missing() -> BadRequest:
    """A change needs a reason."""
    return BadRequest("CHANGE-REASON-MISSING", Text("请填写原因", "say why"))


def no_such_word(kind: str, word: str) -> BadRequest:
    """The rules of the desk have no such reason, station or bearer."""
    return BadRequest("REMAKE-NO-SUCH-WORD", Text(f"没有“{word}”这个选项（{kind}）", f"there is no {kind} {word!r}"))


def no_such_piece(code: str) -> BadRequest:
    """The order has no such piece."""
    return BadRequest("REMAKE-NO-SUCH-PIECE", Text(f"这张订单没有工件 {code}", f"the order has no piece {code}"))


def already_remade(code: str) -> Refused:
    """The piece was rejected or remade before."""
    return Refused("REMAKE-TWICE", Text(f"工件 {code} 已补过或已作废", f"piece {code} was made again already"))
