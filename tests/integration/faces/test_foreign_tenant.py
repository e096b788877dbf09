"""Every route, called by another factory with this factory's ids: it finds nothing, changes nothing, tells nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from shuanglun.storage import Database, metadata
from support.running import Running, running

# What a writing route needs so that it gets as far as looking for the thing.
BODIES: dict[str, Any] = {
    "/imports/{import_id}/assign": {"column": "锁具", "field": "lock"},
    "/imports/{import_id}/edit": {"row": 5, "field": "width", "text": "900"},
    "/imports/{import_id}/edits": {"cells": [{"row": 5, "field": "width", "text": "900"}]},
    "/imports/{import_id}/profile": {"profile": "list_any"},
    "/lots/{lot_id}/replan": {"goal": "material"},
    "/orders/{order_id}/cancel": {"reason": "不要了"},
    "/orders/{order_id}/changes": {"lines": [{"line_no": 1, "quantity": 2}], "reason": "改"},
    "/orders/{order_id}/changes/trial": {"lines": [{"line_no": 1, "quantity": 2}]},
    "/orders/{order_id}/price": {},
    "/orders/{order_id}/quotes": {},
    "/offcuts/{code}/take-out": {"kind": "scrapped", "reason": "开裂"},
    "/offcuts/{code}/move": {"place": "A1"},
    "/stocktakes/{stocktake_id}/scans": {"text": "B00000000A"},
    "/orders/{order_id}/remakes": {"codes": ["P000000001"], "reason": "scratched", "bearer": "factory"},
    "/packages/{code}/reopen": {"reason": "重新打包"},
    "/pieces/{code}/reject": {"reason": "scratches"},
    "/shipments/{code}/leave": {},
    "/template-drafts/{draft_id}/discard": {"turn": 1},
    "/template-drafts/{draft_id}/edits": {"turn": 1, "edits": [{"act": "set", "path": ["note"], "value": None}]},
    "/template-drafts/{draft_id}/explain": {"name": "leaf.length"},
    "/template-drafts/{draft_id}/publish": {"turn": 1, "note": "别家", "newest": 1},
    "/template-drafts/{draft_id}/redo": {"turn": 1},
    "/template-drafts/{draft_id}/replay": {},
    "/template-drafts/{draft_id}/try-out": {},
    "/template-drafts/{draft_id}/undo": {"turn": 1},
    "/shipments/{code}/unload": {"package_code": "K000000000"},
}
# What is sent as a form.
FILES = {
    "/orders/{order_id}/attachments": ("a.pdf", b"%PDF-1.7"),
    "/template-drafts/{draft_id}/upload": ("a.yaml", b"format: shuanglun/template/1"),
}
# What a list must be asked for.
QUERIES = {
    "/board/facts": "?number=made_today",
    "/packing/accuracy": "?start=2026-01-01T00:00:00Z&end=2027-01-01T00:00:00Z",
}
# These know no thing of a factory: a template's code is the same word in every factory.
COMMON = ("/templates/{code}", "/price-lists/{code}", "/machine-profiles/{code}", "/import-profiles/{profile_id}")


@pytest.fixture
def here(database: Database, tmp_path: Path) -> Iterator[Running]:
    with running(database, tmp_path) as found:
        yield found


def _routes(app: Any) -> list[tuple[str, str]]:
    paths = app.openapi()["paths"]
    return [(m.upper(), p.removeprefix("/api/v1")) for p, methods in paths.items() for m in methods]


def _filled(path: str, ids: dict[str, str]) -> str:
    kind = {"/offcuts": "offcut", "/packages": "package", "/pieces": "piece", "/shipments": "shipment"}.get(
        "/" + path.split("/")[1], ""
    )
    names = {"profile_id": "door_order", **ids, "code": ids.get(kind, "single_door")}
    return re.sub(r"\{(\w+)\}", lambda match: names[match[1]], path)


def _picture(database: Database, tenant_id: str) -> dict[str, Any]:
    """Everything of the factory, but the trail of who called."""
    found = {}
    with database.read(tenant_id) as work:
        for table in metadata.sorted_tables:
            if table.info.get("tenant") and table.name not in {"audit", "idempotency"}:
                rows = work.all(select(table).where(table.c.tenant_id == tenant_id))
                found[table.name] = sorted(repr(sorted(row.items())) for row in rows)
    return found


def test_another_factory_finds_nothing_and_changes_nothing(here: Running, database: Database) -> None:
    before = _picture(database, here.tenant_id)
    tried = 0
    for method, path in _routes(here.app):
        if "{" not in path or path.startswith(COMMON):
            continue
        url = _filled(path, here.ids)
        files = FILES.get(path)
        form = {"files": {"file": files}, "data": {"turn": "1"}} if files else {"json": BODIES.get(path)}
        answer = here.theirs.get(url) if method == "GET" else here.theirs.post(url, **form)
        assert answer.status_code == 404, (method, path, answer.status_code, answer.text[:300])
        assert set(answer.json()["error"]) == {"code", "message", "where", "findings"}
        tried += 1
    assert tried > 25
    assert _picture(database, here.tenant_id) == before


def test_the_owner_finds_each_of_them(here: Running) -> None:
    for method, path in _routes(here.app):
        if method == "GET" and "{" in path and not path.startswith(COMMON):
            answer = here.ours.get(_filled(path, here.ids))
            assert answer.status_code in {200, 409}, (path, answer.text[:300])


def test_lists_hold_nothing_of_another_factory(here: Running) -> None:
    secrets = [*here.ids.values(), here.tenant_id]
    for method, path in _routes(here.app):
        if method != "GET" or "{" in path or path == "/live":
            continue
        answer = here.theirs.get(path + QUERIES.get(path, ""))
        assert answer.status_code == 200, (path, answer.text[:300])
        assert not any(secret in answer.text for secret in secrets), path


def test_foreign_scan_reads_as_unknown(here: Running) -> None:
    with_station = here.theirs.post(
        "/scans",
        {
            "station_id": here.ids["station_id"],
            "text": here.ids["piece"],
            "client_event": "foreign-1",
            "happened_at": "2026-11-23T08:00:00Z",
        },
    )
    assert with_station.status_code == 404


def test_foreign_orders_are_not_planned(here: Running, database: Database) -> None:
    before = _picture(database, here.tenant_id)
    here.theirs.post("/plans", {"order_ids": [here.ids["order_id"]]})
    after = _picture(database, here.tenant_id)
    assert after == before


def test_nobody_reads_without_signing_in(here: Running) -> None:
    for method, path in _routes(here.app):
        if path in {"/sign-in"}:
            continue
        url = "/api/v1" + _filled(path, here.ids)
        answer = here.client.get(url) if method == "GET" else here.client.post(url, json=BODIES.get(path, {}))
        assert answer.status_code in {401, 422}, (path, answer.status_code)
