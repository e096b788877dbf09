"""Tables of pieces: units (the k-th copy of an order line), pieces with their own scan code, hardware bags."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKeyConstraint, Index, Text, UniqueConstraint

from shuanglun.storage.metadata import tenant_table
from shuanglun.storage.types import Day, Json, Number, UtcInstant

units = tenant_table(
    "units",
    Column("id", Text),
    Column("order_id", Text, nullable=False),
    Column("order_line_id", Text, nullable=False),
    Column("unit_no", Number, nullable=False),  # 1..quantity
    Column("label", Text, nullable=False),  # "12-1": line 12, copy 1
    Column("due_on", Day, nullable=False),
    Column("made_at", UtcInstant),  # when its last piece was packed (derived, cached)
    UniqueConstraint("tenant_id", "order_line_id", "unit_no"),
    ForeignKeyConstraint(["tenant_id", "order_line_id"], ["order_lines.tenant_id", "order_lines.id"]),
    Index(None, "tenant_id", "due_on"),
    Index(None, "tenant_id", "made_at"),
    Index(None, "tenant_id", "order_id"),
)

pieces = tenant_table(
    "pieces",
    Column("code", Text),  # scan code P.......
    Column("part_spec_id", Text, nullable=False),
    Column("order_id", Text, nullable=False),
    Column("order_line_id", Text, nullable=False),
    Column("unit_id", Text, nullable=False),
    Column("seq", Number, nullable=False),  # 1..qty_per_unit
    Column("into_code", Text),  # the assembly piece it is pressed into
    Column("step", Number, nullable=False),  # how many operations of its route are done (derived, cached)
    Column(
        "status", Text, nullable=False
    ),  # planned | in_process | assembled | ready | packed | shipped | scrapped | cancelled
    Column("step_at", UtcInstant),  # when the last operation was done
    Column("cured_at", UtcInstant),  # when its curing is over, set by the operation before (derived, cached)
    Column("lot_id", Text),
    Column("pattern_id", Text),
    Column("pattern_pos", Number),  # place in sawing order on the pattern
    Column("package_code", Text),
    Column("remake_of", Text),
    ForeignKeyConstraint(["tenant_id", "part_spec_id"], ["part_specs.tenant_id", "part_specs.id"]),
    ForeignKeyConstraint(["tenant_id", "unit_id"], ["units.tenant_id", "units.id"]),
    Index(None, "tenant_id", "unit_id"),
    Index(None, "tenant_id", "order_id"),
    Index(None, "tenant_id", "lot_id"),
    Index(None, "tenant_id", "package_code"),
    Index(None, "tenant_id", "into_code"),
    Index(None, "tenant_id", "part_spec_id"),
    Index(None, "tenant_id", "remake_of"),
    key="code",
)

hardware_bags = tenant_table(
    "hardware_bags",
    Column("code", Text),  # scan code H.......
    Column("order_id", Text, nullable=False),
    Column("contents", Json, nullable=False),  # [{"name_zh", "name_en", "qty", "unit"}]
    Column("status", Text, nullable=False),  # planned | packed | shipped | cancelled
    Column("package_code", Text),
    ForeignKeyConstraint(["tenant_id", "order_id"], ["orders.tenant_id", "orders.id"]),
    Index(None, "tenant_id", "order_id"),
    key="code",
)
