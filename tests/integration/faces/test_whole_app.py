"""The application as ``serve`` builds it: with its services, on both databases."""

from __future__ import annotations

from pathlib import Path

from fastapi.testclient import TestClient

from shuanglun.bootstrap import build_app
from shuanglun.faces.cli import sample
from shuanglun.storage import Database
from support.api import Caller
from support.sample import make_factory, released_orders
from support.waiting import until


def test_planning_runs_as_a_job_and_the_board_answers(database: Database, tmp_path: Path) -> None:
    tenant_id = make_factory(database, tmp_path, with_people=True)
    released_orders(database, tenant_id)
    password = (sample.read_sign_ins(tmp_path) or {})["password"]
    with TestClient(build_app(database, tmp_path, mqtt_port=0)) as client:
        planner = Caller(client, "planner", password)
        points = planner.get("/plans/lot-curve").json()["points"]
        assert points[0]["window_days"] == 0
        chosen = {"order_ids": None, "window_days": points[-1]["window_days"]}
        job = planner.post("/plans", chosen).json()["job"]

        def finished() -> dict[str, str] | None:
            found: dict[str, str] = planner.get(f"/jobs/{job['id']}").json()
            return found if found["state"] not in ("queued", "running") else None

        assert until(finished, 60)["state"] == "done"
        current = planner.get("/plans/current").json()
        assert current["lots"]
        assert current["plan"]["settings"]["window_days"] == points[-1]["window_days"]
        seen = planner.get("/board").json()
        assert seen["orders"]["planned"] > 0
        assert {row["state"] for row in seen["machines"]} == {"UNKNOWN"}
        assert len(planner.get("/machines").json()["machines"]) == 5
