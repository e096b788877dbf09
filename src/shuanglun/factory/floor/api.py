"""Routes of the floor: stations, what they do now, scans."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import AwareDatetime, BaseModel, Field

from shuanglun.access import Call, Permission, allowed
from shuanglun.factory.floor.queries import station_work
from shuanglun.factory.floor.scan import LONGEST_TEXT, scan
from shuanglun.factory.floor.stations import list_stations

router = APIRouter(tags=["floor"])
_Reader = Annotated[Call, Depends(allowed(Permission.BOARD_READ))]
_EARLIEST, _LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(3000, 1, 1, tzinfo=UTC)


class ScanIn(BaseModel):
    """One scan: what was read, and the device's own number for it, so that sending it twice is one scan."""

    station_id: str = Field(max_length=40)
    text: str = Field(max_length=LONGEST_TEXT)
    client_event: str = Field(min_length=1, max_length=80, pattern=r"^[\x21-\x7e]+$")
    happened_at: AwareDatetime = Field(ge=_EARLIEST, lt=_LATEST)
    shipment_code: str | None = Field(default=None, max_length=40)


@router.get("/stations")
def get_stations(call: _Reader) -> dict[str, Any]:
    """The stations in use."""
    shown = ("id", "code", "name", "operation", "machine_id")
    with call.read() as work:
        return {"stations": [{key: row[key] for key in shown} for row in list_stations(work)]}


@router.get("/stations/{station_id}/work")
def get_station_work(station_id: str, call: _Reader) -> dict[str, Any]:
    """What a station works on now."""
    with call.read() as work:
        return station_work(work, station_id)


@router.post("/scans")
def post_scan(
    body: ScanIn, call: Annotated[Call, Depends(allowed(Permission.FLOOR_SCAN, by_key=False))]
) -> dict[str, Any]:
    """One scan. Always 200: a wrong scan is an answer. Needs no idempotency key: ``client_event`` is one."""
    with call.work() as work:
        return scan(work, body.station_id, body.text, body.client_event, body.happened_at, body.shipment_code).as_dict()
