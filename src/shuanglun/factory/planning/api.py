"""Routes of planning: make a plan, look at it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field

from shuanglun.access import Call, Permission, allowed, record
from shuanglun.access.inputs import PlainText
from shuanglun.factory.planning import lot_curve, queries, replanning
from shuanglun.factory.planning.model import Settings
from shuanglun.storage import jobs

router = APIRouter(tags=["planning"])
USUAL = Settings()
_Reader = Annotated[Call, Depends(allowed(Permission.PLANS_READ))]
_Maker = Annotated[Call, Depends(allowed(Permission.PLANS_MAKE))]
_Code = Annotated[PlainText, Field(max_length=120)]


class PlanIn(BaseModel):
    """Which orders to plan (null: everything that is released), whether off-cuts are cut first, and what may share a lot:
    orders due at most ``window_days`` apart, at most so many pieces and square metres (null: no limit).
    """

    order_ids: list[str] | None = Field(default=None, max_length=5000)
    use_offcuts: bool = True
    window_days: int = Field(default=0, ge=0, le=60)
    max_pieces: int = Field(default=USUAL.max_pieces, ge=1, le=100_000)
    max_area_m2: int | None = Field(default=None, ge=1, le=1_000_000)


@router.post("/plans", status_code=202)
def post_plan(body: PlanIn, call: _Maker) -> dict[str, Any]:
    """Start planning in the background; look at the job for progress."""
    with call.work() as work:
        job_id = jobs.enqueue(work, "plan", body.model_dump())
        record(work, "plan.started", "job", job_id)
    with call.read() as work:
        row = jobs.get_job(work, job_id)
    return {"job": jobs.shape(row) if row else None}


@router.get("/plans/lot-curve")
def get_lot_curve(
    call: _Reader,
    order_ids: Annotated[str | None, Query(max_length=200_000, description="ids, separated by commas")] = None,
    max_pieces: Annotated[int, Query(ge=1, le=100_000)] = USUAL.max_pieces,
    max_area_m2: Annotated[int | None, Query(ge=1, le=1_000_000)] = None,
) -> dict[str, Any]:
    """What letting orders of several due days share a lot would save: points of boards against days made ahead."""
    with call.read() as work:
        given = lot_curve.pieces_to_group(work, order_ids.split(",") if order_ids else None)
    return lot_curve.lot_curve(given, Settings(max_pieces=max_pieces, max_area_m2=max_area_m2))


@router.get("/plans/current")
def get_current(call: _Reader) -> dict[str, Any]:
    """The plan that holds now."""
    with call.read() as work:
        return queries.current_plan(work)


@router.get("/lots/{lot_id}")
def get_lot(lot_id: str, call: _Reader) -> dict[str, Any]:
    """One lot with cut plan, patterns and tasks."""
    with call.read() as work:
        return queries.lot(work, lot_id)


class ReplanIn(BaseModel):
    """How the rest of a lot is to be planned anew; ``boards``: of which only so many are left."""

    goal: Literal["material", "offcuts", "saw_time", "patterns", "orders"] = "material"
    boards: dict[_Code, Annotated[int, Field(ge=0, le=100_000)]] = Field(default_factory=dict, max_length=50)
    remakes: bool = False
    compared: bool = False


class ChoicesIn(BaseModel):
    """With which boards and pieces plans are compared; ``boards``: of which only so many are left."""

    boards: dict[_Code, Annotated[int, Field(ge=0, le=100_000)]] = Field(default_factory=dict, max_length=50)
    remakes: bool = False


@router.get("/lots/{lot_id}/replan")
def get_replan(lot_id: str, call: _Reader) -> dict[str, Any]:
    """What may still be planned anew of a lot."""
    with call.read() as work:
        return replanning.outline(work, lot_id)


@router.post("/lots/{lot_id}/choices", status_code=202)
def post_choices(lot_id: str, call: _Maker, body: ChoicesIn | None = None) -> dict[str, Any]:
    """Compare the best plans of what is not sawn of a lot, one a goal; the job's result holds them."""
    return _enqueued(call, "lot-choices", "lot.choices_started", lot_id, (body or ChoicesIn()).model_dump())


@router.post("/lots/{lot_id}/replan", status_code=202)
def post_replan(lot_id: str, body: ReplanIn, call: _Maker) -> dict[str, Any]:
    """Plan what is not sawn of a lot anew."""
    return _enqueued(call, "lot-replan", "lot.replan_started", lot_id, body.model_dump())


def _enqueued(call: Call, kind: str, action: str, lot_id: str, args: dict[str, Any]) -> dict[str, Any]:
    with call.work() as work:
        replanning.standing(work, lot_id)
        job_id = jobs.enqueue(work, kind, {"lot_id": lot_id, **args})
        record(work, action, "lot", lot_id)
    with call.read() as work:
        row = jobs.get_job(work, job_id)
    return {"job": jobs.shape(row) if row else None}


@router.get("/schedule")
def get_schedule(call: _Reader) -> dict[str, Any]:
    """The schedule over the machines."""
    with call.read() as work:
        return queries.schedule_view(work)
