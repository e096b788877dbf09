"""Has this been ordered before? A draft compared with the orders there are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, select

from shuanglun.factory.orders.messages import found
from shuanglun.factory.orders.tables import order_imports, orders
from shuanglun.kernel.clock import local_day
from shuanglun.kernel.findings import Finding, Where
from shuanglun.storage import Work

_AT_ONCE = 500  # below every database's limit of bound values
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Earlier:
    """Findings about earlier orders, and the order this file has become already."""

    findings: list[Finding]
    duplicate_of: dict[str, str] | None = None


def compare(work: Work, file_name: str, file_hash: str, draft: Mapping[str, Any], import_id: str | None) -> Earlier:
    """The same file confirmed before (stop), an order number in use (stop), the same content under another number (warn).

    Cancelled orders do not count.
    """
    again = _same_file(work, file_name, file_hash, import_id)
    if again.findings:
        return again
    findings = [*_numbers_taken(work, file_name, draft["orders"]), *_same_content(work, file_name, draft["orders"])]
    return Earlier(findings)


def _live(work: Work, *conditions: ColumnElement[bool]) -> Sequence[RowMapping]:
    columns = (orders.c.id, orders.c.no, orders.c.fingerprint)
    where = (orders.c.tenant_id == work.tenant_id, orders.c.status != "cancelled", *conditions)
    return work.all(select(*columns).where(*where).order_by(orders.c.created_at, orders.c.id))


def _same_file(work: Work, file_name: str, file_hash: str, import_id: str | None) -> Earlier:
    rows = work.all(
        select(order_imports.c.id, order_imports.c.closed_at)
        .where(
            order_imports.c.tenant_id == work.tenant_id,
            order_imports.c.file_hash == file_hash,
            order_imports.c.status == "confirmed",
            order_imports.c.id != (import_id or ""),
        )
        .order_by(order_imports.c.created_at)
    )
    for row in rows:
        live = _live(work, orders.c.import_id == row["id"])
        if live:
            shown = "、".join(order["no"] for order in live[:_SHOWN]) + (" …" if len(live) > _SHOWN else "")
            when = local_day(row["closed_at"])
            finding = found("ORDER-FILE-AGAIN", Where(file=file_name), when=when, orders=shown)
            return Earlier([finding], {"order_id": live[0]["id"], "no": live[0]["no"]})
    return Earlier([])


def _chunks(values: Iterable[str]) -> Iterable[list[str]]:
    iterator = iter(values)
    while chunk := list(islice(iterator, _AT_ONCE)):
        yield chunk


def _place(file_name: str, order: Mapping[str, Any]) -> Where:
    line = order["lines"][0]
    return Where(file_name, line["sheet"], line["row"], None, line["cells"].get("order_no", {}).get("cell"), "order_no")


def _numbers_taken(work: Work, file_name: str, drafts: Sequence[Mapping[str, Any]]) -> Iterable[Finding]:
    wanted = {order["no"]: order for order in drafts if order["no"]}
    for chunk in _chunks(wanted):
        for row in _live(work, orders.c.no.in_(chunk)):
            yield found("ORDER-NUMBER-TAKEN", _place(file_name, wanted[row["no"]]), row["no"], order=row["no"])


def _same_content(work: Work, file_name: str, drafts: Sequence[Mapping[str, Any]]) -> Iterable[Finding]:
    wanted = {order["fingerprint"]: order for order in drafts}
    for chunk in _chunks(wanted):
        for row in _live(work, orders.c.fingerprint.in_(chunk)):
            order = wanted[row["fingerprint"]]
            if row["no"] != order["no"]:
                parts = {"order": order["no"] or "-", "earlier": row["no"]}
                yield found("ORDER-CONTENT-AGAIN", _place(file_name, order), **parts)
