"""The template desk in a real browser: a deduction is changed, examples turn red, are settled, replayed, published."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect

from shuanglun.factory.templates import shipped_catalogue
from support.browser import Server, Visitor, visit
from support.sample import SMALL

pytestmark = pytest.mark.browser
SHIPPED = max(version for code, version in shipped_catalogue().templates if code == "single_door")
PATIENCE = 90_000  # ms until something that needs real work must have appeared


def _cell(page: Page, row: str, column: str) -> str:
    """The selector of a cell by its row's Chinese name and its column."""
    number = page.locator("table[role=grid] tbody tr").filter(has_text=row).first
    return f"[data-cell='{number.locator('[data-column=' + repr(column) + ']').get_attribute('data-cell')}']"


def _open(visitor: Visitor, code: str = "single_door") -> Page:
    page = visitor.sign_in("tech")
    visitor.go(f"/templates?code={code}")
    page.get_by_role("button", name="修改", exact=True).click()
    page.wait_for_url("**/templates/drafts/*")
    expect(page.get_by_text("可以发布")).to_be_visible(timeout=PATIENCE)
    return page


def _saved(page: Page) -> None:
    expect(page.get_by_text("已保存", exact=True)).to_be_visible(timeout=PATIENCE)


def test_1_orders_are_there_to_replay(desk: Visitor) -> None:
    page = desk.sign_in("orders")
    desk.go("/imports")
    page.locator("input[type=file]").set_input_files(SMALL)
    confirm = page.get_by_role("button", name=re.compile("确认导入"))
    expect(confirm).to_be_enabled(timeout=PATIENCE)
    confirm.click()
    expect(page.get_by_text(re.compile("已导入")).first).to_be_visible()


def test_2_edit_red_example_fix_replay_publish(desk: Visitor) -> None:
    page = _open(desk)
    page.get_by_role("tab", name=re.compile("常数与扣减")).click()
    page.locator(_cell(page, "扇侧缝", "value")).click()
    page.keyboard.type("4")
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile("处不对，不能发布"))).to_be_visible(timeout=PATIENCE)

    # What is red is told with what should be and what is, and opens to its formula.
    page.get_by_role("tab", name=re.compile("样例")).last.click()
    red = page.get_by_role("button", name="算得 798").first
    expect(red).to_be_visible()
    red.click()
    expect(page.get_by_role("dialog").get_by_text(re.compile("净宽-2\\*扇侧缝|净宽 − 2"))).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="发布", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox").fill("侧缝 3 改 4")
    expect(dialog.get_by_role("button", name="发布", exact=True)).to_be_disabled()
    dialog.get_by_role("button", name="取消").click()

    page.get_by_role("button", name="全部核对过，改为算得的值").click()
    expect(page.get_by_text("可以发布")).to_be_visible(timeout=PATIENCE)

    page.get_by_role("tab", name="重放").click()
    page.get_by_role("button", name="重放", exact=True).click()
    group = page.get_by_role("button", name=re.compile("门扇 · 成品宽 −2 mm"))
    expect(group).to_be_visible(timeout=PATIENCE)
    group.click()
    expect(page.get_by_role("link", name=re.compile("MZ-20")).first).to_be_visible()

    page.get_by_role("tab", name="比较").click()
    expect(page.get_by_text("扇侧缝").last).to_be_visible()

    page.get_by_role("button", name="发布", exact=True).click()
    dialog.get_by_role("textbox").fill("侧缝 3 改 4")
    dialog.get_by_role("button", name="发布", exact=True).click()
    page.wait_for_url("**/templates?code=single_door*")
    expect(page.get_by_text(f"single_door · v{SHIPPED + 1}")).to_be_visible(timeout=PATIENCE)
    page.get_by_role("button", name="版本").click()
    expect(page.get_by_text("侧缝 3 改 4")).to_be_visible()
    assert desk.complaints == []


def test_3_keys_of_a_spreadsheet_completion_and_undo(desk: Visitor) -> None:
    page = _open(desk, "double_door")
    page.get_by_role("tab", name=re.compile("^计算")).click()
    cell = _cell(page, "包框宽", "formula")
    page.locator(cell).click()
    before = page.locator(f"{cell} > span").inner_text()
    page.keyboard.type("=洞口宽-2*侧安")
    expect(page.get_by_role("option", name=re.compile("侧安装缝"))).to_be_visible()
    page.keyboard.press("Tab")  # takes the suggestion
    page.keyboard.type("-没有")
    page.keyboard.press("Enter")
    expect(page.locator(cell)).to_have_class(re.compile("bad"), timeout=PATIENCE)
    page.keyboard.press("ArrowUp")
    expect(page.locator(".content")).to_contain_text("没有")
    page.keyboard.press("Control+z")
    expect(page.locator(f"{cell} > span")).to_have_text(before)
    expect(page.get_by_text("可以发布")).to_be_visible(timeout=PATIENCE)
    page.keyboard.press("Control+y")
    expect(page.locator(cell)).to_have_class(re.compile("bad"), timeout=PATIENCE)
    page.keyboard.press("Control+z")
    _saved(page)
    page.locator(cell).click()
    page.keyboard.type("=1")
    page.keyboard.press("Escape")
    expect(page.locator(f"{cell} > span")).to_have_text(before)


def test_4_cells_come_in_from_a_spreadsheet(desk: Visitor) -> None:
    page = _open(desk, "double_door")
    page.get_by_role("tab", name=re.compile("常数与扣减")).click()
    first = _cell(page, "侧安装缝", "value")
    page.locator(first).click()
    page.evaluate(
        """() => {
            const data = new DataTransfer();
            data.setData('text/plain', '13\\r\\n14');
            document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
        }"""
    )
    expect(page.locator(f"{first} > span")).to_have_text("13")
    expect(page.locator(f"{_cell(page, '顶安装缝', 'value')} > span")).to_have_text("14")
    _saved(page)
    page.keyboard.press("Control+z")  # a paste is one step
    expect(page.locator(f"{first} > span")).to_have_text("12")
    expect(page.locator(f"{_cell(page, '顶安装缝', 'value')} > span")).to_have_text("12")


def test_5_two_editors_lose_nothing_of_each_other(desk: Visitor, chromium: Browser, server: Server) -> None:
    page = _open(desk, "double_door")
    page.get_by_role("tab", name=re.compile("常数与扣减")).click()
    draft = page.url.rsplit("/", 1)[1]
    # The other window stands still: it hears nothing and still has the old state.
    context, other = visit(chromium, server, "desk")
    theirs = other.sign_in("boss")
    context.route("**/api/v1/live*", lambda route: route.abort())
    other.go(f"/templates/drafts/{draft}")
    theirs.get_by_role("tab", name=re.compile("常数与扣减")).click()
    expect(theirs.locator(_cell(theirs, "地缝", "value"))).to_be_visible()
    context.route(f"**/api/v1/template-drafts/{draft}", lambda route: route.abort())

    page.locator(_cell(page, "地缝", "value")).click()
    page.keyboard.type("9")
    page.keyboard.press("Enter")
    _saved(page)
    theirs.locator(_cell(theirs, "扇顶缝", "value")).click()
    theirs.keyboard.type("5")
    theirs.keyboard.press("Enter")
    alert = theirs.get_by_role("alert").filter(has_text="刚改过这份草稿")
    expect(alert).to_be_visible(timeout=PATIENCE)
    expect(alert).to_contain_text("扇顶缝")
    context.unroute(f"**/api/v1/template-drafts/{draft}")
    alert.get_by_role("button", name="在对方的改动上重做我的").click()
    expect(theirs.locator(f"{_cell(theirs, '地缝', 'value')} > span")).to_have_text("9", timeout=PATIENCE)
    expect(theirs.locator(f"{_cell(theirs, '扇顶缝', 'value')} > span")).to_have_text("5")
    _saved(theirs)
    expect(page.locator(f"{_cell(page, '扇顶缝', 'value')} > span")).to_have_text("5", timeout=PATIENCE)
    context.close()


def test_6_a_template_goes_out_as_a_file_and_comes_back(desk: Visitor, tmp_path: Path) -> None:
    page = desk.sign_in("tech")
    desk.go("/templates?code=double_door")
    page.get_by_text("下载", exact=True).click()
    with page.expect_download() as saved:
        page.get_by_text("模板文件").click()
    file = tmp_path / "door.yaml"
    saved.value.save_as(file)
    page.locator("input[type=file]").set_input_files(file)
    page.wait_for_url("**/templates/drafts/*")
    expect(page.get_by_role("heading", name="对开门")).to_be_visible()
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("format: something else\n", "utf-8")
    desk.go("/templates")
    page.locator("input[type=file]").set_input_files(wrong)
    expect(page.get_by_role("dialog").get_by_text("这个文件不能用作模板")).to_be_visible()


def test_6b_a_workbook_is_changed_and_taken_back_into_the_draft(desk: Visitor, tmp_path: Path) -> None:
    page = _open(desk)
    page.get_by_text("下载", exact=True).click()
    with page.expect_download() as saved:
        page.get_by_text("Excel 工作簿").click()
    book = load_workbook(io.BytesIO(saved.value.path().read_bytes()))
    sheet = book["常量扣减 constants"]
    sheet.cell(next(cell.row for cell in sheet["A"] if cell.value == "floor_gap"), 5, 12)
    book.save(tmp_path / "changed.xlsx")
    sheet.merge_cells("A3:A4")
    book.save(tmp_path / "merged.xlsx")
    upload = page.locator("input[type=file]")
    upload.set_input_files(tmp_path / "changed.xlsx")
    expect(page.get_by_text("已读入文件，右边是改了什么；可以撤销")).to_be_visible(timeout=PATIENCE)
    expect(page.locator("ins").filter(has_text="12").first).to_be_visible()
    upload.set_input_files(tmp_path / "merged.xlsx")
    expect(page.get_by_role("dialog").get_by_text(re.compile("工作表 常量扣减 constants.*A3"))).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name="关闭").click()
    page.get_by_role("button", name="撤销", exact=True).click()
    expect(page.get_by_text("可以发布")).to_be_visible(timeout=PATIENCE)


def test_7_on_a_phone_nothing_runs_over_the_edge(phone: Visitor) -> None:
    page = _open(phone)
    expect(page.get_by_role("heading", name="单开门")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.get_by_role("tab", name="试算").click()
    expect(page.get_by_role("img", name=re.compile("单开门"))).to_be_visible(timeout=PATIENCE)
