"""Machining as it is drawn on a part seen from above, and as words below it."""

from __future__ import annotations

from collections.abc import Iterator
from math import cos, radians, sin, tan

from shuanglun.engines.drawing.model import Arc, Item, Line, Polyline, Rect
from shuanglun.engines.drawing.product import Machining, PartShape
from shuanglun.kernel.length import millimetres
from shuanglun.kernel.text import Text

_THROUGH = Text("通", "through")
KINDS = {
    "drill": Text("孔", "drill"),
    "groove": Text("槽", "groove"),
    "pocket": Text("铣腔", "pocket"),
    "contour": Text("轮廓", "contour"),
    "mitre": Text("斜切", "mitre"),
}
FACES = {
    "top": Text("正面", "top"),
    "bottom": Text("反面", "bottom"),
    "front": Text("前边", "front edge"),
    "back": Text("后边", "back edge"),
    "left": Text("左端", "left end"),
    "right": Text("右端", "right end"),
}


def machining_marks(part: PartShape, row: Machining) -> Iterator[Item]:
    """The items that show one row; what is worked from below or into an edge is dashed."""
    for x, y in row.places():
        if row.kind == "mitre":
            yield from _mitre(part, row)
        elif row.face in ("top", "bottom"):
            yield from _on_face(row, x, y)
        else:
            yield from _into_edge(part, row, x)


def _on_face(row: Machining, x: int, y: int) -> Iterator[Item]:
    if row.kind == "drill":
        radius = max(1, row.diameter // 2)
        yield Arc(x, y, radius, style="drill" if row.face == "top" else "hidden")
        yield Line(x - radius * 2, y, x + radius * 2, y, "thin")
        yield Line(x, y - radius * 2, x, y + radius * 2, "thin")
    elif row.kind == "contour":
        yield Rect(x, y, row.length, row.width, "contour" if row.face == "top" else "hidden")
    else:
        yield Polyline(outline(row, x, y), True, row.kind if row.face == "top" else "hidden")


def outline(row: Machining, x: int, y: int) -> tuple[tuple[int, int], ...]:
    """The corners of a groove or pocket of ``length`` by ``width`` that begins at (x, y), turned about it by its angle."""
    turn = radians(row.angle / 10)
    corners = ((0, 0), (row.length, 0), (row.length, row.width), (0, row.width))
    return tuple(
        (x + round(a * cos(turn) - b * sin(turn)), y + round(a * sin(turn) + b * cos(turn))) for a, b in corners
    )


def _into_edge(part: PartShape, row: Machining, x: int) -> Iterator[Item]:
    """A hole or groove into a narrow face is a dashed rectangle as deep as it goes."""
    wide = row.diameter if row.kind == "drill" else row.length
    start = x - wide // 2 if row.kind == "drill" else x
    across = row.face in ("front", "back")
    depth = row.depth or (part.width if across else part.length)
    if row.face == "front":
        yield Rect(start, 0, wide, depth, "hidden")
    elif row.face == "back":
        yield Rect(start, part.width - depth, wide, depth, "hidden")
    elif row.face == "left":
        yield Rect(0, start, depth, wide, "hidden")
    else:
        yield Rect(part.length - depth, start, depth, wide, "hidden")


def mitre_cut(part: PartShape, row: Machining) -> tuple[int, int, int, int]:
    """The line of a mitred end from the front edge to the back edge: x1, y1, x2, y2."""
    reach = min(part.length, round(part.width * tan(radians(abs(row.angle) / 10)))) if abs(row.angle) < 900 else 0
    front, back = (reach, 0) if row.angle > 0 else (0, reach)
    if row.face == "right":
        return part.length - front, 0, part.length - back, part.width
    return front, 0, back, part.width


def _mitre(part: PartShape, row: Machining) -> Iterator[Item]:
    yield Line(*mitre_cut(part, row), "mitre")


def machining_words(row: Machining) -> Text:
    """One row in words: "4×⌀8 深12 正面 x 37 y 50 距 32"."""
    return Text(_words(row, "zh"), _words(row, "en"))


def _words(row: Machining, language: str) -> str:
    zh = language == "zh"
    words = [f"{row.qty}×" if row.qty > 1 else "", KINDS[row.kind].in_language(language), " "]
    if row.diameter:
        words.append(f"⌀{millimetres(row.diameter)} ")
    if row.length or row.width:
        words.append(f"{millimetres(row.length)}×{millimetres(row.width)} ")
    if row.kind == "mitre":
        words.append(f"{row.angle / 10:g}° ")
    else:
        depth = millimetres(row.depth) if row.depth else _THROUGH.in_language(language)
        words.append(f"深{depth} " if zh else f"depth {depth} ")
    words.append(f"{FACES[row.face].in_language(language)}  x {millimetres(row.x)}  y {millimetres(row.y)}")
    for name, pitch in (("x", row.pitch_x), ("y", row.pitch_y)):
        if row.qty > 1 and pitch:
            words.append(f"  {'距' if zh else 'pitch '}{name} {millimetres(pitch)}")
    return "".join(words)
