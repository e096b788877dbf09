"""Jobs in a process of their own: what they announce is heard, what ends badly is told, what is cancelled stores nothing."""

from __future__ import annotations

import os
import signal
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from shuanglun.access import create_person, create_tenant
from shuanglun.faces.api import create_app
from shuanglun.faces.jobs import JobContext, JobRunner
from shuanglun.kernel.errors import Refused
from shuanglun.kernel.text import Text
from shuanglun.storage import Announcement, Database
from shuanglun.storage.jobs import enqueue
from support.api import PASSWORD, Caller
from support.waiting import until


def say_where(context: JobContext, args: Mapping[str, Any]) -> Any:
    with context.database.work(context.tenant_id, context.actor) as work:
        work.announce("from the job", pid=os.getpid())
    return {"pid": os.getpid(), "by": context.actor.name, **args}


def refuse(_context: JobContext, _args: Mapping[str, Any]) -> Any:
    raise Refused("PLAN-NOTHING", Text("没有可排产的板件", "nothing to plan"))


def break_down(_context: JobContext, _args: Mapping[str, Any]) -> Any:
    raise ZeroDivisionError


def die(_context: JobContext, _args: Mapping[str, Any]) -> Any:
    os.kill(os.getpid(), signal.SIGKILL)


def go_on_for_ever(context: JobContext, _args: Mapping[str, Any]) -> Any:
    while True:
        context.progress(0.5, Text("正在算", "computing"))


KINDS = {"where": say_where, "refuse": refuse, "break": break_down, "die": die, "ever": go_on_for_ever}


class Desk:
    """An application that runs such jobs, and what its live views were told."""

    def __init__(self, client: TestClient, database: Database) -> None:
        self.heard: list[Announcement] = []
        database.listen(self.heard.append)
        self.database = database
        self.caller = Caller(client, "boss")
        self.tenant_id = self.caller.me["tenant"]["id"]

    def put(self, kind: str, args: dict[str, Any] | None = None) -> str:
        with self.database.work(self.tenant_id) as work:
            return enqueue(work, kind, args or {})

    def state(self, job_id: str, *wanted: str) -> Any:
        def look() -> Any:
            found = self.caller.get(f"/jobs/{job_id}").json()
            return found if found["state"] in wanted else None

        return until(look, 60)


@pytest.fixture
def desk(database: Database) -> Any:
    tenant = create_tenant(database, "jobs", "任务厂", "factory")
    create_person(database, tenant, "boss", "王老板", "owner", PASSWORD)
    app = create_app(database, lambda work: {}, [JobRunner(database, KINDS)])
    with TestClient(app) as client:
        yield Desk(client, database)


def test_a_job_runs_outside_the_server_and_what_it_announces_is_heard(desk: Desk) -> None:
    result = desk.state(desk.put("where", {"n": 1}), "done")["result"]
    assert result["pid"] != os.getpid()
    assert result["n"] == 1
    told = [one for one in desk.heard if one.topic == "from the job"]
    assert [one.data["pid"] for one in told] == [result["pid"]]
    assert desk.state(desk.put("where"), "done")["result"]["pid"] == result["pid"], "the process is kept"


def test_what_ends_badly_is_told_and_the_next_job_runs(desk: Desk) -> None:
    refused, broken, dead = (desk.state(desk.put(kind), "failed") for kind in ("refuse", "break", "die"))
    assert refused["result"]["code"] == "PLAN-NOTHING"
    assert "重试" in broken["note"]["zh"]
    assert "意外结束" in dead["note"]["zh"]
    assert desk.state(desk.put("where"), "done")


def test_a_cancelled_job_ends_at_once_and_stays_cancelled(desk: Desk) -> None:
    running = desk.put("ever")
    waiting = desk.put("where")
    desk.state(running, "running")
    assert desk.caller.post(f"/jobs/{running}/cancel", {}).json()["state"] == "cancelled"
    desk.state(waiting, "done")
    assert desk.state(running, "cancelled")["note"]["en"] == "cancelled"
    again = desk.caller.post(f"/jobs/{running}/cancel", {})
    assert (again.status_code, again.json()["error"]["code"]) == (409, "JOB-ENDED")
    assert desk.caller.post("/jobs/none/cancel", {}).status_code == 404


def test_a_queued_job_can_be_cancelled_too(desk: Desk) -> None:
    running, waiting = desk.put("ever"), desk.put("where")
    desk.state(running, "running")
    assert desk.caller.post(f"/jobs/{waiting}/cancel", {}).status_code == 200
    desk.caller.post(f"/jobs/{running}/cancel", {})
    later = desk.put("where")
    desk.state(later, "done")
    assert desk.state(waiting, "cancelled")["result"] is None


def test_a_job_of_a_server_that_stopped_is_marked_failed_at_the_next_start(database: Database, tmp_path: Path) -> None:
    tenant = create_tenant(database, "jobs", "任务厂", "factory")
    create_person(database, tenant, "boss", "王老板", "owner", PASSWORD)
    with TestClient(create_app(database, lambda work: {}, [JobRunner(database, KINDS)])) as client:
        first = Desk(client, database)
        job = first.put("ever")
        first.state(job, "running")
    with TestClient(create_app(database, lambda work: {}, [JobRunner(database, KINDS)])) as client:
        assert "重启" in Desk(client, database).state(job, "failed")["note"]["zh"]
