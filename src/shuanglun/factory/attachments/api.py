"""Routes of attachments."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Form, UploadFile
from fastapi.responses import Response

from shuanglun.access import Call, Permission, PlainText, allowed, check_text
from shuanglun.factory.attachments import commands, queries
from shuanglun.factory.attachments.media import MOST_BYTES

router = APIRouter(tags=["attachments"])
_Reader = Annotated[Call, Depends(allowed(Permission.ORDERS_READ))]
_Attacher = Annotated[Call, Depends(allowed(Permission.ORDERS_ATTACH))]
_SHOWN = ("image/jpeg", "image/png", "image/webp", "image/gif", "application/pdf")


@router.get("/orders/{order_id}/attachments")
def get_attachments(order_id: str, call: _Reader) -> dict[str, Any]:
    """The files of an order and its lines."""
    with call.read() as work:
        commands.check_place(work, order_id, None)
        return {"attachments": queries.list_attachments(work, order_id)}


@router.post("/orders/{order_id}/attachments", status_code=201)
def post_attachment(
    order_id: str,
    file: UploadFile,
    call: _Attacher,
    line_no: Annotated[int | None, Form(ge=1, le=10**6)] = None,
    note: Annotated[PlainText, Form(max_length=300)] = "",
) -> dict[str, Any]:
    """Attach a photo or drawing to an order, or to one of its lines."""
    content = file.file.read(MOST_BYTES + 1)
    name = check_text(file.filename or "")[-200:] or "file"
    with call.work() as work:
        return commands.attach(work, order_id, content, name, line_no, note)


@router.get("/attachments/{attachment_id}/file", response_class=Response)
def get_file(attachment_id: str, call: _Reader) -> Response:
    """The file itself."""
    with call.read() as work:
        return _response(*queries.read_file(work, attachment_id))


@router.get("/attachments/{attachment_id}/thumb", response_class=Response)
def get_thumb(attachment_id: str, call: _Reader) -> Response:
    """A small picture of it."""
    with call.read() as work:
        return _response(*queries.read_file(work, attachment_id, thumb=True))


@router.post("/attachments/{attachment_id}/remove")
def post_remove(attachment_id: str, call: _Attacher) -> dict[str, Any]:
    """Take it off the page; it stays on record."""
    with call.work() as work:
        commands.detach(work, attachment_id)
    return {}


def _response(content: bytes, media: str, name: str) -> Response:
    how = "inline" if media in _SHOWN else "attachment"
    headers = {
        "Content-Disposition": f"{how}; filename*=UTF-8''{quote(name, safe='')}",
        "Cache-Control": "private, max-age=86400, immutable",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return Response(content, media_type=media, headers=headers)
