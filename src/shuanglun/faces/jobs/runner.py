"""The job runner: takes queued rows in order, runs each in a thread, writes progress and outcome.

Jobs hold no transaction while they compute, so one thread is enough and the API stays quick. A job that was running when
the server stopped is marked failed at the next start: every job can simply be started again.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from sqlalchemy import select, update

from shuanglun.access.tables import people
from shuanglun.kernel.errors import Refusal
from shuanglun.kernel.text import Text
from shuanglun.storage import SYSTEM, Actor, Announcement, Database
from shuanglun.storage.jobs import finish_job, note_progress
from shuanglun.storage.tables import jobs

log = structlog.get_logger(__name__)
_PROGRESS_EVERY_SECONDS = 0.3


@dataclass
class JobContext:
    """What a job function is given: where and for whom it works, and how to say how far it is."""

    database: Database
    tenant_id: str
    actor: Actor
    job_id: str
    _last: float = 0.0

    def progress(self, share: float, note: Text) -> None:
        """Report a share done (0 to 1); written at most about three times a second."""
        now = time.monotonic()
        if now - self._last < _PROGRESS_EVERY_SECONDS:
            return
        self._last = now
        with self.database.work(self.tenant_id, self.actor) as work:
            note_progress(work, self.job_id, max(0, min(999, int(share * 1000))), note)


JobFunction = Callable[[JobContext, Mapping[str, Any]], Any]


class JobRunner:
    """A service that runs the jobs of all tenants."""

    def __init__(self, database: Database, kinds: Mapping[str, JobFunction]) -> None:
        self._database = database
        self._kinds = kinds
        self._wake = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None
        database.listen(self._heard)

    def _heard(self, announcement: Announcement) -> None:
        if announcement.topic == "jobs" and self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake.set)

    async def start(self) -> None:
        """Give up what was running when the server stopped, then take what is queued."""
        self._loop = asyncio.get_running_loop()
        await asyncio.to_thread(self._fail_interrupted)
        self._wake.set()
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Stop taking jobs; the one that runs is marked failed at the next start."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def _fail_interrupted(self) -> None:
        with self._database.work("") as work:
            work.connection.execute(
                update(jobs)
                .where(jobs.c.tenant_id.is_not(None), jobs.c.state == "running")
                .values(
                    state="failed",
                    note_zh="服务重启，任务中断，请重新开始",
                    note_en="interrupted by a restart; start it again",
                )
            )

    async def _run(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            while await asyncio.to_thread(self.run_next):
                pass

    def run_next(self) -> bool:
        """Run the oldest queued job, if any; True when one was run."""
        with self._database.read("") as work:
            row = work.first(
                select(jobs)
                .where(jobs.c.tenant_id.is_not(None), jobs.c.state == "queued")
                .order_by(jobs.c.created_at, jobs.c.id)
                .limit(1)
            )
        if row is None:
            return False
        context = JobContext(self._database, row["tenant_id"], self._who(row["created_by"]), row["id"])
        self._finish(context, *self._attempt(context, row["kind"], row["args"]))
        return True

    def _who(self, person_id: str) -> Actor:
        """The person who started a job acts in it."""
        with self._database.read("") as work:
            person = work.first(select(people).where(people.c.id == person_id))
        return Actor(person_id, person["name"], person["role"]) if person else Actor(person_id, person_id, "job")

    def _attempt(self, context: JobContext, kind: str, args: Mapping[str, Any]) -> tuple[str, Text, Any]:
        context.progress(0, Text("正在进行", "running"))
        try:
            result = self._kinds[kind](context, args)
        except Refusal as refusal:
            return (
                "failed",
                refusal.message,
                {"findings": [f.as_dict() for f in refusal.findings], "code": refusal.code},
            )
        except Exception:
            log.exception("job failed", kind=kind, job=context.job_id)
            return "failed", Text("任务出错，已记录；请重试", "the job failed and was noted; try again"), None
        return "done", Text("完成", "done"), result

    def _finish(self, context: JobContext, state: str, note: Text, result: Any) -> None:
        with self._database.work(context.tenant_id, SYSTEM) as work:
            finish_job(work, context.job_id, state, note, result)
