"""Tables of shipping: a shipment is one lorry on one day."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKeyConstraint, Index, Text

from shuanglun.storage.metadata import tenant_table
from shuanglun.storage.types import UtcInstant

shipments = tenant_table(
    "shipments",
    Column("code", Text),  # scan code S.......
    Column("lorry", Text, nullable=False),
    Column("driver", Text),
    Column("status", Text, nullable=False),  # loading | left | cancelled
    Column("created_at", UtcInstant, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("left_at", UtcInstant),
    Column("left_by", Text),
    Column("override_reason", Text),  # why it left incomplete, by whom: left_by
    Index(None, "tenant_id", "left_at"),
    key="code",
)

shipment_packages = tenant_table(
    "shipment_packages",
    Column("shipment_code", Text),
    Column("package_code", Text),
    Column("loaded_at", UtcInstant, nullable=False),
    Column("loaded_by", Text, nullable=False),
    ForeignKeyConstraint(["tenant_id", "shipment_code"], ["shipments.tenant_id", "shipments.code"]),
    ForeignKeyConstraint(["tenant_id", "package_code"], ["packages.tenant_id", "packages.code"]),
    Index(None, "tenant_id", "package_code"),
    key=("shipment_code", "package_code"),
)
