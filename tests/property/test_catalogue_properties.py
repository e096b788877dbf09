"""All shipped products over random allowed parameters: a line is made whole or told why not, and what is made fits together."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.catalogue_checks import faults_of_tables, wrong_shape

from shuanglun.engines.formula import Parameter
from shuanglun.factory.splitting import SplitLine, shapes
from shuanglun.factory.templates import Template, shipped_catalogue

TEMPLATES = {template.code: template for template in shipped_catalogue().newest()}
FIND = shipped_catalogue().get


def _value(parameter: Parameter) -> st.SearchStrategy[Any]:
    """Any value the parameter takes; lengths in steps of 0.1 mm."""
    if parameter.options:
        return st.sampled_from([option.code for option in parameter.options])
    if parameter.unit == "yes/no":
        return st.booleans()
    if parameter.unit == "text":
        return st.text(max_size=8)
    low, high = parameter.min or 0, parameter.max or 5000
    if parameter.unit in ("1", "pcs"):
        return st.integers(int(low), int(high))
    whole = st.integers(round(low * 10), round(high * 10))
    return st.one_of(st.integers(int(low), int(high)), whole.map(lambda tenths: tenths / 10))


@st.composite
def _line(draw: st.DrawFn, template: Template) -> dict[str, Any]:
    """An example of the template with some of its parameters changed to anything they take."""
    inputs = draw(st.sampled_from(template.table.examples)).inputs
    base = {template.compiled.key_of(name) or name: value for name, value in inputs.items()}
    choices = [one for one in template.table.parameters if one.options or one.unit in ("1", "yes/no")]
    sizes = [one for one in template.table.parameters if one not in choices]
    changed = draw(st.lists(st.sampled_from(choices or sizes), max_size=4, unique_by=lambda one: one.name))
    changed += draw(st.lists(st.sampled_from(sizes or choices), max_size=2, unique_by=lambda one: one.name))
    return {**base, **{one.name: draw(_value(one)) for one in changed}}


@pytest.mark.parametrize("code", sorted(TEMPLATES))
@given(data=st.data())
@settings(max_examples=12, deadline=None)
def test_a_line_is_made_whole_or_told_why_not(code: str, data: st.DataObject) -> None:
    many = data.draw(st.lists(_line(TEMPLATES[code]), min_size=1, max_size=6))
    lines = [SplitLine(str(number), code, inputs) for number, inputs in enumerate(many)]
    found, result = shapes(lines, FIND)
    if TEMPLATES[
        code
    ].table.placements:  # a ready panel is as its list says: too small for its edges is the list's fault
        assert faults_of_tables(result.findings) == []
    for line, shape in zip(lines, found, strict=True):
        if line.ref in result.stopped:
            assert not shape.parts
            assert any(one.line == line.ref and one.finding.level == "stop" for one in result.findings)
        elif TEMPLATES[code].table.placements:
            assert list(wrong_shape(shape)) == [], dict(line.params)
