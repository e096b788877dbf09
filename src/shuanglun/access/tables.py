"""Tables of access: tenants, people, sign-ins, idempotency keys, audit trail."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Text

from shuanglun.storage.metadata import table, tenant_table
from shuanglun.storage.types import Flag, Json, Number, UtcInstant

tenants = table(
    "tenants",
    Column("id", Text, primary_key=True),
    Column("code", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("created_at", UtcInstant, nullable=False),
)

people = table(
    "people",
    Column("id", Text, primary_key=True),
    Column("tenant_id", Text, ForeignKey("tenants.id"), nullable=False),
    Column("login", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("language", Text, nullable=False, server_default="zh"),
    Column("active", Flag, nullable=False),
    Column("created_at", UtcInstant, nullable=False),
)

sign_ins = table(
    "sign_ins",
    Column("token_hash", Text, primary_key=True),
    Column("person_id", Text, ForeignKey("people.id"), nullable=False),
    Column("csrf", Text, nullable=False),
    Column("created_at", UtcInstant, nullable=False),
    Column("seen_at", UtcInstant, nullable=False),
    Column("expires_at", UtcInstant, nullable=False),
)

sign_in_attempts = table(
    "sign_in_attempts",
    Column("id", Text, primary_key=True),
    Column("login", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("at", UtcInstant, nullable=False),
    Column("ok", Flag, nullable=False),
    Index(None, "login", "at"),
    Index(None, "address", "at"),
)

audit = tenant_table(
    "audit",
    Column("id", Text),
    Column("at", UtcInstant, nullable=False),
    Column("actor_id", Text, nullable=False),
    Column("actor_name", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject_kind", Text, nullable=False),
    Column("subject_id", Text, nullable=False),
    Column("before", Json),
    Column("after", Json),
    Index(None, "tenant_id", "subject_kind", "subject_id"),
    Index(None, "tenant_id", "at"),
)

idempotency = tenant_table(
    "idempotency",
    Column("key", Text),
    Column("person_id", Text, nullable=False),
    Column("request", Text, nullable=False),
    Column("status", Number, nullable=False),
    Column("response", Text, nullable=False),
    Column("created_at", UtcInstant, nullable=False),
    key="key",
)
