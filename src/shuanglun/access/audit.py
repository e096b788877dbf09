"""The audit trail: who, when, what, before, after. Written in the same transaction as the change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import RowMapping, select

from shuanglun.access.tables import audit
from shuanglun.kernel.ids import new_id
from shuanglun.storage import Work


def record(work: Work, action: str, subject_kind: str, subject_id: str, before: Any = None, after: Any = None) -> None:
    """Note that this work's actor did ``action`` ("order.released") to a thing; ``before``/``after`` are JSON values."""
    work.insert(
        audit,
        {
            "id": new_id(),
            "at": work.now,
            "actor_id": work.actor.id,
            "actor_name": work.actor.name,
            "action": action,
            "subject_kind": subject_kind,
            "subject_id": subject_id,
            "before": before,
            "after": after,
        },
    )


def trail(
    work: Work, subject_kind: str | None = None, subject_id: str | None = None, limit: int = 100
) -> Sequence[RowMapping]:
    """The newest entries first, of one thing or of all."""
    query = select(audit).where(audit.c.tenant_id == work.tenant_id)
    if subject_kind is not None:
        query = query.where(audit.c.subject_kind == subject_kind)
    if subject_id is not None:
        query = query.where(audit.c.subject_id == subject_id)
    return work.all(query.order_by(audit.c.at.desc(), audit.c.id.desc()).limit(limit))
