"""A scan at the press: any member or the leaf itself presses the whole assembly, once all members are worked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import RowMapping

from shuanglun.factory.floor import machine_scan as machine
from shuanglun.factory.floor import messages
from shuanglun.factory.pieces import (
    Outcome,
    Reading,
    advance_lot,
    gone_answer,
    item_answer,
    lock_assembly,
    lock_piece,
    move,
    open_work,
    operation_names,
    start_order,
    title,
    unknown_code,
    write_piece,
    write_pieces,
)
from shuanglun.kernel.text import Text
from shuanglun.storage import Work


def press_scan(work: Work, reading: Reading) -> Outcome:
    """Judge a scan at the press; when right, the assembly moves on and its members become part of it."""
    if reading.kind != "piece":
        return messages.wrong_kind(reading.code, reading.kind, reading.operation)
    scanned = lock_piece(work, reading.code)
    if scanned is None:
        return unknown_code(reading.code)
    if (stopped := gone_answer(work, scanned)) is not None:
        return stopped
    assembly, members = lock_assembly(work, scanned["into_code"] or scanned["code"])
    return unknown_code(reading.code) if assembly is None else _judge(work, reading, assembly, members)


def _judge(work: Work, reading: Reading, assembly: RowMapping, members: Sequence[RowMapping]) -> Outcome:
    if (stopped := gone_answer(work, assembly)) is not None:
        return stopped
    here = move(machine.progress_of(assembly), reading.operation, reading.at)
    if here.kind != "go":
        return machine.refuse(assembly, reading, here)
    waiting = [row for row in members if open_work(row["route"], row["step"])]
    return _members_missing(assembly, waiting) if waiting else _press(work, assembly, members, reading, here.step)


def _members_missing(assembly: RowMapping, waiting: Sequence[RowMapping]) -> Outcome:
    zh, en = [], []
    for row in waiting:
        left = operation_names(open_work(row["route"], row["step"]))
        zh.append(f"{row['name_zh']} {row['code']}（{left.zh}）")
        en.append(f"{row['name_en']} {row['code']} ({left.en})")
    what = title(assembly)
    text = Text(f"{what.zh}还缺 {len(zh)} 件：{'、'.join(zh)}", f"{what.en} lacks {len(en)}: {', '.join(en)}")
    return item_answer(assembly, "blocked", "FLOOR-MEMBERS-MISSING", text)


def _press(work: Work, assembly: RowMapping, members: Sequence[RowMapping], reading: Reading, step: int) -> Outcome:
    values = machine.new_state(work, assembly, reading, step)
    if not write_piece(work, assembly, **values):
        raise RuntimeError(f"assembly {assembly['code']} moved while its scan was judged")
    write_pieces(work, [_assembled(row, reading) for row in members])
    start_order(work, assembly)
    advance_lot(work, assembly, values["status"])
    for lot in {row["lot_id"]: row for row in members}.values():
        advance_lot(work, lot, "assembled")
    what = title(assembly)
    text = Text(f"压合完成：{what.zh}，{len(members)} 件合成一扇", f"pressed: {what.en} from {len(members)} pieces")
    counts = machine.lot_counts(work, assembly["lot_id"], reading.operation)
    codes = [row["code"] for row in members]
    return machine.done(assembly, reading, values, text, counts, members=codes)


def _assembled(row: RowMapping, reading: Reading) -> dict[str, Any]:
    return {"code": row["code"], "step": len(row["route"]), "status": "assembled", "step_at": reading.at}
