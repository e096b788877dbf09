"""A scan at a machine: saw, edge-bander, CNC. Right when it is the piece's turn; anything else changes nothing."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import ColumnElement, RowMapping, select, true

from shuanglun.factory.cutting_room import board_sawn
from shuanglun.factory.floor import messages
from shuanglun.factory.pieces import (
    CURE,
    PRESS,
    Move,
    Outcome,
    Progress,
    Reading,
    advance_lot,
    advance_pattern,
    curing_answer,
    gone_answer,
    inside_answer,
    item_answer,
    lock_piece,
    move,
    neighbour,
    next_operation,
    operation_name,
    operation_names,
    piece_brief,
    select_standing,
    start_order,
    status_at,
    title,
    unknown_code,
    write_piece,
)
from shuanglun.factory.pieces.tables import pieces
from shuanglun.kernel.text import Text
from shuanglun.storage import Work

CURE_MINUTES = 240  # where the machine's profile does not say "cure_minutes"
SAWN_LOTS = frozenset({"released", "in_production", "done"})


def machine_scan(work: Work, reading: Reading) -> Outcome:
    """Judge a scan at a machine and do the operation when it is right."""
    if reading.kind != "piece":
        return messages.wrong_kind(reading.code, reading.kind, reading.operation)
    row = lock_piece(work, reading.code)
    if row is None:
        return unknown_code(reading.code)
    if (stopped := gone_answer(work, row)) is not None:
        return stopped
    here = move(progress_of(row), reading.operation, reading.at)
    if here.kind != "go":
        return refuse(row, reading, here)
    if reading.operation == "saw" and row["lot_status"] not in SAWN_LOTS:
        return item_answer(row, "blocked", "FLOOR-NOT-RELEASED", _NOT_RELEASED)
    return _do(work, row, reading, here.step)


_NOT_RELEASED = Text("还没有排进生产批次，不能开料", "it is in no lot yet: not released to the saw")


def progress_of(row: RowMapping) -> Progress:
    """Where a piece stands."""
    return Progress(tuple(row["route"]), row["step"], row["cured_at"])


def refuse(row: RowMapping, reading: Reading, here: Move) -> Outcome:
    """Why the operation cannot be done now."""
    what, name = title(row), operation_name(reading.operation)
    if here.kind == "done":
        text = Text(f"{what.zh}{name.zh}已经做过", f"{name.en} of {what.en} is done already")
        return item_answer(row, "duplicate", "FLOOR-DONE-ALREADY", text)
    if here.kind == "early":
        missing = operation_names(here.missing)
        text = Text(
            f"{what.zh}还没{missing.zh}，不能{name.zh}",
            f"{what.en} has not had {missing.en} yet; {name.en} comes later",
        )
        return item_answer(row, "wrong", "FLOOR-OUT-OF-ORDER", text)
    if here.kind == "curing":
        return curing_answer(row, reading.at)
    return _elsewhere(row, what, name)


def _elsewhere(row: RowMapping, what: Text, name: Text) -> Outcome:
    if row["into_code"] is not None and row["status"] == "assembled":
        return inside_answer(row)
    due = next_operation(row["route"], row["step"])
    way = operation_name(due) if due else Text("包装", "packing")
    text = Text(f"{what.zh}不做{name.zh}，下一步是{way.zh}", f"{what.en} has no {name.en}; its next step is {way.en}")
    return item_answer(row, "wrong", "FLOOR-WRONG-STATION", text)


def _do(work: Work, row: RowMapping, reading: Reading, step: int) -> Outcome:
    values = new_state(work, row, reading, step)
    if not write_piece(work, row, **values):
        raise RuntimeError(f"piece {row['code']} moved while its scan was judged")
    start_order(work, row)
    if reading.operation == "saw" and advance_pattern(work, row, reading.at):
        board_sawn(work, row["pattern_id"])
    advance_lot(work, row, values["status"])
    what, name = title(row), operation_name(reading.operation)
    due = next_operation(row["route"], step)
    then = operation_name(due) if due else Text("包装", "packing")
    text = Text(f"{name.zh}完成：{what.zh}，下一步{then.zh}", f"{name.en} done: {what.en}; next {then.en}")
    return done(row, reading, values, text, lot_counts(work, row["lot_id"], reading.operation))


def new_state(work: Work, row: RowMapping, reading: Reading, step: int) -> dict[str, Any]:
    """What a piece's row becomes after an operation; a cure that follows starts now."""
    route = row["route"]
    cures = step < len(route) and route[step] == CURE
    return {
        "step": step,
        "status": status_at(route, step, row["into_code"]),
        "step_at": reading.at,
        "cured_at": reading.at + cure_time(work, reading.station["machine_id"]) if cures else row["cured_at"],
    }


def cure_time(work: Work, machine_id: str | None) -> timedelta:
    """How long a piece cures after this machine (``cure_minutes`` of its profile)."""
    machines = neighbour("machines")
    profile = work.scalar(
        select(machines.c.profile).where(machines.c.tenant_id == work.tenant_id, machines.c.id == machine_id)
    )
    return timedelta(minutes=int((profile or {}).get("cure_minutes", CURE_MINUTES)))


def done(
    row: RowMapping, reading: Reading, values: dict[str, Any], text: Text, counts: dict[str, int] | None, **facts: Any
) -> Outcome:
    """The answer to a right scan, with what the log needs to derive the state again."""
    cured_at: datetime | None = values["cured_at"]
    return Outcome(
        "ok",
        "FLOOR-OK",
        text,
        action="done",
        code=row["code"],
        piece=piece_brief(row, **values),
        order={"id": row["order_id"], "no": row["order_no"]},
        counts=counts,
        unit_id=row["unit_id"],
        facts={
            "operation": reading.operation,
            "cured_at": cured_at.isoformat() if cured_at else None,
            **facts,
        },
        topics=("pieces", "board"),
    )


def only_assemblies(operation: str) -> ColumnElement[bool]:
    """At the press the assemblies count, not their members; elsewhere every piece does."""
    return pieces.c.into_code.is_(None) if operation == PRESS else true()


def lot_counts(work: Work, lot_id: str | None, operation: str) -> dict[str, int] | None:
    """How many pieces of a lot have had this operation and how many wait for it; None without a lot."""
    if lot_id is None:
        return None
    finished = left = 0
    for row in work.all(select_standing(work).where(pieces.c.lot_id == lot_id, only_assemblies(operation))):
        route = orjson.loads(row["route_text"])
        if operation in route[row["step"] :]:
            left += row["pieces"]
        elif operation in route:
            finished += row["pieces"]
    return {"done": finished, "left": left}
