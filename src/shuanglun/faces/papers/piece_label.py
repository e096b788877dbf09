"""The label of a piece: code and slot above, sizes and way through the factory below, a small drawing with its edges.

Everything is at least ``SMALLEST`` high (an em of 2.75 mm: Chinese characters of 2.5 mm), readable at arm's length.
"""

from __future__ import annotations

from shuanglun.faces.papers.content import PieceLabel
from shuanglun.faces.papers.formats import LabelPaper
from shuanglun.faces.papers.marks import grain_arrow
from shuanglun.faces.papers.measure import width_of
from shuanglun.faces.papers.qr import QUIET, SIZE
from shuanglun.faces.papers.scene import Qr, Scene
from shuanglun.faces.papers.words import known, route_text, word
from shuanglun.kernel.length import millimetres

SMALLEST = 2.75
MODULE = 0.625  # 5 dots at 203 dpi: a QR code of 13.1 mm, 18.1 mm with its quiet zone
_MARGIN = 1.5
_DRAWING = (22.0, 12.0)


def _size(*sides: int) -> str:
    return "×".join(millimetres(side) for side in sides)


def _material(label: PieceLabel) -> str:
    shown = [label.material] if label.material else []
    if label.colour and label.colour not in label.material:
        shown.append(label.colour)
    return " ".join(shown)


def _whereabouts(label: PieceLabel, language: str) -> str:
    """Lot, pattern and place in the sawing order: "L0007  图3  第12件"."""
    found = [label.lot_no]
    if label.pattern_no is not None:
        found.append(f"{word('pattern', language)}{label.pattern_no}")
    if label.place is not None:
        found.append(word("place", language, label.place))
    return "  ".join(text for text in found if text)


def _code(scene: Scene, label: PieceLabel, top: float, path: str) -> float:
    """The QR code with its text below; returns where the column beside it begins."""
    side = SIZE * MODULE
    left = QUIET * MODULE + 0.4
    scene.marks.append(Qr(left, top, MODULE, label.code, path))
    scene.words(left + side / 2, top + side + 1.6, SMALLEST, label.code, align="center")
    return left + side + QUIET * MODULE


def _group_tag(scene: Scene, text: str, top: float) -> float:
    """The pack group, white on black in the upper right corner; returns its left edge."""
    width = width_of(text, 3.4) + 2
    left = scene.width - _MARGIN - width
    scene.box(left, top, width, 5.2, fill="#000000")
    scene.words(left + width / 2, top + 0.9, 3.4, text, bold=True, align="center", colour="#ffffff")
    return left


def _heading(scene: Scene, label: PieceLabel, left: float, top: float, language: str) -> None:
    room = scene.width - _MARGIN - left
    tag = _group_tag(scene, known("group", label.pack_group, language), top)
    scene.words(left, top - 0.5, 5.6, label.unit, tag - left - 1, 3.2, bold=True)
    scene.words(left, top + 5.7, 3.7, label.name.in_language(language), room, SMALLEST, bold=True)
    scene.words(left, top + 9.7, 3.0, label.order_no, room, SMALLEST, bold=True)
    scene.words(left, top + 12.9, SMALLEST, label.customer, room, SMALLEST)
    scene.words(left, top + 15.9, SMALLEST, label.position, room, SMALLEST)


def _sizes(scene: Scene, label: PieceLabel, top: float, pitch: float, language: str) -> None:
    room = scene.width - 2 * _MARGIN - _DRAWING[0] - 0.8
    finished = f"{word('finished', language)} {_size(label.length, label.width, label.thickness)}"
    scene.words(_MARGIN, top, 3.2, finished, room, SMALLEST, bold=True)
    cut = f"{word('cut_size', language)} {_size(label.cut_length, label.cut_width)}"
    cut = cut if label.cut_length else word("assembly", language)
    scene.words(_MARGIN, top + pitch + 0.3, SMALLEST, cut, room, SMALLEST)
    scene.words(_MARGIN, top + 2 * pitch + 0.3, SMALLEST, _material(label), room, SMALLEST)
    scene.words(_MARGIN, top + 3 * pitch + 0.3, SMALLEST, _whereabouts(label, language), room, SMALLEST, bold=True)
    # The last line runs under the drawing: a route may be long.
    way = route_text(label.route, language)
    scene.words(_MARGIN, top + 4 * pitch + 0.3, SMALLEST, way, scene.width - 2 * _MARGIN, SMALLEST)


def _band(scene: Scene, thickness: int, along: tuple[float, float, float, float], text: tuple[float, float]) -> None:
    """One side of the small drawing: thick where it is banded, with the thickness beside it."""
    scene.rule(*along, line=0.9 if thickness else 0.2)
    if thickness:
        scene.words(*text, SMALLEST, millimetres(thickness), align="center")


def edge_drawing(scene: Scene, label: PieceLabel, left: float, top: float, width: float, height: float) -> None:
    """The part lying with its length across: bands on four sides with their thickness, an arrow for the grain."""
    beside, above = 5.0, SMALLEST + 0.6
    room_x, room_y = width - 2 * beside, height - 2 * above
    share = label.width / label.length if label.length else 1.0
    high = min(room_y, max(room_x * share, 4.4))
    x, y = left + beside, top + above + (room_y - high) / 2
    right, bottom, middle = x + room_x, y + high, y + (high - SMALLEST) / 2
    edges = label.edges
    _band(scene, edges.back, (x, y, right, y), (x + room_x / 2, y - above))
    _band(scene, edges.front, (x, bottom, right, bottom), (x + room_x / 2, bottom + 0.6))
    _band(scene, edges.left, (x, y, x, bottom), (x - beside / 2 - 0.3, middle))
    _band(scene, edges.right, (right, y, right, bottom), (right + beside / 2 + 0.3, middle))
    scene.marks += grain_arrow(x, y, room_x, high, label.grain, 0.25)


def piece_label_scene(label: PieceLabel, paper: LabelPaper, language: str = "zh", qr_path: str = "") -> Scene:
    """One piece label laid out for a paper of at least 57 × 36 mm."""
    scene = Scene(paper.width, paper.height)
    slack = max(paper.height - 37.0, 0.0)
    top = 1.4 + min(slack, 3) * 0.4
    left = _code(scene, label, top + 1.3, qr_path)
    _heading(scene, label, left, top + 0.2, language)
    line = top + 19.0
    scene.rule(_MARGIN, line, paper.width - _MARGIN, line, 0.25)
    pitch = 3.15 + min(slack, 5) * 0.07
    _sizes(scene, label, line + 0.7, pitch, language)
    width, height = _DRAWING
    edge_drawing(scene, label, paper.width - _MARGIN - width, line + 1.1, width, height)
    return scene
