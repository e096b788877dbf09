"""A template as a file that goes from factory to factory, and back into a draft."""

from __future__ import annotations

from typing import Literal

from shuanglun.factory.template_desk import errors
from shuanglun.factory.template_desk.documents import Document, document_of, write_yaml
from shuanglun.factory.template_desk.workbook import read_workbook, write_workbook
from shuanglun.kernel.findings import Finding, Where
from shuanglun.kernel.text import Text

Kind = Literal["yaml", "xlsx"]
LARGEST = 5_000_000
_YAML = "application/yaml; charset=utf-8"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def write_file(document: Document, kind: Kind) -> tuple[bytes, str]:
    """The file of a document and its media type: YAML as it is kept, or a workbook for Excel and LibreOffice."""
    if kind == "xlsx":
        return write_workbook(document), _XLSX
    return write_yaml(document).encode(), _YAML


def read_file(data: bytes, name: str) -> Document:
    """The document of an uploaded file: YAML in UTF-8, or a workbook that was downloaded here.

    Raises:
        Refused: it is no template; the findings say why.
    """
    if len(data) > LARGEST:
        raise errors.not_a_template([_unreadable(name, "文件太大", "the file is too large")])
    if data.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        return _from_workbook(data, name)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise errors.not_a_template([_unreadable(name, "不是文本文件", "it is no text file")]) from None
    document, findings = document_of(text, name)
    if document is None:
        raise errors.not_a_template(findings)
    return document


def _from_workbook(data: bytes, name: str) -> Document:
    """A template's workbook; its head must be that of a template file."""
    document, findings = read_workbook(data, name)
    if document is not None:
        document, findings = document_of(write_yaml(document), name)
    if document is None:
        raise errors.not_a_template(findings)
    return document


def _unreadable(name: str, zh: str, en: str) -> Finding:
    todo = Text("请选择从这里下载的模板文件", "choose a template file that was downloaded here")
    return Finding("TEMPLATE-FILE", "stop", Text(zh, en), todo, Where(file=name))
