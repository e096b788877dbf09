"""A real server with the sample factory, and a real Chromium."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import yaml
from playwright.sync_api import Browser, sync_playwright

from support.browser import ARGUMENTS, ROOT, Server, Visitor, free_port, visit


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
