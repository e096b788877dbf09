"""What may be read of attachments: which files an order has, a file, its small picture."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, select

from shuanglun.factory.attachments import errors
from shuanglun.factory.attachments.tables import attachments, stored_files
from shuanglun.storage import Work

_FILE = and_(stored_files.c.tenant_id == attachments.c.tenant_id, stored_files.c.sha256 == attachments.c.sha256)


def list_attachments(work: Work, order_id: str) -> list[dict[str, Any]]:
    """The files of an order and its lines, in the order they came; without their content."""
    shown = ("id", "line_no", "sha256", "name", "note", "added_at", "added_by_name")
    query = (
        select(
            *(attachments.c[name] for name in shown),
            stored_files.c.size,
            stored_files.c.media,
            stored_files.c.thumb.is_not(None).label("has_thumb"),
        )
        .join(stored_files, _FILE)
        .where(
            attachments.c.tenant_id == work.tenant_id,
            attachments.c.order_id == order_id,
            attachments.c.removed_at.is_(None),
        )
        .order_by(attachments.c.added_at, attachments.c.id)
    )
    return [{**row, "has_thumb": bool(row["has_thumb"])} for row in work.all(query)]


def read_file(work: Work, attachment_id: str, *, thumb: bool = False) -> tuple[bytes, str, str]:
    """Content, kind and name of an attached file, or its small picture.

    Raises:
        NotFound: there is no such attachment, or it has no small picture.
    """
    query = select(stored_files.c.content, stored_files.c.thumb, stored_files.c.media, attachments.c.name)
    row = work.first(
        query.select_from(attachments.join(stored_files, _FILE)).where(
            attachments.c.tenant_id == work.tenant_id, attachments.c.id == attachment_id
        )
    )
    content = row["thumb" if thumb else "content"] if row else None
    if row is None or content is None:
        raise errors.attachment_not_found()
    return bytes(content), "image/jpeg" if thumb else row["media"], row["name"]
