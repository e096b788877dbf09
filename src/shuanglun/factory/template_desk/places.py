"""From a finding of the compiler to the cell of the document it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from shuanglun.factory.template_desk.documents import SECTIONS, Document, key_of, rows_of
from shuanglun.factory.template_desk.editing import Path
from shuanglun.kernel.findings import Finding

_NUMBERED = re.compile(r"(\w+) (\d+)$")
_NAMED = re.compile(r"(\w+) (\S.*)$")
_INSIDE = re.compile(r"`\$([^`]*)`")
_STEP = re.compile(r"\.(\w+)|\[(\d+|\.\.\.)\]")
_MAIN = {"parameters": "default", "constants": "value", "values": "formula", "lookups": "name", "checks": "when"}
_EDGE = re.compile(r"(edge|premill)_(front|back|left|right)$")


def places_of(finding: Finding, document: Document) -> list[Path]:
    """The cells a finding is about, the nearest first; none where it is about the whole template.

    A cycle is shown at every cell of it.
    """
    if finding.code == "FORMULA-CYCLE" and finding.value:
        members = [place_of(name.strip(), document) for name in finding.value.split("→")]
        return list(dict.fromkeys(place for place in members if place is not None))
    found = place_of(finding.where.field or "", document)
    if found is None:
        return []
    return [(*found, *_inside(finding.what.en))] if len(found) == 2 else [found]


def place_of(field: str, document: Document) -> Path | None:
    """The cell of a name such as "leaf.length", "check:DOOR-WALL-THIN", "parts 3", "constants core_density"."""
    numbered = _NUMBERED.fullmatch(field)
    if numbered and numbered[1] in SECTIONS:
        row = int(numbered[2]) - 1
        return (numbered[1], row) if 0 <= row < len(rows_of(document, numbered[1])) else None
    named = _NAMED.fullmatch(field)
    if named and named[1] in SECTIONS:
        return next(_rows_called(document, named[2], (named[1],)), None)
    if field.startswith("check:"):
        row_path = next(_rows_called(document, field.removeprefix("check:"), ("checks",)), None)
        return None if row_path is None else (*row_path, "when")
    if field in document and field not in SECTIONS:
        return (field,)
    return _cell(field, document)


def _cell(name: str, document: Document) -> Path | None:
    owner, _, field = name.partition(".")
    found = next(_rows_called(document, name, SECTIONS), None)
    if found is not None:
        return (*found, _MAIN[str(found[0])]) if found[0] in _MAIN else found
    found = next(_rows_called(document, owner, SECTIONS), None)
    if found is None:
        return None
    edge = _EDGE.match(field)
    if edge:
        return (*found, "edges", edge[2], "thickness" if edge[1] == "edge" else "premill")
    if field in _row(document, found):
        return (*found, field)
    derived = {"cut_length": "length", "cut_width": "width", "weight": "density", "when": "qty"}
    return (*found, derived.get(field, field))


def _row(document: Document, path: Path) -> dict[str, Any]:
    row = rows_of(document, str(path[0]))[int(path[1])]
    return row if isinstance(row, dict) else {}


def _rows_called(document: Document, name: str, sections: tuple[str, ...]) -> Iterator[Path]:
    for section in sections:
        if section == "examples" and len(sections) > 1:
            continue
        for at, row in enumerate(rows_of(document, section)):
            if key_of(row) == name:
                yield section, at


def _inside(what: str) -> Path:
    """The rest of the way where a row cannot be read: "... - at `$.label.zh`" to ("label", "zh")."""
    match = _INSIDE.search(what)
    if match is None:
        return ()
    steps = _STEP.findall(match[1])
    return tuple(name or int(number) for name, number in steps if name or number.isdecimal())
