"""What may be done with machine profiles: publish the next version of one. Nothing is changed or deleted."""

from __future__ import annotations

import hashlib
from typing import Any

from shuanglun.access.audit import record
from shuanglun.engines.machine_files import read_profile
from shuanglun.factory.machine_profiles.errors import profile_is_wrong
from shuanglun.factory.machine_profiles.queries import list_profiles, newest
from shuanglun.factory.machine_profiles.tables import machine_profiles
from shuanglun.storage import Work, take_numbers


def publish_profile(work: Work, body: str) -> dict[str, Any]:
    """Keep a profile as the next version of its code; the same file again changes nothing.

    Raises:
        BadRequest: the file has faults (``findings`` name every one).
    """
    profile, findings = read_profile(body)
    if profile is None:
        raise profile_is_wrong(findings)
    take_numbers(work, "machine_profile", 0)  # two people who publish at once wait for each other
    checksum = hashlib.sha256(body.strip().encode()).hexdigest()
    last = newest(work, profile.code)
    if last is None or last["checksum"] != checksum:
        version = 1 if last is None else last["version"] + 1
        row = {"code": profile.code, "version": version, "body": body, "checksum": checksum}
        work.insert(machine_profiles, {**row, "published_at": work.now, "published_by": work.actor.id})
        before = {"version": version - 1}
        after = {"version": version, "checksum": checksum, "accepted_by": profile.accepted_by}
        record(work, "machine_profile.published", "machine_profile", profile.code, before=before, after=after)
    return next(one for one in list_profiles(work) if one["code"] == profile.code)
