"""Around every request: size limit, security headers, the stored answer of an idempotent call."""

from __future__ import annotations

import orjson
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shuanglun.access import idempotency
from shuanglun.faces.api import errors
from shuanglun.kernel.text import Text

LARGEST_BODY = 25 * 1024 * 1024
_POLICY = (
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
    "object-src 'none'; frame-ancestors 'none'; base-uri 'self'"
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Content-Security-Policy": _POLICY,
}


class SecurityHeaders:
    """Adds the headers that keep a browser from running what is not ours."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, with_headers)


class BodyLimit:
    """Refuses bodies over the limit, by their declared length or as they come."""

    def __init__(self, app: ASGIApp, largest: int = LARGEST_BODY) -> None:
        self.app = app
        self.largest = largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        declared = dict(scope["headers"]).get(b"content-length", b"0")
        if declared.isdigit() and int(declared) > self.largest:
            await self._refuse(send)
            return
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > self.largest:
                raise ClientDisconnect
            return message

        await self.app(scope, counted, send)

    async def _refuse(self, send: Send) -> None:
        megabytes = self.largest // 1024 // 1024
        text = Text(f"文件超过 {megabytes} MB", f"the file is over {megabytes} MB")
        content = orjson.dumps(errors.body("API-TOO-LARGE", text))
        headers = [(b"content-type", b"application/json"), (b"connection", b"close")]
        await send({"type": "http.response.start", "status": 413, "headers": headers})
        await send({"type": "http.response.body", "body": content})


class IdempotentAnswers:
    """Stores the answer of a writing call beside its key, before the caller sees it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http" or scope["method"] in {"GET", "HEAD", "OPTIONS"}:
            await self.app(scope, receive, send)
            return
        held: list[Message] = []

        async def hold(message: Message) -> None:
            held.append(message)
            if message["type"] == "http.response.body" and not message.get("more_body"):
                await self._store(scope, held)
                for each in held:
                    await send(each)
                held.clear()

        await self.app(scope, receive, hold)

    async def _store(self, scope: Scope, held: list[Message]) -> None:
        claimed = scope.get("state", {}).get("claimed")
        status = held[0]["status"]
        if claimed is None or status >= 400:
            return
        tenant_id, claim = claimed
        text = b"".join(m.get("body", b"") for m in held[1:]).decode()
        database = scope["app"].state.database
        await run_in_threadpool(idempotency.remember, database, tenant_id, claim, status, text)
