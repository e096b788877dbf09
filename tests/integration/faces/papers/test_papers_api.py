"""The file routes: right type, right name, own factory only."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from shuanglun.faces.api import create_app
from shuanglun.faces.papers import missing_fonts
from shuanglun.factory.cutting_room.tables import patterns
from shuanglun.storage import Database
from support.api import Caller
from support.papers import words_of
from support.papers_factory import PaperFactory, paper_factory

pytestmark = pytest.mark.skipif(missing_fonts() is not None, reason="no Chinese font (fonts-noto-cjk) is installed")


@pytest.fixture
def factory(database: Database) -> PaperFactory:
    return paper_factory(database)


@pytest.fixture
def client(factory: PaperFactory) -> Iterator[TestClient]:
    with TestClient(create_app(factory.database, lambda _work: {})) as client:
        yield client


def _files(factory: PaperFactory) -> dict[str, tuple[str, str]]:
    """Every file route with its type and the name the file is saved under."""
    order, lot = f"/orders/{factory.order}", f"/lots/{factory.lot}"
    xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return {
        f"{order}/parts.csv": ("text/csv; charset=utf-8", "板件清单-DD-001.csv"),
        f"{order}/parts.xlsx": (xlsx, "板件清单-DD-001.xlsx"),
        f"{order}/parts.pdf": ("application/pdf", "板件清单-DD-001.pdf"),
        f"{order}/hardware.csv": ("text/csv; charset=utf-8", "五金清单-DD-001.csv"),
        f"{order}/hardware.pdf": ("application/pdf", "五金清单-DD-001.pdf"),
        f"{order}/packing-list.pdf": ("application/pdf", "装箱单-DD-001.pdf"),
        f"{order}/labels.pdf": ("application/pdf", "标签-DD-001.pdf"),
        f"{lot}/cut-plan.pdf": ("application/pdf", "开料方案-L0007.pdf"),
        f"{lot}/labels.pdf": ("application/pdf", "标签-L0007.pdf"),
        f"{lot}/labels.zpl": ("application/zpl; charset=utf-8", "标签-L0007.zpl"),
        f"{lot}/cut-list.csv": ("text/csv; charset=utf-8", "开料清单-L0007.csv"),
        f"{lot}/cut-list.xlsx": (xlsx, "开料清单-L0007.xlsx"),
        f"/pieces/{factory.piece}/label.zpl": ("application/zpl; charset=utf-8", f"{factory.piece}.zpl"),
        f"/packages/{factory.package}/label.pdf": ("application/pdf", f"{factory.package}.pdf"),
        f"/packages/{factory.package}/label.zpl": ("application/zpl; charset=utf-8", f"{factory.package}.zpl"),
        f"/shipments/{factory.shipment}/manifest.pdf": ("application/pdf", f"发货单-{factory.shipment}.pdf"),
    }


def test_every_file_comes_with_its_type_and_its_chinese_name(factory: PaperFactory, client: TestClient) -> None:
    boss = Caller(client, "boss")
    for path, (media, name) in _files(factory).items():
        answer = boss.get(path)
        assert answer.status_code == 200, (path, answer.text)
        assert answer.headers["content-type"] == media
        disposition = answer.headers["content-disposition"]
        assert unquote(disposition.split("filename*=UTF-8''")[1]) == name
        assert disposition.startswith("inline" if media.endswith("pdf") else "attachment")
        assert len(answer.content) > 80


def test_a_pattern_comes_as_a_drawing(factory: PaperFactory, client: TestClient) -> None:
    with factory.database.read(factory.tenant) as work:
        pattern = work.scalar(select(patterns.c.id).where(patterns.c.tenant_id == work.tenant_id, patterns.c.no == 1))
    answer = Caller(client, "boss").get(f"/patterns/{pattern}.svg")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/svg+xml; charset=utf-8"
    assert unquote(answer.headers["content-disposition"]).endswith("开料图-1.svg")
    assert "门套" in answer.text


def test_files_of_another_factory_are_not_there(factory: PaperFactory, client: TestClient) -> None:
    stranger = Caller(client, "stranger")
    for path in _files(factory):
        answer = stranger.get(path)
        assert answer.status_code == 404, path
        assert answer.json()["error"]["code"].endswith("-NOT-FOUND")


def test_files_need_somebody_signed_in(factory: PaperFactory, client: TestClient) -> None:
    for path in _files(factory):
        assert client.get(f"/api/v1{path}").status_code == 401


def test_labels_can_be_asked_for_on_other_paper(factory: PaperFactory, client: TestClient) -> None:
    boss = Caller(client, "boss")
    lot = f"/lots/{factory.lot}"
    assert len(words_of(boss.get(f"{lot}/labels.pdf").content)) == 41
    assert len(words_of(boss.get(f"{lot}/labels.pdf?paper=a4-3x7").content)) == 2
    assert "^PW709" in boss.get(f"{lot}/labels.zpl?printer=zebra-300").text
    refused = boss.get(f"{lot}/labels.zpl?printer=nope")
    assert refused.status_code == 400
    assert refused.json()["error"]["code"] == "PAPERS-UNKNOWN-FORMAT"
