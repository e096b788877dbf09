"""Refusals of attachments."""

from __future__ import annotations

from shuanglun.kernel.errors import BadRequest, NotFound
from shuanglun.kernel.text import Text


def order_not_found() -> NotFound:
    """There is no such order in this factory."""
    return NotFound("ORDER-NOT-FOUND", Text("没有这张订单", "there is no such order"))


def attachment_not_found() -> NotFound:
    """There is no such attachment in this factory."""
    return NotFound("ATTACHMENT-NOT-FOUND", Text("没有这个附件", "there is no such attachment"))


def no_such_line(line_no: int) -> BadRequest:
    """The order has no line of this number."""
    return BadRequest("ORDER-NO-SUCH-LINE", Text(f"订单没有第 {line_no} 行", f"the order has no line {line_no}"))


def file_is_empty() -> BadRequest:
    """The file holds nothing."""
    return BadRequest("ATTACHMENT-EMPTY", Text("文件是空的", "the file is empty"))


def file_too_large(limit: int) -> BadRequest:
    """The file is larger than is taken."""
    return BadRequest("ATTACHMENT-TOO-LARGE", Text(f"文件超过 {limit} MB", f"the file is larger than {limit} MB"))


def kind_not_taken() -> BadRequest:
    """Only photos, drawings and sheets are taken."""
    text = Text(
        "只收照片（JPG、PNG、WEBP、GIF）、PDF、DXF、DWG、XLSX；文件内容不是这些",
        "only photos (JPG, PNG, WEBP, GIF), PDF, DXF, DWG and XLSX are taken; the file is none of these",
    )
    return BadRequest("ATTACHMENT-KIND", text)
