"""A price list tried on its own examples, before anybody is quoted by it."""

from __future__ import annotations

from dataclasses import dataclass

from shuanglun.engines.pricing.model import Example, PriceList
from shuanglun.engines.pricing.pricing import LinePrice, price


@dataclass(frozen=True, slots=True)
class ExampleResult:
    """An example and what the list makes of it."""

    example: Example
    got: LinePrice

    @property
    def green(self) -> bool:
        """Does the list give the amount a person worked out?"""
        return not self.got.findings and self.got.amount == self.example.amount


def check_examples(prices: PriceList) -> list[ExampleResult]:
    """Every example with what the list gives for it."""
    return [ExampleResult(example, price(prices, example.inputs)) for example in prices.examples]
