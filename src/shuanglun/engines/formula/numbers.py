"""The numbers of the formula language: doubles that hold *whole millionths*, so that nothing drifts.

A length of 880.3 mm is kept as 880300000.0, never as the double nearest to 880.3. Whole numbers up to 2^53 are exact in a
double; so sums, differences, whole multiples, least and most, and comparisons of kept numbers are exact integer arithmetic:
``0.1+0.2`` is ``0.3`` and a chain of a thousand deductions is right to the last tenth. The largest number that may be kept
is 9x10^9, just below 2^53 millionths.

Products, quotients and powers may leave the grid. Whenever such a result is compared, rounded, shown or kept under a name it is
first *settled*: taken to the nearest whole millionth, half away from zero. All rounding functions divide whole numbers below
2^53, which cannot round a quotient onto the wrong side of a whole number, and are therefore exact, half away from zero as in
Excel.
"""

from __future__ import annotations

import unicodedata
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Whole = NDArray[np.int64]

DECIMALS = 6
ONE = 10.0**DECIMALS
LARGEST = 9e9
LARGEST_MILLIONTHS = LARGEST * ONE
# Noise of a few operations below a tie still counts as the tie; capped so that large numbers are never pushed up.
_NOISE = 2.0**-49
_LARGEST_NOISE = 0.25


def settle(values: Numbers) -> Numbers:
    """Nearest whole millionth, half away from zero; ``values`` are in millionths and so is the result.

    >>> settle(np.array([1.4, 2.5, -2.5])).tolist()
    [1.0, 3.0, -3.0]
    """
    near: Numbers = np.rint(values)
    off = values - near
    np.abs(off, out=off)
    if off.max(initial=0.0) < 0.5 - _LARGEST_NOISE:  # no tie anywhere, so rounding to even is rounding to nearest
        near += 0.0
        return near
    size = np.abs(values)
    below = np.floor(size)
    up = size - below >= 0.5 - np.minimum(size * _NOISE, _LARGEST_NOISE)
    settled: Numbers = np.copysign(below + up, values) + 0.0
    return settled


def millionths(value: object) -> float:
    """A number of the outside world in whole millionths, half away from zero.

    Raises:
        ValueError: not a finite number, or larger than ``LARGEST``.

    >>> millionths("880.3"), millionths(-0.0000005)
    (880300000.0, -1.0)
    """
    return float(_decimal(value).scaleb(DECIMALS).quantize(Decimal(1), ROUND_HALF_UP))


def plain(values: Numbers) -> Numbers:
    """Whole millionths as ordinary numbers: each the double nearest to its decimal."""
    return values / ONE


def step_of(decimals: int) -> float:
    """The rounding step in millionths for so many decimals; more than six decimals leave a number as it is."""
    return 10.0 ** min(max(DECIMALS - decimals, 0), 18)


def round_half_away(values: Numbers, step: Numbers | float) -> Numbers:
    """Settled numbers to multiples of ``step``, half away from zero."""
    rounded: Numbers = np.abs(values) + step * 0.5
    rounded /= step  # in place: large batches live on memory traffic
    np.floor(rounded, out=rounded)
    rounded *= step
    np.copysign(rounded, values, out=rounded)
    rounded += 0.0
    return rounded


def round_away(values: Numbers, step: Numbers | float) -> Numbers:
    """Settled numbers to multiples of ``step``, away from zero."""
    rounded: Numbers = np.copysign(np.ceil(np.abs(values) / step) * step, values) + 0.0
    return rounded


def round_to_zero(values: Numbers, step: Numbers | float) -> Numbers:
    """Settled numbers to multiples of ``step``, toward zero."""
    rounded: Numbers = np.trunc(values / step) * step + 0.0
    return rounded


def to_whole(values: Numbers, decimals: int) -> Whole:
    """Settled millionths as whole units of ``10**-decimals`` (1: tenths), half away from zero."""
    step = step_of(decimals)
    near = np.rint(values / step)
    if not (near * step == values).all():
        near = round_half_away(values, step) / step
    return near.astype(np.int64)


def show(value: float) -> str:
    """An ordinary number as people read it: no trailing zeros, no exponent.

    >>> show(806.0), show(0.1 + 0.2), show(-0.0)
    ('806', '0.3', '0')
    """
    text = f"{value:.{DECIMALS}f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def read_number(value: object) -> float:
    """A number from what a file or form gave: int, float, Decimal or text such as "2050" or "１２.５".

    Raises:
        ValueError: not a finite number, or larger than ``LARGEST``.
    """
    return float(_decimal(value))


def _decimal(value: object) -> Decimal:
    if isinstance(value, bool) or value is None or (isinstance(value, int) and abs(value) > LARGEST):
        raise ValueError("not a number of usable size")
    text = unicodedata.normalize("NFKC", value).strip() if isinstance(value, str) else str(value)
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise ValueError("not a number") from None
    if not number.is_finite() or abs(number) > LARGEST:
        raise ValueError("not a finite number of usable size")
    return number
