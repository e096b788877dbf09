"""One scan: read the text, judge it by the station's room, keep it in the log, answer.

A scan is never an error: whatever was scanned, by whomever, wherever, the answer says in one sentence what it means, and
one immutable row of the log keeps it. The same scan sent twice (``client_event``) answers the same and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy import RowMapping, select

from shuanglun.factory.floor import messages
from shuanglun.factory.floor.answers import ScanAnswer
from shuanglun.factory.floor.errors import station_not_found
from shuanglun.factory.floor.machine_scan import machine_scan
from shuanglun.factory.floor.press_scan import press_scan
from shuanglun.factory.floor.tables import stations
from shuanglun.factory.packing import ASIDE, pack_scan
from shuanglun.factory.pieces import Outcome, Reading, append_event, find_event, take_turn
from shuanglun.factory.shipping import ship_scan
from shuanglun.kernel.codes import CodeError, normalise, parse_code
from shuanglun.storage import Work

LONGEST_TEXT = 200
_ACTIONS = frozenset({ASIDE})
_ROOMS: Mapping[str, Callable[[Work, Reading], Outcome]] = {
    "pack": pack_scan,
    "ship": ship_scan,
    "press": press_scan,
}


def scan(
    work: Work,
    station_id: str,
    text: str,
    client_event: str,
    happened_at: datetime,
    shipment_code: str | None = None,
) -> ScanAnswer:
    """Carry out one scan at a station and answer it.

    ``happened_at`` is the device's time (aware); a device that kept scans while it was offline sends them later, in its
    own order, and a time after the scan was received is taken as the time it was received. ``shipment_code`` says which
    lorry is being loaded.

    Raises:
        NotFound: there is no such station in use.
    """
    seq = take_turn(work)
    clean = _printable(text)
    earlier = find_event(work, client_event)
    if earlier is not None:
        if earlier["station_id"] == station_id and earlier["text"] == clean:
            return ScanAnswer.from_dict(earlier["payload"]["answer"])
        client_event = f"{client_event}#{seq}"
    station = _station(work, station_id)
    at = min(happened_at, work.now)
    outcome = messages.event_reused() if earlier is not None else judge(work, station, clean, at, shipment_code)
    return _keep(work, seq, outcome, clean, client_event, happened_at, station_id)


def judge(work: Work, station: RowMapping, text: str, at: datetime, shipment_code: str | None) -> Outcome:
    """One resolver for codes of every kind: find out what the text is, and let the station's room decide."""
    plain = normalise(text)
    if plain in _ACTIONS:
        reading = Reading(station, text, "action", plain, at, shipment_code)
    else:
        try:
            code = parse_code(plain)
        except CodeError as error:
            return messages.unreadable(error.reason)
        reading = Reading(station, text, code.kind, str(code), at, shipment_code)
    return _ROOMS.get(reading.operation, machine_scan)(work, reading)


def _printable(text: str) -> str:
    """What can be stored everywhere: no zero bytes or half characters, not endless."""
    return text.encode("utf-8", "replace").decode().replace("\0", "")[:LONGEST_TEXT]


def _station(work: Work, station_id: str) -> RowMapping:
    row = work.first(select(stations).where(stations.c.tenant_id == work.tenant_id, stations.c.id == station_id))
    if row is None or not row["active"]:
        raise station_not_found()
    return row


def _keep(
    work: Work,
    seq: int,
    outcome: Outcome,
    text: str,
    client_event: str,
    happened_at: datetime,
    station_id: str,
) -> ScanAnswer:
    answer = ScanAnswer.of(outcome)
    append_event(
        work,
        seq,
        {
            "client_event": client_event,
            "happened_at": happened_at,
            "station_id": station_id,
            "text": text,
            "code": outcome.code,
            "action": outcome.action,
            "verdict": outcome.verdict,
            "reason": outcome.reason,
            "order_id": outcome.order["id"] if outcome.order else None,
            "unit_id": outcome.unit_id,
            "package_code": outcome.package_code,
            "shipment_code": outcome.shipment_code,
            "payload": {"answer": answer.as_dict(), "facts": dict(outcome.facts)},
        },
    )
    for topic in outcome.topics:
        work.announce(topic, station_id=station_id, code=outcome.code)
    return answer
