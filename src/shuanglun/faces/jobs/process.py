"""The process jobs are computed in: a long computation there leaves the server free to answer scans.

It has a database connection of its own and tells its parent over a pipe what it announces and how a job ended. It ends
with its parent, also when that is killed; what it had not committed then is rolled back by the database.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

import structlog

from shuanglun.faces.jobs.context import JobContext
from shuanglun.kernel.errors import Refusal
from shuanglun.kernel.text import Text
from shuanglun.storage import Actor, Announcement, Database

log = structlog.get_logger(__name__)
JobFunction = Callable[[JobContext, Mapping[str, Any]], Any]
POLL_SECONDS = 0.5
_NICENESS = 10
_SPAWN = multiprocessing.get_context("spawn")


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be done: a function of a module, its arguments, and for whom."""

    function: JobFunction
    args: Mapping[str, Any]
    tenant_id: str
    actor: Actor
    job_id: str


class Outcome(NamedTuple):
    """How a job ended: its state, a sentence, its result."""

    state: str
    note: Text
    result: Any = None


DIED = Outcome("failed", Text("任务进程意外结束，请重试", "the job's process ended unexpectedly; try again"))
CANCELLED = Outcome("cancelled", Text("已取消", "cancelled"))


class JobProcess:
    """The process, seen from the server: started when a job comes, kept for the next one, ended with the server."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._process: Any = None
        self._pipe: Connection | None = None

    def run(self, job: Job, heard: Callable[[Announcement], None], cancelled: Callable[[], bool]) -> Outcome:
        """Have a job done; ``heard`` is given what it announces, ``cancelled`` is asked now and then."""
        try:
            pipe = self._ready()
            pipe.send(job)
            while True:
                message = pipe.recv() if pipe.poll(POLL_SECONDS) else None
                if isinstance(message, Outcome):
                    return message
                if message is not None:
                    heard(message)
                if cancelled():
                    self.end()
                    return CANCELLED
        except (EOFError, OSError):
            log.error("job process ended", job=job.job_id)
            self.end()
            return DIED

    def _ready(self) -> Connection:
        if self._pipe is None or not self._process.is_alive():
            self._pipe, theirs = _SPAWN.Pipe()
            self._process = _SPAWN.Process(target=_work, args=(self._url, theirs), name="shuanglun-jobs", daemon=True)
            self._process.start()
            theirs.close()
        return self._pipe

    def end(self) -> None:
        """End it at once; the database undoes what it had not committed."""
        process, pipe = self._process, self._pipe
        self._process = self._pipe = None
        if process is not None:
            process.kill()
            process.join()
        if pipe is not None:
            pipe.close()


def _work(url: str, pipe: Connection) -> None:
    """The process's life: take a job, do it, say how it ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in the terminal reaches both; the parent decides
    os.nice(_NICENESS)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    database = Database(url)
    database.listen(pipe.send)
    while True:
        try:
            job: Job = pipe.recv()
        except EOFError:
            return
        pipe.send(attempt(database, job))


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)


def attempt(database: Database, job: Job) -> Outcome:
    """Do a job; whatever goes wrong is an outcome, not an exception."""
    context = JobContext(database, job.tenant_id, job.actor, job.job_id)
    try:
        context.progress(0, Text("正在进行", "running"))
        return Outcome("done", Text("完成", "done"), job.function(context, job.args))
    except Refusal as refusal:
        findings = [finding.as_dict() for finding in refusal.findings]
        return Outcome("failed", refusal.message, {"findings": findings, "code": refusal.code})
    except Exception:
        log.exception("job failed", job=job.job_id)
        return Outcome("failed", Text("任务出错，已记录；请重试", "the job failed and was noted; try again"))
