"""From the relaxation to whole bars: dives that fix patterns one after the other, and a solver over all patterns found."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

from shuanglun.engines.cutting.profiles.bounds import quick_bound
from shuanglun.engines.cutting.profiles.core import Core, Counts, Filled
from shuanglun.engines.cutting.profiles.fill import by_best_fit, by_filling, merged
from shuanglun.engines.cutting.profiles.master import Columns, Master, Relaxed, loss

DIVES = 12
SOLVER_NODES = 2_000
SOLVER_SECONDS = 60.0
SOLVER_SHARE = 20.0
LARGEST = 8_000
Rank = tuple[int, int]


class BarSearch:
    """The best plan so far and the best bound so far; done when they meet."""

    def __init__(self, core: Core, seed: int, stop: Callable[[], bool], tell: Callable[[int, int], None]) -> None:
        self.core, self.stop, self.tell = core, stop, tell
        self.rng = random.Random(seed)  # noqa: S311 - a search, no secret
        self.columns = Columns(core)
        self.bound = 0
        self.best: list[Filled] = []
        self.rank: Rank | None = None

    def keep(self, plan: Sequence[Filled]) -> None:
        """Remember a plan that leaves less out, or costs less."""
        missing = self.core.missing(plan)
        rank = sum(size * left for size, left in zip(self.core.sizes, missing, strict=True)), self.core.price(plan)
        if self.rank is None or rank < self.rank:
            self.rank, self.best = rank, merged(plan)
            self.tell(rank[1], self.bound)

    @property
    def done(self) -> bool:
        """Nothing is missing and the price is proven least."""
        return self.rank is not None and self.rank <= (0, self.bound)

    def run(self, left: Callable[[], float | None]) -> None:
        """First plans and quick bound, then the relaxation, dives and the solver; ``left`` seconds, None without limit."""
        if not self.core.sizes:
            self.rank = (0, 0)
            return
        self.keep(by_filling(self.core))
        if len(self.core.caps) == 1 and self.core.copies[0] < 0:
            self.keep(by_best_fit(self.core))
        self.bound = quick_bound(self.core)
        if self.done or self.stop():
            return
        for one in self.best:
            self.columns.add(one.bar, one.counts)
        relaxed = Master(self.columns, self.core.demand, self.core.copies).solve(self.stop, self._price())
        self.bound = max(self.bound, relaxed.bound)
        self.tell(self._price(), self.bound)
        solved = 0
        for dive in range(10**9 if left() is not None else DIVES):
            if len(self.columns.patterns) > 1.25 * solved and not self.done and not self.stop():
                solved = len(self.columns.patterns)
                self._solver(relaxed, left())
            if self.done or self.stop():
                return
            self._dive(relaxed, careful=dive % 2 == 1, noise=0.0 if dive < 2 else 0.3 * self.rng.random())

    def _price(self) -> int:
        return self.rank[1] if self.rank is not None and not self.rank[0] else 0

    def _dive(self, relaxed: Relaxed, careful: bool, noise: float) -> None:
        """Fix what the relaxation cuts wholly and its most nearly whole pattern, relax what is left, and so on.

        After every step the rest is also filled at once, so that a plan is there whenever the dive ends. ``careful`` fixes
        one pattern at a time from the start; ``noise`` lets the next best be taken.
        """
        demand, copies = list(self.core.demand), list(self.core.copies)
        fixed: list[Filled] = []
        while any(demand) and not self.stop():
            chosen = self._chosen(relaxed, demand, copies, careful, noise)
            if not chosen:
                break
            for one in chosen:
                demand = [number - count * one.run for number, count in zip(demand, one.counts, strict=True)]
                copies[one.bar] -= one.run if copies[one.bar] > 0 else 0
            fixed += chosen
            rest = by_filling(self.core, demand, copies)
            self.keep([*fixed, *rest])
            spent = self.core.price(fixed)
            if self.done or not any(demand):
                return
            relaxed = Master(self.columns, demand, copies).solve(self.stop, hint=relaxed)
            price = self._price()
            if price and spent + relaxed.bound >= price:
                return

    def _chosen(
        self, relaxed: Relaxed, demand: Sequence[int], copies: Sequence[int], careful: bool, noise: float
    ) -> list[Filled]:
        """Whole parts of the relaxation, then the patterns nearest to the next whole number: one, or an eighth of all."""
        left, stock = list(demand), list(copies)
        chosen: list[Filled] = []

        def take(bar: int, counts: Counts, run: int) -> None:
            able = min(left[i] // count for i, count in enumerate(counts) if count)
            run = min(run, able) if stock[bar] < 0 else min(run, able, stock[bar])
            if run > 0:
                chosen.append(Filled(bar, counts, run))
                stock[bar] -= run if stock[bar] > 0 else 0
                for index, count in enumerate(counts):
                    left[index] -= count * run

        for bar, counts, amount in sorted(relaxed.used, key=lambda one: -one[2]):
            take(bar, counts, int(amount + 1e-4))
        near = sorted(relaxed.used, key=lambda one: -(one[2] % 1.0) - noise * self.rng.random())
        enough = len(chosen) + (1 if careful else 1 + len(near) // 8)
        for bar, counts, _ in near:
            if len(chosen) >= enough:
                break
            take(bar, counts, 1)
        return chosen

    def _solver(self, relaxed: Relaxed, seconds: float | None) -> None:
        """The best combination of the patterns found that lose least, by a mixed-integer solver, if it beats the best plan."""
        patterns = sorted(self.columns.patterns, key=lambda one: loss(self.core, relaxed, one))[:LARGEST]
        prices = np.array([self.core.prices[bar] for bar, _ in patterns], float)
        rows = csr_matrix(np.array([counts for _, counts in patterns], float).T)
        limits = [LinearConstraint(rows, lb=np.array(self.core.demand, float))]
        for bar, number in enumerate(self.core.copies):
            if number >= 0:
                mine = np.array([[float(one == bar) for one, _ in patterns]])
                limits.append(LinearConstraint(mine, ub=float(number)))
        if self._price():
            limits.append(LinearConstraint(prices[None, :], lb=self.bound, ub=self._price() - self.core.step))
        options = {"node_limit": SOLVER_NODES, "time_limit": SOLVER_SECONDS, "mip_rel_gap": 0.0}
        if seconds is not None:
            options = {"time_limit": max(0.1, min(seconds, SOLVER_SHARE)), "mip_rel_gap": 0.0}
        found = milp(prices, integrality=np.ones(len(patterns)), bounds=Bounds(0), constraints=limits, options=options)
        if found.x is not None:
            runs = [round(amount) for amount in found.x]
            self.keep(self._trimmed([(*one, run) for one, run in zip(patterns, runs, strict=True) if run]))

    def _trimmed(self, chosen: Sequence[tuple[int, Counts, int]]) -> list[Filled]:
        """Take what is cut too often out again, so that every piece is cut once."""
        left = list(self.core.demand)
        plan: list[Filled] = []
        for bar, counts, run in chosen:
            for _ in range(run):
                kept = tuple(min(count, left[index]) for index, count in enumerate(counts))
                left = [number - count for number, count in zip(left, kept, strict=True)]
                if any(kept):
                    plan.append(Filled(bar, kept, 1))
        return merged(plan)
