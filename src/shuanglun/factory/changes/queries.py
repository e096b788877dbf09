"""What may be read: the change window of an order, its changes, its remakes, the words of the desk's rules."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from shuanglun.factory.changes import errors
from shuanglun.factory.changes.tables import order_changes, remakes
from shuanglun.factory.orders import rules_of
from shuanglun.factory.orders.tables import orders
from shuanglun.storage import Work


def window_of(work: Work, order_id: str) -> dict[str, Any]:
    """Until when an order may be changed without charge, whether that is still so, and what is proposed afterwards.

    Raises:
        NotFound: there is no such order.
    """
    row = work.first(select(orders).where(orders.c.tenant_id == work.tenant_id, orders.c.id == order_id))
    if row is None:
        raise errors.order_not_found()
    order = dict(row)
    rules = rules_of(work)
    ends = rules.window_ends(order)
    rush = rules.is_rush(order)
    return {
        "ends_at": ends,
        "open": work.now <= ends,
        "rush": rush,
        "hours": rules.rush_hours if rush else rules.normal_hours,
        "late_charge_fen": rules.late_charge,
        "changeable": order["status"] not in {"cancelled", "shipped"},
    }


def list_changes(work: Work, order_id: str) -> list[dict[str, Any]]:
    """The changes of an order, the newest first."""
    mine = (order_changes.c.tenant_id == work.tenant_id, order_changes.c.order_id == order_id)
    rows = work.all(select(order_changes).where(*mine).order_by(order_changes.c.no.desc()))
    return [{key: value for key, value in row.items() if key != "tenant_id"} for row in rows]


def list_remakes(work: Work, order_id: str) -> list[dict[str, Any]]:
    """The remakes of an order, the newest first, in words."""
    rules = rules_of(work)
    mine = (remakes.c.tenant_id == work.tenant_id, remakes.c.order_id == order_id)
    rows = work.all(select(remakes).where(*mine).order_by(remakes.c.no.desc()))

    def named(words: Any, code: str | None) -> dict[str, str] | None:
        return words[code].as_dict() if code in words else ({"zh": code, "en": code} if code else None)

    return [
        {
            **{key: value for key, value in row.items() if key != "tenant_id"},
            "reason_name": named(rules.reasons, row["reason"]),
            "station_name": named(rules.stations, row["station"]),
            "bearer_name": named(rules.bearers, row["bearer"]),
        }
        for row in rows
    ]


def words_of(work: Work) -> dict[str, Any]:
    """The words to choose from for a remake."""
    rules = rules_of(work)
    every = (("reasons", rules.reasons), ("stations", rules.stations), ("bearers", rules.bearers))
    return {name: [{"code": code, "name": text.as_dict()} for code, text in words.items()] for name, words in every}
