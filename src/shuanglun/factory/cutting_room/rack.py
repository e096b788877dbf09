"""What people do at the off-cut rack: put one in by its measure, take it out, move it, count the rack by scanning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import RowMapping, select, true, update

from shuanglun.access.audit import record
from shuanglun.factory.cutting_room import errors
from shuanglun.factory.cutting_room.offcut_life import EVENT_NAMES, About, happen
from shuanglun.factory.cutting_room.tables import board_types, cut_plans, offcut_events, offcuts, patterns, stocktakes
from shuanglun.factory.pieces import neighbour
from shuanglun.kernel.codes import CodeError, make_code, parse_code
from shuanglun.kernel.ids import new_id
from shuanglun.kernel.text import Text
from shuanglun.storage import Work, take_numbers

LEAST_SIDE = 500  # 50 mm: nothing smaller can be held at a saw


@dataclass(frozen=True, slots=True)
class Measured:
    """An off-cut measured by hand; lengths in 0.1 mm, the length along the grain."""

    material_code: str
    length: int
    width: int
    place: str | None = None
    note: str | None = None


def find(work: Work, code: str) -> RowMapping:
    """One off-cut.

    Raises:
        NotFound: there is no such off-cut in this factory.
    """
    row = work.first(select(offcuts).where(offcuts.c.tenant_id == work.tenant_id, offcuts.c.code == code))
    if row is None:
        raise errors.offcut_not_found()
    return row


def add_measured(work: Work, measured: Measured) -> str:
    """Put a measured off-cut in stock; thickness and grain are those of its material's board. Returns its code.

    Raises:
        Refused: no board of the material is known, or it is smaller than 50 mm or larger than the largest board.
    """
    boards = work.all(
        select(board_types).where(
            board_types.c.tenant_id == work.tenant_id,
            board_types.c.material_code == measured.material_code,
            board_types.c.active.is_(true()),
        )
    )
    if not boards:
        raise errors.unknown_material(measured.material_code)
    fits = any(measured.length <= board["length"] and measured.width <= board["width"] for board in boards)
    turned = any(measured.length <= board["width"] and measured.width <= board["length"] for board in boards)
    if min(measured.length, measured.width) < LEAST_SIDE or not (fits or turned):
        raise errors.wrong_size(max(map(dict, boards), key=lambda board: board["length"] * board["width"]))
    code = make_code("board", take_numbers(work, "board", 1)[0])
    work.insert(
        offcuts,
        {
            "code": code,
            "material_code": measured.material_code,
            "length": measured.length,
            "width": measured.width,
            "thickness": boards[0]["thickness"],
            "grain": boards[0]["grain"],
            "status": "in_stock",
            "created_at": work.now,
            "origin": "measured",
            "note": measured.note,
        },
    )
    happen(work, [code], "measured", About(place=measured.place))
    record(work, "offcut.measured", "offcut", code, after={"length": measured.length, "width": measured.width})
    work.announce("plans", offcut=code)
    return code


def take_out(work: Work, code: str, kind: str, reason: str) -> None:
    """Take an off-cut out of the rack for good: ``taken`` (used for something) or ``scrapped``.

    Raises:
        NotFound: no such off-cut. BadRequest: no reason. Refused: it is not in stock (it is reserved, say).
    """
    _act(work, code, kind, About(reason=_reason(reason)))


def move(work: Work, code: str, place: str) -> None:
    """Put an off-cut in another place.

    Raises:
        NotFound: no such off-cut. BadRequest: no place. Refused: it is not in the rack.
    """
    if not place.strip():
        raise errors.place_missing()
    _act(work, code, "moved", About(place=place.strip()))


def _reason(reason: str) -> str:
    if not reason.strip():
        raise errors.reason_missing()
    return reason.strip()


def _act(work: Work, code: str, kind: str, about: About) -> None:
    before = find(work, code)
    if not happen(work, [code], kind, about):
        raise errors.not_possible(find(work, code)["status"], EVENT_NAMES[kind])
    now = find(work, code)
    keys = ("status", "place")
    record(
        work,
        f"offcut.{kind}",
        "offcut",
        code,
        before={key: before[key] for key in keys},
        after={**{key: now[key] for key in keys}, "reason": about.reason},
    )
    work.announce("plans", offcut=code)


# ------------------------------------------------------------------ after a cancelled lot


def give_back(work: Work) -> int:
    """Off-cuts reserved or promised by lots that were cancelled: the first are free again, the others will not be made."""
    lots = neighbour("lots")
    dead = select(lots.c.id).where(lots.c.tenant_id == work.tenant_id, lots.c.status == "cancelled")
    plans = select(cut_plans.c.id).where(cut_plans.c.tenant_id == work.tenant_id, cut_plans.c.lot_id.in_(dead))
    mine = offcuts.c.tenant_id == work.tenant_id
    held = select(offcuts.c.code).where(mine, offcuts.c.status == "reserved", offcuts.c.reserved_by.in_(plans))
    drawn = select(patterns.c.id).where(
        patterns.c.tenant_id == work.tenant_id, patterns.c.lot_id.in_(dead), patterns.c.sawn_at.is_(None)
    )
    promised = select(offcuts.c.code).where(mine, offcuts.c.status == "planned", offcuts.c.pattern_id.in_(drawn))
    free = happen(work, [row["code"] for row in work.all(held)], "released")
    return len(free) + len(happen(work, [row["code"] for row in work.all(promised)], "void"))


# ------------------------------------------------------------------ stock-take


def start_stocktake(work: Work, place: str | None, material_code: str | None) -> str:
    """Begin counting the rack, or one place or material of it; returns the stock-take's id."""
    stocktake_id = new_id()
    work.insert(
        stocktakes,
        {
            "id": stocktake_id,
            "no": f"PD{take_numbers(work, 'stocktake', 1)[0]:04d}",
            "place": place or None,
            "material_code": material_code or None,
            "started_at": work.now,
            "started_by": work.actor.name,
        },
    )
    record(work, "stocktake.started", "stocktake", stocktake_id)
    return stocktake_id


def find_stocktake(work: Work, stocktake_id: str, *, lock: bool = False) -> RowMapping:
    """One stock-take.

    Raises:
        NotFound: there is no such stock-take in this factory.
    """
    query = select(stocktakes).where(stocktakes.c.tenant_id == work.tenant_id, stocktakes.c.id == stocktake_id)
    row = work.first(query.with_for_update() if lock else query)
    if row is None:
        raise errors.stocktake_not_found()
    return row


def expected(work: Work, take: RowMapping) -> Sequence[RowMapping]:
    """What the books say lies in the scope of a stock-take."""
    query = select(offcuts).where(offcuts.c.tenant_id == work.tenant_id, offcuts.c.status.in_(("in_stock", "reserved")))
    if take["place"] is not None:
        query = query.where(offcuts.c.place == take["place"])
    if take["material_code"] is not None:
        query = query.where(offcuts.c.material_code == take["material_code"])
    return work.all(query.order_by(offcuts.c.material_code, offcuts.c.code))


def scanned(work: Work, stocktake_id: str) -> list[RowMapping]:
    """The events of a stock-take, oldest first."""
    where = (offcut_events.c.tenant_id == work.tenant_id) & (offcut_events.c.stocktake_id == stocktake_id)
    return list(work.all(select(offcut_events).where(where).order_by(offcut_events.c.seq)))


def count_scan(work: Work, stocktake_id: str, text: str) -> dict[str, Any]:
    """One scan of a stock-take; a wrong code is an answer, not an error. The same off-cut twice counts once.

    Raises:
        NotFound: no such stock-take. Refused: it is closed.
    """
    take = find_stocktake(work, stocktake_id, lock=True)
    if take["ended_at"] is not None:
        raise errors.stocktake_closed()
    try:
        code = str(parse_code(text))
    except CodeError:
        return _answer("wrong", None, Text("不是有效的码，请重扫", "this is no code; scan again"))
    row = work.first(select(offcuts).where(offcuts.c.tenant_id == work.tenant_id, offcuts.c.code == code))
    if row is None:
        return _answer("wrong", code, Text("没有这块余料", "there is no such off-cut"))
    return _count(work, take, row)


def _count(work: Work, take: RowMapping, row: RowMapping) -> dict[str, Any]:
    code = row["code"]
    if any(event["code"] == code for event in scanned(work, take["id"])):
        return _answer("again", code, Text("已经点过", "counted before"))
    if row["status"] in {"planned", "void"}:
        return _answer(
            "wrong",
            code,
            Text("账上还没有开出来：请先在开料工位扫板", "not sawn yet by the books: scan its board at the saw"),
        )
    about = About(place=take["place"], stocktake_id=take["id"])
    if row["status"] in {"used", "scrapped", "missing"}:
        happen(work, [code], "found", about)
        return _answer("found", code, Text("账上没有，已重新入库", "not on the books; back in stock"))
    moved = take["place"] is not None and row["place"] != take["place"]
    happen(work, [code], "moved" if moved else "seen", about)
    if moved:
        return _answer(
            "moved",
            code,
            Text(
                f"原在 {row['place'] or '无库位'}，已改到 {take['place']}",
                f"moved here from {row['place'] or 'no place'}",
            ),
        )
    return _answer("seen", code, Text("相符", "as booked"))


def _answer(verdict: str, code: str | None, message: Text) -> dict[str, Any]:
    return {"verdict": verdict, "code": code, "message": message.as_dict()}


def close_stocktake(work: Work, stocktake_id: str) -> dict[str, Any]:
    """End a stock-take: what was not seen is missing. Closing twice changes nothing.

    Off-cuts a plan has reserved are told and stay reserved: the plan that needs them must be changed first.

    Raises:
        NotFound: no such stock-take.
    """
    take = find_stocktake(work, stocktake_id, lock=True)
    if take["ended_at"] is not None:
        return dict(take["result"])
    events = scanned(work, stocktake_id)
    seen = {event["code"] for event in events}
    books = expected(work, take)
    unseen = [row for row in books if row["code"] not in seen]
    gone = happen(
        work,
        [row["code"] for row in unseen if row["status"] == "in_stock"],
        "missing",
        About(stocktake_id=stocktake_id),
    )
    result = {
        "expected": len(books),
        "seen": len(seen),
        "missing": sorted(gone),
        "reserved": [row["code"] for row in unseen if row["status"] == "reserved"],
        "found": [event["code"] for event in events if event["kind"] == "found"],
        "moved": [event["code"] for event in events if event["kind"] == "moved"],
    }
    where = (stocktakes.c.tenant_id == work.tenant_id) & (stocktakes.c.id == stocktake_id)
    work.execute(update(stocktakes).where(where).values(ended_at=work.now, result=result))
    record(work, "stocktake.closed", "stocktake", stocktake_id, after=result)
    work.announce("plans", stocktake=stocktake_id)
    return result
