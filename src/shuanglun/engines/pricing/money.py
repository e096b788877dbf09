"""Money is whole fen. The one rounding rule: half away from zero (四舍五入), once, where a measure meets a price."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal


def fen(value: object) -> int:
    """Yuan as written in a price list ("980", 59.5) to whole fen.

    Raises:
        ValueError: no number, or finer than one fen.
    """
    if isinstance(value, bool) or not isinstance(value, (int, float, str, Decimal)):
        raise ValueError(f"{value!r} is no amount")
    try:
        exact = Decimal(str(value)) * 100
    except ArithmeticError:
        raise ValueError(f"{value!r} is no amount") from None
    if not exact.is_finite() or exact != exact.to_integral_value():
        raise ValueError(f"{value!r} is finer than one fen")
    return int(exact)


def divided(numerator: int, denominator: int) -> int:
    """``numerator / denominator`` (positive denominator), rounded half away from zero.

    >>> divided(5, 2), divided(-5, 2), divided(4, 3)
    (3, -3, 1)
    """
    sign = -1 if numerator < 0 else 1
    return sign * ((2 * abs(numerator) + denominator) // (2 * denominator))


def times(price: int, thousandths: int) -> int:
    """A price in fen times a measure in thousandths of its unit, rounded once to fen.

    >>> times(38000, 1805)  # 380 yuan for 1.805 m²
    68590
    """
    return divided(price * thousandths, 1000)


def share(amount: int, basis_points: int) -> int:
    """So many hundredths of a per cent of an amount, rounded once to fen: a discount of 95 折 is 500.

    >>> share(98000, 500)
    4900
    """
    return divided(amount * basis_points, 10_000)


def yuan(amount: int) -> str:
    """Fen as people write money.

    >>> yuan(98000), yuan(-5), yuan(123456789)
    ('980.00', '-0.05', '1,234,567.89')
    """
    sign = "-" if amount < 0 else ""
    whole, rest = divmod(abs(amount), 100)
    return f"{sign}{whole:,}.{rest:02d}"


def plain_number(thousandths: int) -> str:
    """Thousandths as a number without trailing noughts.

    >>> plain_number(1805), plain_number(2000)
    ('1.805', '2')
    """
    exact = (Decimal(thousandths) / 1000).quantize(Decimal("0.001"), rounding=ROUND_HALF_UP)
    text = f"{exact:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
