"""Routes of shipping: shipments, unloading, leaving. Loading is a scan at a station of operation ``ship``."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field

from shuanglun.access import Call, Permission, allowed
from shuanglun.factory.shipping.commands import create_shipment, leave, unload
from shuanglun.factory.shipping.queries import list_shipments, shipment_view

router = APIRouter(tags=["shipping"])
_Reader = Annotated[Call, Depends(allowed(Permission.ORDERS_READ))]
_Shipper = Annotated[Call, Depends(allowed(Permission.SHIPPING_SHIP))]


class ShipmentIn(BaseModel):
    """A lorry and who drives it."""

    lorry: str = Field(min_length=1, max_length=80)
    driver: str | None = Field(default=None, max_length=80)


class LeaveIn(BaseModel):
    """Why an incomplete order may leave, where it does."""

    override_reason: str | None = Field(default=None, max_length=200)


class UnloadIn(BaseModel):
    """The package to take off."""

    package_code: str = Field(max_length=40)


@router.post("/shipments", status_code=201)
def post_shipment(body: ShipmentIn, call: _Shipper) -> dict[str, Any]:
    """Open a shipment."""
    with call.work() as work:
        return create_shipment(work, body.lorry, body.driver)


@router.get("/shipments")
def get_shipments(call: _Reader, limit: Annotated[int, Query(ge=1, le=200)] = 50) -> dict[str, Any]:
    """The newest shipments."""
    with call.read() as work:
        return list_shipments(work, limit)


@router.get("/shipments/{code}")
def get_shipment(code: str, call: _Reader) -> dict[str, Any]:
    """One shipment with its orders and packages."""
    with call.read() as work:
        return shipment_view(work, code)


@router.post("/shipments/{code}/leave")
def post_leave(code: str, body: LeaveIn, call: _Shipper) -> dict[str, Any]:
    """The lorry leaves; with an incomplete order only by a reason and the right to override."""
    with call.work() as work:
        return leave(work, code, body.override_reason, allowed=call.may(Permission.SHIPPING_OVERRIDE))


@router.post("/shipments/{code}/unload")
def post_unload(code: str, body: UnloadIn, call: _Shipper) -> dict[str, Any]:
    """Take a package off the lorry."""
    with call.work() as work:
        return unload(work, code, body.package_code)
