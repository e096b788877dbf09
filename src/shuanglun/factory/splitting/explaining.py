"""Why a size, a count or a hardware quantity of an order is what it is: step by step down to the cell of the order file.

The split stores no trace: template version and parameters never change, so the steps are computed again, exactly.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import RowMapping, and_, select

from shuanglun.engines.formula import Explanation, Step, explain
from shuanglun.factory.orders.tables import order_imports, order_lines, orders
from shuanglun.factory.splitting import errors
from shuanglun.factory.splitting.assembling import read_handle
from shuanglun.factory.splitting.panels import with_panels
from shuanglun.factory.splitting.tables import hardware_specs, part_specs, split_runs
from shuanglun.factory.templates import Template, catalogue_of
from shuanglun.kernel.text import Text
from shuanglun.storage import Work

# What lists call otherwise than formulas do.
_STORED_NAMES = {"qty_per_unit": "qty", "weight_g": "weight"}


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an order line came from: the import, its file, sheet and row, and for each parameter its cell and raw text."""

    import_id: str | None = None
    file: str | None = None
    sheet: str | None = None
    row: int | None = None
    cells: Mapping[str, str] = field(default_factory=dict)
    raw: Mapping[str, str] = field(default_factory=dict)
    headings: Mapping[str, str] = field(default_factory=dict)
    typed: frozenset[str] = frozenset()
    order_no: str | None = None
    line_no: int | None = None

    def of(self, name: str) -> dict[str, Any] | None:
        """The place of one parameter; None when the line does not give it and the template's default holds."""
        cell = self.cells.get(name)
        if cell is None and name not in self.raw:
            return None
        letter = "".join(character for character in cell or "" if character.isalpha())
        known = {
            "import_id": self.import_id,
            "file": self.file,
            "sheet": self.sheet,
            "row": self.row,
            "column": self.headings.get(letter),
            "cell": cell,
            "raw": self.raw.get(name),
            "typed": name in self.typed or None,
            "order_no": self.order_no,
            "line_no": self.line_no,
        }
        return {key: value for key, value in known.items() if value is not None}


def explain_part(work: Work, part_spec_id: str, value: str) -> dict[str, Any]:
    """Why a value of a part is what it is; ``value`` is a field of the row such as "length", "edge_front" or "qty_per_unit".

    Raises:
        NotFound: there is no such part. BadRequest: the part has no such value.
    """
    row = _line_of(work, part_specs, part_spec_id)
    if row is None:
        raise errors.part_not_found()
    return _explain(work, row, row["handle"], value)


def explain_hardware(work: Work, hardware_spec_id: str, value: str) -> dict[str, Any]:
    """Why a line of an order needs this much of a hardware item.

    Raises:
        NotFound: there is no such hardware line. BadRequest: it has no such value.
    """
    row = _line_of(work, hardware_specs, hardware_spec_id)
    if row is None:
        raise errors.hardware_not_found()
    return _explain(work, row, row["handle"] or _old_handle(work, row), value)


def _line_of(work: Work, table: Any, row_id: str) -> RowMapping | None:
    """A row of the split with the order line and the order it belongs to."""
    lines = and_(order_lines.c.tenant_id == table.c.tenant_id, order_lines.c.id == table.c.order_line_id)
    of_order = and_(orders.c.tenant_id == table.c.tenant_id, orders.c.id == table.c.order_id)
    query = select(
        table,
        order_lines.c.params,
        order_lines.c.source,
        order_lines.c.line_no,
        order_lines.c.template_code,
        orders.c.no.label("order_no"),
        orders.c.import_id,
    ).select_from(table.join(order_lines, lines).join(orders, of_order))
    return work.first(query.where(table.c.tenant_id == work.tenant_id, table.c.id == row_id))


def _old_handle(work: Work, row: RowMapping) -> str:
    """The template row of a hardware line that was split before handles were kept for hardware."""
    query = select(split_runs.c.templates).where(split_runs.c.tenant_id == work.tenant_id)
    templates: Mapping[str, int] = work.scalar(query.where(split_runs.c.id == row["split_run_id"])) or {}
    code = row["template_code"]
    template = _template(work, code, templates.get(code, 0))
    same = [item for item in (template.table.hardware if template else ()) if item.item == row["item"]]
    named = [item for item in same if item.label.zh == row["name_zh"]] or same
    if template is None or not named:
        raise errors.hardware_not_found()
    return f"{code}@{template.version}/{named[0].key}"


def _template(work: Work, code: str, version: int) -> Template | None:
    return with_panels(catalogue_of(work).get)(code, version)


def _explain(work: Work, row: RowMapping, handle: str, value: str) -> dict[str, Any]:
    code, version, row_key = read_handle(handle)
    template = _template(work, code, version)
    if template is None:
        raise errors.part_not_found()
    name = f"{row_key}.{_STORED_NAMES.get(value, value)}"
    if name not in template.compiled.cells:
        known = [key.partition(".")[2] for key in template.compiled.cells if key.startswith(f"{row_key}.")]
        raise errors.no_such_value(value, known)
    found = explain(template.compiled, row["params"], name)
    return shape_explanation(found, value, template, _origin(work, row))


def _origin(work: Work, row: RowMapping) -> Origin:
    source: Mapping[str, Any] = row["source"] or {}
    base = Origin(
        sheet=source.get("sheet"),
        row=source.get("row"),
        cells=source.get("cells") or {},
        raw=source.get("raw") or {},
        order_no=row["order_no"],
        line_no=row["line_no"],
    )
    return base if row["import_id"] is None else _with_file(work, row["import_id"], base)


def _with_file(work: Work, import_id: str, base: Origin) -> Origin:
    """The origin with the file's name, its column headings and what was typed over on the import page."""
    columns = (order_imports.c.file_name, order_imports.c.draft, order_imports.c.edits)
    query = select(*columns).where(order_imports.c.tenant_id == work.tenant_id, order_imports.c.id == import_id)
    row = work.first(query)
    if row is None:
        return base
    columns_seen = (row["draft"] or {}).get("columns") or ()
    here = [one for one in columns_seen if one.get("sheet") in {None, base.sheet}]
    typed = {edit["field"] for edit in row["edits"] or () if edit["sheet"] == base.sheet and edit["row"] == base.row}
    return Origin(
        import_id,
        row["file_name"],
        base.sheet,
        base.row,
        base.cells,
        base.raw,
        {str(one.get("letter")): str(one["heading"]) for one in here if one.get("heading")},
        frozenset(typed),
        base.order_no,
        base.line_no,
    )


# ---------------------------------------------------------------------- shape


def shape_explanation(
    found: Explanation, value: str, template: Template, origin: Origin | None = None
) -> dict[str, Any]:
    """An explanation as the API shows it: steps from the parameters to the asked value, which is the last step."""
    steps = {step.key: step for step in found.steps}
    asked = found.steps[0]
    computed = [step for step in reversed(found.steps) if step.formula is not None]
    shaped = [_shape_step(step, steps, origin) for step in computed]
    if not computed:  # a parameter or a constant itself was asked for
        shaped = [{**_shape_step(asked, steps, origin), "inputs": [_shape_input(asked, origin)]}]
    return {
        "name": value,
        "label": asked.label.as_dict(),
        "value": asked.result.zh,
        "value_en": asked.result.en,
        "unit": asked.unit,
        "template": {"code": template.code, "version": template.version, "name": template.name.as_dict()},
        "steps": shaped,
    }


def _shape_step(step: Step, steps: Mapping[str, Step], origin: Origin | None) -> dict[str, Any]:
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
        "written": step.formula,
        "filled": step.filled.as_dict() if step.filled else None,
        "because": [reason.as_dict() for reason in step.because],
        "value": step.result.zh,
        "value_en": step.result.en,
        "unit": step.unit,
        "inputs": [*(_shape_input(steps[key], origin) for key in step.inputs), *lookups],
        **({"note": step.note.as_dict()} if step.note else {}),
        **({"wrong": step.wrong.as_dict()} if step.wrong else {}),
    }


def _shape_input(step: Step, origin: Origin | None) -> dict[str, Any]:
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
    where = origin.of(step.key) if origin is not None and kind == "parameter" else None
    if where is not None:
        shaped["where"] = where
        shaped["cell"] = where.get("cell")
        cell = where.get("cell")
        if cell:
            shaped["note"] = Text(f"订单给定（{cell}）", f"given by the order (cell {cell})").as_dict()
    if step.note is not None:
        shaped["note"] = step.note.as_dict()
    return shaped
