"""Load on a running server: machines that publish, scanners that scan; each knows what was acknowledged to it."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from random import Random
from typing import Any

import httpx
import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion

from support.server import Server


class Publisher(threading.Thread):
    """A machine that publishes as quickly as it is acknowledged, and sends again what was not."""

    def __init__(self, server: Server, factory: str, machine: dict[str, Any], stopping: threading.Event) -> None:
        super().__init__(daemon=True)
        self.code, self.stopping = machine["code"], stopping
        self.acknowledged: set[int] = set()
        self.epoch = f"load-{machine['code']}"
        self._topic = f"shuanglun/v1/{factory}/{self.code}/state"
        self._room = threading.Semaphore(40)
        self._random = Random(machine["code"])
        self._client = mqtt.Client(CallbackAPIVersion.VERSION2, client_id=self.code, protocol=mqtt.MQTTv311)
        self._client.username_pw_set(machine["user"], machine["password"])
        self._client.on_publish = self._on_publish
        self._client.reconnect_delay_set(0.05, 0.2)  # type: ignore[arg-type]
        self._client.connect_async("127.0.0.1", server.mqtt_port)

    def _on_publish(self, _client: Any, _data: Any, mid: int, *_: Any) -> None:
        self.acknowledged.add(mid)
        self._room.release()

    def run(self) -> None:
        self._client.loop_start()
        good = seq = 0
        while not self.stopping.is_set():
            if not self._room.acquire(timeout=0.1):
                continue
            seq, good = seq + 1, good + self._random.randrange(2)
            state = self._random.choice(("WORKING", "WORKING", "READY", "ERROR"))
            now = datetime.now(UTC).isoformat(timespec="milliseconds")
            message = {"epoch": self.epoch, "seq": seq, "ts": now, "state": state, "good": good, "piece": None}
            # The client numbers its packets from 1 as we number the messages; far fewer are sent than it has numbers.
            assert self._client.publish(self._topic, json.dumps(message), 1).mid == seq
        self._client.disconnect()
        self._client.loop_stop()


class Scanner(threading.Thread):
    """An operator who scans, and scans the same again (same event) until it is answered."""

    def __init__(
        self, server: Server, login: str, password: str, station: str, codes: Sequence[str], stopping: threading.Event
    ) -> None:
        super().__init__(daemon=True)
        self.stopping, self.answered = stopping, dict[str, str]()
        self._station, self._codes, self._name = station, codes, f"{login}-{station}"
        self._http = httpx.Client(base_url=f"{server.address}/api/v1", timeout=10)
        answer = self._http.post("/sign-in", json={"login": login, "password": password})
        answer.raise_for_status()
        self._csrf = answer.json()["csrf"]

    def run(self) -> None:
        number = 0
        while not self.stopping.is_set():
            code = self._codes[number % len(self._codes)]
            self._scan(f"{self._name}-{number}", code)
            number += 1
        self._http.close()

    def _scan(self, event: str, code: str) -> None:
        body = {
            "station_id": self._station,
            "text": code,
            "client_event": event,
            "happened_at": datetime.now(UTC).isoformat(),
        }
        while not self.stopping.is_set():
            try:
                answer = self._http.post("/scans", json=body, headers={"X-CSRF-Token": self._csrf})
            except httpx.TransportError:
                self.stopping.wait(0.05)
                continue
            if answer.status_code == 200:
                self.answered[event] = answer.json()["verdict"]
                return
            assert answer.status_code >= 500, answer.text
