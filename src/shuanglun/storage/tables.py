"""Tables of storage itself: background jobs."""

from __future__ import annotations

from sqlalchemy import Column, Index, Text

from shuanglun.storage.metadata import tenant_table
from shuanglun.storage.types import Json, Number, UtcInstant

jobs = tenant_table(
    "jobs",
    Column("id", Text),
    Column("kind", Text, nullable=False),
    Column("args", Json, nullable=False),
    Column("state", Text, nullable=False),  # queued | running | done | failed | cancelled
    Column("progress", Number, nullable=False),  # 0..1000
    Column("note_zh", Text, nullable=False),
    Column("note_en", Text, nullable=False),
    Column("result", Json),
    Column("created_at", UtcInstant, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("finished_at", UtcInstant),
    Index(None, "tenant_id", "created_at"),
)
