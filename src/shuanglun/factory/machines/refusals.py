"""What was not taken from machines, kept so that somebody finds out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from shuanglun.access.tables import tenants
from shuanglun.factory.machines.tables import ingest_refusals
from shuanglun.kernel.ids import new_id
from shuanglun.storage import Announcement, Database, Work

SHOWN = 200
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class RefusedMessage:
    """One refusal as the endpoint tells it. ``username`` says whose it may be when nobody signed in."""

    at: datetime
    reason: str
    detail: str
    peer: str = ""
    client_id: str = ""
    username: str = ""
    tenant_id: str | None = None


def printable(text: str) -> str:
    """What both databases can keep: no zero bytes, no half characters, not endless."""
    return text.encode("utf-8", "replace").decode().replace("\0", "␀")[:_LONGEST]


def record_refusals(database: Database, refused: Iterable[RefusedMessage]) -> None:
    """Keep refusals, equal ones as one row; those of nobody known belong to the factory when there is but one."""
    rows: dict[tuple[str | None, ...], dict[str, Any]] = {}
    with database.work("") as work:
        factories = {row["code"]: row["id"] for row in work.all(select(tenants).where(tenants.c.kind == "factory"))}
        for one in refused:
            for tenant_id in _whose(one, factories):
                host = one.peer.rsplit(":", 1)[0]
                key = (tenant_id, one.reason, one.detail, host, one.client_id)
                row = rows.setdefault(key, _row(new_id(), tenant_id, one))
                row["times"] += 1
                row["at"] = max(row["at"], one.at)
        if rows:
            work.execute(insert(ingest_refusals), list(rows.values()))
        for tenant_id in {key[0] for key in rows if key[0]}:
            work.announcements.append(Announcement(str(tenant_id), "machines"))


def _row(key: str, tenant_id: str | None, one: RefusedMessage) -> dict[str, Any]:
    return {
        "id": key,
        "at": one.at,
        "tenant_id": tenant_id,
        "client_id": printable(one.client_id),
        "peer": printable(one.peer),
        "reason": one.reason,
        "detail": printable(one.detail),
        "times": 0,
    }


def _whose(one: RefusedMessage, factories: dict[str, str]) -> list[str | None]:
    if one.tenant_id:
        return [one.tenant_id]
    named = factories.get(one.username.split("/", 1)[0])
    if named:
        return [named]
    if one.reason.startswith("SERVER-"):
        return list(factories.values()) or [None]
    return [next(iter(factories.values()))] if len(factories) == 1 else [None]


def keep_refused_record(work: Work, key: str, one: RefusedMessage) -> None:
    """Keep the refusal of a record of the log, once however often the record is read."""
    work.insert_new(ingest_refusals, {**_row(key, work.tenant_id, one), "times": 1})


def list_refusals(work: Work) -> list[dict[str, Any]]:
    """The newest refusals of the factory."""
    query = (
        select(ingest_refusals)
        .where(ingest_refusals.c.tenant_id == work.tenant_id)
        .order_by(ingest_refusals.c.at.desc(), ingest_refusals.c.id.desc())
        .limit(SHOWN)
    )
    keys = ("at", "client_id", "peer", "reason", "detail", "times")
    return [{key: row[key] for key in keys} for row in work.all(query)]
