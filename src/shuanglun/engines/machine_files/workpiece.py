"""What is worked on a part, checked and brought to one form for all writers: lengths in µm, holes one by one.

Halves of 0.1 mm and turned grooves need finer steps than the 0.1 mm of sizes; 1 µm is below what any of these files shows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import atan2, cos, degrees, hypot, radians, sin
from typing import Literal

from shuanglun.engines.drawing.machining_marks import outline
from shuanglun.engines.drawing.product import Face, Machining, PartShape
from shuanglun.engines.machine_files.result import finding
from shuanglun.kernel.findings import Finding
from shuanglun.kernel.length import millimetres
from shuanglun.kernel.text import Text

UM = 100  # µm in 0.1 mm
_FIX = Text("请核对模板里这一行加工", "check this machining row of the template")


@dataclass(frozen=True, slots=True)
class Hole:
    """One hole: on the faces top and bottom (x, y) lies on the face, on narrow faces x runs along it and y is the height."""

    key: str
    face: Face
    x: int
    y: int
    diameter: int
    depth: int
    through: bool
    tool: str = ""


@dataclass(frozen=True, slots=True)
class Slot:
    """A sawn or milled groove by the ends of its middle line."""

    key: str
    face: Face
    x1: int
    y1: int
    x2: int
    y2: int
    width: int
    depth: int
    through: bool
    tool: str = ""


@dataclass(frozen=True, slots=True)
class Area:
    """A pocket or the outline of a cut-out: its middle, sizes and angle in 0.1 degrees."""

    key: str
    kind: Literal["pocket", "contour"]
    face: Face
    x: int
    y: int
    length: int
    width: int
    angle: int
    depth: int
    through: bool
    tool: str = ""


Feature = Hole | Slot | Area


def features(part: PartShape) -> Iterator[Feature]:
    """All machining of a part one by one; mitres are no features, they shape the outline."""
    for row in part.machining:
        if row.kind != "mitre":
            for x, y in row.places():
                yield _feature(part, row, x, y)


def _feature(part: PartShape, row: Machining, x: int, y: int) -> Feature:
    full = _full_depth(part, row.face)
    through = row.depth in (0, full)
    depth = (row.depth or full) * UM
    if row.kind == "drill":
        return Hole(row.key, row.face, x * UM, y * UM, row.diameter * UM, depth, through, row.tool)
    turn = radians(row.angle / 10)
    length, width = row.length * UM, row.width * UM

    def at(along: float, across: float) -> tuple[int, int]:
        return (
            round(x * UM + along * cos(turn) - across * sin(turn)),
            round(y * UM + along * sin(turn) + across * cos(turn)),
        )

    if row.kind == "groove":
        ends = (
            (at(0, width / 2), at(length, width / 2)) if length >= width else (at(length / 2, 0), at(length / 2, width))
        )
        return Slot(row.key, row.face, *ends[0], *ends[1], min(length, width), depth, through, row.tool)
    kind: Literal["pocket", "contour"] = "pocket" if row.kind == "pocket" else "contour"
    middle = at(length / 2, width / 2)
    return Area(row.key, kind, row.face, *middle, length, width, row.angle, depth, through, row.tool)


def as_pocket(one: Slot | Area) -> Area:
    """A groove into an edge is milled like a pocket: its middle, its length along its line, its width."""
    if isinstance(one, Area):
        return one
    dx, dy = one.x2 - one.x1, one.y2 - one.y1
    middle = (one.x1 + one.x2) // 2, (one.y1 + one.y2) // 2
    angle = round(degrees(atan2(dy, dx)) * 10)
    length = round(hypot(dx, dy))
    return Area(one.key, "pocket", one.face, *middle, length, one.width, angle, one.depth, one.through, one.tool)


def _full_depth(part: PartShape, face: Face) -> int:
    if face in ("top", "bottom"):
        return part.thickness
    return part.width if face in ("front", "back") else part.length


def check_machining(part: PartShape) -> list[Finding]:
    """Findings where machining leaves the part, goes deeper than it is, or has no size."""
    return [one for row in part.machining for one in _check_row(part, row)]


def _check_row(part: PartShape, row: Machining) -> Iterator[Finding]:
    where = f"{part.key} / {row.key}"
    name = f"{part.name.zh} {row.key}"
    if row.kind == "mitre":
        if row.face not in ("left", "right") or not 0 < abs(row.angle) < 900:
            yield finding(
                "MACHINING-MITRE",
                f"{name}：斜切的面或角度不对",
                f"{where}: a mitre's face or angle is wrong",
                _FIX,
                where,
            )
        return
    if row.depth > _full_depth(part, row.face) or row.depth < 0:
        depth, full = millimetres(row.depth), millimetres(_full_depth(part, row.face))
        yield finding(
            "MACHINING-DEPTH", f"{name}：深 {depth} 超过 {full}", f"{where}: depth {depth} exceeds {full}", _FIX, where
        )
    if row.diameter <= 0 if row.kind == "drill" else min(row.length, row.width) <= 0:
        yield finding("MACHINING-SIZE", f"{name}：没有尺寸", f"{where}: it has no size", _FIX, where)
    extents = _face_size(part, row.face)
    for x, y in row.places():
        corners = ((x, y),) if row.kind == "drill" else outline(row, x, y)
        if not all(0 <= a <= extents[0] and 0 <= b <= extents[1] for a, b in corners):
            place = f"({millimetres(x)}, {millimetres(y)})"
            yield finding(
                "MACHINING-OUTSIDE", f"{name}：{place} 出了板边", f"{where}: {place} is outside the part", _FIX, where
            )


def _face_size(part: PartShape, face: Face) -> tuple[int, int]:
    if face in ("top", "bottom"):
        return part.length, part.width
    return (part.length if face in ("front", "back") else part.width), part.thickness


_TURNED: dict[Face, Face] = {"top": "bottom", "bottom": "top", "front": "back", "back": "front"}


def turned_over(one: Feature, part: PartShape) -> Feature:
    """A feature as it lies after the part was turned about its length: bottom up, its back edge in front."""
    across = part.width * UM
    face = _TURNED.get(one.face, one.face)
    if isinstance(one, Slot):
        return replace(one, face=face, y1=across - one.y1, y2=across - one.y2)
    if isinstance(one, Area):
        return replace(one, face=face, y=across - one.y, angle=-one.angle)
    if one.face in ("top", "bottom"):
        return replace(one, face=face, y=across - one.y)
    x = across - one.x if one.face in ("left", "right") else one.x
    return replace(one, face=face, x=x, y=part.thickness * UM - one.y)
