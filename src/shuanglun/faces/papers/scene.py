"""A painted page: a few kinds of marks in millimetres, from the upper left corner.

One layout is written three ways: as SVG, as a page of a PDF (``typesetting``) and as ZPL for label printers (``zpl``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import Literal, NamedTuple

from shuanglun.faces.papers.measure import fit

Align = Literal["left", "center", "right"]
BLACK = "#000000"
FONTS = "Noto Sans CJK SC, Source Han Sans SC, Noto Sans SC, PingFang SC, Microsoft YaHei, SimHei, sans-serif"


class Words(NamedTuple):
    """One line of text; ``y`` is the top of its em box. ``turned`` reads upwards, from (x, y) as its lower left corner."""

    x: float
    y: float
    size: float
    text: str
    bold: bool = False
    align: Align = "left"
    colour: str = BLACK
    turned: bool = False


class Box(NamedTuple):
    """A rectangle: outline ``line`` thick (0: none) and a fill ("" : none)."""

    x: float
    y: float
    width: float
    height: float
    line: float = 0.0
    fill: str = ""
    colour: str = BLACK


class Strokes(NamedTuple):
    """Straight lines (x1, y1, x2, y2) of one thickness; ``dash`` like "1 0.6"."""

    segments: tuple[tuple[float, float, float, float], ...]
    line: float
    colour: str = BLACK
    dash: str = ""


class Qr(NamedTuple):
    """A QR code whose modules are ``module`` wide; ``path`` is its drawing in modules (``qr.qr_paths``)."""

    x: float
    y: float
    module: float
    code: str
    path: str = ""


Mark = Words | Box | Strokes | Qr


@dataclass(slots=True)
class Scene:
    """A page in the making, or a part of one: ``at`` moves marks that were laid out from their own corner."""

    width: float
    height: float
    marks: list[Mark] = field(default_factory=list)

    def words(
        self,
        x: float,
        y: float,
        size: float,
        text: str,
        room: float = 0.0,
        smallest: float = 0.0,
        *,
        bold: bool = False,
        align: Align = "left",
        colour: str = BLACK,
        turned: bool = False,
    ) -> None:
        """Put a line of text; with ``room`` it is shrunk to ``smallest`` (default: its size) and then cut to fit."""
        if not text:
            return
        shown, fitted = fit(text, size, room, smallest or size) if room else (text, size)
        self.marks.append(
            Words(x, y + (0 if turned else (size - fitted) / 2), fitted, shown, bold, align, colour, turned)
        )

    def box(self, x: float, y: float, width: float, height: float, line: float = 0.0, fill: str = "") -> None:
        """Put a rectangle."""
        self.marks.append(Box(x, y, width, height, line, fill))

    def rule(self, x1: float, y1: float, x2: float, y2: float, line: float = 0.2, colour: str = BLACK) -> None:
        """Put one straight line."""
        self.marks.append(Strokes(((x1, y1, x2, y2),), line, colour))

    def place(self, other: Scene, x: float, y: float) -> None:
        """Put another scene's marks with its corner at (x, y)."""
        self.marks.extend(_moved(mark, x, y) for mark in other.marks)


def _moved(mark: Mark, dx: float, dy: float) -> Mark:
    if isinstance(mark, Strokes):
        return mark._replace(segments=tuple((a + dx, b + dy, c + dx, d + dy) for a, b, c, d in mark.segments))
    return mark._replace(x=mark.x + dx, y=mark.y + dy)


def _svg_box(mark: Box) -> str:
    stroke = f' stroke="{mark.colour}" stroke-width="{mark.line:.2f}"' if mark.line else ""
    return (
        f'<rect x="{mark.x:.2f}" y="{mark.y:.2f}" width="{mark.width:.2f}" height="{mark.height:.2f}"'
        f' fill="{mark.fill or "none"}"{stroke}/>'
    )


def _svg_strokes(mark: Strokes) -> str:
    path = "".join(f"M{a:.2f} {b:.2f}L{c:.2f} {d:.2f}" for a, b, c, d in mark.segments)
    dash = f' stroke-dasharray="{mark.dash}"' if mark.dash else ""
    return f'<path d="{path}" stroke="{mark.colour}" stroke-width="{mark.line:.2f}"{dash} fill="none"/>'


def _svg_qr(mark: Qr) -> str:
    return f'<path transform="translate({mark.x:.3f} {mark.y:.3f}) scale({mark.module:.4f})" d="{mark.path}"/>'


def _svg_words(mark: Words) -> str:
    anchor = {"left": "start", "center": "middle", "right": "end"}[mark.align]
    weight = ' font-weight="700"' if mark.bold else ""
    # 0.88 em lies between the top of a CJK em box and its baseline.
    place = (
        f'transform="translate({mark.x + 0.88 * mark.size:.2f} {mark.y:.2f}) rotate(-90)"'
        if mark.turned
        else f'x="{mark.x:.2f}" y="{mark.y + 0.88 * mark.size:.2f}"'
    )
    return (
        f'<text {place} font-size="{mark.size:.2f}" text-anchor="{anchor}"{weight} fill="{mark.colour}">'
        f"{escape(mark.text)}</text>"
    )


def to_svg(scene: Scene, *, with_words: bool = True) -> str:
    """The scene as an SVG of its size in millimetres; without words where the typesetter puts them itself."""
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{scene.width:g}mm" height="{scene.height:g}mm"'
        f' viewBox="0 0 {scene.width:g} {scene.height:g}"' + (f' font-family="{FONTS}">' if with_words else ">")
    ]
    for mark in scene.marks:
        if isinstance(mark, Box):
            out.append(_svg_box(mark))
        elif isinstance(mark, Strokes):
            out.append(_svg_strokes(mark))
        elif isinstance(mark, Qr):
            out.append(_svg_qr(mark))
        elif with_words:
            out.append(_svg_words(mark))
    return "".join([*out, "</svg>"])
