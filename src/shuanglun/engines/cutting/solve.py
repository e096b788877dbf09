"""The first plan: several constructions, a little refilling, the best by sheets, then largest off-cut, then cuts."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass

from shuanglun.engines.cutting.assemble import assemble
from shuanglun.engines.cutting.bounds import Bounds, bounds_of
from shuanglun.engines.cutting.construct import Constructor, Draft
from shuanglun.engines.cutting.improve import rank, recipes, refill
from shuanglun.engines.cutting.model import Plan, Problem
from shuanglun.engines.cutting.problem_check import check_problem
from shuanglun.engines.cutting.units import Scaled, scale
from shuanglun.kernel.findings import Finding, has_stop

STEPS = 60
STEPS_WHEN_FEW = 120
FEW_SHEETS = 30
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
        """Refill badly filled boards of the best draft, unless it is proven best or the problem is large."""
        best = self.drafts[0]
        if self.proven(best) or sum(self.scaled.wanted) > LARGE:
            return
        few = sum(sheet.run for sheet in best.sheets) <= FEW_SHEETS
        steps = None if forever else STEPS_WHEN_FEW if few else STEPS
        rng = random.Random(f"{self.seed}/refill")  # noqa: S311 - a search, no secret
        self._keep(refill(self.constructor, best, rng, steps, self.stop, self._enough))

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
