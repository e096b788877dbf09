"""Puts the web server together: routes of all rooms, errors, live events, services, the built web app."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any, Protocol

import orjson
from fastapi import APIRouter, FastAPI
from fastapi.responses import FileResponse, JSONResponse, Response
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles

from shuanglun import __version__
from shuanglun.faces import logs
from shuanglun.faces.api import errors, live, middleware
from shuanglun.faces.api.routes import routers
from shuanglun.storage import Database

API = "/api/v1"


class Service(Protocol):
    """Something that runs beside the web server: the machines' endpoint, the job runner."""

    async def start(self) -> None:
        """Begin."""

    async def stop(self) -> None:
        """End, losing nothing."""


class OrjsonResponse(JSONResponse):
    """JSON with instants in ISO 8601 UTC."""

    def render(self, content: Any) -> bytes:
        """To bytes."""
        return orjson.dumps(content, option=orjson.OPT_NON_STR_KEYS | orjson.OPT_UTC_Z)


def create_app(
    database: Database,
    board: live.BoardQuery,
    services: Sequence[Service] = (),
    web: Path | None = None,
) -> FastAPI:
    """The application on a database; ``services`` start and stop with it; ``web`` is the built web app's folder."""
    logs.configure()
    hub = live.LiveHub(board)
    database.listen(hub.announce)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        hub.start()
        async with AsyncExitStack() as stack:
            for service in services:
                await service.start()
                stack.push_async_callback(service.stop)
            yield
            hub.stop()

    app = FastAPI(
        title="双轮 Shuanglun",
        version=__version__,
        openapi_url=f"{API}/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        default_response_class=OrjsonResponse,
    )
    app.state.database = database
    app.state.live = hub
    errors.install(app)
    api = APIRouter(prefix=API, responses=errors.DOCUMENTED)
    for router in routers():
        api.include_router(router)
    api.include_router(live.router)
    app.include_router(api)
    app.add_middleware(middleware.IdempotentAnswers)
    app.add_middleware(GZipMiddleware, minimum_size=1024)
    app.add_middleware(middleware.BodyLimit)
    app.add_middleware(middleware.SecurityHeaders)
    if web is not None and (web / "index.html").is_file():
        _serve_web(app, web)
    return app


def _serve_web(app: FastAPI, web: Path) -> None:
    """The single-page app: files where they are, its index for every other address outside the API."""
    if (web / "assets").is_dir():
        app.mount("/assets", StaticFiles(directory=web / "assets"), name="assets")
    root = web.resolve()

    @app.get("/{path:path}", include_in_schema=False)
    def page(path: str) -> Response:
        if path.startswith("api/"):
            return JSONResponse(errors.body("API-HTTP-404", errors._HTTP_TEXTS[404]), 404)
        wanted = (root / path).resolve()
        if path and wanted.is_file() and wanted.is_relative_to(root):
            return FileResponse(wanted)
        return FileResponse(root / "index.html", headers={"Cache-Control": "no-cache"})
