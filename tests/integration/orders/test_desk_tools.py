"""Tools of the order desk: a pasted block, the same fault in all lines, undo, another profile, profiles of the factory's own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from shuanglun.access import create_person
from shuanglun.access.people import Tenant
from shuanglun.faces.api import create_app
from shuanglun.storage import Database
from support.api import PASSWORD, Caller
from support.sample import EXAMPLES, make_factory

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
FAULTS, SMALL = EXAMPLES / "dealer-30-with-faults.xlsx", EXAMPLES / "dealer-40-gbk.csv"


@pytest.fixture
def clerk(database: Database, tmp_path: Path) -> Iterator[Caller]:
    database.clock = lambda: NOW
    tenant_id = make_factory(database, tmp_path)
    factory = Tenant(tenant_id, "jsdoor", "江山样板木门厂", "factory")
    create_person(database, factory, "clerk", "clerk", "order_clerk", PASSWORD)
    with TestClient(create_app(database, lambda _work: {})) as client:
        yield Caller(client, "clerk")


def drop(clerk: Caller, path: Path, **form: str) -> dict[str, Any]:
    answer = clerk.post("/imports", files={"file": (path.name, path.read_bytes())}, data=form)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def rows(run: dict[str, Any]) -> list[dict[str, Any]]:
    return [line for order in run["orders"] for line in order["lines"]]


def post(clerk: Caller, run: dict[str, Any], what: str, body: Any = None) -> Any:
    return clerk.post(f"/imports/{run['id']}/{what}", body or {})


def test_a_pasted_block_is_one_act_and_is_undone_as_one(clerk: Caller) -> None:
    run = drop(clerk, SMALL)
    first = rows(run)[:3]
    cells = [
        {"row": line["row"], "field": f, "text": t} for line in first for f, t in (("width", "900"), ("wall", "150"))
    ]
    pasted = post(clerk, run, "edits", {"cells": cells}).json()
    assert [(one["params"]["width"], one["params"]["wall"]) for one in rows(pasted)[:3]] == [(900, 150)] * 3
    post(clerk, run, "edit", {"row": first[0]["row"], "field": "width", "text": "910"})
    assert rows(post(clerk, run, "undo").json())[0]["params"]["width"] == 900
    assert [one["params"] for one in rows(post(clerk, run, "undo").json())[:3]] == [one["params"] for one in first]
    answer = post(clerk, run, "undo")
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "IMPORT-NOTHING-TO-UNDO")


@pytest.mark.parametrize(
    ("cell", "code"),
    [({"row": 9999, "field": "width"}, "IMPORT-NO-SUCH-ROW"), ({"row": 3, "field": "weight"}, "IMPORT-NO-SUCH-FIELD")],
)
def test_a_block_with_one_wrong_cell_changes_nothing(clerk: Caller, cell: dict[str, Any], code: str) -> None:
    run = drop(clerk, SMALL)
    good = {"row": rows(run)[0]["row"], "field": "width", "text": "900"}
    answer = post(clerk, run, "edits", {"cells": [good, {"text": "1", **cell}]})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, code)
    assert clerk.get(f"/imports/{run['id']}").json()["orders"] == run["orders"]


def test_the_same_fault_is_put_right_in_all_lines(clerk: Caller) -> None:
    text = "位置,型号,开向,宽,高,墙厚,颜色,数量\n" + "".join(
        f"房{i},单开门,左内开,880,2050,140,{colour},1\n"
        for i, colour in enumerate(["牛油果绿", "雾霾蓝", "暖白", "脏橘"])
    )
    run = clerk.post("/imports", files={"file": ("a.csv", text.encode())}).json()
    wrong = [f for f in run["findings"] if f["code"] == "ORDER-COLOUR-UNKNOWN"]
    assert len(wrong) == 3
    body = {"row": wrong[0]["where"]["row"], "field": "colour", "text": "暖白", "same_fault": "ORDER-COLOUR-UNKNOWN"}
    fixed = post(clerk, run, "edit", body).json()
    assert fixed["counts"]["stops"] == 0
    assert {line["params"]["colour"] for line in rows(fixed)} == {"暖白"}
    assert fixed["edits_count"] == 1


def test_a_draft_says_why_it_was_read_so_and_can_be_read_otherwise(clerk: Caller) -> None:
    run = drop(clerk, EXAMPLES / "dealer-room-sheets.xlsx")
    assert (run["profile"], run["choices"][0]["profile"]) == ("door_form", "door_form")
    assert "每樘一块" in run["choices"][0]["why"]["zh"]
    other = post(clerk, run, "profile", {"profile": "list_any"}).json()
    assert other["profile"] == "list_any"
    back = post(clerk, run, "profile", {"profile": "door_form"}).json()
    assert back["orders"] == run["orders"]
    assert post(clerk, run, "profile", {"profile": "nobody"}).status_code == 400


def test_a_taught_word_counts_for_the_next_file(clerk: Caller) -> None:
    text = "位置,型号,开向,宽,高,壁厚,颜色,数量\n主卧,单开门,左内开,880,2050,140,珍珠白,1\n".encode()
    before = clerk.post("/imports", files={"file": ("a.csv", text)}).json()
    assert before["counts"]["stops"] == 2
    words = {"aliases": {"wall": ["壁厚"]}, "values": {"colour": {"暖白": ["珍珠白"]}}}
    taught = clerk.post("/import-profiles/door_order/words", words)
    assert taught.status_code == 200, taught.text
    assert (taught.json()["source"], taught.json()["version"]) == ("own", 2)
    after = clerk.post("/imports", files={"file": ("b.csv", text + b"\n")}).json()
    assert after["counts"]["stops"] == 0
    assert rows(after)[0]["params"]["colour"] == "暖白"
    clash = clerk.post("/import-profiles/door_order/words", {"aliases": {"height": ["壁厚"]}})
    assert (clash.status_code, clash.json()["error"]["code"]) == (400, "PROFILE-FAULTY")


def test_a_profile_of_the_factorys_own_goes_before_the_shipped_ones(clerk: Caller) -> None:
    body = "id: jinhua\nextends: door_order\nversion: 1\nname: {zh: 金华店, en: Jinhua}\nfields:\n  width: {aliases_more: [门宽净]}\n"
    assert clerk.post("/import-profiles", {"body": body}).json()["version"] == 1
    assert clerk.post("/import-profiles", {"body": body}).json()["version"] == 1
    listed = {one["id"]: one for one in clerk.get("/import-profiles").json()["profiles"]}
    assert (listed["jinhua"]["source"], listed["door_form"]["source"]) == ("own", "builtin")
    assert drop(clerk, SMALL)["profile"] == "jinhua"
    answer = clerk.post("/import-profiles", {"body": "id: ["})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "PROFILE-FAULTY")


def test_opening_directions_are_read_and_shown_by_the_factorys_own_names(clerk: Caller) -> None:
    assert clerk.get("/choice-names").json() == {"names": {}}
    body = (
        "id: door_order\nextends: door_order\nversion: 9\nname: {zh: 本厂, en: ours}\nfields:\n  direction:\n    values:\n"
        "      left_in: [左推]\n      left_out: [左拉, 左外开]\n      right_in: [右推, 右内开]\n      right_out: [右拉, 左内开]\n"
    )
    assert clerk.post("/import-profiles", {"body": body}).status_code == 200
    names = clerk.get("/choice-names").json()["names"]
    assert [names[code] for code in ("left_in", "left_out", "right_in", "right_out")] == [
        "左推",
        "左拉",
        "右推",
        "右拉",
    ]
    assert names["opening"]
    text = "位置,型号,开向,宽,高,墙厚,颜色,数量\n一,单开门,左推,880,2050,140,暖白,1\n二,单开门,左内开,880,2050,140,暖白,1\n"
    found = clerk.post("/imports", files={"file": ("a.csv", text.encode())}).json()
    # A factory that looks from the other side means another hand by the same word.
    assert [line["params"]["direction"] for line in rows(found)] == ["left_in", "right_out"]


def test_a_profile_is_tried_on_a_file_before_it_is_published(clerk: Caller) -> None:
    text = "位置,型号,开向,宽,高,壁厚,颜色,数量,楼栋\n主卧,单开门,左内开,880,2050,140,暖白,1,3幢\n".encode()
    body = "id: jinhua\nextends: door_order\nversion: 1\nname: 金华店\nfields:\n  wall: {aliases_more: [壁厚]}\n"

    def tried(**form: str) -> Any:
        return clerk.post("/import-profiles/try", files={"file": ("a.csv", text)}, data=form)

    before, after = tried().json(), tried(body=body).json()
    assert (before["counts"]["stops"], after["counts"]["stops"], after["profile"]) == (1, 0, "jinhua")
    assert after["kept_columns"] == ["楼栋"]
    assert after["orders"][0]["lines"][0]["extra"] == {"楼栋": "3幢"}
    assert tried(body="id: [").json()["error"]["code"] == "PROFILE-FAULTY"
    assert tried(profile="nobody").status_code == 400
    assert clerk.get("/imports").json() == {"imports": []}
    assert "jinhua" not in {one["id"] for one in clerk.get("/import-profiles").json()["profiles"]}


def test_a_column_of_several_sizes_is_shown_and_can_be_typed_over(clerk: Caller) -> None:
    run = drop(clerk, EXAMPLES / "panels-cutlist.csv")
    first = rows(run)[0]
    assert (first["cells"]["size"]["text"], first["cells"]["size"]["cell"]) == ("550*1200", "E2")
    fixed = post(clerk, run, "edit", {"row": first["row"], "field": "size", "text": "560*1210"}).json()
    again = rows(fixed)[0]
    assert (again["params"]["width"], again["params"]["length"]) == (560, 1210)
    assert (again["cells"]["size"]["text"], again["cells"]["width"]["source"]) == ("560*1210", "edit")
    back = post(clerk, run, "undo").json()
    assert back["orders"] == run["orders"]
