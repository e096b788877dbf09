"""The routes of all rooms, in the order they appear in the API's description."""

from __future__ import annotations

import importlib

from fastapi import APIRouter

_ROOMS = (
    "access.api",
    "factory.orders.api",
    "factory.attachments.api",
    "factory.changes.api",
    "factory.pricing.api",
    "factory.splitting.api",
    "factory.templates.api",
    "factory.template_desk.api",
    "factory.machine_profiles.api",
    "faces.papers.api_machines",
    "faces.papers.api_demand",
    "faces.papers.api_drawings",
    "faces.papers.api",  # before the rooms: /patterns/{id}.svg must not be read as a pattern called "….svg"
    "factory.planning.api",
    "factory.cutting_room.api",
    "factory.floor.api",
    "factory.pieces.api",
    "factory.packing.api",
    "factory.shipping.api",
    "factory.machines.api",
    "factory.board.api",
    "faces.jobs.api",
)


def routers() -> list[APIRouter]:
    """One router a room."""
    return [importlib.import_module(f"shuanglun.{room}").router for room in _ROOMS]
