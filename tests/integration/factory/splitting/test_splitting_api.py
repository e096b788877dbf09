"""The routes of splitting through the real application: release, parts, pieces, explanation, who may."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from integration.factory.splitting.test_release_order import DOOR, add_order
from shuanglun.access import create_person, create_tenant
from shuanglun.faces.api import create_app
from shuanglun.factory.templates import publish_catalogue
from shuanglun.storage import Database
from support.api import PASSWORD, Caller


@pytest.fixture
def client(database: Database) -> Iterator[TestClient]:
    factory = create_tenant(database, "a", "甲厂", "factory")
    create_person(database, factory, "clerk", "小李", "order_clerk", PASSWORD)
    create_person(database, factory, "packer", "吴姐", "packer", PASSWORD)
    with database.work(factory.id) as work:
        publish_catalogue(work)
        add_order(work, "o1", [("single_door", 1, DOOR)])
        add_order(work, "bad", [("single_door", 1, {**DOOR, "wall": 40})])
    with TestClient(create_app(database, lambda _work: {})) as found:
        yield found


def test_an_order_is_released_and_every_size_explains_itself(client: TestClient) -> None:
    clerk = Caller(client, "clerk")
    summary = clerk.post("/orders/o1/release", key="same-key-1")
    assert summary.status_code == 200, summary.text
    assert summary.json()["pieces"] == 16
    assert clerk.post("/orders/o1/release").json() == summary.json()
    parts = clerk.get("/orders/o1/parts").json()
    assert [part["row_key"] for part in parts["parts"]][:2] == ["leaf", "skin"]
    assert {item["item"] for item in parts["hardware"]} == {"LOCK-MUTE", "HINGE-4", "DOOR-STOP", "SEAL"}
    assert len(clerk.get("/orders/o1/pieces").json()["pieces"]) == 16
    found = clerk.get(f"/parts/{parts['parts'][0]['id']}/explain", params={"value": "length"}).json()
    assert found["value"] == "2000"
    assert found["steps"][-1]["name"] == "leaf.length"


def test_an_order_that_cannot_be_made_answers_with_its_findings(client: TestClient) -> None:
    answer = Caller(client, "clerk").post("/orders/bad/release")
    assert answer.status_code == 409
    error = answer.json()["error"]
    assert error["code"] == "SPLIT-HAS-STOPS"
    assert "DOOR-WALL-THIN" in {finding["code"] for finding in error["findings"]}


def test_a_packer_may_look_but_not_release(client: TestClient) -> None:
    packer = Caller(client, "packer")
    assert packer.post("/orders/o1/release").status_code == 403
    assert packer.get("/orders/o1/parts").status_code == 200
