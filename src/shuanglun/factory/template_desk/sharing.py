"""A template as a file that goes from factory to factory, and back into a draft."""

from __future__ import annotations

from typing import Literal

from shuanglun.factory.template_desk import errors
from shuanglun.factory.template_desk.documents import Document, document_of, write_yaml
from shuanglun.kernel.findings import Finding, Where
from shuanglun.kernel.text import Text

Kind = Literal["yaml", "xlsx"]
LARGEST = 5_000_000
_YAML = "application/yaml; charset=utf-8"


def write_file(document: Document, kind: Kind) -> tuple[bytes, str]:
    """The file of a document and its media type."""
    return write_yaml(document).encode(), _YAML


def read_file(data: bytes, name: str) -> Document:
    """The document of an uploaded file, YAML in UTF-8.

    Raises:
        Refused: it is no template; the findings say why.
    """
    if len(data) > LARGEST:
        raise errors.not_a_template([_unreadable(name, "文件太大", "the file is too large")])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise errors.not_a_template([_unreadable(name, "不是文本文件", "it is no text file")]) from None
    document, findings = document_of(text, name)
    if document is None:
        raise errors.not_a_template(findings)
    return document


def _unreadable(name: str, zh: str, en: str) -> Finding:
    todo = Text("请选择从这里下载的模板文件", "choose a template file that was downloaded here")
    return Finding("TEMPLATE-FILE", "stop", Text(zh, en), todo, Where(file=name))
