"""Routes of planning: make a plan, look at it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from shuanglun.access import Call, Permission, allowed, record
from shuanglun.access.inputs import PlainText
from shuanglun.factory.planning import queries, replanning
from shuanglun.storage import jobs

router = APIRouter(tags=["planning"])
_Reader = Annotated[Call, Depends(allowed(Permission.PLANS_READ))]
_Maker = Annotated[Call, Depends(allowed(Permission.PLANS_MAKE))]
_Code = Annotated[PlainText, Field(max_length=120)]


class PlanIn(BaseModel):
    """Which orders to plan (null: everything that is released), and whether off-cuts are cut first."""

    order_ids: list[str] | None = Field(default=None, max_length=5000)
    use_offcuts: bool = True


@router.post("/plans", status_code=202)
def post_plan(body: PlanIn, call: _Maker) -> dict[str, Any]:
    """Start planning in the background; look at the job for progress."""
    with call.work() as work:
        job_id = jobs.enqueue(work, "plan", {"order_ids": body.order_ids, "use_offcuts": body.use_offcuts})
        record(work, "plan.started", "job", job_id)
    with call.read() as work:
        row = jobs.get_job(work, job_id)
    return {"job": jobs.shape(row) if row else None}


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


@router.get("/lots/{lot_id}/replan")
def get_replan(lot_id: str, call: _Reader) -> dict[str, Any]:
    """What may still be planned anew of a lot."""
    with call.read() as work:
        return replanning.outline(work, lot_id)


@router.post("/lots/{lot_id}/choices", status_code=202)
def post_choices(lot_id: str, call: _Maker) -> dict[str, Any]:
    """Compare the best plans of what is not sawn of a lot, one a goal; the job's result holds them."""
    return _enqueued(call, "lot-choices", "lot.choices_started", lot_id, {})


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
