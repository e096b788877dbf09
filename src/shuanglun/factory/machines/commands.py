"""What may be done to machines: register a calendar and a machine with its own credentials."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shuanglun.access.audit import record
from shuanglun.factory.machines.tables import calendars, machines
from shuanglun.kernel.ids import new_id
from shuanglun.kernel.shifts import ShiftCalendar
from shuanglun.storage import Work


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a machine signs in with; the password is shown once and kept only as a hash."""

    machine_id: str
    user: str
    password: str


def hash_secret(password: str) -> str:
    """SHA-256: enough for a random secret of 192 bits, which nobody can guess, and quick at every reconnect."""
    return hashlib.sha256(password.encode()).hexdigest()


def add_calendar(work: Work, name: str, calendar: ShiftCalendar) -> str:
    """Add a shift calendar; returns its id."""
    calendar_id = new_id()
    work.insert(calendars, {"id": calendar_id, "name": name, "body": calendar.as_dict()})
    record(work, "calendar.added", "calendar", calendar_id, after={"name": name})
    return calendar_id


def add_machine(
    work: Work, code: str, name: str, work_centre: str, calendar_id: str, profile: Mapping[str, Any], tenant_code: str
) -> Credentials:
    """Add a machine and make its credentials for the message endpoint (user ``<tenant code>/<machine code>``)."""
    credentials = Credentials(new_id(), f"{tenant_code}/{code}", secrets.token_urlsafe(24))
    work.insert(
        machines,
        {
            "id": credentials.machine_id,
            "code": code,
            "name": name,
            "work_centre": work_centre,
            "calendar_id": calendar_id,
            "profile": dict(profile),
            "mqtt_user": credentials.user,
            "mqtt_password_hash": hash_secret(credentials.password),
            "active": True,
        },
    )
    record(work, "machine.added", "machine", credentials.machine_id, after={"code": code, "name": name})
    work.announce("machines")
    return credentials
