"""A machine's voice: one MQTT connection, QoS 1, numbered messages with state, counters and the piece in work."""

from __future__ import annotations

import contextlib
import json
import threading
import uuid
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion


@dataclass
class Saying:
    """What the machine says of itself."""

    state: str = "READY"
    mode: str = "AUTO"
    reason: str | None = None
    good: int = 0
    scrap: int = 0
    piece: str | None = None


@dataclass
class Voice:
    """Publishes every change at once and repeats the last one as a heart-beat."""

    tenant: str
    code: str
    user: str
    password: str
    host: str
    port: int
    said: Saying = field(default_factory=Saying)
    acknowledged: int = 0

    def __post_init__(self) -> None:
        self._seq = 0
        self._epoch = uuid.uuid4().hex[:12]
        self._lock = threading.Lock()
        self._client = mqtt.Client(CallbackAPIVersion.VERSION2, client_id=self.user, protocol=mqtt.MQTTv311)
        self._client.username_pw_set(self.user, self.password)
        self._client.on_publish = self._acknowledged
        self._client.reconnect_delay_set(1, 15)

    def _acknowledged(self, *_: object) -> None:
        self.acknowledged += 1

    def start(self) -> None:
        """Connect (and reconnect by itself) and say READY."""
        self._client.connect_async(self.host, self.port, keepalive=60)
        self._client.loop_start()
        self.say(state="READY", reason=None, piece=None)

    def say(self, **changes: object) -> mqtt.MQTTMessageInfo:
        """Change what the machine says of itself and publish it; kept and sent later when the link is down."""
        with self._lock:
            for name, value in changes.items():
                setattr(self.said, name, value)
            self._seq += 1
            now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
            message = {
                "event": uuid.uuid4().hex,
                "seq": self._seq,
                "epoch": self._epoch,
                "ts": now,
                **asdict(self.said),
            }
            topic = f"shuanglun/v1/{self.tenant}/{self.code}/state"
            return self._client.publish(topic, json.dumps(message), qos=1)

    def stop(self) -> None:
        """Say OFFLINE, wait for the acknowledgement, disconnect."""
        last = self.say(state="OFFLINE", reason=None, piece=None)
        with contextlib.suppress(RuntimeError, ValueError):
            last.wait_for_publish(5)
        self._client.disconnect()
        self._client.loop_stop()
