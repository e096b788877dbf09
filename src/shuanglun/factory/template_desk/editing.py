"""Edits of a draft: setting a cell, inserting, removing and moving rows, at a path of the document. Pure.

A path lists keys of mappings and places of lists: ["parts", 2, "edges", "front", "thickness"]. Several edits (a paste from
a spreadsheet) are one revision: all are done or none.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from shuanglun.factory.template_desk.documents import SECTIONS, Document, key_of
from shuanglun.kernel.text import Text

Path = tuple[str | int, ...]
Act = Literal["set", "insert", "remove", "move"]
DEEPEST = 8
MOST_ROWS = 2_000
LONGEST_TEXT = 20_000
_HEAD = {"name", "also", "note", "materials"}
_NOTHING = object()


class EditError(ValueError):
    """An edit that does not fit the document; says which one and why."""

    def __init__(self, path: Sequence[str | int], why: Text) -> None:
        super().__init__(why.en)
        self.path = tuple(path)
        self.why = why


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit. ``set`` with None takes the field out; ``move`` goes to the place ``to`` of the same list."""

    act: Act
    path: Path
    value: Any = None
    to: int | None = None


def apply(document: Document, edits: Sequence[Edit]) -> Document:
    """The document after all edits, in their order; the given one is left as it was.

    Raises:
        EditError: an edit does not fit.
    """
    changed = copy.deepcopy(document)
    for edit in edits:
        _check(edit)
        if edit.act == "set":
            _set(changed, edit)
        else:
            _ACTS[edit.act](_list(changed, edit.path), edit)
    return changed


def _check(edit: Edit) -> None:
    if not 1 <= len(edit.path) <= DEEPEST or edit.path[0] not in {*SECTIONS, *_HEAD}:
        raise EditError(edit.path, Text("这里不能编辑", "this place cannot be edited"))
    if not _sound(edit.value, DEEPEST):
        raise EditError(edit.path, Text("这个值不能放进模板", "this value cannot stand in a template"))


def _sound(value: Any, depth: int) -> bool:
    """Plain values of a sensible size, not nested without end."""
    if isinstance(value, (list, dict)):
        inside = value.values() if isinstance(value, dict) else value
        return depth > 0 and len(value) <= MOST_ROWS and all(_sound(one, depth - 1) for one in inside)
    if isinstance(value, float):
        return math.isfinite(value) and abs(value) < 1e15
    if isinstance(value, int):
        return abs(value) < 10**15
    return not isinstance(value, str) or len(value) <= LONGEST_TEXT


def _step(place: Any, key: str | int, path: Path) -> Any:
    if isinstance(place, dict) and isinstance(key, str):
        return place.get(key, _NOTHING)
    if isinstance(place, list) and isinstance(key, int) and 0 <= key < len(place):
        return place[key]
    raise EditError(
        path, Text("模板里没有这一行，可能已被别人删除", "there is no such row; somebody may have removed it")
    )


def _set(document: Document, edit: Edit) -> None:
    place: Any = document
    for at, key in enumerate(edit.path[:-1]):
        inner = _step(place, key, edit.path)
        if inner is _NOTHING or inner is None:
            inner = [] if at == 0 and key in SECTIONS else {}
            place[key] = inner
        place = inner
    last = edit.path[-1]
    if isinstance(place, list) and last == len(place):
        place.append(edit.value)  # the cell after the last one of a list of plain values
    elif isinstance(place, dict) and isinstance(last, str):
        if edit.value is None:
            place.pop(last, None)
        else:
            place[last] = edit.value
    else:
        _step(place, last, edit.path)
        place[last] = edit.value


def _list(document: Document, path: Path) -> list[Any]:
    """The list a row edit works on: all of the path but its last place."""
    place: Any = document
    for at, key in enumerate(path[:-1]):
        inner = _step(place, key, path)
        if inner is _NOTHING:
            inner = place[key] = []
            if at != len(path) - 2:
                raise EditError(path, Text("模板里没有这一处", "the template has no such place"))
        place = inner
    if not isinstance(place, list) or not isinstance(path[-1], int):
        raise EditError(path, Text("这里不是行", "this is no row"))
    return place


def _insert(rows: list[Any], edit: Edit) -> None:
    at = edit.path[-1]
    if not isinstance(at, int) or not 0 <= at <= len(rows) or len(rows) >= MOST_ROWS:
        raise EditError(edit.path, Text("不能在这里插入行", "no row can be put in here"))
    rows.insert(at, edit.value)


def _remove(rows: list[Any], edit: Edit) -> None:
    _step(rows, edit.path[-1], edit.path)
    del rows[int(edit.path[-1])]


def _move(rows: list[Any], edit: Edit) -> None:
    _step(rows, edit.path[-1], edit.path)
    if edit.to is None or not 0 <= edit.to < len(rows):
        raise EditError(edit.path, Text("不能移到那里", "it cannot be moved there"))
    rows.insert(edit.to, rows.pop(int(edit.path[-1])))


_ACTS = {"insert": _insert, "remove": _remove, "move": _move}


_SECTION_NAMES = {
    "parameters": Text("参数", "parameters"),
    "constants": Text("常数", "constants"),
    "lookups": Text("查表", "lookups"),
    "values": Text("计算", "values"),
    "parts": Text("板件", "parts"),
    "hardware": Text("五金", "hardware"),
    "machining": Text("孔槽", "machining"),
    "placements": Text("位置", "placements"),
    "dimensions": Text("尺寸标注", "dimensions"),
    "checks": Text("校验", "checks"),
    "examples": Text("样例", "examples"),
    "name": Text("名称", "name"),
    "also": Text("别名", "other names"),
    "note": Text("说明", "note"),
    "materials": Text("材料表版本", "materials version"),
}
_VERBS = {
    "set": Text("修改", "changed"),
    "insert": Text("新增", "added"),
    "remove": Text("删除", "removed"),
    "move": Text("移动", "moved"),
}


def describe(document: Document, edits: Sequence[Edit]) -> Text:
    """What the edits do, in a few words, for undo and for the history: "修改 常数 floor_gap value"."""
    if not edits:
        return Text("没有改动", "nothing")
    first = edits[0]
    section = _SECTION_NAMES[str(first.path[0])]
    rows = document.get(str(first.path[0]))
    row = None
    if len(first.path) > 1 and isinstance(first.path[1], int):
        old = rows[first.path[1]] if isinstance(rows, list) and first.path[1] < len(rows) else None
        row = key_of(first.value if first.act == "insert" and len(first.path) == 2 else old)
    field = ".".join(str(key) for key in first.path[2:]) if first.act == "set" else ""
    rest = " ".join(word for word in (row or "", field) if word)
    more = Text(f" 等 {len(edits)} 处", f" and {len(edits) - 1} more") if len(edits) > 1 else Text("", "")
    verb = _VERBS[first.act]
    return Text(f"{verb.zh}{section.zh} {rest}".strip() + more.zh, f"{verb.en} {section.en} {rest}".strip() + more.en)


def section_name(section: str) -> Text:
    """A section's name for people."""
    return _SECTION_NAMES.get(section, Text(section, section))
