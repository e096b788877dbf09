"""What may be done at the order desk: preview a file, confirm or cancel the import (corrections: ``corrections``).

An import is all or nothing: orders exist only after it is confirmed, and it cannot be confirmed while a red finding stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, select, update

from shuanglun.access.audit import record
from shuanglun.factory.orders import errors
from shuanglun.factory.orders.checking import Judge
from shuanglun.factory.orders.duplicates import compare
from shuanglun.factory.orders.examining import AUTO, Examined, examine
from shuanglun.factory.orders.model import CatalogueFacts
from shuanglun.factory.orders.own_profiles import profiles_of
from shuanglun.factory.orders.queries import shape_import, taught
from shuanglun.factory.orders.setting import today_of
from shuanglun.factory.orders.shapes import findings_from, line_row, shape_draft
from shuanglun.factory.orders.tables import column_aliases, order_imports, order_lines, orders
from shuanglun.factory.orders.values import plain
from shuanglun.kernel.ids import new_id
from shuanglun.storage import Work, take_numbers

_LINES_AT_ONCE = 2000
_NUMBERS_AT_ONCE = 500  # below every database's limit of bound values


# ---------------------------------------------------------------------- preview


def preview_import(
    work: Work,
    data: bytes,
    filename: str,
    facts: CatalogueFacts,
    *,
    profile: str = AUTO,
    assignments: Mapping[str, str] | None = None,
    judge: Judge | None = None,
) -> dict[str, Any]:
    """Examine a file and keep it as an import in preview, with its draft and findings; returns the ``Import``.

    The same file while its preview is open gives that import again. A big file is better examined outside of the
    transaction: ``examine`` with ``queries.taught``, then ``store_preview``.

    Raises:
        BadRequest: there is no such profile.
    """
    options: dict[str, Any] = {"profile": profile, "assignments": assignments, "judge": judge}
    options["profiles"] = profiles_of(work)
    examined = examine(data, filename, facts, today_of(work), taught=taught(work), **options)
    return store_preview(work, examined)


def store_preview(work: Work, examined: Examined) -> dict[str, Any]:
    """Keep an examined file as an import in preview; returns the ``Import``. The raw file is kept as it came."""
    open_one = _open_preview(work, examined)
    if open_one is not None:
        return _refresh(work, open_one, examined)
    import_id = new_id()
    row = {
        "id": import_id,
        "created_at": work.now,
        "created_by": work.actor.id,
        "file_name": examined.book.filename,
        "file_hash": examined.book.sha256,
        "raw": examined.data,
        "profile": examined.profile.id,
        "status": "preview",
        "order_ids": [],
        **outcome(work, examined, import_id),
    }
    work.insert(order_imports, row)
    learn(work, examined.profile.id, examined.assignments)
    record(work, "import.previewed", "import", import_id, after={"file": row["file_name"], "hash": row["file_hash"]})
    work.announce("imports", import_id=import_id)
    return shape_import(load(work, import_id))


def _open_preview(work: Work, examined: Examined) -> RowMapping | None:
    """The open preview of the same bytes under the same profile."""
    return work.first(
        select(order_imports)
        .where(
            order_imports.c.tenant_id == work.tenant_id,
            order_imports.c.file_hash == examined.book.sha256,
            order_imports.c.profile == examined.profile.id,
            order_imports.c.status == "preview",
        )
        .order_by(order_imports.c.created_at.desc())
        .limit(1)
    )


def _refresh(work: Work, row: RowMapping, examined: Examined) -> dict[str, Any]:
    """The same file again while its preview is open: what was examined now counts, unless the page has corrections."""
    if not row["edits"]:
        joined = replace(examined, assignments={**row["assignments"], **examined.assignments})
        learn(work, examined.profile.id, examined.assignments)
        change(work, row["id"], **outcome(work, joined, row["id"]))
    return shape_import(load(work, row["id"]))


def outcome(work: Work, examined: Examined, import_id: str) -> dict[str, Any]:
    """The columns of an import that follow from examining it."""
    draft = shape_draft(examined.checked, examined.profile, examined.choices)
    earlier = compare(work, examined.book.filename, examined.book.sha256, draft, import_id)
    findings = [*earlier.findings, *examined.checked.findings]
    draft["duplicate_of"] = earlier.duplicate_of
    draft["counts"]["stops"] = sum(1 for finding in findings if finding.level == "stop")
    draft["counts"]["warns"] = sum(1 for finding in findings if finding.level == "warn")
    return {
        "edits": list(examined.edits),
        "assignments": dict(examined.assignments),
        "draft": draft,
        "findings": [finding.as_dict() for finding in findings],
    }


def load(work: Work, import_id: str, *, lock: bool = False) -> RowMapping:
    """An import with its file; ``lock`` holds it until the transaction ends.

    Raises:
        NotFound: there is no such import.
    """
    query = select(order_imports).where(order_imports.c.tenant_id == work.tenant_id, order_imports.c.id == import_id)
    found = work.first(query.with_for_update() if lock else query)
    if found is None:
        raise errors.import_not_found()
    return found


def load_open(work: Work, import_id: str, *, lock: bool = False) -> RowMapping:
    """An import that may still be changed.

    Raises:
        NotFound: there is no such import. Refused: it is closed.
    """
    found = load(work, import_id, lock=lock)
    if found["status"] != "preview":
        raise errors.import_closed(found["status"])
    return found


def change(work: Work, import_id: str, **values: Any) -> None:
    """Write columns of an import and tell who looks at it."""
    where = (order_imports.c.tenant_id == work.tenant_id, order_imports.c.id == import_id)
    work.execute(update(order_imports).where(*where).values(**values))
    work.announce("imports", import_id=import_id)


def learn(work: Work, profile: str, assignments: Mapping[str, str]) -> None:
    """Remember for this factory what columns mean; the last word counts."""
    for heading, name in assignments.items():
        key = {"profile": profile, "column": plain(heading)}
        values = {"field": name, "learned_at": work.now, "learned_by": work.actor.id}
        if not work.insert_new(column_aliases, {**key, **values}):
            where = (
                column_aliases.c.tenant_id == work.tenant_id,
                column_aliases.c.profile == profile,
                column_aliases.c.column == key["column"],
            )
            work.execute(update(column_aliases).where(*where).values(**values))


# ---------------------------------------------------------------------- the end of an import


def confirm_import(work: Work, import_id: str) -> list[str]:
    """Make the orders of an import, all or none; returns their ids. Confirming twice gives the same ids.

    Lines without an order number become an order with the factory's own running number. A number that only a cancelled
    order has is used again with a suffix.

    Raises:
        NotFound: there is no such import. Refused: it is cancelled, or red findings remain (``findings`` has them).
    """
    numbers = take_numbers(work, "order", 0)  # the lock: two confirmations of one factory wait for each other
    row = load(work, import_id)
    if row["status"] == "confirmed":
        return list(row["order_ids"])
    if row["status"] != "preview":
        raise errors.import_closed(row["status"])
    draft = row["draft"]
    now_found = compare(work, row["file_name"], row["file_hash"], draft, import_id).findings
    stored = [f for f in findings_from(row["findings"]) if f.code not in {"ORDER-FILE-AGAIN", "ORDER-NUMBER-TAKEN"}]
    stops = [finding for finding in (*now_found, *stored) if finding.level == "stop"]
    if stops:
        raise errors.import_has_stops(stops)
    blank = sum(1 for order in draft["orders"] if not order["no"])
    numbers = take_numbers(work, "order", blank) if blank else numbers
    ids = _store_orders(work, import_id, draft["orders"], [f"SL{number:06d}" for number in numbers])
    change(work, import_id, status="confirmed", order_ids=ids, closed_at=work.now)
    record(work, "import.confirmed", "import", import_id, after={"orders": ids})
    work.announce("orders", order_ids=ids)
    return ids


def _store_orders(work: Work, import_id: str, drafts: list[dict[str, Any]], numbers: list[str]) -> list[str]:
    own = iter(numbers)
    used = _used_numbers(work, [order["no"] for order in drafts if order["no"]])
    order_rows: list[dict[str, Any]] = []
    lines: list[dict[str, Any]] = []
    for order in drafts:
        order_id = new_id()
        no = _free_number(order["no"] or next(own), used)
        order_rows.append(
            {
                "id": order_id,
                "no": no,
                "customer": order["customer"],
                "phone": order["phone"] or None,
                "address": order["address"] or None,
                "ordered_on": date.fromisoformat(order["ordered_on"]),
                "due_on": date.fromisoformat(order["due_on"]),
                "status": "new",
                "priority": 0,
                "import_id": import_id,
                "fingerprint": order["fingerprint"],
                "remark": order["remark"] or None,
                "extra": order["extra"],
                "created_at": work.now,
            }
        )
        lines += [line_row(line, new_id(), order_id) for line in order["lines"]]
    work.insert(orders, order_rows)
    for first in range(0, len(lines), _LINES_AT_ONCE):
        work.insert(order_lines, lines[first : first + _LINES_AT_ONCE])
    return [row["id"] for row in order_rows]


def _used_numbers(work: Work, wanted: list[str]) -> set[str]:
    """Numbers (of cancelled orders, with or without a suffix) that cannot be used again."""
    where = orders.c.tenant_id == work.tenant_id
    taken = [
        row["no"]
        for first in range(0, len(wanted), _NUMBERS_AT_ONCE)
        for row in work.all(select(orders.c.no).where(where, orders.c.no.in_(wanted[first : first + _NUMBERS_AT_ONCE])))
    ]
    used = set(taken)
    for no in taken:
        rows = work.all(select(orders.c.no).where(where, orders.c.no.startswith(f"{no}-", autoescape=True)))
        used.update(row["no"] for row in rows)
    return used


def _free_number(no: str, used: set[str]) -> str:
    free, suffix = no, 2
    while free in used:
        free, suffix = f"{no}-{suffix}", suffix + 1
    used.add(free)
    return free


def cancel_import(work: Work, import_id: str) -> None:
    """Put an import aside; cancelling twice changes nothing. The file and what was found stay.

    Raises:
        NotFound: there is no such import. Refused: it is confirmed.
    """
    row = load(work, import_id)
    if row["status"] == "cancelled":
        return
    if row["status"] == "confirmed":
        raise errors.import_closed("confirmed")
    change(work, import_id, status="cancelled", closed_at=work.now)
    record(work, "import.cancelled", "import", import_id)
