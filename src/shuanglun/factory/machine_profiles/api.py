"""Routes of machine profiles."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from shuanglun.access import Call, Permission, PlainText, allowed
from shuanglun.factory.machine_profiles import commands, queries

router = APIRouter(tags=["machine profiles"])
_Reader = Annotated[Call, Depends(allowed(Permission.PAPERS_PRINT))]
_Publisher = Annotated[Call, Depends(allowed(Permission.PLANS_MAKE))]


class ProfileIn(BaseModel):
    """A machine profile as its file (YAML)."""

    body: PlainText = Field(min_length=1, max_length=100_000)


@router.get("/machine-profiles")
def get_profiles(call: _Reader) -> dict[str, Any]:
    """Every machine profile the factory can use."""
    with call.read() as work:
        return {"profiles": queries.list_profiles(work)}


@router.get("/machine-profiles/{code}")
def get_profile(code: str, call: _Reader) -> dict[str, Any]:
    """One profile with its file."""
    with call.read() as work:
        body = queries.profile_body(work, code)
        shaped = next((one for one in queries.list_profiles(work) if one["code"] == code), {})
    return {**shaped, "body": body}


@router.post("/machine-profiles")
def post_profile(body: ProfileIn, call: _Publisher) -> dict[str, Any]:
    """Keep a profile as the next version of its code."""
    with call.work() as work:
        return commands.publish_profile(work, body.body)
