"""Idempotency keys: the same call twice changes nothing the second time and gets the same answer.

The key is claimed in the *same transaction* as the change, so a call that was carried out is never carried out again,
also not after a crash between the commit and the answer; the answer is added once it is known.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from sqlalchemy import select, update

from shuanglun.access.tables import idempotency
from shuanglun.kernel.errors import BadRequest, Refused
from shuanglun.kernel.text import Text
from shuanglun.storage import Database, Work

HEADER = "Idempotency-Key"


class Replay(Exception):
    """Not an error: this call was answered before; here is the answer."""

    def __init__(self, status: int, body: str) -> None:
        super().__init__("replayed")
        self.status = status
        self.body = body


@dataclass(frozen=True, slots=True)
class Claim:
    """A key with what identifies the request it belongs to."""

    key: str
    request: str
    person_id: str


def fingerprint(method: str, path: str, body: bytes) -> str:
    """What makes two requests the same request."""
    return hashlib.sha256(b"\0".join((method.encode(), path.encode(), body))).hexdigest()


def check_key(key: str | None) -> str:
    """A usable key, or a refusal that says what is wrong."""
    if key is None or not 8 <= len(key) <= 80 or not key.isprintable():
        raise BadRequest(
            "ACCESS-IDEMPOTENCY-KEY",
            Text(
                f"写操作需要请求头 {HEADER}（8 到 80 个字符）",
                f"a writing call needs the header {HEADER} (8 to 80 characters)",
            ),
        )
    return key


def look_up(work: Work, claim: Claim) -> None:
    """Raise ``Replay`` when the call was answered before; pass when the key is new.

    Raises:
        BadRequest: the key was used for a different request.
        Refused: the call was carried out, but its answer was lost (or is being made right now).
    """
    row = work.first(
        select(idempotency).where(idempotency.c.tenant_id == work.tenant_id, idempotency.c.key == claim.key)
    )
    if row is None:
        return
    if row["request"] != claim.request or row["person_id"] != claim.person_id:
        raise BadRequest(
            "ACCESS-IDEMPOTENCY-REUSED",
            Text("这个幂等键已用于另一个请求", "this idempotency key was used for a different request"),
        )
    if row["status"]:
        raise Replay(row["status"], row["response"])
    raise Refused(
        "ACCESS-IDEMPOTENCY-DONE",
        Text("该请求已执行，请刷新查看结果", "this call was carried out already; reload to see the result"),
    )


def claim(work: Work, wanted: Claim) -> None:
    """Take the key inside the transaction of the change; two calls at once: one goes through, the other is refused."""
    row = {
        "key": wanted.key,
        "person_id": wanted.person_id,
        "request": wanted.request,
        "status": 0,
        "response": "",
        "created_at": work.now,
    }
    if work.insert_new(idempotency, row) == 0:
        look_up(work, wanted)


def remember(database: Database, tenant_id: str, wanted: Claim, status: int, body: str) -> None:
    """Add the answer to a claimed key."""
    with database.work(tenant_id) as work:
        work.execute(
            update(idempotency)
            .where(idempotency.c.tenant_id == tenant_id, idempotency.c.key == wanted.key)
            .values(status=status, response=body)
        )
