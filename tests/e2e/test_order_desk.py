"""The order desk in a real browser: a faulty workbook is put right by keyboard, priced, released, changed, made again."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from support.browser import Server, Visitor, visit
from support.sample import EXAMPLES, SMALL

pytestmark = pytest.mark.browser
PATIENCE = 90_000  # ms until something that needs real work must have appeared
FAULTS = EXAMPLES / "dealer-30-with-faults.xlsx"


def _drop(visitor: Visitor, file: Path | dict[str, Any]) -> Page:
    page = visitor.page
    visitor.go("/imports")
    page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    page.wait_for_url("**/imports/*")
    expect(page.get_by_role("grid")).to_be_visible(timeout=PATIENCE)
    return page


def _stops(page: Page, count: int) -> None:
    expect(page.get_by_label("统计").locator("dl > div").nth(3).locator("dd")).to_have_text(
        str(count), timeout=PATIENCE
    )


def _cell(page: Page, row: int, heading: str) -> Locator:
    """The cell in a row of the sheet, by the heading of its column."""
    at = page.locator(".head-cell .heading").all_inner_texts()
    column = next(index for index, text in enumerate(at) if text.endswith(heading))
    line = page.locator(".row.line").filter(has=page.get_by_role("rowheader", name=str(row), exact=True))
    return line.get_by_role("gridcell").nth(column)


def _paste(page: Page, text: str) -> None:
    page.evaluate(
        """(text) => {
            const data = new DataTransfer();
            data.setData('text/plain', text);
            document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        text,
    )


def _tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=re.compile(f"^{name}")).click()


def test_1_a_faulty_workbook_is_put_right_by_keyboard_alone(desk: Visitor) -> None:
    desk.sign_in("orders")
    page = _drop(desk, FAULTS)
    expect(page.get_by_text("缺少“颜色”列").first).to_be_visible()
    expect(page.get_by_text("不使用但保留的列")).to_contain_text("2")
    page.get_by_role("button", name="“门板饰面”就是“颜色”").click()
    expect(page.get_by_text("已记住：“门板饰面”列就是“颜色”")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("缺少“颜色”列")).to_have_count(0)
    unknown = _cell(page, 14, "型号")
    expect(unknown).to_have_class(re.compile(r"\bon\b"))
    stood = unknown.inner_text()
    page.keyboard.type("单开门")
    page.keyboard.press("Enter")  # saves, and goes to the next red cell
    expect(_cell(page, 14, "型号")).to_have_text("单开门", timeout=PATIENCE)
    expect(_cell(page, 14, "型号")).not_to_have_class(re.compile(r"\bon\b"))
    page.keyboard.press("Control+z")
    expect(page.get_by_text("已撤销上一次修改")).to_be_visible(timeout=PATIENCE)
    expect(_cell(page, 14, "型号")).to_have_text(stood, timeout=PATIENCE)
    assert desk.complaints == []


def test_2_blocks_ranges_and_the_same_fault(desk: Visitor) -> None:
    desk.sign_in("orders")
    colours = ["牛油果绿", "雾霾蓝", "暖白", "脏橘"]
    text = "位置,型号,开向,宽,高,墙厚,颜色,数量,楼栋\n" + "".join(
        f"房{i},单开门,左内开,880,2050,140,{colour},1,3幢\n" for i, colour in enumerate(colours)
    )
    page = _drop(desk, {"name": "样板.csv", "mimeType": "text/csv", "buffer": text.encode()})
    _stops(page, 3)
    expect(_cell(page, 2, "楼栋")).to_have_text("3幢")  # a column nobody knows is kept and shown
    expect(_cell(page, 2, "颜色")).to_have_class(re.compile(r"\bon\b"))
    page.keyboard.type("暖白")
    expect(page.get_by_label("同一问题的 3 行")).to_be_visible()
    page.keyboard.press("Control+Enter")
    _stops(page, 0)
    for row in (2, 3, 5):
        expect(_cell(page, row, "颜色")).to_have_text("暖白")

    # A block from a spreadsheet is one act, and one undo takes it back.
    _cell(page, 2, "宽").click()
    _paste(page, "900\t2100\r\n910\t2110")
    expect(_cell(page, 3, "高")).to_have_text("2110", timeout=PATIENCE)
    expect(_cell(page, 2, "宽")).to_have_text("900")
    page.get_by_role("button", name=re.compile("撤销")).click()
    expect(_cell(page, 3, "高")).to_have_text("2050", timeout=PATIENCE)

    # A selection is filled down from its first row.
    _cell(page, 2, "墙厚").click()
    page.keyboard.type("180")
    page.keyboard.press("Enter")
    expect(_cell(page, 2, "墙厚")).to_have_text("180", timeout=PATIENCE)
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Control+d")
    expect(_cell(page, 4, "墙厚")).to_have_text("180", timeout=PATIENCE)
    expect(_cell(page, 5, "墙厚")).to_have_text("140")

    # Read by another profile, and back.
    page.get_by_label("换一种读法").select_option("list_any")
    expect(page.get_by_label("怎么读的")).to_contain_text("自己指定", timeout=PATIENCE)
    page.get_by_label("换一种读法").select_option("door_order")
    _stops(page, 0)
    page.get_by_role("button", name=re.compile("确认导入")).click()
    page.wait_for_url("**/orders/*")
    expect(page.get_by_text("楼栋")).to_be_visible()
    assert desk.complaints == []


@pytest.fixture(scope="module")
def order(server: Server, chromium: Browser) -> str:
    """An order of forty doors, not released; its address."""
    context, visitor = visit(chromium, server, "desk")
    visitor.sign_in("orders")
    page = _drop(visitor, SMALL)
    page.get_by_role("button", name=re.compile("确认导入")).click()
    page.wait_for_url("**/orders/*")
    path = page.url.removeprefix(server.address).split("?")[0]
    context.close()
    return path


def test_3_photos_come_from_the_phone_and_are_looked_at_on_the_desk(desk: Visitor, phone: Visitor, order: str) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (640, 480), "#7a5b3a").save(picture, "JPEG")
    photo = {"name": "门洞.jpg", "mimeType": "image/jpeg", "buffer": picture.getvalue()}
    page = phone.sign_in("foreman")
    phone.go(f"{order}?tab=files")
    page.get_by_label("整张订单：拍照").set_input_files(photo)  # type: ignore[arg-type]
    expect(page.get_by_role("button", name="移除 门洞.jpg")).to_be_visible(timeout=PATIENCE)
    page.get_by_label("给某一行添加").select_option("2")
    page.get_by_label(re.compile("第 2 行.*：添加")).set_input_files(
        {"name": "节点.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}
    )
    expect(page.get_by_role("button", name="移除 节点.pdf")).to_be_visible(timeout=PATIENCE)
    page.get_by_label("整张订单：添加").set_input_files(
        {"name": "病毒.exe", "mimeType": "application/octet-stream", "buffer": b"MZ"}
    )
    expect(page.locator(".notice, [role=alert], [role=status]").filter(has_text="照片").first).to_be_visible()

    page = desk.sign_in("orders")
    desk.go(f"{order}?tab=files")
    page.get_by_role("button", name="门洞.jpg").first.click()
    viewer = page.get_by_role("dialog", name="门洞.jpg")
    expect(viewer.get_by_role("img")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="移除 门洞.jpg").click()
    page.get_by_role("button", name="移除", exact=True).click()
    expect(page.get_by_role("button", name="移除 门洞.jpg")).to_have_count(0)
    _tab(page, "订单行与板件")
    page.get_by_role("option").nth(1).click()
    expect(page.get_by_role("link", name="PDF")).to_be_visible()


def test_4_a_quote_names_the_rule_of_each_amount(desk: Visitor, order: str) -> None:
    page = desk.sign_in("orders")
    desk.go(f"{order}?tab=quote")
    total = page.locator(".sums .total dd")
    expect(total).to_be_visible(timeout=PATIENCE)
    before = total.inner_text()
    page.get_by_role("button", name="全部展开").click()
    expect(page.get_by_text("超高").first).to_be_visible()
    page.get_by_role("button", name="加一项").click()
    page.get_by_label("项目，如 上楼费").fill("上楼费")
    page.get_by_label("数量").fill("3")
    page.get_by_label("单价（元，负数为减）").fill("20")
    expect(page.locator(".sums")).to_contain_text("60.00", timeout=PATIENCE)
    page.get_by_label("折扣（减去百分之几）").fill("5")
    expect(page.locator(".sums")).to_contain_text("折扣 5%", timeout=PATIENCE)
    assert total.inner_text() != before
    page.get_by_role("button", name="保存为第 1 版报价").click()
    expect(page.get_by_role("button", name=re.compile("第 1 版 · ¥"))).to_be_visible(timeout=PATIENCE)
    page.locator("summary").filter(has_text="单据与文件").click()
    with page.expect_download() as saved:
        page.get_by_role("link", name="报价单 XLSX").click()
    assert Path(saved.value.path()).read_bytes().startswith(b"PK")
    assert desk.complaints == []


def test_5_a_price_list_is_published_only_when_its_examples_come_out(desk: Visitor) -> None:
    page = desk.sign_in("boss")
    desk.go("/price-lists/retail")
    expect(page.get_by_text("9 个样例全部正确")).to_be_visible(timeout=PATIENCE)
    price = page.get_by_label("单价").first
    price.fill("1000")
    price.press("Tab")
    expect(page.get_by_text(re.compile("9 个样例中 . 个不对"))).to_be_visible(timeout=PATIENCE)
    publish = page.get_by_role("button", name="发布第 2 版")
    expect(publish).to_be_disabled()
    expect(page.get_by_text("算得 ¥1,000.00")).to_be_visible()
    page.get_by_role("button", name="撤销").click()
    expect(page.get_by_text("9 个样例全部正确")).to_be_visible(timeout=PATIENCE)
    expect(price).to_have_value("980")
    price.fill("贵")
    price.press("Tab")
    expect(page.get_by_text("不是金额").first).to_be_visible(timeout=PATIENCE)
    price.fill("1000")
    price.press("Tab")
    page.get_by_role("button", name="核对过，全部改为算得的值").click(timeout=PATIENCE)
    expect(page.get_by_text("9 个样例全部正确")).to_be_visible(timeout=PATIENCE)
    publish.click()
    expect(page.get_by_role("button", name="发布第 3 版")).to_be_visible(timeout=PATIENCE)
    page.get_by_label("版本").select_option("1")
    expect(page.get_by_label("单价").first).to_have_value("980", timeout=PATIENCE)
    expect(page.get_by_label("单价").first).not_to_be_editable()


def test_6_a_promise_has_its_reason(desk: Visitor, order: str) -> None:
    page = desk.sign_in("orders")
    desk.go(f"{order}?tab=outlook")
    promise = page.get_by_role("region", name="可承诺交期")
    expect(promise.get_by_text("按当前负荷试排")).to_be_visible(timeout=PATIENCE)
    expect(promise.get_by_text("张在手订单之间试排得出")).to_be_visible()


def test_7_a_change_after_release_shows_what_is_cut_before_it_is_made(
    desk: Visitor, server: Server, order: str
) -> None:
    page = desk.sign_in("orders")
    desk.go(order)
    page.get_by_role("button", name="下达生产").click()
    page.get_by_role("dialog").get_by_role("button", name="下达生产").click()
    expect(page.get_by_text("已下达").first).to_be_visible(timeout=PATIENCE)
    _saw_one(server, order)
    _tab(page, "改单")
    expect(page.get_by_text("前改单不收费")).to_be_visible(timeout=PATIENCE)
    page.get_by_role("button", name="改单", exact=True).click()
    table = page.get_by_role("table", name="要改的订单行")
    width = table.get_by_label(re.compile("^1 .* 宽 1$"))
    width.fill("5000")
    width.press("Enter")
    page.get_by_role("button", name="看影响").click()
    expect(page.get_by_role("alert")).to_contain_text("做不了", timeout=PATIENCE)
    expect(table.locator("td.bad")).to_have_count(1)  # told in the cell
    width.fill("900")
    width.press("Enter")
    page.get_by_role("button", name="看影响").click()
    expect(page.get_by_text("已完成开料")).to_be_visible(timeout=PATIENCE)
    page.get_by_role("button", name="提交改单（1 行）").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("已完成开料")).to_be_visible()
    dialog.get_by_role("textbox").fill("客户改宽")
    dialog.get_by_role("button", name="确认改单").click()
    expect(page.get_by_text("第 1 次", exact=True)).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("客户改宽")).to_be_visible()
    assert [one for one in desk.complaints if "409" not in one] == []  # the trial was refused once


def _saw_one(server: Server, order: str) -> None:
    """One board of the order's first door is sawn, as the saw's scanner would say it."""
    import secrets
    from datetime import UTC, datetime

    import httpx

    with httpx.Client(base_url=f"{server.address}/api/v1", timeout=120) as http:
        csrf = http.post("/sign-in", json={"login": "boss", "password": server.sign_ins["password"]}).json()["csrf"]
        headers = {"X-CSRF-Token": csrf, "Idempotency-Key": secrets.token_hex(8)}
        job = http.post("/plans", json={"order_ids": None}, headers=headers).json()["job"]["id"]
        while http.get(f"/jobs/{job}").json()["state"] in {"queued", "running"}:
            continue
        found = http.get(f"{order}/pieces").json()
        lines = http.get(order).json()["lines"]
        unit = next(one["id"] for one in found["units"] if one["order_line_id"] == lines[0]["id"])
        piece = next(p for p in found["pieces"] if p["unit_id"] == unit and p["route"][0] == "saw")
        station = next(one for one in http.get("/stations").json()["stations"] if one["operation"] == "saw")
        scan = {"station_id": station["id"], "text": piece["code"], "client_event": secrets.token_hex(8)}
        answer = http.post(
            "/scans", json={**scan, "happened_at": datetime.now(UTC).isoformat()}, headers={"X-CSRF-Token": csrf}
        )
        assert answer.json()["verdict"] == "ok", answer.text


def test_8_a_remake_says_why_where_and_who_pays(desk: Visitor, order: str) -> None:
    page = desk.sign_in("orders")
    desk.go(f"{order}?tab=remakes")
    page.get_by_placeholder("位置、板件、工件码").fill("1-101 书房")
    page.get_by_role("checkbox").nth(1).check()
    make = page.get_by_role("button", name="重做 1 件")
    expect(make).to_be_disabled()
    for word in ("表面划伤", "封边", "工厂"):
        page.get_by_role("button", name=word, exact=True).click()
    make.click()
    expect(page.get_by_text("补件 1", exact=True)).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("工厂承担")).to_be_visible()
    assert desk.complaints == []


def test_9_a_profile_is_tried_taught_and_published(desk: Visitor) -> None:
    page = desk.sign_in("orders")
    desk.go("/import-profiles/door_order")
    text = "位置,型号,开向,宽,高,隔墙厚度,颜色,数量\n主卧,单开门,左内开,880,2050,140,暖白,1\n".encode()
    page.locator("input[type=file]").set_input_files({"name": "a.csv", "mimeType": "text/csv", "buffer": text})
    trial = page.get_by_role("region", name="拿一个文件试读")
    expect(trial.get_by_text("必须改 1")).to_be_visible(timeout=PATIENCE)
    expect(trial.get_by_text("保留", exact=True)).to_be_visible()
    wall = page.get_by_role("listitem").filter(has_text="wall").filter(has_text="墙厚").first
    wall.get_by_role("button", name="列名").click()
    page.keyboard.type("隔墙厚度")
    page.keyboard.press("Enter")
    expect(page.get_by_text("已学会：隔墙厚度")).to_be_visible(timeout=PATIENCE)
    page.locator("input[type=file]").set_input_files({"name": "a.csv", "mimeType": "text/csv", "buffer": text})
    expect(trial.get_by_text("必须改 0")).to_be_visible(timeout=PATIENCE)

    page.get_by_role("button", name="另存为本厂方案").click()
    file = page.get_by_label("方案文件").get_by_role("textbox").or_(page.locator("textarea"))
    file.first.fill("id: [")
    page.get_by_role("button", name="发布").click()
    expect(page.get_by_role("alert")).to_contain_text("导入方案有错", timeout=PATIENCE)
    file.first.fill(
        "id: jinhua\nextends: door_order\nversion: 1\nname: 金华店\nfields:\n  wall: {aliases_more: [壁宽]}\n"
    )
    page.get_by_role("button", name="发布").click()
    page.wait_for_url("**/import-profiles/jinhua")
    expect(page.get_by_role("heading", name="金华店")).to_be_visible(timeout=PATIENCE)
