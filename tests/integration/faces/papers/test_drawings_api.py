"""Drawings of lines, parts and pieces through the real API, on both databases."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import fromstring

import ezdxf
import pytest
from fastapi.testclient import TestClient

from integration.factory.splitting.test_release_order import DOOR, PANEL, add_order
from shuanglun.access import create_person, create_tenant
from shuanglun.faces.api import create_app
from shuanglun.faces.papers import missing_fonts
from shuanglun.factory.templates import publish_catalogue
from shuanglun.storage import Database
from support.api import PASSWORD, Caller
from support.papers import words_of

needs_font = pytest.mark.skipif(missing_fonts() is not None, reason="no Chinese font (fonts-noto-cjk) is installed")
LINE = "/orders/o1/lines/o1-1"


@pytest.fixture
def client(database: Database) -> Iterator[TestClient]:
    factory = create_tenant(database, "a", "甲厂", "factory")
    other = create_tenant(database, "b", "乙厂", "factory")
    create_person(database, factory, "clerk", "小李", "order_clerk", PASSWORD)
    create_person(database, factory, "operator", "孙师傅", "operator", PASSWORD)
    create_person(database, other, "stranger", "外人", "owner", PASSWORD)
    with database.work(factory.id) as work:
        publish_catalogue(work)
        add_order(work, "o1", [("single_door", 2, DOOR), ("panel", 3, PANEL)])
        add_order(work, "bad", [("single_door", 1, {**DOOR, "wall": 40})])
    with TestClient(create_app(database, lambda _work: {})) as found:
        yield found


def texts(content: bytes) -> set[str]:
    return {element.text or "" for element in fromstring(content).iter("{http://www.w3.org/2000/svg}text")}


def dxf_layers(content: bytes) -> set[str]:
    document = ezdxf.read(io.TextIOWrapper(io.BytesIO(content), encoding="utf-8"))
    assert not document.audit().has_errors
    return {entity.dxf.layer for entity in document.modelspace()}


def part_called(clerk: Caller, key: str) -> dict[str, Any]:
    return next(part for part in clerk.get("/orders/o1/parts").json()["parts"] if part["row_key"] == key)


def test_a_line_is_drawn_before_and_after_its_release(client: TestClient) -> None:
    clerk = Caller(client, "clerk")
    shape = clerk.get(f"{LINE}/drawing").json()
    assert [view["name"] for view in shape["views"]] == ["front", "plan", "section", "exploded", "parts"]
    assert shape["title"]["zh"] == "单开门 880×2050×140"
    before = clerk.get(f"{LINE}/drawing.svg").content
    assert texts(before) >= {"甲厂", "o1", "1 主卧 ×2", "2050", "800"}
    clerk.post("/orders/o1/release")
    after = texts(clerk.get(f"{LINE}/drawing.svg").content)
    assert {one for one in texts(before) ^ after if not one.startswith("20")} == set()  # but for the day
    front = clerk.get(f"{LINE}/drawing.svg?view=front")
    assert front.headers["content-type"].startswith("image/svg+xml")
    assert "甲厂" not in texts(front.content)
    assert {"OUTLINE", "DIM", "TEXT", "HATCH"} <= dxf_layers(clerk.get(f"{LINE}/drawing.dxf").content)


def test_a_part_and_its_piece_have_the_same_drawing_with_its_machining(client: TestClient) -> None:
    clerk = Caller(client, "clerk")
    clerk.post("/orders/o1/release")
    leaf = part_called(clerk, "leaf")
    svg = clerk.get(f"/parts/{leaf['id']}/drawing.svg").content
    assert texts(svg) >= {"门扇", "A：2×铣腔 100×30 深3 前边  x 200  y 11  距x 1550", "832.5"}
    piece = next(one for one in clerk.get("/orders/o1/pieces").json()["pieces"] if one["part_spec_id"] == leaf["id"])
    operator = Caller(client, "operator")
    assert operator.get(f"/pieces/{piece['code']}/drawing.svg").content == svg
    assert {"POCKET", "DRILL", "EDGE"} <= dxf_layers(operator.get(f"/pieces/{piece['code']}/drawing.dxf").content)
    assert [sheet["scale"] for sheet in operator.get(f"/parts/{leaf['id']}/drawing").json()["sheets"]] == ["1:10"]


def test_what_is_not_there_is_refused(client: TestClient) -> None:
    clerk = Caller(client, "clerk")
    for path, code in (
        ("/orders/o1/lines/o1-9/drawing", "ORDER-LINE-NOT-FOUND"),
        ("/orders/no/lines/o1-1/drawing.svg", "ORDER-NOT-FOUND"),
        ("/parts/no/drawing.pdf", "PART-NOT-FOUND"),
        ("/pieces/P0000019/drawing.dxf", "PIECE-NOT-FOUND"),
        (f"{LINE}/drawing.svg?view=nothing", "DRAWING-NO-SHEET"),
        (f"{LINE}/drawing.svg?sheet=99", "DRAWING-NO-SHEET"),
    ):
        answer = clerk.get(path)
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, code)
    for path in ("lines/bad-1/drawing.svg", "lines/bad-1/drawing.dxf", "drawings.zip"):
        answer = clerk.get(f"/orders/bad/{path}")
        assert (answer.status_code, answer.json()["error"]["code"]) == (409, "DRAWING-NONE")
    assert Caller(client, "stranger").get(f"{LINE}/drawing.svg").status_code == 404


@needs_font
def test_all_drawings_of_an_order_come_in_one_archive(client: TestClient) -> None:
    clerk = Caller(client, "clerk")
    clerk.post("/orders/o1/release")
    answer = clerk.get("/orders/o1/drawings.zip")
    assert answer.status_code == 200, answer.text
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        names = book.namelist()
        assert names[0] == "图纸-o1.pdf"
        parts = {part["row_key"] for part in clerk.get("/orders/o1/parts").json()["parts"] if part["line_no"] == 1}
        assert {f"001/parts/{key}.dxf" for key in parts} | {"001/product.dxf", "002/parts/panel.dxf"} <= set(names)
        assert {"001/01-product.svg", "001/02-exploded.svg", "001/03-parts-1.svg"} <= set(names)
        pdf = "".join(words_of(book.read("图纸-o1.pdf")))
    for told in ("单开门880×2050×140", "甲厂", "正面图", "合页侧竖套板", "single_doorv", "板件800.5×300×18"):
        assert told in pdf
    assert "门扇" in "".join(words_of(clerk.get(f"{LINE}/drawing.pdf").content))


def test_machine_files_of_a_released_door_carry_what_its_template_works(client: TestClient) -> None:
    clerk = Caller(client, "clerk")
    clerk.post("/orders/o1/release")
    for profile, kind in (("drilling-mpr", "mpr"), ("six-side-dxf", "dxf")):
        answer = clerk.get(f"/orders/o1/machine-files.zip?profile={profile}")
        assert answer.status_code == 200, answer.text
        with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
            leaf = book.read(f"o1-1-leaf-not-validated.{kind}")
            assert f"o1-1-hinge_jamb-not-validated.{kind}" in book.namelist()
            assert "未经机床验证" in book.read("README.txt").decode("utf-8-sig")
        if kind == "mpr":
            assert leaf.count(b"<112 \\Tasche\\") == 4  # two hinges, forend and case of the lock, all into edges
            assert leaf.count(b"<102 \\BohrVert\\") == 2  # spindle and cylinder
            assert b"<00 \\Koordinatensystem\\" in leaf
