"""The job runner: takes queued rows in order, has each computed in the job process, writes progress and outcome.

Jobs hold no transaction while they compute. A job that was running when the server stopped is marked failed at the next
start: every job can simply be started again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from sqlalchemy import RowMapping, select, update

from shuanglun.access.tables import people
from shuanglun.faces.jobs.process import Job, JobFunction, JobProcess
from shuanglun.storage import SYSTEM, Actor, Announcement, Database
from shuanglun.storage.jobs import finish_job, get_job
from shuanglun.storage.tables import jobs


class JobRunner:
    """A service that runs the jobs of all tenants, one after the other. Functions must be found by their module."""

    def __init__(self, database: Database, kinds: Mapping[str, JobFunction]) -> None:
        self._database = database
        self._kinds = kinds
        self._process = JobProcess(database.url)
        self._wake = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None
        self._stopping = False
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
        """Stop taking jobs and end the one that runs; it is marked failed at the next start."""
        self._stopping = True
        self._wake.set()
        if self._task is not None:
            await self._task
        await asyncio.to_thread(self._process.end)

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
        while not self._stopping:
            await self._wake.wait()
            self._wake.clear()
            while await asyncio.to_thread(self._run_next):
                pass

    def _run_next(self) -> bool:
        """Have the oldest queued job done, if any; True when one was."""
        if self._stopping:
            return False
        with self._database.read("") as work:
            row = work.first(
                select(jobs)
                .where(jobs.c.tenant_id.is_not(None), jobs.c.state == "queued")
                .order_by(jobs.c.created_at, jobs.c.id)
                .limit(1)
            )
        if row is None:
            return False
        job = Job(self._kinds[row["kind"]], row["args"], row["tenant_id"], self._who(row["created_by"]), row["id"])
        outcome = self._process.run(job, self._database.publish, lambda: self._given_up(row))
        if not self._stopping:
            with self._database.work(row["tenant_id"], SYSTEM) as work:
                finish_job(work, row["id"], *outcome)
        return True

    def _given_up(self, row: RowMapping) -> bool:
        """The server stops, or somebody cancelled the job."""
        if self._stopping:
            return True
        with self._database.read(row["tenant_id"]) as work:
            found = get_job(work, row["id"])
        return found is None or found["state"] == "cancelled"

    def _who(self, person_id: str) -> Actor:
        """The person who started a job acts in it."""
        with self._database.read("") as work:
            person = work.first(select(people).where(people.c.id == person_id))
        return Actor(person_id, person["name"], person["role"]) if person else Actor(person_id, person_id, "job")
