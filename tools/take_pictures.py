"""Take the README's pictures from the running product: python tools/take_pictures.py

Starts the server on a folder of its own with the sample county, imports, releases and plans the 800-door workbook, runs the
sample line for a while, and photographs the board while it moves. The factory of the pictures works now, whatever the hour: its
shift began five hours ago and lasts four more, so that forecast and availability are those of a working day.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

import httpx
from playwright.sync_api import sync_playwright
from sqlalchemy import select, update

from shuanglun.factory.machines.tables import calendars
from shuanglun.kernel.clock import FACTORY_ZONE
from shuanglun.storage import Database

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))
IMAGES = ROOT / "docs" / "images"
PICTURES = {
    "board-phone": ("phone", "/board"),
    "board-desk": ("desk", "/board"),
    "planning-desk": ("desk", "/planning"),
    "schedule-desk": ("desk", "/schedule"),
}


def working_now(database: Database, tenant: str) -> None:
    """Put the present hour five hours into the only shift of every day."""
    now = database.clock().astimezone(FACTORY_ZONE)
    start, end = (now - timedelta(hours=5)), (now + timedelta(hours=4))
    begin = "00:00" if start.date() < now.date() else f"{start:%H}:00"
    shift = {"name": "白班", "start": begin, "end": "23:59" if end.date() > now.date() else f"{end:%H}:00"}
    with database.work(tenant) as work:
        for row in work.all(select(calendars).where(calendars.c.tenant_id == tenant)):
            body = {**row["body"], "weekdays": {str(day): [shift] for day in range(7)}}
            work.execute(
                update(calendars).where(calendars.c.tenant_id == tenant, calendars.c.id == row["id"]).values(body=body)
            )


def prepare(data: Path) -> None:
    """The sample county with the big workbook planned."""
    from shuanglun.faces.cli.serve import open_database
    from support.sample import EXAMPLES, make_factory, planned_orders

    database = open_database(data, None)
    tenant = make_factory(database, data, with_people=True)
    working_now(database, tenant)
    planned_orders(database, tenant, EXAMPLES / "dealer-800-doors.xlsx")
    database.close()


def until_answers(address: str) -> None:
    """Wait until the server takes connections."""
    while True:
        with contextlib.suppress(httpx.TransportError):
            httpx.get(f"{address}/api/v1/me", timeout=5)
            return
        time.sleep(0.5)


def main(seconds: float = 240) -> None:
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
    until_answers(address)
    line = Line(sign_ins, LineSettings(address, "127.0.0.1", mqtt_port, speed=60))
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
