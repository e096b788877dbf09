"""Small formula tables for tests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from shuanglun.engines.formula import Compiled, Constant, FormulaTable, Parameter, Value, compile_table, evaluate
from shuanglun.kernel.findings import Finding
from shuanglun.kernel.text import Text


def label(zh: str) -> Text:
    return Text(zh, zh)


def parameter(name: str, unit: str = "1", **more: Any) -> Parameter:
    return Parameter(name, label(name), unit, **more)


def constant(name: str, value: Any, unit: str = "1") -> Constant:
    return Constant(name, label(name), unit, value)


def value(name: str, formula: Any, unit: str = "1") -> Value:
    return Value(name, label(name), unit, formula)


def compiled(table: FormulaTable) -> Compiled:
    found, findings = compile_table(table)
    assert found is not None, findings
    return found


def faults(table: FormulaTable) -> list[Finding]:
    found, findings = compile_table(table)
    assert (found is None) == bool(findings)
    return findings


def codes(findings: Iterable[Finding]) -> list[str]:
    return [finding.code for finding in findings]


def result(formula: str, unit: str = "1", **inputs: tuple[str, Any] | Any) -> str:
    """A formula's shown value; inputs are plain numbers or (unit, value)."""
    units = {n: v[0] if isinstance(v, tuple) else "1" for n, v in inputs.items()}
    given = {n: v[1] if isinstance(v, tuple) else v for n, v in inputs.items()}
    table = FormulaTable(tuple(parameter(n, u) for n, u in units.items()), values=(value("result", formula, unit),))
    return evaluate(compiled(table), [given]).shown("result", 0)


def fault_of(formula: str, unit: str = "1", **units: str) -> str:
    """The code of the one finding a formula gives."""
    table = FormulaTable(tuple(parameter(n, u) for n, u in units.items()), values=(value("result", formula, unit),))
    (finding,) = faults(table)
    assert finding.what.zh
    assert finding.what.en
    assert finding.where.field == "result"
    return finding.code


def line_fault(formula: str, inputs: Mapping[str, float]) -> str:
    """The code of the one finding a formula gives in a line."""
    table = FormulaTable(tuple(parameter(n) for n in inputs), values=(value("result", formula),))
    (found,) = evaluate(compiled(table), [inputs]).findings
    return found.finding.code
