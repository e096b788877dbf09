"""The main job in a real browser: a dealer's workbook becomes packed doors on a lorry, with the machines' pulse beside it."""

from __future__ import annotations

import re
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from shuanglun.faces.line import Line, LineSettings
from shuanglun.faces.line.api_client import ApiClient
from support.browser import Server, Visitor
from support.sample import EXAMPLES, SMALL

pytestmark = pytest.mark.browser
PATIENCE = 90_000  # ms until something that needs real work must have appeared


@contextmanager
def line_running(server: Server, machines: set[str], until: Any) -> Iterator[None]:
    """The sample machines at work until ``until(api)`` is true."""
    line = Line(
        server.sign_ins, LineSettings(server.address, "127.0.0.1", server.mqtt_port, speed=3600, stop_share=0), machines
    )
    api = ApiClient(server.address, "boss", server.sign_ins["password"])
    line.start()
    pause = threading.Event()
    try:
        for _ in range(600):
            if until(api):
                break
            pause.wait(0.2)
        else:
            pytest.fail("the line did not get there")
        yield
    finally:
        line.stop()
        api.close()


def fillable(api: ApiClient, server: Server) -> list[dict[str, Any]]:
    """Open packages of pieces whose every item can be packed now."""
    stations = api.get("/stations")["stations"]
    packing = next(s for s in stations if s["operation"] == "pack")
    packages = api.get(f"/stations/{packing['id']}/work")["packages"]
    return [
        package
        for package in packages
        if package["pack_group"] == "frame" and all(item["status"] == "ready" for item in package["items"])
    ]


def test_1_the_order_desk_takes_the_dealers_file(desk: Visitor) -> None:
    page = desk.sign_in("orders")
    desk.go("/imports")
    page.locator("input[type=file]").set_input_files(SMALL)
    confirm = page.get_by_role("button", name=re.compile("确认导入"))
    expect(confirm).to_be_enabled(timeout=PATIENCE)
    confirm.click()
    expect(page.get_by_text(re.compile("已导入")).first).to_be_visible()
    desk.go("/orders")
    expect(page.get_by_text("MZ-20").first).to_be_visible()
    assert desk.complaints == []


def test_2_the_same_file_again_points_to_the_order_there_is(desk: Visitor) -> None:
    page = desk.sign_in("orders")
    desk.go("/imports")
    page.locator("input[type=file]").set_input_files(SMALL)
    expect(page.get_by_text(re.compile("已经导入过")).first).to_be_visible(timeout=PATIENCE)


def test_3_faults_are_shown_beside_the_cell_and_nothing_is_imported(desk: Visitor) -> None:
    page = desk.sign_in("orders")
    desk.go("/imports")
    page.locator("input[type=file]").set_input_files(EXAMPLES / "dealer-30-with-faults.xlsx")
    expect(page.get_by_text(re.compile("处红色问题")).first).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_role("button", name=re.compile("确认导入"))).to_be_disabled()


def test_4_the_order_is_released_and_every_size_explains_itself(desk: Visitor) -> None:
    page = desk.sign_in("orders")
    desk.go("/orders")
    page.get_by_text("MZ-20").first.click()
    page.get_by_role("button", name="下达生产").first.click()
    page.get_by_role("dialog").get_by_role("button", name=re.compile("下达")).click()
    size = page.get_by_role("button", name=re.compile("成品长.*怎么算出来")).first
    if not size.is_visible():
        page.get_by_text("单开门").first.click()
    expect(size).to_be_visible(timeout=PATIENCE)
    size.click()
    drawer = page.get_by_role("dialog")
    expect(drawer.get_by_text(re.compile("模板 (单开门|对开门|门套).* 第 \\d+ 版")).first).to_be_visible()
    expect(drawer.get_by_text(re.compile("第 \\d+ 行")).first).to_be_visible()  # down to the row of the dealer's file
    assert desk.complaints == []


def test_4b_a_hardware_sum_opens_to_its_lines_and_their_formula(desk: Visitor) -> None:
    page = desk.sign_in("orders")
    desk.go("/orders")
    page.get_by_text("MZ-20").first.click()
    page.get_by_role("tab", name=re.compile("五金")).click()
    page.get_by_role("button", name=re.compile("怎么算出来")).first.click()
    sums = page.get_by_role("dialog")
    sums.get_by_role("button", name=re.compile("怎么算出来")).first.click()
    expect(page.get_by_text(re.compile("模板 .* 第 \\d+ 版")).first).to_be_visible()
    assert desk.complaints == []


def test_4c_a_line_and_a_part_show_their_drawings(desk: Visitor) -> None:
    page = desk.sign_in("orders")
    desk.go("/orders")
    page.get_by_text("MZ-20").first.click()
    page.get_by_role("button", name="本行图纸").click()
    drawing = page.locator("dialog[open]")
    sheet = drawing.get_by_role("img", name=re.compile("MZ-20"))
    expect(sheet).to_be_visible(timeout=PATIENCE)
    drawing.get_by_role("button", name=re.compile("分解图")).click()
    expect(drawing.get_by_text(re.compile(r"第 2/\d+ 张"))).to_be_visible()
    whole = sheet.get_attribute("viewBox")
    drawing.get_by_role("button", name="放大").click()
    expect(sheet).not_to_have_attribute("viewBox", whole or "")
    picture = page.request.get(desk.server.address + (sheet.locator("image").get_attribute("href") or ""))
    assert picture.ok
    assert picture.headers["content-type"].startswith("image/svg")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="图纸", exact=True).first.click()
    expect(page.locator("dialog[open]").get_by_role("img")).to_be_visible(timeout=PATIENCE)
    assert desk.complaints == []


def test_5_planning_makes_lots_cut_plans_and_a_schedule(desk: Visitor) -> None:
    page = desk.sign_in("planner")
    desk.go("/planning")
    page.get_by_role("button", name="排产", exact=True).first.click()
    page.get_by_role("button", name="开始排产").click()
    lot = page.get_by_role("link", name=re.compile(r"L\d{4}")).first
    expect(lot).to_be_visible(timeout=PATIENCE)
    lot.click()
    expect(page.get_by_text(re.compile("用板|理论")).first).to_be_visible()
    page.get_by_text(re.compile("排版 1")).first.click()
    expect(page.get_by_role("group", name=re.compile("排版图"))).to_be_visible()
    desk.go("/schedule")
    expect(page.locator("svg").first).to_be_visible()
    assert desk.complaints == []


def test_5c_plans_of_a_lot_are_compared_by_words_and_one_is_taken(desk: Visitor) -> None:
    page = desk.sign_in("planner")
    desk.go("/planning")
    page.get_by_role("link", name=re.compile(r"L\d{4}")).first.click()
    page.get_by_role("button", name="换方案").click()
    page.get_by_role("button", name="比较方案").click()
    choices = page.get_by_role("dialog").get_by_role("radio")
    expect(choices).to_have_count(5, timeout=PATIENCE)
    expect(page.get_by_role("rowheader", name="现在的方案")).to_be_visible()
    page.get_by_role("radio", name="锯得快").check()
    page.get_by_role("button", name=re.compile("采用 · 锯得快")).click()
    expect(page.get_by_text(re.compile(r"已改排：\d+ → \d+ 张板"))).to_be_visible(timeout=PATIENCE)
    assert desk.complaints == []


def test_5b_the_lot_gives_machine_files_and_says_what_to_buy(desk: Visitor) -> None:
    page = desk.sign_in("planner")
    desk.go("/planning")
    page.get_by_role("link", name=re.compile(r"L\d{4}")).first.click()
    page.get_by_role("button", name="机床文件").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text(re.compile("未经机床验证"))).to_be_visible(timeout=PATIENCE)
    with page.expect_download() as download:
        dialog.get_by_role("link", name=re.compile("取文件")).click()
    with zipfile.ZipFile(download.value.path()) as archive:
        assert archive.testzip() is None
        assert archive.namelist()
    dialog.get_by_role("button", name="关闭").last.click()
    page.get_by_role("link", name="采购需求").click()
    expect(page.get_by_role("region", name="板材").first).to_be_visible(timeout=PATIENCE)
    page.get_by_label("封边每边余量 mm").fill("50")
    expect(page.get_by_role("region", name="板材").first).to_be_visible()
    assert desk.complaints == []


def _number(page: Page, machine: str) -> int:
    text = page.locator(f"text={machine}").first.locator("xpath=ancestor::*[contains(., '合格')][1]").inner_text()
    found = re.search(r"合格\s*([\d,]+)", text)
    return int(found[1].replace(",", "")) if found else 0


def test_6_the_boards_figures_move_without_a_reload(phone: Visitor, server: Server) -> None:
    page = phone.sign_in("boss")
    phone.go("/board")
    expect(page.get_by_role("heading", name="今日看板")).to_be_visible()
    page.evaluate("window.untouched = true")
    before = _number(page, "电子开料锯")
    with line_running(server, {"SAW1", "EDGE1", "CNC1"}, lambda api: len(fillable(api, server)) >= 3):
        page.wait_for_function(
            "before => Number((document.body.innerText.match(/电子开料锯[\\s\\S]*?合格\\s*([\\d,]+)/) || [0, '0'])[1]"
            ".replaceAll(',', '')) > before",
            arg=before,
            timeout=PATIENCE,
        )
    assert page.evaluate("window.untouched") is True


def _choose_station(page: Page, name: str) -> None:
    button = page.get_by_role("button", name=re.compile(name))
    if button.count():
        button.first.click()


def test_7_an_order_is_packed_by_typing_codes(desk: Visitor, server: Server) -> None:
    api = ApiClient(server.address, "boss", server.sign_ins["password"])
    package, other = fillable(api, server)[:2]
    api.close()
    page = desk.sign_in("packer")
    desk.go("/packing")
    _choose_station(page, "包装工位")
    field = page.locator("input").first
    expect(field).to_be_visible()
    codes = [item["code"] for item in package["items"]]
    page.keyboard.type(other["items"][0]["code"])
    page.keyboard.press("Enter")
    page.get_by_role("button", name=re.compile("放一边")).click()
    expect(page.get_by_role("button", name=re.compile("放一边"))).to_have_count(0)
    for code in codes[:-1]:
        page.keyboard.type(code)
        page.keyboard.press("Enter")
        expect(page.get_by_text(code).first).to_be_visible()
    page.keyboard.type(codes[0][:-1] + ("0" if codes[0][-1] != "0" else "1"))
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile("校验|读错|再扫")).first).to_be_visible()
    page.keyboard.type(codes[-1])
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile(rf"1/{package['n']}|第 ?1 ?件")).first).to_be_visible()
    assert other["code"] != package["code"]
    assert desk.complaints == []


def test_8_a_lorry_does_not_leave_with_one_package_short(desk: Visitor, chromium: Browser, server: Server) -> None:
    api = ApiClient(server.address, "boss", server.sign_ins["password"])
    orders = api.get("/orders")["orders"]
    packages = api.get(f"/packing/orders/{orders[0]['id']}")["packages"]
    api.close()
    closed = next(package for package in packages if package["status"] == "closed")
    page = desk.sign_in("foreman")
    desk.go("/shipping")
    page.get_by_role("button", name=re.compile("新建|新.*车|装一车")).first.click()
    dialog = page.get_by_role("dialog")
    dialog.locator("input").first.fill("浙H 12345")
    dialog.get_by_role("button", name=re.compile("新建|建立|确定|开始")).first.click()
    page.wait_for_url(re.compile("/shipping/S"))
    _choose_station(page, "发运工位")
    expect(page.get_by_role("textbox", name="扫码或输入条码")).to_be_focused()
    page.keyboard.type(closed["code"])
    page.keyboard.press("Enter")
    expect(page.get_by_text(closed["code"]).first).to_be_visible()
    page.get_by_role("button", name=re.compile("发车")).first.click()
    expect(page.get_by_text(re.compile("还缺|没装齐|缺")).first).to_be_visible()
    assert [c for c in desk.complaints if "409" not in c] == []
