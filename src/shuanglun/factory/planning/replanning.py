"""One cut lot planned anew on the live floor: another plan chosen by words, a board that is not there, pieces made again.

Only patterns no piece of which is sawn are planned anew; what is sawn or on the saw stays. The plan before is kept,
superseded. Computation happens between two transactions; the second refuses when the floor went on meanwhile.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import RowMapping, and_, bindparam, func, select, update

from shuanglun.access.audit import record
from shuanglun.engines.cutting import Figures, Goal
from shuanglun.engines.cutting.goals import NAMES, complete
from shuanglun.factory.cutting_room import (
    Boards,
    LotToCut,
    PieceToCut,
    SolvedLot,
    boards_for,
    choices_for,
    geometry,
    give_up_plan,
    lot_patterns,
    reserved_for,
    solve_lot,
    store_cut_plan,
)
from shuanglun.factory.cutting_room.tables import cut_plans
from shuanglun.factory.pieces.tables import pieces
from shuanglun.factory.planning import queries
from shuanglun.factory.planning.tables import lots
from shuanglun.factory.splitting.tables import part_specs
from shuanglun.kernel.errors import NotFound, Refused
from shuanglun.kernel.text import Text
from shuanglun.storage import Actor, Database, Work

Tell = Callable[[float, Text], None]


@dataclass(frozen=True, slots=True)
class Wish:
    """How a lot is to be planned anew.

    ``goal`` comes first when plans are compared; ``boards`` says of which boards only so many are left (0: none);
    ``remakes`` takes pieces that are made again and wait for a lot, of the same material, into this one. ``compared`` asks for
    the plan that ``choices`` showed for the goal, found the same way.
    """

    goal: Goal = "material"
    boards: Mapping[str, int] = field(default_factory=dict)
    remakes: bool = False
    compared: bool = False


ANY = Wish()


@dataclass(frozen=True, slots=True)
class Standing:
    """What may still be planned anew of a lot: patterns not begun with their pieces, and what may be cut."""

    lot: RowMapping
    plan_id: str
    begun: Sequence[RowMapping]
    ended: Sequence[RowMapping]
    to_cut: LotToCut
    waiting: Sequence[PieceToCut]
    boards: Boards

    @property
    def codes(self) -> list[str]:
        """The pieces of the patterns that are not begun."""
        return [piece.code for piece in self.to_cut.pieces]


def standing(work: Work, lot_id: str) -> Standing:
    """How far a lot is, with the boards for the rest of it.

    Raises:
        NotFound: no such lot. Refused: it is no cut lot in work, it has no plan, or everything is sawn.
    """
    lot = work.first(select(lots).where(lots.c.tenant_id == work.tenant_id, lots.c.id == lot_id))
    if lot is None:
        raise NotFound("LOT-NOT-FOUND", Text("没有这个批次", "there is no such lot"))
    found = lot_patterns(work, lot_id)
    if lot["kind"] != "cut" or lot["status"] not in ("released", "in_production") or found is None:
        raise Refused("LOT-NOT-OPEN", Text("这个批次没有可改排的排版", "this lot has no cut plan that is still open"))
    plan_id, rows = found
    mine = (pieces.c.tenant_id == work.tenant_id, pieces.c.lot_id == lot_id, pieces.c.pattern_id.is_not(None))
    touched = {
        row["pattern_id"] for row in work.all(select(pieces.c.pattern_id).where(*mine, pieces.c.step > 0).distinct())
    }
    begun_ids = touched | {row["id"] for row in rows if row["sawn_at"] is not None}
    begun = [row for row in rows if row["id"] in begun_ids]
    ended = [row for row in rows if row["id"] not in begun_ids]
    if not ended:
        raise Refused("LOT-SAWN", Text("这个批次的板已经全部开料", "every board of this lot is sawn or on the saw"))
    open_ids = {row["id"] for row in ended}
    now = {
        row["code"]
        for row in work.all(select(pieces.c.code, pieces.c.pattern_id).where(*mine, pieces.c.status == "planned"))
        if row["pattern_id"] in open_ids
    }
    everything = queries.open_pieces(work)
    remade = _remakes(work)
    inside = tuple(_to_cut(p) for p in everything if p.code in now)
    waiting = [
        _to_cut(p)
        for p in everything
        if p.lot_id is None and p.step == 0 and p.material_code == lot["material_code"] and p.code in remade
    ]
    stock = boards_for(work)
    held = reserved_for(work, plan_id, [row["board_code"] for row in ended])
    boards = Boards(stock.types, [*held, *stock.offcuts])
    return Standing(lot, plan_id, begun, ended, LotToCut(lot_id, lot["material_code"], inside), waiting, boards)


def _remakes(work: Work) -> frozenset[str]:
    where = (pieces.c.tenant_id == work.tenant_id, pieces.c.remake_of.is_not(None), pieces.c.lot_id.is_(None))
    return frozenset(row["code"] for row in work.all(select(pieces.c.code).where(*where)))


def _to_cut(piece: Any) -> PieceToCut:
    return PieceToCut(
        piece.code, piece.part_spec_id, piece.name, piece.order_no, piece.cut_length, piece.cut_width, piece.grain
    )


# ---------------------------------------------------------------------- choosing


def outline(work: Work, lot_id: str) -> dict[str, Any]:
    """What somebody chooses from before a lot is planned anew: open boards by code, pieces made again that wait."""
    now = standing(work, lot_id)
    boards: Counter[str] = Counter()
    for row in now.ended:
        boards[row["board_code"]] += row["run_qty"]
    return {
        "open_patterns": len(now.ended),
        "begun_patterns": len(now.begun),
        "open_pieces": len(now.codes),
        "boards": [{"code": code, "planned": planned} for code, planned in sorted(boards.items())],
        "waiting": [{"code": p.code, "name": p.name, "order_no": p.order_no} for p in now.waiting],
    }


def choices(
    database: Database,
    tenant_id: str,
    actor: Actor,
    lot_id: str,
    wish: Wish = ANY,
    tell: Tell = lambda share, note: None,
) -> dict[str, Any]:
    """The best plans of what is not begun of a lot, one a goal, with figures and drawings; nothing is stored.

    ``present`` holds the figures of the plan that is in force, where none of its patterns is begun: else they are of more
    boards than the choices.

    Raises:
        NotFound, Refused: as ``standing``.
    """
    with database.work(tenant_id, actor) as work:
        now = standing(work, lot_id)
        present = None if now.begun else _stored_figures(work, now.plan_id)
    tell(0.1, Text("正在比较方案", "comparing plans"))
    found = choices_for(*_asked(now, wish))
    return {
        "lot_id": lot_id,
        "present": present,
        "choices": [_choice(goal, solved) for goal, solved in found.items()],
    }


def _asked(now: Standing, wish: Wish) -> tuple[LotToCut, Boards]:
    """What is cut from which boards when the rest of a lot is planned as wished."""
    more = tuple(now.waiting) if wish.remakes else ()
    to_cut = LotToCut(now.lot["id"], now.to_cut.material_code, (*now.to_cut.pieces, *more))
    return to_cut, Boards(now.boards.types, _left(now.boards.offcuts, wish.boards), wish.boards)


def _choice(goal: Goal, solved: SolvedLot) -> dict[str, Any]:
    plan, problem = solved.plan, solved.problem
    assert plan is not None and problem is not None  # noqa: S101, PT018 - choices are plans
    drawn = []
    for pattern in plan.patterns:
        shape = geometry(problem, pattern)
        rects = [{k: r[k] for k in ("x", "y", "length", "width", "kind")} for r in shape["rects"]]
        size = {"length": shape["length"], "width": shape["width"], "run": pattern.run}
        drawn.append({"board_code": pattern.stock, **size, "rects": rects})
    named = {"goal": goal, "name": NAMES[goal].as_dict(), "waiting": len(solved.left_out)}
    return {**named, "figures": asdict(plan.figures), "patterns": drawn}


# ---------------------------------------------------------------------- planning anew


def replan_lot(
    database: Database, tenant_id: str, actor: Actor, lot_id: str, wish: Wish, tell: Tell = lambda share, note: None
) -> dict[str, Any]:
    """Plan what is not begun of a lot anew and keep it; returns figures before and after, and findings.

    Raises:
        NotFound, Refused: as ``standing``; nothing could be cut; the floor went on meanwhile.
    """
    with database.work(tenant_id, actor) as work:
        now = standing(work, lot_id)
    to_cut, boards = _asked(now, wish)
    more = now.waiting if wish.remakes else ()
    tell(0.1, Text("正在改排", "planning anew"))
    shown = choices_for(to_cut, boards).get(wish.goal) if wish.compared else None
    solved = shown or solve_lot(to_cut, boards, objective=complete((wish.goal,)))
    if solved.plan is None:
        raise Refused(
            "REPLAN-NOTHING",
            Text("剩下的板材什么也开不出来", "nothing can be cut from what is left"),
            list(solved.findings),
        )
    tell(0.9, Text("正在保存", "storing"))
    with database.work(tenant_id, actor) as work:
        return _store(work, now, solved, wish, [piece.code for piece in more])


def _left(rests: Sequence[Mapping[str, Any]], boards: Mapping[str, int]) -> list[Mapping[str, Any]]:
    """Off-cuts without those that are not there."""
    return [row for row in rests if boards.get(row["code"], 1) > 0]


def _store(work: Work, now: Standing, solved: SolvedLot, wish: Wish, more: Sequence[str]) -> dict[str, Any]:
    lot_id, codes = now.lot["id"], [*now.codes, *more]
    _refuse_if_gone_on(work, now, more)
    before = _figures_of(work, now.plan_id)
    give_up_plan(work, now.plan_id, [row["id"] for row in now.ended])
    why = {"replaces": now.plan_id, "goal": wish.goal, "boards": dict(wish.boards), "remakes": list(more)}
    places = store_cut_plan(work, solved, now.lot["thickness"] or 0, now.begun, why)
    rows = [_place(code, lot_id, places) for code in codes]
    statement = (
        update(pieces)
        .where(pieces.c.tenant_id == work.tenant_id, pieces.c.code == bindparam("b_code"))
        .values(lot_id=bindparam("b_lot"), pattern_id=bindparam("b_pattern"), pattern_pos=bindparam("b_place"))
    )
    if rows:
        work.execute(statement, rows)
    _recount(work, now.lot)
    assert solved.plan is not None  # noqa: S101 - refused before
    after = _brief(solved.plan.figures)
    waiting = sorted(code for code in codes if code not in places)
    record(work, "lot.replanned", "lot", lot_id, before=before, after={**after, **why, "waiting": waiting})
    for topic in ("plans", "pieces", "board"):
        work.announce(topic, lot_id=lot_id)
    return {
        "lot_id": lot_id,
        "kept_patterns": len(now.begun),
        "before": before,
        "after": after,
        "remade": list(more),
        "waiting": waiting,
        "findings": [finding.as_dict() for finding in solved.findings],
    }


def _place(code: str, lot_id: str, places: Mapping[str, tuple[str, int]]) -> dict[str, Any]:
    pattern_id, place = places.get(code, (None, None))
    return {"b_code": code, "b_lot": lot_id if code in places else None, "b_pattern": pattern_id, "b_place": place}


def _refuse_if_gone_on(work: Work, now: Standing, more: Sequence[str]) -> None:
    """Somebody sawed, planned, rejected or cancelled meanwhile."""
    again = standing(work, now.lot["id"])
    same = again.plan_id == now.plan_id and again.codes == now.codes
    waiting = {piece.code for piece in again.waiting}
    if not same or not waiting.issuperset(more):
        raise Refused("PLAN-CHANGED", Text("改排期间现场有变化，请再排一次", "the floor went on meanwhile; plan again"))


def _stored_figures(work: Work, plan_id: str) -> dict[str, Any]:
    mine = (cut_plans.c.tenant_id == work.tenant_id, cut_plans.c.id == plan_id)
    stored: dict[str, Any] = work.scalar(select(cut_plans.c.figures).where(*mine))
    return stored


def _figures_of(work: Work, plan_id: str) -> dict[str, Any]:
    stored = _stored_figures(work, plan_id)
    return {key: stored[key] for key in _SHOWN if key in stored}


_SHOWN = ("sheets", "cost", "cuts", "patterns", "largest_offcut")


def _brief(figures: Figures) -> dict[str, Any]:
    stored = asdict(figures)
    return {key: stored[key] for key in _SHOWN}


def _recount(work: Work, lot: RowMapping) -> None:
    """The lot's number of pieces and their area after some came or went."""
    of_spec = and_(part_specs.c.tenant_id == work.tenant_id, part_specs.c.id == pieces.c.part_spec_id)
    members = and_(
        pieces.c.tenant_id == work.tenant_id,
        pieces.c.lot_id == lot["id"],
        pieces.c.status.not_in(("cancelled", "scrapped")),
    )
    area = func.sum(part_specs.c.cut_length * part_specs.c.cut_width)
    query = select(func.count().label("n"), area.label("area")).select_from(pieces.join(part_specs, of_spec))
    now = work.all(query.where(members))[0]
    mine = (lots.c.tenant_id == work.tenant_id, lots.c.id == lot["id"])
    work.execute(update(lots).where(*mine).values(pieces=now["n"], area_mm2=int(now["area"] or 0) // 100))


__all__ = ["Wish", "choices", "outline", "replan_lot", "standing"]
