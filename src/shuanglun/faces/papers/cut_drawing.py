"""A pattern as a workshop drawing: parts with number and size, off-cuts hatched with their code, waste grey, dimensions.

Readable on a black and white printer. x of the board runs to the right and y upwards, as it lies on the saw.
"""

from __future__ import annotations

from dataclasses import dataclass

from shuanglun.faces.papers.content import PatternDrawing, Rect
from shuanglun.faces.papers.geometry import strip_of
from shuanglun.faces.papers.marks import grain_arrow, hatching
from shuanglun.faces.papers.measure import width_of
from shuanglun.faces.papers.scene import Box, Scene, Strokes, to_svg
from shuanglun.faces.papers.words import word
from shuanglun.kernel.length import millimetres

LEFT, BELOW = 13.0, 13.0  # room for the dimensions
_WASTE, _TRIM, _HATCH, _DIM = "#dedede", "#c6c6c6", "#9a9a9a", "#333333"
_TEXT_LARGE, _TEXT_SMALL = 3.2, 1.7


@dataclass(frozen=True, slots=True)
class _View:
    """Where the board lies on the paper: its upper left corner and millimetres of paper per 0.1 mm."""

    pattern: PatternDrawing
    left: float
    top: float
    scale: float

    def x(self, value: int) -> float:
        return self.left + value * self.scale

    def y(self, value: int) -> float:
        return self.top + (self.pattern.width - value) * self.scale

    def area(self, rect: Rect) -> tuple[float, float, float, float]:
        """x, y, width, height on the paper."""
        height = rect.width * self.scale
        return self.x(rect.x), self.y(rect.y + rect.width), rect.length * self.scale, height


def part_lines(rect: Rect, language: str) -> list[str]:
    """What stands on a part, most wanted last to go: size, set and name, order."""
    label = rect.labels[0] if rect.labels else ""
    more = f" +{len(rect.labels) - 1}" if len(rect.labels) > 1 else ""
    title = " ".join(text for text in (label + more, rect.name.in_language(language)) if text)
    size = f"{millimetres(rect.length)}×{millimetres(rect.width)}"
    return [text for text in (size, title, rect.order_no) if text]


def _text_size(lines: list[str], along: float, across: float) -> float:
    """The largest letter with which all lines fit, 0 where none does."""
    widest = max(width_of(line, 1.0) for line in lines)
    size = min(_TEXT_LARGE, across / (len(lines) * 1.22 + 0.2), along / widest)
    return size if size >= _TEXT_SMALL else 0.0


def _centred(scene: Scene, lines: list[str], area: tuple[float, float, float, float], size: float) -> None:
    x, y, width, height = area
    upright = height > width
    pitch = size * 1.22
    first = -(len(lines) * pitch) / 2
    for index, line in enumerate(lines):
        offset = first + index * pitch
        if upright:
            scene.words(x + width / 2 + offset, y + height / 2, size, line, bold=not index, align="center", turned=True)
        else:
            scene.words(x + width / 2, y + height / 2 + offset, size, line, bold=not index, align="center")


def _number(scene: Scene, text: str, area: tuple[float, float, float, float]) -> float:
    """The part's number in the upper left corner, white on black; returns how much room it takes."""
    x, y, width, height = area
    size = min(2.6, height * 0.7, width * 0.7)
    if size < 1.0 or not text:
        return 0.0
    wide = width_of(text, size) + size * 0.5
    if wide > width:
        return 0.0
    scene.box(x, y, wide, size * 1.15, fill="#000000")
    scene.words(x + wide / 2, y + size * 0.06, size, text, bold=True, align="center", colour="#ffffff")
    return wide if height <= width else size * 1.15


def _part_text(scene: Scene, rect: Rect, number: str, area: tuple[float, float, float, float], language: str) -> None:
    taken = _number(scene, number, area)
    _, _, width, height = area
    along, across = max(width, height) - 1.0, min(width, height) - 0.4
    lines = part_lines(rect, language)
    while lines:
        # A number beside the text takes room on both sides of the centre when there is only one line of letters' height.
        room = along - 2 * taken if across < 8 else along
        size = _text_size(lines, room, across)
        if size:
            _centred(scene, lines, area, size)
            return
        lines = lines[:-1]


def _part(scene: Scene, rect: Rect, view: _View, number: str, language: str) -> None:
    area = x, y, width, height = view.area(rect)
    scene.marks.append(Box(x, y, width, height, 0.3, "#ffffff"))
    if rect.grain != "none" and min(width, height) > 9:
        # A part with grain lies along the board's, whichever way its own length runs; unknown is along the board.
        along = "width" if view.pattern.grain == "width" else "length"
        scene.marks += grain_arrow(x + width - 10, y + height - 7, 10, 9, along, 0.2, _DIM)
    _part_text(scene, rect, number, area, language)


def _offcut(scene: Scene, rect: Rect, area: tuple[float, float, float, float], language: str) -> None:
    x, y, width, height = area
    scene.marks.append(Box(x, y, width, height, 0.2, "#ffffff"))
    scene.marks.append(Strokes(hatching(x, y, width, height, 2.4), 0.14, _HATCH))
    scene.marks.append(Box(x, y, width, height, 0.35))
    code = (rect.codes[0] + (f" +{len(rect.codes) - 1}" if len(rect.codes) > 1 else "")) if rect.codes else ""
    lines = [f"{millimetres(rect.length)}×{millimetres(rect.width)}", code or word("offcut", language)]
    size = _text_size(lines, max(width, height) - 2, min(width, height) - 1)
    if not size:
        return
    long, short = max(width_of(line, size) for line in lines) + 1.6, size * 1.22 * len(lines) + 0.8
    wide, high = (short, long) if height > width else (long, short)
    scene.marks.append(Box(x + (width - wide) / 2, y + (height - high) / 2, wide, high, 0, "#ffffff"))
    _centred(scene, lines, area, size)


def _areas(scene: Scene, view: _View, language: str) -> None:
    numbers = view.pattern.numbers
    for rect in view.pattern.rects:
        area = view.area(rect)
        if rect.kind == "part":
            _part(scene, rect, view, numbers[rect.seq], language)
        elif rect.kind == "offcut":
            _offcut(scene, rect, area, language)
        else:
            scene.marks.append(Box(*area, 0.12, _WASTE if rect.kind == "waste" else _TRIM, "#8a8a8a"))


def _dimension(scene: Scene, begin: float, end: float, at: float, text: str, *, upright: bool, size: float) -> None:
    """A dimension line with oblique ticks; the text stands on it, or is left out where there is no room."""
    tick = 0.7
    low, high = min(begin, end), max(begin, end)
    if upright:
        lines = [(at, low, at, high)] + [(at - tick, y + tick, at + tick, y - tick) for y in (low, high)]
    else:
        lines = [(low, at, high, at)] + [(x - tick, at + tick, x + tick, at - tick) for x in (low, high)]
    scene.marks.append(Strokes(tuple(lines), 0.15, _DIM))
    if width_of(text, size) <= high - low:
        middle = (low + high) / 2
        x, y = (at - size - 0.4, middle) if upright else (middle, at - size - 0.4)
        scene.words(x, y, size, text, align="center", turned=upright)


def _dimensions(scene: Scene, view: _View, kerf: int) -> None:
    pattern = view.pattern
    bottom, left = view.y(0), view.left
    _dimension(
        scene, view.x(0), view.x(pattern.length), bottom + 10.5, millimetres(pattern.length), upright=False, size=3.0
    )
    _dimension(scene, view.y(0), view.y(pattern.width), left - 8.0, millimetres(pattern.width), upright=True, size=3.0)
    for cut in pattern.cuts:
        if cut.level != 1:
            continue
        begin, end = strip_of(cut, pattern.cuts, pattern, kerf)
        text = millimetres(end - begin)
        if cut.direction == "length":
            _dimension(scene, view.y(begin), view.y(end), left - 2.4, text, upright=True, size=2.3)
        else:
            _dimension(scene, view.x(begin), view.x(end), bottom + 4.4, text, upright=False, size=2.3)


def draw_pattern(pattern: PatternDrawing, width: float, height: float, *, kerf: int = 0, language: str = "zh") -> Scene:
    """The drawing as large as it goes in ``width`` × ``height`` millimetres, dimensions on the left and below.

    The scene that comes back is as high as what was drawn.
    """
    longest, deepest = max(pattern.length, 1), max(pattern.width, 1)
    scale = min((width - LEFT - 1) / longest, (height - BELOW - 1) / deepest)
    scene = Scene(width, deepest * scale + BELOW + 1)
    view = _View(pattern, LEFT, 1.0, scale)
    _areas(scene, view, language)
    scene.box(view.left, view.top, pattern.length * scale, pattern.width * scale, 0.6)
    scene.marks += grain_arrow(view.left - 12.5, view.y(0) + 1, 11, 10, pattern.grain, 0.3)
    _dimensions(scene, view, kerf)
    return scene


def draw_thumbnail(pattern: PatternDrawing, width: float, height: float) -> Scene:
    """The bare layout, without words: which pattern is which, at a glance."""
    scale = min(width / max(pattern.length, 1), height / max(pattern.width, 1))
    scene = Scene(pattern.length * scale, pattern.width * scale)
    view = _View(pattern, 0, 0, scale)
    for rect in pattern.rects:
        x, y, wide, high = view.area(rect)
        if rect.kind == "offcut":
            scene.marks.append(Strokes(hatching(x, y, wide, high, 1.2), 0.08, _HATCH))
        fill = {"part": "#ffffff", "waste": _WASTE, "trim": _TRIM}.get(rect.kind, "")
        scene.marks.append(Box(x, y, wide, high, 0.12, fill))
    scene.box(0, 0, scene.width, scene.height, 0.3)
    return scene


def pattern_svg(pattern: PatternDrawing, *, kerf: int = 0, language: str = "zh") -> str:
    """The drawing as an SVG of its own, 270 mm wide."""
    return to_svg(draw_pattern(pattern, 270, 190, kerf=kerf, language=language))
