"""Tables of changes: what was changed of an order and what that did, and pieces made again."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKeyConstraint, Index, Text, UniqueConstraint

from shuanglun.storage.metadata import tenant_table
from shuanglun.storage.types import Flag, Json, Number, UtcInstant

order_changes = tenant_table(
    "order_changes",
    Column("id", Text),
    Column("order_id", Text, nullable=False),
    Column("no", Number, nullable=False),  # 1, 2, 3 … of its order
    Column("reason", Text, nullable=False),
    Column("in_window", Flag, nullable=False),
    Column("charge_fen", Number),  # what the customer pays for a late change; None within the window
    Column("lines", Json, nullable=False),  # [{line_no, before, after, changed}]
    Column("effect", Json, nullable=False),  # what was kept, cancelled, left over, made anew
    Column("split_run_id", Text),  # the split this change made; None before release
    Column("made_at", UtcInstant, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("made_by_name", Text, nullable=False),
    UniqueConstraint("tenant_id", "order_id", "no"),
    ForeignKeyConstraint(["tenant_id", "order_id"], ["orders.tenant_id", "orders.id"]),
)

remakes = tenant_table(
    "remakes",
    Column("id", Text),
    Column("order_id", Text, nullable=False),  # the order whose pieces are made again
    Column("no", Number, nullable=False),
    Column("reason", Text, nullable=False),  # code of ``remake_reasons``
    Column("note", Text),
    Column("station", Text),  # operation where the fault arose, or None
    Column("bearer", Text, nullable=False),  # who bears the cost
    Column("pieces", Json, nullable=False),  # [{old, new, name_zh, name_en, line_no}]
    Column("new_order_id", Text),  # the remake order, when the old pieces are packed or gone
    Column("made_at", UtcInstant, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("made_by_name", Text, nullable=False),
    UniqueConstraint("tenant_id", "order_id", "no"),
    ForeignKeyConstraint(["tenant_id", "order_id"], ["orders.tenant_id", "orders.id"]),
    Index(None, "tenant_id", "made_at"),
)
