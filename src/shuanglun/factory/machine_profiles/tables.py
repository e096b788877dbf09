"""The factory's own machine profiles: every published version is kept as it was."""

from __future__ import annotations

from sqlalchemy import Column, Text

from shuanglun.storage.metadata import tenant_table
from shuanglun.storage.types import Number, UtcInstant

machine_profiles = tenant_table(
    "machine_profiles",
    Column("code", Text),
    Column("version", Number),
    Column("body", Text, nullable=False),  # the YAML file
    Column("checksum", Text, nullable=False),
    Column("published_at", UtcInstant, nullable=False),
    Column("published_by", Text, nullable=False),
    key=("code", "version"),
)
