"""One shape for every error: ``{"error": {"code", "message": {zh, en}, "where", "findings"}}``."""

from __future__ import annotations

from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel
from sqlalchemy.exc import DataError, OperationalError
from starlette.exceptions import HTTPException

from shuanglun.access.idempotency import Replay
from shuanglun.kernel.errors import Refusal, TooMany
from shuanglun.kernel.findings import Finding, Where
from shuanglun.kernel.text import Text

log = structlog.get_logger(__name__)

_HTTP_TEXTS = {
    400: Text("请求无法读取", "the request cannot be read"),
    404: Text("没有这个地址", "there is no such address"),
    405: Text("该地址不支持此操作", "this address does not take that method"),
    413: Text("文件太大", "the file is too large"),
    415: Text("不支持的内容类型", "this content type is not taken"),
}


class Names(BaseModel):
    """One sentence in both languages."""

    zh: str
    en: str


class ErrorBody(BaseModel):
    """What went wrong: stable code, message, place, findings."""

    code: str
    message: Names
    where: dict[str, Any]
    findings: list[dict[str, Any]]


class ErrorOut(BaseModel):
    """The one error shape."""

    error: ErrorBody


DOCUMENTED: dict[int | str, dict[str, Any]] = {
    status: {"model": ErrorOut} for status in (400, 401, 403, 404, 409, 413, 422, 429, 507)
}


def body(code: str, message: Text, findings: tuple[Finding, ...] = (), where: Where | None = None) -> dict[str, Any]:
    """The JSON of an error."""
    return {
        "error": {
            "code": code,
            "message": message.as_dict(),
            "where": where.as_dict() if where else {},
            "findings": [finding.as_dict() for finding in findings],
        }
    }


def _refusal(_request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)  # noqa: S101  registered for this class only
    headers = {"Retry-After": str(error.retry_seconds)} if isinstance(error, TooMany) else None
    return JSONResponse(body(error.code, error.message, error.findings, error.where), error.status, headers)


def _replay(_request: Request, error: Exception) -> Response:
    assert isinstance(error, Replay)  # noqa: S101
    return Response(error.body, error.status, {"Idempotent-Replay": "true"}, "application/json")


def _validation(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101
    findings = tuple(
        Finding(
            "API-VALIDATION",
            "stop",
            Text(f"参数不合规：{problem['msg']}", f"invalid value: {problem['msg']}"),
            Text("请改正后重试", "correct it and try again"),
            Where(field=".".join(str(part) for part in problem["loc"])),
        )
        for problem in error.errors()
    )
    return JSONResponse(
        body("API-VALIDATION", Text("请求内容不合规", "the request does not fit what this call takes"), findings), 422
    )


def _http(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101
    text = _HTTP_TEXTS.get(error.status_code, Text(str(error.detail), str(error.detail)))
    return JSONResponse(body(f"API-HTTP-{error.status_code}", text), error.status_code, dict(error.headers or {}))


def _unstorable(_request: Request, error: Exception) -> Response:
    log.warning("unstorable value", error=str(error)[:300])
    return JSONResponse(body("API-VALUE", Text("有内容无法保存", "a value cannot be stored")), 400)


def _operational(_request: Request, error: Exception) -> Response:
    log.error("database", error=str(error)[:300])
    if "full" in str(error):
        text = Text(
            "磁盘已满，本次没有保存任何内容；请清理磁盘后重试",
            "the disk is full and nothing was saved; free space and try again",
        )
        return JSONResponse(body("STORAGE-FULL", text), 507)
    text = Text("数据库忙或不可用，请稍后重试", "the database is busy or away; try again")
    return JSONResponse(body("STORAGE-AWAY", text), 503, {"Retry-After": "2"})


def _unexpected(request: Request, error: Exception) -> Response:
    log.exception("unexpected", path=request.url.path, exc_info=error)
    text = Text(
        "系统出错，已记录；请重试或联系管理员", "something went wrong and was noted; try again or ask the administrator"
    )
    return JSONResponse(body("API-INTERNAL", text), 500)


def install(app: FastAPI) -> None:
    """Register the handlers."""
    app.add_exception_handler(Refusal, _refusal)
    app.add_exception_handler(Replay, _replay)
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(HTTPException, _http)
    for kind in (DataError, UnicodeEncodeError, OverflowError):
        app.add_exception_handler(kind, _unstorable)
    app.add_exception_handler(OperationalError, _operational)
    app.add_exception_handler(Exception, _unexpected)
