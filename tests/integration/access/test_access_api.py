"""Signing in, CSRF, rate limit, idempotency keys, roles - through the real application on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

import pytest
from fastapi import Depends
from fastapi.testclient import TestClient
from sqlalchemy import select

from shuanglun.access import Call, Permission, allowed, create_person, create_tenant, record
from shuanglun.access.audit import trail
from shuanglun.access.tables import people, sign_ins
from shuanglun.faces.api import create_app
from shuanglun.kernel.errors import Refused
from shuanglun.kernel.text import Text
from shuanglun.storage import Database
from support.api import API, PASSWORD, Caller


class Clock:
    """A clock the test sets."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock(database: Database) -> Clock:
    clock = Clock()
    database.clock = clock
    return clock


@pytest.fixture
def client(database: Database, clock: Clock) -> Iterator[TestClient]:
    factory = create_tenant(database, "a", "甲厂", "factory")
    bank = create_tenant(database, "b", "乙行", "bank")
    create_person(database, factory, "boss", "王老板", "owner", PASSWORD)
    create_person(database, factory, "packer", "吴姐", "packer", PASSWORD)
    create_person(database, bank, "banker", "林经理", "banker", PASSWORD)
    app = create_app(database, lambda _work: {})

    @app.post(f"{API}/test/note")
    def note(call: Annotated[Call, Depends(allowed(Permission.ORDERS_IMPORT))], fail: bool = False) -> dict[str, Any]:
        with call.work() as work:
            record(work, "test.noted", "test", "1", after={"是": 1})
            if fail:
                raise Refused("TEST-NO", Text("不行", "no"))
        return {"noted": True}

    with TestClient(app) as client:
        yield client


def _notes(database: Database, caller: Caller) -> int:
    with database.read(caller.me["tenant"]["id"]) as work:
        return len(trail(work, "test"))


def test_sign_in_tells_who_and_what_is_allowed(client: TestClient) -> None:
    me = Caller(client, "packer").me
    assert me["person"]["role_name"]["zh"] == "包装员"
    assert me["tenant"]["kind"] == "factory"
    assert "factory:floor:scan" in me["permissions"]
    assert "factory:packing:reopen" not in me["permissions"]


def test_session_cookie_is_out_of_reach_of_scripts(client: TestClient) -> None:
    answer = client.post(f"{API}/sign-in", json={"login": "boss", "password": PASSWORD})
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie


def test_stored_session_and_password_are_only_hashes(client: TestClient, database: Database) -> None:
    caller = Caller(client, "boss")
    with database.read("") as work:
        session = work.first(select(sign_ins))
        person = work.first(select(people).where(people.c.tenant_id.is_not(None), people.c.login == "boss"))
    assert session is not None
    assert person is not None
    assert session["token_hash"] not in caller.cookies["shuanglun_session"]
    assert person["password_hash"].startswith("$argon2id$")


def test_wrong_password_and_unknown_login_read_the_same(client: TestClient) -> None:
    wrong = client.post(f"{API}/sign-in", json={"login": "boss", "password": "nein"})
    unknown = client.post(f"{API}/sign-in", json={"login": "nobody", "password": "nein"})
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json() == unknown.json()
    assert wrong.json()["error"]["code"] == "ACCESS-WRONG-SIGN-IN"


def test_too_many_failures_lock_the_login_until_the_window_is_over(client: TestClient, clock: Clock) -> None:
    for _ in range(5):
        client.post(f"{API}/sign-in", json={"login": "boss", "password": "nein"})
    locked = client.post(f"{API}/sign-in", json={"login": "boss", "password": PASSWORD})
    assert locked.status_code == 429
    assert int(locked.headers["retry-after"]) > 0
    assert Caller(client, "packer").me["person"]["login"] == "packer"
    clock.now += timedelta(minutes=11)
    assert Caller(client, "boss").me["person"]["login"] == "boss"


def test_nobody_signed_in_and_expired_session(client: TestClient, clock: Clock) -> None:
    assert client.get(f"{API}/me").json()["error"]["code"] == "ACCESS-NOT-SIGNED-IN"
    caller = Caller(client, "boss")
    assert caller.get("/me").status_code == 200
    clock.now += timedelta(days=15)
    assert caller.get("/me").status_code == 401


def test_sign_out_ends_the_session(client: TestClient) -> None:
    caller = Caller(client, "boss")
    assert caller.post("/sign-out").status_code == 200
    assert caller.get("/me").status_code == 401


def test_switched_off_person_is_out_at_once(client: TestClient, database: Database) -> None:
    caller = Caller(client, "packer")
    with database.work("") as work:
        work.execute(
            people.update().where(people.c.tenant_id.is_not(None), people.c.login == "packer").values(active=False)
        )
    assert caller.get("/me").status_code == 401


def test_writing_without_csrf_token_changes_nothing(client: TestClient, database: Database) -> None:
    caller = Caller(client, "boss")
    headers = {**caller.headers(), "X-CSRF-Token": "guess"}
    answer = client.post(f"{API}/test/note", headers=headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "ACCESS-CSRF")
    assert _notes(database, caller) == 0


def test_role_without_permission_is_told_which(client: TestClient) -> None:
    answer = Caller(client, "banker").post("/test/note")
    assert answer.status_code == 403
    assert "factory:orders:import" in answer.json()["error"]["message"]["zh"]


def test_same_key_twice_changes_nothing_and_answers_the_same(client: TestClient, database: Database) -> None:
    caller = Caller(client, "boss")
    first = caller.post("/test/note", key="one-and-only")
    second = caller.post("/test/note", key="one-and-only")
    assert first.json() == second.json() == {"noted": True}
    assert second.headers["idempotent-replay"] == "true"
    assert _notes(database, caller) == 1


def test_key_of_another_request_is_refused(client: TestClient) -> None:
    caller = Caller(client, "boss")
    caller.post("/test/note", key="one-and-only")
    answer = caller.post("/test/note", json={"other": 1}, key="one-and-only")
    assert answer.json()["error"]["code"] == "ACCESS-IDEMPOTENCY-REUSED"


def test_refused_call_gives_its_key_back(client: TestClient, database: Database) -> None:
    caller = Caller(client, "boss")
    refused = caller.post("/test/note?fail=true", key="one-and-only")
    assert refused.status_code == 409
    assert _notes(database, caller) == 0
    assert caller.post("/test/note", key="one-and-only").json() == {"noted": True}


@pytest.mark.parametrize("key", ["", "short", "x" * 81])
def test_missing_or_odd_key_is_refused(client: TestClient, key: str) -> None:
    caller = Caller(client, "boss")
    headers = {**caller.headers(), "Idempotency-Key": key}
    assert client.post(f"{API}/test/note", headers=headers).json()["error"]["code"] == "ACCESS-IDEMPOTENCY-KEY"


def test_crash_between_commit_and_answer_is_not_carried_out_twice(client: TestClient, database: Database) -> None:
    from shuanglun.access import idempotency

    caller = Caller(client, "boss")
    caller.post("/test/note", key="one-and-only")
    with database.work(caller.me["tenant"]["id"]) as work:
        table = idempotency.idempotency
        work.execute(table.update().where(table.c.tenant_id == work.tenant_id).values(status=0, response=""))
    answer = caller.post("/test/note", key="one-and-only")
    assert answer.json()["error"]["code"] == "ACCESS-IDEMPOTENCY-DONE"
    assert _notes(database, caller) == 1


def test_audit_says_who_when_what(client: TestClient) -> None:
    caller = Caller(client, "boss")
    caller.post("/test/note")
    entry = caller.get("/audit?subject_kind=test").json()["entries"][0]
    assert (entry["actor_name"], entry["action"], entry["after"]) == ("王老板", "test.noted", {"是": 1})
    assert entry["at"].endswith("Z")


def test_unknown_address_wrong_method_and_broken_body_have_the_error_shape(client: TestClient) -> None:
    for answer in (
        client.get(f"{API}/nowhere"),
        client.post(f"{API}/me"),
        client.post(f"{API}/sign-in", content=b"{", headers={"content-type": "application/json"}),
        client.post(f"{API}/sign-in", json={"login": 3}),
    ):
        assert 400 <= answer.status_code < 500
        assert set(answer.json()["error"]) == {"code", "message", "where", "findings"}


def test_too_large_a_body_is_refused_before_it_is_read(client: TestClient) -> None:
    answer = client.post(f"{API}/sign-in", content=b"x" * (26 * 1024 * 1024))
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "API-TOO-LARGE")
