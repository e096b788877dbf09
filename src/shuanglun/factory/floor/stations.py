"""Stations: places with a scanner and a screen."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import RowMapping, select, true

from shuanglun.access.audit import record
from shuanglun.factory.floor.tables import stations
from shuanglun.kernel.ids import new_id
from shuanglun.storage import Work

# The way a piece takes through the factory; stations of other operations come before packing.
_WAY = ("saw", "edge", "cnc", "press", "cure", "", "pack", "ship")


def add_station(work: Work, code: str, name: str, operation: str, machine_id: str | None = None) -> str:
    """Add a station for one operation; returns its id."""
    station_id = new_id()
    work.insert(
        stations,
        {
            "id": station_id,
            "code": code,
            "name": name,
            "operation": operation,
            "machine_id": machine_id,
            "active": True,
        },
    )
    record(work, "station.added", "station", station_id, after={"code": code, "name": name})
    return station_id


def list_stations(work: Work) -> Sequence[RowMapping]:
    """The stations in use, along the way of a piece, then by code."""
    query = select(stations).where(stations.c.tenant_id == work.tenant_id, stations.c.active.is_(true()))
    return sorted(work.all(query), key=lambda row: (_place(row["operation"]), row["code"]))


def _place(operation: str) -> int:
    return _WAY.index(operation if operation in _WAY else "")
