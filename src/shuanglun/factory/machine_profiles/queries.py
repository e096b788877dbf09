"""What may be read of machine profiles: the factory's own newest versions, and the shipped ones beside them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import RowMapping, select

from shuanglun.engines.machine_files import MachineProfile, read_profile, shipped_files
from shuanglun.factory.machine_profiles.errors import profile_not_found
from shuanglun.factory.machine_profiles.tables import machine_profiles
from shuanglun.storage import Work


def newest(work: Work, code: str) -> RowMapping | None:
    """The factory's newest version of a profile."""
    mine = (machine_profiles.c.tenant_id == work.tenant_id, machine_profiles.c.code == code)
    return work.first(select(machine_profiles).where(*mine).order_by(machine_profiles.c.version.desc()).limit(1))


def _bodies(work: Work) -> dict[str, tuple[str, bool]]:
    """Body by code, and whether it is the factory's own; its own version comes before the shipped one."""
    query = select(machine_profiles).where(machine_profiles.c.tenant_id == work.tenant_id)
    own = {row["code"]: row["body"] for row in work.all(query.order_by(machine_profiles.c.version))}
    shipped = {name.removesuffix(".yaml"): body for name, body in shipped_files()}
    return {code: (own.get(code, shipped.get(code, "")), code in own) for code in sorted({*shipped, *own})}


def list_profiles(work: Work) -> list[dict[str, Any]]:
    """Every profile a factory can use, by code."""
    found = []
    for code, (body, own) in _bodies(work).items():
        profile, _ = read_profile(body, f"{code}.yaml")
        if profile is not None:
            found.append(_shape(profile, own))
    return found


def _shape(profile: MachineProfile, own: bool) -> dict[str, Any]:
    return {
        "code": profile.code,
        "version": profile.version,
        "name": profile.name.as_dict(),
        "files": list(profile.files),
        "accepted_by": profile.accepted_by,
        "note": None if profile.note is None else profile.note.as_dict(),
        "own": own,
    }


def get_profile(work: Work, code: str) -> MachineProfile:
    """A profile ready to use.

    Raises:
        NotFound: there is none.
    """
    profile, _ = read_profile(profile_body(work, code), f"{code}.yaml")
    if profile is None:
        raise profile_not_found(code)
    return profile


def profile_body(work: Work, code: str) -> str:
    """A profile as its file, to be edited or shared.

    Raises:
        NotFound: there is none.
    """
    body, _ = _bodies(work).get(code, ("", False))
    if not body:
        raise profile_not_found(code)
    return body
