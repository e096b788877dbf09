"""A described factory (the sample county without one), set up through the public commands of the rooms.

Its sign-ins are written beside the data.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import func, select

from shuanglun.access import Tenant, create_person, create_tenant
from shuanglun.access.tables import tenants
from shuanglun.faces.cli.description import Description, read_description
from shuanglun.factory import cutting_room, floor, machines, pricing, templates
from shuanglun.kernel.length import tenths
from shuanglun.kernel.shifts import ShiftCalendar
from shuanglun.storage import Database

SIGN_INS = "sign-ins.yaml"


def text() -> str:
    """The sample's description as a file."""
    return resources.files("shuanglun.faces.cli").joinpath("sample.yaml").read_text("utf-8")


def load() -> Description:
    """The sample's description."""
    found, findings = read_description(text())
    if found is None:
        raise RuntimeError(f"the shipped sample is wrong: {findings}")
    return found


def is_empty(database: Database) -> bool:
    """True when no organisation is there yet."""
    with database.read("") as work:
        return not work.scalar(select(func.count()).select_from(tenants))


def board_types(described: Description) -> Iterator[cutting_room.BoardType]:
    """Every board in every colour it comes in."""
    for board in described.boards:
        for colour in described.colours if board.coloured else [None]:
            material = f"{board.code}-{colour}" if colour else board.code
            yield cutting_room.BoardType(
                code=f"{material}-{board.length_mm:g}x{board.width_mm:g}",
                material_code=material,
                name=f"{board.name} {colour or ''}".strip(),
                thickness=tenths(board.thickness_mm),
                length=tenths(board.length_mm),
                width=tenths(board.width_mm),
                grain=board.grain,
                cost_fen=board.cost_yuan * 100,
                kerf=tenths(board.kerf_mm),
                trim=tenths(board.trim_mm),
            )


def _equip(database: Database, factory: Tenant, described: Description) -> list[dict[str, Any]]:
    """Calendar, machines, stations, boards and templates of the factory; returns the machines' credentials."""
    credentials = []
    with database.work(factory.id) as work:
        calendar = ShiftCalendar.from_dict(described.calendar.model_dump())
        calendar_id = machines.add_calendar(work, described.calendar.name, calendar)
        ids = {}
        for machine in described.machines:
            profile = {**machine.profile, "cure_minutes": described.cure_minutes}
            made = machines.add_machine(
                work, machine.code, machine.name, machine.work_centre, calendar_id, profile, factory.code
            )
            ids[machine.code] = made.machine_id
            beside = next(station.code for station in described.stations if station.machine == machine.code)
            secret = {"code": machine.code, "user": made.user, "password": made.password}
            credentials.append({**secret, "station": beside, "profile": machine.profile})
        for station in described.stations:
            machine_id = ids[station.machine] if station.machine else None
            floor.add_station(work, station.code, station.name, station.operation, machine_id)
        cutting_room.add_board_types(work, board_types(described))
        templates.publish_catalogue(work)
        pricing.publish_lists(work)
    return credentials


def create(
    database: Database, data: Path, described: Description | None = None, *, with_people: bool = True
) -> dict[str, Any]:
    """Set up what is described (the sample county without a description) in an empty database.

    In the sample everybody has the same password, so that one can look around; in a factory of one's own each person has
    another. Who can sign in is returned and written to ``sign-ins.yaml``, readable for the owner of the data folder alone.
    """
    own, described = described is not None, described or load()
    common = f"door-{secrets.randbelow(10**6):06d}"
    made = {t.code: create_tenant(database, t.code, t.name, t.kind) for t in described.tenants}
    people = []
    for person in described.people:
        password = f"door-{secrets.token_hex(5)}" if own else common
        if with_people:
            create_person(database, made[person.tenant], person.login, person.name, person.role, password)
        people.append({**person.model_dump(), **({"password": password} if own else {})})
    factory = made[described.factory.code]
    sign_ins = {
        **({} if own else {"password": common}),
        "people": people,
        "factory": factory.code,
        "machines": _equip(database, factory, described),
    }
    path = data / SIGN_INS
    path.touch(mode=0o600)
    path.write_text(yaml.safe_dump(sign_ins, allow_unicode=True, sort_keys=False), "utf-8")
    return sign_ins


def read_sign_ins(data: Path) -> dict[str, Any] | None:
    """The sample's sign-ins, if this data folder holds the sample."""
    path = data / SIGN_INS
    if not path.is_file():
        return None
    found: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return found
