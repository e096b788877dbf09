"""Routes: how far long work is."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from shuanglun.access import Call, Permission, allowed
from shuanglun.access.audit import record
from shuanglun.kernel.errors import NotFound, Refused
from shuanglun.kernel.text import Text
from shuanglun.storage import Work
from shuanglun.storage.jobs import cancel_job, get_job, list_jobs, shape

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
        return _job(work, job_id)


@router.post("/jobs/{job_id}/cancel")
def post_cancel(job_id: str, call: Annotated[Call, Depends(allowed(Permission.PLANS_MAKE))]) -> dict[str, Any]:
    """Give up a job that is queued or running: what it had not stored yet is never stored."""
    with call.work() as work:
        _job(work, job_id)
        if not cancel_job(work, job_id):
            raise Refused("JOB-ENDED", Text("任务已经结束", "the job has ended already"))
        record(work, "job.cancelled", "job", job_id)
        return _job(work, job_id)


def _job(work: Work, job_id: str) -> dict[str, Any]:
    row = get_job(work, job_id)
    if row is None:
        raise NotFound("JOB-NOT-FOUND", Text("没有这个任务", "there is no such job"))
    return shape(row)
