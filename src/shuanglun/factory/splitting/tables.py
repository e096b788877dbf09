"""Tables of splitting (拆单): immutable runs, part specifications and hardware."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKeyConstraint, Index, Text

from shuanglun.storage.metadata import tenant_table
from shuanglun.storage.types import Json, Number, UtcInstant

split_runs = tenant_table(
    "split_runs",
    Column("id", Text),
    Column("order_id", Text, nullable=False),
    Column("created_at", UtcInstant, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("templates", Json, nullable=False),  # {template code: version}
    Column("input_hash", Text, nullable=False),
    Column("engine", Text, nullable=False),
    Column("findings", Json, nullable=False),
    Column("supersedes", Text),
    ForeignKeyConstraint(["tenant_id", "order_id"], ["orders.tenant_id", "orders.id"]),
    Index(None, "tenant_id", "order_id"),
)

part_specs = tenant_table(
    "part_specs",
    Column("id", Text),
    Column("split_run_id", Text, nullable=False),
    Column("order_id", Text, nullable=False),
    Column("order_line_id", Text, nullable=False),
    Column("row_key", Text, nullable=False),  # stable name of the template's row
    Column("role", Text, nullable=False),
    Column("name_zh", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("qty_per_unit", Number, nullable=False),
    Column("length", Number, nullable=False),  # finished, 0.1 mm
    Column("width", Number, nullable=False),
    Column("thickness", Number, nullable=False),
    Column("cut_length", Number, nullable=False),  # to saw, 0.1 mm; 0 for an assembly
    Column("cut_width", Number, nullable=False),
    Column("grain", Text, nullable=False),  # none | length | width
    Column("edges", Json, nullable=False),  # {"front": 10, "back": 0, "left": 0, "right": 0} thickness in 0.1 mm
    Column("material_code", Text),  # None for an assembly
    Column("colour", Text),
    Column("route", Json, nullable=False),  # ["saw", "edge", "cnc", "pack"]
    Column("pack_group", Text, nullable=False),  # leaf | frame | hardware | panel | "" (goes into an assembly)
    Column("into_role", Text),  # role of the assembly it is pressed into
    Column("weight_g", Number, nullable=False),
    Column("handle", Text, nullable=False),  # asks the explanation: template row of this line
    Column("machining", Json),  # operations on the finished part as released; None: released before they were kept
    ForeignKeyConstraint(["tenant_id", "split_run_id"], ["split_runs.tenant_id", "split_runs.id"]),
    Index(None, "tenant_id", "order_id"),
    Index(None, "tenant_id", "split_run_id"),
    Index(None, "tenant_id", "order_line_id"),
)

hardware_specs = tenant_table(
    "hardware_specs",
    Column("id", Text),
    Column("split_run_id", Text, nullable=False),
    Column("order_id", Text, nullable=False),
    Column("order_line_id", Text, nullable=False),
    Column("item", Text, nullable=False),
    Column("name_zh", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("qty_per_unit", Number, nullable=False),
    Column("unit", Text, nullable=False),
    Column("pack_group", Text, nullable=False),
    Column("row_key", Text),  # None where a split is older than the explanation of hardware
    Column("handle", Text),  # asks the explanation, as for parts
    ForeignKeyConstraint(["tenant_id", "split_run_id"], ["split_runs.tenant_id", "split_runs.id"]),
    Index(None, "tenant_id", "order_id"),
    Index(None, "tenant_id", "split_run_id"),
)
