"""Sound plans broken in every way: each number of each rectangle, each piece, each figure, each rule of the saw."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import shuanglun.engines.cutting as cutting
from shuanglun.engines.cutting import (
    CutNode,
    Offcut,
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
from shuanglun.engines.cutting.model import NodeKind

Mutant = tuple[str, Problem, Plan]
KINDS: tuple[NodeKind, ...] = ("sheet", "trim", "strip", "part", "offcut", "waste")
COUNTED = [
    "sheets",
    "whole_sheets",
    "sheet_area",
    "used_area",
    "offcut_area",
    "largest_offcut",
    "waste_area",
    "waste",
    "cost",
    "patterns",
    "cuts",
    "cut_length",
    "gap",
]


def _problem(stages: int | None, trim: Trim, kerf: int, grain: str) -> Problem:
    parts = (
        Part("A", 11000, 5000, 4, "length"),
        Part("B", 7000, 2400, 6, "width"),
        Part("C", 3000, 2100, 9, "none"),
        Part("D", 23000, 900, 2, "length", pieces=("D-left", "D-right")),
    )
    board = StockType("B1", 24400, 12200, 900, 9, grain)  # type: ignore[arg-type]
    rest = StockType("R1", 13000, 7000, 10, 1, grain, True, "R-17", Trim())  # type: ignore[arg-type]
    other = StockType("B2", 24500, 12200, 950, 0, grain)  # type: ignore[arg-type]
    return Problem("M", parts, (board, rest, other), Saw(kerf=kerf, trim=trim, stages=stages))


PROBLEMS = {
    "three stages": _problem(3, Trim.all_sides(100), 40, "none"),
    "two stages, uneven trims": _problem(2, Trim(100, 0, 60, 80), 32, "length"),
    "any stages, no kerf": _problem(None, Trim.all_sides(100), 0, "none"),
}


def _nodes(root: CutNode, path: tuple[int, ...] = ()) -> Iterator[tuple[tuple[int, ...], CutNode]]:
    yield path, root
    for index, child in enumerate(root.children):
        yield from _nodes(child, (*path, index))


def _put(root: CutNode, path: tuple[int, ...], new: CutNode) -> CutNode:
    if not path:
        return new
    children = list(root.children)
    children[path[0]] = _put(children[path[0]], path[1:], new)
    return replace(root, children=tuple(children))


def _shift(node: CutNode, x: int, y: int) -> CutNode:
    return replace(node, x=node.x + x, y=node.y + y, children=tuple(_shift(child, x, y) for child in node.children))


def _with(plan: Plan, index: int, pattern: Pattern) -> Plan:
    return replace(plan, patterns=(*plan.patterns[:index], pattern, *plan.patterns[index + 1 :]))


def _bumped(node: CutNode, member: str, by: int) -> CutNode:
    return replace(node, **{member: getattr(node, member) + by})


def _without(node: CutNode, child: int) -> CutNode:
    return replace(node, children=(*node.children[:child], *node.children[child + 1 :]))


def _again(node: CutNode, child: int) -> CutNode:
    return replace(node, children=(*node.children, node.children[child]))


def _changes(node: CutNode) -> Iterator[tuple[str, CutNode]]:
    """A rectangle with one member changed, shifted with its branch, without a child, with a child twice."""
    for member in ("x", "y", "length", "width", "level", "sequence"):
        for by in (-1, 1):
            yield f"{member} {by:+}", _bumped(node, member, by)
    for kind in KINDS:
        if kind != node.kind:
            yield f"kind {kind}", replace(node, kind=kind)
    if node.kind not in ("sheet", "trim"):
        yield "direction", replace(node, direction="width" if node.direction == "length" else "length")
        for x, y in ((1, 0), (-1, 0), (0, 1), (0, -1), (30000, 0), (0, 30000)):
            yield f"branch shifted {x, y}", _shift(node, x, y)
    for child in range(len(node.children)):
        yield f"child {child} lost", _without(node, child)
        yield f"child {child} twice", _again(node, child)


def trees(problem: Problem, plan: Plan) -> Iterator[Mutant]:
    """Kerf, trim, stages, overlap, out of the sheet: every rectangle of every tree changed in every way."""
    for index, pattern in enumerate(plan.patterns):
        for path, node in _nodes(pattern.root):
            for name, changed in _changes(node):
                root = _put(pattern.root, path, changed)
                yield f"{name} of {index}{list(path)}", problem, _with(plan, index, replace(pattern, root=root))


def pieces(problem: Problem, plan: Plan) -> Iterator[Mutant]:
    """Quantity and identity: a piece lost, there twice, renamed, given to another part, turned; rows lost and repeated."""
    for index, pattern in enumerate(plan.patterns):
        row = pattern.pieces[0]
        spoilt: dict[str, tuple[Any, ...]] = {
            "row lost": pattern.pieces[1:],
            "row twice": (*pattern.pieces, row),
            "no rows": (),
        }
        for place, one in enumerate(row):

            def put(
                *new: Any, at: int = place, whole: Pattern = pattern, old: tuple[Any, ...] = row
            ) -> tuple[Any, ...]:
                return (*old[:at], *new, *old[at + 1 :]), *whole.pieces[1:]

            spoilt[f"{place} lost"] = put()
            spoilt[f"{place} twice"] = put(one, one)
            spoilt[f"{place} renamed"] = put(replace(one, piece="nobody"))
            spoilt[f"{place} of no part"] = put(replace(one, part="nothing"))
            spoilt[f"{place} of another part"] = put(replace(one, part="C" if one.part != "C" else "A"))
            spoilt[f"{place} turned"] = put(replace(one, turned=not one.turned))
            other = next((two for two in row if two.part != one.part), None)
            if other is not None:
                spoilt[f"{place} is another piece"] = put(other)
        for name, rows in spoilt.items():
            yield f"{name} in {index}", problem, _with(plan, index, replace(pattern, pieces=rows))
        for code in ("B1", "B2", "R1", "none"):
            if code != pattern.stock:
                yield f"{index} on {code}", problem, _with(plan, index, replace(pattern, stock=code))
        yield f"{index} lost", problem, replace(plan, patterns=(*plan.patterns[:index], *plan.patterns[index + 1 :]))
        yield f"{index} twice", problem, replace(plan, patterns=(*plan.patterns, pattern))
    yield "said to be left", problem, replace(plan, unplaced=(plan.patterns[0].pieces[0][0].piece,))
    yield "another material", problem, replace(plan, material="N")


def lists(problem: Problem, plan: Plan) -> Iterator[Mutant]:
    """Off-cuts and figures that are not what the trees leave."""
    for number, one in enumerate(plan.offcuts):

        def put(*new: Offcut, at: int = number) -> Plan:
            return replace(plan, offcuts=(*plan.offcuts[:at], *new, *plan.offcuts[at + 1 :]))

        yield f"off-cut {number} lost", problem, put()
        yield f"off-cut {number} twice", problem, put(one, one)
        for member in ("pattern", "copy", "x", "y", "length", "width"):
            yield f"off-cut {number} {member}", problem, put(replace(one, **{member: getattr(one, member) + 1}))
        yield f"off-cut {number} of another board", problem, put(replace(one, stock="B2"))
        yield f"off-cut {number} grain", problem, put(replace(one, grain="width"))
    for name in COUNTED:
        for by in (-1, 1):
            figures = replace(plan.figures, **{name: getattr(plan.figures, name) + by})
            yield f"{name} {by:+}", problem, replace(plan, figures=figures)
    high = replace(plan.figures, bound=plan.figures.whole_sheets + 1)
    yield "bound too high", problem, replace(plan, figures=high)
    yield "cost bound too high", problem, replace(plan, figures=replace(plan.figures, cost_bound=plan.figures.cost + 1))


def rules(problem: Problem, plan: Plan) -> Iterator[Mutant]:
    """The same plan for a saw, boards or parts it was not made for."""
    saw = problem.saw
    trim = saw.trim
    deepest = max(node.level for pattern in plan.patterns for node in pattern.root.walk())
    saws = {"kerf": replace(saw, kerf=saw.kerf + 1), "smallest piece": replace(saw, smallest_piece=1500)}
    saws["stages"] = replace(saw, stages=deepest - 1, final_trim=False)
    saws["off-cut size"] = replace(saw, min_offcut_length=24400, min_offcut_width=12200)
    for side in ("left", "right", "bottom", "top"):
        saws[f"trim {side}"] = replace(saw, trim=replace(trim, **{side: getattr(trim, side) + 1}))
    for name, one in saws.items():
        yield name, replace(problem, saw=one), plan
    for number, part in enumerate(problem.parts):
        turned = {"length": "width", "width": "length"}.get(part.grain)
        changes = {"qty": replace(part, qty=part.qty + 1, pieces=(*part.pieces, "new") if part.pieces else ())}
        changes["length"] = replace(part, length=part.length + 1)
        changes["width"] = replace(part, width=part.width - 1)
        changes["key"] = replace(part, key="Z")
        if turned:
            changes["grain"] = replace(part, grain=turned)  # type: ignore[arg-type]
        for name, new in changes.items():
            parts = (*problem.parts[:number], new, *problem.parts[number + 1 :])
            yield f"{name} of {part.key}", replace(problem, parts=parts), plan
    for number, board in enumerate(problem.stock):
        if any(pattern.stock == board.code for pattern in plan.patterns):
            for name, new_board in {
                "length": replace(board, length=board.length - 1),
                "width": replace(board, width=board.width + 1),
                "copies": replace(board, copies=0),
                "grain": replace(board, grain="length" if board.grain == "width" else "width"),
            }.items():
                stock = (*problem.stock[:number], new_board, *problem.stock[number + 1 :])
                yield f"{name} of {board.code}", replace(problem, stock=stock), plan


@pytest.mark.parametrize("name", PROBLEMS)
def test_every_mutant_of_a_sound_plan_is_caught(name: str) -> None:
    problem = PROBLEMS[name]
    plan = solve(problem, cancel=lambda: True)
    assert check_plan(problem, plan) == []
    assert plan.offcuts
    assert {pattern.stock for pattern in plan.patterns} == {"B1", "R1"}
    number, alive = 0, []
    for mutants in (trees, pieces, lists, rules):
        for said, spoilt_problem, spoilt in mutants(problem, plan):
            number += 1
            if not check_plan(spoilt_problem, spoilt):
                alive.append(f"{mutants.__name__}: {said}")
    assert alive == [], "\n".join(alive)
    assert number > 500


ALLOWED = {"model", "checker", "checker_tree", "checker_figures"}


@pytest.mark.parametrize("folder", ["", "profiles"])
def test_the_checker_shares_no_code_with_the_solver(folder: str) -> None:
    home = Path(cutting.__file__).parent / folder
    for file in home.glob("checker*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            module = node.module if isinstance(node, ast.ImportFrom) else None
            if isinstance(node, ast.Import):
                assert not any(alias.name.startswith("shuanglun") for alias in node.names), file
            if module and module.startswith("shuanglun") and not module.startswith("shuanglun.kernel"):
                assert module.rpartition(".")[2] in ALLOWED, f"{file} imports {module}"
