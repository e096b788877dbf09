"""The checker finds a fault put into a sound plan, whatever kind it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from shuanglun.engines.cutting import (
    CutNode,
    Part,
    Pattern,
    Plan,
    Problem,
    Saw,
    StockType,
    Trim,
    check_plan,
    solve,
)

PARTS = (
    Part("A", 11000, 5000, 4, "length"),
    Part("B", 7000, 2400, 6, "length"),
    Part("C", 3000, 2000, 9, "none"),
    Part("D", 24000, 900, 2, "length"),
)
STOCK = (StockType("B1", 24400, 12200, copies=9), StockType("B2", 24500, 12200, copies=0))
PROBLEM = Problem("M", PARTS, STOCK, Saw(kerf=40, trim=Trim.all_sides(100), stages=3))
PLAN = solve(PROBLEM)


def with_pattern(plan: Plan, change: Callable[[Pattern], Pattern]) -> Plan:
    return replace(plan, patterns=(change(plan.patterns[0]), *plan.patterns[1:]))


def with_nodes(plan: Plan, change: Callable[[CutNode], CutNode]) -> Plan:
    def walk(node: CutNode) -> CutNode:
        return change(replace(node, children=tuple(walk(child) for child in node.children)))

    return with_pattern(plan, lambda pattern: replace(pattern, root=walk(pattern.root)))


def first(kind: str, change: Callable[[CutNode], CutNode]) -> Plan:
    target = PLAN.patterns[0].root.of_kind(kind)[0].sequence  # type: ignore[arg-type]
    return with_nodes(PLAN, lambda node: change(node) if node.sequence == target else node)


def codes(plan: Plan, problem: Problem = PROBLEM) -> set[str]:
    return {finding.code.removeprefix("CUTPLAN-") for finding in check_plan(problem, plan)}


def swap_pieces(pattern: Pattern) -> Pattern:
    row = list(pattern.pieces[0])
    other = next(i for i, one in enumerate(row) if one.part != row[0].part)
    row[0], row[other] = row[other], row[0]
    return replace(pattern, pieces=(tuple(row), *pattern.pieces[1:]))


def repeat_piece(pattern: Pattern) -> Pattern:
    row = list(pattern.pieces[0])
    other = next(i for i, one in enumerate(row[1:], 1) if one.part == row[0].part)
    row[other] = row[0]
    return replace(pattern, pieces=(tuple(row), *pattern.pieces[1:]))


def lose_piece(pattern: Pattern) -> Pattern:
    return replace(pattern, pieces=(pattern.pieces[0][1:], *pattern.pieces[1:]))


def turn_flag(pattern: Pattern) -> Pattern:
    row = pattern.pieces[0]
    return replace(pattern, pieces=((replace(row[0], turned=True), *row[1:]), *pattern.pieces[1:]))


def rename_piece(pattern: Pattern) -> Pattern:
    row = pattern.pieces[0]
    return replace(pattern, pieces=((replace(row[0], piece="nobody"), *row[1:]), *pattern.pieces[1:]))


MUTANTS: list[tuple[str, Callable[[], Plan], str]] = [
    ("a part shifted by 0.1 mm", lambda: first("part", lambda n: replace(n, x=n.x + 1)), "KERF"),
    ("a part grown by the kerf", lambda: first("part", lambda n: replace(n, length=n.length + 40)), "SIZE"),
    ("a part moved over another", lambda: first("part", lambda n: replace(n, x=n.x + 4000)), "OVERLAP"),
    ("a part outside the board", lambda: first("part", lambda n: replace(n, y=30000)), "OUTSIDE"),
    (
        "a trim left out",
        lambda: with_nodes(PLAN, lambda n: replace(n, children=n.children[1:]) if n.level == 0 else n),
        "TRIM",
    ),
    (
        "a strip left out",
        lambda: with_nodes(PLAN, lambda n: replace(n, children=n.children[:-1]) if n.level == 0 else n),
        "UNCOVERED",
    ),
    ("levels that lie", lambda: first("part", lambda n: replace(n, level=1 + n.level)), "LEVEL"),
    ("sawing order turned round", lambda: with_nodes(PLAN, lambda n: replace(n, sequence=-n.sequence)), "ORDER"),
    ("a part turned across its grain", lambda: with_pattern(PLAN, turn_flag), "GRAIN SIZE"),
    ("two pieces swapped", lambda: with_pattern(PLAN, swap_pieces), "SIZE"),
    ("a piece cut twice", lambda: with_pattern(PLAN, repeat_piece), "TWICE MISSING"),
    ("a piece lost", lambda: with_pattern(PLAN, lose_piece), "PIECES"),
    ("an unknown piece", lambda: with_pattern(PLAN, rename_piece), "IDENTITY MISSING"),
    ("a board that is not there", lambda: with_pattern(PLAN, lambda p: replace(p, stock="B9")), "STOCK"),
    ("another board's size", lambda: with_pattern(PLAN, lambda p: replace(p, stock="B2")), "SHEET STOCK-LIMIT"),
    ("a pattern cut once more", lambda: replace(PLAN, patterns=(*PLAN.patterns, PLAN.patterns[0])), "TWICE FIGURES"),
    ("a pattern forgotten", lambda: replace(PLAN, patterns=PLAN.patterns[1:]), "MISSING FIGURES"),
    ("an off-cut not listed", lambda: replace(PLAN, offcuts=PLAN.offcuts[1:]), "OFFCUT"),
    ("a false figure", lambda: replace(PLAN, figures=replace(PLAN.figures, whole_sheets=1)), "FIGURES"),
    ("a bound above the plan", lambda: replace(PLAN, figures=replace(PLAN.figures, bound=99)), "BOUND"),
    (
        "optimal without proof",
        lambda: replace(PLAN, figures=replace(PLAN.figures, optimal=True, bound=0, cost_bound=-1)),
        "OPTIMAL",
    ),
]


def test_the_unbroken_plan_has_no_finding() -> None:
    assert codes(PLAN) == set()
    assert PLAN.offcuts


@pytest.mark.parametrize(("mutant", "expected"), [row[1:] for row in MUTANTS], ids=[row[0] for row in MUTANTS])
def test_the_checker_finds(mutant: Callable[[], Plan], expected: str) -> None:
    assert set(expected.split()) <= codes(mutant())


def test_the_same_plan_fails_a_saw_with_other_rules() -> None:
    def under(**rules: object) -> set[str]:
        return codes(PLAN, replace(PROBLEM, saw=replace(PROBLEM.saw, **rules)))  # type: ignore[arg-type]

    assert "KERF" in under(kerf=30)
    assert "KERF" in under(kerf=50)
    assert "TRIM" in under(trim=Trim.all_sides(90))
    assert "SMALLEST" in under(smallest_piece=2000)
    assert "OFFCUT-SIZE" in under(min_offcut_length=24400, min_offcut_width=12200)
    deepest = max(node.level for pattern in PLAN.patterns for node in pattern.root.walk())
    assert "STAGES" in under(stages=deepest - 2 if deepest > 3 else deepest - 1, final_trim=False)
    ways = {node.direction for node in PLAN.patterns[0].root.children if node.level == 1}
    assert "FIRST-CUT" in under(first_cut="width" if ways == {"length"} else "length")


def test_grain_is_checked_against_the_part_and_the_board() -> None:
    across = tuple(replace(part, grain="width") for part in PARTS if part.grain == "length")
    assert "GRAIN" in codes(PLAN, replace(PROBLEM, parts=(*across, PARTS[2])))
    board = (replace(STOCK[0], grain="width"), STOCK[1])
    assert "GRAIN" in codes(PLAN, replace(PROBLEM, stock=board))
