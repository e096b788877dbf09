"""A whole application over the sample factory and, beside it, a second factory that must never see the first one's things."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient
from PIL import Image
from sqlalchemy import select

from shuanglun.access import create_person, create_tenant
from shuanglun.faces.api import create_app
from shuanglun.factory import board
from shuanglun.factory.cutting_room.tables import offcuts, patterns
from shuanglun.factory.floor.tables import stations
from shuanglun.factory.machines.tables import machines
from shuanglun.factory.orders.tables import order_imports
from shuanglun.factory.packing.tables import packages
from shuanglun.factory.pieces.tables import pieces
from shuanglun.factory.planning.tables import lots
from shuanglun.factory.splitting.tables import hardware_specs, part_specs
from shuanglun.storage import Database
from support.api import PASSWORD, Caller
from support.sample import SMALL, make_factory, planned_orders


@dataclass
class Running:
    """The application, a caller of the sample factory, a caller of the other factory, and ids of real things."""

    app: Any
    client: TestClient
    ours: Caller
    theirs: Caller
    tenant_id: str
    ids: dict[str, str]


def _first(database: Database, tenant_id: str, column: Any, *where: Any) -> str:
    with database.read(tenant_id) as work:
        found = work.scalar(select(column).where(column.table.c.tenant_id == tenant_id, *where).order_by(column))
    assert found is not None, column
    return str(found)


@contextmanager
def running(database: Database, folder: Path, workbook: Path = SMALL) -> Iterator[Running]:
    """The sample factory with planned orders and one open shipment, served over ASGI."""
    tenant_id = make_factory(database, folder)
    with database.read("") as work:
        from shuanglun.access.people import Tenant
        from shuanglun.access.tables import tenants

        row = work.first(select(tenants).where(tenants.c.id == tenant_id))
    assert row is not None
    create_person(
        database, Tenant(tenant_id, row["code"], row["name"], row["kind"]), "boss", "王老板", "owner", PASSWORD
    )
    other = create_tenant(database, "other", "别家门厂", "factory")
    create_person(database, other, "rival", "别家老板", "owner", PASSWORD)
    order_ids = planned_orders(database, tenant_id, workbook)
    app = create_app(database, board.board)
    with TestClient(app) as client:
        ours, theirs = Caller(client, "boss"), Caller(client, "rival")
        shipment = ours.post("/shipments", {"lorry": "浙H 12345"}).json()["code"]
        assert ours.post(f"/orders/{order_ids[0]}/quotes", {}).status_code == 201
        photo = {"file": ("a.png", _dot())}
        attached = ours.post(f"/orders/{order_ids[0]}/attachments", files=photo).json()["id"]
        job = ours.post("/plans", {"order_ids": None}).json()["job"]["id"]
        first = {
            "import_id": order_imports.c.id,
            "part_spec_id": part_specs.c.id,
            "hardware_spec_id": hardware_specs.c.id,
            "lot_id": lots.c.id,
            "pattern_id": patterns.c.id,
            "station_id": stations.c.id,
            "machine_id": machines.c.id,
            "package": packages.c.code,
            "piece": pieces.c.code,
            "offcut": offcuts.c.code,
        }
        ids = {name: _first(database, tenant_id, column) for name, column in first.items()}
        draft = ours.post("/template-drafts", {"code": "single_door"}).json()["draft"]["id"]
        ids |= {"draft_id": draft, "replay_id": ours.post(f"/template-drafts/{draft}/replay", {}).json()["replay_id"]}
        take = ours.post("/stocktakes", {}).json()["stocktake"]["id"]
        ids |= {"stocktake_id": take}
        ids |= {"line_id": ours.get(f"/orders/{order_ids[0]}").json()["lines"][0]["id"]}
        ids |= {"order_id": order_ids[0], "attachment_id": attached, "shipment": shipment, "job_id": job}
        yield Running(app, client, ours, theirs, tenant_id, ids)


def _dot() -> bytes:
    """A photo of one point."""
    out = io.BytesIO()
    Image.new("RGB", (1, 1)).save(out, "PNG")
    return out.getvalue()
