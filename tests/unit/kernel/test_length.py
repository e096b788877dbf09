"""Lengths in tenths of a millimetre: rounding half away from zero."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuanglun.kernel.length import millimetres, tenths

lengths = st.decimals(min_value=-100_000, max_value=100_000, places=4, allow_nan=False, allow_infinity=False)


def by_fractions(value: Decimal) -> int:
    """Half away from zero, computed without decimal's own rounding."""
    exact = Fraction(value) * 10
    size = (abs(exact) * 2 + 1) // 2
    return int(size) if exact >= 0 else -int(size)


@given(lengths)
def test_rounding_is_half_away_from_zero(value):
    assert tenths(value) == by_fractions(value)


@given(lengths)
def test_text_and_decimal_give_the_same_length(value):
    assert tenths(str(value)) == tenths(value)


@given(st.integers(-(10**7), 10**7))
def test_what_people_see_reads_back(value):
    assert tenths(millimetres(value)) == value


@pytest.mark.parametrize(
    ("given_", "expected"),
    [("0.05", 1), ("-0.05", -1), ("0.04", 0), ("0.15", 2), (543.25, 5433), (2050, 20500), ("1E+2", 1000)],
)
def test_the_half_goes_away_from_zero(given_, expected):
    assert tenths(given_) == expected


@pytest.mark.parametrize(("value", "shown"), [(0, "0"), (-5, "-0.5"), (20500, "2050"), (5433, "543.3"), (-10, "-1")])
def test_no_trailing_zero_is_shown(value, shown):
    assert millimetres(value) == shown
