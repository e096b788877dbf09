"""Puts the sample line together from the sign-ins file and runs it until it is told to stop."""

from __future__ import annotations

import random
import threading
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from shuanglun.faces.line.api_client import ApiClient
from shuanglun.faces.line.voice import Voice
from shuanglun.faces.line.worker import Rates, Worker

_LOGIN_OF = {"pack": "packer"}


@dataclass(frozen=True, slots=True)
class LineSettings:
    """Where the product is and how the line runs."""

    address: str
    mqtt_host: str
    mqtt_port: int
    speed: float = 60
    seed: int = 1
    stop_share: float = 0.01
    stop_seconds: float = 180
    scrap_share: float = 0.005


class Line:
    """The machines of the sample with their operators: all, or those named in ``only``."""

    def __init__(self, sign_ins: dict[str, Any], settings: LineSettings, only: Collection[str] | None = None) -> None:
        self.settings = settings
        self.stopping = threading.Event()
        look = ApiClient(settings.address, "operator", sign_ins["password"])
        stations = {s["code"]: s for s in look.get("/stations")["stations"]}
        look.close()
        self.workers = [
            self._worker(number, machine, stations[machine["station"]], sign_ins)
            for number, machine in enumerate(sign_ins["machines"])
            if only is None or machine["code"] in only
        ]

    def _worker(
        self, number: int, machine: dict[str, Any], station: dict[str, Any], sign_ins: dict[str, Any]
    ) -> Worker:
        settings, profile = self.settings, machine["profile"]
        login = _LOGIN_OF.get(station["operation"], "operator")
        return Worker(
            station,
            Voice(
                sign_ins["factory"],
                machine["code"],
                machine["user"],
                machine["password"],
                settings.mqtt_host,
                settings.mqtt_port,
            ),
            ApiClient(settings.address, login, sign_ins["password"]),
            Rates(
                profile.get("seconds_per_piece", 10),
                profile.get("batch_minutes", 0) * 60,
                profile.get("load", 1),
                profile.get("heartbeat_seconds", 30),
                settings.speed,
                settings.stop_share,
                settings.stop_seconds,
                settings.scrap_share,
            ),
            random.Random(f"{settings.seed}/{number}"),  # noqa: S311  a simulation's dice, no secret
            self.stopping,
        )

    def start(self) -> None:
        """Start all machines."""
        for worker in self.workers:
            worker.start()

    def stop(self) -> None:
        """Stop after the piece in work and wait for the machines to say OFFLINE."""
        self.stopping.set()
        for worker in self.workers:
            worker.join(15)

    def figures(self) -> list[dict[str, Any]]:
        """What each machine has done."""
        return [
            {
                "code": worker.voice.code,
                "state": worker.voice.said.state,
                "good": worker.voice.said.good,
                "scrap": worker.voice.said.scrap,
                "acknowledged": worker.voice.acknowledged,
                "scans": dict(worker.scans),
            }
            for worker in self.workers
        ]
