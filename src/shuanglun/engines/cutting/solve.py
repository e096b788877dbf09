"""A cutting plan: constructions first, then compiled rebuilding of a few boards at a time, the best by the goals named."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace

from shuanglun.engines.cutting.goals import GOALS, Goal, complete
from shuanglun.engines.cutting.groups import in_groups, open_enough
from shuanglun.engines.cutting.model import Plan, Problem
from shuanglun.engines.cutting.searching import Ask, Clock, ProblemError, Progress, Search, Settings, Tell


def solve(
    problem: Problem,
    *,
    seed: int = 0,
    seconds: float | None = None,
    objective: tuple[Goal, ...] = GOALS,
    workers: int = 1,
    progress: Tell | None = None,
    cancel: Ask | None = None,
    clock: Clock = time.monotonic,
    rival: bool = False,
) -> Plan:
    """A cutting plan for one material, the best found by ``objective`` (goals left out follow in their usual order).

    Without ``seconds`` a fixed amount of work is done, and the same problem, seed, objective and ``workers`` (threads that
    search together) always give the same plan. With ``seconds`` (by ``clock``) the search stops then, or goes on rebuilding
    until then. ``cancel`` is asked between steps; the best complete plan so far is returned, and the first construction is
    always finished. With ``rival`` and ``seconds`` PackingSolver works beside the search where it is installed and the problem
    can be told to it; the better plan is taken (it goes by the clock, so the plan may differ from run to run). Pieces for which limited stock does not suffice are named in ``Plan.unplaced``. Where too many orders
    would wait behind the saw they are cut in groups, as few as will do.

    Raises:
        ProblemError: ``check_problem`` finds something that stops.
        ValueError: ``objective`` names no goal.
    """
    goals = complete(objective)
    share = seconds if seconds is None or problem.saw.open_orders is None else seconds / 2
    settings = Settings(seed, share, workers, progress, cancel, clock, rival)
    search = Search(problem, settings)
    search.run(goals[:1] if goals[0] != "material" else goals[:2])
    plan = search.best(goals)
    return plan if open_enough(problem, plan) else in_groups(problem, settings, search.bounds, goals)


def alternatives(
    problem: Problem,
    *,
    seed: int = 0,
    seconds: float | None = None,
    workers: int = 1,
    progress: Tell | None = None,
    cancel: Ask | None = None,
    clock: Clock = time.monotonic,
) -> Mapping[Goal, Plan]:
    """For every goal the best plan of one search when that goal comes first; some plans may be the same.

    Arguments and errors are those of ``solve``.
    """
    settings = Settings(seed, seconds, workers, progress, cancel, clock)
    search = Search(problem, settings)
    search.run(GOALS)
    found = {goal: search.best(complete((goal,))) for goal in GOALS}
    if all(open_enough(problem, plan) for plan in found.values()):
        return found
    few = in_groups(problem, replace(settings, seconds=None if seconds is None else 0.0), search.bounds, GOALS)
    return {goal: plan if open_enough(problem, plan) else few for goal, plan in found.items()}


__all__ = ["ProblemError", "Progress", "alternatives", "solve"]
