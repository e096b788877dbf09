"""PackingSolver as one more worker, where the package ``packingsolver`` is installed (Python 3.12 or newer).

It is asked for the same boards, parts and saw; what it answers becomes a draft like any other, is ranked by the same rules
and checked like every plan. It is never needed: without the package, or for a saw it cannot describe, there is no answer.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections import Counter
from threading import Thread
from typing import Any

from shuanglun.engines.cutting.construct import Draft, Sheet
from shuanglun.engines.cutting.fill import Block
from shuanglun.engines.cutting.units import Scaled

PACKAGE = "packingsolver"


def rival_installed() -> bool:
    """Whether PackingSolver can be asked at all."""
    return importlib.util.find_spec(PACKAGE) is not None


def rival_serves(scaled: Scaled) -> bool:
    """Whether the problem can be told to PackingSolver: no limits of the saw beyond stages, and no off-cuts that go first."""
    saw = scaled.problem.saw
    limits = saw.narrowest_strip or saw.widest_strip or saw.head_cut or saw.recuts is not None
    rests = scaled.problem.use_offcuts_first and any(board.stock.is_offcut for board in scaled.boards)
    one_way = len({board.sides for board in scaled.boards}) == 1
    return bool(scaled.kinds) and one_way and not (limits or rests)


class Rival:
    """A question to PackingSolver, answered in a thread of its own (it computes without the interpreter's lock)."""

    def __init__(self, scaled: Scaled, seconds: float) -> None:
        self._draft: Draft | None = None
        self._scaled, self._seconds = scaled, seconds
        # A daemon: a search that was cancelled does not wait for the answer.
        self._thread = Thread(target=self._ask, daemon=True)
        self._thread.start()

    def answer(self) -> Draft | None:
        """Its complete plan when it is done; None when it found none."""
        self._thread.join()
        return self._draft

    def _ask(self) -> None:
        self._draft = ask_rival(self._scaled, self._seconds)


def ask_rival(scaled: Scaled, seconds: float) -> Draft | None:
    """PackingSolver's plan after so many seconds on the clock; None when it is incomplete."""
    root = importlib.import_module(PACKAGE)
    guillotine = importlib.import_module(f"{PACKAGE}.rectangleguillotine")
    parameters = guillotine.OptimizeParameters()
    parameters.time_limit = seconds
    parameters.verbosity_level = 0
    solution = guillotine.optimize(_instance(scaled, root, guillotine), parameters).solution
    if not solution.full():
        return None
    sheets = (_sheet(scaled, solution.bin(at), guillotine) for at in range(solution.number_of_different_bins()))
    return Draft(tuple(sheets), {})


def _instance(scaled: Scaled, root: Any, guillotine: Any) -> Any:
    saw = scaled.problem.saw
    several = len(scaled.boards) > 1
    builder = guillotine.InstanceBuilder()
    builder.set_objective(root.Objective.VariableSizedBinPacking if several else root.Objective.BinPacking)
    builder.set_number_of_stages(saw.stages or 3)
    builder.set_cut_type(guillotine.CutType.NonExact if saw.final_trim else guillotine.CutType.Exact)
    ways = guillotine.CutOrientation
    sides = scaled.boards[0].sides
    builder.set_first_stage_orientation(ways.Any if len(sides) > 1 else (ways.Horizontal, ways.Vertical)[sides[0]])
    builder.set_cut_thickness(scaled.kerf)
    for board in scaled.boards:
        copies = -1 if board.copies is None else board.copies
        builder.add_bin_type(board.along, board.across, cost=float(max(board.price, 1)), copies=copies)
    for kind, count in zip(scaled.kinds, scaled.wanted, strict=True):
        builder.add_item_type(kind.along, kind.across, copies=count, oriented=not kind.may_turn)
    return builder.build()


def _sheet(scaled: Scaled, found: Any, guillotine: Any) -> Sheet:
    """A pattern of its tree of cuts: what hangs below one first-stage node is a strip, below one of the second a cell."""
    nodes = list(found.nodes)
    side = int(found.first_cut_orientation == guillotine.CutOrientation.Vertical)
    strips: dict[int, dict[int, list[Block]]] = {}
    used: Counter[int] = Counter()
    for at, node in enumerate(nodes):
        if node.children or node.item_type_id < 0:
            continue
        way = {node.d: at}
        above = node.f
        while above >= 0:
            way[nodes[above].d] = above
            above = nodes[above].f
        wide, tall = node.r - node.l, node.t - node.b
        leaf = Block(tall, wide, node.item_type_id) if side == 0 else Block(wide, tall, node.item_type_id)
        strip = way.get(1, at)
        strips.setdefault(strip, {}).setdefault(way.get(2, at), []).append(leaf)
        used[node.item_type_id] += 1
    area = sum(scaled.kinds[kind].area * count for kind, count in used.items())
    blocks = tuple(_strip(cells, scaled.kerf) for cells in strips.values())
    return Sheet(found.bin_type_id, side, blocks, dict(used), area, run=found.copies)


def _strip(cells: dict[int, list[Block]], kerf: int) -> Block:
    inner = [Block(max(leaf.cross for leaf in stack), children=stack) for stack in cells.values()]
    return Block(max(sum(leaf.size + kerf for leaf in cell.children) - kerf for cell in inner), children=inner)
