"""Cutting plans for panels: problem model, first plan, bounds, checker and drawings.

>>> problem = Problem("MDF18", (Part("A", 7000, 4000, 6),), (StockType("B", 24400, 12200),))
>>> plan = solve(problem)
>>> plan.figures.whole_sheets, plan.figures.optimal, check_plan(problem, plan)
(1, True, [])
"""

from shuanglun.engines.cutting.bounds import Bounds, lower_bounds
from shuanglun.engines.cutting.checker import check_plan
from shuanglun.engines.cutting.drawing import pattern_geometry, pattern_svg
from shuanglun.engines.cutting.goals import GOALS, Goal
from shuanglun.engines.cutting.model import (
    CutNode,
    Figures,
    Offcut,
    Part,
    Pattern,
    Placed,
    Placement,
    Plan,
    Problem,
    Saw,
    StockType,
    Trim,
)
from shuanglun.engines.cutting.problem_check import check_problem
from shuanglun.engines.cutting.rival import rival_installed
from shuanglun.engines.cutting.serial import plan_from_dict, plan_to_dict, problem_from_dict, problem_to_dict
from shuanglun.engines.cutting.solve import ProblemError, Progress, alternatives, solve
from shuanglun.engines.cutting.text import plan_text

__all__ = [
    "GOALS",
    "Bounds",
    "CutNode",
    "Figures",
    "Goal",
    "Offcut",
    "Part",
    "Pattern",
    "Placed",
    "Placement",
    "Plan",
    "Problem",
    "ProblemError",
    "Progress",
    "Saw",
    "StockType",
    "Trim",
    "alternatives",
    "check_plan",
    "check_problem",
    "lower_bounds",
    "pattern_geometry",
    "pattern_svg",
    "plan_from_dict",
    "plan_text",
    "plan_to_dict",
    "problem_from_dict",
    "problem_to_dict",
    "rival_installed",
    "solve",
]
