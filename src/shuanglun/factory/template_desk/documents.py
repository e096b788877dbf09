"""A template as a document: the mapping of its file, edited on the desk, written back as YAML."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
import yaml

from shuanglun.factory.templates import FORMAT, read_document
from shuanglun.kernel.findings import Finding

Document = dict[str, Any]
SECTIONS = (
    "parameters",
    "constants",
    "lookups",
    "values",
    "parts",
    "hardware",
    "machining",
    "placements",
    "dimensions",
    "checks",
    "examples",
)


def document_of(text: str, file: str) -> tuple[Document | None, list[Finding]]:
    """The document of a template file; every section is a list, a checksum written into the file is left out."""
    findings: list[Finding] = []
    read = read_document(text, FORMAT, file, findings)
    return (None if read is None else plain(read)), findings


def plain(document: Mapping[str, Any]) -> Document:
    """A document without shared parts and without checksum, every known section there."""
    copy: Document = orjson.loads(orjson.dumps(document, option=orjson.OPT_NON_STR_KEYS))
    copy.pop("checksum", None)
    head = {key: value for key, value in copy.items() if key not in SECTIONS}
    sections = {key: copy.get(key) or [] for key in SECTIONS if key in copy or key in _ALWAYS}
    return {**head, **sections}


_ALWAYS = {"parameters", "constants", "lookups", "values", "parts", "hardware", "checks", "examples"}


def stored(document: Document) -> str:
    """A document as it is kept in a revision."""
    return orjson.dumps(document).decode()


def from_stored(body: str) -> Document:
    """A document from a revision."""
    found: Document = orjson.loads(body)
    return found


def same(one: Document, other: Document) -> bool:
    """Whether two documents say the same; the order of a row's fields says nothing."""
    return orjson.dumps(one, option=orjson.OPT_SORT_KEYS) == orjson.dumps(other, option=orjson.OPT_SORT_KEYS)


def write_yaml(document: Document) -> str:
    """The template file of a document: rows stay in their order, sections without rows are left out."""
    kept = {key: value for key, value in document.items() if key not in SECTIONS or value}
    return yaml.dump(kept, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=120)


class _Dumper(yaml.CSafeDumper):
    """YAML without anchors: what stands in two places is written in two places."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def rows_of(document: Document, section: str) -> list[Any]:
    """The rows of a section; none where it is no list."""
    found = document.get(section)
    return found if isinstance(found, list) else []


def key_of(row: Any) -> str | None:
    """What a row is called within its section."""
    if not isinstance(row, dict):
        return None
    for field in ("key", "name", "code"):
        if isinstance(row.get(field), str):
            return str(row[field])
    return None
