"""The MQTT endpoint machines publish to: no broker between, and PUBACK only when the record is on disk.

It stores the raw payload under the machine that signed in; what the payload means is ``engines.machine_state``'s.
"""

from __future__ import annotations

from shuanglun.faces.ingest.model import (
    CHANNELS,
    Authenticate,
    Kept,
    Limits,
    OnBatch,
    OnRefusal,
    Principal,
    Refusal,
    topic_prefix,
)
from shuanglun.faces.ingest.server import IngestServer

__all__ = [
    "CHANNELS",
    "Authenticate",
    "IngestServer",
    "Kept",
    "Limits",
    "OnBatch",
    "OnRefusal",
    "Principal",
    "Refusal",
    "topic_prefix",
]
