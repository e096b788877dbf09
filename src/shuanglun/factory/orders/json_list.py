"""JSON order files: the longest list of objects in it is the table, single values above it are its title."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from shuanglun.factory.orders.containers import Refused
from shuanglun.factory.orders.model import CellValue, RawSheet

_DEEPEST = 4
_LONGEST_TEXT = 4000


def looks_like_json(data: bytes) -> bool:
    """Does the file begin as a JSON object or list does?"""
    return data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["}


def read_json(data: bytes, most_rows: int, most_columns: int) -> RawSheet:
    """The table of a JSON file; each cell knows its path, as ``panelData[3].height``.

    Nested objects become columns with a dotted name, nested lists are kept as JSON text.

    Raises:
        Refused: no JSON, no list of objects in it, too many rows or columns.
    """
    try:
        body = orjson.loads(data.lstrip(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise Refused("ORDER-JSON-DAMAGED", detail=str(error)[:80]) from None
    found = max(_lists(body, "", 0), key=lambda one: len(one[1]), default=None)
    if found is None:
        raise Refused("ORDER-FILE-FORMAT", detail="JSON")
    path, entries = found
    if len(entries) > most_rows:
        raise Refused("ORDER-FILE-TOO-MANY-ROWS", limit=f"{most_rows:,}")
    flat = [dict(_flat(entry, "")) for entry in entries]
    keys = list(dict.fromkeys(key for entry in flat for key in entry))[:most_columns]
    rows: list[tuple[CellValue, ...]] = []
    places: dict[tuple[int, int], str] = {}
    for key, value in _title(body):
        places[len(rows), 0] = key
        rows.append((f"{key.rsplit('.', 1)[-1]}：{value}",))
    rows.append(tuple(keys))
    for number, entry in enumerate(flat):
        for column, key in enumerate(keys):
            places[len(rows), column] = f"{path}[{number}].{key}"
        rows.append(tuple(entry.get(key) for key in keys))
    return RawSheet(path.rsplit(".", 1)[-1] or "JSON", tuple(rows), places=places)


def _lists(body: Any, path: str, depth: int) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Lists of objects with their paths; lists inside of such lists belong to their rows."""
    if isinstance(body, list):
        if body and all(isinstance(entry, dict) for entry in body):
            yield path, body
    elif isinstance(body, Mapping) and depth < _DEEPEST:
        for key, value in body.items():
            yield from _lists(value, f"{path}.{key}" if path else str(key), depth + 1)


def _title(body: Any, path: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    if isinstance(body, Mapping) and depth < _DEEPEST:
        for key, value in body.items():
            here = f"{path}.{key}" if path else str(key)
            if isinstance(value, Mapping):
                yield from _title(value, here, depth + 1)
            elif (
                isinstance(value, (str, int, float)) and not isinstance(value, bool) and len(str(value)) < _LONGEST_TEXT
            ):
                yield here, str(value)


def _flat(entry: Mapping[str, Any], path: str) -> Iterator[tuple[str, CellValue]]:
    for key, value in entry.items():
        name = f"{path}.{key}" if path else str(key)
        if isinstance(value, Mapping):
            yield from _flat(value, name)
        elif isinstance(value, list):
            if value:
                yield name, json.dumps(value, ensure_ascii=False)[:_LONGEST_TEXT]
        elif isinstance(value, float):
            yield name, int(value) if value.is_integer() and abs(value) < 1e15 else value
        elif isinstance(value, str):
            yield name, value.strip() or None
        else:
            yield name, value
