"""What a station's screen shows: what now, how many left, what was scanned last."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import RowMapping, and_, func, select

from shuanglun.factory.floor.errors import station_not_found
from shuanglun.factory.floor.machine_scan import only_assemblies
from shuanglun.factory.floor.tables import scan_events, stations
from shuanglun.factory.packing import open_packages
from shuanglun.factory.pieces import neighbour, next_operation, open_work, select_pieces, select_standing, size_of
from shuanglun.factory.pieces.tables import pieces
from shuanglun.kernel.clock import FACTORY_ZONE
from shuanglun.storage import Work

NEXT = 20
LAST = 10
_WANTED = ("released", "in_production")
_WORKED = ("planned", "in_process", "ready")


def station_work(work: Work, station_id: str) -> dict[str, Any]:
    """What a station works on now; for packing the open packages, those begun and with the fewest missing first.

    The lot is the first one of the current plan, in the order of its tasks, with a piece whose turn it is here; failing
    that the first with pieces that will come here. Lots without a task come last, by due day.

    Raises:
        NotFound: there is no such station in use.
    """
    station = work.first(select(stations).where(stations.c.tenant_id == work.tenant_id, stations.c.id == station_id))
    if station is None or not station["active"]:
        raise station_not_found()
    shown = ("id", "code", "name", "operation", "machine_id", "package_code")
    found: dict[str, Any] = {
        "station": {key: station[key] for key in shown},
        "lot": None,
        "pattern": None,
        "next": [],
        "left": 0,
        "done_today": _done_today(work, station_id),
        "last": _last(work, station_id),
    }
    if station["operation"] == "pack":
        found["packages"] = open_packages(work)
    elif station["operation"] != "ship":
        found.update(_machine_work(work, station))
    return found


def _done_today(work: Work, station_id: str) -> int:
    """Right scans since local midnight that moved something on."""
    midnight = _midnight(work.now)
    count: int = work.scalar(
        select(func.count())
        .select_from(scan_events)
        .where(
            scan_events.c.tenant_id == work.tenant_id,
            scan_events.c.station_id == station_id,
            scan_events.c.verdict == "ok",
            scan_events.c.action.in_(("done", "pack", "load")),
            scan_events.c.received_at >= midnight - timedelta(days=1),
            scan_events.c.happened_at >= midnight,
        )
    )
    return count


def _midnight(now: datetime) -> datetime:
    return now.astimezone(FACTORY_ZONE).replace(hour=0, minute=0, second=0, microsecond=0)


def _last(work: Work, station_id: str) -> list[dict[str, Any]]:
    rows = work.all(
        select(scan_events.c.payload, scan_events.c.happened_at)
        .where(scan_events.c.tenant_id == work.tenant_id, scan_events.c.station_id == station_id)
        .order_by(scan_events.c.seq.desc())
        .limit(LAST)
    )
    return [{**row["payload"]["answer"], "happened_at": row["happened_at"]} for row in rows]


def _machine_work(work: Work, station: RowMapping) -> dict[str, Any]:
    operation = station["operation"]
    left: dict[str, int] = {}
    done: dict[str, int] = {}
    due: set[str] = set()
    for row in _standing(work, operation):
        route = orjson.loads(row["route_text"])
        if operation in route:
            counts = left if operation in route[row["step"] :] else done
            counts[row["lot_id"]] = counts.get(row["lot_id"], 0) + row["pieces"]
        if next_operation(route, row["step"]) == operation:
            due.add(row["lot_id"])
    lots = [row for row in _lots_in_order(work, station) if left.get(row["id"])]
    lot, waiting = _lot_to_work(work, lots, due, operation)
    if lot is None or not waiting:
        return {}
    return {
        "lot": {**lot, "done": done.get(lot["id"], 0)},
        "pattern": waiting[0]["pattern"] if operation == "saw" else None,
        "next": waiting[:NEXT],
        "left": left[lot["id"]],
    }


def _lot_to_work(
    work: Work, lots: Sequence[dict[str, Any]], due: set[str], operation: str
) -> tuple[dict[str, Any] | None, list[dict[str, Any]]]:
    """The first lot with a piece that can be worked now, and its waiting pieces; else the first lot that waits."""
    first: tuple[dict[str, Any] | None, list[dict[str, Any]]] = (None, [])
    for lot in [*(row for row in lots if row["id"] in due), *lots[:1]]:
        waiting = _waiting(work, lot["id"], operation)
        if any(row["now"] for row in waiting):
            return lot, waiting
        first = first if first[0] is not None else (lot, waiting)
    return first


def _standing(work: Work, operation: str) -> Sequence[RowMapping]:
    lots = neighbour("lots")
    wanted = select(lots.c.id).where(lots.c.tenant_id == work.tenant_id, lots.c.status.in_(_WANTED))
    return work.all(
        select_standing(work, pieces.c.lot_id).where(pieces.c.lot_id.in_(wanted), only_assemblies(operation))
    )


def _lots_in_order(work: Work, station: RowMapping) -> list[dict[str, Any]]:
    """Lots in work with the time their task at this station begins and ends; those without a task last, by due day."""
    lots, tasks, runs = neighbour("lots"), neighbour("tasks"), neighbour("plan_runs")
    current = select(runs.c.id).where(runs.c.tenant_id == work.tenant_id, runs.c.status == "current")
    mine = and_(
        tasks.c.tenant_id == lots.c.tenant_id,
        tasks.c.lot_id == lots.c.id,
        tasks.c.operation == station["operation"],
        tasks.c.plan_run_id.in_(current),
    )
    shown = ("id", "no", "kind", "material_code", "thickness", "due_on", "pieces", "area_mm2", "status", "reason")
    rows = work.all(
        select(*(lots.c[name] for name in shown), tasks.c.starts_at, tasks.c.ends_at, tasks.c.machine_id)
        .select_from(lots.outerjoin(tasks, mine))
        .where(lots.c.tenant_id == work.tenant_id, lots.c.status.in_(_WANTED))
        .order_by(lots.c.due_on, lots.c.no)
    )
    ranked = sorted(rows, key=lambda row: _rank(row, station["machine_id"]))
    return [{key: row[key] for key in (*shown, "starts_at", "ends_at")} for row in ranked]


def _rank(row: RowMapping, machine_id: str | None) -> tuple[bool, bool, float]:
    """Tasks of this very machine first, then those of another one, then lots without a task."""
    planned = row["starts_at"] is not None
    elsewhere = machine_id is not None and row["machine_id"] not in {None, machine_id}
    return (not planned, elsewhere, row["starts_at"].timestamp() if planned else 0.0)


def _waiting(work: Work, lot_id: str, operation: str) -> list[dict[str, Any]]:
    """Pieces of a lot that wait for an operation: those that can be worked now first, in sawing order."""
    patterns = neighbour("patterns")
    pattern = and_(patterns.c.tenant_id == pieces.c.tenant_id, patterns.c.id == pieces.c.pattern_id)
    rows = work.all(
        select_pieces(work)
        .add_columns(patterns.c.no.label("pattern_no"), patterns.c.board_code)
        .outerjoin(patterns, pattern)
        .where(pieces.c.lot_id == lot_id, pieces.c.status.in_(_WORKED), only_assemblies(operation))
    )
    waiting = sorted((row for row in rows if operation in row["route"][row["step"] :]), key=_place)
    held = _held_by_members(work, lot_id) if operation == "press" else frozenset()
    found = [_next(row, operation, held, work.now) for row in waiting]
    return sorted(found, key=lambda row: not row["now"])


def _held_by_members(work: Work, lot_id: str) -> frozenset[str]:
    """Assemblies of a lot that cannot be pressed yet: a member is still to be worked."""
    parents = pieces.alias("parents")
    rows = work.all(
        select_pieces(work)
        .join(parents, and_(parents.c.tenant_id == pieces.c.tenant_id, parents.c.code == pieces.c.into_code))
        .where(parents.c.lot_id == lot_id, pieces.c.status.not_in(("scrapped", "cancelled")))
    )
    return frozenset(row["into_code"] for row in rows if open_work(row["route"], row["step"]))


def _place(row: RowMapping) -> tuple[bool, int, int, str]:
    """By pattern and place on it, then by code."""
    no, place = row["pattern_no"], row["pattern_pos"]
    return (no is None, no or 0, place or 0, row["code"])


def _next(row: RowMapping, operation: str, held: frozenset[str], now: datetime) -> dict[str, Any]:
    mine = next_operation(row["route"], row["step"]) == operation
    curing = row["cured_at"] is not None and row["cured_at"] > now
    return {
        "code": row["code"],
        "name_zh": row["name_zh"],
        "name_en": row["name_en"],
        "size": size_of(row),
        "label": f"{row['order_no']} {row['unit_label']}",
        "pattern_id": row["pattern_id"],
        "pattern": _pattern(row),
        "now": mine and not curing and row["code"] not in held,
    }


def _pattern(first: RowMapping) -> dict[str, Any] | None:
    """The pattern a piece is sawn from."""
    if first["pattern_id"] is None:
        return None
    return {"id": first["pattern_id"], "no": first["pattern_no"], "board_code": first["board_code"]}
