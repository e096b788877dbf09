"""The order desk as a browser uses it: drop a file, correct it, confirm, release, look, cancel - on both databases."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from shuanglun.access import create_person, create_tenant
from shuanglun.access.people import Tenant
from shuanglun.faces.api import create_app
from shuanglun.factory import planning
from shuanglun.factory.packing.tables import packages
from shuanglun.factory.pieces.tables import hardware_bags, pieces
from shuanglun.factory.planning.tables import lots
from shuanglun.storage import SYSTEM, Database
from support.api import PASSWORD, Caller
from support.sample import EXAMPLES, make_factory

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
BOOK, FAULTS = EXAMPLES / "dealer-800-doors.xlsx", EXAMPLES / "dealer-30-with-faults.xlsx"
SMALL, PANELS = EXAMPLES / "dealer-40-gbk.csv", EXAMPLES / "panel-list.csv"


@pytest.fixture
def tenant_id(database: Database, tmp_path: Path) -> str:
    database.clock = lambda: NOW
    return make_factory(database, tmp_path)


@pytest.fixture
def client(database: Database, tenant_id: str) -> Iterator[TestClient]:
    factory = Tenant(tenant_id, "jsdoor", "江山样板木门厂", "factory")
    for login, role in (("clerk", "order_clerk"), ("tech", "technician"), ("packer", "packer")):
        create_person(database, factory, login, login, role, PASSWORD)
    other = create_tenant(database, "other", "别家门厂", "factory")
    create_person(database, other, "rival", "别家老板", "owner", PASSWORD)
    with TestClient(create_app(database, lambda _work: {})) as found:
        yield found


@pytest.fixture
def clerk(client: TestClient) -> Caller:
    return Caller(client, "clerk")


def drop(caller: Caller, content: bytes | Path, name: str = "", **form: str) -> dict[str, Any]:
    data = content.read_bytes() if isinstance(content, Path) else content
    name = name or (content.name if isinstance(content, Path) else "a.xlsx")
    answer = caller.post("/imports", files={"file": (name, data)}, data=form)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def ordered(caller: Caller, path: Path) -> list[str]:
    answer = caller.post(f"/imports/{drop(caller, path)['id']}/confirm")
    assert answer.status_code == 200, answer.text
    ids: list[str] = answer.json()["order_ids"]
    return ids


def stops(run: dict[str, Any]) -> list[str]:
    return [finding["code"] for finding in run["findings"] if finding["level"] == "stop"]


def error(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


# ---------------------------------------------------------------------- the way through


def test_the_800_door_book_becomes_orders_and_every_size_leads_back_to_its_cell(clerk: Caller) -> None:
    run = drop(clerk, BOOK)
    assert (run["status"], run["profile"], stops(run)) == ("preview", "door_order", [])
    assert (run["counts"]["lines"], run["counts"]["units"], run["counts"]["orders"]) == (781, 800, 40)
    assert clerk.get("/imports").json()["imports"][0]["id"] == run["id"]

    ids = clerk.post(f"/imports/{run['id']}/confirm").json()["order_ids"]
    assert clerk.get(f"/imports/{run['id']}").json()["order_ids"] == ids
    order = clerk.get(f"/orders/{ids[0]}").json()
    assert (order["status"], order["split"], order["outlook"]) == ("new", None, [])
    assert order["packages"] == {"n": 0, "closed": 0, "shipped": 0}
    line = order["lines"][0]
    assert line["template_name"]["zh"]
    width = line["source"]["cells"]["width"]

    summary = clerk.post(f"/orders/{ids[0]}/release").json()
    assert summary["units"] == order["units"]
    parts = clerk.get(f"/orders/{ids[0]}/parts", params={"line_id": line["id"]}).json()["parts"]
    leaf = next(part for part in parts if part["role"] == "leaf")
    explained = clerk.get(f"/parts/{leaf['id']}/explain", params={"value": "width"}).json()
    assert explained["value"] == str(leaf["width"] / 10).removesuffix(".0")
    assert (width, line["source"]["raw"]["width"]) in [
        (given.get("cell"), given["value"]) for step in explained["steps"] for given in step["inputs"]
    ]
    after = clerk.get(f"/orders/{ids[0]}").json()
    assert (after["status"], after["split"]) == ("released", summary)
    assert after["packages"]["n"] == summary["packages"]


def test_a_planned_order_says_what_it_may_expect(clerk: Caller, database: Database, tenant_id: str) -> None:
    (order_id,) = ordered(clerk, SMALL)
    clerk.post(f"/orders/{order_id}/release")
    planning.make_plan(database, tenant_id, SYSTEM)
    order = clerk.get(f"/orders/{order_id}").json()
    assert order["status"] == "planned"
    assert order["outlook"][0]["finish_at"].endswith("Z")
    assert {"due_on", "finish_at", "late_seconds", "reason"} <= set(order["outlook"][0])


def test_a_panel_list_is_released_and_planned_like_any_order(clerk: Caller, database: Database, tenant_id: str) -> None:
    ids = ordered(clerk, PANELS)
    for order_id in ids:
        assert clerk.post(f"/orders/{order_id}/release").status_code == 200
    part = clerk.get(f"/orders/{ids[0]}/parts").json()["parts"][0]
    assert (part["length"], part["cut_length"], part["material_code"], part["thickness"]) == (
        21760,
        21760,
        "MDF18-原木橡",
        180,
    )
    (step,) = clerk.get(f"/parts/{part['id']}/explain").json()["steps"]
    assert [(given["cell"], given["note"]["zh"]) for given in step["inputs"] if "cell" in given] == [
        ("D2", "订单给定（D2）")
    ]
    made = planning.make_plan(database, tenant_id, SYSTEM)
    assert made["findings"] == []
    assert made["figures"]["sheets"] > 0


# ---------------------------------------------------------------------- faults are put right on the page


def test_faults_are_corrected_one_by_one_until_the_book_can_be_confirmed(client: TestClient) -> None:
    tech = Caller(client, "tech")
    run = drop(tech, FAULTS)
    assert "ORDER-COLUMN-MISSING" in stops(run)
    assert "LINE-PARAMETER-MISSING" not in stops(run)
    refused = tech.post(f"/imports/{run['id']}/confirm")
    assert error(refused) == (409, "IMPORT-HAS-STOPS")
    assert {finding["code"] for finding in refused.json()["error"]["findings"]} == set(stops(run))
    assert tech.get("/orders").json() == {"orders": []}

    unknown = next(column for column in run["columns"] if column["heading"] == "门板饰面")
    assert unknown["suggestion"] == "colour"
    run = tech.post(f"/imports/{run['id']}/assign", {"column": "门板饰面", "field": "colour"}).json()
    assert "ORDER-COLUMN-MISSING" not in stops(run)
    right = {"width": "880", "height": "2050", "wall": "120", "quantity": "1", "lead_days": "6"}
    right |= {"model": "平开门", "colour": "胡桃"}
    for _ in range(30):
        red = [finding["where"] for finding in run["findings"] if finding["level"] == "stop"]
        if not red:
            break
        edit = {"row": red[0]["row"], "field": red[0]["field"], "text": right[red[0]["field"]]}
        run = tech.post(f"/imports/{run['id']}/edit", edit).json()
    assert stops(run) == []
    (order_id,) = tech.post(f"/imports/{run['id']}/confirm").json()["order_ids"]
    assert tech.post(f"/orders/{order_id}/release").status_code == 200


def test_an_edit_of_what_is_not_there_says_so(clerk: Caller) -> None:
    run = drop(clerk, SMALL)
    for body, code in (
        ({"row": 1, "field": "width", "text": "1"}, "IMPORT-NO-SUCH-ROW"),
        ({"row": 3, "field": "beauty", "text": "1"}, "IMPORT-NO-SUCH-FIELD"),
    ):
        assert error(clerk.post(f"/imports/{run['id']}/edit", body)) == (400, code)
    assert error(clerk.post(f"/imports/{run['id']}/assign", {"column": "ZZ", "field": "width"})) == (
        400,
        "IMPORT-NO-SUCH-COLUMN",
    )
    same = clerk.post(
        f"/imports/{run['id']}/edit", {"row": 3, "field": "colour", "text": "暖白", "same_for_all": True}
    ).json()
    assert {line["cells"]["colour"]["text"] for order in same["orders"] for line in order["lines"]} >= {"暖白"}


# ---------------------------------------------------------------------- twice, and what is no order file


def test_the_same_file_twice_is_one_import_and_never_two_orders(clerk: Caller) -> None:
    first = drop(clerk, SMALL)
    assert drop(clerk, SMALL)["id"] == first["id"]
    ids = clerk.post(f"/imports/{first['id']}/confirm", key="confirm-once").json()
    assert clerk.post(f"/imports/{first['id']}/confirm", key="confirm-once").json() == ids
    assert clerk.post(f"/imports/{first['id']}/confirm").json() == ids
    again = drop(clerk, SMALL)
    assert stops(again) == ["ORDER-FILE-AGAIN"]
    assert again["duplicate_of"]["order_id"] == ids["order_ids"][0]
    assert error(clerk.post(f"/imports/{again['id']}/confirm")) == (409, "IMPORT-HAS-STOPS")
    assert len(clerk.get("/orders").json()["orders"]) == 1
    assert clerk.post(f"/imports/{again['id']}/cancel").json() == {}
    assert error(clerk.post(f"/imports/{again['id']}/confirm")) == (409, "IMPORT-CLOSED")


def _with_macros(book: bytes) -> bytes:
    stream = io.BytesIO(book)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("订单.xlsm", b"PK\x03\x04", "ORDER-FILE-MACROS"),
        ("订单.xlsx", _with_macros(FAULTS.read_bytes()), "ORDER-FILE-MACROS"),
        ("order.pdf", b"%PDF-1.7 garbage", "ORDER-FILE-NOT-A-WORKBOOK"),
        ("cut.xlsx", BOOK.read_bytes()[:20_000], "ORDER-FILE-CUT-OFF"),
        ("empty.csv", b"", "ORDER-FILE-EMPTY"),
    ],
)
def test_what_is_no_order_file_is_an_import_with_a_stop(clerk: Caller, name: str, content: bytes, code: str) -> None:
    run = drop(clerk, content, name)
    assert (stops(run), run["file_name"], run["orders"]) == ([code], name, [])
    assert error(clerk.post(f"/imports/{run['id']}/confirm")) == (409, "IMPORT-HAS-STOPS")


def test_an_upload_without_a_file_or_with_an_odd_profile_is_refused(clerk: Caller) -> None:
    assert clerk.post("/imports", data={"profile": "door"}).status_code == 422
    answer = clerk.post("/imports", files={"file": ("a.csv", b"a,b")}, data={"profile": "fancy"})
    assert error(answer) == (400, "IMPORT-NO-SUCH-PROFILE")


# ---------------------------------------------------------------------- what cannot be stored, who may not


@pytest.mark.parametrize("text", ["a\0b", "\ud800"])
def test_text_that_cannot_be_stored_is_refused_everywhere(clerk: Caller, text: str) -> None:
    (order_id,) = ordered(clerk, SMALL)
    run = drop(clerk, FAULTS)
    for path, body in (
        (f"/imports/{run['id']}/edit", {"row": 6, "field": "width", "text": text}),
        (f"/imports/{run['id']}/edit", {"row": 6, "field": text, "text": "1"}),
        (f"/imports/{run['id']}/assign", {"column": text, "field": "width"}),
        (f"/orders/{order_id}/cancel", {"reason": text}),
    ):
        headers = {**clerk.headers(), "content-type": "application/json"}
        answer = clerk.client.post(f"/api/v1{path}", content=json.dumps(body), headers=headers)
        assert error(answer) == (400, "API-TEXT"), path
    if text == "a\0b":
        assert error(clerk.get("/orders", params={"q": text})) == (400, "API-TEXT")
        assert clerk.get("/orders/a%00b").status_code in {400, 404}


def test_a_packer_may_look_but_neither_import_nor_cancel(client: TestClient, clerk: Caller) -> None:
    (order_id,) = ordered(clerk, SMALL)
    packer = Caller(client, "packer")
    assert packer.get(f"/orders/{order_id}").status_code == 200
    assert packer.post("/imports", files={"file": ("a.csv", b"a,b")}).status_code == 403
    assert packer.post(f"/orders/{order_id}/cancel", {"reason": "不要了"}).status_code == 403
    assert Caller(client, "tech").post(f"/orders/{order_id}/cancel", {"reason": "不要了"}).status_code == 403


def test_another_factory_finds_nothing_on_any_route(client: TestClient, clerk: Caller) -> None:
    run = drop(clerk, FAULTS)
    (order_id,) = ordered(clerk, SMALL)
    clerk.post(f"/orders/{order_id}/release")
    part = clerk.get(f"/orders/{order_id}/parts").json()["parts"][0]["id"]
    rival = Caller(client, "rival")
    for path in (
        f"/imports/{run['id']}",
        f"/orders/{order_id}",
        f"/orders/{order_id}/parts",
        f"/orders/{order_id}/pieces",
        f"/parts/{part}/explain",
    ):
        assert rival.get(path).status_code == 404, path
    for path, body in (
        (f"/imports/{run['id']}/assign", {"column": "门板饰面", "field": "colour"}),
        (f"/imports/{run['id']}/edit", {"row": 6, "field": "width", "text": "880"}),
        (f"/imports/{run['id']}/confirm", None),
        (f"/imports/{run['id']}/cancel", None),
        (f"/orders/{order_id}/release", None),
        (f"/orders/{order_id}/cancel", {"reason": "不要了"}),
    ):
        assert rival.post(path, body).status_code == 404, path
    assert rival.get("/orders").json() == {"orders": []}
    assert rival.get("/imports").json() == {"imports": []}
    assert clerk.get(f"/imports/{run['id']}").json()["status"] == "preview"
    assert clerk.get(f"/orders/{order_id}").json()["status"] == "released"


def test_orders_are_filtered_and_limited(clerk: Caller) -> None:
    ordered(clerk, BOOK)
    assert len(clerk.get("/orders", params={"limit": 7}).json()["orders"]) == 7
    assert clerk.get("/orders", params={"status": "shipped"}).json() == {"orders": []}
    assert [order["no"] for order in clerk.get("/orders", params={"q": "jx2-101"}).json()["orders"]] == ["JX2-101"]
    for query in ({"status": "gone"}, {"limit": 0}, {"limit": 10**30}):
        assert clerk.get("/orders", params=query).status_code == 422


# ---------------------------------------------------------------------- cancelled


def _states(database: Database, tenant_id: str, table: Any) -> set[str]:
    with database.read(tenant_id) as work:
        return set(work.connection.execute(select(table.c.status).where(table.c.tenant_id == tenant_id)).scalars())


def test_a_cancelled_order_takes_its_pieces_packages_and_lots_with_it(
    clerk: Caller, database: Database, tenant_id: str
) -> None:
    (order_id,) = ordered(clerk, SMALL)
    clerk.post(f"/orders/{order_id}/release")
    planning.make_plan(database, tenant_id, SYSTEM)
    code = clerk.get(f"/orders/{order_id}/pieces").json()["pieces"][0]["code"]
    lot_no = clerk.get(f"/pieces/{code}").json()["lot_no"]

    for _ in range(2):
        assert clerk.post(f"/orders/{order_id}/cancel", {"reason": "客户退单"}).json() == {}
    order = clerk.get(f"/orders/{order_id}").json()
    assert (order["status"], order["packages"]) == ("cancelled", {"n": 0, "closed": 0, "shipped": 0})
    for table in (pieces, packages, hardware_bags):
        assert _states(database, tenant_id, table) == {"cancelled"}
    with database.read(tenant_id) as work:
        rows = work.all(select(lots.c.kind, lots.c.status).where(lots.c.tenant_id == tenant_id))
    assert {row["status"] for row in rows if row["kind"] != "pack"} == {"cancelled"}
    piece = clerk.get(f"/pieces/{code}").json()
    assert (piece["status"], piece["lot_no"]) == ("cancelled", lot_no)
    assert error(clerk.post(f"/orders/{order_id}/release")) == (409, "ORDER-CANCELLED")


def test_cancelling_is_on_the_trail_once_with_its_reason(client: TestClient, clerk: Caller, database: Database) -> None:
    (order_id,) = ordered(clerk, SMALL)
    clerk.post(f"/orders/{order_id}/cancel", {"reason": " 客户退单 "})
    clerk.post(f"/orders/{order_id}/cancel", {"reason": "再来一次"})
    assert clerk.post(f"/orders/{order_id}/cancel", {"reason": ""}).status_code == 422
    assert error(clerk.post(f"/orders/{order_id}/cancel", {"reason": "  "})) == (400, "ORDER-REASON-MISSING")
    assert error(clerk.post("/orders/nothing/cancel", {"reason": "x"})) == (404, "ORDER-NOT-FOUND")
    from shuanglun.access.audit import trail

    with database.read(clerk.me["tenant"]["id"]) as work:
        (entry, *_) = (row for row in trail(work, "order", order_id) if row["action"] == "order.cancelled")
    assert (entry["after"]["reason"], entry["before"]["status"]) == ("客户退单", "new")
    assert drop(clerk, SMALL)["counts"]["stops"] == 0


@pytest.mark.parametrize(("status", "code"), [("shipped", "ORDER-SHIPPED"), ("loaded", "ORDER-ON-LORRY")])
def test_what_has_left_or_stands_on_a_lorry_is_not_cancelled(
    clerk: Caller, database: Database, tenant_id: str, status: str, code: str
) -> None:
    from shuanglun.factory.orders.tables import orders

    (order_id,) = ordered(clerk, SMALL)
    clerk.post(f"/orders/{order_id}/release")
    table = orders if status == "shipped" else packages
    with database.work(tenant_id) as work:
        work.execute(table.update().where(table.c.tenant_id == tenant_id).values(status=status))
    assert error(clerk.post(f"/orders/{order_id}/cancel", {"reason": "不要了"})) == (409, code)
    assert _states(database, tenant_id, pieces) == {"planned"}
