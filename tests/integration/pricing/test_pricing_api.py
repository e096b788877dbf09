"""Price lists and quotes as the desk uses them, on both databases."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy import select

from shuanglun.access import create_person
from shuanglun.access.people import Tenant
from shuanglun.faces.api import create_app
from shuanglun.factory.orders.tables import orders
from shuanglun.storage import Database
from support.api import PASSWORD, Caller
from support.sample import make_factory, released_orders


@pytest.fixture
def tenant_id(database: Database, tmp_path: Path) -> str:
    return make_factory(database, tmp_path)


@pytest.fixture
def client(database: Database, tenant_id: str) -> Iterator[TestClient]:
    factory = Tenant(tenant_id, "jsdoor", "江山样板木门厂", "factory")
    for login, role in (("clerk", "order_clerk"), ("owner", "owner"), ("packer", "packer")):
        create_person(database, factory, login, login, role, PASSWORD)
    with TestClient(create_app(database, lambda _work: {})) as found:
        yield found


@pytest.fixture
def order_id(database: Database, tenant_id: str) -> str:
    ids = released_orders(database, tenant_id)
    return ids[0]


def _body(client: TestClient) -> str:
    found: str = Caller(client, "owner").get("/price-lists/retail").json()["body"]
    return found


def test_a_quote_prices_every_line_and_each_amount_names_its_rule(client: TestClient, order_id: str) -> None:
    clerk = Caller(client, "clerk")
    trial = clerk.post(f"/orders/{order_id}/price", {}).json()
    assert clerk.get(f"/orders/{order_id}/quotes").json() == {"quotes": []}
    assert trial["goods_fen"] == sum(line["total_fen"] for line in trial["lines"]) > 0
    assert all(item["why"]["zh"] and item["why"]["en"] for line in trial["lines"] for item in line["items"])
    extras = [{"label": "上楼费", "thousandths": 3000, "unit": "层", "price_fen": 2000}]
    made = clerk.post(f"/orders/{order_id}/quotes", {"extras": extras, "discount_points": 500, "remark": "含税"})
    assert made.status_code == 201, made.text
    quote = made.json()
    assert (quote["version"], quote["goods_fen"], quote["extras_fen"]) == (1, trial["goods_fen"], 6000)
    assert quote["total_fen"] == quote["goods_fen"] + 6000 - quote["discount_fen"]
    again = clerk.post(f"/orders/{order_id}/quotes", {}).json()
    versions = [one["version"] for one in clerk.get(f"/orders/{order_id}/quotes").json()["quotes"]]
    assert (again["version"], versions) == (2, [2, 1])


def test_the_same_call_twice_makes_one_quote(client: TestClient, order_id: str) -> None:
    clerk = Caller(client, "clerk")
    for _ in range(2):
        assert clerk.post(f"/orders/{order_id}/quotes", {}, key="same-quote-key").status_code == 201
    assert len(clerk.get(f"/orders/{order_id}/quotes").json()["quotes"]) == 1


def test_quote_as_paper_and_as_workbook(client: TestClient, order_id: str) -> None:
    clerk = Caller(client, "clerk")
    assert clerk.get(f"/orders/{order_id}/quote.pdf").status_code == 404
    quote = clerk.post(f"/orders/{order_id}/quotes", {"discount_points": 1000}).json()
    pdf = clerk.get(f"/orders/{order_id}/quote.pdf")
    assert pdf.status_code == 200
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.content)).pages)
    assert "报价单" in text
    assert f"{quote['total_fen'] / 100:,.2f}" in text
    book = load_workbook(io.BytesIO(clerk.get(f"/orders/{order_id}/quote.xlsx").content))
    page = book.worksheets[0]
    assert round(page.cell(page.max_row, 7).value * 100) == quote["total_fen"]


def test_a_new_version_of_a_list_leaves_old_quotes_alone(client: TestClient, order_id: str) -> None:
    owner, clerk = Caller(client, "owner"), Caller(client, "clerk")
    first = clerk.post(f"/orders/{order_id}/quotes", {}).json()
    dearer = _body(client).replace("price: 980", "price: 1080").split("examples:")[0]
    assert clerk.post("/price-lists", {"body": dearer}).status_code == 403
    published = owner.post("/price-lists", {"body": dearer}).json()
    assert published["version"] == 2
    assert owner.post("/price-lists", {"body": dearer}).json()["version"] == 2
    second = clerk.post(f"/orders/{order_id}/quotes", {}).json()
    assert (second["price_version"], first["price_version"]) == (2, 1)
    assert second["goods_fen"] > first["goods_fen"]
    kept = clerk.get(f"/orders/{order_id}/quotes").json()["quotes"][1]
    assert kept["goods_fen"] == first["goods_fen"]


def test_a_dealer_is_priced_by_the_list_of_his_own(
    client: TestClient, order_id: str, database: Database, tenant_id: str
) -> None:
    with database.read(tenant_id) as work:
        where = (orders.c.tenant_id == tenant_id, orders.c.id == order_id)
        customer = work.scalar(select(orders.c.customer).where(*where))
    own = _body(client).replace("code: retail", "code: dealer").replace("dealers: []", f"dealers: ['{customer}']")
    assert Caller(client, "owner").post("/price-lists", {"body": own}).status_code == 200
    assert Caller(client, "clerk").post(f"/orders/{order_id}/price", {}).json()["price_code"] == "dealer"


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        (("amount: 980}", "amount: 981}"), 409, "PRICE-EXAMPLES-RED"),
        (("method: set", "method: guess"), 400, "PRICE-LIST-FAULTY"),
        (("rules:", "rules: ["), 400, "PRICE-LIST-FAULTY"),
    ],
)
def test_a_faulty_or_red_list_is_not_published(
    client: TestClient, change: tuple[str, str], status: int, code: str, order_id: str
) -> None:
    answer: Any = Caller(client, "owner").post("/price-lists", {"body": _body(client).replace(*change)})
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert Caller(client, "owner").get("/price-lists/retail").json()["version"] == 1


def test_a_line_no_rule_speaks_about_is_not_quoted(client: TestClient, order_id: str) -> None:
    owner = Caller(client, "owner")
    body = (
        _body(client).split("examples:")[0].replace("[single_door]", "[other_door]").replace("[double_door]", "[other]")
    )
    owner.post("/price-lists", {"body": body})
    answer = owner.post(f"/orders/{order_id}/quotes", {})
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "QUOTE-LINES-WITHOUT-PRICE")
    assert answer.json()["error"]["findings"][0]["where"]["row"] >= 1


def test_prices_are_not_for_the_floor(client: TestClient, order_id: str) -> None:
    packer = Caller(client, "packer")
    for path in ("/price-lists", f"/orders/{order_id}/quotes", f"/orders/{order_id}/quote.pdf"):
        assert packer.get(path).status_code == 403


def test_a_list_is_tried_with_every_fault_told_at_once_and_published_from_data(client: TestClient) -> None:
    owner = Caller(client, "owner")
    data = owner.get("/price-lists/retail").json()["data"]
    data["rules"][0]["price"] = 1000
    trial = owner.post("/price-lists/try", {"data": data}).json()
    red = {one["name"]: (one["want_fen"], one["got_fen"]) for one in trial["examples"] if not one["green"]}
    assert red["标准单开门"] == (98_000, 100_000)
    assert all(item["why"]["zh"] for one in trial["examples"] for item in one["items"])
    for example in data["examples"]:
        example["amount"] = next(o["got_fen"] for o in trial["examples"] if o["name"] == example["name"]) / 100
    published = owner.post("/price-lists", {"data": data}).json()
    assert (published["version"], published["data"], published["red"]) == (2, data, [])
    data["rules"][0]["method"], data["extras"][0]["price"] = "weight", "x"
    faults = owner.post("/price-lists/try", {"data": data}).json()["faults"]
    assert [fault["where"]["field"] for fault in faults] == ["rules[1]", "extras[1].price"]
    refused = owner.post("/price-lists", {"data": data})
    assert (refused.status_code, len(refused.json()["error"]["findings"])) == (400, 2)
    assert owner.get("/price-lists/retail").json()["version"] == 2
