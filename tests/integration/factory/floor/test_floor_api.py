"""The floor's routes, as a station's page calls them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from integration.factory.builders import Made, Shop
from shuanglun.access import create_person, create_tenant
from shuanglun.faces.api import create_app
from shuanglun.storage import Database
from support.api import PASSWORD, Caller

HAPPENED = "2026-11-23T09:00:00+08:00"


@pytest.fixture
def client(database: Database) -> Iterator[TestClient]:
    with TestClient(create_app(database, lambda _work: {})) as client:
        yield client


@pytest.fixture
def factory(database: Database) -> Shop:
    """A factory with people: packer, shipper, foreman."""
    tenant = create_tenant(database, "a", "甲厂", "factory")
    for role in ("packer", "shipper", "foreman"):
        create_person(database, tenant, role, role, role, PASSWORD)
    return Shop(database, tenant.id)


@pytest.fixture
def order(factory: Shop) -> Made:
    """An order of one door, ready for packing."""
    made = factory.order("A", doors=1)
    factory.make_ready(made)
    return made


def _scan(caller: Caller, shop: Shop, station: str, text: str, event: str, **more: Any) -> Any:
    body = {"station_id": shop.stations[station], "text": text, "client_event": event, "happened_at": HAPPENED, **more}
    answer = caller.post("/scans", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_pack_load_and_leave_over_the_api(client: TestClient, factory: Shop, order: Made) -> None:
    packer = Caller(client, "packer")
    everything = [order.codes["leaf"][0], *order.codes["jamb"], *order.codes["casing"], *order.bags]
    answers = [_scan(packer, factory, "pack", code, f"p{i}") for i, code in enumerate(everything)]
    assert [a["verdict"] for a in answers] == ["ok"] * 6
    assert answers[-1]["print"][0]["kind"] == "package-label"
    assert _scan(packer, factory, "pack", everything[-1], "p5") == answers[-1]
    wrong = _scan(packer, factory, "pack", "P00000000", "p99")
    assert (wrong["verdict"], wrong["reason"], wrong["tone"]) == ("unknown", "FLOOR-CHECK", "error")

    work = packer.get(f"/stations/{factory.stations['pack']}/work").json()
    assert (work["done_today"], work["last"][0]["reason"], work["packages"]) == (0, "FLOOR-CHECK", [])
    view = packer.get(f"/packing/orders/{order.id}").json()
    assert sorted(p["k"] for p in view["packages"]) == [1, 2, 3]
    package = view["packages"][0]["code"]
    assert packer.get(f"/packages/{package}").json()["missing"] == 0
    assert packer.post(f"/packages/{package}/reopen", json={"reason": "x"}).status_code == 403

    shipper = Caller(client, "shipper")
    lorry = shipper.post("/shipments", json={"lorry": "浙H12345"}).json()["code"]
    for number, code in enumerate(order.packages[:2]):
        assert _scan(shipper, factory, "ship", code, f"s{number}", shipment_code=lorry)["reason"] == "SHIPPING-LOADED"
    refused = shipper.post(f"/shipments/{lorry}/leave", json={"override_reason": "急"})
    assert refused.status_code == 409
    error = refused.json()["error"]
    assert (error["code"], error["findings"][0]["value"]) == ("SHIPPING-INCOMPLETE", "A")
    assert shipper.post(f"/shipments/{lorry}/unload", json={"package_code": order.packages[0]}).status_code == 200
    foreman = Caller(client, "foreman")
    left = foreman.post(f"/shipments/{lorry}/leave", json={"override_reason": "客户急用"}).json()
    assert (left["status"], left["orders"][0]["loaded"]) == ("left", 1)
    assert len(foreman.get("/shipments").json()["shipments"]) == 1
    assert foreman.get(f"/shipments/{lorry}").json()["left_at"]
    trail = Caller(client, "packer").get("/audit")
    assert trail.status_code == 403


def test_life_line_tells_every_scan_also_of_the_leaf_it_went_into(
    client: TestClient, factory: Shop, order: Made
) -> None:
    packer = Caller(client, "packer")
    skin, leaf = order.codes["skin"][0], order.codes["leaf"][0]
    found = packer.get(f"/pieces/{skin}").json()
    assert (found["status"], found["into_code"]) == ("assembled", leaf)
    assert [e["station"] for e in found["events"]] == ["saw", "press", "edge", "cnc"]
    assert (found["order"]["no"], found["part"]["name_zh"], found["part"]["line_no"]) == ("A", "门皮", 1)
    leaf_line = packer.get(f"/pieces/{leaf}").json()
    assert {m["status"] for m in leaf_line["members"]} == {"assembled"}
    remade = packer.post(f"/pieces/{leaf}/reject", json={"reason": "压坏"}).json()["remade"]
    assert packer.get(f"/pieces/{leaf}").json()["remade_as"] == remade[leaf]


@pytest.mark.parametrize(
    "path",
    ["/pieces/x", "/packages/x", "/shipments/x", "/packing/orders/x", "/stations/x/work", "/pieces/P00000011"],
)
def test_what_is_not_there_is_404_in_one_shape(client: TestClient, factory: Shop, path: str) -> None:
    answer = Caller(client, "packer").get(path)
    assert answer.status_code == 404
    assert answer.json()["error"]["code"].endswith("-NOT-FOUND")


@pytest.mark.parametrize(
    "body",
    [
        {"happened_at": "2026-11-23T09:00:00"},
        {"client_event": ""},
        {"client_event": "汉字"},
        {"text": "x" * 201},
        {"happened_at": None},
    ],
)
def test_scan_without_its_facts_is_refused(client: TestClient, factory: Shop, body: dict[str, Any]) -> None:
    whole = {"station_id": factory.stations["saw"], "text": "x", "client_event": "1", "happened_at": HAPPENED, **body}
    assert Caller(client, "packer").post("/scans", json=whole).status_code == 422


def test_odd_times_and_stations_are_no_server_errors(client: TestClient, factory: Shop) -> None:
    packer = Caller(client, "packer")
    base = {"station_id": factory.stations["saw"], "text": "x", "client_event": "1", "happened_at": HAPPENED}
    for odd in ({"happened_at": "0001-01-01T00:00:00+14:00"}, {"station_id": "\0"}, {"shipment_code": "\0"}):
        assert packer.post("/scans", json={**base, **odd}).status_code in {200, 400, 404, 422}
