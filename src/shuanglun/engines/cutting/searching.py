"""The search of one problem: the drafts found so far, the cheapest first."""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from math import ceil
from typing import TYPE_CHECKING

from shuanglun.engines.cutting.assemble import assemble
from shuanglun.engines.cutting.bounds import Bounds, bounds_of
from shuanglun.engines.cutting.column_bound import applies, column_bound
from shuanglun.engines.cutting.construct import Constructor, Draft, Recipe
from shuanglun.engines.cutting.figures import by_cost
from shuanglun.engines.cutting.goals import Goal, key
from shuanglun.engines.cutting.improve import alike, rank, recipes, refill
from shuanglun.engines.cutting.model import Plan, Problem
from shuanglun.engines.cutting.problem_check import check_problem
from shuanglun.engines.cutting.rival import Rival, rival_installed, rival_serves
from shuanglun.engines.cutting.sequence import Way
from shuanglun.engines.cutting.units import Scaled, scale
from shuanglun.kernel.findings import Finding, has_stop

if TYPE_CHECKING:
    from shuanglun.engines.cutting.search import State

STEPS = 60
CHUNK = 100
REBUILDS = 2_000
FIRST = 300
ROUNDS = 20
EXCHANGE = 500
STRIDE = 7919
FOR_CUTS = 100
SQUEEZES = 200
CUT_WEIGHT = 0.002
LARGE = 3000
SMALL = 40
BUILDS = 6
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


@dataclass(frozen=True, slots=True)
class Settings:
    """Seed, time limit in seconds of ``clock`` (None: fixed work), threads, who is told and may stop, PackingSolver too?"""

    seed: int
    seconds: float | None
    workers: int
    progress: Tell | None
    cancel: Ask | None
    clock: Clock
    rival: bool = False


class ProblemError(ValueError):
    """The problem cannot be planned; ``findings`` say why."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("; ".join(finding.what.en for finding in findings if finding.level == "stop"))
        self.findings = findings


class Search:
    """The drafts found so far, the cheapest first."""

    def __init__(self, problem: Problem, settings: Settings) -> None:
        findings = check_problem(problem)
        if has_stop(findings):
            raise ProblemError(findings)
        seconds, clock, cancel = settings.seconds, settings.clock, settings.cancel
        self.scaled = scale(problem)
        self.bounds: Bounds = bounds_of(self.scaled)
        self.settings, self.seed, self.progress = settings, settings.seed, settings.progress
        self.forever = seconds is not None
        end = None if seconds is None else clock() + seconds
        self.stop: Ask = lambda: (cancel is not None and cancel()) or (end is not None and clock() >= end)
        self.several = by_cost(problem.stock)
        self.constructor = Constructor(self.scaled)
        self.drafts: list[Draft] = []
        self.others: list[Draft] = []

    def run(self, wanted: tuple[Goal, ...]) -> None:
        """Look for plans that serve the goals ``wanted``."""
        rival = self._rival()
        self._construct()
        if "patterns" in wanted:
            self._other(self.constructor, Recipe("area", window=24, scan=12, heights=4, tries=3, repeat=True))
        if "saw_time" in wanted and self.scaled.problem.saw.stages != 2 and self.scaled.problem.saw.final_trim:
            self._other(Constructor(self._with_stages(2)), Recipe("height", window=24, heights=6, repeat=True))
        if not self.drafts[0].missing and not self.proven(self.drafts[0]):
            self._search()
        elif self.drafts[0].missing and sum(self.scaled.wanted) <= LARGE:
            rng = random.Random(f"{self.seed}/refill")  # noqa: S311 - a search, no secret
            steps = None if self.forever else STEPS
            self._keep(refill(self.constructor, self.drafts[0], rng, steps, self.stop, self._enough))
        if rival is not None and not self.proven(self.drafts[0]) and not self._cancelled():
            answer = rival.answer()
            if answer is not None:
                self._keep(answer)
        if {"saw_time", "offcuts"} & set(wanted) and not self.drafts[0].missing:
            self._polish("saw_time" in wanted)

    def best(self, goals: tuple[Goal, ...]) -> Plan:
        """The best draft by the goals, as a plan."""
        drafts = self.drafts if goals[0] == "material" else [*self.drafts, *self.others]
        problem = self.scaled.problem
        ways: tuple[Way, ...] = ("full",)
        if goals[0] == "orders" or problem.saw.open_orders is not None:
            ways = ("full", "orders", "open")
        plans = [assemble(self.scaled, draft, self.bounds, self.seed, way) for draft in drafts for way in ways]
        room, by_goals = problem.saw.open_orders or sum(self.scaled.wanted), key(problem, goals)
        return min(plans, key=lambda plan: (max(0, plan.figures.open_orders - room), *by_goals(plan)))

    def _rival(self) -> Rival | None:
        seconds = self.settings.seconds
        if not self.settings.rival or not seconds or not rival_installed() or not rival_serves(self.scaled):
            return None
        return Rival(self.scaled, seconds)

    def _cancelled(self) -> bool:
        return self.settings.cancel is not None and self.settings.cancel()

    def _construct(self) -> None:
        """The first plans; the very first is finished whatever happens. Small problems do not wait for compiled code."""
        if sum(self.scaled.wanted) > SMALL:
            self._build()
        if self.drafts and not self._rests_first():
            return
        for number, recipe in enumerate(recipes(self.scaled)):
            rng = random.Random(f"{self.seed}/{number}")  # noqa: S311 - a search, no secret
            draft = self.constructor.build(recipe, rng, stop=self.stop if self.drafts else lambda: False)
            if draft is None:
                break
            self._keep(draft)
            self._tell(number, self.drafts[0])
            if self.proven(self.drafts[0]):
                break

    def _rests_first(self) -> bool:
        return self.scaled.problem.use_offcuts_first and any(b.stock.is_offcut for b in self.scaled.boards)

    def _build(self) -> None:
        """Plans by compiled construction, each with luck of its own; none where the stock does not suffice."""
        from shuanglun.engines.cutting.search import State

        scaled = self.scaled if self.scaled.problem.saw.stages is not None else self._with_stages(3)
        for number in range(BUILDS):
            state = State.built(scaled, self.seed + number * STRIDE)
            if state is None:
                break
            self._keep(state.draft())
            self._tell(number, self.drafts[0])
            if self.stop() or self.proven(self.drafts[0]):
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

    def _states(self, best: Draft, number: int) -> list[State]:
        """Columns for the compiled search, which works in three stages at most, ``number`` times with seeds of their own."""
        # Compiled code is loaded only for a plan that can still get better.
        from shuanglun.engines.cutting.search import State

        scaled = self.scaled
        if scaled.problem.saw.stages is None:
            scaled = self._with_stages(3)
            base = Constructor(scaled).build(next(recipes(scaled)), random.Random(f"{self.seed}/staged"))  # noqa: S311
            best = best if base is None or base.missing else base
        return [State.of(scaled, best, self.seed + worker * STRIDE) for worker in range(number)]

    def _search(self) -> None:
        """Rebuild a few boards at a time; prove how little there can be at all; with a time limit go on until then."""
        if sum(sheet.run for sheet in self.drafts[0].sheets) < 2:
            self._prove()
            return
        states = self._states(self.drafts[0], max(1, self.settings.workers))
        self._rebuild(states, FIRST)
        if not self.proven(self.drafts[0]):
            self._prove()
        if not self.proven(self.drafts[0]):
            self._rebuild(states, REBUILDS - FIRST)
        if self.forever and not self.proven(self.drafts[0]):
            self._rebuild(states, None)

    def _rebuild(self, states: list[State], steps: int | None) -> None:
        enough = self.bounds.sheets if len(self.scaled.boards) == 1 else 0
        step = 0
        with ThreadPoolExecutor(len(states)) as threads:
            while (steps is None or step < steps) and states[0].boards > max(enough, 1) and not self.stop():
                list(threads.map(lambda state: state.improve(CHUNK, enough), states))
                step += CHUNK
                if len(states) > 1 and (step % EXCHANGE == 0 or min(state.boards for state in states) <= enough):
                    self._exchange(states)
                self._report(step, min(state.boards for state in states))
        for state in states:
            self._keep(state.draft())

    def _prove(self) -> None:
        """The bound of columns, for a while: an eighth of the time there is, or a fixed number of rounds."""
        if not applies(self.scaled) or self.drafts[0].missing:
            return
        costs = [board.stock.cost if self.several else int(not board.stock.is_offcut) for board in self.scaled.boards]
        clock, seconds = self.settings.clock, self.settings.seconds
        end = None if seconds is None else clock() + seconds / 8
        rounds = ROUNDS if seconds is None else 10 * ROUNDS

        def stop() -> bool:
            return self.stop() or (end is not None and clock() >= end)

        known = self.bounds.cost if self.several else self.bounds.sheets
        least = column_bound(self.scaled, self.drafts, costs, known, self._total(self.drafts[0]), rounds, stop)
        self.bounds = self.bounds.with_columns(ceil(least), self.several)

    def _exchange(self, states: list[State]) -> None:
        """Every worker goes on from the best plan."""
        best = min(states, key=lambda state: rank(self.scaled, state.draft()))
        for state in states:
            if state is not best:
                state.take(best)

    def _polish(self, cuts: bool) -> None:
        """At the same price: gather the slack on one board and in one rest of it, or save cuts."""
        if self.stop() or not self.drafts[0].sheets:
            return
        state = self._states(self.drafts[0], 1)[0]
        if rank(self.scaled, state.draft())[:2] > rank(self.scaled, self.drafts[0])[:2]:
            return
        for _ in range(FOR_CUTS // CHUNK):
            if self.stop():
                break
            state.improve(CHUNK, 0, CUT_WEIGHT if cuts else 0.0)
        for draft in (state.draft(), self._squeezed(state)):
            self._keep(draft)
            self._keep(alike(draft))

    @staticmethod
    def _squeezed(state: State) -> Draft:
        state.squeeze(SQUEEZES)
        return state.draft()

    def _report(self, step: int, boards: int) -> None:
        if self.progress is not None:
            self.progress(Progress(boards, rank(self.scaled, self.drafts[0])[1], self.bounds.sheets, step))

    def _enough(self, step: int, draft: Draft) -> bool:
        self._tell(step, draft)
        return self.proven(draft)

    def proven(self, draft: Draft) -> bool:
        """The draft has everything, and no plan can have fewer whole sheets (with several sizes: cost less)."""
        if not self.several and sum(not board.is_offcut for board in self.scaled.problem.stock) > 1:
            return False
        least = self.bounds.cost if self.several else self.bounds.sheets
        return not draft.missing and self._total(draft) <= least

    def _total(self, draft: Draft) -> int:
        """What the bound counts: whole sheets, or the cost of all boards where there are several sizes."""
        boards = self.scaled.boards
        if self.several:
            return sum(sheet.run * boards[sheet.board].stock.cost for sheet in draft.sheets)
        return self._whole_sheets(draft)

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
