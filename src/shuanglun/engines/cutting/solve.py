"""A cutting plan: constructions first, then compiled rebuilding of a few boards at a time, the best by the goals named."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from shuanglun.engines.cutting.assemble import assemble
from shuanglun.engines.cutting.bounds import Bounds, bounds_of
from shuanglun.engines.cutting.construct import Constructor, Draft, Recipe
from shuanglun.engines.cutting.goals import GOALS, Goal, complete, key
from shuanglun.engines.cutting.improve import rank, recipes, refill
from shuanglun.engines.cutting.model import Plan, Problem
from shuanglun.engines.cutting.problem_check import check_problem
from shuanglun.engines.cutting.units import Scaled, scale
from shuanglun.kernel.findings import Finding, has_stop

if TYPE_CHECKING:
    from shuanglun.engines.cutting.search import State

STEPS = 60
CHUNK = 100
REBUILDS = 3_000
FOR_CUTS = 300
CUT_WEIGHT = 0.002
LARGE = 3000
RIVALS = 8

Clock = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the search is: whole sheets and price of the best plan so far, the proven bound, and steps done."""

    whole_sheets: int
    price: int
    bound: int
    step: int


Tell = Callable[[Progress], None]
Ask = Callable[[], bool]


class ProblemError(ValueError):
    """The problem cannot be planned; ``findings`` say why."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("; ".join(finding.what.en for finding in findings if finding.level == "stop"))
        self.findings = findings


def solve(
    problem: Problem,
    *,
    seed: int = 0,
    seconds: float | None = None,
    objective: tuple[Goal, ...] = GOALS,
    progress: Tell | None = None,
    cancel: Ask | None = None,
    clock: Clock = time.monotonic,
) -> Plan:
    """A cutting plan for one material, the best found by ``objective`` (goals left out follow in their usual order).

    Without ``seconds`` a fixed amount of work is done, and the same problem, seed and objective always give the same plan.
    With ``seconds`` (by ``clock``) the search stops then, or goes on rebuilding until then. ``cancel`` is asked between
    steps; the best complete plan so far is returned, and the first construction is always finished. Pieces for which
    limited stock does not suffice are named in ``Plan.unplaced``.

    Raises:
        ProblemError: ``check_problem`` finds something that stops.
        ValueError: ``objective`` names no goal.
    """
    goals = complete(objective)
    search = _Search(problem, seed, seconds, progress, cancel, clock)
    search.run(goals[:1] if goals[0] != "material" else goals[:2])
    return search.best(goals)


def alternatives(
    problem: Problem,
    *,
    seed: int = 0,
    seconds: float | None = None,
    progress: Tell | None = None,
    cancel: Ask | None = None,
    clock: Clock = time.monotonic,
) -> Mapping[Goal, Plan]:
    """For every goal the best plan of one search when that goal comes first; some plans may be the same.

    Arguments and errors are those of ``solve``.
    """
    search = _Search(problem, seed, seconds, progress, cancel, clock)
    search.run(GOALS)
    return {goal: search.best(complete((goal,))) for goal in GOALS}


class _Search:
    """The drafts found so far, the cheapest first."""

    def __init__(
        self,
        problem: Problem,
        seed: int,
        seconds: float | None,
        progress: Tell | None,
        cancel: Ask | None,
        clock: Clock,
    ) -> None:
        findings = check_problem(problem)
        if has_stop(findings):
            raise ProblemError(findings)
        self.scaled = scale(problem)
        self.bounds: Bounds = bounds_of(self.scaled)
        self.seed, self.progress, self.forever = seed, progress, seconds is not None
        end = None if seconds is None else clock() + seconds
        self.stop: Ask = lambda: (cancel is not None and cancel()) or (end is not None and clock() >= end)
        self.constructor = Constructor(self.scaled)
        self.drafts: list[Draft] = []
        self.others: list[Draft] = []

    def run(self, wanted: tuple[Goal, ...]) -> None:
        """Look for plans that serve the goals ``wanted``."""
        self._construct()
        if "patterns" in wanted:
            self._other(self.constructor, Recipe("area", window=24, scan=12, heights=4, tries=3, repeat=True))
        if "saw_time" in wanted and self.scaled.problem.saw.stages != 2 and self.scaled.problem.saw.final_trim:
            self._other(Constructor(self._with_stages(2)), Recipe("height", window=24, heights=6, repeat=True))
        if not self.drafts[0].missing and not self.proven(self.drafts[0]):
            self._rebuild()
        elif self.drafts[0].missing and sum(self.scaled.wanted) <= LARGE:
            rng = random.Random(f"{self.seed}/refill")  # noqa: S311 - a search, no secret
            steps = None if self.forever else STEPS
            self._keep(refill(self.constructor, self.drafts[0], rng, steps, self.stop, self._enough))
        if {"saw_time", "offcuts"} & set(wanted) and not self.drafts[0].missing:
            self._polish("saw_time" in wanted)

    def best(self, goals: tuple[Goal, ...]) -> Plan:
        """The best draft by the goals, as a plan."""
        drafts = self.drafts if goals[0] == "material" else [*self.drafts, *self.others]
        ways = (False, True) if goals[0] == "orders" else (False,)
        plans = [assemble(self.scaled, draft, self.bounds, self.seed, way) for draft in drafts for way in ways]
        return min(plans, key=key(self.scaled.problem, goals))

    def _construct(self) -> None:
        """Build one draft a recipe; the first is finished whatever happens."""
        for number, recipe in enumerate(recipes(self.scaled)):
            rng = random.Random(f"{self.seed}/{number}")  # noqa: S311 - a search, no secret
            draft = self.constructor.build(recipe, rng, stop=self.stop if self.drafts else lambda: False)
            if draft is None:
                break
            self._keep(draft)
            self._tell(number, self.drafts[0])
            if self.proven(self.drafts[0]):
                break

    def _other(self, constructor: Constructor, recipe: Recipe) -> None:
        """A draft for another goal, whatever it costs."""
        rng = random.Random(f"{self.seed}/other")  # noqa: S311 - a search, no secret
        draft = constructor.build(recipe, rng, stop=self.stop)
        if draft is not None and not draft.missing:
            self._keep(draft)
            self.others.append(draft)

    def _with_stages(self, stages: int) -> Scaled:
        saw = replace(self.scaled.problem.saw, stages=stages)
        return replace(self.scaled, problem=replace(self.scaled.problem, saw=saw))

    def _state(self, best: Draft) -> State:
        """Columns for the compiled search, which works in three stages at most."""
        # Compiled code is loaded only for a plan that can still get better.
        from shuanglun.engines.cutting.search import State

        if self.scaled.problem.saw.stages is not None:
            return State.of(self.scaled, best, self.seed)
        staged = self._with_stages(3)
        base = Constructor(staged).build(next(recipes(staged)), random.Random(f"{self.seed}/staged"))  # noqa: S311
        return State.of(staged, best if base is None or base.missing else base, self.seed)

    def _rebuild(self) -> None:
        """Rebuild a few boards at a time; without a time limit a fixed number of times."""
        if sum(sheet.run for sheet in self.drafts[0].sheets) < 2:
            return
        state = self._state(self.drafts[0])
        enough = self.bounds.sheets if len(self.scaled.boards) == 1 else 0
        step = 0
        while (self.forever or step < REBUILDS) and state.boards > max(enough, 1) and not self.stop():
            state.improve(CHUNK, enough)
            step += CHUNK
            self._report(step, state.boards)
        self._keep(state.draft())

    def _polish(self, cuts: bool) -> None:
        """At the same price: gather the slack on one board, or save cuts."""
        if sum(sheet.run for sheet in self.drafts[0].sheets) < 2 or self.stop():
            return
        state = self._state(self.drafts[0])
        if rank(self.scaled, state.draft())[:2] > rank(self.scaled, self.drafts[0])[:2]:
            return
        for _ in range(FOR_CUTS // CHUNK):
            if self.stop():
                break
            state.improve(CHUNK, 0, CUT_WEIGHT if cuts else 0.0)
        self._keep(state.draft())

    def _report(self, step: int, boards: int) -> None:
        if self.progress is not None:
            self.progress(Progress(boards, rank(self.scaled, self.drafts[0])[1], self.bounds.sheets, step))

    def _enough(self, step: int, draft: Draft) -> bool:
        self._tell(step, draft)
        return self.proven(draft)

    def proven(self, draft: Draft) -> bool:
        """The draft has everything and no plan can have fewer whole sheets of the one size there is."""
        whole = [board for board in self.scaled.boards if not board.stock.is_offcut]
        return len(whole) <= 1 and not draft.missing and self._whole_sheets(draft) <= self.bounds.sheets

    def _whole_sheets(self, draft: Draft) -> int:
        boards = self.scaled.boards
        return sum(sheet.run for sheet in draft.sheets if not boards[sheet.board].stock.is_offcut)

    def _keep(self, draft: Draft) -> None:
        self.drafts.append(draft)
        self.drafts.sort(key=lambda some: rank(self.scaled, some))
        least = rank(self.scaled, self.drafts[0])[:2]
        self.drafts = [some for some in self.drafts if rank(self.scaled, some)[:2] == least][:RIVALS]

    def _tell(self, step: int, best: Draft) -> None:
        if self.progress is not None:
            price = rank(self.scaled, best)[1]
            self.progress(Progress(self._whole_sheets(best), price, self.bounds.sheets, step))
