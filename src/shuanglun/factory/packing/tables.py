"""Tables of packing: planned packages and what belongs into each."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKeyConstraint, Index, Text

from shuanglun.storage.metadata import tenant_table
from shuanglun.storage.types import Number, UtcInstant

packages = tenant_table(
    "packages",
    Column("code", Text),  # scan code K.......
    Column("order_id", Text, nullable=False),
    Column("unit_id", Text),  # None for a package of the whole order (hardware box)
    Column("pack_group", Text, nullable=False),
    Column("k", Number),  # number k of n, given when it closes, in the order of closing
    Column("n", Number, nullable=False),
    Column("status", Text, nullable=False),  # open | closed | loaded | shipped | cancelled (derived, cached)
    Column("weight_g", Number, nullable=False),
    Column("largest", Number, nullable=False),  # longest side of a member, 0.1 mm
    Column("closed_at", UtcInstant),
    Column("closed_by", Text),
    Column("shipment_code", Text),
    ForeignKeyConstraint(["tenant_id", "order_id"], ["orders.tenant_id", "orders.id"]),
    Index(None, "tenant_id", "order_id"),
    Index(None, "tenant_id", "unit_id"),
    Index(None, "tenant_id", "closed_at"),
    Index(None, "tenant_id", "shipment_code"),
    key="code",
)

package_items = tenant_table(
    "package_items",
    Column("package_code", Text),
    Column("item_code", Text),  # piece P....... or hardware bag H.......
    Column("packed_at", UtcInstant),
    Column("packed_by", Text),
    ForeignKeyConstraint(["tenant_id", "package_code"], ["packages.tenant_id", "packages.code"]),
    Index(None, "tenant_id", "item_code"),
    key=("package_code", "item_code"),
)

package_strays = tenant_table(
    "package_strays",
    Column("package_code", Text),
    Column("item_code", Text),  # a piece or bag of another order that was scanned at this open package
    Column("seen_at", UtcInstant, nullable=False),
    Column("cleared_at", UtcInstant),  # when it was scanned out again, or packed where it belongs
    ForeignKeyConstraint(["tenant_id", "package_code"], ["packages.tenant_id", "packages.code"]),
    Index(None, "tenant_id", "item_code"),
    key=("package_code", "item_code"),
)
