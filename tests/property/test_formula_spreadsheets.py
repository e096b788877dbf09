"""The language against spreadsheets: at least 10,000 random formulas, each computed by an independent evaluator as well.

The ``formulas`` package always runs; LibreOffice where it is installed. What a spreadsheet is known to do otherwise than Excel
documents is left out for that spreadsheet, by name and with the reason, and is covered by the other one and by unit tests.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest

from shuanglun.engines.formula import Evaluation, compile_table, evaluate
from shuanglun.engines.formula.functions import FUNCTIONS, LOOKUP
from support.formula_tables import codes, compiled, faults
from support.random_formulas import Writer, Written, input_lines, table_of
from support.spreadsheets import ERROR, OFFICE, by_formulas, by_libreoffice, workbook

ROWS = 60
LEFT_OUT = {
    "QUOTIENT": "the package has no such function",
    "N": "gives TRUE for N(TRUE), Excel 1",
    "SUM of yes/no": "passes over computed conditions, Excel counts them",
    "SWITCH of text": "takes capitals for different, Excel does not",
    "TRIM": "leaves doubled spaces inside, Excel does not",
    "MROUND": "rounds ties to even, Excel away from zero",
    "thousands": "groups digits wrongly for #,##0",
    "roots of negatives": "gives a complex number, Excel an error",
    "FLOOR by zero": "gives an error for FLOOR(0,0), Excel 0",
    "ties in TEXT": "rounds ties to even and writes -0, Excel away from zero",
}
# 880.3-880.5 lies a hair below -0.2 in doubles, so a spreadsheet's FLOOR to 0.1 falls a step lower; here it is -0.2.
DRIFTING = frozenset(
    {"INT", "CEILING", "FLOOR", "MOD", "QUOTIENT", "ROUNDUP", "ROUNDDOWN", "TRUNC", "EVEN", "ODD", LOOKUP, "MROUND"}
)
# Beyond what the language keeps: told as a finding, while a spreadsheet goes on.
LIMITS = {"CALC-NUMBER-RANGE", "CALC-TEXT-LENGTH"}


def _same(evaluation: Evaluation, key: str, formula: Written, theirs: Any) -> bool:
    """The same number to a millionth, the same text, the same truth, or a fault on both sides."""
    wrong = isinstance(theirs, str) and (theirs == ERROR or (theirs[:1] == "#" and theirs[-1:] in "!?AM"))
    if evaluation.fault(key, formula.row) or wrong:
        return wrong and evaluation.fault(key, formula.row) is not None
    mine = evaluation.data(key)[formula.row]
    if formula.kind == "text":
        return isinstance(theirs, str) and str(mine) == theirs
    if isinstance(theirs, str):
        return False
    return bool(mine) == bool(theirs) if formula.kind == "yes/no" else abs(mine - theirs) <= 1e-6 + abs(theirs) * 1e-12


def _compare(formulas: Sequence[Written], lines: list[dict[str, Any]], theirs: Sequence[Any]) -> Counter[str]:
    evaluation = evaluate(compiled(table_of(formulas)), lines)
    counts: Counter[str] = Counter()
    different = []
    for place, (formula, value) in enumerate(zip(formulas, theirs, strict=True)):
        fault = evaluation.fault(f"r{place}", formula.row)
        if fault is not None and fault.code in LIMITS:
            counts["beyond the limits"] += 1
        elif _same(evaluation, f"r{place}", formula, value):
            counts["fault on both sides" if fault else f"same {formula.kind}"] += 1
        else:
            different.append((formula.ours, formula.sheet, lines[formula.row], value))
    assert not different, f"{len(different)} of {len(formulas)} differ: {different[:5]}"
    return counts


def _covers_everything(used: Mapping[str, int], left_out: set[str]) -> None:
    rare = {name: used[name] for name in {*FUNCTIONS, LOOKUP} - left_out if used[name] < 50}
    assert not rare, f"written fewer than 50 times: {rare}"


def test_ten_thousand_formulas_agree_with_the_formulas_package(tmp_path: Path) -> None:
    random = Random(20261125)
    lines = input_lines(random, ROWS)
    writer = Writer(random, ROWS, without=frozenset(LEFT_OUT), deepest=3)
    formulas = writer.distinct(10_300)
    _covers_everything(writer.used, set(LEFT_OUT))
    workbook(formulas, lines, tmp_path / "book.xlsx")
    counts = _compare(formulas, lines, by_formulas(tmp_path / "book.xlsx", len(formulas)))
    print(dict(counts))
    assert counts.total() - counts["beyond the limits"] >= 10_000
    assert counts["fault on both sides"] < 3_000


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("tenths", [False, True], ids=["eighths", "tenths"])
def test_ten_thousand_formulas_agree_with_libreoffice(tmp_path: Path, tenths: bool) -> None:
    """With tenths as well, which LibreOffice compares and rounds as decimals, as the language does: 0.1+0.2 is 0.3."""
    random = Random(20261126 + tenths)
    lines = input_lines(random, ROWS, tenths=tenths)
    without = DRIFTING if tenths else frozenset()
    writer = Writer(random, ROWS, tenths=tenths, without=without)
    formulas = writer.distinct(10_300)
    _covers_everything(writer.used, set(without))
    workbook(formulas, lines, tmp_path / "book.xlsx")
    counts = _compare(formulas, lines, by_libreoffice(tmp_path / "book.xlsx", len(formulas), tmp_path))
    print(dict(counts))
    assert counts.total() - counts["beyond the limits"] >= 10_000
    assert counts["fault on both sides"] < 3_000


def test_a_text_compared_with_a_number_is_refused_where_a_spreadsheet_gives_an_answer() -> None:
    writer = Writer(Random(3), ROWS)
    formulas = [writer.mixture() for _ in range(500)]
    found = faults(table_of(formulas))
    assert codes(found) == ["FORMULA-KIND"] * 500
    assert all("文字" in one.what.zh and "数" in one.what.zh for one in found)
    assert compile_table(table_of([writer.formula()]))[0] is not None
