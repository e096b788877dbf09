"""Refusals of the room of pieces."""

from __future__ import annotations

from shuanglun.kernel.errors import BadRequest, NotFound, Refused
from shuanglun.kernel.text import Text


def piece_not_found(code: str) -> NotFound:
    """There is no such piece in this factory."""
    return NotFound("PIECE-NOT-FOUND", Text(f"没有板件 {code}", f"there is no piece {code}"))


def reason_missing() -> BadRequest:
    """A correction needs a reason."""
    return BadRequest("FLOOR-REASON-MISSING", Text("请填写原因", "give a reason"))


def cannot_reject(code: str, status: str, hint: Text) -> Refused:
    """The piece's state forbids rejecting it."""
    return Refused(
        "PIECE-CANNOT-REJECT",
        Text(
            f"板件 {code} 不能报废（状态 {status}）：{hint.zh}",
            f"piece {code} cannot be rejected (it is {status}): {hint.en}",
        ),
    )
