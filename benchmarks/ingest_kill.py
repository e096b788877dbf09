"""Kill the ingest server with SIGKILL under load, again and again, and count acknowledged messages that are not in the log.

    .venv/bin/python benchmarks/ingest_kill.py --kills 1000

A server process keeps a real log; paho-mqtt clients publish with QoS 1; after a random number of acknowledgements the
process is killed, started again on the same log, and so on. At the end the log is verified and read. Exit code 1 if
anything acknowledged is missing.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion

from shuanglun.faces.ingest import IngestServer, Principal, topic_prefix
from shuanglun.storage.log import LogStore, RealFiles, verify

WAIT = 60.0
MACHINES = 4


@dataclass
class Result:
    kills: int = 0
    acknowledged: int = 0
    kept: int = 0
    lost: int = 0
    torn: int = 0
    sound: bool = False
    seconds: float = 0.0


# ------------------------------------------------------------------ the server that is killed


def let_in(client_id: str, username: str, password: str) -> Principal | None:
    return Principal("t1", username, username, topic_prefix("t1", username)) if password == "p" else None


async def serve(directory: Path) -> None:
    store = LogStore(directory, segment_bytes=200_000)
    torn = store.log("t1").report.torn_bytes
    server = IngestServer(store, let_in, lambda batch: None, lambda refusal: None, "127.0.0.1", 0)
    await server.start()
    print(json.dumps({"port": server.port, "torn": torn}), flush=True)
    await asyncio.Event().wait()


# ------------------------------------------------------------------ the machines


@dataclass
class Machine:
    """Publishes numbered messages without end and notes which were acknowledged."""

    name: str
    version: MQTTProtocolVersion
    acknowledged: set[str] = field(default_factory=set)
    sent: int = 0

    def run(self, port: int, until: threading.Event, count: threading.Semaphore) -> None:
        sent: dict[int, str] = {}
        answered: list[int] = []
        ready, room = threading.Event(), threading.Semaphore(100)
        client = mqtt.Client(CallbackAPIVersion.VERSION2, client_id=self.name, protocol=self.version)
        client.username_pw_set(self.name, "p")
        client.max_inflight_messages_set(50)
        client.reconnect_delay_set(120, 120)
        client.on_connect = lambda *_: ready.set()

        def on_publish(_client: object, _user: object, mid: int, _reason: object, _properties: object) -> None:
            answered.append(mid)
            room.release()
            count.release()

        client.on_publish = on_publish
        # The server may be killed before the hand-shake is over.
        with contextlib.suppress(OSError):
            client.connect("127.0.0.1", port)
            client.loop_start()
            ready.wait(1.0)
            while not until.is_set():
                if room.acquire(timeout=0.05):
                    self.sent += 1
                    identity = f"{self.name}-{self.sent}"
                    payload = json.dumps({"id": identity, "pad": "x" * (self.sent % 200)})
                    sent[client.publish(topic_prefix("t1", self.name) + "counts", payload, 1).mid] = identity
            client.loop_stop()
        client.disconnect()
        self.acknowledged |= {sent[mid] for mid in answered}


# ------------------------------------------------------------------ rounds


def one_round(directory: Path, machines: Sequence[Machine], after: int, delay: float) -> int:
    """Start, let the machines publish until so many are acknowledged and a moment more, kill; bytes found torn."""
    command = [sys.executable, __file__, "--serve", str(directory)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        hello = json.loads(process.stdout.readline())
        killed, count = threading.Event(), threading.Semaphore(0)
        threads = [threading.Thread(target=m.run, args=(hello["port"], killed, count)) for m in machines]
        for thread in threads:
            thread.start()
        for _ in range(after):
            assert count.acquire(timeout=WAIT), "no acknowledgement"
        threading.Event().wait(delay)
        process.send_signal(signal.SIGKILL)
        process.wait(WAIT)
        killed.set()
        for thread in threads:
            thread.join(WAIT)
    return int(hello["torn"])


def run(kills: int, seed: int, directory: Path) -> Result:
    chance = random.Random(seed)
    versions = (MQTTProtocolVersion.MQTTv311, MQTTProtocolVersion.MQTTv5)
    machines = [Machine(f"m{number}", versions[number % 2]) for number in range(MACHINES)]
    result, start = Result(kills), time.perf_counter()
    for _ in range(kills):
        result.torn += one_round(directory, machines, chance.randint(1, 400), chance.random() * 0.02) > 0
    check(result, directory, set().union(*(machine.acknowledged for machine in machines)))
    result.seconds = round(time.perf_counter() - start, 1)
    return result


def check(result: Result, directory: Path, acknowledged: set[str]) -> None:
    store = LogStore(directory)
    found = {json.loads(record.payload)["id"] for record in store.log("t1").read()}
    store.close()
    result.acknowledged, result.kept = len(acknowledged), len(found)
    result.lost = len(acknowledged - found)
    result.sound = verify(RealFiles(directory / "t1" / "0000", hold=False)).sound


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--serve", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.serve:
        asyncio.run(serve(arguments.serve))
        return 0
    with tempfile.TemporaryDirectory() as directory:
        result = run(arguments.kills, arguments.seed, Path(directory))
    print(json.dumps(asdict(result)))
    return 0 if result.lost == 0 and result.sound else 1


if __name__ == "__main__":
    sys.exit(main())
