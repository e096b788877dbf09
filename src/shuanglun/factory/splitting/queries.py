"""What may be read of a split: its summary, the parts and hardware of an order, its pieces, and why a value is what it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import RowMapping, and_, func, select

from shuanglun.engines.formula import Explanation, Step, explain
from shuanglun.factory.orders.tables import order_lines, orders
from shuanglun.factory.packing.tables import packages
from shuanglun.factory.pieces.tables import pieces, units
from shuanglun.factory.splitting import errors
from shuanglun.factory.splitting.model import read_handle
from shuanglun.factory.splitting.panels import with_panels
from shuanglun.factory.splitting.tables import hardware_specs, part_specs, split_runs
from shuanglun.factory.templates import catalogue_of
from shuanglun.kernel.findings import Where
from shuanglun.kernel.text import Text
from shuanglun.storage import Work

_VALUES = {
    "length": "length",
    "width": "width",
    "thickness": "thickness",
    "cut_length": "cut_length",
    "cut_width": "cut_width",
    "qty_per_unit": "qty",
    "weight_g": "weight",
}


def current_run(work: Work, order_id: str) -> RowMapping | None:
    """The newest split of an order."""
    query = select(split_runs).where(split_runs.c.tenant_id == work.tenant_id, split_runs.c.order_id == order_id)
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

    return {
        "split_run_id": run["id"],
        "lines": count(order_lines, order_lines.c.order_id == order_id),
        "units": count(units, units.c.order_id == order_id),
        "part_rows": count(part_specs, part_specs.c.split_run_id == run["id"]),
        "pieces": count(pieces, pieces.c.order_id == order_id, pieces.c.remake_of.is_(None)),
        "hardware_rows": count(hardware_specs, hardware_specs.c.split_run_id == run["id"]),
        "packages": count(packages, packages.c.order_id == order_id),
        "findings": run["findings"],
    }


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
    where = [units.c.tenant_id == work.tenant_id, units.c.order_id == order_id]
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


# ---------------------------------------------------------------------- why


def explain_part(work: Work, part_spec_id: str, value: str) -> dict[str, Any]:
    """Why a value of a part is what it is: steps from the order's parameters to the value, which is the last step.

    The split stores no trace: template version and parameters never change, so the steps are computed again, exactly.

    Raises:
        NotFound: there is no such part. BadRequest: the part has no such value.
    """
    joined = part_specs.join(
        order_lines,
        and_(order_lines.c.tenant_id == part_specs.c.tenant_id, order_lines.c.id == part_specs.c.order_line_id),
    )
    query = select(part_specs.c.handle, order_lines.c.params, order_lines.c.source).select_from(joined)
    row = work.first(query.where(part_specs.c.tenant_id == work.tenant_id, part_specs.c.id == part_spec_id))
    if row is None:
        raise errors.part_not_found()
    if value not in _VALUES:
        raise errors.no_such_value(value, list(_VALUES))
    code, version, row_key = read_handle(row["handle"])
    template = with_panels(catalogue_of(work).get)(code, version)
    if template is None:
        raise errors.part_not_found()
    name = f"{row_key}.{_VALUES[value]}"
    if name not in template.compiled.cells:
        raise errors.no_such_value(value, list(_VALUES))
    cells: Mapping[str, str] = (row["source"] or {}).get("cells") or {}
    found = explain(
        template.compiled, row["params"], name, {key: Where(cell=cell, field=key) for key, cell in cells.items()}
    )
    return _shape(found, value, code, version)


def _shape(found: Explanation, value: str, code: str, version: int) -> dict[str, Any]:
    steps = {step.key: step for step in found.steps}
    asked = found.steps[0]
    computed = [step for step in reversed(found.steps) if step.formula is not None]
    return {
        "name": value,
        "value": asked.result.zh,
        "unit": asked.unit,
        "template": {"code": code, "version": version},
        "steps": [_shape_step(step, steps) for step in computed],
    }


def _shape_step(step: Step, steps: Mapping[str, Step]) -> dict[str, Any]:
    lookups = [
        {
            "name": hit.table,
            "label_zh": hit.label.zh,
            "label_en": hit.label.en,
            "value": hit.row.zh if hit.row else None,
            "value_en": hit.row.en if hit.row else None,
            "unit": "",
            "kind": "lookup",
        }
        for hit in step.lookups
    ]
    return {
        "name": step.key,
        "label_zh": step.label.zh,
        "label_en": step.label.en,
        "formula": step.used.zh if step.used else step.formula,
        "formula_en": step.used.en if step.used else step.formula,
        "filled": step.filled.zh if step.filled else None,
        "because": [reason.as_dict() for reason in step.because],
        "value": step.result.zh,
        "unit": step.unit,
        "inputs": [*(_shape_input(steps[key]) for key in step.inputs), *lookups],
        **({"note": step.note.as_dict()} if step.note else {}),
    }


def _shape_input(step: Step) -> dict[str, Any]:
    kind = step.kind if step.kind in {"parameter", "constant"} else "value"
    shaped: dict[str, Any] = {
        "name": step.key,
        "label_zh": step.label.zh,
        "label_en": step.label.en,
        "value": step.result.zh,
        "value_en": step.result.en,
        "unit": step.unit,
        "kind": kind,
    }
    if step.where is not None and step.where.cell:
        shaped["cell"] = step.where.cell
        shaped["note"] = Text(
            f"订单给定（{step.where.cell}）", f"given by the order (cell {step.where.cell})"
        ).as_dict()
    if step.note is not None:
        shaped["note"] = step.note.as_dict()
    return shaped
