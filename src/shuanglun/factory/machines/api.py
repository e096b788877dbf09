"""Routes of the machines."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from shuanglun.access import Call, Permission, allowed
from shuanglun.factory.machines.day import machine_day
from shuanglun.factory.machines.queries import list_machines
from shuanglun.factory.machines.refusals import list_refusals

router = APIRouter(tags=["pulse"])
_Reader = Annotated[Call, Depends(allowed(Permission.MACHINES_READ))]
_Day = Annotated[date | None, Query(ge=date(2000, 1, 1), lt=date(2100, 1, 1))]


@router.get("/machines")
def get_machines(call: _Reader) -> dict[str, Any]:
    """The machines and how they stand."""
    with call.read() as work:
        return {"machines": list_machines(work)}


@router.get("/machines/{machine_id}/day")
def get_machine_day(machine_id: str, call: _Reader, day: _Day = None) -> dict[str, Any]:
    """What a machine did on a day; today without ``day``."""
    with call.read() as work:
        return machine_day(work, machine_id, day)


@router.get("/refusals")
def get_refusals(call: _Reader) -> dict[str, Any]:
    """What was not taken from machines, newest first."""
    with call.read() as work:
        return {"refusals": list_refusals(work)}
