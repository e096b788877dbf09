"""Units of the formula language. Every unit is a power of ten of mm, kg and degrees, so conversion is exact in decimals.

Pieces (pcs) are counts: a plain number with a name. ``pcs * mm`` is mm and ``pcs + 1`` is pcs, but ``pcs + mm`` is a fault.
"""

from __future__ import annotations

from typing import NamedTuple


class Unit(NamedTuple):
    """Exponents of length, mass and angle; ``power`` is the power of ten against mm, kg, degree."""

    length: int = 0
    mass: int = 0
    angle: int = 0
    power: int = 0
    counted: bool = False

    @property
    def dimension(self) -> tuple[int, int, int]:
        """What must agree before two numbers can be added or compared."""
        return self.length, self.mass, self.angle


PLAIN = Unit()
PIECES = Unit(counted=True)
MM = Unit(length=1)
KG = Unit(mass=1)

UNITS: dict[str, Unit] = {
    "1": PLAIN,
    "pcs": PIECES,
    "mm": MM,
    "m": Unit(length=1, power=3),
    "mm2": Unit(length=2),
    "m2": Unit(length=2, power=6),
    "mm3": Unit(length=3),
    "m3": Unit(length=3, power=9),
    "kg": KG,
    "kg/m": Unit(length=-1, mass=1, power=-3),
    "kg/m2": Unit(length=-2, mass=1, power=-6),
    "kg/m3": Unit(length=-3, mass=1, power=-9),
    "deg": Unit(angle=1),
}
_SYMBOLS = {unit: symbol for symbol, unit in UNITS.items()}
SPELLINGS: dict[str, str] = {
    "°": "deg",
    "度": "deg",
    "毫米": "mm",
    "米": "m",
    "平方米": "m2",
    "平米": "m2",
    "千克": "kg",
    "公斤": "kg",
    "个": "pcs",
    "件": "pcs",
    "只": "pcs",
    "": "1",
    "文字": "text",
    "文本": "text",
    "是/否": "yes/no",
}
"""What people also write in a unit column; m² and m³ are read by their compatible form."""
_SHOWN = {"m2": "m²", "m3": "m³", "mm2": "mm²", "mm3": "mm³", "kg/m2": "kg/m²", "kg/m3": "kg/m³", "deg": "°"}


def symbol(unit: Unit) -> str:
    """The unit as people write it; a combination without a name is spelt out."""
    known = _SYMBOLS.get(unit)
    if known is not None:
        return _SHOWN.get(known, known)
    parts = [
        f"{name}^{exponent}" for name, exponent in zip(("mm", "kg", "deg"), unit.dimension, strict=True) if exponent
    ]
    scale = [f"10^{unit.power}"] if unit.power else []
    return "·".join(scale + parts) or "1"


def times(left: Unit, right: Unit) -> Unit:
    """The unit of a product."""
    product = Unit(
        left.length + right.length, left.mass + right.mass, left.angle + right.angle, left.power + right.power
    )
    return _counted(product, left, right)


def over(left: Unit, right: Unit) -> Unit:
    """The unit of a quotient; pieces over pieces is a plain number."""
    quotient = Unit(
        left.length - right.length, left.mass - right.mass, left.angle - right.angle, left.power - right.power
    )
    return quotient if right.counted else _counted(quotient, left, right)


def root(unit: Unit) -> Unit | None:
    """The unit of a square root: mm of mm²; None when there is none."""
    if any(exponent % 2 for exponent in (*unit.dimension, unit.power)):
        return None
    return Unit(unit.length // 2, unit.mass // 2, unit.angle // 2, unit.power // 2)


def _counted(unit: Unit, left: Unit, right: Unit) -> Unit:
    plain = unit.dimension == PLAIN.dimension
    return unit._replace(counted=True) if plain and (left.counted or right.counted) else unit
