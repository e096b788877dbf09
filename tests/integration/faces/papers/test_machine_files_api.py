"""Files for machines and purchase demand through the real API, on both databases."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import unquote

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import update

from shuanglun.engines.demand import Rules
from shuanglun.engines.machine_files.mpr_read import read_mpr
from shuanglun.engines.machine_files.ptx_read import read_ptx
from shuanglun.engines.machine_files.ptx_replay import replay
from shuanglun.faces.api import create_app
from shuanglun.faces.papers import missing_fonts
from shuanglun.faces.papers.load_demand import load_lot_demand, load_orders_demand
from shuanglun.faces.papers.load_machining import load_lot_shapes, load_plan_job
from shuanglun.factory.cutting_room.tables import cut_plans
from shuanglun.factory.splitting.tables import part_specs
from shuanglun.storage import Actor, Database
from support.api import Caller
from support.papers import words_of
from support.papers_factory import MATERIAL, NOW, PaperFactory, paper_factory

needs_font = pytest.mark.skipif(missing_fonts() is not None, reason="no Chinese font (fonts-noto-cjk) is installed")
PROFILE = (
    "format: shuanglun/machine-profile/1\ncode: our-saw\nversion: 1\nname: {zh: 一号锯, en: Saw 1}\nfiles: [ptx]\n"
)


@pytest.fixture
def factory(database: Database) -> PaperFactory:
    return paper_factory(database)


@pytest.fixture
def client(factory: PaperFactory) -> Iterator[TestClient]:
    with TestClient(create_app(factory.database, lambda _work: {})) as client:
        yield client


@pytest.fixture
def boss(client: TestClient) -> Caller:
    return Caller(client, "boss")


def unzip(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return {name: book.read(name) for name in book.namelist()}


def test_a_lot_gives_ptx_that_holds_all_its_pieces(factory: PaperFactory, boss: Caller) -> None:
    answer = boss.get(f"/lots/{factory.lot}/machine-files.zip?profile=panel-saw-ptx")
    assert answer.status_code == 200, answer.text
    assert unquote(answer.headers["content-disposition"]).endswith("L0007-panel-saw-ptx-not-validated.zip")
    files = unzip(answer.content)
    assert set(files) == {"README.txt", "L0007-not-validated.ptx", "L0007-cut-list.csv"}
    assert "未经机床验证 / not machine-validated" in files["README.txt"].decode("utf-8-sig")
    read, findings = read_ptx(files["L0007-not-validated.ptx"])
    assert read is not None, findings
    cut = sum(count for pattern in read.patterns for one in replay(read, pattern) for _, count in one.parts)
    with factory.database.read(factory.tenant) as work:
        job = load_plan_job(work, factory.lot)
    assert cut == job.problem.pieces == 41
    rows = list(csv.reader(io.StringIO(files["L0007-cut-list.csv"].decode("utf-8-sig"))))
    assert sum(int(row[6]) for row in rows[1:]) == 41
    assert {row[3] for row in rows[1:]} == {"DD-001"}


def test_the_page_hears_what_a_machine_would_get(factory: PaperFactory, boss: Caller) -> None:
    told = boss.get(f"/lots/{factory.lot}/machine-files?profile=panel-saw-ptx").json()
    assert told["ready"] is True
    assert told["warning"]["zh"] == "未经机床验证"
    assert [one["code"] for one in told["findings"]] == ["PTX-NAMES"]
    assert all(one["bytes"] > 100 for one in told["files"])


def test_programs_come_one_a_part_or_one_a_piece(factory: PaperFactory, boss: Caller) -> None:
    parts = unzip(boss.get(f"/lots/{factory.lot}/machine-files.zip?profile=drilling-mpr").content)
    assert set(parts) == {"README.txt", "DD-001-12-jamb-not-validated.mpr"}
    read, _ = read_mpr(parts["DD-001-12-jamb-not-validated.mpr"])
    assert read is not None
    assert sum(macro.code == 102 for macro in read.macros) == 4
    pieces = unzip(boss.get(f"/orders/{factory.order}/machine-files.zip?profile=drilling-mpr&per=piece").content)
    assert len(pieces) == 1 + 12


def test_layers_for_a_six_side_drill(factory: PaperFactory, boss: Caller) -> None:
    files = unzip(boss.get(f"/orders/{factory.order}/machine-files.zip?profile=six-side-dxf").content)
    assert set(files) == {"README.txt", "DD-001-12-jamb-not-validated.dxf"}


def test_one_part_that_cannot_be_made_keeps_all_back(factory: PaperFactory, boss: Caller) -> None:
    with factory.database.work(factory.tenant, Actor("t", "t", "owner"), now=NOW) as work:
        bad = [{"key": "x", "kind": "drill", "face": "top", "x": 999_999, "y": 0, "depth": 10, "diameter": 80, "length": 0,
                "width": 0, "angle": 0, "qty": 1, "pitch_x": 0, "pitch_y": 0, "tool": ""}]  # fmt: skip
        where = (part_specs.c.tenant_id == work.tenant_id, part_specs.c.id == "s1-head")
        work.execute(update(part_specs).where(*where).values(machining=bad))
    path = f"/lots/{factory.lot}/machine-files"
    refused = boss.get(f"{path}.zip?profile=drilling-mpr")
    assert refused.status_code == 409
    assert refused.json()["error"]["code"] == "MACHINE-FILES-STOPPED"
    assert [one["code"] for one in refused.json()["error"]["findings"]] == ["MACHINING-OUTSIDE"]
    told = boss.get(f"{path}?profile=drilling-mpr").json()
    assert told["ready"] is False


def test_a_plan_from_before_plans_were_kept_is_refused(factory: PaperFactory, boss: Caller) -> None:
    with factory.database.work(factory.tenant, Actor("t", "t", "owner"), now=NOW) as work:
        work.execute(update(cut_plans).where(cut_plans.c.tenant_id == work.tenant_id).values(document=None))
    answer = boss.get(f"/lots/{factory.lot}/machine-files.zip")
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "LOT-NO-PLAN")
    assert boss.get(f"/lots/{factory.assembly_lot}/cuts").json()["error"]["code"] == "LOT-NO-PLAN"


def test_nothing_to_work_is_said(factory: PaperFactory, boss: Caller) -> None:
    answer = boss.get(f"/orders/{factory.empty_order}/machine-files.zip?profile=drilling-mpr")
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "MACHINE-FILES-NONE")


def test_a_factory_publishes_its_own_profile_once(factory: PaperFactory, client: TestClient, boss: Caller) -> None:
    made = boss.post("/machine-profiles", {"body": PROFILE})
    assert made.status_code == 200, made.text
    assert (made.json()["code"], made.json()["own"]) == ("our-saw", True)
    boss.post("/machine-profiles", {"body": PROFILE})
    changed = PROFILE.replace("files: [ptx]", "files: [ptx]\naccepted_by: 一号锯，张师傅 2026-11-20")
    boss.post("/machine-profiles", {"body": changed})
    assert boss.get("/machine-profiles/our-saw").json()["body"] == changed
    codes = [one["code"] for one in boss.get("/machine-profiles").json()["profiles"]]
    assert codes == ["drilling-mpr", "our-saw", "panel-saw-ptx", "router-nesting", "six-side-dxf"]
    answer = boss.get(f"/lots/{factory.lot}/machine-files.zip?profile=our-saw")
    assert "L0007.ptx" in unzip(answer.content)
    assert "our-saw" not in [
        one["code"] for one in Caller(client, "stranger").get("/machine-profiles").json()["profiles"]
    ]
    assert Caller(client, "stranger").get("/machine-profiles/our-saw").status_code == 404


def test_a_wrong_profile_is_refused_with_every_fault(boss: Caller) -> None:
    answer = boss.post("/machine-profiles", {"body": PROFILE.replace("[ptx]", "[fax]") + "colour: red\n"})
    assert answer.status_code == 400
    assert [one["where"]["field"] for one in answer.json()["error"]["findings"]] == ["colour", "files[0]"]


def test_cuts_come_in_order_as_rows_csv_and_paper(factory: PaperFactory, boss: Caller) -> None:
    steps = boss.get(f"/lots/{factory.lot}/cuts").json()["steps"]
    assert sum(len(step["pieces"]) for step in steps) == 41
    assert steps[0]["frees"] == "trim"
    rows = list(csv.reader(io.StringIO(boss.get(f"/lots/{factory.lot}/cuts.csv").content.decode("utf-8-sig"))))
    assert rows[0] == ["图号", "序", "级", "台面上的板", "切法", "靠山", "得到", "板件"]
    assert len(rows) == len(steps) + 1


@needs_font
def test_papers_of_cuts_and_demand_are_set(factory: PaperFactory, boss: Caller) -> None:
    cuts = boss.get(f"/lots/{factory.lot}/cuts.pdf")
    assert "门套立板" in "".join(words_of(cuts.content))
    need = boss.get(f"/orders/{factory.order}/demand.pdf")
    assert "采购需求" in "".join(words_of(need.content))
    assert "HDF18-2440" in "".join(words_of(need.content))


def test_the_demand_of_an_order_takes_boards_from_its_plan(factory: PaperFactory, boss: Caller) -> None:
    with factory.database.read(factory.tenant) as work:
        need = load_orders_demand(work, [factory.order], Rules()).demand
        job = load_plan_job(work, factory.lot)
    (board,) = need.boards
    assert (board.code, board.source, board.sheets) == ("HDF18-2440", "planned", job.plan.figures.whole_sheets)
    assert {(row.thickness, row.board_thickness) for row in need.bands} == {(10, 180), (10, 400), (8, 180), (8, 400)}
    assert [(row.item, row.qty) for row in need.hardware] == [("HINGE-4", 18)]
    told = boss.get(f"/orders/{factory.order}/demand?band_per_side=0&band_extra=0").json()
    assert [one["name"] for one in told["lists"]] == ["板材", "封边条", "玻璃", "油漆面积", "五金清单"]
    assert told["rules"]["band_per_side"] == 0


def test_the_demand_before_planning_is_an_estimate(factory: PaperFactory) -> None:
    from shuanglun.factory.pieces.tables import pieces

    with factory.database.work(factory.tenant, Actor("t", "t", "owner"), now=NOW) as work:
        work.execute(
            update(pieces).where(pieces.c.tenant_id == work.tenant_id).values(pattern_id=None, pattern_pos=None)
        )
        (board,) = load_orders_demand(work, [factory.order], Rules()).demand.boards
        lot = load_lot_demand(work, factory.lot, Rules())
    assert (board.material, board.source) == (MATERIAL, "estimated")
    assert lot.title == "L0007"
    assert lot.demand.hardware == ()


def test_demand_files_open_and_orders_of_others_are_not_there(
    factory: PaperFactory, client: TestClient, boss: Caller
) -> None:
    text = boss.get(f"/demand.csv?orders={factory.order},{factory.empty_order}").content.decode("utf-8-sig")
    assert text.startswith("板材\r\n材料,板材规格")
    assert boss.get("/demand.xlsx").content.startswith(b"PK")
    assert boss.get("/demand").json()["orders"] == ["DD-001"]
    assert Caller(client, "stranger").get(f"/demand?orders={factory.order}").status_code == 404
    assert boss.get(f"/demand?orders={','.join(map(str, range(201)))}").status_code == 400


def test_shapes_are_named_by_order_line_and_row(factory: PaperFactory) -> None:
    with factory.database.read(factory.tenant) as work:
        number, shapes = load_lot_shapes(work, factory.lot)
    assert number == "L0007"
    assert {name: shape.qty for name, shape in shapes.items()} == {
        "DD-001-12-jamb": 12, "DD-001-12-head": 6, "DD-001-12-casing": 23,
    }  # fmt: skip
    assert replace(shapes["DD-001-12-head"], machining=()).front == 10
