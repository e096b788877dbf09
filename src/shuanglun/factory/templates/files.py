"""Reading data files of the templates room: YAML with a format, a code and a version; every fault is a finding."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, TypeVar

import msgspec
import orjson
import yaml

from shuanglun.kernel.findings import Finding, Where
from shuanglun.kernel.text import Text

Row = TypeVar("Row")
_TODO = Text("请修改文件", "change the file")
_LARGEST = 1_000_000
_NO_ALIASES_OVER = 200_000


def checksum(document: Mapping[str, Any]) -> str:
    """SHA-256 of the content: comments, order of keys and way of writing do not count."""
    content = {key: value for key, value in document.items() if key != "checksum"}
    return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS)).hexdigest()


@dataclass(slots=True)
class Reader:
    """Turns rows of a file into rows of a table and collects what is wrong with them."""

    file: str
    findings: list[Finding]

    def tell(self, code: str, field: str, zh: str, en: str) -> None:
        """A stop finding at a place of the file."""
        self.findings.append(Finding(code, "stop", Text(zh, en), _TODO, Where(file=self.file, field=field)))

    def rows(self, document: Mapping[str, Any], section: str, kind: type[Row]) -> list[Row]:
        """All rows of a section that can be read."""
        given = document.get(section) or []
        if not isinstance(given, list):
            self.tell("TEMPLATE-SECTION", section, f"“{section}”应是列表", f'"{section}" must be a list')
            return []
        read = (self.row(row, f"{section} {number}", kind) for number, row in enumerate(given, 1))
        return [row for row in read if row is not None]

    def row(self, row: Any, place: str, kind: type[Row]) -> Row | None:
        """One row, or None with a finding that names the place and what is wrong."""
        known = {field.name for field in fields(kind)}  # type: ignore[arg-type]
        unknown = [str(key) for key in row if key not in known] if isinstance(row, dict) else []
        if unknown:
            names = "、".join(unknown)
            self.tell("TEMPLATE-FIELD", place, f"不认识的栏“{names}”", f'unknown fields "{names}"')
            return None
        try:
            return msgspec.convert(row, kind)
        except msgspec.ValidationError as error:
            self.tell("TEMPLATE-ROW", place, f"读不懂：{error}", f"cannot be read: {error}")
            return None


def read_document(text: str, wanted: str, file: str, findings: list[Finding]) -> dict[str, Any] | None:
    """The file's mapping, if it is YAML of the wanted format with a code and a whole version."""
    reader = Reader(file, findings)
    try:
        document = _load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        what = Text(f"不是有效的 YAML：{error}", f"not valid YAML: {error}")
        row = None if line is None else line + 1
        findings.append(Finding("TEMPLATE-YAML", "stop", what, _TODO, Where(file=file, row=row)))
        return None
    if not isinstance(document, dict) or document.get("format") != wanted:
        reader.tell("TEMPLATE-FORMAT", "format", f"文件格式应是 {wanted}", f"the format must be {wanted}")
        return None
    if type(document.get("version")) is not int or not isinstance(document.get("code"), str):
        reader.tell("TEMPLATE-VERSION", "version", "缺少 code 或整数 version", "code or whole version is missing")
        return None
    sealed = document.get("checksum")
    if sealed is not None and sealed != checksum(document):
        reader.tell(
            "TEMPLATE-CHECKSUM",
            "checksum",
            "内容与校验和不符：已发布的版本不能改，请升版本",
            "the content does not match its checksum: a published version never changes, raise the version",
        )
    return document


def _load(text: str) -> Any:
    """Safe YAML; files too large, or that swell through aliases, are refused."""
    if len(text) > _LARGEST:
        raise ValueError("the file is too large")
    document = yaml.load(text, Loader=yaml.CSafeLoader)
    if _count(document, _NO_ALIASES_OVER) <= 0:
        raise ValueError("the file holds too many values")
    return document


def _count(value: Any, left: int) -> int:
    """How many values may still come after this one; stops counting at zero."""
    waiting = [value]
    while waiting and left > 0:
        one = waiting.pop()
        left -= 1
        if isinstance(one, dict):
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)
    return left
