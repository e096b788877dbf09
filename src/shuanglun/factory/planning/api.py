"""Routes of planning: make a plan, look at it."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from shuanglun.access import Call, Permission, allowed, record
from shuanglun.factory.planning import queries
from shuanglun.storage import jobs

router = APIRouter(tags=["planning"])
_Reader = Annotated[Call, Depends(allowed(Permission.PLANS_READ))]


class PlanIn(BaseModel):
    """Which orders to plan (null: everything that is released), and whether off-cuts are cut first."""

    order_ids: list[str] | None = Field(default=None, max_length=5000)
    use_offcuts: bool = True


@router.post("/plans", status_code=202)
def post_plan(body: PlanIn, call: Annotated[Call, Depends(allowed(Permission.PLANS_MAKE))]) -> dict[str, Any]:
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


@router.get("/schedule")
def get_schedule(call: _Reader) -> dict[str, Any]:
    """The schedule over the machines."""
    with call.read() as work:
        return queries.schedule_view(work)
