"""The technician's own tests: every example of a template is run, and each expected value is green or red."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from shuanglun.engines.formula import Evaluation, Example, evaluate
from shuanglun.engines.formula.numbers import read_number, show
from shuanglun.factory.templates.model import Template
from shuanglun.kernel.findings import Finding, Where
from shuanglun.kernel.text import Text

_CHANGE = Text("请改模板或样例", "change the template or the example")


@dataclass(frozen=True, slots=True)
class Difference:
    """An expectation that did not come true."""

    what: str
    expected: str
    got: str


@dataclass(frozen=True, slots=True)
class ExampleResult:
    """Green when there is no difference."""

    name: str
    differences: tuple[Difference, ...]

    @property
    def green(self) -> bool:
        """True when everything came out as expected."""
        return not self.differences


def run_examples(template: Template) -> list[ExampleResult]:
    """Run all examples of a template at once, the drawing too.

    An example without expected findings must have no stop; one with them must have exactly these codes.
    """
    examples = template.table.examples
    evaluation = evaluate(template.compiled, [example.inputs for example in examples], drawing=True)
    return [ExampleResult(e.name, tuple(_differences(evaluation, line, e))) for line, e in enumerate(examples)]


def red_examples(template: Template) -> list[Finding]:
    """A finding for every example that does not come out as its technician expects."""
    return [
        _finding(template, number, result.name, one)
        for number, result in enumerate(run_examples(template), 1)
        for one in result.differences
    ]


def _finding(template: Template, number: int, name: str, one: Difference) -> Finding:
    zh = f"样例“{name}”的 {one.what} 应为 {one.expected}，算出 {one.got}"
    en = f'example "{name}": {one.what} should be {one.expected}, is {one.got}'
    where = Where(file=template.code, field=f"examples {number}")
    return Finding("TEMPLATE-EXAMPLE-RED", "stop", Text(zh, en), _CHANGE, where, one.got)


def _differences(evaluation: Evaluation, line: int, example: Example) -> list[Difference]:
    found = []
    for name, expected in example.expect.items():
        key = evaluation.compiled.key_of(name)
        got = "—" if key is None else evaluation.shown(key, line)
        if got != _shown(expected):
            found.append(Difference(name, _shown(expected), got))
    told = [one.finding for one in evaluation.findings if one.line == line]
    if example.findings:
        codes, wanted = sorted({one.code for one in told}), sorted(set(example.findings))
    else:
        codes, wanted = sorted({one.code for one in told if one.level == "stop"}), []
    if codes != wanted:
        found.append(Difference("findings", ", ".join(wanted) or "—", ", ".join(codes) or "—"))
    if not evaluation.stopped[line]:
        found += _not_drawn(evaluation, line)
    return found


def _not_drawn(evaluation: Evaluation, line: int) -> Iterator[Difference]:
    """Cells of the drawing that have no value although the line can be made."""
    for key in evaluation.compiled.order:
        cell = evaluation.compiled.cells[key]
        if cell.kind in {"placement", "dimension"} and wanted(evaluation, cell.owner or "", line):
            fault = evaluation.fault(key, line)
            if fault is not None:
                yield Difference(key, "", fault.what.zh)


def wanted(evaluation: Evaluation, owner: str, line: int) -> bool:
    """Whether a row of the drawing applies to a line: its quantity is not 0, its condition holds."""
    columns = evaluation.columns
    key = next((one for one in (f"{owner}.qty", f"{owner}.when") if one in columns), None)
    return key is None or bool(evaluation.data(key)[line])


def _shown(expected: Any) -> str:
    """An expected value in the form values are shown."""
    if isinstance(expected, bool):
        return "是" if expected else "否"
    return expected if isinstance(expected, str) else show(read_number(expected))
