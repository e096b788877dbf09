"""What may be read in planning: open pieces, the current plan, lots, the schedule, late orders."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import RowMapping, Select, and_, func, or_, select, true

from shuanglun.factory.cutting_room import cut_plan_of
from shuanglun.factory.machines.tables import calendars, machines
from shuanglun.factory.orders.tables import orders
from shuanglun.factory.pieces.tables import pieces, units
from shuanglun.factory.planning.model import MachineRow, OpenPiece
from shuanglun.factory.planning.tables import lots, order_outlooks, plan_runs, still_to_make, tasks
from shuanglun.factory.splitting.tables import part_specs
from shuanglun.kernel.errors import NotFound
from shuanglun.kernel.shifts import ShiftCalendar
from shuanglun.kernel.text import Text
from shuanglun.storage import Work

OPEN = ("planned", "in_process", "assembled", "ready")


def _open_query(tenant_id: str) -> Select[Any]:
    return (
        select(
            pieces.c.code,
            pieces.c.part_spec_id,
            part_specs.c.name_zh,
            pieces.c.order_id,
            orders.c.no,
            pieces.c.unit_id,
            units.c.due_on,
            part_specs.c.material_code,
            part_specs.c.colour,
            part_specs.c.thickness,
            part_specs.c.cut_length,
            part_specs.c.cut_width,
            part_specs.c.grain,
            part_specs.c.route,
            pieces.c.step,
            pieces.c.into_code,
            pieces.c.lot_id,
            lots.c.reason,
        )
        .join(part_specs, and_(part_specs.c.tenant_id == tenant_id, part_specs.c.id == pieces.c.part_spec_id))
        .join(orders, and_(orders.c.tenant_id == tenant_id, orders.c.id == pieces.c.order_id))
        .join(units, and_(units.c.tenant_id == tenant_id, units.c.id == pieces.c.unit_id))
        .outerjoin(lots, and_(lots.c.tenant_id == tenant_id, lots.c.id == pieces.c.lot_id))
        .where(pieces.c.tenant_id == tenant_id)
    )


def open_pieces(work: Work, order_ids: Sequence[str] | None = None) -> list[OpenPiece]:
    """Pieces with work left; with ``order_ids`` only new pieces of these, but always all that are under way."""
    query = _open_query(work.tenant_id).where(pieces.c.status.in_(OPEN), orders.c.status != "cancelled")
    if order_ids is not None:
        query = query.where(or_(pieces.c.order_id.in_(order_ids), pieces.c.lot_id.is_not(None)))
    return [_open_piece(row) for row in work.all(query.order_by(pieces.c.code))]


def _open_piece(row: RowMapping) -> OpenPiece:
    reason = row["reason"]
    return OpenPiece(
        code=row["code"],
        part_spec_id=row["part_spec_id"],
        name=row["name_zh"],
        order_id=row["order_id"],
        order_no=row["no"],
        unit_id=row["unit_id"],
        due_on=row["due_on"],
        material_code=row["material_code"],
        colour=row["colour"],
        thickness=row["thickness"],
        cut_length=row["cut_length"],
        cut_width=row["cut_width"],
        grain=row["grain"],
        route=tuple(row["route"]),
        step=row["step"],
        into_code=row["into_code"],
        lot_id=row["lot_id"],
        wave=reason["wave"] if reason else None,
    )


def machine_rows(work: Work) -> list[MachineRow]:
    """The machines in use with their calendars."""
    query = (
        select(machines, calendars.c.body)
        .join(calendars, and_(calendars.c.tenant_id == machines.c.tenant_id, calendars.c.id == machines.c.calendar_id))
        .where(machines.c.tenant_id == work.tenant_id, machines.c.active.is_(true()))
        .order_by(machines.c.code)
    )
    return [
        MachineRow(r["id"], r["code"], r["name"], r["work_centre"], r["body"], r["profile"]) for r in work.all(query)
    ]


def lots_of_waves(work: Work, waves: Iterable[str]) -> Sequence[RowMapping]:
    """The lots of earlier runs that belong to given waves."""
    wanted = set(waves)
    rows = work.all(
        select(lots).where(lots.c.tenant_id == work.tenant_id, lots.c.status.in_(("released", "in_production")))
    )
    return [row for row in rows if row["reason"]["wave"] in wanted]


def _current(work: Work) -> RowMapping | None:
    return work.first(select(plan_runs).where(plan_runs.c.tenant_id == work.tenant_id, plan_runs.c.status == "current"))


def current_plan(work: Work) -> dict[str, Any]:
    """The plan that holds now: figures, lots, late orders, and how many released orders it does not hold."""
    run = _current(work)
    unplanned = work.scalar(
        select(func.count())
        .select_from(orders)
        .where(orders.c.tenant_id == work.tenant_id, orders.c.status == "released")
    )
    if run is None:
        return {
            "plan": None,
            "lots": [],
            "late": [],
            "orders_count": 0,
            "late_orders_count": 0,
            "unplanned_orders": unplanned,
        }
    keys = ("id", "created_at", "settings", "figures", "findings")
    outlooks = outlook(work)
    late = [row for row in outlooks if row["late_seconds"] > 0]
    return {
        "plan": {key: run[key] for key in keys},
        "lots": list_lots(work),
        "late": late,
        # An order with several due days has an outlook for each of them; people count orders.
        "orders_count": len({row["order_id"] for row in outlooks}),
        "late_orders_count": len({row["order_id"] for row in late}),
        "unplanned_orders": unplanned,
    }


_OUTLOOK = ("order_id", "no", "customer", "due_on", "finish_at", "late_seconds", "units", "reason")


def _outlooks(work: Work) -> Select[Any]:
    return (
        select(order_outlooks, orders.c.no, orders.c.customer)
        .join(
            plan_runs,
            and_(plan_runs.c.tenant_id == order_outlooks.c.tenant_id, plan_runs.c.id == order_outlooks.c.plan_run_id),
        )
        .join(orders, and_(orders.c.tenant_id == order_outlooks.c.tenant_id, orders.c.id == order_outlooks.c.order_id))
        .where(order_outlooks.c.tenant_id == work.tenant_id, plan_runs.c.status == "current")
        .order_by(order_outlooks.c.late_seconds.desc(), order_outlooks.c.due_on, orders.c.no)
    )


def outlook(work: Work, order_id: str | None = None) -> list[dict[str, Any]]:
    """What the current plan said each order may expect, latest first."""
    query = _outlooks(work)
    if order_id is not None:
        query = query.where(order_outlooks.c.order_id == order_id)
    return [{key: row[key] for key in _OUTLOOK} for row in work.all(query)]


def late_outlooks(work: Work) -> list[dict[str, Any]]:
    """Who will be late by the current plan and still waits for doors, latest first; cancelled orders wait for none."""
    waiting = and_(order_outlooks.c.late_seconds > 0, orders.c.status != "cancelled", still_to_make())
    return [{key: row[key] for key in _OUTLOOK} for row in work.all(_outlooks(work).where(waiting))]


def _done_by_lot(work: Work, lot_id: str | None) -> dict[str, int]:
    """Pieces of a lot past its own work: sawn for a cut lot, pressed for an assembly lot."""
    query = select(pieces.c.lot_id, func.count().label("done")).where(
        pieces.c.tenant_id == work.tenant_id, pieces.c.lot_id.is_not(None), pieces.c.step > 0
    )
    if lot_id is not None:
        query = query.where(pieces.c.lot_id == lot_id)
    return {row["lot_id"]: row["done"] for row in work.all(query.group_by(pieces.c.lot_id))}


def list_lots(work: Work, lot_id: str | None = None) -> list[dict[str, Any]]:
    """Lots with their span in the current schedule and how many pieces are past their first operation."""
    run = _current(work)
    span = (
        select(
            tasks.c.lot_id, func.min(tasks.c.starts_at).label("starts_at"), func.max(tasks.c.ends_at).label("ends_at")
        )
        .where(tasks.c.tenant_id == work.tenant_id, tasks.c.plan_run_id == (run["id"] if run else ""))
        .group_by(tasks.c.lot_id)
        .subquery()
    )
    query = (
        select(lots, span.c.starts_at, span.c.ends_at)
        .outerjoin(span, span.c.lot_id == lots.c.id)
        .where(lots.c.tenant_id == work.tenant_id)
        .order_by(lots.c.no)
    )
    if lot_id is not None:
        query = query.where(lots.c.id == lot_id)
    done = _done_by_lot(work, lot_id)
    keys = ("id", "no", "kind", "material_code", "thickness", "due_on", "pieces", "area_mm2", "status", "reason")
    return [
        {
            **{key: row[key] for key in keys},
            "done": done.get(row["id"], 0),
            "starts_at": row["starts_at"],
            "ends_at": row["ends_at"],
        }
        for row in work.all(query)
    ]


def lot(work: Work, lot_id: str) -> dict[str, Any]:
    """One lot with its cut plan, patterns and tasks.

    Raises:
        NotFound: no such lot.
    """
    found = list_lots(work, lot_id)
    if not found:
        raise NotFound("LOT-NOT-FOUND", Text("没有这个批次", "there is no such lot"))
    cut = cut_plan_of(work, lot_id)
    return {
        **found[0],
        "cut_plan": {key: cut[key] for key in ("id", "engine", "figures", "settings")} if cut else None,
        "patterns": cut["patterns"] if cut else [],
        "tasks": _tasks(work, lot_id),
    }


def _tasks(work: Work, lot_id: str | None = None) -> list[dict[str, Any]]:
    query = (
        select(tasks, lots.c.no.label("lot_no"))
        .join(lots, and_(lots.c.tenant_id == tasks.c.tenant_id, lots.c.id == tasks.c.lot_id))
        .join(plan_runs, and_(plan_runs.c.tenant_id == tasks.c.tenant_id, plan_runs.c.id == tasks.c.plan_run_id))
        .where(tasks.c.tenant_id == work.tenant_id, plan_runs.c.status == "current")
        .order_by(tasks.c.starts_at, tasks.c.id)
    )
    if lot_id is not None:
        query = query.where(tasks.c.lot_id == lot_id)
    return [{k: v for k, v in row.items() if k not in {"tenant_id", "plan_run_id"}} for row in work.all(query)]


def schedule_view(work: Work) -> dict[str, Any]:
    """Machines with their tasks and shifts, and the waits that need no machine."""
    found = _tasks(work)
    start: datetime = min((t["starts_at"] for t in found), default=work.now)
    end: datetime = max((t["ends_at"] for t in found), default=work.now + timedelta(days=1))
    rows = []
    for machine in machine_rows(work):
        calendar = ShiftCalendar.from_dict(machine.calendar)
        shifts = [{"start": i.start, "end": i.end} for i in calendar.intervals(start, end)]
        mine = [task for task in found if task["machine_id"] == machine.id]
        rows.append(
            {
                "id": machine.id,
                "code": machine.code,
                "name": machine.name,
                "work_centre": machine.work_centre,
                "tasks": mine,
                "shifts": shifts,
            }
        )
    return {"from": start, "to": end, "machines": rows, "waits": [t for t in found if t["machine_id"] is None]}
