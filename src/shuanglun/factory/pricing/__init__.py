"""Pricing (报价): price lists as versioned data, and quotes in which every amount names its rule.

Public: ``publish_lists``, ``make_quote``, ``get_quote``, ``lists_of``.
"""

from shuanglun.factory.pricing.commands import make_quote, publish_list, publish_lists
from shuanglun.factory.pricing.queries import get_quote, lists_of, preview

__all__ = ["get_quote", "lists_of", "make_quote", "preview", "publish_list", "publish_lists"]
