"""What the loaders share: refusals for things that are not there, people's names, codes as people type them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import RowMapping, Table, select

from shuanglun.access.tables import people
from shuanglun.factory.orders.tables import orders
from shuanglun.factory.planning.tables import lots
from shuanglun.kernel.codes import CodeError, normalise, parse_code
from shuanglun.kernel.errors import NotFound
from shuanglun.kernel.text import Text
from shuanglun.storage import Work

_MISSING = {
    "offcut": Text("没有这块余料", "there is no such off-cut"),
    "order": Text("没有这个订单", "there is no such order"),
    "lot": Text("没有这个批次", "there is no such lot"),
    "pattern": Text("没有这张排版图", "there is no such pattern"),
    "part": Text("没有这个板件规格", "there is no such part"),
    "piece": Text("没有这块板件", "there is no such piece"),
    "package": Text("没有这个包裹", "there is no such package"),
    "shipment": Text("没有这张发货单", "there is no such shipment"),
}


def not_found(kind: str) -> NotFound:
    """There is no such thing in this factory."""
    return NotFound(f"{kind.upper()}-NOT-FOUND", _MISSING[kind])


def scan_code(text: str, kind: str) -> str:
    """A scan code in its stored form.

    Raises:
        NotFound: the text is no code, or the code of another kind of thing.
    """
    try:
        code = parse_code(text)
    except CodeError:
        raise not_found(kind) from None
    if code.kind != kind:
        raise not_found(kind)
    return normalise(text)


def _one(work: Work, table: Table, key: str, kind: str) -> RowMapping:
    row = work.first(select(table).where(table.c.tenant_id == work.tenant_id, table.c.id == key))
    if row is None:
        raise not_found(kind)
    return row


def order_row(work: Work, order_id: str) -> RowMapping:
    """An order.

    Raises:
        NotFound: no such order in this factory.
    """
    return _one(work, orders, order_id, "order")


def lot_row(work: Work, lot_id: str) -> RowMapping:
    """A lot.

    Raises:
        NotFound: no such lot in this factory.
    """
    return _one(work, lots, lot_id, "lot")


def names_of_people(work: Work) -> dict[str, str]:
    """The names of this factory's people by id."""
    rows = work.all(select(people.c.id, people.c.name).where(people.c.tenant_id == work.tenant_id))
    return {row["id"]: row["name"] for row in rows}


def name_of(row: Mapping[str, Any] | RowMapping) -> Text:
    """The two names of a row."""
    return Text(row["name_zh"], row["name_en"])
