"""Photos and drawings of orders: kept once by their hash, told by their content, small pictures, nothing deleted."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from PIL import Image
from sqlalchemy import select

from shuanglun.access import create_person
from shuanglun.access.people import Tenant
from shuanglun.faces.api import create_app
from shuanglun.factory.attachments.media import media_of, thumbnail
from shuanglun.factory.attachments.tables import attachments, stored_files
from shuanglun.storage import Database
from support.api import PASSWORD, Caller
from support.sample import make_factory, released_orders


def picture(kind: str = "JPEG", size: tuple[int, int] = (1200, 900), turned: bool = False) -> bytes:
    out = io.BytesIO()
    image = Image.new("RGB", size, (180, 120, 60))
    exif = Image.Exif()
    if turned:
        exif[0x0112] = 6  # the camera was held upright
    image.save(out, kind, **({"exif": exif} if turned else {}))
    return out.getvalue()


@pytest.fixture
def tenant_id(database: Database, tmp_path: Path) -> str:
    return make_factory(database, tmp_path)


@pytest.fixture
def client(database: Database, tenant_id: str) -> Iterator[TestClient]:
    factory = Tenant(tenant_id, "jsdoor", "江山样板木门厂", "factory")
    for login, role in (("clerk", "order_clerk"), ("packer", "packer")):
        create_person(database, factory, login, login, role, PASSWORD)
    with TestClient(create_app(database, lambda _work: {})) as found:
        yield found


@pytest.fixture
def order_id(database: Database, tenant_id: str) -> str:
    return released_orders(database, tenant_id)[0]


def put(caller: Caller, order_id: str, content: bytes, name: str, **form: Any) -> Any:
    return caller.post(f"/orders/{order_id}/attachments", files={"file": (name, content)}, data=form)


def test_a_photo_of_a_line_with_its_small_picture(client: TestClient, order_id: str) -> None:
    clerk, photo = Caller(client, "clerk"), picture(turned=True)
    made = put(clerk, order_id, photo, "主卧门洞.jpg", line_no="1", note="左边有管道")
    assert made.status_code == 201, made.text
    one = made.json()
    assert (one["line_no"], one["name"], one["media"], one["size"]) == (1, "主卧门洞.jpg", "image/jpeg", len(photo))
    answer = clerk.get(f"/attachments/{one['id']}/file")
    assert answer.content == photo
    assert answer.headers["x-content-type-options"] == "nosniff"
    with Image.open(io.BytesIO(clerk.get(f"/attachments/{one['id']}/thumb").content)) as small:
        assert small.size == (240, 320)
    assert Caller(client, "packer").get(f"/orders/{order_id}/attachments").json()["attachments"] == [one]


def test_the_same_file_is_kept_once_and_attached_once_a_place(
    client: TestClient, order_id: str, database: Database, tenant_id: str
) -> None:
    clerk, photo = Caller(client, "clerk"), picture("PNG")
    first = put(clerk, order_id, photo, "a.png").json()
    assert put(clerk, order_id, photo, "b.png").json()["id"] == first["id"]
    put(clerk, order_id, photo, "a.png", line_no="1")
    with database.read(tenant_id) as work:
        files = work.all(select(stored_files.c.sha256).where(stored_files.c.tenant_id == tenant_id))
    assert len(files) == 1
    assert len(clerk.get(f"/orders/{order_id}/attachments").json()["attachments"]) == 2


def test_taking_off_keeps_file_and_record(
    client: TestClient, order_id: str, database: Database, tenant_id: str
) -> None:
    clerk = Caller(client, "clerk")
    one = put(clerk, order_id, b"%PDF-1.7 drawing", "图.pdf").json()
    for _ in range(2):
        assert clerk.post(f"/attachments/{one['id']}/remove").status_code == 200
    assert clerk.get(f"/orders/{order_id}/attachments").json()["attachments"] == []
    with database.read(tenant_id) as work:
        rows = work.all(select(attachments).where(attachments.c.tenant_id == tenant_id))
    assert [row["removed_at"] is not None for row in rows] == [True]
    assert clerk.get(f"/attachments/{one['id']}/file").status_code == 200


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "a.jpg", "ATTACHMENT-EMPTY"),
        (b"MZ\x90\0", "photo.jpg", "ATTACHMENT-KIND"),
        (b"<html><script>alert(1)</script>", "a.png", "ATTACHMENT-KIND"),
        (b"<svg onload='alert(1)'/>", "a.svg", "ATTACHMENT-KIND"),
        (b"PK\x03\x04", "a.zip", "ATTACHMENT-KIND"),
        (b"\xff\xd8\xff" + bytes(20 << 20), "big.jpg", "ATTACHMENT-TOO-LARGE"),
    ],
)
def test_what_is_no_photo_or_drawing_is_refused(
    client: TestClient, order_id: str, content: bytes, name: str, code: str
) -> None:
    answer = put(Caller(client, "clerk"), order_id, content, name)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, code)


def test_only_the_desk_attaches(client: TestClient, order_id: str) -> None:
    assert put(Caller(client, "packer"), order_id, picture(), "a.jpg").status_code == 403


def test_kinds_are_told_by_content() -> None:
    assert media_of(picture("WEBP"), "x") == "image/webp"
    assert media_of(b"0\nSECTION\n2\nHEADER", "door.dxf") == "image/vnd.dxf"
    assert media_of(b"AC1032", "door.dwg") == "image/vnd.dwg"
    assert media_of(b"plain", "door.dxf") is None


def test_a_broken_picture_has_no_small_one() -> None:
    assert thumbnail(picture()[:300]) is None
    assert thumbnail(b"\xff\xd8\xff nonsense") is None
