"""Refusals of the order desk."""

from __future__ import annotations

from collections.abc import Sequence

from shuanglun.kernel.errors import BadRequest, NotFound, Refused
from shuanglun.kernel.findings import Finding
from shuanglun.kernel.text import Text


def import_not_found() -> NotFound:
    """There is no such import in this factory."""
    return NotFound("IMPORT-NOT-FOUND", Text("没有这次导入", "there is no such import"))


def order_not_found() -> NotFound:
    """There is no such order in this factory."""
    return NotFound("ORDER-NOT-FOUND", Text("没有这张订单", "there is no such order"))


def import_closed(status: str) -> Refused:
    """The import is confirmed or cancelled and cannot be changed."""
    word = {"confirmed": Text("已确认", "confirmed"), "cancelled": Text("已取消", "cancelled")}[status]
    return Refused(
        "IMPORT-CLOSED", Text(f"这次导入{word.zh}，不能再改", f"this import is {word.en} and cannot be changed")
    )


def import_has_stops(findings: Sequence[Finding]) -> Refused:
    """Red findings remain."""
    count = len(findings)
    text = Text(
        f"还有 {count} 处红色问题，整个文件未导入", f"{count} red findings remain; nothing of the file was imported"
    )
    return Refused("IMPORT-HAS-STOPS", text, findings)


def no_such_column(column: str) -> BadRequest:
    """The file has no such column."""
    return BadRequest("IMPORT-NO-SUCH-COLUMN", Text(f"文件中没有“{column}”列", f"the file has no column {column!r}"))


def no_such_field(field: str) -> BadRequest:
    """The profile has no such field."""
    return BadRequest("IMPORT-NO-SUCH-FIELD", Text(f"没有“{field}”这个字段", f"there is no field {field!r}"))


def no_such_row(row: int) -> BadRequest:
    """The file has no order line in this row."""
    return BadRequest("IMPORT-NO-SUCH-ROW", Text(f"第 {row} 行不是订单行", f"row {row} is not an order line"))


def no_such_profile(profile: str) -> BadRequest:
    """There is no import profile of this name."""
    return BadRequest(
        "IMPORT-NO-SUCH-PROFILE", Text(f"没有导入方案“{profile}”", f"there is no import profile {profile!r}")
    )


def import_moved() -> Refused:
    """Somebody else corrected the import between reading and writing."""
    return Refused(
        "IMPORT-MOVED", Text("别人刚改过这次导入，请重试", "somebody else has just corrected this import; try again")
    )


def order_shipped() -> Refused:
    """What has left the factory cannot be cancelled."""
    return Refused("ORDER-SHIPPED", Text("订单已发运，不能取消", "the order has left and cannot be cancelled"))


def order_on_lorry(codes: Sequence[str]) -> Refused:
    """Packages of the order stand on a lorry."""
    names = "、".join(codes)
    return Refused(
        "ORDER-ON-LORRY",
        Text(f"包裹 {names} 已装车，请先卸下再取消", f"packages {names} are on a lorry; take them off first"),
    )


def reason_missing() -> BadRequest:
    """Cancelling needs a reason."""
    return BadRequest("ORDER-REASON-MISSING", Text("请填写取消原因", "say why the order is cancelled"))


def no_such_line(line_no: int) -> BadRequest:
    """The order has no line of this number."""
    return BadRequest("ORDER-NO-SUCH-LINE", Text(f"订单没有第 {line_no} 行", f"the order has no line {line_no}"))


def nothing_to_undo() -> Refused:
    """No cell of the import was corrected."""
    return Refused("IMPORT-NOTHING-TO-UNDO", Text("没有可撤销的修改", "there is nothing to undo"))


def profile_has_faults(detail: str) -> BadRequest:
    """The profile cannot be read; nothing is published."""
    return BadRequest("PROFILE-FAULTY", Text(f"导入方案有错：{detail}", f"the profile has faults: {detail}"))


def rules_have_faults(detail: str) -> BadRequest:
    """The rules cannot be read; nothing is published."""
    return BadRequest("DESK-RULES-FAULTY", Text(f"规则文件有错：{detail}", f"the rules have faults: {detail}"))
