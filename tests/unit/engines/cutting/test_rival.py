"""PackingSolver as one more worker: without it everything works; where it is installed its plan passes the same checks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shuanglun.engines.cutting import Part, Problem, Saw, StockType, check_plan, rival_installed, solve
from shuanglun.engines.cutting.assemble import assemble
from shuanglun.engines.cutting.bounds import bounds_of
from shuanglun.engines.cutting.rival import ask_rival, rival_serves
from shuanglun.engines.cutting.units import scale

PARTS = tuple(
    Part(f"P{n}", 3000 + 910 * n, 1500 + 370 * n, 1 + n % 4, "none" if n % 3 else "length") for n in range(18)
)
BOARDS = (StockType("B", 24400, 12200, 10000),)
PROBLEM = Problem("MDF18", PARTS, BOARDS)
needs_rival = pytest.mark.skipif(not rival_installed(), reason="packingsolver is not installed (it needs Python 3.12)")


def test_without_the_package_the_plan_is_the_same_as_ever() -> None:
    if rival_installed():
        pytest.skip("packingsolver is installed")
    plan = solve(PROBLEM, seconds=0.2, rival=True)
    assert not plan.unplaced
    assert check_plan(PROBLEM, plan) == []


@pytest.mark.parametrize(
    ("problem", "served"),
    [
        (PROBLEM, True),
        (replace(PROBLEM, saw=Saw(stages=2, final_trim=False)), True),
        (replace(PROBLEM, saw=Saw(recuts=3)), False),
        (replace(PROBLEM, saw=Saw(head_cut=True)), False),
        (replace(PROBLEM, stock=(*BOARDS, StockType("R", 9000, 9000, copies=1, is_offcut=True))), False),
    ],
)
def test_only_what_it_can_be_told_is_asked(problem: Problem, served: bool) -> None:
    assert rival_serves(scale(problem)) is served


@needs_rival
@pytest.mark.parametrize(
    "saw", [Saw(), Saw(stages=2), Saw(stages=3, final_trim=False), Saw(first_cut="width"), Saw(first_cut="length")]
)
def test_its_plan_passes_the_checker(saw: Saw) -> None:
    problem = replace(PROBLEM, saw=saw)
    scaled = scale(problem)
    draft = ask_rival(scaled, 2.0)
    assert draft is not None
    assert check_plan(problem, assemble(scaled, draft, bounds_of(scaled), 0)) == []


@needs_rival
def test_it_competes() -> None:
    plan = solve(PROBLEM, seconds=1.0, rival=True)
    assert check_plan(PROBLEM, plan) == []
    assert plan.figures.whole_sheets <= solve(PROBLEM).figures.whole_sheets
