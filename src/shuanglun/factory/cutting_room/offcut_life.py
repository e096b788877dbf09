"""The life of an off-cut: immutable events, and the status, place and age that follow from them.

``happen`` is the only writer of an off-cut's state: it keeps the event and moves the cached columns in one conditional
step, so that two people (or a person and planning) cannot both have the same off-cut.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, and_, bindparam, select, update

from shuanglun.factory.cutting_room.tables import offcut_events, offcuts
from shuanglun.kernel.text import Text
from shuanglun.storage import Work, take_numbers

OFFCUT_STATUS: dict[str, Text] = {
    "planned": Text("待产生", "planned"),
    "in_stock": Text("在库", "in stock"),
    "reserved": Text("已预留", "reserved"),
    "used": Text("已用", "used"),
    "scrapped": Text("报废", "scrapped"),
    "missing": Text("盘亏", "missing"),
    "void": Text("不再产生", "not made after all"),
}
EVENT_NAMES: dict[str, Text] = {
    "planned": Text("排版时留作余料", "kept by a cut plan"),
    "made": Text("开料产生，入库", "sawn, put in stock"),
    "measured": Text("手工量尺入库", "measured and put in stock"),
    "reserved": Text("排版预留", "reserved by a cut plan"),
    "released": Text("解除预留", "given back by a cut plan"),
    "used": Text("开料用掉", "cut up by a plan"),
    "taken": Text("领用", "taken out"),
    "scrapped": Text("报废", "scrapped"),
    "moved": Text("移库", "moved"),
    "seen": Text("盘点见到", "seen at a stock-take"),
    "missing": Text("盘点未见，盘亏", "missing at a stock-take"),
    "found": Text("找到，重新入库", "found, back in stock"),
    "void": Text("批次取消或改排，不再产生", "its lot was cancelled or planned anew"),
}
# kind -> (statuses it may happen in, status after it; None: as it was)
_RULES: dict[str, tuple[frozenset[str], str | None]] = {
    "planned": (frozenset({"planned"}), "planned"),
    "made": (frozenset({"planned"}), "in_stock"),
    "measured": (frozenset({"in_stock"}), "in_stock"),
    "reserved": (frozenset({"in_stock"}), "reserved"),
    "released": (frozenset({"reserved"}), "in_stock"),
    "used": (frozenset({"reserved"}), "used"),
    "taken": (frozenset({"in_stock"}), "used"),
    "scrapped": (frozenset({"in_stock", "missing"}), "scrapped"),
    "moved": (frozenset({"in_stock", "reserved"}), None),
    "seen": (frozenset({"in_stock", "reserved"}), None),
    "missing": (frozenset({"in_stock"}), "missing"),
    "found": (frozenset({"missing", "used", "scrapped"}), "in_stock"),
    "void": (frozenset({"planned"}), "void"),
}
_IN_HAND = frozenset({"made", "measured", "moved", "seen", "found"})
_BATCH = 500


@dataclass(frozen=True, slots=True)
class About:
    """What an event says beside its kind."""

    place: str | None = None
    reason: str | None = None
    cut_plan_id: str | None = None
    pattern_id: str | None = None
    stocktake_id: str | None = None


def happen(work: Work, codes: Iterable[str], kind: str, about: About = About()) -> set[str]:
    """Let something happen to off-cuts; returns those it happened to: the others are not in a state it may happen in."""
    allowed, _ = _RULES[kind]
    done: set[str] = set()
    wanted = sorted(set(codes))
    for start in range(0, len(wanted), _BATCH):
        batch = wanted[start : start + _BATCH]
        numbers = take_numbers(
            work, "offcut_event", len(batch)
        )  # one at a time a tenant: also the lock of what follows
        rows = work.all(
            select(offcuts)
            .where(
                offcuts.c.tenant_id == work.tenant_id, offcuts.c.code.in_(batch), offcuts.c.status.in_(sorted(allowed))
            )
            .order_by(offcuts.c.code)
            .with_for_update()
        )
        events = [_event(work, seq, row["code"], kind, about) for seq, row in zip(numbers, rows, strict=False)]
        work.insert(offcut_events, events)
        _cache(work, [(row, event) for row, event in zip(rows, events, strict=True)])
        done |= {row["code"] for row in rows}
    return done


def _event(work: Work, seq: int, code: str, kind: str, about: About) -> dict[str, Any]:
    return {
        "seq": seq,
        "code": code,
        "kind": kind,
        "happened_at": work.now,
        "received_at": work.now,
        "person_id": work.actor.id,
        "person_name": work.actor.name,
        "place": about.place,
        "reason": about.reason,
        "cut_plan_id": about.cut_plan_id,
        "pattern_id": about.pattern_id,
        "stocktake_id": about.stocktake_id,
    }


def _cache(work: Work, happened: Sequence[tuple[RowMapping, dict[str, Any]]]) -> None:
    rows = [{"b_code": row["code"], **after(dict(row), event)} for row, event in happened]
    if rows:
        where = and_(offcuts.c.tenant_id == work.tenant_id, offcuts.c.code == bindparam("b_code"))
        values: dict[str, Any] = {name: bindparam(f"b_{name}") for name in _CACHED}
        given = [{"b_code": row["b_code"], **{f"b_{name}": row[name] for name in _CACHED}} for row in rows]
        work.execute(update(offcuts).where(where).values(**values), given)


_CACHED = ("status", "place", "in_stock_at", "seen_at", "reserved_by")


def after(state: Mapping[str, Any], event: Mapping[str, Any]) -> dict[str, Any]:
    """The cached columns after an event: the one place where state follows from what happened."""
    kind, at = event["kind"], event["happened_at"]
    status = _RULES[kind][1] or state["status"]
    in_stock_at: datetime | None = state["in_stock_at"]
    if kind in {"made", "measured", "found"}:
        in_stock_at = at
    return {
        "status": status,
        "place": event["place"] or state["place"],
        "in_stock_at": in_stock_at,
        "seen_at": at if kind in _IN_HAND else state["seen_at"],
        "reserved_by": event["cut_plan_id"]
        if kind == "reserved"
        else None
        if kind == "released"
        else state["reserved_by"],
    }


def fold(events: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """State from nothing but the events of one off-cut, in order."""
    state: dict[str, Any] = dict.fromkeys(_CACHED)
    for event in events:
        state = after(state, event)
    return state


def rebuild(work: Work) -> int:
    """Derive every off-cut's cached columns from its events again; returns how many had been wrong."""
    mine = offcut_events.c.tenant_id == work.tenant_id
    by_code: dict[str, list[dict[str, Any]]] = {}
    for event in work.all(select(offcut_events).where(mine).order_by(offcut_events.c.seq)):
        by_code.setdefault(event["code"], []).append(dict(event))
    wrong = 0
    for row in work.all(select(offcuts).where(offcuts.c.tenant_id == work.tenant_id)):
        state = fold(by_code.get(row["code"], []))
        if by_code.get(row["code"]) and any(row[name] != state[name] for name in _CACHED):
            wrong += 1
            where = and_(offcuts.c.tenant_id == work.tenant_id, offcuts.c.code == row["code"])
            work.execute(update(offcuts).where(where).values(**state))
    return wrong


def story(work: Work, code: str) -> Sequence[RowMapping]:
    """Everything that happened to one off-cut, oldest first."""
    where = and_(offcut_events.c.tenant_id == work.tenant_id, offcut_events.c.code == code)
    return work.all(select(offcut_events).where(where).order_by(offcut_events.c.seq))
