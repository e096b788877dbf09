"""Every shipped product is put together in space: all copies stand somewhere, nothing runs into anything, dimensions are true."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from tests.support.catalogue_checks import faults_of_tables, wrong_shape

from shuanglun.engines.formula import Parameter, evaluate
from shuanglun.factory.splitting import LineShape, SplitLine, shapes, split
from shuanglun.factory.splitting.shaping import thickness_direction
from shuanglun.factory.templates import Template, shipped_catalogue

FIND = shipped_catalogue().get
TEMPLATES = {template.code: template for template in shipped_catalogue().newest()}
PLACED = [code for code, template in TEMPLATES.items() if template.table.placements]


def _params(template: Template, inputs: Mapping[str, Any]) -> dict[str, Any]:
    return {template.compiled.key_of(name) or name: value for name, value in inputs.items()}


def _shapes(template: Template) -> Iterator[tuple[str, LineShape]]:
    """The shape of every example that can be made."""
    lines = [
        SplitLine(example.name, template.code, _params(template, example.inputs)) for example in template.table.examples
    ]
    found, result = shapes(lines, FIND)
    for line, shape in zip(lines, found, strict=True):
        if line.ref not in result.stopped:
            yield line.ref, shape


def test_all_products_but_ready_panels_are_drawn() -> None:
    assert set(TEMPLATES) - set(PLACED) == {"panel"}


@pytest.mark.parametrize("code", PLACED)
def test_every_example_is_put_together_without_a_fault(code: str) -> None:
    assert [f"{name}: {told}" for name, shape in _shapes(TEMPLATES[code]) for told in wrong_shape(shape)] == []


def _limits(parameter: Parameter) -> list[Any]:
    """The least and the greatest value of a number, every option of a choice, both answers of a question."""
    if parameter.options:
        return [option.code for option in parameter.options]
    if parameter.unit == "yes/no":
        return [True, False]
    return [limit for limit in (parameter.min, parameter.max) if limit is not None]


@pytest.mark.parametrize("code", sorted(TEMPLATES))
def test_the_limits_of_every_parameter_are_answered_by_the_template_itself(code: str) -> None:
    """At each limit, the others as in the first example, a line is made or told why not by a check of the template."""
    template = TEMPLATES[code]
    base = _params(template, template.table.examples[0].inputs)
    lines = [
        SplitLine(f"{parameter.label.zh}={value}", code, {**base, parameter.name: value})
        for parameter in template.table.parameters
        for value in _limits(parameter)
    ]
    found, result = shapes(lines, FIND)
    assert faults_of_tables(result.findings) == []
    shaped = [(line, shape) for line, shape in zip(lines, found, strict=True) if line.ref not in result.stopped]
    assert len(shaped) > len(lines) / 3
    if template.table.placements:
        assert [f"{line.ref}: {told}" for line, shape in shaped for told in wrong_shape(shape)] == []


@pytest.mark.parametrize("code", sorted(TEMPLATES))
def test_no_formula_is_left_without_a_value_when_a_line_can_be_made(code: str) -> None:
    template = TEMPLATES[code]
    inputs = [_params(template, example.inputs) for example in template.table.examples]
    stopped = split([SplitLine(str(n), code, one) for n, one in enumerate(inputs)], FIND).stopped
    evaluation = evaluate(template.compiled, inputs, drawing=True)
    made = [line for line in range(len(inputs)) if str(line) not in stopped]
    drawn = [key for key in template.compiled.order if template.compiled.cells[key].kind == "part"]
    assert [(key, line) for key in drawn for line in made if evaluation.fault(key, line)] == []


def test_a_board_cannot_be_turned_inside_out() -> None:
    assert thickness_direction("x", "y") == "-z"  # seen from the front, its top faces the viewer
    assert thickness_direction("-y", "z") == "x"
    assert thickness_direction("y", "x") == "z"
    assert thickness_direction("x", "-x") is None
    assert thickness_direction("up", "x") is None
