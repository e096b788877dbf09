"""Who may publish what, what was refused, and the limits of the endpoint."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple, Protocol

from shuanglun.storage.log import AppendOutcome, LogEntry, Position

CHANNELS = ("state", "counts", "piece", "alarm")

RefusalCode = Literal[
    "INGEST-CREDENTIALS",  # unknown machine or wrong password
    "INGEST-TOPIC",  # a topic of another machine or factory, or of no known channel
    "INGEST-OVERSIZE",
    "INGEST-MALFORMED",
    "INGEST-PROTOCOL",  # well formed, but not allowed here: QoS 2, retained, a packet out of turn
    "INGEST-KEEP-ALIVE",
    "INGEST-TAKEN-OVER",  # the same machine signed in again with the same client id
    "INGEST-BUSY",  # too many connections
    "INGEST-DISK",  # the record could not be kept; the machine is to send it again
]


@dataclass(frozen=True, slots=True)
class Principal:
    """A machine that signed in, and the only topics it may publish to: ``topic_prefix`` + a channel."""

    tenant_id: str
    machine_id: str
    machine_code: str
    topic_prefix: str


def topic_prefix(tenant_code: str, machine_code: str) -> str:
    """The prefix of a machine's topics.

    >>> topic_prefix("dg01", "SAW-1") + "state"
    'shuanglun/v1/dg01/SAW-1/state'
    """
    return f"shuanglun/v1/{tenant_code}/{machine_code}/"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that was not taken: why, from whom as far as known, and when."""

    code: RefusalCode
    detail: str
    at: datetime
    peer: str
    client_id: str | None = None
    username: str | None = None
    tenant_id: str | None = None
    machine_id: str | None = None
    topic: str | None = None


class Kept(NamedTuple):
    """A record that is on disk and has been acknowledged."""

    position: Position
    entry: LogEntry


class AppendLog(Protocol):
    """What the endpoint needs of a log; called in a thread of its own."""

    def append_many(self, entries: Sequence[LogEntry]) -> AppendOutcome:
        """Keep the entries; return only when they are on disk."""


Authenticate = Callable[[str, str, str], Principal | None]
"""``(client_id, username, password)`` to the machine, or None. Called in a thread, because hashing takes its time."""

OnBatch = Callable[[Sequence[Kept]], None]
"""Told of every batch after its acknowledgement, in the event loop: to hand over quickly. It may fail without loss."""

OnRefusal = Callable[[Refusal], None]
"""Told of every refusal, in the event loop."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one connection, and the endpoint as a whole, may take. Sizes in bytes, times in seconds."""

    packet_bytes: int = 64 * 1024
    connections: int = 2000
    unacknowledged: int = 1000
    unacknowledged_total: int = 50_000
    connect_seconds: float = 10.0
    keep_alive_seconds: int = 300
    sweep_seconds: float = 0.5
    sign_ins_at_once: int = 2
    refusals: int = 20
