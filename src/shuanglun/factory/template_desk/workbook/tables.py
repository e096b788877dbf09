"""A document as tables, one a section, and back.

A row of a section is a row of its table; the columns are where its values stand: ``/label/zh`` is the ``zh`` within
``label`` (JSON pointers, RFC 6901). ``/also[]`` holds a list of words. Lists of rows within rows (options, the rows of a
look-up) are tables of their own whose rows name the row they belong to. Fields that a row lacks are empty cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from shuanglun.factory.template_desk.documents import SECTIONS, Document, key_of, plain
from shuanglun.factory.template_desk.workbook.scalars import UNSAFE, Scalar, are_words, to_cell, to_words

HEAD = "template"
WHOLE = "."
WORDS = "[]"
OWNER = "row"
INNER = ("options", "keys", "rows")
Row = dict[str, Scalar]
# A column of a look-up's rows, "2", or of a range's end, "2/1"; a field that is called by a number begins with "/".
NUMBERED = re.compile(r"[1-9][0-9]{0,2}(/[1-9][0-9]{0,2})?")
_ODD = re.compile(rf"{UNSAFE.pattern}|[\t\n]|^\s+|\s+$")
_CODED = re.compile(r"~u([0-9a-f]{1,6});")


@dataclass(slots=True)
class Table:
    """A sheet to be: ``name`` is a section or ``section.field`` of lists within its rows; columns in order, rows of cells."""

    name: str
    columns: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def add(self, row: Row) -> None:
        """A row at the end; columns it is the first to have go behind those known."""
        self.rows.append(row)
        known = set(self.columns)
        self.columns += [column for column in row if column not in known]


def tables_of(document: Mapping[str, Any]) -> list[Table]:
    """All tables of a document: head, then the sections in order, each followed by the lists within its rows.

    Raises:
        TooLong: a value fits no cell.
    """
    head = {key: value for key, value in document.items() if key not in SECTIONS or not isinstance(value, list)}
    cells = dict(_flat("", head))
    first = Table(HEAD, ["path", "value"])
    for path, cell in cells.items():
        first.add({"path": path, "value": cell})
    tables = [first]
    for section in SECTIONS:
        rows = document.get(section)
        tables += _section(section, rows if isinstance(rows, list) else [])
    return tables


def owner_names(rows: list[Any]) -> list[str]:
    """What every row of a section is called by the rows that belong to it: its own name, ``#3`` where that is not clear."""
    names = [key_of(row) for row in rows]
    return [
        name if name and names.count(name) == 1 and not name.startswith("#") and name == name.strip() else f"#{number}"
        for number, name in enumerate(names, 1)
    ]


def _section(section: str, rows: list[Any]) -> Iterator[Table]:
    main = Table(section)
    inner: dict[str, Table] = {}
    for row, owner in zip(rows, owner_names(rows), strict=True):
        if not isinstance(row, dict):
            main.add({WHOLE: to_cell(row)})
            continue
        flat: Row = {}
        for key, value in row.items():
            if key in INNER and isinstance(value, list) and value and all(_is_row(one) for one in value):
                table = inner.setdefault(key, Table(f"{section}.{key}", [OWNER]))
                for one in value:
                    cells = _flat("", one) if isinstance(one, dict) else _numbered(one)
                    table.add({OWNER: owner, **dict(cells)})
            else:
                flat.update(_flat(_step(key), value))
        # A row of nothing but lists of rows still has a line of its own.
        main.add(flat or {WHOLE: to_cell({})})
    yield main
    yield from inner.values()


def _is_row(value: Any) -> bool:
    return isinstance(value, dict | list) and bool(value)


def _numbered(values: list[Any]) -> Iterator[tuple[str, Scalar]]:
    """The cells of a row of a look-up; both ends of a range have columns of their own."""
    for number, value in enumerate(values, 1):
        if isinstance(value, list) and value and not any(isinstance(one, dict | list) for one in value):
            yield from ((f"{number}/{at}", to_cell(one)) for at, one in enumerate(value, 1))
        else:
            yield str(number), to_cell(value)


def _flat(path: str, value: Any) -> Iterator[tuple[str, Scalar]]:
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            yield from _flat(path + _step(key), inner)
    elif are_words(value):
        yield path + WORDS, to_words(value)
    else:
        yield path, to_cell(value)


def _step(key: str) -> str:
    """A key as a step of a pointer; "[" and what a cell cannot hold as it is are escaped, too."""
    step = key.replace("~", "~0").replace("/", "~1").replace("[", "~2")
    return "/" + _ODD.sub(lambda found: "".join(f"~u{ord(one):x};" for one in found[0]), step)


def steps_of(path: str) -> list[str]:
    """The keys on the way of a pointer.

    Raises:
        ValueError: it does not begin with "/".
    """
    if not path.startswith("/"):
        raise ValueError(path)
    plain_steps = (_CODED.sub(lambda found: chr(int(found[1], 16)), step) for step in path[1:].split("/"))
    return [step.replace("~2", "[").replace("~1", "/").replace("~0", "~") for step in plain_steps]


def document_from(head: dict[str, Any], sections: dict[str, list[Any]]) -> Document:
    """The document of what was read; sections that a template may lack are there only with rows."""
    return plain({**head, **{name: rows for name, rows in sections.items() if rows}})
