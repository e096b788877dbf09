"""Changing the lines of an order: a line is never edited, a new revision takes its place. Nothing is deleted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, select, update

from shuanglun.factory.orders import errors
from shuanglun.factory.orders.tables import order_lines, orders
from shuanglun.kernel.ids import new_id
from shuanglun.storage import Work

_KEPT = ("template_code", "position", "quantity", "due_on", "params", "remark")


@dataclass(frozen=True, slots=True)
class LineChange:
    """What one line becomes. ``line_no`` None adds a line; ``remove`` takes it away; ``params`` are merged, None takes one out."""

    line_no: int | None
    remove: bool = False
    template_code: str | None = None
    position: str | None = None
    quantity: int | None = None
    due_on: date | None = None
    remark: str | None = None
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Revised:
    """Retired line to the line in its place (None: removed), and what changed, for people."""

    renewed: dict[str, str | None] = field(default_factory=dict)
    added: list[str] = field(default_factory=list)
    lines: list[dict[str, Any]] = field(default_factory=list)


def revise_lines(work: Work, order_id: str, changes: Sequence[LineChange]) -> Revised:
    """Retire changed lines and put new revisions in their place. A change that changes nothing is passed over.

    Raises:
        BadRequest: the order has no line of a number.
    """
    where = (order_lines.c.tenant_id == work.tenant_id, order_lines.c.order_id == order_id)
    rows = work.all(select(order_lines).where(*where).order_by(order_lines.c.line_no))
    live = {row["line_no"]: row for row in rows if row["retired_at"] is None}
    numbers = iter(range(max((row["line_no"] for row in rows), default=0) + 1, 10**9))
    done = Revised()
    for change in changes:
        if change.line_no is None:
            _add(work, order_id, next(numbers), change, done)
        elif change.line_no not in live:
            raise errors.no_such_line(change.line_no)
        else:
            _revise(work, live.pop(change.line_no), change, done)
    if done.lines:
        _refresh_due(work, order_id)
    return done


def _add(work: Work, order_id: str, number: int, change: LineChange, done: Revised) -> None:
    due = change.due_on or work.scalar(
        select(orders.c.due_on).where(orders.c.tenant_id == work.tenant_id, orders.c.id == order_id)
    )
    line_id = new_id()
    row = {
        "id": line_id,
        "order_id": order_id,
        "line_no": number,
        "template_code": change.template_code or "",
        "position": change.position or "",
        "quantity": change.quantity or 1,
        "due_on": due,
        "params": {name: value for name, value in change.params.items() if value is not None},
        "source": {"added": True},
        "remark": change.remark or None,
        "revision": 1,
    }
    work.insert(order_lines, row)
    done.added.append(line_id)
    done.lines.append({"line_no": number, "before": None, "after": _shown(row), "changed": ["added"]})


def _revise(work: Work, line: RowMapping, change: LineChange, done: Revised) -> None:
    before = {name: line[name] for name in _KEPT}
    after = None if change.remove else _changed(before, change)
    if after == before:
        return
    mine = (order_lines.c.tenant_id == work.tenant_id, order_lines.c.id == line["id"])
    work.execute(update(order_lines).where(*mine).values(retired_at=work.now))
    new = None
    if after is not None:
        new = new_id()
        source = {**line["source"], "cells": _untouched(line, after["params"])}
        ids = {"id": new, "order_id": line["order_id"], "line_no": line["line_no"], "replaces": line["id"]}
        work.insert(order_lines, {**after, **ids, "revision": line["revision"] + 1, "source": source})
    done.renewed[line["id"]] = new
    done.lines.append(
        {
            "line_no": line["line_no"],
            "before": _shown(before),
            "after": _shown(after) if after else None,
            "changed": _names(before, after),
        }
    )


def _changed(before: Mapping[str, Any], change: LineChange) -> dict[str, Any]:
    params = {**before["params"], **change.params}
    given = {
        name: getattr(change, name)
        for name in ("template_code", "position", "quantity", "due_on", "remark")
        if getattr(change, name) is not None
    }
    if given.get("remark") == "":
        given["remark"] = None
    return {**before, **given, "params": {name: value for name, value in params.items() if value is not None}}


def _untouched(line: RowMapping, params: Mapping[str, Any]) -> dict[str, str]:
    """The cells of values that still are what the order file says."""
    cells: Mapping[str, str] = line["source"].get("cells") or {}
    return {n: cell for n, cell in cells.items() if n not in line["params"] or params.get(n) == line["params"][n]}


def _names(before: Mapping[str, Any], after: Mapping[str, Any] | None) -> list[str]:
    if after is None:
        return ["removed"]
    names = [name for name in _KEPT if name != "params" and before[name] != after[name]]
    every = sorted({*before["params"], *after["params"]})
    return [*names, *(name for name in every if before["params"].get(name) != after["params"].get(name))]


def _shown(values: Mapping[str, Any]) -> dict[str, Any]:
    shown = {name: values[name] for name in _KEPT}
    due = shown["due_on"]
    return {**shown, "due_on": due.isoformat() if isinstance(due, date) else due}


def _refresh_due(work: Work, order_id: str) -> None:
    """An order is due when its last line is."""
    where = (order_lines.c.tenant_id == work.tenant_id, order_lines.c.order_id == order_id)
    rows = work.all(select(order_lines.c.due_on).where(*where, order_lines.c.retired_at.is_(None)))
    if rows:
        mine = (orders.c.tenant_id == work.tenant_id, orders.c.id == order_id)
        work.execute(update(orders).where(*mine).values(due_on=max(row["due_on"] for row in rows)))
