"""The sample county, made through the public commands of the rooms; its sign-ins are written beside the data."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import func, select

from shuanglun.access import Tenant, create_person, create_tenant
from shuanglun.access.tables import tenants
from shuanglun.factory import cutting_room, floor, machines, pricing, templates
from shuanglun.kernel.length import tenths
from shuanglun.kernel.shifts import ShiftCalendar
from shuanglun.storage import Database

SIGN_INS = "sign-ins.yaml"


def load() -> dict[str, Any]:
    """The sample's description."""
    text = resources.files("shuanglun.faces.cli").joinpath("sample.yaml").read_text("utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def is_empty(database: Database) -> bool:
    """True when no organisation is there yet."""
    with database.read("") as work:
        return not work.scalar(select(func.count()).select_from(tenants))


def board_types(sample: Mapping[str, Any]) -> Iterator[cutting_room.BoardType]:
    """Every board in every colour it comes in."""
    for board in sample["boards"]:
        for colour in sample["colours"] if board["coloured"] else [None]:
            material = f"{board['code']}-{colour}" if colour else board["code"]
            yield cutting_room.BoardType(
                code=f"{material}-{board['length_mm']}x{board['width_mm']}",
                material_code=material,
                name=f"{board['name']} {colour or ''}".strip(),
                thickness=tenths(board["thickness_mm"]),
                length=tenths(board["length_mm"]),
                width=tenths(board["width_mm"]),
                grain=board["grain"],
                cost_fen=board["cost_yuan"] * 100,
                kerf=tenths(board["kerf_mm"]),
                trim=tenths(board["trim_mm"]),
            )


def _equip(database: Database, factory: Tenant, sample: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Calendar, machines, stations, boards and templates of the door factory; returns the machines' credentials."""
    credentials = []
    with database.work(factory.id) as work:
        calendar_id = machines.add_calendar(
            work, sample["calendar"]["name"], ShiftCalendar.from_dict(sample["calendar"])
        )
        ids = {}
        for machine in sample["machines"]:
            profile = {**machine["profile"], "cure_minutes": sample["cure_minutes"]}
            made = machines.add_machine(
                work, machine["code"], machine["name"], machine["work_centre"], calendar_id, profile, factory.code
            )
            ids[machine["code"]] = made.machine_id
            station = next(s["code"] for s in sample["stations"] if s.get("machine") == machine["code"])
            secret = {"code": machine["code"], "user": made.user, "password": made.password}
            credentials.append({**secret, "station": station, "profile": machine["profile"]})
        for station in sample["stations"]:
            floor.add_station(
                work, station["code"], station["name"], station["operation"], ids.get(station.get("machine"))
            )
        cutting_room.add_board_types(work, board_types(sample))
        templates.publish_catalogue(work)
        pricing.publish_lists(work)
    return credentials


def create(database: Database, data: Path, *, with_people: bool = True) -> dict[str, Any]:
    """Make the sample county in an empty database; returns (and writes to ``sign-ins.yaml``) who can sign in."""
    sample = load()
    password = f"door-{secrets.randbelow(10**6):06d}"
    made = {t["code"]: create_tenant(database, t["code"], t["name"], t["kind"]) for t in sample["tenants"]}
    for person in sample["people"] if with_people else ():
        create_person(database, made[person["tenant"]], person["login"], person["name"], person["role"], password)
    factory = made["jsdoor"]
    sign_ins = {
        "password": password,
        "people": sample["people"],
        "factory": factory.code,
        "machines": _equip(database, factory, sample),
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
