"""Every page in both sizes: no serious finding of axe, nothing wider than the window, no complaint in the console."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from support.browser import ROOT, Server, visit
from support.sample import SMALL

pytestmark = pytest.mark.browser
AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
PAGES = [
    "/board",
    "/machines",
    "/orders",
    "/demand",
    "/imports",
    "/import-profiles",
    "/import-profiles/door_order",
    "/price-lists",
    "/price-lists/retail",
    "/planning",
    "/schedule",
    "/offcuts",
    "/stocktakes",
    "/templates",
    "/floor",
    "/packing",
    "/shipping",
    "/audit",
    "/me",
]


@pytest.fixture(scope="module")
def filled(server: Server) -> dict[str, str]:
    """A planned order on the server, so that pages have something to show; addresses of pages of single things."""
    import secrets

    import httpx

    with httpx.Client(base_url=f"{server.address}/api/v1", timeout=120) as http:
        login = {"login": "boss", "password": server.sign_ins["password"]}
        csrf = http.post("/sign-in", json=login).json()["csrf"]

        def post(path: str, **options: Any) -> Any:
            headers = {"X-CSRF-Token": csrf, "Idempotency-Key": secrets.token_hex(8)}
            answer = http.post(path, headers=headers, **options)
            assert answer.status_code < 300, answer.text
            return answer.json()

        run = post("/imports", files={"file": (SMALL.name, SMALL.read_bytes())}, data={"profile": "auto"})
        order = post(f"/imports/{run['id']}/confirm", json={})["order_ids"][0]
        post(f"/orders/{order}/release", json={})
        job = post("/plans", json={"order_ids": None})["job"]["id"]
        while http.get(f"/jobs/{job}").json()["state"] in {"queued", "running"}:
            continue
        lot = next(one for one in http.get("/plans/current").json()["lots"] if one["kind"] == "cut")
        pattern = http.get(f"/lots/{lot['id']}").json()["patterns"][0]["id"]
        machine = http.get("/machines").json()["machines"][0]["id"]
        piece = http.get(f"/orders/{order}/pieces").json()["pieces"][0]["code"]
        draft = post("/template-drafts", json={"code": "single_door"})["draft"]["id"]
    return {
        "import": f"/imports/{run['id']}",
        "order": f"/orders/{order}",
        "promise": f"/orders/{order}?tab=outlook",
        "quote": f"/orders/{order}?tab=quote",
        "files of the order": f"/orders/{order}?tab=files",
        "changes": f"/orders/{order}?tab=changes",
        "remakes": f"/orders/{order}?tab=remakes",
        "demand of the lot": f"/demand?lot={lot['id']}",
        "lot": f"/lots/{lot['id']}",
        "pattern": f"/patterns/{pattern}",
        "machine": f"/machines/{machine}",
        "piece": f"/p/{piece}",
        "packing order": f"/packing/orders/{order}",
        "template draft": f"/templates/drafts/{draft}",
    }


def serious(page: Page) -> list[str]:
    """What axe finds serious or critical on a page."""
    page.evaluate(Path(AXE).read_text("utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{rule['id']}: {rule['nodes'][0]['html'][:160]}"
        for rule in found["violations"]
        if rule["impact"] in {"serious", "critical"}
    ]


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_pages_are_usable_by_everybody(chromium: Browser, server: Server, filled: dict[str, str], size: str) -> None:
    context, visitor = visit(chromium, server, size)
    wrong: dict[str, Any] = {}
    page = visitor.page
    visitor.go("/sign-in")
    page.locator("input").first.wait_for()
    wrong["/sign-in"] = serious(page)
    visitor.sign_in("boss")
    for path in [*PAGES, *filled.values()]:
        visitor.go(path)
        page.locator("h1").first.wait_for()
        page.locator(".loading").first.wait_for(state="detached")
        found = serious(page)
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1"):
            found.append("wider than the window")
        if page.locator("main").count() != 1 or page.locator("h1").count() != 1:
            found.append("needs exactly one main and one h1")
        wrong[path] = found
    context.close()
    assert {path: found for path, found in wrong.items() if found} == {}
    assert visitor.complaints == []


def test_english_by_a_switch(chromium: Browser, server: Server) -> None:
    context, visitor = visit(chromium, server, "phone")
    page = visitor.sign_in("boss")
    visitor.go("/me")
    # The page is left before the server has heard of the choice: it holds all the same and is told later.
    page.route("**/me/language", lambda route: route.abort())
    page.get_by_text("English").first.click()
    page.locator("html[lang='en']").wait_for(state="attached")
    page.unroute("**/me/language")
    with page.expect_response("**/me/language") as told:
        visitor.go("/board")
    assert told.value.ok
    page.get_by_role("heading", level=1).wait_for()
    assert page.locator("html").get_attribute("lang") == "en"
    assert "今日" not in page.locator("main").inner_text()
    visitor.go("/me")
    page.get_by_text("中文").first.click()
    page.locator("html[lang='zh-CN']").wait_for(state="attached")
    context.close()
