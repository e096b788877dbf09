"""Tables of the order desk: imports, learned column names, orders and their lines."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKeyConstraint, Index, LargeBinary, Text, UniqueConstraint

from shuanglun.storage.metadata import tenant_table
from shuanglun.storage.types import Day, Json, Number, UtcInstant

order_imports = tenant_table(
    "order_imports",
    Column("id", Text),
    Column("created_at", UtcInstant, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("file_hash", Text, nullable=False),
    Column("raw", LargeBinary, nullable=False),  # the file as it came: raw rows are never lost
    Column("profile", Text, nullable=False),
    Column("status", Text, nullable=False),  # preview | confirmed | cancelled
    Column("edits", Json, nullable=False),  # corrections made on the page: [{row, field, text}]
    Column("assignments", Json, nullable=False),  # columns the user assigned: {column: field}
    Column("draft", Json, nullable=False),
    Column("findings", Json, nullable=False),
    Column("order_ids", Json, nullable=False),
    Column("closed_at", UtcInstant),
    Index(None, "tenant_id", "file_hash"),
)

column_aliases = tenant_table(
    "column_aliases",
    Column("profile", Text),
    Column("column", Text),
    Column("field", Text, nullable=False),
    Column("learned_at", UtcInstant, nullable=False),
    Column("learned_by", Text, nullable=False),
    key=("profile", "column"),
)

orders = tenant_table(
    "orders",
    Column("id", Text),
    Column("no", Text, nullable=False),
    Column("customer", Text, nullable=False),
    Column("phone", Text),
    Column("address", Text),
    Column("ordered_on", Day, nullable=False),
    Column("due_on", Day, nullable=False),  # the latest due day of its lines
    Column(
        "status", Text, nullable=False
    ),  # new | released | planned | in_production | packed | shipped | cancelled (derived, cached)
    Column("priority", Number, nullable=False),
    Column("import_id", Text),
    Column("fingerprint", Text, nullable=False),
    Column("remark", Text),
    Column("extra", Json, nullable=False),
    Column("created_at", UtcInstant, nullable=False),
    UniqueConstraint("tenant_id", "no"),
    ForeignKeyConstraint(["tenant_id", "import_id"], ["order_imports.tenant_id", "order_imports.id"]),
    Index(None, "tenant_id", "due_on"),
    Index(None, "tenant_id", "fingerprint"),
)

order_lines = tenant_table(
    "order_lines",
    Column("id", Text),
    Column("order_id", Text, nullable=False),
    Column("line_no", Number, nullable=False),
    Column("template_code", Text, nullable=False),  # "panel" for a ready panel list
    Column("position", Text, nullable=False),  # 安装位置
    Column("quantity", Number, nullable=False),
    Column("due_on", Day, nullable=False),
    Column("params", Json, nullable=False),  # typed inputs of the template, lengths in mm as entered
    Column("source", Json, nullable=False),  # {"row": 7, "cells": {"width": "F7", ...}, "raw": {...}}
    Column("remark", Text),
    Column("revision", Number, nullable=False, server_default="1"),  # a change makes a new revision of the line
    Column("replaces", Text),  # the line this one is a new revision of
    Column("retired_at", UtcInstant),  # when a change replaced or removed it; None: the line counts
    UniqueConstraint("tenant_id", "order_id", "line_no", "revision"),
    ForeignKeyConstraint(["tenant_id", "order_id"], ["orders.tenant_id", "orders.id"]),
    Index(None, "tenant_id", "due_on"),
)

import_profiles = tenant_table(
    "import_profiles",
    Column("profile", Text),
    Column("version", Number),
    Column("body", Text, nullable=False),  # the YAML file
    Column("published_at", UtcInstant, nullable=False),
    Column("published_by", Text, nullable=False),
    key=("profile", "version"),
)

desk_rules = tenant_table(
    "desk_rules",
    Column("version", Number),
    Column("body", Text, nullable=False),  # the YAML file
    Column("published_at", UtcInstant, nullable=False),
    Column("published_by", Text, nullable=False),
    key="version",
)
