"""Refusals: what a command raises when it will not do what was asked. Each carries a stable code and both languages.

Bad *input* is not an error but findings; a refusal may carry findings to show them.
"""

from __future__ import annotations

from collections.abc import Sequence

from shuanglun.kernel.findings import Finding, Where
from shuanglun.kernel.text import Text


class Refusal(Exception):
    """Base of every refusal. ``status`` is the HTTP status a face answers with."""

    status = 409

    def __init__(self, code: str, message: Text, findings: Sequence[Finding] = (), where: Where | None = None) -> None:
        super().__init__(f"{code}: {message.en}")
        self.code = code
        self.message = message
        self.findings = tuple(findings)
        self.where = where


class Refused(Refusal):
    """The thing exists, but its state or a rule forbids the act."""


class NotFound(Refusal):
    """There is no such thing, or it belongs to another tenant (the answer does not say which)."""

    status = 404


class BadRequest(Refusal):
    """What was asked cannot be read."""

    status = 400


class NotSignedIn(Refusal):
    """Nobody is signed in, or the session has ended."""

    status = 401


class Forbidden(Refusal):
    """Signed in, but not allowed; the message says which permission is missing."""

    status = 403


class TooMany(Refusal):
    """Too many attempts; ``retry_seconds`` says when to try again."""

    status = 429

    def __init__(self, code: str, message: Text, retry_seconds: int) -> None:
        super().__init__(code, message)
        self.retry_seconds = retry_seconds
