"""A browser window on the running product, as people use it."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

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
