"""A stored pattern read into a drawing, and what a saw operator sets at the fence for each cut."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from shuanglun.faces.papers.content import Cut, PatternDrawing, Rect
from shuanglun.kernel.text import Text


def _first(row: Mapping[str, Any], *keys: str) -> Any:
    """The first of several spellings that is there: the API says ``length``, the engine ``l``."""
    return next((row[key] for key in keys if row.get(key) is not None), None)


def _many(value: Any) -> tuple[str, ...]:
    if value is None or value == "":
        return ()
    return (value,) if isinstance(value, str) else tuple(str(one) for one in value)


def _name(value: Any) -> Text:
    if isinstance(value, Mapping):
        return Text(str(value.get("zh", "")), str(value.get("en", "")))
    return Text(str(value or ""), str(value or ""))


def _rect(row: Mapping[str, Any]) -> Rect:
    return Rect(
        x=row["x"],
        y=row["y"],
        length=_first(row, "length", "l"),
        width=_first(row, "width", "w"),
        kind=row["kind"],
        seq=_first(row, "seq", "order") or 0,
        labels=_many(_first(row, "labels", "label")),
        codes=_many(_first(row, "codes", "code", "piece")),
        name=_name(row.get("name")),
        order_no=str(row.get("order_no") or ""),
        grain=row.get("grain") or "none",
    )


def _cut(row: Mapping[str, Any]) -> Cut:
    seq = _first(row, "seq", "order") or 0
    return Cut(seq, row["level"], row["direction"], row["x1"], row["y1"], row["x2"], row["y2"])


def pattern_from_geometry(
    geometry: Mapping[str, Any], *, no: int, board_code: str, run_qty: int = 1, length: int = 0, width: int = 0
) -> PatternDrawing:
    """A drawing from ``{"rects": [...], "cuts": [...]}`` as in the API's ``GET /patterns/{id}``.

    The board's size is the geometry's own where it says one, else ``length`` and ``width``.
    """
    cuts = sorted((_cut(row) for row in geometry.get("cuts", ())), key=lambda cut: cut.seq)
    return PatternDrawing(
        no=no,
        board_code=board_code,
        length=_first(geometry, "length") or length,
        width=_first(geometry, "width") or width,
        rects=tuple(_rect(row) for row in geometry.get("rects", ())),
        cuts=tuple(cuts),
        run_qty=run_qty,
        grain=geometry.get("grain") or "none",
    )


def _at(cut: Cut) -> int:
    return cut.y1 if cut.direction == "length" else cut.x1


def _span(cut: Cut) -> tuple[int, int]:
    return (cut.x1, cut.x2) if cut.direction == "length" else (cut.y1, cut.y2)


def _covers(outer: Cut, inner: Cut) -> bool:
    (begin, end), (inner_begin, inner_end) = _span(outer), _span(inner)
    return begin <= inner_begin and end >= inner_end


def strip_of(cut: Cut, cuts: Sequence[Cut], pattern: PatternDrawing, kerf: int) -> tuple[int, int]:
    """From where to where, across the cut, reaches what the cut frees: its length is what is set at the fence.

    The cut's line is the edge of what it frees; the blade stands ``kerf`` beyond it, except at a trim, whose kerf is part
    of what is trimmed off.
    """
    at = _at(cut)
    depth = pattern.width if cut.direction == "length" else pattern.length
    if cut.level == 0:
        return (0, at) if 2 * at <= depth else (at, depth)
    before = [
        (_at(other), other.level)
        for other in cuts
        if other.direction == cut.direction and other.level <= cut.level and _at(other) < at and _covers(other, cut)
    ]
    if not before:
        return 0, at
    edge, level = max(before)
    return (edge if level == 0 else edge + kerf), at
