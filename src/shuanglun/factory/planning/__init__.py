"""Planning (计划): lots, cut plans, schedule - one run at a time, each superseding the last."""

from shuanglun.factory.planning.commands import make_plan
from shuanglun.factory.planning.model import Settings
from shuanglun.factory.planning.promising import Load, load_of, promise
from shuanglun.factory.planning.queries import late_outlooks, list_lots, outlook
from shuanglun.factory.planning.replanning import Wish, choices, replan_lot

__all__ = [
    "Load",
    "Settings",
    "Wish",
    "choices",
    "late_outlooks",
    "list_lots",
    "load_of",
    "make_plan",
    "outlook",
    "promise",
    "replan_lot",
]
