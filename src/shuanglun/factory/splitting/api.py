"""Routes of splitting: release an order, its parts and pieces, why a size is what it is."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends

from shuanglun.access import Call, Permission, allowed
from shuanglun.factory.splitting import commands, explaining, queries

router = APIRouter(tags=["splitting"])
_Reader = Annotated[Call, Depends(allowed(Permission.ORDERS_READ))]
_Releaser = Annotated[Call, Depends(allowed(Permission.ORDERS_RELEASE))]


@router.post("/orders/{order_id}/release")
def release(order_id: str, call: _Releaser) -> dict[str, Any]:
    """Split an order and make its pieces. The split is computed before the writing transaction begins."""
    with call.read() as work:
        prepared = commands.prepare(work, order_id)
    with call.work() as work:
        return commands.release_order(work, order_id, prepared)


@router.get("/orders/{order_id}/parts")
def get_parts(order_id: str, call: _Reader, line_id: str | None = None) -> dict[str, Any]:
    """The parts and hardware of an order."""
    with call.read() as work:
        return queries.parts_of(work, order_id, line_id)


@router.get("/orders/{order_id}/pieces")
def get_pieces(order_id: str, call: _Reader, unit_id: str | None = None) -> dict[str, Any]:
    """The units of an order with their pieces."""
    with call.read() as work:
        return queries.pieces_of(work, order_id, unit_id)


@router.get("/parts/{part_spec_id}/explain")
def get_explanation(part_spec_id: str, call: _Reader, value: str = "length") -> dict[str, Any]:
    """Why a value of a part is what it is."""
    with call.read() as work:
        return explaining.explain_part(work, part_spec_id, value)


@router.get("/hardware/{hardware_spec_id}/explain")
def get_hardware_explanation(hardware_spec_id: str, call: _Reader, value: str = "qty") -> dict[str, Any]:
    """Why a line needs this much of a hardware item."""
    with call.read() as work:
        return explaining.explain_hardware(work, hardware_spec_id, value)
