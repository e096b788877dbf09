"""Tables of product templates: every published version is kept as it was, so that an old order never moves."""

from __future__ import annotations

from sqlalchemy import Column, Text

from shuanglun.storage.metadata import tenant_table
from shuanglun.storage.types import Number, UtcInstant

product_templates = tenant_table(
    "product_templates",
    Column("code", Text),
    Column("version", Number),
    Column("name_zh", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("body", Text, nullable=False),  # the YAML file
    Column("checksum", Text, nullable=False),
    Column("status", Text, nullable=False),  # published | retired
    Column("published_at", UtcInstant, nullable=False),
    Column("published_by", Text, nullable=False),
    Column("note", Text),  # what the person who published it says about it
    key=("code", "version"),
)
