"""What differs between two versions of a template: row by row, field by field. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from shuanglun.factory.template_desk.documents import SECTIONS, Document, key_of, rows_of

_HEAD = ("name", "also", "note", "materials")
_NAME_FIELDS = ("label", "message", "name")


def compare(before: Document, after: Document) -> list[dict[str, Any]]:
    """Rows added, removed, changed or moved, in the order of the sections; the head's fields first.

    Rows are the same row when they have the same key within their section; a row of the same place and with most of its
    fields alike that was only renamed is told as removed and added.
    """
    found: list[dict[str, Any]] = []
    head = [one for key in _HEAD for one in _fields(before.get(key), after.get(key), (key,))]
    if head:
        found.append({"section": "head", "kind": "changed", "key": None, "label": None, "fields": head})
    for section in SECTIONS:
        found += _section(section, rows_of(before, section), rows_of(after, section))
    return found


def _section(section: str, before: list[Any], after: list[Any]) -> Iterator[dict[str, Any]]:
    old, new = _by_key(before), _by_key(after)
    for key, row in old.items():
        if key not in new:
            yield _row(section, "removed", key, row, [])
    stay = [key for key in new if key in old]
    order = {key: place for place, key in enumerate(key for key in old if key in new)}
    for place, key in enumerate(stay):
        fields = list(_fields(old[key], new[key], ()))
        if fields:
            yield _row(section, "changed", key, new[key], fields)
        elif order[key] != place and _moved(key, stay, order):
            yield _row(section, "moved", key, new[key], [])
    for key, row in new.items():
        if key not in old:
            yield _row(section, "added", key, row, list(_fields({}, row, ())))


def _moved(key: str, stay: list[str], order: Mapping[str, int]) -> bool:
    """A row is moved when the row before it is another one; its followers are not told too."""
    at = stay.index(key)
    return at == 0 or order[stay[at - 1]] != order[key] - 1


def _by_key(rows: list[Any]) -> dict[str, Any]:
    """Rows by key; a key used twice gets a number."""
    found: dict[str, Any] = {}
    for number, row in enumerate(rows, 1):
        key = key_of(row) or f"#{number}"
        while key in found:
            key += f"#{number}"
        found[key] = row
    return found


def _row(section: str, kind: str, key: str, row: Any, fields: list[dict[str, Any]]) -> dict[str, Any]:
    named = next((row[name] for name in _NAME_FIELDS if isinstance(row, dict) and row.get(name)), None)
    return {"section": section, "kind": kind, "key": key, "label": named, "fields": fields}


def _fields(before: Any, after: Any, path: tuple[str | int, ...]) -> Iterator[dict[str, Any]]:
    """The plain values that differ, each with its path within the row."""
    if before == after and type(before) is type(after):
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for key in dict.fromkeys((*before, *after)):
            yield from _fields(before.get(key), after.get(key), (*path, key))
    elif _long_lists(before, after):
        yield from _list(before, after, path)
    else:
        yield {"path": list(path), "before": before, "after": after}


def _long_lists(before: Any, after: Any) -> bool:
    both = isinstance(before, list) and isinstance(after, list)
    return both and any(isinstance(one, (dict, list)) for one in (*before, *after))


def _list(before: list[Any], after: list[Any], path: tuple[str | int, ...]) -> Iterator[dict[str, Any]]:
    """Lists of rows within a row (options, entries of a lookup) are compared place by place."""
    for place in range(max(len(before), len(after))):
        old = before[place] if place < len(before) else None
        new = after[place] if place < len(after) else None
        yield from _fields(old, new, (*path, place))
