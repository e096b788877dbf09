"""Tenants, people and their sessions.

A password is kept as an argon2id hash; a session's token only as its SHA-256, so a copy of the database signs nobody in.
Failed sign-ins are limited per login and per address; an unknown login costs the same time as a wrong password.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import Connection, RowMapping, delete, false, func, insert, select

from shuanglun.access.audit import record
from shuanglun.access.tables import people, sign_in_attempts, sign_ins, tenants
from shuanglun.kernel.errors import BadRequest, NotSignedIn, TooMany
from shuanglun.kernel.ids import new_id
from shuanglun.kernel.text import Text
from shuanglun.storage import Actor, Database

SESSION_LIFE = timedelta(days=14)
ATTEMPT_WINDOW = timedelta(minutes=10)
ATTEMPTS_A_LOGIN = 5
ATTEMPTS_AN_ADDRESS = 50
TENANT_KINDS = frozenset({"factory", "bank", "county", "engineering"})
# The parameters of the OWASP password storage cheat sheet: 19 MiB, two passes, one lane.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


@dataclass(frozen=True, slots=True)
class Tenant:
    """An organisation: factory, bank, county or engineering firm."""

    id: str
    code: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can sign in."""

    id: str
    login: str
    name: str
    role: str
    language: str
    active: bool
    tenant: Tenant

    @property
    def actor(self) -> Actor:
        """The person as the one who acts in a unit of work."""
        return Actor(self.id, self.name, self.role)


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in person; ``csrf`` must come back in a header with every writing call."""

    person: Person
    csrf: str


@cache
def _decoy_hash() -> str:
    return _hasher.hash(secrets.token_hex(8))


def create_tenant(database: Database, code: str, name: str, kind: str, tenant_id: str | None = None) -> Tenant:
    """Add an organisation; ``code`` is unique over the installation and appears in machine topics."""
    if kind not in TENANT_KINDS:
        raise ValueError(f"unknown kind of tenant {kind!r}")
    tenant = Tenant(tenant_id or new_id(), code, name, kind)
    with database.work(tenant.id) as work:
        row = {"id": tenant.id, "code": code, "name": name, "kind": kind, "created_at": work.now}
        work.execute(insert(tenants).values(row))
        record(work, "tenant.added", "tenant", tenant.id, after={"code": code, "name": name, "kind": kind})
    return tenant


def create_person(database: Database, tenant: Tenant, login: str, name: str, role: str, password: str) -> Person:
    """Add a person; ``login`` is unique over the installation."""
    person = Person(new_id(), login, name, role, "zh", True, tenant)
    with database.work(tenant.id) as work:
        work.execute(
            insert(people).values(
                id=person.id,
                tenant_id=tenant.id,
                login=login,
                name=name,
                role=role,
                password_hash=_hasher.hash(password),
                active=True,
                created_at=work.now,
            )
        )
        record(work, "person.added", "person", person.id, after={"login": login, "name": name, "role": role})
    return person


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


_PERSON = select(people, tenants.c.code, tenants.c.name.label("tenant_name"), tenants.c.kind).join(
    tenants, tenants.c.id == people.c.tenant_id
)


def _person(row: RowMapping) -> Person:
    tenant = Tenant(row["tenant_id"], row["code"], row["tenant_name"], row["kind"])
    return Person(row["id"], row["login"], row["name"], row["role"], row["language"], row["active"], tenant)


def _refuse_too_many(connection: Connection, database: Database, login: str, address: str) -> None:
    since = database.clock() - ATTEMPT_WINDOW
    for column, value, limit in (
        (sign_in_attempts.c.login, login, ATTEMPTS_A_LOGIN),
        (sign_in_attempts.c.address, address, ATTEMPTS_AN_ADDRESS),
    ):
        failed = connection.execute(
            select(func.count()).where(
                column == value, sign_in_attempts.c.at > since, sign_in_attempts.c.ok.is_(false())
            )
        ).scalar_one()
        if failed >= limit:
            raise TooMany(
                "ACCESS-TOO-MANY-ATTEMPTS",
                Text("登录失败次数过多，请十分钟后再试", "too many failed sign-ins; try again in ten minutes"),
                int(ATTEMPT_WINDOW.total_seconds()),
            )


def sign_in(database: Database, login: str, password: str, address: str) -> tuple[str, Session]:
    """Check a password and open a session; returns the secret token and the session.

    Raises:
        TooMany: too many failed attempts for this login or address.
        NotSignedIn: login or password is wrong, or the account is off (the answer does not say which).
    """
    with database.read("") as work:
        _refuse_too_many(work.connection, database, login, address)
        row = work.first(_PERSON.where(people.c.login == login))
    try:
        _hasher.verify(row["password_hash"] if row else _decoy_hash(), password)
        ok = row is not None and bool(row["active"])
    except VerificationError:
        ok = False
    token, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(24)
    with database.work(row["tenant_id"] if row else "") as work:
        now = work.now
        attempt = {"id": new_id(), "login": login[:200], "address": address, "at": now, "ok": ok}
        work.execute(insert(sign_in_attempts).values(attempt))
        if ok and row is not None:
            work.execute(delete(sign_ins).where(sign_ins.c.expires_at < now))
            work.execute(
                insert(sign_ins).values(
                    token_hash=_hash(token),
                    person_id=row["id"],
                    csrf=csrf,
                    created_at=now,
                    seen_at=now,
                    expires_at=now + SESSION_LIFE,
                )
            )
    if not ok or row is None:
        raise NotSignedIn("ACCESS-WRONG-SIGN-IN", Text("账号或密码不正确", "login or password is wrong"))
    return token, Session(_person(row), csrf)


def find_session(database: Database, token: str | None) -> Session:
    """The session of a token.

    Raises:
        NotSignedIn: no token, unknown, expired, or the account was switched off.
    """
    if token:
        with database.read("") as work:
            row = work.first(
                _PERSON.add_columns(sign_ins.c.csrf)
                .join(sign_ins, sign_ins.c.person_id == people.c.id)
                .where(sign_ins.c.token_hash == _hash(token), sign_ins.c.expires_at > work.now)
            )
        if row is not None and row["active"]:
            return Session(_person(row), row["csrf"])
    raise NotSignedIn("ACCESS-NOT-SIGNED-IN", Text("请先登录", "please sign in"))


def sign_out(database: Database, token: str) -> None:
    """End a session; ending one that is not there is no fault."""
    with database.work("") as work:
        work.execute(delete(sign_ins).where(sign_ins.c.token_hash == _hash(token)))


def set_language(database: Database, person: Person, language: str) -> None:
    """Remember in which language a person reads."""
    if language not in {"zh", "en"}:
        raise BadRequest("ACCESS-LANGUAGE", Text("语言只能是 zh 或 en", "the language is zh or en"))
    with database.work(person.tenant.id, person.actor) as work:
        work.execute(
            people.update()
            .where(people.c.tenant_id == person.tenant.id, people.c.id == person.id)
            .values(language=language)
        )
        if language != person.language:
            before, after = {"language": person.language}, {"language": language}
            record(work, "person.language_chosen", "person", person.id, before, after)
