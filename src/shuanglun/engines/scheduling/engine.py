"""The one way in: a problem goes in, a schedule comes out."""

from __future__ import annotations

from shuanglun.engines.scheduling.improve import Progress, default_changes, search
from shuanglun.engines.scheduling.model import Problem
from shuanglun.engines.scheduling.outcome import answer
from shuanglun.engines.scheduling.result import Schedule
from shuanglun.engines.scheduling.shop import Shop


def schedule(
    problem: Problem, *, seed: int = 0, changes: int | None = None, progress: Progress | None = None
) -> Schedule:
    """Plan all lots forward on finite capacity.

    Every dispatch rule makes a schedule; the best by weighted tardiness, then the tightest order's room, then makespan, then changeover is improved
    by ``changes`` attempts (None: a number that falls with the size of the problem, 4 to 200). The same problem and seed
    give the same schedule. ``progress`` is told how many of how many schedules have been made.

    Raises:
        ValueError: ``changes`` is negative.
    """
    if changes is not None and changes < 0:
        raise ValueError("changes must not be negative")
    shop = Shop(problem)
    found = search(shop, seed, default_changes(shop) if changes is None else changes, progress)
    return answer(shop, found)
