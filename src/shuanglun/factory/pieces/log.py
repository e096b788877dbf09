"""The log of scans, appended to by the floor, packing and shipping, never changed; all status is derived from it.

A scan first takes its running number. That takes the row lock of the tenant's scan counter until the transaction ends, so
the scans of one factory take effect one after another, in the order of their numbers: two stations that scan the same
piece at once cannot both be right, no two scans can lock each other out, and replaying the log in this order gives the
same state. (SQLite has one writer anyway; a factory's scanners send a few scans a second, a commit takes milliseconds.)
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, select, update

from shuanglun.factory.pieces.neighbours import neighbour
from shuanglun.kernel.ids import new_id
from shuanglun.storage import Work, take_numbers
from shuanglun.storage.sequences import sequences

DESK = ""  # station of what is done at a desk, not at a station


def take_turn(work: Work) -> int:
    """The running number of a scan; waits for the scan before it, in the same factory, to be on disk."""
    number = work.scalar(
        update(sequences)
        .where(sequences.c.tenant_id == work.tenant_id, sequences.c.kind == "scan")
        .values(next=sequences.c.next + 1)
        .returning(sequences.c.next)
    )
    if number is None:
        return take_numbers(work, "scan")[0]
    return int(number) - 1


def find_event(work: Work, client_event: str) -> RowMapping | None:
    """The scan with this number of the device, if it was received before."""
    events = neighbour("scan_events")
    return work.first(select(events).where(events.c.tenant_id == work.tenant_id, events.c.client_event == client_event))


def append_event(work: Work, seq: int, row: Mapping[str, Any]) -> str:
    """Append one event; returns its id. Left out: when received, by whom, and what is unknown."""
    event_id = new_id()
    blank = {"order_id": None, "unit_id": None, "package_code": None, "shipment_code": None, "code": None}
    known = {"id": event_id, "seq": seq, "received_at": work.now, "person_id": work.actor.id}
    work.insert(neighbour("scan_events"), {**blank, **known, **row})
    return event_id


def append_desk_event(
    work: Work, seq: int, action: str, code: str, payload: Mapping[str, Any], at: datetime | None = None, **refs: Any
) -> None:
    """Append what a person did at a desk (reopen, unload, leave, reject): known when it happened."""
    append_event(
        work,
        seq,
        {
            "client_event": f"desk:{new_id()}",
            "happened_at": at or work.now,
            "station_id": DESK,
            "text": code,
            "code": code,
            "action": action,
            "verdict": "ok",
            "reason": f"DESK-{action.upper()}",
            "payload": dict(payload),
            **refs,
        },
    )
