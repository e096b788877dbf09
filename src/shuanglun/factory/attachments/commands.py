"""What may be done: attach a file to an order or a line, take it off again. The same file is kept once; nothing is deleted."""

from __future__ import annotations

import hashlib
from typing import Any

from sqlalchemy import select, update

from shuanglun.access.audit import record
from shuanglun.factory.attachments import errors
from shuanglun.factory.attachments.media import MOST_BYTES, media_of, thumbnail
from shuanglun.factory.attachments.queries import list_attachments
from shuanglun.factory.attachments.tables import attachments, stored_files
from shuanglun.factory.orders.tables import order_lines, orders
from shuanglun.kernel.ids import new_id
from shuanglun.storage import Work


def attach(
    work: Work, order_id: str, content: bytes, name: str, line_no: int | None = None, note: str = ""
) -> dict[str, Any]:
    """Attach a file; the same file at the same place again gives the attachment there is.

    Raises:
        NotFound: no such order. BadRequest: empty, too large, of a kind that is not taken, no such line.
    """
    check_place(work, order_id, line_no)
    if not content:
        raise errors.file_is_empty()
    if len(content) > MOST_BYTES:
        raise errors.file_too_large(MOST_BYTES >> 20)
    media = media_of(content, name)
    if media is None:
        raise errors.kind_not_taken()
    sha256 = hashlib.sha256(content).hexdigest()
    same = _at(work, order_id, line_no, sha256)
    if same is None:
        thumb = thumbnail(content) if media.startswith("image/") else None
        file = {"sha256": sha256, "size": len(content), "media": media, "content": content, "thumb": thumb}
        work.insert_new(stored_files, {**file, "stored_at": work.now})
        same = new_id()
        row = {
            "id": same,
            "order_id": order_id,
            "line_no": line_no,
            "sha256": sha256,
            "name": name,
            "note": note.strip() or None,
            "added_at": work.now,
            "added_by": work.actor.id,
            "added_by_name": work.actor.name,
        }
        work.insert(attachments, row)
        after = {"name": name, "line_no": line_no, "sha256": sha256, "size": len(content)}
        record(work, "order.file_attached", "order", order_id, after=after)
        work.announce("orders", order_id=order_id)
    return next(one for one in list_attachments(work, order_id) if one["id"] == same)


def check_place(work: Work, order_id: str, line_no: int | None) -> None:
    """Raise when there is no such order, or no such line in it."""
    if work.first(select(orders.c.id).where(orders.c.tenant_id == work.tenant_id, orders.c.id == order_id)) is None:
        raise errors.order_not_found()
    lines = (order_lines.c.tenant_id == work.tenant_id, order_lines.c.order_id == order_id)
    wanted = select(order_lines.c.id).where(*lines, order_lines.c.line_no == line_no).limit(1)
    if line_no is not None and work.first(wanted) is None:
        raise errors.no_such_line(line_no)


def _at(work: Work, order_id: str, line_no: int | None, sha256: str) -> str | None:
    place = attachments.c.line_no.is_(None) if line_no is None else attachments.c.line_no == line_no
    query = select(attachments.c.id).where(
        attachments.c.tenant_id == work.tenant_id,
        attachments.c.order_id == order_id,
        attachments.c.sha256 == sha256,
        attachments.c.removed_at.is_(None),
        place,
    )
    found: str | None = work.scalar(query)
    return found


def detach(work: Work, attachment_id: str) -> None:
    """Take an attachment off the page; file and record stay. Twice changes nothing.

    Raises:
        NotFound: there is no such attachment.
    """
    where = (attachments.c.tenant_id == work.tenant_id, attachments.c.id == attachment_id)
    row = work.first(select(attachments).where(*where))
    if row is None:
        raise errors.attachment_not_found()
    if row["removed_at"] is None:
        work.execute(update(attachments).where(*where).values(removed_at=work.now, removed_by=work.actor.id))
        before = {"name": row["name"], "line_no": row["line_no"], "sha256": row["sha256"]}
        record(work, "order.file_detached", "order", row["order_id"], before=before)
        work.announce("orders", order_id=row["order_id"])
