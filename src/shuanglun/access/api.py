"""Routes: signing in and out, who am I, language, the audit trail."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, Field

from shuanglun.access.audit import trail
from shuanglun.access.http import COOKIE, Call, allowed
from shuanglun.access.people import SESSION_LIFE, Session, find_session, set_language, sign_in, sign_out
from shuanglun.access.permissions import ROLE_NAMES, ROLES, Permission

router = APIRouter(tags=["access"])


class SignIn(BaseModel):
    """Login and password."""

    login: str = Field(min_length=1, max_length=80)
    password: str = Field(min_length=1, max_length=200)


class Language(BaseModel):
    """The language a person reads."""

    language: str = Field(pattern="^(zh|en)$")


def _me(session: Session) -> dict[str, Any]:
    person = session.person
    return {
        "person": {
            "id": person.id,
            "login": person.login,
            "name": person.name,
            "role": person.role,
            "role_name": ROLE_NAMES[person.role].as_dict(),
            "language": person.language,
        },
        "tenant": {
            "id": person.tenant.id,
            "code": person.tenant.code,
            "name": person.tenant.name,
            "kind": person.tenant.kind,
        },
        "permissions": sorted(ROLES[person.role]),
        "csrf": session.csrf,
    }


@router.post("/sign-in")
def post_sign_in(body: SignIn, request: Request, response: Response) -> dict[str, Any]:
    """Check login and password, open a session."""
    address = request.client.host if request.client else ""
    token, session = sign_in(request.app.state.database, body.login, body.password, address)
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(SESSION_LIFE.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
    return _me(session)


@router.post("/sign-out")
def post_sign_out(
    request: Request,
    response: Response,
    call: Annotated[Call, Depends(allowed(Permission.SELF_READ, by_key=False))],
) -> dict[str, Any]:
    """End the session."""
    sign_out(call.database, request.cookies[COOKIE])
    response.delete_cookie(COOKIE)
    return {}


@router.get("/me")
def get_me(request: Request) -> dict[str, Any]:
    """Who is signed in."""
    return _me(find_session(request.app.state.database, request.cookies.get(COOKIE)))


@router.post("/me/language")
def post_language(
    body: Language, call: Annotated[Call, Depends(allowed(Permission.SELF_READ, by_key=False))]
) -> dict[str, Any]:
    """Switch the language."""
    set_language(call.database, call.person, body.language)
    return {}


@router.get("/audit")
def get_audit(
    call: Annotated[Call, Depends(allowed(Permission.AUDIT_READ))],
    subject_kind: str | None = None,
    subject_id: str | None = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> dict[str, Any]:
    """The audit trail, newest first."""
    with call.read() as work:
        rows = trail(work, subject_kind, subject_id, limit)
    return {"entries": [{k: v for k, v in row.items() if k != "tenant_id"} for row in rows]}
