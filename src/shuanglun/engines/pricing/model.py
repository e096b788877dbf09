"""What a price list is: rules that price a line, extras added to it, surcharges by size. Amounts in fen, lengths in 0.1 mm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from shuanglun.kernel.text import Text

Method = Literal["set", "area", "metre", "area_by_wall", "metre_by_wall", "by_length"]
Measure = Literal["width", "height", "wall", "length", "area", "perimeter", "track"]
METHODS: tuple[Method, ...] = ("set", "area", "metre", "area_by_wall", "metre_by_wall", "by_length")
MEASURES: tuple[Measure, ...] = ("width", "height", "wall", "length", "area", "perimeter", "track")
METHOD_NAMES: Mapping[Method, Text] = {
    "set": Text("按樘", "per set"),
    "area": Text("按平方米", "per m²"),
    "metre": Text("按延米", "per metre"),
    "area_by_wall": Text("按墙厚分段的平方米", "per m² by wall-thickness band"),
    "metre_by_wall": Text("按墙厚分段的延米", "per metre by wall-thickness band"),
    "by_length": Text("按长度分段", "by length band"),
}
MEASURE_NAMES: Mapping[Measure, Text] = {
    "width": Text("宽", "width"),
    "height": Text("高", "height"),
    "wall": Text("墙厚", "wall"),
    "length": Text("长", "length"),
    "area": Text("面积", "area"),
    "perimeter": Text("周长", "perimeter"),
    "track": Text("轨道长", "track"),
}


@dataclass(frozen=True, slots=True)
class Band:
    """Up to and with ``up_to`` (0.1 mm; None: no end) this price counts."""

    up_to: int | None
    price: int


@dataclass(frozen=True, slots=True)
class Surcharge:
    """Added when ``measure`` is above ``above``: a flat ``price``, or ``price`` for each begun step of ``every``.

    Lengths in 0.1 mm, areas in square 0.1 mm.
    """

    measure: Measure
    above: int
    price: int
    every: int | None
    label: Text


@dataclass(frozen=True, slots=True)
class Rule:
    """How lines of a kind are priced. ``when``: input to the values it may have; an empty one matches every line.

    ``measure`` is what is priced by the metre or by length bands; ``least`` the least charged measure (square 0.1 mm or
    0.1 mm); ``step`` the thousandths of m² or m the measure is rounded to before it is priced.
    """

    id: str
    label: Text
    method: Method
    when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    price: int = 0
    measure: Measure = "perimeter"
    bands: tuple[Band, ...] = ()
    least: int = 0
    step: int = 10
    standard: Mapping[Measure, int] = field(default_factory=dict)
    surcharges: tuple[Surcharge, ...] = ()
    discountable: bool = True

    def matches(self, inputs: Mapping[str, object]) -> bool:
        """Does the rule speak about a line with these inputs?"""
        return all(str(inputs.get(name, "")) in values for name, values in self.when.items())


@dataclass(frozen=True, slots=True)
class Example:
    """A line with the amount a person worked out for it; a list whose examples are red is not published."""

    name: str
    inputs: Mapping[str, object]
    amount: int


@dataclass(frozen=True, slots=True)
class PriceList:
    """A whole price list. The first rule that matches prices a line, every extra that matches is added.

    ``dealers`` empty: for everybody. ``discount`` in hundredths of a per cent is proposed for every quote.
    """

    code: str
    name: Text
    rules: tuple[Rule, ...]
    extras: tuple[Rule, ...] = ()
    dealers: tuple[str, ...] = ()
    valid_from: date | None = None
    discount: int = 0
    examples: tuple[Example, ...] = ()
