"""The numbers of the formula language: doubles that are brought to whole millionths at one documented point.

Inside one formula numbers are IEEE doubles. Whenever a number is compared, rounded, shown or kept under a name it is first
*settled*: taken to the nearest 0.000001, half away from zero. A settled number is the double closest to its decimal, so two
settled numbers are equal exactly when their decimals are, ``0.1+0.2`` is ``0.3``, and what a person sees is what goes on into
the next formula. For magnitudes up to about 10^8 a settled result equals decimal arithmetic on inputs at 0.1 mm. All rounding
functions work on whole millionths (int64) and are therefore exact, half away from zero as in Excel.
"""

from __future__ import annotations

import unicodedata
from decimal import Decimal, InvalidOperation

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Whole = NDArray[np.int64]

DECIMALS = 6
_SCALE = 10.0**DECIMALS
# Noise of a few operations below a tie still counts as the tie; capped so that large numbers are never pushed up.
_NOISE = 2.0**-49
_LARGEST_NOISE = 0.25
# Above this the spacing of doubles is itself about a millionth and nothing is left to settle.
_SETTLED_ANYWAY = 2.0**51
LARGEST = 1e12


def settle(values: Numbers) -> Numbers:
    """Nearest whole millionth, half away from zero; magnitudes above about 2x10^9 are left as they are.

    >>> settle(np.array([0.1 + 0.2])).tolist()
    [0.3]
    """
    scaled = np.abs(values) * _SCALE
    whole = np.floor(scaled + (np.minimum(scaled * _NOISE, _LARGEST_NOISE) + 0.5))
    settled: Numbers = np.copysign(whole / _SCALE, values) + 0.0
    if not scaled.max(initial=0.0) < _SETTLED_ANYWAY:
        settled = np.where(scaled < _SETTLED_ANYWAY, settled, values)
    return settled


def millionths(values: Numbers) -> Whole:
    """Settled numbers as whole millionths; magnitudes up to ``LARGEST`` fit."""
    return np.rint(settle(values) * _SCALE).astype(np.int64)


def from_millionths(values: Whole) -> Numbers:
    """The inverse of ``millionths``."""
    return values / _SCALE


def _step(decimals: Whole) -> Whole:
    """The rounding step in millionths for so many decimals; more than six decimals leave a number as it is."""
    exponent = np.clip(DECIMALS - decimals, 0, 18)
    step: Whole = np.power(np.int64(10), exponent)
    return step


def round_half_away(values: Numbers, decimals: Whole) -> Numbers:
    """Excel's ROUND: half away from zero; negative ``decimals`` round to tens, hundreds."""
    whole, step = millionths(values), _step(decimals)
    return from_millionths(np.sign(whole) * ((np.abs(whole) + step // 2) // step * step))


def round_away(values: Numbers, decimals: Whole) -> Numbers:
    """Excel's ROUNDUP: away from zero."""
    whole, step = millionths(values), _step(decimals)
    return from_millionths(np.sign(whole) * ((np.abs(whole) + step - 1) // step * step))


def round_to_zero(values: Numbers, decimals: Whole) -> Numbers:
    """Excel's ROUNDDOWN: toward zero."""
    whole, step = millionths(values), _step(decimals)
    return from_millionths(np.sign(whole) * (np.abs(whole) // step * step))


def to_whole(values: Numbers, decimals: int) -> Whole:
    """Numbers as whole units of ``10**-decimals`` (1: tenths), half away from zero."""
    whole, step = millionths(values), 10 ** (DECIMALS - decimals)
    rounded: Whole = np.sign(whole) * ((np.abs(whole) + step // 2) // step)
    return rounded


def show(value: float) -> str:
    """A number as people read it: no trailing zeros, no exponent.

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
    if isinstance(value, bool) or value is None or (isinstance(value, int) and abs(value) > LARGEST):
        raise ValueError("not a number of usable size")
    text = unicodedata.normalize("NFKC", value).strip() if isinstance(value, str) else str(value)
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise ValueError("not a number") from None
    if not number.is_finite() or abs(number) > LARGEST:
        raise ValueError("not a finite number of usable size")
    return float(number)
