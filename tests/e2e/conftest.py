"""A real server with the sample factory, and a real Chromium."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SIZES = {"phone": {"width": 390, "height": 844}, "desk": {"width": 1440, "height": 900}}


def free_port() -> int:
    """A port nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """Where the product runs and who can sign in."""

    address: str
    mqtt_port: int
    data: Path
    sign_ins: dict[str, Any]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """``shuanglun serve`` as a process of its own, with the built web app."""
    if not (ROOT / "web" / "dist" / "index.html").is_file():
        pytest.fail("the web app is not built: run ./test, or npx vite build in web/")
    data = tmp_path_factory.mktemp("served")
    port, mqtt_port = free_port(), free_port()
    command = [str(Path(sys.executable).parent / "shuanglun"), "serve", "--data", str(data), "--port", str(port)]
    log = (data / "server.log").open("wb")
    process = subprocess.Popen([*command, "--mqtt-port", str(mqtt_port)], stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    transport = httpx.HTTPTransport(retries=0)
    with httpx.Client(transport=transport) as client:
        while process.poll() is None:
            try:
                client.get(f"{address}/api/v1/me", timeout=5)
                break
            except httpx.TransportError:
                continue
    assert process.poll() is None, (data / "server.log").read_text()
    sign_ins = yaml.safe_load((data / "sign-ins.yaml").read_text("utf-8"))
    yield Server(address, mqtt_port, data, sign_ins)
    process.terminate()
    process.wait(15)
    log.close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium; Playwright's own Node is replaced where the set-up provides one."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert path, "no Chromium found: apt-get install chromium"
    node = ROOT / ".venv" / "node" / "node"
    if node.exists():
        os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(node))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        browser.close()


@dataclass
class Visitor:
    """A browser window of one size, with what its console complained about."""

    page: Page
    server: Server
    complaints: list[str]

    def go(self, path: str) -> Page:
        """Open a page of the product and wait until it has loaded."""
        self.page.goto(self.server.address + path)
        self.page.wait_for_load_state("load")
        return self.page

    def sign_in(self, login: str) -> Page:
        """Sign in as a person of the sample."""
        self.go("/sign-in")
        fields = self.page.locator("input")
        fields.nth(0).fill(login)
        fields.nth(1).fill(self.server.sign_ins["password"])
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(lambda url: "/sign-in" not in url)
        return self.page


def visit(browser: Browser, server: Server, size: str) -> tuple[BrowserContext, Visitor]:
    """Open a window of a size ("phone", "desk"), in Chinese, in the factory's time zone."""
    context = browser.new_context(viewport=SIZES[size], locale="zh-CN", timezone_id="Asia/Shanghai")  # type: ignore[arg-type]
    page = context.new_page()
    page.set_default_timeout(60_000)
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        # Asking who is signed in before signing in is answered 401; every browser prints that.
        if message.type == "error" and "401" not in message.text:
            complaints.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return context, Visitor(page, server, complaints)


@pytest.fixture
def desk(chromium: Browser, server: Server) -> Iterator[Visitor]:
    """A window of 1440 x 900."""
    context, visitor = visit(chromium, server, "desk")
    yield visitor
    context.close()


@pytest.fixture
def phone(chromium: Browser, server: Server) -> Iterator[Visitor]:
    """A window of 390 x 844."""
    context, visitor = visit(chromium, server, "phone")
    yield visitor
    context.close()
