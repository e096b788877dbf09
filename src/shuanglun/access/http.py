"""What a route asks for: a ``Call`` by somebody who is signed in and allowed."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from fastapi import Request
from starlette.concurrency import run_in_threadpool

from shuanglun.access import idempotency
from shuanglun.access.authorise import authorise
from shuanglun.access.people import Person, Session, find_session
from shuanglun.access.permissions import Permission
from shuanglun.kernel.errors import Forbidden
from shuanglun.kernel.text import Text
from shuanglun.storage import Database, Work

COOKIE = "shuanglun_session"
CSRF_HEADER = "X-CSRF-Token"
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_FORMS = ("multipart/", "application/x-www-form-urlencoded")


@dataclass
class Call:
    """One authorised request: who, of which tenant, on which database; opens the transactions."""

    database: Database
    person: Person
    request: Request
    claim: idempotency.Claim | None = None

    @property
    def tenant_id(self) -> str:
        """The tenant whose things this call may touch."""
        return self.person.tenant.id

    @property
    def language(self) -> str:
        """ "zh" or "en"."""
        return self.person.language

    def may(self, permission: Permission) -> bool:
        """Does the caller also hold another permission?"""
        return authorise(self.person.role, self.person.active, permission, self.tenant_id, None).allowed

    @contextmanager
    def read(self) -> Iterator[Work]:
        """A reading transaction of the caller's tenant."""
        with self.database.read(self.tenant_id, self.person.actor) as work:
            yield work

    @contextmanager
    def work(self) -> Iterator[Work]:
        """A writing transaction of the caller's tenant; the first one of a call takes the idempotency key."""
        with self.database.work(self.tenant_id, self.person.actor) as work:
            if self.claim is not None:
                idempotency.claim(work, self.claim)
            yield work
        if self.claim is not None:
            # The answer is stored by the middleware once it is known.
            self.request.state.claimed = (self.tenant_id, self.claim)
            self.claim = None


def _check_csrf(request: Request, session: Session) -> None:
    given = request.headers.get(CSRF_HEADER, "")
    if not hmac.compare_digest(given.encode(), session.csrf.encode()):
        raise Forbidden(
            "ACCESS-CSRF",
            Text(
                "安全校验失败，请刷新页面后重试", "the security token is missing or old; reload the page and try again"
            ),
        )


async def _claim(request: Request, person: Person) -> idempotency.Claim:
    key = idempotency.check_key(request.headers.get(idempotency.HEADER))
    if request.headers.get("content-type", "").lower().startswith(_FORMS):
        # A form's body is a stream that is read once, by the form parser; its length stands for it.
        body = request.headers.get("content-length", "").encode()
    else:
        body = await request.body()
    return idempotency.Claim(key, idempotency.fingerprint(request.method, str(request.url.path), body), person.id)


def allowed(permission: Permission, *, by_key: bool = True) -> Callable[[Request], Awaitable[Call]]:
    """A dependency: the caller is signed in and holds ``permission``; a writing call also brings CSRF token and key.

    ``by_key=False`` is for writing calls that are idempotent by what they carry (a scan has its own event number).
    """

    async def dependency(request: Request) -> Call:
        database: Database = request.app.state.database
        session = await run_in_threadpool(find_session, database, request.cookies.get(COOKIE))
        person = session.person
        decision = authorise(person.role, person.active, permission, person.tenant.id, None)
        if not decision.allowed:
            raise Forbidden("ACCESS-FORBIDDEN", decision.reason)
        call = Call(database, person, request)
        if request.method not in _READING:
            _check_csrf(request, session)
            if by_key:
                call.claim = await _claim(request, person)
                await run_in_threadpool(_replay, call)
        return call

    return dependency


def _replay(call: Call) -> None:
    if call.claim is not None:
        with call.read() as work:
            idempotency.look_up(work, call.claim)
