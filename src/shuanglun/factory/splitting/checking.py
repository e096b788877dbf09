"""Checks every split makes, whatever the template: quantities are whole, sizes are positive."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from shuanglun.engines.formula import Evaluation, FormulaTable, LineFinding
from shuanglun.kernel.findings import Finding, Where
from shuanglun.kernel.text import Text

LARGEST_QUANTITY = 9_999
LARGEST_COUNT = 1e9
_CHECK_LINE = Text("请核对这一行的尺寸与数量", "check the sizes and the quantity of this line")
_SIZES = ("length", "width", "thickness", "cut_length", "cut_width")


def check_line(template: str, quantity: int, known: bool) -> list[Finding]:
    """The line's template is known and its quantity is a sensible whole number."""
    found = []
    if not known:
        what = Text(f"没有产品模板“{template}”", f'there is no template "{template}"')
        todo = Text("请选择已有的产品", "choose a product there is")
        found.append(Finding("SPLIT-TEMPLATE-UNKNOWN", "stop", what, todo, Where(field="template"), template))
    if not 1 <= quantity <= LARGEST_QUANTITY:
        what = Text(
            f"数量 {quantity} 应在 1–{LARGEST_QUANTITY}", f"the quantity {quantity} must be 1-{LARGEST_QUANTITY}"
        )
        found.append(Finding("SPLIT-QUANTITY", "stop", what, _CHECK_LINE, Where(field="quantity"), str(quantity)))
    return found


def check_rows(table: FormulaTable, evaluation: Evaluation) -> list[LineFinding]:
    """Quantities of all rows are whole and not negative; sizes of parts that are made are positive."""
    found: list[LineFinding] = []
    rows = [*((part.key, part.label) for part in table.parts), *((item.key, item.label) for item in table.hardware)]
    for key, label in rows:
        qty = evaluation.values(f"{key}.qty")
        wrong = (qty != np.floor(qty)) | (qty < 0) | (qty > LARGEST_COUNT)
        if wrong.any():
            told = Text("的数量不是非负整数", "has a quantity that is no whole number")
            found += _tell(evaluation, wrong, f"{key}.qty", label, "SPLIT-QTY-WHOLE", told)
    for part in table.parts:
        made = evaluation.values(f"{part.key}.qty") > 0
        for size in _SIZES:
            value = evaluation.values(f"{part.key}.{size}")
            if value.min(initial=1.0) <= 0:
                told = Text("的尺寸不大于零", "has a size that is not above zero")
                cell = f"{part.key}.{size}"
                found += _tell(evaluation, made & (value <= 0), cell, part.label, "SPLIT-SIZE-POSITIVE", told)
    return found


def _tell(
    evaluation: Evaluation, wrong: np.ndarray, cell: str, label: Text, code: str, why: Text
) -> Iterator[LineFinding]:
    """A finding a line, unless the line is stopped already."""
    for line in np.flatnonzero(np.broadcast_to(wrong, (evaluation.lines,)) & ~evaluation.stopped).tolist():
        value = evaluation.shown(cell, line)
        what = Text(f"“{label.zh}”{why.zh}：{value}", f'"{label.en}" {why.en}: {value}')
        yield LineFinding(line, Finding(code, "stop", what, _CHECK_LINE, Where(field=cell), value))
