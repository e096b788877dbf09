"""The sample line against a running server: pieces move, machines report, packages close, the board sees it all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import func, select, update

from shuanglun.faces.cli import sample
from shuanglun.faces.line import Line, LineSettings
from shuanglun.factory.machines.tables import machine_events, machines
from shuanglun.factory.packing.tables import packages
from shuanglun.factory.pieces.tables import pieces
from shuanglun.storage import Database
from support.sample import make_factory, planned_orders
from support.server import Server, call
from support.waiting import until


def _count(database: Database, tenant_id: str, table: Any, *where: Any) -> int:
    with database.read(tenant_id) as work:
        return int(work.scalar(select(func.count()).select_from(table).where(table.c.tenant_id == tenant_id, *where)))


def _no_curing(database: Database, tenant_id: str) -> None:
    """Glue that sets at once: curing takes real time, whatever the line's speed."""
    with database.work(tenant_id) as work:
        for row in work.all(select(machines).where(machines.c.tenant_id == tenant_id)):
            profile = {**row["profile"], "cure_minutes": 0}
            work.execute(
                update(machines)
                .where(machines.c.tenant_id == tenant_id, machines.c.id == row["id"])
                .values(profile=profile)
            )


def test_the_sample_line_moves_pieces_and_closes_packages(sqlite_database: Database, tmp_path: Path) -> None:
    tenant_id = make_factory(sqlite_database, tmp_path, with_people=True)
    planned_orders(sqlite_database, tenant_id)
    _no_curing(sqlite_database, tenant_id)
    sign_ins = sample.read_sign_ins(tmp_path) or {}
    with Server(tmp_path, sqlite_database) as server:
        line = Line(sign_ins, LineSettings(server.address, "127.0.0.1", server.mqtt_port, speed=3600, seed=3))
        line.start()
        try:
            until(lambda: _count(sqlite_database, tenant_id, packages, packages.c.status == "closed") >= 3, 90)
            seen = call(server, sign_ins, "boss", "/board")
        finally:
            line.stop()
        assert seen["packages"]["closed_today"] >= 1
        told = {row["code"]: row for row in seen["machines"]}
        assert all(told[code]["last_seen_at"] for code in ("SAW1", "EDGE1", "CNC1", "PACK1"))
        assert told["SAW1"]["good_today"] > 0
        assert any(part["state"] == "WORKING" for part in told["SAW1"]["ribbon"])
        assert _count(sqlite_database, tenant_id, pieces, pieces.c.step > 0) > 0
        said = sum(row["acknowledged"] for row in line.figures())
        until(lambda: _count(sqlite_database, tenant_id, machine_events) >= said)
        assert {row["state"] for row in call(server, sign_ins, "boss", "/machines")["machines"]} == {"OFFLINE"}
