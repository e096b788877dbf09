"""What may be read of a split: its summary, the parts and hardware of an order, and its pieces."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, RowMapping, and_, exists, func, select, true

from shuanglun.factory.orders.tables import order_lines, orders
from shuanglun.factory.packing.tables import packages
from shuanglun.factory.pieces.tables import pieces, units
from shuanglun.factory.splitting import errors
from shuanglun.factory.splitting.tables import hardware_specs, part_specs, split_runs
from shuanglun.storage import Work


def current_run(work: Work, order_id: str) -> RowMapping | None:
    """The split of an order that counts: the one no other supersedes."""
    later = split_runs.alias("later")
    superseded = exists().where(later.c.tenant_id == work.tenant_id, later.c.supersedes == split_runs.c.id)
    query = select(split_runs).where(
        split_runs.c.tenant_id == work.tenant_id, split_runs.c.order_id == order_id, ~superseded
    )
    return work.first(query.order_by(split_runs.c.created_at.desc(), split_runs.c.id.desc()).limit(1))


def split_summary(work: Work, order_id: str) -> dict[str, Any] | None:
    """The ``SplitSummary`` of an order; None while it is not split."""
    run = current_run(work, order_id)
    if run is None:
        return None

    def count(table: Any, *where: Any) -> int:
        return int(
            work.scalar(select(func.count()).select_from(table).where(table.c.tenant_id == work.tenant_id, *where))
        )

    of_run = select(part_specs.c.id).where(
        part_specs.c.tenant_id == work.tenant_id, part_specs.c.split_run_id == run["id"]
    )
    remade = pieces.c.status == "scrapped"  # another piece stands for it
    return {
        "split_run_id": run["id"],
        "lines": count(order_lines, order_lines.c.order_id == order_id, order_lines.c.retired_at.is_(None)),
        "units": count(units, units.c.order_id == order_id, _ordered(work)),
        "part_rows": count(part_specs, part_specs.c.split_run_id == run["id"]),
        "pieces": count(pieces, pieces.c.order_id == order_id, pieces.c.part_spec_id.in_(of_run), ~remade),
        "hardware_rows": count(hardware_specs, hardware_specs.c.split_run_id == run["id"]),
        "packages": count(packages, packages.c.order_id == order_id, _counted(run)),
        "findings": run["findings"],
    }


def _ordered(work: Work) -> ColumnElement[bool]:
    """Units of lines that count; a change leaves the units it takes away with the line it retired."""
    kept = order_lines.alias("kept_lines")  # the query may join the lines itself
    return exists().where(
        kept.c.tenant_id == work.tenant_id, kept.c.id == units.c.order_line_id, kept.c.retired_at.is_(None)
    )


def _counted(run: RowMapping) -> ColumnElement[bool]:
    """All packages of a first split (also those of a cancelled order); after a change those that were not emptied by it."""
    return true() if run["supersedes"] is None else packages.c.status != "cancelled"


def require_order(work: Work, order_id: str) -> None:
    """Raise ``NotFound`` when the factory has no such order."""
    query = select(orders.c.id).where(orders.c.tenant_id == work.tenant_id, orders.c.id == order_id)
    if work.first(query) is None:
        raise errors.order_not_found()


def parts_of(work: Work, order_id: str, line_id: str | None = None) -> dict[str, Any]:
    """The parts and the hardware of an order, or of one line of it; none while it is not split.

    Raises:
        NotFound: there is no such order.
    """
    require_order(work, order_id)
    run = current_run(work, order_id)
    if run is None:
        return {"parts": [], "hardware": []}
    return {
        "parts": _rows_of(work, part_specs, run["id"], line_id),
        "hardware": _rows_of(work, hardware_specs, run["id"], line_id),
    }


def _rows_of(work: Work, table: Any, run_id: str, line_id: str | None) -> list[dict[str, Any]]:
    """Rows of a split in the order of the lines and, by their ascending ids, of the template's rows."""
    joined = table.join(
        order_lines, and_(order_lines.c.tenant_id == table.c.tenant_id, order_lines.c.id == table.c.order_line_id)
    )
    query = select(table, order_lines.c.line_no).select_from(joined)
    query = query.where(table.c.tenant_id == work.tenant_id, table.c.split_run_id == run_id)
    if line_id is not None:
        query = query.where(table.c.order_line_id == line_id)
    rows = work.all(query.order_by(order_lines.c.line_no, table.c.id))
    return [{key: value for key, value in row.items() if key not in {"tenant_id", "order_id"}} for row in rows]


def pieces_of(work: Work, order_id: str, unit_id: str | None = None) -> dict[str, Any]:
    """The units of an order and their pieces, or those of one unit; none while it is not split.

    Raises:
        NotFound: there is no such order.
    """
    require_order(work, order_id)
    where = [units.c.tenant_id == work.tenant_id, units.c.order_id == order_id, _ordered(work)]
    if unit_id is not None:
        where.append(units.c.id == unit_id)
    joined = units.join(
        order_lines, and_(order_lines.c.tenant_id == units.c.tenant_id, order_lines.c.id == units.c.order_line_id)
    )
    columns = (units.c.id, units.c.label, units.c.order_line_id, units.c.due_on, units.c.made_at)
    found = work.all(
        select(*columns).select_from(joined).where(*where).order_by(order_lines.c.line_no, units.c.unit_no)
    )
    return {"units": [dict(row) for row in found], "pieces": _pieces_of(work, order_id, unit_id)}


def _pieces_of(work: Work, order_id: str, unit_id: str | None) -> list[dict[str, Any]]:
    where = [pieces.c.tenant_id == work.tenant_id, pieces.c.order_id == order_id]
    if unit_id is not None:
        where.append(pieces.c.unit_id == unit_id)
    columns = (
        pieces.c.code,
        pieces.c.part_spec_id,
        pieces.c.unit_id,
        pieces.c.seq,
        pieces.c.into_code,
        part_specs.c.name_zh,
        part_specs.c.name_en,
        pieces.c.status,
        pieces.c.step,
        part_specs.c.route,
        pieces.c.package_code,
    )
    joined = pieces.join(
        part_specs, and_(part_specs.c.tenant_id == pieces.c.tenant_id, part_specs.c.id == pieces.c.part_spec_id)
    )
    return [dict(row) for row in work.all(select(*columns).select_from(joined).where(*where).order_by(pieces.c.code))]
