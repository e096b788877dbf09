"""Tables of attachments: files kept once by their hash, and which order or line each belongs to."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKeyConstraint, Index, LargeBinary, Text

from shuanglun.storage.metadata import tenant_table
from shuanglun.storage.types import Number, UtcInstant

stored_files = tenant_table(
    "stored_files",
    Column("sha256", Text),
    Column("size", Number, nullable=False),
    Column("media", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("thumb", LargeBinary),  # a small JPEG of a picture
    Column("stored_at", UtcInstant, nullable=False),
    key="sha256",
)

attachments = tenant_table(
    "attachments",
    Column("id", Text),
    Column("order_id", Text, nullable=False),
    Column("line_no", Number),  # None: of the whole order
    Column("sha256", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("note", Text),
    Column("added_at", UtcInstant, nullable=False),
    Column("added_by", Text, nullable=False),
    Column("added_by_name", Text, nullable=False),
    Column("removed_at", UtcInstant),  # taken off the page; file and record stay
    Column("removed_by", Text),
    ForeignKeyConstraint(["tenant_id", "order_id"], ["orders.tenant_id", "orders.id"]),
    ForeignKeyConstraint(["tenant_id", "sha256"], ["stored_files.tenant_id", "stored_files.sha256"]),
    Index(None, "tenant_id", "order_id"),
)
