"""An operator at a machine: takes what the station's screen says, runs the machine, scans the piece."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx

from shuanglun.faces.line.api_client import ApiClient
from shuanglun.faces.line.voice import Voice

REASONS = ("jam", "tool_change", "waiting_material", "adjustment")
LOOK_AGAIN_SECONDS = 2.0
SKIP_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Rates:
    """How a machine runs, in its own time; ``speed`` makes that time pass quicker."""

    seconds_per_piece: float
    batch_seconds: float
    load: int
    heartbeat_seconds: float
    speed: float
    stop_share: float
    stop_seconds: float
    scrap_share: float

    @property
    def is_batch(self) -> bool:
        """A press: a load at a time."""
        return self.batch_seconds > 0


@dataclass
class Worker(threading.Thread):
    """One station with its machine. ``stopping`` ends it between two pieces."""

    station: dict[str, Any]
    voice: Voice
    api: ApiClient
    rates: Rates
    dice: random.Random
    stopping: threading.Event
    scans: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__(name=f"line-{self.station['code']}", daemon=True)
        self._skipped: dict[str, float] = {}
        self._spoke = time.monotonic()

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        """Work until told to stop."""
        self.voice.start()
        while not self.stopping.is_set():
            try:
                busy = self._round()
            except httpx.HTTPError:
                busy = False
            if not busy:
                self._idle()
        self.voice.stop()
        self.api.close()

    def _round(self) -> bool:
        """Do what the screen shows; False when there is nothing to do."""
        work = self.api.get(f"/stations/{self.station['id']}/work")
        codes = [code for code in _codes(work) if self._skipped.get(code, 0) < time.monotonic()]
        if not codes:
            return False
        if self.rates.is_batch:
            self._load(codes[: self.rates.load])
        else:
            for code in codes:
                if self.stopping.is_set():
                    break
                self._piece(code)
        return True

    def _piece(self, code: str) -> None:
        self.voice.say(state="WORKING", reason=None, piece=code)
        self._wait(self.rates.seconds_per_piece)
        if self.dice.random() < self.rates.scrap_share:
            # A spoilt first try: the machine counts it, the operator runs the piece again.
            self.voice.say(scrap=self.voice.said.scrap + 1)
            self._wait(self.rates.seconds_per_piece)
        self._scan(code)
        self.voice.say(good=self.voice.said.good + 1)
        self._maybe_stop()

    def _load(self, codes: list[str]) -> None:
        self.voice.say(state="WORKING", reason=None, piece=codes[0])
        self._wait(self.rates.batch_seconds)
        for code in codes:
            self._scan(code)
        self.voice.say(good=self.voice.said.good + len(codes))
        self._maybe_stop()

    def _maybe_stop(self) -> None:
        if self.dice.random() < self.rates.stop_share:
            self.voice.say(state="ERROR", reason=self.dice.choice(REASONS), piece=None)
            self._wait(self.dice.expovariate(1 / self.rates.stop_seconds))

    def _scan(self, code: str) -> None:
        answer = self.api.scan(self.station["id"], code)
        verdict = answer["verdict"]
        self.scans[verdict] = self.scans.get(verdict, 0) + 1
        if verdict != "ok":
            self._skipped[code] = time.monotonic() + SKIP_SECONDS

    def _idle(self) -> None:
        beat = self.rates.heartbeat_seconds
        if self.voice.said.state != "READY" or time.monotonic() - self._spoke > beat / 2:
            self.voice.say(state="READY", reason=None, piece=None)
            self._spoke = time.monotonic()
        self.stopping.wait(LOOK_AGAIN_SECONDS)

    def _wait(self, machine_seconds: float) -> None:
        """Let the machine's own time pass, with heart-beats when it is long."""
        end = time.monotonic() + machine_seconds / self.rates.speed
        while (left := end - time.monotonic()) > 0 and not self.stopping.is_set():
            self.stopping.wait(min(left, self.rates.heartbeat_seconds / 2))
            if left > self.rates.heartbeat_seconds / 2:
                self.voice.say()


def _codes(work: dict[str, Any]) -> Iterator[str]:
    """The codes to scan next: the lot's pieces, or at packing the items of packages that can be filled now."""
    yield from (row["code"] for row in work.get("next", []) if row["now"])
    for package in work.get("packages", []):
        missing = [item for item in package["items"] if item["packed_at"] is None]
        if missing and all(item["kind"] == "hardware" or item["status"] == "ready" for item in missing):
            yield from (item["code"] for item in missing)
            return
