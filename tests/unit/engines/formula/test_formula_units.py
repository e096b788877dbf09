"""Units: what may be added, what a product becomes, how a literal adapts, how results are converted."""

import re

import pytest

from shuanglun.engines.formula import FormulaTable
from shuanglun.engines.formula.kinds import kind_of_unit
from support.formula_tables import fault_of, faults, parameter, result, value


@pytest.mark.parametrize(
    ("formula", "units"),
    [
        ("W+n", {"W": "mm", "n": "pcs"}),
        ("W+p", {"W": "mm", "p": "1"}),
        ("W+kg", {"W": "mm", "kg": "kg"}),
        ("W+a", {"W": "mm", "a": "m2"}),
        ("W+d", {"W": "mm", "d": "deg"}),
        ("W*W", {"W": "mm"}),
        ("MAX(W,n)", {"W": "mm", "n": "pcs"}),
        ("IF(TRUE,W,n)", {"W": "mm", "n": "pcs"}),
        ("IF(W<n,W,W)", {"W": "mm", "n": "pcs"}),
        ("W^0.5", {"W": "mm"}),
        ("W*W*W*W*W*W*W", {"W": "mm"}),
        ("SUM(W,n)", {"W": "mm", "n": "pcs"}),
        ("MEDIAN(W,d)", {"W": "mm", "d": "deg"}),
        ("IFERROR(W,n)", {"W": "mm", "n": "pcs"}),
        ("PRODUCT(W,W)", {"W": "mm"}),
    ],
)
def test_units_that_do_not_belong_together_are_a_finding(formula: str, units: dict[str, str]) -> None:
    assert fault_of(formula, "mm", **units) == "FORMULA-UNIT"


def test_a_finding_about_units_names_both() -> None:
    table = FormulaTable((parameter("W", "mm"), parameter("n", "pcs")), values=(value("r", "W+n", "mm"),))
    (finding,) = faults(table)
    assert finding.what.zh == "“+”不能把 mm 和 pcs 放在一起"
    assert finding.what.en == '"+" cannot bring mm and pcs together'


@pytest.mark.parametrize(
    ("written", "proper"), [("m²", "m2"), ("°", "deg"), ("件", "pcs"), ("文字", "text"), ("ｍｍ", "mm")]
)
def test_a_unit_may_be_written_as_people_write_it(written: str, proper: str) -> None:
    assert kind_of_unit(written) == kind_of_unit(proper)
    assert kind_of_unit(written) is not None


@pytest.mark.parametrize(
    ("formula", "unit", "shown"),
    [
        ("W+5", "mm", "885"),  # a literal takes its neighbour's unit
        ("W+L", "mm", "2880"),  # metres are converted
        ("L+W", "m", "2.88"),
        ("W*2", "mm", "1760"),
        ("n*W", "mm", "2640"),  # pieces are counts
        ("n+1", "pcs", "4"),
        ("n*n", "pcs", "9"),
        ("W/W", "1", "1"),
        ("W/L", "1", "0.44"),
        ("INT(W/200)*n", "mm", "12"),
        ("W*W", "m2", "0.7744"),
        ("W*W", "mm2", "774400"),
        ("W*W*T*ρ", "kg", "5.26592"),
        ("W^2*T*ρ", "kg", "5.26592"),
        ("IF(W>0.5*L,W,0)", "mm", "0"),
        ("IF(W<L,0,W)+W", "mm", "880"),
        ("CEILING(W,20)", "mm", "880"),
        ("MOD(W,100)", "mm", "80"),
        ("W/n", "mm", "293.333333"),
        ("MAX(n,4)", "pcs", "4"),
        ("SQRT(W*W)", "mm", "880"),
        ("PRODUCT(W,W)", "m2", "0.7744"),
        ("SUM(W,L)", "m", "2.88"),
        ("SUM(W>1,L>1)", "pcs", "2"),
        ("W*SIN(d)", "mm", "440"),  # degrees are converted
        ("DEGREES(RADIANS(d))", "deg", "30"),
        ("IFERROR(W/0,L)", "mm", "2000"),
        ("QUOTIENT(W,L)", "1", "0"),
        ("MEDIAN(W,L,1)", "mm", "880"),
    ],
)
def test_units_combine_and_convert(formula: str, unit: str, shown: str) -> None:
    inputs = {"W": ("mm", 880), "L": ("m", 2), "n": ("pcs", 3), "T": ("mm", 8), "ρ": ("kg/m3", 850), "d": ("deg", 30)}
    used = {name: given for name, given in inputs.items() if re.search(rf"(?<![A-Za-z]){name}(?![A-Za-z])", formula)}
    assert result(formula, unit, **used) == shown
