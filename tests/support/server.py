"""The whole server as a process of its own, on free ports, with its own data folder."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx

from shuanglun.storage import Database
from support.waiting import until

_START = "from shuanglun.faces.cli import main; main()"


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


class Server:
    """``shuanglun serve``: start it, kill it, start it again."""

    def __init__(self, data: Path, database: Database) -> None:
        self.data = data
        self.port, self.mqtt_port = free_port(), free_port()
        self._postgres = [] if database.is_sqlite else ["--postgres", database.url]
        self._process: subprocess.Popen[bytes] | None = None
        self._output = (data / "server.out").open("ab")

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Server:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.end(signal.SIGKILL)
        self._output.close()

    def start(self) -> None:
        """Start, and return when both ports answer."""
        ports = ["--port", str(self.port), "--mqtt-port", str(self.mqtt_port)]
        command = [sys.executable, "-c", _START, "serve", "--empty", "--data", str(self.data), *ports, *self._postgres]
        self._process = subprocess.Popen(
            command, stdout=self._output, stderr=self._output, env={**os.environ, "PYTHONUNBUFFERED": "1"}
        )
        until(self._answers, 40)

    def _answers(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, (self.data / "server.out").read_text()[-4000:]
        with contextlib.suppress(httpx.TransportError, OSError):
            socket.create_connection(("127.0.0.1", self.mqtt_port), timeout=5).close()
            return httpx.get(f"{self.address}/api/v1/openapi.json", timeout=5).status_code == 200
        return False

    def end(self, how: signal.Signals) -> int | None:
        """End it: SIGKILL as a loss of power of the program, SIGTERM as a proper stop."""
        if self._process is None:
            return None
        self._process.send_signal(how)
        code = self._process.wait(30)
        self._process = None
        return code

    def output(self) -> str:
        return (self.data / "server.out").read_text("utf-8", "replace")


def call(server: Server, sign_ins: dict[str, Any], login: str, path: str) -> Any:
    """One reading call by somebody of the sample."""
    with httpx.Client(base_url=f"{server.address}/api/v1", timeout=20) as client:
        client.post("/sign-in", json={"login": login, "password": sign_ins["password"]}).raise_for_status()
        answer = client.get(path)
        answer.raise_for_status()
        return answer.json()
