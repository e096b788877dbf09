"""A cutting plan: constructions first, then compiled rebuilding of a few boards at a time, the best by price, then by largest off-cut, then by cuts."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from shuanglun.engines.cutting.assemble import assemble
from shuanglun.engines.cutting.bounds import Bounds, bounds_of
from shuanglun.engines.cutting.construct import Constructor, Draft
from shuanglun.engines.cutting.improve import rank, recipes, refill
from shuanglun.engines.cutting.model import Plan, Problem
from shuanglun.engines.cutting.problem_check import check_problem
from shuanglun.engines.cutting.units import Scaled, scale
from shuanglun.kernel.findings import Finding, has_stop

STEPS = 60
CHUNK = 100
REBUILDS = 3_000
LARGE = 3000
RIVALS = 4


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the search is: whole sheets and price of the best plan so far, the proven bound, and steps done."""

    whole_sheets: int
    price: int
    bound: int
    step: int


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
    progress: Callable[[Progress], None] | None = None,
    cancel: Callable[[], bool] | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Plan:
    """A cutting plan for one material.

    Without ``seconds`` a fixed amount of work is done, and the same problem and seed always give the same plan. With
    ``seconds`` (by ``clock``) the search stops then, or goes on refilling until then. ``cancel`` is asked between boards;
    the best complete plan so far is returned, and the first construction is always finished. Pieces for which limited
    stock does not suffice are named in ``Plan.unplaced``.

    Raises:
        ProblemError: ``check_problem`` finds something that stops.
    """
    findings = check_problem(problem)
    if has_stop(findings):
        raise ProblemError(findings)
    scaled = scale(problem)
    bounds = bounds_of(scaled)
    end = None if seconds is None else clock() + seconds

    def stop() -> bool:
        return (cancel is not None and cancel()) or (end is not None and clock() >= end)

    search = _Search(scaled, bounds, seed, stop, progress)
    search.construct()
    search.improve(forever=seconds is not None)
    return search.best_plan()


class _Search:
    """The drafts found so far, best first, at most a few of equal price."""

    def __init__(
        self,
        scaled: Scaled,
        bounds: Bounds,
        seed: int,
        stop: Callable[[], bool],
        progress: Callable[[Progress], None] | None,
    ) -> None:
        self.scaled, self.bounds, self.seed, self.stop, self.progress = scaled, bounds, seed, stop, progress
        self.constructor = Constructor(scaled)
        self.drafts: list[Draft] = []

    def construct(self) -> None:
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

    def improve(self, forever: bool) -> None:
        """Rebuild a few boards at a time, unless the best draft is proven best; without a time limit a fixed number of times."""
        best = self.drafts[0]
        if self.proven(best) or sum(sheet.run for sheet in best.sheets) < 2:
            return
        if best.missing:
            if sum(self.scaled.wanted) <= LARGE:
                rng = random.Random(f"{self.seed}/refill")  # noqa: S311 - a search, no secret
                self._keep(refill(self.constructor, best, rng, None if forever else STEPS, self.stop, self._enough))
            return
        # Compiled code is loaded only for a plan that can still get better.
        from shuanglun.engines.cutting.search import State

        staged, base = self._staged(best)
        state = State.of(staged, base, self.seed)
        one_size = len([board for board in self.scaled.boards if not board.stock.is_offcut]) <= 1
        enough = self.bounds.sheets if one_size and len(self.scaled.boards) == 1 else 0
        step = 0
        while (forever or step < REBUILDS) and state.boards > max(enough, 1) and not self.stop():
            state.improve(CHUNK, enough)
            step += CHUNK
            self._report(step, state.boards)
        self._keep(state.draft())

    def _staged(self, best: Draft) -> tuple[Scaled, Draft]:
        """The rebuilding works in three stages at most: a plan of unlimited stages starts from a staged one."""
        if self.scaled.problem.saw.stages is not None:
            return self.scaled, best
        saw = replace(self.scaled.problem.saw, stages=3)
        staged = replace(self.scaled, problem=replace(self.scaled.problem, saw=saw))
        base = Constructor(staged).build(next(recipes(staged)), random.Random(f"{self.seed}/staged"))  # noqa: S311
        return staged, base if base is not None and not base.missing else best

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

    def best_plan(self) -> Plan:
        """Among drafts of equal price the one with the largest off-cut, then with the fewest cuts."""
        plans = [assemble(self.scaled, draft, self.bounds, self.seed) for draft in self.drafts]
        return min(plans, key=lambda plan: (-plan.figures.largest_offcut, plan.figures.cuts))
