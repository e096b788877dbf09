"""Routes of the cutting room: patterns, the off-cut rack and its stock-takes."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field
from sqlalchemy import select

from shuanglun.access import Call, Permission, allowed
from shuanglun.access.inputs import PlainText
from shuanglun.factory.cutting_room import queries, rack
from shuanglun.factory.cutting_room.boards import list_board_types
from shuanglun.factory.cutting_room.offcut_life import EVENT_NAMES, story
from shuanglun.factory.cutting_room.tables import stocktakes
from shuanglun.storage import Work

router = APIRouter(tags=["cutting room"])
_Reader = Annotated[Call, Depends(allowed(Permission.PLANS_READ))]
_Keeper = Annotated[Call, Depends(allowed(Permission.OFFCUTS_KEEP))]
_Word = Annotated[PlainText | None, Query(max_length=80)]
_Side = Annotated[int, Query(ge=0, le=100_000, description="0.1 mm")]
_Short = Annotated[PlainText, Field(max_length=80)]


class MeasuredIn(BaseModel):
    """An off-cut measured by hand, 0.1 mm; the length runs along the grain."""

    material_code: _Short
    length: int = Field(ge=1, le=100_000)
    width: int = Field(ge=1, le=100_000)
    place: _Short | None = None
    note: Annotated[PlainText, Field(max_length=200)] | None = None


class TakeOutIn(BaseModel):
    """Why an off-cut leaves the rack for good."""

    kind: Literal["taken", "scrapped"]
    reason: Annotated[PlainText, Field(max_length=200)]


class MoveIn(BaseModel):
    """Where an off-cut goes."""

    place: _Short


class StocktakeIn(BaseModel):
    """What is counted; null: everything."""

    place: _Short | None = None
    material_code: _Short | None = None


class CountIn(BaseModel):
    """What the scanner read."""

    text: Annotated[PlainText, Field(max_length=200)]


@router.get("/patterns/{pattern_id}")
def get_pattern(pattern_id: str, call: _Reader) -> dict[str, Any]:
    """A pattern's rectangles and cuts."""
    with call.read() as work:
        return queries.pattern(work, pattern_id)


@router.get("/offcuts")
def get_offcuts(
    call: _Reader,
    status: _Word = None,
    material_code: _Word = None,
    place: _Word = None,
    text: _Word = None,
    length: _Side = 0,
    width: _Side = 0,
    days: Annotated[int, Query(ge=0, le=10_000)] = 0,
    value_fen: Annotated[int, Query(ge=0, le=10**9)] = 0,
) -> dict[str, Any]:
    """Off-cuts that match: at least so large, so old, worth so much."""
    wanted = queries.Wanted(material_code, place, text.strip() if text else None, length, width, days)
    with call.read() as work:
        found = queries.offcut_facts(work, queries.list_offcuts(work, status, wanted))
        materials = sorted({row["material_code"] for row in list_board_types(work)})
    return {"offcuts": [o for o in found if (o["value"]["fen"] or 0) >= value_fen], "materials": materials}


@router.post("/offcuts", status_code=201)
def post_offcut(body: MeasuredIn, call: _Keeper) -> dict[str, Any]:
    """Put a measured off-cut in stock."""
    with call.work() as work:
        code = rack.add_measured(work, rack.Measured(**body.model_dump()))
        return _one(work, code)


@router.get("/offcuts/ageing")
def get_ageing(call: _Reader) -> dict[str, Any]:
    """What lies in the rack by material and age."""
    with call.read() as work:
        return {"ends": list(queries.AGES), "materials": queries.ageing(work)}


@router.get("/offcuts/{code}")
def get_offcut(code: str, call: _Reader) -> dict[str, Any]:
    """One off-cut with everything that happened to it."""
    with call.read() as work:
        return _one(work, code)


@router.post("/offcuts/{code}/take-out")
def post_take_out(code: str, body: TakeOutIn, call: _Keeper) -> dict[str, Any]:
    """Take an off-cut out for good, with a reason."""
    with call.work() as work:
        rack.take_out(work, code, body.kind, body.reason)
        return _one(work, code)


@router.post("/offcuts/{code}/move")
def post_move(code: str, body: MoveIn, call: _Keeper) -> dict[str, Any]:
    """Put an off-cut in another place."""
    with call.work() as work:
        rack.move(work, code, body.place)
        return _one(work, code)


def _one(work: Work, code: str) -> dict[str, Any]:
    keys = ("kind", "happened_at", "person_name", "place", "reason")
    events = [
        {**{key: event[key] for key in keys}, "name": EVENT_NAMES[event["kind"]].as_dict()}
        for event in story(work, code)
    ]
    return {"offcut": queries.offcut_facts(work, [rack.find(work, code)])[0], "events": events}


@router.post("/stocktakes", status_code=201)
def post_stocktake(body: StocktakeIn, call: _Keeper) -> dict[str, Any]:
    """Begin a stock-take."""
    with call.work() as work:
        return _stocktake(work, rack.start_stocktake(work, body.place, body.material_code))


@router.get("/stocktakes")
def get_stocktakes(call: _Reader) -> dict[str, Any]:
    """The newest stock-takes first."""
    query = select(stocktakes).where(stocktakes.c.tenant_id == call.tenant_id).order_by(stocktakes.c.no.desc())
    with call.read() as work:
        rows = work.all(query.limit(50))
    return {"stocktakes": [{key: value for key, value in row.items() if key != "tenant_id"} for row in rows]}


@router.get("/stocktakes/{stocktake_id}")
def get_stocktake(stocktake_id: str, call: _Reader) -> dict[str, Any]:
    """One stock-take: what the books expect, what was scanned."""
    with call.read() as work:
        return _stocktake(work, stocktake_id)


@router.post("/stocktakes/{stocktake_id}/scans")
def post_count(stocktake_id: str, body: CountIn, call: _Keeper) -> dict[str, Any]:
    """Count one off-cut; always an answer, also for a wrong code."""
    with call.work() as work:
        answer = rack.count_scan(work, stocktake_id, body.text)
        return {**answer, **_stocktake(work, stocktake_id)}


@router.post("/stocktakes/{stocktake_id}/close")
def post_close(stocktake_id: str, call: _Keeper) -> dict[str, Any]:
    """End a stock-take: what was not seen is missing."""
    with call.work() as work:
        rack.close_stocktake(work, stocktake_id)
        return _stocktake(work, stocktake_id)


def _stocktake(work: Work, stocktake_id: str) -> dict[str, Any]:
    take = rack.find_stocktake(work, stocktake_id)
    seen = {event["code"] for event in rack.scanned(work, stocktake_id) if event["kind"] != "missing"}
    books = [] if take["ended_at"] else rack.expected(work, take)
    brief = [
        {
            **{key: row[key] for key in ("code", "material_code", "length", "width", "place")},
            "seen": row["code"] in seen,
        }
        for row in books
    ]
    return {
        "stocktake": {key: value for key, value in take.items() if key != "tenant_id"},
        "expected": brief,
        "counted": len(seen),
    }
