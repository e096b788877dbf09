"""A part with its machining as DXF: one layer a tool and depth, named by the machine profile; read back before it is handed out.

Holes are circles, grooves and pockets closed polylines, holes into edges lines as long as they are deep, the workpiece a closed
polyline with its mitres. What is worked from below lies on layers of its own, seen from the top.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from shuanglun.engines.drawing.dxf import TEXT_STYLE, new_document, to_bytes
from shuanglun.engines.drawing.machining_marks import mitre_cut
from shuanglun.engines.drawing.product import PartShape
from shuanglun.engines.machine_files.mpr_write import corners, number
from shuanglun.engines.machine_files.names import plain
from shuanglun.engines.machine_files.profile import DxfSettings, MachineProfile
from shuanglun.engines.machine_files.result import MachineFile, differs, finding
from shuanglun.engines.machine_files.workpiece import (
    UM,
    Area,
    Feature,
    Hole,
    Slot,
    as_pocket,
    check_machining,
    features,
)
from shuanglun.kernel.findings import Finding, has_stop
from shuanglun.kernel.text import Text

if TYPE_CHECKING:
    from ezdxf.layouts.layout import Modelspace

Points = tuple[tuple[int, int], ...]
# What is drawn: layer, kind (circle, closed, line), points in µm, radius in µm.
Mark = tuple[str, str, Points, int]
_ALLOWED = re.compile(r"[^\w$-]")
WARNING_LAYER = "NOTE"


def part_dxf(part: PartShape, profile: MachineProfile, name: str = "") -> MachineFile:
    """A part as DXF by the layer names of a profile, millimetres, its lower left corner at the origin."""
    file = f"{plain(name or part.key, 'ascii', 60)}{profile.suffix}.dxf"
    findings = [*check_machining(part), *_slanted_in_edges(part)]
    if has_stop(findings):
        return MachineFile(file, None, tuple(findings))
    marks = [workpiece_mark(part, profile.dxf), *feature_marks(part, profile.dxf)]
    notes = [f"{name or part.key}  {part.name.zh}  {part.material}".strip()]
    content = marks_dxf(marks, [(0, -200 * UM, note) for note in notes], profile)
    findings += verify_dxf(content, marks)
    return MachineFile(file, None if has_stop(findings) else content, tuple(findings))


def layer_name(pattern: str, settings: DxfSettings, **values: str) -> str:
    """A layer's name: the decimal point of its numbers is the profile's sign, other signs no layer may have become "_".

    >>> layer_name("V_Bohr{mode}_{z}", DxfSettings(), mode="1", z="12.5")
    'V_Bohr1_12_5'
    """
    told = {key: value.replace(".", settings.point) for key, value in values.items()}
    return _ALLOWED.sub("_", pattern.format(**told))


def workpiece_mark(part: PartShape, settings: DxfSettings) -> Mark:
    """The outline of the part: a rectangle, or with the slanted ends of its mitres."""
    ends = {row.face: mitre_cut(part, row) for row in part.machining if row.kind == "mitre"}
    left = ends.get("left", (0, 0, 0, part.width))
    right = ends.get("right", (part.length, 0, part.length, part.width))
    points = ((left[0], left[1]), (right[0], right[1]), (right[2], right[3]), (left[2], left[3]))
    layer = layer_name(settings.workpiece, settings, t=number(part.thickness * UM))
    return layer, "closed", tuple((x * UM, y * UM) for x, y in points), 0


def feature_marks(part: PartShape, settings: DxfSettings) -> Iterator[Mark]:
    """What is drawn for every feature of a part."""
    for one in features(part):
        yield _mark(one, part, settings)


def _mark(one: Feature, part: PartShape, settings: DxfSettings) -> Mark:
    if one.face not in ("top", "bottom"):
        return _edge_mark(one, part, settings)
    values = {"z": number(one.depth), "mode": "2" if one.through else "1", "tool": f"T{one.tool}" if one.tool else ""}
    if isinstance(one, Hole):
        layer = layer_name(settings.drill, settings, d=number(one.diameter), **values)
        return _sided(layer, one, settings), "circle", ((one.x, one.y),), one.diameter // 2
    if isinstance(one, Slot):
        layer = layer_name(settings.groove, settings, d=number(one.width), **values)
        return _sided(layer, one, settings), "closed", _slot_corners(one), 0
    pattern = settings.pocket if one.kind == "pocket" else settings.contour
    return _sided(layer_name(pattern, settings, d="0", **values), one, settings), "closed", corners(one), 0


def _sided(layer: str, one: Feature, settings: DxfSettings) -> str:
    return layer_name(settings.bottom, settings, layer=layer) if one.face == "bottom" else layer


def _slot_corners(slot: Slot) -> Points:
    """The rectangle around the middle line of a slot."""
    dx, dy = slot.x2 - slot.x1, slot.y2 - slot.y1
    length = (dx * dx + dy * dy) ** 0.5 or 1
    a, b = -dy / length * slot.width / 2, dx / length * slot.width / 2
    ends = ((slot.x1, slot.y1, -1), (slot.x2, slot.y2, -1), (slot.x2, slot.y2, 1), (slot.x1, slot.y1, 1))
    return tuple((round(x + side * a), round(y + side * b)) for x, y, side in ends)


def _slanted_in_edges(part: PartShape) -> Iterator[Finding]:
    """What is milled slantwise into an edge, or cut out of one, cannot be told by a layer."""
    for one in features(part):
        if isinstance(one, Area) and one.face not in ("top", "bottom") and (one.angle or one.kind == "contour"):
            zh, en = f"{part.name.zh} {one.key}：侧边斜铣无法用图层表示", f"{part.key} / {one.key}: slanted in an edge"
            yield finding("DXF-EDGE-SLANTED", zh, en, Text("请在别的机床上做", "do it on another machine"), one.key)


def _edge_mark(one: Feature, part: PartShape, settings: DxfSettings) -> Mark:
    """Seen from above: a hole is a line from the edge inwards as long as it is deep, a pocket the rectangle it takes.

    Height and diameter, or the height of a pocket's middle and how high it is, stand in the layer.
    """
    if not isinstance(one, Hole):
        return _edge_pocket(as_pocket(one), part, settings)
    layer = layer_name(settings.edge_drill, settings, z=number(one.y), d=number(one.diameter), tool="", mode="1")
    ends = (_inwards(one.face, part, one.x, 0), _inwards(one.face, part, one.x, one.depth))
    return layer, "line", ends, 0


def _edge_pocket(one: Area, part: PartShape, settings: DxfSettings) -> Mark:
    tool = f"T{one.tool}" if one.tool else ""
    layer = layer_name(settings.edge_pocket, settings, z=number(one.y), w=number(one.width), d="0", tool=tool, mode="1")
    left, right = one.x - one.length // 2, one.x - one.length // 2 + one.length
    corners_ = ((left, 0), (right, 0), (right, one.depth), (left, one.depth))
    return layer, "closed", tuple(_inwards(one.face, part, along, deep) for along, deep in corners_), 0


def _inwards(face: str, part: PartShape, along: int, deep: int) -> tuple[int, int]:
    """A point ``deep`` inside an edge, seen from above."""
    length, width = part.length * UM, part.width * UM
    return {
        "front": (along, deep),
        "back": (along, width - deep),
        "left": (deep, along),
        "right": (length - deep, along),
    }[face]


def placed(mark: Mark, x: int, y: int, quarter: int, height: int) -> Mark:
    """A mark where its part lies on a sheet: turned by a quarter counter-clockwise when asked; ``height`` is the part's width."""
    layer, kind, points, radius = mark
    moved = tuple((x + height - b, y + a) if quarter else (x + a, y + b) for a, b in points)
    return layer, kind, moved, radius


def marks_dxf(marks: Sequence[Mark], texts: Sequence[tuple[int, int, str]], profile: MachineProfile) -> bytes:
    """Marks and lines of text (x, y in µm) as DXF R2010; says that it is not validated where that is so."""
    document = new_document()
    space = document.modelspace()
    for layer in sorted({mark[0] for mark in marks} | {profile.dxf.label, WARNING_LAYER}):
        document.layers.add(layer)
    for mark in marks:
        _draw(space, mark)
    for x, y, text in texts:
        _text(space, x, y, text, profile.dxf.label)
    if profile.warning is not None:
        low = min((y for mark in marks for _, y in mark[2]), default=0)
        _text(space, 0, low - 500 * UM, f"{profile.warning.zh} {profile.warning.en}", WARNING_LAYER)
    return to_bytes(document)


def _draw(space: Modelspace, mark: Mark) -> None:
    layer, kind, points, radius = mark
    attributes = {"layer": layer}
    mm = [(x / 1000, y / 1000) for x, y in points]
    if kind == "circle":
        space.add_circle(mm[0], radius / 1000, attributes)
    elif kind == "line":
        space.add_line(mm[0], mm[1], attributes)
    else:
        space.add_lwpolyline(mm, close=True, dxfattribs=attributes)


def _text(space: Modelspace, x: int, y: int, text: str, layer: str) -> None:
    made = space.add_text(text, height=12, dxfattribs={"layer": layer, "style": TEXT_STYLE})
    made.set_placement((x / 1000, y / 1000))


def read_marks(content: bytes, skip: frozenset[str] = frozenset()) -> list[Mark]:
    """Everything drawn in a DXF but texts.

    Raises:
        ezdxf.DXFError: this is no DXF.
    """
    from ezdxf.filemanagement import read

    document = read(io.TextIOWrapper(io.BytesIO(content), encoding="utf-8"))
    found: list[Mark] = []
    for entity in document.modelspace():
        layer = entity.dxf.layer
        if layer in skip or entity.dxftype() == "TEXT":
            continue
        if entity.dxftype() == "CIRCLE":
            found.append((layer, "circle", (_um(entity.dxf.center),), round(entity.dxf.radius * 1000)))
        elif entity.dxftype() == "LINE":
            found.append((layer, "line", (_um(entity.dxf.start), _um(entity.dxf.end)), 0))
        else:
            found.append((layer, "closed", tuple(_um(point) for point in entity.get_points("xy")), 0))  # type: ignore[attr-defined]
    return found


def _um(point: Sequence[float]) -> tuple[int, int]:
    return round(point[0] * 1000), round(point[1] * 1000)


def verify_dxf(content: bytes, marks: Sequence[Mark]) -> list[Finding]:
    """Findings where the file, read back, is not what was to be drawn."""
    from ezdxf.lldxf.const import DXFError

    try:
        told = Counter(read_marks(content))
    except (DXFError, ValueError, AttributeError) as error:
        return [differs("DXF", str(error))]
    wanted = Counter(marks)
    return [] if told == wanted else [differs("DXF", f"{(wanted - told) + (told - wanted)}")]
