"""Routes: how far long work is."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from shuanglun.access import Call, Permission, allowed
from shuanglun.kernel.errors import NotFound
from shuanglun.kernel.text import Text
from shuanglun.storage.jobs import get_job, list_jobs, shape

router = APIRouter(tags=["jobs"])


@router.get("/jobs")
def get_jobs(
    call: Annotated[Call, Depends(allowed(Permission.PLANS_READ))],
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> dict[str, Any]:
    """The newest jobs."""
    with call.read() as work:
        return {"jobs": [shape(row) for row in list_jobs(work, limit)]}


@router.get("/jobs/{job_id}")
def get_one_job(job_id: str, call: Annotated[Call, Depends(allowed(Permission.PLANS_READ))]) -> dict[str, Any]:
    """One job with its progress."""
    with call.read() as work:
        row = get_job(work, job_id)
    if row is None:
        raise NotFound("JOB-NOT-FOUND", Text("没有这个任务", "there is no such job"))
    return shape(row)
