"""Long work as rows: put, look at, report progress. Who runs them is ``faces.jobs``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import RowMapping, select, update

from shuanglun.kernel.ids import new_id
from shuanglun.kernel.text import Text
from shuanglun.storage.tables import jobs
from shuanglun.storage.work import Work


def enqueue(work: Work, kind: str, args: dict[str, Any]) -> str:
    """Put a job of ``kind`` in the queue; it starts after the commit. Returns its id."""
    job_id = new_id()
    work.insert(
        jobs,
        {
            "id": job_id,
            "kind": kind,
            "args": args,
            "state": "queued",
            "progress": 0,
            "note_zh": "排队中",
            "note_en": "queued",
            "created_at": work.now,
            "created_by": work.actor.id,
        },
    )
    work.announce("jobs", job_id=job_id)
    return job_id


def get_job(work: Work, job_id: str) -> RowMapping | None:
    """One job, or None."""
    return work.first(select(jobs).where(jobs.c.tenant_id == work.tenant_id, jobs.c.id == job_id))


def list_jobs(work: Work, limit: int = 50) -> Sequence[RowMapping]:
    """The newest jobs first."""
    query = select(jobs).where(jobs.c.tenant_id == work.tenant_id).order_by(jobs.c.created_at.desc(), jobs.c.id.desc())
    return work.all(query.limit(limit))


def note_progress(work: Work, job_id: str, permille: int, note: Text) -> None:
    """Say how far a running job is, in thousandths, and what it is doing."""
    _set(work, job_id, state="running", progress=permille, note_zh=note.zh, note_en=note.en)


def finish_job(work: Work, job_id: str, state: str, note: Text, result: Any = None) -> None:
    """Mark a job ``done``, ``failed`` or ``cancelled``."""
    values: dict[str, Any] = {"state": state, "note_zh": note.zh, "note_en": note.en, "result": result}
    if state == "done":
        values["progress"] = 1000
    _set(work, job_id, finished_at=work.now, **values)


def cancel_job(work: Work, job_id: str) -> bool:
    """Have a queued or running job given up; False when it has ended already."""
    note = {"note_zh": "已取消", "note_en": "cancelled"}
    return _set(work, job_id, state="cancelled", finished_at=work.now, **note)


def _set(work: Work, job_id: str, **values: Any) -> bool:
    """Change a job that has not ended: a cancelled one stays cancelled whatever its process still says."""
    changed = work.execute(
        update(jobs)
        .where(jobs.c.tenant_id == work.tenant_id, jobs.c.id == job_id, jobs.c.state.in_(("queued", "running")))
        .values(**values)
    )
    work.announce("jobs", job_id=job_id)
    return bool(changed.rowcount)


def shape(row: RowMapping) -> dict[str, Any]:
    """A job as the API shows it."""
    keys = ("id", "kind", "state", "progress", "result", "created_at", "finished_at")
    return {**{key: row[key] for key in keys}, "note": {"zh": row["note_zh"], "en": row["note_en"]}}
