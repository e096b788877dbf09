"""From a lot's pieces to a checked cut plan: builds the engine's problem, solves it, has it checked."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

from shuanglun.engines.cutting import (
    GOALS,
    Goal,
    Part,
    Pattern,
    Plan,
    Problem,
    ProblemError,
    Saw,
    StockType,
    Trim,
    alternatives,
    check_plan,
    check_problem,
    pattern_geometry,
    solve,
)
from shuanglun.engines.cutting.model import Grain
from shuanglun.factory.cutting_room.errors import no_board, not_enough_boards
from shuanglun.factory.cutting_room.model import Boards, LotToCut, PieceToCut, SolvedLot
from shuanglun.kernel.length import millimetres

Cancel = Callable[[], bool]


def build_problem(lot: LotToCut, boards: Boards, use_offcuts: bool = True) -> Problem | None:
    """The engine's problem of a lot; None when no board of its material is known.

    Pieces of the same part specification and size are one part with many copies; kerf and trim are the board's own.
    """
    types = [row for row in boards.types if row["material_code"] == lot.material_code]
    if not types:
        return None
    groups: dict[tuple[str, int, int, str], list[PieceToCut]] = defaultdict(list)
    for piece in lot.pieces:
        groups[piece.part_spec_id, piece.length, piece.width, piece.grain].append(piece)
    has_grain = any(row["grain"] for row in types)
    names: Counter[str] = Counter()
    parts = tuple(
        Part(
            key=_key(names, pieces[0]),
            length=length,
            width=width,
            qty=len(pieces),
            grain=cast("Grain", grain if has_grain else "none"),
            tags=(("name", pieces[0].name), ("order", pieces[0].order_no)),
            pieces=tuple(piece.code for piece in pieces),
        )
        for (_, length, width, grain), pieces in groups.items()
    )
    stock = [_stock(row, boards.limits.get(row["code"])) for row in types]
    if use_offcuts:
        stock += [_offcut(row) for row in boards.offcuts if row["material_code"] == lot.material_code]
    first = types[0]
    saw = Saw(kerf=first["kerf"], trim=Trim.all_sides(first["trim"]), stages=3)
    return Problem(lot.material_code, parts, tuple(stock), saw, use_offcuts_first=use_offcuts)


def _key(names: Counter[str], piece: PieceToCut) -> str:
    """What people call a part in findings: order, name, size, and a number where these are the same."""
    name = f"{piece.order_no} {piece.name} {millimetres(piece.length)}×{millimetres(piece.width)}"
    names[name] += 1
    return name if names[name] == 1 else f"{name} ({names[name]})"


def _stock(row: Any, copies: int | None) -> StockType:
    grain: Grain = "length" if row["grain"] else "none"
    return StockType(
        row["code"], row["length"], row["width"], row["cost_fen"], copies, grain, trim=Trim.all_sides(row["trim"])
    )


def _offcut(row: Any) -> StockType:
    grain: Grain = "length" if row["grain"] else "none"
    return StockType(
        row["code"],
        row["length"],
        row["width"],
        0,
        1,
        grain,
        is_offcut=True,
        identity=row["code"],
        trim=Trim.all_sides(0),
    )


def solve_lot(
    lot: LotToCut,
    boards: Boards,
    *,
    use_offcuts: bool = True,
    objective: tuple[Goal, ...] = GOALS,
    cancel: Cancel | None = None,
) -> SolvedLot:
    """Plan a lot; every plan is verified by the independent checker before it is handed on (fail closed).

    A part that fits no board is told and left out; it does not keep the rest of the lot from being cut. Where there are only
    so many boards (``Boards.limits``), the pieces they do not suffice for are told and left out as well.
    """
    ready = _ready(lot, boards, use_offcuts)
    if ready.problem is None or not ready.problem.parts:
        return ready
    problem, lost = ready.problem, 0
    try:
        plan = solve(problem, objective=objective, cancel=cancel)
        while plan.unplaced and len(plan.unplaced) < problem.pieces:
            lost += len(plan.unplaced)
            problem = _without(problem, frozenset(plan.unplaced))
            plan = solve(problem, objective=objective, cancel=cancel)
    except ProblemError as error:
        return replace(ready, findings=tuple(error.findings))
    if plan.unplaced:
        return replace(ready, findings=(*ready.findings, not_enough_boards(problem.material, len(ready.lot.pieces))))
    told = (not_enough_boards(problem.material, lost),) if lost else ()
    return _checked(replace(ready, problem=problem, findings=(*ready.findings, *told)), plan)


def choices_for(lot: LotToCut, boards: Boards, *, use_offcuts: bool = True) -> dict[Goal, SolvedLot]:
    """For every goal a person may name the best plan of a lot when that goal comes first; empty where nothing can be cut."""
    ready = _ready(lot, boards, use_offcuts)
    if ready.problem is None or not ready.problem.parts:
        return {}
    try:
        found = alternatives(ready.problem)
    except ProblemError:
        return {}
    return {goal: _checked(ready, plan) for goal, plan in found.items()}


def _ready(lot: LotToCut, boards: Boards, use_offcuts: bool) -> SolvedLot:
    """The problem of a lot without the parts that fit no board; these are told."""
    problem = build_problem(lot, boards, use_offcuts)
    if problem is None:
        return SolvedLot(lot, None, None, (no_board(lot.material_code, len(lot.pieces)),))
    stops = [finding for finding in check_problem(problem) if finding.level == "stop"]
    named = {finding.where.field for finding in stops}
    bad = tuple(part for part in problem.parts if f"part {part.key}" in named)
    good = tuple(part for part in problem.parts if f"part {part.key}" not in named)
    left_out = frozenset(code for part in bad for code in part.pieces)
    if bad:
        problem = replace(problem, parts=good)
    return SolvedLot(lot, problem, None, tuple(stops), left_out)


def _checked(ready: SolvedLot, plan: Plan) -> SolvedLot:
    """The lot with its plan, verified for the pieces that have a board."""
    problem = ready.problem
    assert problem is not None  # noqa: S101 - nothing was solved without one
    wrong = check_plan(problem, plan)
    if wrong:
        raise AssertionError(f"the plan of {problem.material} fails its check: {wrong[0].what.en}")
    waiting = ready.left_out | frozenset(piece.code for piece in ready.lot.pieces) - frozenset(
        placement.piece for _, placement in plan.placements()
    )
    return SolvedLot(ready.lot, problem, plan, ready.findings, waiting)


def _without(problem: Problem, codes: frozenset[str]) -> Problem:
    parts = []
    for part in problem.parts:
        kept = tuple(piece for piece in part.pieces if piece not in codes)
        if kept:
            parts.append(replace(part, qty=len(kept), pieces=kept))
    return replace(problem, parts=tuple(parts))


def geometry(problem: Problem, pattern: Pattern) -> dict[str, Any]:
    """A pattern as it is stored and drawn (docs/api.md): rectangles with every copy's piece codes, cuts in order."""
    found = pattern_geometry(problem, pattern)
    parts = {part.key: part for part in problem.parts}
    rects = []
    copies = iter(zip(*pattern.pieces, strict=True))
    for rect in found["rects"]:
        codes = [placed.piece for placed in next(copies)] if rect["kind"] == "part" else []
        part = parts.get(rect.get("part") or "")
        rects.append(
            {
                "x": rect["x"],
                "y": rect["y"],
                "length": rect["l"],
                "width": rect["w"],
                "kind": rect["kind"],
                "label": rect["label"],
                "code": codes[0] if codes else None,
                "codes": codes,
                "name": part.tag("name") if part else "",
                "order_no": part.tag("order") if part else "",
                "grain": part.grain if part else "none",
                "turned": rect.get("turned", False),
                "seq": rect["order"],
            }
        )
    cuts = [{**{k: v for k, v in cut.items() if k != "order"}, "seq": cut["order"]} for cut in found["cuts"]]
    size = {"length": found["length"], "width": found["width"], "grain": found["grain"], "run": found["run"]}
    return {**size, "rects": rects, "cuts": cuts}
