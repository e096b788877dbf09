"""What may be read at the order desk: imports, orders with their progress, lines, what the factory has taught."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, and_, func, or_, select

from shuanglun.factory.orders import errors
from shuanglun.factory.orders.model import Learned
from shuanglun.factory.orders.tables import column_aliases, order_imports, order_lines, orders
from shuanglun.factory.pieces.tables import units
from shuanglun.factory.planning.tables import order_outlooks, plan_runs, still_to_make
from shuanglun.factory.templates.tables import product_templates
from shuanglun.storage import Work

STATUSES = ("new", "released", "planned", "in_production", "packed", "shipped", "cancelled")
_BRIEF = [column for column in order_imports.c if column.name not in {"raw", "tenant_id"}]


def taught(work: Work) -> dict[str, Learned]:
    """What users of this factory assigned: column names by profile."""
    rows = work.all(select(column_aliases).where(column_aliases.c.tenant_id == work.tenant_id))
    columns: dict[str, dict[str, str]] = {}
    for row in rows:
        columns.setdefault(row["profile"], {})[row["column"]] = row["field"]
    return {profile: Learned(columns=names) for profile, names in columns.items()}


# ---------------------------------------------------------------------- imports


def shape_import(row: RowMapping, with_lines: bool = True) -> dict[str, Any]:
    """An ``Import`` as the API shows it."""
    draft = dict(row["draft"])
    if not with_lines:
        draft = {**draft, "orders": [{**order, "lines": []} for order in draft["orders"]]}
    return {
        **draft,
        "id": row["id"],
        "file_name": row["file_name"],
        "profile": row["profile"],
        "status": row["status"],
        "created_at": row["created_at"],
        "findings": row["findings"] if with_lines else [],
        "order_ids": row["order_ids"],
        "edits_count": len({edit.get("batch", at) for at, edit in enumerate(row["edits"])}),
    }


def get_import(work: Work, import_id: str) -> dict[str, Any]:
    """One import.

    Raises:
        NotFound: there is none of this id.
    """
    row = work.first(
        select(*_BRIEF).where(order_imports.c.tenant_id == work.tenant_id, order_imports.c.id == import_id)
    )
    if row is None:
        raise errors.import_not_found()
    return shape_import(row)


def list_imports(work: Work, limit: int = 50) -> list[dict[str, Any]]:
    """The newest imports, without lines and findings."""
    rows = work.all(
        select(*_BRIEF)
        .where(order_imports.c.tenant_id == work.tenant_id)
        .order_by(order_imports.c.created_at.desc(), order_imports.c.id.desc())
        .limit(limit)
    )
    return [shape_import(row, with_lines=False) for row in rows]


# ---------------------------------------------------------------------- orders


def list_orders(
    work: Work, status: str | None = None, q: str | None = None, limit: int = 200, order_id: str | None = None
) -> list[dict[str, Any]]:
    """Orders, the earliest due first (shipped and cancelled ones last); ``q`` looks in number, customer and address."""
    where: list[ColumnElement[bool]] = [orders.c.tenant_id == work.tenant_id]
    if status is not None:
        where.append(orders.c.status == status)
    if order_id is not None:
        where.append(orders.c.id == order_id)
    if q and q.strip():
        text = q.strip()
        where.append(
            or_(
                *(
                    column.icontains(text, autoescape=True)
                    for column in (orders.c.no, orders.c.customer, orders.c.address)
                )
            )
        )
    closed = orders.c.status.in_(("shipped", "cancelled"))
    rows = work.all(select(orders).where(*where).order_by(closed, orders.c.due_on, orders.c.no).limit(limit))
    return _with_figures(work, rows)


def _with_figures(work: Work, rows: Sequence[RowMapping]) -> list[dict[str, Any]]:
    ids = [row["id"] for row in rows]
    lines, made, late = _line_figures(work, ids), _units_made(work, ids), _late(work, ids)
    shown = (
        "id",
        "no",
        "customer",
        "phone",
        "address",
        "ordered_on",
        "due_on",
        "status",
        "priority",
        "remark",
        "extra",
        "created_at",
    )
    return [
        {
            **{name: row[name] for name in shown},
            "lines_count": lines.get(row["id"], (0, 0))[0],
            "units": lines.get(row["id"], (0, 0))[1],
            "units_made": made.get(row["id"], 0),
            "late_seconds": late.get(row["id"]),
        }
        for row in rows
    ]


def _line_figures(work: Work, ids: list[str]) -> dict[str, tuple[int, int]]:
    rows = work.all(
        select(order_lines.c.order_id, func.count().label("lines"), func.sum(order_lines.c.quantity).label("units"))
        .where(
            order_lines.c.tenant_id == work.tenant_id,
            order_lines.c.order_id.in_(ids),
            order_lines.c.retired_at.is_(None),
        )
        .group_by(order_lines.c.order_id)
    )
    return {row["order_id"]: (int(row["lines"]), int(row["units"])) for row in rows}


def _units_made(work: Work, ids: list[str]) -> dict[str, int]:
    rows = work.all(
        select(units.c.order_id, func.count(units.c.made_at).label("made"))
        .where(units.c.tenant_id == work.tenant_id, units.c.order_id.in_(ids))
        .group_by(units.c.order_id)
    )
    return {row["order_id"]: int(row["made"]) for row in rows}


def _late(work: Work, ids: list[str]) -> dict[str, int]:
    """How late the current plan says each order will be, in seconds; 0 when in time.

    The latest of its deliveries counts, and only those that still wait for doors; an order that is made has none.
    """
    rows = work.all(
        select(order_outlooks.c.order_id, func.max(order_outlooks.c.late_seconds).label("late"))
        .join(plan_runs, and_(plan_runs.c.tenant_id == work.tenant_id, plan_runs.c.id == order_outlooks.c.plan_run_id))
        .where(
            order_outlooks.c.tenant_id == work.tenant_id,
            order_outlooks.c.order_id.in_(ids),
            plan_runs.c.status == "current",
            still_to_make(),
        )
        .group_by(order_outlooks.c.order_id)
    )
    return {row["order_id"]: int(row["late"]) for row in rows}


def order_counts(work: Work) -> dict[str, int]:
    """How many orders are in each status, every status named."""
    rows = work.all(
        select(orders.c.status, func.count().label("n"))
        .where(orders.c.tenant_id == work.tenant_id)
        .group_by(orders.c.status)
    )
    return dict.fromkeys(STATUSES, 0) | {row["status"]: int(row["n"]) for row in rows}


def get_order(work: Work, order_id: str) -> dict[str, Any]:
    """One order with its lines.

    Raises:
        NotFound: there is none of this id.
    """
    found = list_orders(work, order_id=order_id)
    if not found:
        raise errors.order_not_found()
    return {**found[0], "lines": get_lines(work, order_id)}


def get_lines(work: Work, order_id: str) -> list[dict[str, Any]]:
    """The lines of an order, with the names of their templates."""
    names = _template_names(work)
    rows = work.all(
        select(order_lines)
        .where(
            order_lines.c.tenant_id == work.tenant_id,
            order_lines.c.order_id == order_id,
            order_lines.c.retired_at.is_(None),
        )
        .order_by(order_lines.c.line_no)
    )
    return [
        {
            **{
                name: value
                for name, value in row.items()
                if name not in {"tenant_id", "order_id", "replaces", "retired_at"}
            },
            "template_name": names.get(row["template_code"], {"zh": row["template_code"], "en": row["template_code"]}),
        }
        for row in rows
    ]


def _template_names(work: Work) -> dict[str, dict[str, str]]:
    columns = (product_templates.c.code, product_templates.c.name_zh, product_templates.c.name_en)
    rows = work.all(
        select(*columns).where(product_templates.c.tenant_id == work.tenant_id).order_by(product_templates.c.version)
    )
    return {row["code"]: {"zh": row["name_zh"], "en": row["name_en"]} for row in rows}
