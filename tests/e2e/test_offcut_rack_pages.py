"""The off-cut rack in a real browser: one is measured in, moved, counted by scanning, another is found missing."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from support.browser import Visitor

pytestmark = pytest.mark.browser


def _add(page: Page, before: int, length: str, place: str) -> str:
    page.get_by_role("button", name="量尺入库").click()
    page.get_by_label("长（顺纹）mm").fill(length)
    page.get_by_label("宽 mm").fill("420")
    page.get_by_role("dialog").get_by_label("库位").fill(place)
    page.get_by_role("button", name="入库", exact=True).click()
    notice = page.get_by_text(re.compile(r"B\w{8} 已入库")).nth(before)
    expect(notice).to_be_visible()
    code = re.search(r"B\w{8}", notice.inner_text())
    assert code
    expect(page.get_by_text(code[0]).first).to_be_visible()
    return code[0]


def test_an_offcut_is_measured_in_moved_counted_and_missed(desk: Visitor) -> None:
    page = desk.sign_in("boss")
    desk.go("/offcuts")
    expect(page.get_by_text("还没有余料")).to_be_visible()
    kept, lost = _add(page, 0, "812.5", "A1"), _add(page, 1, "600", "A1")
    assert kept != lost
    page.get_by_label("长 ≥ mm").fill("700")
    expect(page.get_by_role("table", name="余料").get_by_text(lost)).to_have_count(0)
    desk.go(f"/offcuts/{kept}")
    page.get_by_role("button", name="移库").click()
    page.get_by_label("新库位").fill("B2")
    page.get_by_role("dialog").get_by_role("button", name="移库").click()
    expect(page.get_by_text("移库 · B2")).to_be_visible()
    desk.go("/stocktakes")
    page.get_by_role("button", name="开始盘点").click()
    expect(page.get_by_text("0 / 2")).to_be_visible()
    page.locator("[data-scan]").fill(kept)
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="相符")).to_be_visible()
    expect(page.get_by_text("1 / 2")).to_be_visible()
    page.get_by_role("button", name="结束盘点").click()
    page.get_by_role("dialog").get_by_role("button", name="结束盘点").click()
    page.get_by_role("region", name="盘亏").get_by_role("link", name=lost).click()
    expect(page.get_by_text("盘点未见，盘亏")).to_be_visible()
    assert desk.complaints == []


def test_the_rack_is_read_on_a_phone(phone: Visitor) -> None:
    page = phone.sign_in("boss")
    phone.go("/offcuts")
    expect(page.get_by_role("link", name="盘点")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert phone.complaints == []
