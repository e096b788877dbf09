"""Cutting plans for bars (casings, stops, jambs, edge strips): one dimension, the same promises as for panels.

>>> problem = BarProblem("CASING", (BarPart("A", 11000, 4), BarPart("B", 7000, 2)), (Bar("2440", 24400),))
>>> plan = solve_bars(problem)
>>> plan.figures.whole_bars, plan.figures.optimal, check_bar_plan(problem, plan)
(3, True, [])
"""

from shuanglun.engines.cutting.profiles.checker import check_bar_plan
from shuanglun.engines.cutting.profiles.drawing import bar_plan_svg
from shuanglun.engines.cutting.profiles.model import (
    Bar,
    BarFigures,
    BarOffcut,
    BarPart,
    BarPattern,
    BarPiece,
    BarPlan,
    BarProblem,
    BarSaw,
    BarSpare,
)
from shuanglun.engines.cutting.profiles.problem_check import check_bar_problem
from shuanglun.engines.cutting.profiles.serial import (
    bar_plan_from_dict,
    bar_plan_to_dict,
    bar_problem_from_dict,
    bar_problem_to_dict,
)
from shuanglun.engines.cutting.profiles.solve import BarProblemError, solve_bars

__all__ = [
    "Bar",
    "BarFigures",
    "BarOffcut",
    "BarPart",
    "BarPattern",
    "BarPiece",
    "BarPlan",
    "BarProblem",
    "BarProblemError",
    "BarSaw",
    "BarSpare",
    "bar_plan_from_dict",
    "bar_plan_svg",
    "bar_plan_to_dict",
    "bar_problem_from_dict",
    "bar_problem_to_dict",
    "check_bar_plan",
    "check_bar_problem",
    "solve_bars",
]
