"""Lengths are whole tenths of a millimetre (int). 0.1 mm is the finest step a door factory can cut or measure.

Rounding to 0.1 mm is half away from zero (四舍五入), as a foreman and Excel's ROUND do; it happens only here.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal


def tenths(millimetres: float | int | str | Decimal) -> int:
    """Millimetres to whole tenths, half away from zero.

    >>> tenths("543.25"), tenths(-0.05), tenths(2050)
    (5433, -1, 20500)
    """
    exact = millimetres if isinstance(millimetres, Decimal) else Decimal(str(millimetres))
    return int((exact * 10).to_integral_value(rounding=ROUND_HALF_UP))


def millimetres(value: int) -> str:
    """Whole tenths as shown to people: no trailing ".0".

    >>> millimetres(20500), millimetres(5433), millimetres(-5)
    ('2050', '543.3', '-0.5')
    """
    sign = "-" if value < 0 else ""
    whole, tenth = divmod(abs(value), 10)
    return f"{sign}{whole}" + (f".{tenth}" if tenth else "")
