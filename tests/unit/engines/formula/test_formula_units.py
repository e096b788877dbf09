"""Units: what may be added, what a product becomes, how a literal adapts, how results are converted."""

import pytest

from support.formula_tables import fault_of, result


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
    ],
)
def test_units_that_do_not_belong_together_are_a_finding(formula: str, units: dict[str, str]) -> None:
    assert fault_of(formula, "mm", **units) == "FORMULA-UNIT"


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
    ],
)
def test_units_combine_and_convert(formula: str, unit: str, shown: str) -> None:
    inputs = {"W": ("mm", 880), "L": ("m", 2), "n": ("pcs", 3), "T": ("mm", 8), "ρ": ("kg/m3", 850)}
    used = {name: given for name, given in inputs.items() if name in formula}
    assert result(formula, unit, **used) == shown
