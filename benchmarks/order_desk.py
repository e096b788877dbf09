"""How much a person does between dropping a dealer's workbook and releasing it: clicks and keystrokes, ours and a spreadsheet's.

    python benchmarks/order_desk.py [--show]

One workbook of 30 door lines with five faults (an unknown product, a height with a nought too many, a minus sign, a letter in a
number, half a door). Ours is counted while it happens: the script drives the real page in Chromium, on a server of its own, and
every click and key goes through a counter; at the end the order must be released and every line must have its parts. The
spreadsheet's is counted from the written procedure below (``SPREADSHEET``), step by step, on the same workbook: it is what an order
clerk with one split sheet a product does, with the keys of the common spreadsheet programs, and it never goes wrong, which is kind
to it. Reading and thinking cost nothing in both.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
import xlsxwriter
import yaml
from rich.console import Console
from rich.table import Table

from day import HEADINGS

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tools"), str(ROOT / "tests")]
LINES = 30
_HEADINGS = (*HEADINGS, "备注")
# line of the workbook (from 1), column, what stands there, what the dealer meant
FAULTS = (
    (4, "型号", "平开木门A", "平开门"),
    (9, "洞口高", 20500, 2050),
    (14, "洞口宽", -860, 860),
    (19, "墙厚", "12o", 120),
    (26, "数量", "1.5", 1),
)


# ---------------------------------------------------------------------- the workbook


def rows() -> list[list[Any]]:
    """30 lines of one order, right but for the five faults."""
    from make_examples import dealer_doors

    doors = [replace(door, order="BX-30", quantity=1, days=8) for door in dealer_doors(random.Random(30))[:LINES]]
    table = []
    for door in doors:
        size = [door.width, door.height, door.wall, door.floor]
        table.append(
            [
                door.order,
                door.position,
                door.product,
                door.direction,
                *size,
                door.faces,
                door.colour,
                door.lock,
                door.hinge,
                1,
                8,
                door.note,
            ]
        )
    for line, column, wrong, _right in FAULTS:
        table[line - 1][_HEADINGS.index(column)] = wrong
    return table


def workbook(table: Sequence[Sequence[Any]]) -> bytes:
    """The lines under one heading, sizes said to be of the opening."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("订货单")
        sheet.write(0, 0, "经销商：衢州样板店   尺寸为洞口尺寸")
        sheet.write_row(1, 0, _HEADINGS)
        for at, row in enumerate(table, 2):
            sheet.write_row(at, 0, row)
    return out.getvalue()


# ---------------------------------------------------------------------- ours: driven and counted


class Hand:
    """A person's hand on a page: whatever it does is counted."""

    def __init__(self, page: Any) -> None:
        self.page, self.counts, self.steps = page, Counter[str](), []

    def click(self, target: Any, why: str) -> None:
        """One press of the mouse."""
        target.click()
        self._count("clicks", 1, why)

    def press(self, key: str, why: str) -> None:
        """One key; a chord is one more for each key held."""
        self.page.keyboard.press(key)
        self._count("keys", len(key.split("+")), why)

    def type(self, text: str, why: str) -> None:
        """A text, one key a character (Chinese by input method costs more; it is counted alike for both)."""
        self.page.keyboard.type(text)
        self._count("keys", len(text), why)

    def _count(self, what: str, many: int, why: str) -> None:
        self.counts[what] += many
        self.steps.append((why, what, many))


def ours(address: str, password: str, file: bytes, console: Console | None) -> Counter[str]:
    """From drop to release on the page; returns clicks and keys."""
    from playwright.sync_api import expect, sync_playwright

    from support.browser import ARGUMENTS

    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    node = ROOT / ".venv" / "node" / "node"
    if node.exists():
        os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(node))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        page = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN").new_page()
        page.set_default_timeout(120_000)
        expect.set_options(timeout=120_000)
        page.goto(f"{address}/sign-in")
        page.locator("input").nth(0).fill("orders")
        page.locator("input").nth(1).fill(password)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "/sign-in" not in url)
        page.goto(f"{address}/imports")
        hand = Hand(page)
        page.locator("input[type=file]").set_input_files(
            {"name": "BX-30.xlsx", "mimeType": "application/octet-stream", "buffer": file}
        )
        hand._count("clicks", 1, "drop the file on the page")
        page.wait_for_url("**/imports/*")
        stops = page.get_by_label("统计").locator("dl > div").nth(3).locator("dd")
        expect(stops).to_have_text(str(len(FAULTS)))
        for left, (line, column, wrong, right) in enumerate(FAULTS):
            # The page stands on the first red cell, and after each correction on the next.
            cell = page.locator(".cell.on")
            expect(cell).to_have_text(str(wrong))
            hand.type(str(right), f"line {line}, {column}: type over {wrong}")
            page.locator(".cell-editor").wait_for()
            hand.press("Enter", "save, on to the next red cell")
            expect(stops).to_have_text(str(len(FAULTS) - left - 1))
        hand.click(page.get_by_role("button", name="确认导入 1 张订单"), "confirm the import")
        page.wait_for_url("**/orders/*")
        hand.click(page.get_by_role("button", name="下达生产"), "release")
        hand.click(page.get_by_role("dialog").get_by_role("button", name="下达生产"), "yes, release")
        expect(page.locator(".status-tag").first).to_have_text("已下达")
        order_id = page.url.split("/orders/")[1].split("?")[0]
        check(page, address, order_id)
        browser.close()
    if console:
        print_steps(
            console,
            "order desk, as it happened",
            [(why, many if what == "clicks" else 0, many if what == "keys" else 0) for why, what, many in hand.steps],
        )
    return hand.counts


def check(page: Any, address: str, order_id: str) -> None:
    """Nothing was skipped: every line has parts and every piece has its code."""
    parts = page.request.get(f"{address}/api/v1/orders/{order_id}/parts").json()["parts"]
    pieces = page.request.get(f"{address}/api/v1/orders/{order_id}/pieces").json()["pieces"]
    assert len({part["line_no"] for part in parts}) == LINES, "a line has no parts"
    assert sum(part["qty_per_unit"] for part in parts) == len(pieces), "pieces are missing"


# ---------------------------------------------------------------------- the spreadsheet: a written procedure


@dataclass(frozen=True)
class Step:
    """One thing the clerk does: what, how often, with how many clicks and keys each time."""

    what: str
    times: Callable[[Sequence[Sequence[Any]]], int]
    clicks: int
    keys: int


def once(_table: Sequence[Sequence[Any]]) -> int:
    """Done once a workbook."""
    return 1


def faults(_table: Sequence[Sequence[Any]]) -> int:
    """Done for each fault."""
    return len(FAULTS)


def products(table: Sequence[Sequence[Any]]) -> int:
    """Done for each product: the factory has a split sheet each."""
    right = {(line, column): value for line, column, _wrong, value in FAULTS}
    return len({right.get((at, "型号"), row[_HEADINGS.index("型号")]) for at, row in enumerate(table, 1)})


def retyped(_table: Sequence[Sequence[Any]]) -> int:
    """Characters typed for the corrections, the same as on our page."""
    return sum(len(str(right)) for _line, _column, _wrong, right in FAULTS)


# Kind to the spreadsheet on purpose: columns stand in the order of the split sheet, formulas are there and right, the clerk sees every
# fault at once where a rule colours it, nothing is done twice. What each product's sheet gives (sizes of every part of each line) is
# what a released order has; labels and codes, which a released order has too, are left out of the spreadsheet's side.
SPREADSHEET: tuple[Step, ...] = (
    Step("open the dealer's workbook", once, 2, 0),
    Step("mark all cells and let a rule colour wrong ones (select, format painter from the check sheet)", once, 3, 0),
    Step("go to a coloured cell", faults, 1, 0),
    Step("type over it, one key a character", retyped, 0, 1),
    Step("Enter", faults, 0, 1),
    Step("filter on (heading row, Ctrl+Shift+L)", once, 1, 3),
    Step("a product: open the filter, clear all, tick it, OK", products, 4, 0),
    Step("a product: select its rows (first cell, Ctrl+Shift+End), copy (Ctrl+C)", products, 1, 5),
    Step("a product: open its split workbook", products, 2, 0),
    Step("a product: first free row, paste values (Ctrl+Alt+V, V, Enter)", products, 1, 5),
    Step("a product: fill the part formulas down to the last row (select, double click the handle)", products, 3, 0),
    Step("a product: select and copy the results (Ctrl+Shift+End, Ctrl+C)", products, 1, 5),
    Step("a product: to the part list, first free row, paste values (Ctrl+Alt+V, V, Enter)", products, 2, 5),
    Step("a product: save and close the split workbook (Ctrl+S, Ctrl+W)", products, 0, 4),
    Step("compare the number of lines with the order: sum cell in both", once, 2, 0),
    Step("a hardware sheet: pivot refresh, copy, paste values", once, 3, 10),
    Step("name the order in the part list, save as (F12), type its number, Enter", once, 1, 7),
    Step(
        "enter the order in the order book: number, dealer, lines, due day (four cells, 20 characters, Tab between)",
        once,
        1,
        24,
    ),
    Step("send the part list to the floor: print dialog, printer, OK", once, 2, 2),
)


def spreadsheet(table: Sequence[Sequence[Any]], console: Console | None) -> Counter[str]:
    """The procedure counted on the same workbook."""
    if console:
        print_steps(
            console,
            "spreadsheet, by the written procedure",
            [
                (f"{step.what}  × {step.times(table)}", step.clicks * step.times(table), step.keys * step.times(table))
                for step in SPREADSHEET
            ],
        )
    counts: Counter[str] = Counter()
    for step in SPREADSHEET:
        counts["clicks"] += step.clicks * step.times(table)
        counts["keys"] += step.keys * step.times(table)
    return counts


# ---------------------------------------------------------------------- together


def print_steps(console: Console, title: str, steps: Sequence[tuple[str, int, int]]) -> None:
    """Every step with its clicks and keys."""
    table = Table("step", "clicks", "keys", title=title)
    for what, clicks, keys in steps:
        table.add_row(what, str(clicks or ""), str(keys or ""))
    console.print(table)


def serve(folder: Path) -> tuple[subprocess.Popen[bytes], str, str]:
    """The product with its sample factory; its address and the password."""
    from support.browser import free_port

    port = free_port()
    command = [
        str(Path(sys.executable).parent / "shuanglun"),
        "serve",
        "--data",
        str(folder),
        "--port",
        str(port),
        "--mqtt-port",
        str(free_port()),
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    while process.poll() is None:
        try:
            httpx.get(f"{address}/api/v1/me", timeout=5)
            break
        except httpx.TransportError:
            continue
    assert process.poll() is None, "the server did not start"
    return process, address, yaml.safe_load((folder / "sign-ins.yaml").read_text("utf-8"))["password"]


def main() -> None:
    """Both sides, one table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", action="store_true", help="every step of both sides")
    console = Console(width=130)
    told = console if parser.parse_args().show else None
    table = rows()
    with tempfile.TemporaryDirectory() as folder:
        process, address, password = serve(Path(folder))
        try:
            own = ours(address, password, workbook(table), told)
        finally:
            process.terminate()
            process.wait(30)
    other = spreadsheet(table, told)
    result = Table(
        "", "clicks", "keystrokes", "both", title=f"from drop to release: {LINES} lines, {len(FAULTS)} faults"
    )
    for name, counts in (("order desk (driven, counted)", own), ("spreadsheet (written procedure)", other)):
        result.add_row(name, str(counts["clicks"]), str(counts["keys"]), str(counts.total()))
    ratios = [f"{other[key] / own[key]:.1f}x" for key in ("clicks", "keys")]
    result.add_row("spreadsheet / order desk", *ratios, f"{other.total() / own.total():.1f}x")
    console.print(result)


if __name__ == "__main__":
    main()
