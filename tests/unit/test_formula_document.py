"""Every example of docs/formula-language.md is computed, and every function of the language is in it or in its sentence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from shuanglun.engines.formula import FormulaTable, Value, compile_table, evaluate
from shuanglun.engines.formula.functions import NAMES
from shuanglun.kernel.text import Text

DOCUMENT = (Path(__file__).resolve().parents[2] / "docs" / "formula-language.md").read_text("utf-8")
EXAMPLES = re.findall(r"^\| `(.+?)` \| (.+?) \|$", DOCUMENT, re.MULTILINE)
TEXTS = ("TEXT", "LEFT", "MID", "RIGHT", "SUBSTITUTE", "REPT", "UPPER", "LOWER", "TRIM", "CONCAT", '"A"')


def _unit(formula: str, result: str) -> str:
    if formula.startswith(TEXTS):
        return "text"
    if "DEGREES" in formula:
        return "deg"
    return "yes/no" if result in {"yes", "no"} else "1"


@pytest.mark.parametrize(("formula", "result"), EXAMPLES)
def test_an_example_comes_out_as_written(formula: str, result: str) -> None:
    value = Value("x", Text("值", "value"), _unit(formula, result), "=" + formula)
    compiled, findings = compile_table(FormulaTable(values=(value,)))
    assert compiled is not None, [finding.what.en for finding in findings]
    shown = evaluate(compiled, [{}]).shown("x", 0)
    assert {"是": "yes", "否": "no"}.get(shown, shown) == result


def test_every_function_is_told() -> None:
    missing = [name for name in NAMES if not re.search(rf"\b{name}\b", DOCUMENT)]
    assert missing == []
