"""Lot building (组批): which orders are cut together, and what waiting for more orders would save.

>>> orders = [LotOrder("A", 1, (Load("OAK", 8, 250),)), LotOrder("B", 2, (Load("OAK", 4, 140),))]
>>> rules = LotRules(max_pieces=100, sheet_area={"OAK": 200}, fill=10_000)
>>> [(point.window, point.sheets, point.lots, point.longest) for point in curve(orders, rules, (0, 1))]
[(0, 3, 2, 0), (1, 2, 1, 1)]
"""

from shuanglun.engines.lots.build import build_lots, first_come
from shuanglun.engines.lots.checker import check_lots
from shuanglun.engines.lots.curve import curve, on_the_curve, point_of
from shuanglun.engines.lots.estimate import board_share
from shuanglun.engines.lots.model import BuiltLot, CurvePoint, Load, LotOrder, LotPlan, LotRules

__all__ = [
    "BuiltLot",
    "CurvePoint",
    "Load",
    "LotOrder",
    "LotPlan",
    "LotRules",
    "board_share",
    "build_lots",
    "check_lots",
    "curve",
    "first_come",
    "on_the_curve",
    "point_of",
]
