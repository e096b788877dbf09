"""Answers to a scan that are the same at every station."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from shuanglun.factory.pieces.model import operation_name
from shuanglun.factory.pieces.outcome import Outcome, Row, Verdict
from shuanglun.factory.pieces.queries import piece_brief, remade_as
from shuanglun.kernel.clock import FACTORY_ZONE
from shuanglun.kernel.text import Text
from shuanglun.storage import Work

_MINUTE = timedelta(minutes=1)


def title(row: Row) -> Text:
    """A piece or a hardware bag as people call it: name, order, unit."""
    unit = row["unit_label"]
    zh = f"{row['name_zh']}（{row['order_no']}" + (f" 第 {unit} 樘）" if unit else "）")
    en = f"{row['name_en']} (order {row['order_no']}" + (f", unit {unit})" if unit else ")")
    return Text(zh, en)


def operation_names(operations: Iterable[str]) -> Text:
    """Operations in a row."""
    texts = [operation_name(name) for name in operations]
    return Text("、".join(t.zh for t in texts), ", ".join(t.en for t in texts))


def clock_time(instant: datetime, at: datetime) -> str:
    """Local time of day, rounded up to the minute; with the day when it is not the day of ``at``."""
    part = timedelta(seconds=instant.second, microseconds=instant.microsecond)
    local = (instant - part + (_MINUTE if part else timedelta())).astimezone(FACTORY_ZONE)
    same_day = local.date() == at.astimezone(FACTORY_ZONE).date()
    return local.strftime("%H:%M" if same_day else "%m-%d %H:%M")


def item_answer(row: Row, verdict: Verdict, reason: str, text: Text, **more: Any) -> Outcome:
    """An answer about one piece or hardware bag."""
    return Outcome(
        verdict,
        reason,
        text,
        code=row["code"],
        piece=piece_brief(row) if "part_spec_id" in row else None,
        order={"id": row["order_id"], "no": row["order_no"]},
        unit_id=row["unit_id"],
        **more,
    )


def unknown_code(code: str) -> Outcome:
    """A well-formed code that this factory has not given out."""
    return Outcome("unknown", "FLOOR-UNKNOWN", Text("没有这个条码", "this code is not known here"), code=code)


def gone_answer(work: Work, row: Row) -> Outcome | None:
    """The answer for a piece or bag that does not count any more, None when it does."""
    what = title(row)
    if row["status"] == "scrapped":
        new = remade_as(work, row["code"])
        more = Text(f"，请用补件 {new}", f"; take its remake {new}") if new else Text("", "")
        return item_answer(
            row, "blocked", "FLOOR-SCRAPPED", Text(f"{what.zh}已报废{more.zh}", f"{what.en} is scrapped{more.en}")
        )
    if row["status"] == "cancelled" or row["order_status"] == "cancelled":
        text = Text(f"{what.zh}的订单已取消，请停手", f"the order of {what.en} is cancelled: stop")
        return item_answer(row, "blocked", "FLOOR-CANCELLED", text)
    return None


def curing_answer(row: Row, at: datetime) -> Outcome:
    """Too soon: still curing."""
    what, until = title(row), clock_time(row["cured_at"], at)
    text = Text(f"{what.zh}还在养生，到 {until}", f"{what.en} is still curing until {until}")
    return item_answer(row, "blocked", "FLOOR-CURING", text)


def inside_answer(row: Row) -> Outcome:
    """Goes into (or is inside) an assembly: that is what is scanned."""
    what, leaf = title(row), row["into_code"]
    text = Text(f"{what.zh}是 {leaf} 的一部分，请扫 {leaf}", f"{what.en} is part of {leaf}: scan {leaf}")
    return item_answer(row, "wrong", "FLOOR-INSIDE", text)
