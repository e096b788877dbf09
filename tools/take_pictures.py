"""Take the README's pictures from the running product: python tools/take_pictures.py

Starts the server on a folder of its own with the sample county, imports, releases and plans the 800-door workbook, runs the
sample line for a while, and photographs the board while it moves.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))
IMAGES = ROOT / "docs" / "images"
PICTURES = {
    "board-phone": ("phone", "/board"),
    "board-desk": ("desk", "/board"),
    "planning-desk": ("desk", "/planning"),
    "schedule-desk": ("desk", "/schedule"),
}


def prepare(data: Path) -> None:
    """The sample county with the big workbook planned."""
    from shuanglun.faces.cli.serve import open_database
    from support.sample import EXAMPLES, make_factory, planned_orders

    database = open_database(data, None)
    tenant = make_factory(database, data, with_people=True)
    planned_orders(database, tenant, EXAMPLES / "dealer-800-doors.xlsx")
    database.close()


def main(seconds: float = 150) -> None:
    """Everything from an empty folder to the pictures."""
    import yaml

    from shuanglun.faces.line import Line, LineSettings
    from support.browser import ARGUMENTS, SIZES, free_port

    data = Path(tempfile.mkdtemp(prefix="shuanglun-pictures-"))
    prepare(data)
    port, mqtt_port = free_port(), free_port()
    command = [str(ROOT / ".venv/bin/shuanglun"), "serve", "--data", str(data), "--port", str(port)]
    server = subprocess.Popen([*command, "--mqtt-port", str(mqtt_port)], stdout=subprocess.DEVNULL)
    sign_ins = yaml.safe_load((data / "sign-ins.yaml").read_text("utf-8"))
    address = f"http://127.0.0.1:{port}"
    time.sleep(8)
    line = Line(sign_ins, LineSettings(address, "127.0.0.1", mqtt_port, speed=200))
    line.start()
    time.sleep(seconds)
    IMAGES.mkdir(exist_ok=True)
    os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(ROOT / ".venv/node/node"))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(ARGUMENTS))
        for name, (size, path) in PICTURES.items():
            page = browser.new_page(viewport=SIZES[size], locale="zh-CN", timezone_id="Asia/Shanghai")
            page.goto(f"{address}/sign-in")
            fields = page.locator("input")
            fields.nth(0).fill("boss")
            fields.nth(1).fill(sign_ins["password"])
            page.keyboard.press("Enter")
            page.wait_for_url(lambda url: "/sign-in" not in url)
            page.goto(address + path)
            page.locator("h1").first.wait_for()
            page.wait_for_timeout(3000)
            page.screenshot(path=str(IMAGES / f"{name}.png"))
            page.close()
        browser.close()
    line.stop()
    server.terminate()
    server.wait(15)
    shutil.rmtree(data)


if __name__ == "__main__":
    main()
