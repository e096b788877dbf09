"""Tables of pricing: published price lists (never changed) and quotes (a new one supersedes the last)."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKeyConstraint, Index, Text, UniqueConstraint

from shuanglun.storage.metadata import tenant_table
from shuanglun.storage.types import Day, Json, Number, UtcInstant

price_lists = tenant_table(
    "price_lists",
    Column("code", Text),
    Column("version", Number),
    Column("name_zh", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("body", Text, nullable=False),  # the YAML file
    Column("checksum", Text, nullable=False),
    Column("valid_from", Day),
    Column("published_at", UtcInstant, nullable=False),
    Column("published_by", Text, nullable=False),
    key=("code", "version"),
)

quotes = tenant_table(
    "quotes",
    Column("id", Text),
    Column("order_id", Text, nullable=False),
    Column("version", Number, nullable=False),
    Column("price_code", Text, nullable=False),
    Column("price_version", Number, nullable=False),
    Column(
        "lines", Json, nullable=False
    ),  # [{line_no, position, product, size, quantity, unit_fen, total_fen, items, findings}]
    Column("extras", Json, nullable=False),  # manual items
    Column("discount_points", Number, nullable=False),  # hundredths of a per cent
    Column("goods_fen", Number, nullable=False),
    Column("extras_fen", Number, nullable=False),
    Column("discount_fen", Number, nullable=False),
    Column("total_fen", Number, nullable=False),
    Column("remark", Text),
    Column("created_at", UtcInstant, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("created_by_name", Text, nullable=False),
    UniqueConstraint("tenant_id", "order_id", "version"),
    ForeignKeyConstraint(["tenant_id", "order_id"], ["orders.tenant_id", "orders.id"]),
    ForeignKeyConstraint(
        ["tenant_id", "price_code", "price_version"],
        ["price_lists.tenant_id", "price_lists.code", "price_lists.version"],
    ),
    Index(None, "tenant_id", "order_id"),
)
