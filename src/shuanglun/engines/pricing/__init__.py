"""Pricing: what a line of an order costs by the rules of a price list, and why. Pure: money whole fen, lengths 0.1 mm.

Public: ``PriceList``, ``read_price_list`` and ``price_list_faults``, ``Measures``, ``price`` (one line), ``total`` (a whole quote), ``check_examples``.
"""

from shuanglun.engines.pricing.examples import ExampleResult, check_examples
from shuanglun.engines.pricing.measuring import Measures
from shuanglun.engines.pricing.model import Band, Example, PriceList, Rule, Surcharge
from shuanglun.engines.pricing.money import share, times, yuan
from shuanglun.engines.pricing.pricing import Item, LinePrice, ManualItem, Totals, price, price_manual, total
from shuanglun.engines.pricing.reading import PriceListError, price_list_faults, read_price_list

__all__ = [
    "Band",
    "Example",
    "ExampleResult",
    "Item",
    "LinePrice",
    "ManualItem",
    "Measures",
    "PriceList",
    "PriceListError",
    "Rule",
    "Surcharge",
    "Totals",
    "check_examples",
    "price",
    "price_list_faults",
    "price_manual",
    "read_price_list",
    "share",
    "times",
    "total",
    "yuan",
]
