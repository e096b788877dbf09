"""Texts that come in from outside: whatever cannot be stored is refused at the door, on every database alike."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator

from shuanglun.kernel.errors import BadRequest
from shuanglun.kernel.text import Text


def check_text(text: str) -> str:
    """The text itself.

    Raises:
        BadRequest: it holds NUL or half of a surrogate pair, which no database stores and no UTF-8 carries.
    """
    if "\0" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
        raise BadRequest("API-TEXT", Text("文字中有无法保存的字符", "the text holds characters that cannot be stored"))
    return text


def _check(value: Any) -> Any:
    return check_text(value) if isinstance(value, str) else value


PlainText = Annotated[str, BeforeValidator(_check)]
