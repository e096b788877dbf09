"""Trying a template out: one line with any inputs to values, parts, hardware, findings. Nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shuanglun.engines.formula import Evaluation, evaluate, explain
from shuanglun.engines.formula.explaining import shown_text
from shuanglun.factory.splitting import SplitLine, shape_explanation, shapes
from shuanglun.factory.template_desk import errors
from shuanglun.factory.template_desk.drawing import draw_line
from shuanglun.factory.templates import Template

_LINE = "try-out"


def try_out(template: Template, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """What a line with these inputs becomes. ``made`` is False when a finding stops it; values are told all the same."""
    line = SplitLine(_LINE, template.code, inputs, version=template.version)
    (shape,), result = shapes([line], lambda code, version: template)
    evaluation = evaluate(template.compiled, [inputs], drawing=True)
    return {
        "made": _LINE not in result.stopped,
        "inputs": {name: inputs[name] for name in inputs},
        "values": _values(evaluation),
        "parts": [{**_row(part), "edges": part.edges._asdict()} for part in result.parts],
        "hardware": [_row(item) for item in result.hardware],
        "findings": [one.finding.as_dict() for one in result.findings],
        "drawing": draw_line(template.name, shape),
    }


def _row(spec: Any) -> dict[str, Any]:
    """A row of the split without what belongs to an order."""
    return {key: value for key, value in spec._asdict().items() if key not in {"line", "quantity"}}


def _values(evaluation: Evaluation) -> dict[str, Any]:
    """Every cell's value as people read it, by its key; ``wrong`` says why there is none."""
    found: dict[str, Any] = {}
    for key, cell in evaluation.compiled.cells.items():
        fault = evaluation.fault(key, 0)
        text = shown_text(evaluation, key)
        found[key] = {"zh": text.zh, "en": text.en, "unit": cell.unit}
        if fault is not None:
            found[key]["wrong"] = fault.what.as_dict()
    return found


def explain_value(template: Template, inputs: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Why a value comes out as it does with these inputs, one step at a time.

    Raises:
        BadRequest: the template has no such value.
    """
    if template.compiled.key_of(name) is None:
        raise errors.no_such_cell(name)
    found = explain(template.compiled, inputs, name)
    return shape_explanation(found, name, template)
