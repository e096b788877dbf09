"""Who a machine is when it connects."""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from sqlalchemy import select, true

from shuanglun.access.tables import tenants
from shuanglun.factory.machines.commands import hash_secret
from shuanglun.factory.machines.tables import machines
from shuanglun.storage import Database

_NOBODY = hash_secret("")


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A machine that gave the right password, and its factory."""

    tenant_id: str
    tenant_code: str
    machine_id: str
    machine_code: str


def authenticate(database: Database, username: str, password: str) -> SignedIn | None:
    """The machine with this user name and password, or None. An unknown name takes as long as a wrong password."""
    if "\0" in username:
        return None
    query = (
        select(machines, tenants.c.code.label("tenant_code"))
        .join(tenants, tenants.c.id == machines.c.tenant_id)
        .where(machines.c.tenant_id.is_not(None), machines.c.mqtt_user == username, machines.c.active.is_(true()))
    )
    with database.read("") as work:
        row = work.first(query)
    expected = row["mqtt_password_hash"] if row else _NOBODY
    right = hmac.compare_digest(hash_secret(password), expected)
    return SignedIn(row["tenant_id"], row["tenant_code"], row["id"], row["code"]) if row and right else None
