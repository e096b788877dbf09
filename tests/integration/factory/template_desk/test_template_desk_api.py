"""The template desk through its routes, on both databases: edit, red example, fix, replay, publish; old orders never move."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from openpyxl import Workbook, load_workbook

from integration.factory.splitting.test_release_order import DOOR, add_order
from shuanglun.access import create_person, create_tenant
from shuanglun.faces.api import create_app
from shuanglun.faces.jobs.process import Job, attempt
from shuanglun.factory.template_desk import run_replay
from shuanglun.factory.templates import publish_catalogue, shipped_catalogue
from shuanglun.storage import Actor, Database
from shuanglun.storage.jobs import finish_job, get_job
from support.api import PASSWORD, Caller

SHIPPED = max(version for code, version in shipped_catalogue().templates if code == "single_door")


@pytest.fixture
def client(database: Database) -> Iterator[TestClient]:
    factory = create_tenant(database, "a", "甲厂", "factory")
    for login, name, role in (("wang", "王工", "technician"), ("li", "李工", "technician"), ("wu", "吴姐", "packer")):
        create_person(database, factory, login, name, role, PASSWORD)
    with database.work(factory.id) as work:
        publish_catalogue(work)
        add_order(work, "o1", [("single_door", 2, DOOR), ("single_door", 1, {**DOOR, "width": 900})])
        add_order(work, "o2", [("single_door", 1, {**DOOR, "wall": 90}), ("double_door", 1, {**DOOR, "width": 1500})])
        add_order(work, "gone", [("single_door", 1, DOOR)], status="cancelled")
    with TestClient(create_app(database, lambda _work: {})) as found:
        yield found


class Draft:
    """A draft as its page works with it."""

    def __init__(self, caller: Caller, draft_id: str) -> None:
        self.caller, self.url = caller, f"/template-drafts/{draft_id}"
        self.page: dict[str, Any] = {}
        self.read()

    def read(self) -> dict[str, Any]:
        answer = self.caller.get(self.url)
        assert answer.status_code == 200, answer.text
        self.page = answer.json()
        return self.page

    @property
    def turn(self) -> int:
        return int(self.page["draft"]["turn"])

    def at(self, section: str, key: str) -> int:
        rows = self.page["document"][section]
        return next(at for at, row in enumerate(rows) if key in (row.get("name"), row.get("key"), row.get("code")))

    def edit(self, *edits: dict[str, Any]) -> dict[str, Any]:
        answer = self.caller.post(f"{self.url}/edits", {"turn": self.turn, "edits": list(edits)})
        assert answer.status_code == 200, answer.text
        return self.read()

    def set(self, section: str, key: str, field: str, value: Any) -> dict[str, Any]:
        return self.edit({"act": "set", "path": [section, self.at(section, key), field], "value": value})

    def go(self, way: str) -> dict[str, Any]:
        answer = self.caller.post(f"{self.url}/{way}", {"turn": self.turn})
        assert answer.status_code == 200, answer.text
        return self.read()


def _open(caller: Caller, code: str = "single_door", **more: Any) -> Draft:
    answer = caller.post("/template-drafts", {"code": code, **more})
    assert answer.status_code == 201, answer.text
    return Draft(caller, answer.json()["draft"]["id"])


def test_a_change_goes_from_red_example_through_replay_to_a_published_version(client: TestClient) -> None:
    wang = Caller(client, "wang")
    assert wang.post("/orders/o1/release").status_code == 200
    before = wang.get("/orders/o1/parts").json()

    draft = _open(wang)
    assert draft.page["ready"]
    assert all(one["green"] for one in draft.page["examples"])
    page = draft.set("constants", "leaf_gap_side", "value", 4)
    red = [one for one in page["examples"] if not one["green"]]
    assert red
    assert not page["ready"]
    assert {"what": "门扇宽", "expected": "800", "got": "798"} in red[0]["differences"]
    refused = wang.post(f"{draft.url}/publish", {"turn": draft.turn, "note": "侧缝 4", "newest": SHIPPED})
    assert refused.status_code == 409
    assert {f["code"] for f in refused.json()["error"]["findings"]} == {"TEMPLATE-EXAMPLE-RED"}

    edits = []
    for at, example in enumerate(page["document"]["examples"]):
        for one in page["examples"][at]["differences"]:
            assert one["what"] in example["expect"]
            edits.append({"act": "set", "path": ["examples", at, "expect", one["what"]], "value": float(one["got"])})
    page = draft.edit(*edits)
    assert page["ready"], page["findings"]

    replay_id = wang.post(f"{draft.url}/replay", {"lines": 200}).json()["replay_id"]
    summary = wang.get(f"/template-replays/{replay_id}").json()["summary"]
    assert (summary["lines"], summary["changed"], summary["same"]) == (3, 3, 0)
    width = next(i for i, g in enumerate(summary["groups"]) if (g["row_key"], g["field"]) == ("leaf", "width"))
    assert summary["groups"][width]["delta"] == -20
    lines = wang.get(f"/template-replays/{replay_id}/lines?group={width}").json()
    assert lines["count"] == 3
    assert {line["order_no"] for line in lines["lines"]} == {"o1", "o2"}
    assert draft.read()["replay"]["revision"] == draft.page["draft"]["revision"]

    answer = wang.post(f"{draft.url}/publish", {"turn": draft.turn, "note": "侧缝改 4", "newest": SHIPPED})
    assert answer.json() == {"code": "single_door", "version": SHIPPED + 1}
    assert wang.get("/templates/single_door").json()["version"] == SHIPPED + 1
    versions = wang.get("/templates/single_door/versions").json()["versions"]
    assert [(one["version"], one["note"]) for one in versions] == [(SHIPPED + 1, "侧缝改 4"), (SHIPPED, None)]

    # What was split before stays with its version and is still explained by it.
    assert wang.get("/orders/o1/parts").json() == before
    leaf = next(part for part in before["parts"] if part["row_key"] == "leaf")
    found = wang.get(f"/parts/{leaf['id']}/explain?value=width").json()
    assert (found["value"], found["template"]["version"]) == ("800", SHIPPED)
    wang.post("/orders/o2/release")
    new = next(p for p in wang.get("/orders/o2/parts").json()["parts"] if p["row_key"] == "leaf")
    assert new["width"] == 7980
    assert wang.get(f"/parts/{new['id']}/explain?value=width").json()["template"]["version"] == SHIPPED + 1

    again = wang.post(f"{draft.url}/edits", {"turn": draft.read()["draft"]["turn"], "edits": edits})
    assert again.json()["error"]["code"] == "TEMPLATE-DRAFT-CLOSED"


def test_undo_and_redo_survive_a_reload_and_lose_no_branch(client: TestClient) -> None:
    wang = Caller(client, "wang")
    draft = _open(wang)
    assert draft.page["draft"]["undo"] is None
    draft.set("constants", "floor_gap", "value", 8)
    page = draft.set("constants", "floor_gap", "value", 6)
    assert page["draft"]["undo"]["zh"] == "修改常数 floor_gap value"
    again = Draft(Caller(client, "wang"), draft.page["draft"]["id"])
    again.go("undo")
    page = again.go("undo")
    value = page["document"]["constants"][again.at("constants", "floor_gap")]["value"]
    assert value == 10
    assert page["draft"]["undo"] is None
    page = again.go("redo")
    assert page["document"]["constants"][again.at("constants", "floor_gap")]["value"] == 8
    page = again.set("constants", "floor_gap", "value", 7)
    assert page["draft"]["redo"] is None
    history = wang.get(f"{draft.url}/history").json()["revisions"]
    assert [(one["revision"], one["parent"]) for one in history] == [(4, 2), (3, 2), (2, 1), (1, None)]
    refused = wang.post(f"{draft.url}/redo", {"turn": again.turn})
    assert refused.json()["error"]["code"] == "TEMPLATE-NOTHING-TO-UNDO"


def test_two_editors_never_overwrite_one_another_unseen(client: TestClient) -> None:
    wang, li = Caller(client, "wang"), Caller(client, "li")
    first = _open(wang)
    second = Draft(li, first.page["draft"]["id"])
    first.set("constants", "floor_gap", "value", 8)
    edit = {"act": "set", "path": ["constants", 0, "value"], "value": 13}
    refused = li.post(f"{second.url}/edits", {"turn": second.turn, "edits": [edit]})
    assert refused.status_code == 409
    assert refused.json()["error"]["code"] == "TEMPLATE-DRAFT-CHANGED"
    assert "王工" in refused.json()["error"]["message"]["zh"]
    second.read()
    second.edit(edit)
    document = first.read()["document"]
    assert document["constants"][0]["value"] == 13
    assert document["constants"][first.at("constants", "floor_gap")]["value"] == 8


def test_the_same_edit_sent_twice_is_done_once(client: TestClient) -> None:
    wang = Caller(client, "wang")
    draft = _open(wang)
    body = {"turn": draft.turn, "edits": [{"act": "remove", "path": ["hardware", 0]}]}
    count = len(draft.page["document"]["hardware"])
    one = wang.post(f"{draft.url}/edits", body, key="the-same-key")
    two = wang.post(f"{draft.url}/edits", body, key="the-same-key")
    assert one.json() == two.json()
    assert len(draft.read()["document"]["hardware"]) == count - 1


def test_a_draft_on_an_old_version_is_not_published_over_a_newer_one_unseen(client: TestClient) -> None:
    wang, li = Caller(client, "wang"), Caller(client, "li")
    first, second = _open(wang), _open(li)
    for draft, value in ((first, "甲"), (second, "乙")):
        draft.edit({"act": "set", "path": ["note", "zh"], "value": value})
    assert wang.post(f"{first.url}/publish", {"turn": first.turn, "note": "甲", "newest": SHIPPED}).status_code == 200
    refused = li.post(f"{second.url}/publish", {"turn": second.turn, "note": "乙", "newest": SHIPPED})
    assert refused.json()["error"]["code"] == "TEMPLATE-NEWER-VERSION"
    against = li.get(f"{second.url}/compare").json()
    assert against["version"] == SHIPPED + 1
    assert against["rows"][0]["fields"] == [{"path": ["note", "zh"], "before": "甲", "after": "乙"}]
    assert (
        li.post(f"{second.url}/publish", {"turn": second.turn, "note": "乙", "newest": SHIPPED + 1}).json()["version"]
        == SHIPPED + 2
    )
    rows = li.get(f"/templates/single_door/compare?before={SHIPPED}&after={SHIPPED + 2}").json()["rows"]
    assert [row["section"] for row in rows] == ["head"]


def test_a_cycle_and_a_missing_example_are_not_published(client: TestClient) -> None:
    wang = Caller(client, "wang")
    draft = _open(wang)
    page = draft.set("values", "leaf_height", "formula", "=门扇.长+1")
    assert not page["compiles"]
    assert page["findings"][0]["code"] == "FORMULA-CYCLE"
    for way, body in (
        ("publish", {"turn": draft.turn, "note": "x", "newest": SHIPPED}),
        ("try-out", {}),
        ("replay", {}),
    ):
        answer = wang.post(f"{draft.url}/{way}", body)
        assert answer.status_code == 409, way
        assert "FORMULA-CYCLE" in {f["code"] for f in answer.json()["error"]["findings"]}
    draft.go("undo")
    draft.edit({"act": "set", "path": ["examples"], "value": []})
    answer = wang.post(f"{draft.url}/publish", {"turn": draft.turn, "note": "x", "newest": SHIPPED})
    assert {f["code"] for f in answer.json()["error"]["findings"]} == {"TEMPLATE-NO-EXAMPLE"}


def test_trying_out_answers_with_parts_and_explains_every_number(client: TestClient) -> None:
    wang = Caller(client, "wang")
    draft = _open(wang)
    draft.set("constants", "leaf_gap_side", "value", 4)
    found = wang.post(f"{draft.url}/try-out", {"inputs": {**DOOR, "floor": ""}}).json()
    assert found["made"]
    assert found["values"]["leaf_width"]["zh"] == "798"
    steps = wang.post(f"{draft.url}/explain", {"inputs": DOOR, "name": "leaf.width"}).json()
    assert steps["value"] == "798"
    gap = [i for step in steps["steps"] for i in step["inputs"] if i["name"] == "leaf_gap_side"]
    assert gap[0]["value"] == "4"
    assert gap[0]["kind"] == "constant"
    assert wang.post(f"{draft.url}/explain", {"inputs": DOOR, "name": "nothing"}).status_code == 400
    published = wang.post("/templates/single_door/try-out", {"inputs": DOOR}).json()
    assert published["values"]["leaf_width"]["zh"] == "800"


def test_a_copy_is_a_new_product_replayed_on_the_lines_of_the_old_one(client: TestClient) -> None:
    wang = Caller(client, "wang")
    assert wang.post("/template-drafts", {"code": "single_door", "new_code": "double_door"}).status_code == 409
    assert wang.post("/template-drafts", {"code": "single_door", "new_code": "门 1"}).status_code == 400
    draft = _open(wang, new_code="bathroom_door", name_zh="卫浴门", name_en="Bathroom door")
    draft.set("constants", "floor_gap", "value", 15)
    replay_id = wang.post(f"{draft.url}/replay", {"lines": 50}).json()["replay_id"]
    replay = wang.get(f"/template-replays/{replay_id}").json()
    assert (replay["against_code"], replay["summary"]["lines"]) == ("single_door", 3)
    assert wang.get(f"{draft.url}/compare").json()["code"] == "single_door"
    page = draft.read()
    edits = [
        {"act": "set", "path": ["examples", at, "expect", one["what"]], "value": float(one["got"])}
        for at, example in enumerate(page["examples"])
        for one in example["differences"]
    ]
    draft.edit(*edits)
    answer = wang.post(f"{draft.url}/publish", {"turn": draft.turn, "note": "卫浴门", "newest": None})
    assert answer.json() == {"code": "bathroom_door", "version": 1}, answer.text
    codes = [one["code"] for one in wang.get("/templates").json()["templates"]]
    assert "bathroom_door" in codes


def test_a_shared_file_comes_back_as_a_draft(client: TestClient) -> None:
    wang = Caller(client, "wang")
    draft = _open(wang)
    draft.set("constants", "floor_gap", "value", 9)
    data = wang.get(f"{draft.url}/file").content
    answer = wang.post("/template-drafts/upload", files={"file": ("来自邻厂.yaml", data, "application/yaml")})
    assert answer.status_code == 201, answer.text
    shared = Draft(wang, answer.json()["draft"]["id"])
    assert shared.page["document"] == draft.page["document"]
    assert wang.get("/templates/single_door/file").text.startswith("format: shuanglun/template/1")
    for bad in (b"\xff\xfe\x00", b"just words", b"format: other/1\n", b"{"):
        answer = wang.post("/template-drafts/upload", files={"file": ("x.yaml", bad, "application/yaml")})
        assert answer.status_code == 409, bad
        assert answer.json()["error"]["findings"], bad


def _workbook(data: bytes, change: Callable[[Workbook], None]) -> bytes:
    book = load_workbook(io.BytesIO(data))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_goes_out_is_changed_and_comes_back_into_the_draft(client: TestClient) -> None:
    wang, li = Caller(client, "wang"), Caller(client, "li")
    draft = _open(wang)
    before = draft.page["document"]
    answer = wang.get(f"{draft.url}/file", params={"kind": "xlsx"})
    assert answer.headers["content-type"].endswith("spreadsheetml.sheet")

    def wider_gap(book: Workbook) -> None:
        sheet = book["常量扣减 constants"]
        row = next(cell.row for cell in sheet["A"] if cell.value == "floor_gap")
        sheet.cell(row, 5, 9)

    changed = _workbook(answer.content, wider_gap)

    def send(data: bytes, turn: int, caller: Caller = wang, name: str = "单开门.xlsx") -> Any:
        return caller.post(f"{draft.url}/upload", files={"file": (name, data)}, data={"turn": str(turn)})

    assert send(changed, draft.turn).status_code == 200
    page = draft.read()
    assert page["document"]["constants"][draft.at("constants", "floor_gap")]["value"] == 9
    assert page["draft"]["undo"]["zh"] == "读入文件 单开门.xlsx"
    assert draft.go("undo")["document"] == before
    turn = draft.turn
    assert send(answer.content, turn).status_code == 200
    assert draft.read()["draft"]["turn"] == turn  # the same content is no change
    assert send(changed, turn - 1).json()["error"]["code"] == "TEMPLATE-DRAFT-CHANGED"
    spoilt = send(_workbook(changed, lambda book: book["部件 parts"].merge_cells("A3:A4")), turn).json()["error"]
    assert spoilt["findings"][0]["where"] == {"file": "单开门.xlsx", "sheet": "部件 parts", "cell": "A3"}
    other = wang.get("/templates/double_door/file", params={"kind": "xlsx"}).content
    assert send(other, turn).json()["error"]["code"] == "TEMPLATE-FILE-OTHER"
    assert send(changed, turn, Caller(client, "wu")).status_code == 403
    assert draft.read()["document"] == before
    answer = li.post("/template-drafts/upload", files={"file": ("新.xlsx", changed)})
    assert answer.status_code == 201, answer.text
    assert Draft(li, answer.json()["draft"]["id"]).page["document"]["code"] == "single_door"


def test_a_retired_version_is_not_taken_for_new_orders_but_old_ones_keep_it(client: TestClient) -> None:
    wang = Caller(client, "wang")
    wang.post("/orders/o1/release")
    parts = wang.get("/orders/o1/parts").json()["parts"]
    assert wang.post("/templates/single_door/retire", {"version": SHIPPED, "reason": "停产"}).json() == {
        "changed": True
    }
    assert wang.post("/templates/single_door/retire", {"version": SHIPPED, "reason": "停产"}).json() == {
        "changed": False
    }
    refused = wang.post("/orders/o2/release")
    assert "SPLIT-TEMPLATE-UNKNOWN" in {f["code"] for f in refused.json()["error"]["findings"]}
    assert wang.get(f"/parts/{parts[0]['id']}/explain").json()["template"]["version"] == SHIPPED
    body = {"version": SHIPPED, "reason": "又要做", "retired": False}
    assert wang.post("/templates/single_door/retire", body).json() == {"changed": True}
    assert wang.post("/orders/o2/release").status_code == 200
    assert wang.post("/templates/single_door/retire", {"version": 9, "reason": "x"}).status_code == 404


def test_only_the_technician_edits_and_publishes(client: TestClient) -> None:
    wang = Caller(client, "wang")
    draft = _open(wang)
    packer = Caller(client, "wu")
    assert packer.get(draft.url).status_code == 200
    assert packer.post("/template-drafts", {"code": "single_door"}).status_code == 403
    edit = {"act": "set", "path": ["note"], "value": None}
    assert packer.post(f"{draft.url}/edits", {"turn": 1, "edits": [edit]}).status_code == 403
    assert packer.post(f"{draft.url}/publish", {"turn": 1, "note": "x", "newest": SHIPPED}).status_code == 403
    assert packer.post("/templates/single_door/retire", {"version": SHIPPED, "reason": "x"}).status_code == 403


def test_many_lines_are_replayed_by_a_job_that_tells_its_progress(client: TestClient, database: Database) -> None:
    wang = Caller(client, "wang")
    tenant = wang.me["tenant"]["id"]
    with database.work(tenant) as work:
        lines = [("single_door", 1, {**DOOR, "width": 700 + n % 250}) for n in range(2_400)]
        add_order(work, "big", lines)
    draft = _open(wang)
    draft.set("constants", "floor_gap", "value", 9)
    job = wang.post(f"{draft.url}/replay", {"lines": 5_000}).json()["job"]
    assert job["state"] == "queued"
    told: list[float] = []

    def run(context: Any, args: Any) -> Any:
        def tell(share: float, note: Any) -> None:
            told.append(share)
            context.progress(share, note)

        return run_replay(context.database, context.tenant_id, context.actor, args, tell)

    with database.work(tenant) as work:
        row = get_job(work, job["id"])
        assert row is not None
    outcome = attempt(
        database, Job(run, row["args"], tenant, Actor(row["created_by"], "wang", "technician"), job["id"])
    )
    with database.work(tenant) as work:
        finish_job(work, job["id"], *outcome)
    done = wang.get(f"/jobs/{job['id']}").json()
    assert done["state"] == "done"
    assert len(told) == 2
    summary = wang.get(f"/template-replays/{done['result']['replay_id']}").json()["summary"]
    assert summary["lines"] == 2_403
    assert summary["same"] + summary["changed"] + summary["fails"] + summary["made"] + summary["stopped"] == 2_403
    leaf = next(i for i, g in enumerate(summary["groups"]) if (g["row_key"], g["field"]) == ("leaf", "length"))
    assert summary["groups"][leaf]["delta"] == 10
    page = wang.get(f"/template-replays/{done['result']['replay_id']}/lines?group={leaf}&limit=500").json()
    assert page["count"] == summary["groups"][leaf]["count"] > 500
    last = page["lines"][-1]["place"]
    more = wang.get(f"/template-replays/{done['result']['replay_id']}/lines?group={leaf}&after={last}").json()
    assert more["lines"][0]["place"] > last


def test_hardware_and_counts_explain_themselves_down_to_the_cell(client: TestClient) -> None:
    wang = Caller(client, "wang")
    wang.post("/orders/o1/release")
    found = wang.get("/orders/o1/parts").json()
    hinge = next(item for item in found["hardware"] if item["item"].startswith("HINGE"))
    why = wang.get(f"/hardware/{hinge['id']}/explain").json()
    assert why["value"] == str(hinge["qty_per_unit"])
    cells = {i["where"]["cell"] for step in why["steps"] for i in step["inputs"] if i.get("where", {}).get("cell")}
    assert "D7" in cells
    part = next(one for one in found["parts"] if one["row_key"] == "leaf")
    for value in ("qty_per_unit", "edge_front", "premill_left", "weight_g", "thickness"):
        assert wang.get(f"/parts/{part['id']}/explain?value={value}").status_code == 200, value
    assert wang.get(f"/parts/{part['id']}/explain?value=smell").status_code == 400
    assert wang.get("/hardware/none/explain").status_code == 404
