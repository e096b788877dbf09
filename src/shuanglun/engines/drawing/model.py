"""What a drawing is made of: views that hold a few kinds of items.

Lengths are whole 0.1 mm of the real thing. In a view x runs to the right and y upwards, as on paper and in DXF; the JSON and
the SVG form (``writing``, ``svg``) are turned for the screen. ``style`` says what a line is; it is the class in SVG and the
layer in DXF.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from shuanglun.kernel.length import millimetres
from shuanglun.kernel.text import Text

Style = Literal[
    "outline",
    "thin",
    "hidden",
    "section",
    "glass",
    "edge",
    "grain",
    "opening",
    "drill",
    "groove",
    "pocket",
    "contour",
    "mitre",
]
Align = Literal["left", "center", "right"]
Way = Literal["horizontal", "vertical"]


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle; ``filled`` covers what lies behind it. ``part`` is the row of the part it shows."""

    x: int
    y: int
    width: int
    height: int
    style: Style = "outline"
    filled: bool = False
    part: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line."""

    x1: int
    y1: int
    x2: int
    y2: int
    style: Style = "thin"


@dataclass(frozen=True, slots=True)
class Polyline:
    """Straight lines from point to point."""

    points: tuple[tuple[int, int], ...]
    closed: bool = False
    style: Style = "outline"
    part: str = ""


@dataclass(frozen=True, slots=True)
class Arc:
    """An arc from ``start`` to ``end`` in whole degrees, counter-clockwise from the right; 0 to 360 is a circle.

    ``filled`` covers what lies behind it.
    """

    x: int
    y: int
    radius: int
    start: int = 0
    end: int = 360
    style: Style = "thin"
    filled: bool = False


@dataclass(frozen=True, slots=True)
class Dim:
    """A dimension between two points, measured in one way; ``at`` is where its line stands (y of a horizontal one, else x).

    ``said`` is written instead of what is measured where the designer states the value.
    """

    x1: int
    y1: int
    x2: int
    y2: int
    at: int
    way: Way
    said: int | None = None

    @property
    def value(self) -> int:
        """What is written on it."""
        measured = abs(self.x2 - self.x1) if self.way == "horizontal" else abs(self.y2 - self.y1)
        return measured if self.said is None else self.said

    @property
    def text(self) -> str:
        """The value in millimetres, as people read it."""
        return millimetres(self.value)


@dataclass(frozen=True, slots=True)
class Label:
    """A line of text of ``size`` (height of a character), its middle at ``y``; ``turned`` reads upwards."""

    x: int
    y: int
    size: int
    text: Text
    align: Align = "center"
    turned: bool = False
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Hatch:
    """A cut face: parallel lines in a rectangle, ``angle`` 45 or 135 degrees, ``step`` apart."""

    x: int
    y: int
    width: int
    height: int
    step: int
    angle: Literal[45, 135] = 45
    part: str = ""


Item = Rect | Line | Polyline | Arc | Dim | Label | Hatch


@dataclass(frozen=True, slots=True)
class View:
    """One view: items within (x, y) to (x + width, y + height); ``text`` is the height of its characters."""

    name: str
    title: Text
    x: int
    y: int
    width: int
    height: int
    text: int
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawing:
    """All views of a product or of a part."""

    title: Text
    views: tuple[View, ...] = ()

    def view(self, name: str) -> View | None:
        """A view by its name."""
        return next((one for one in self.views if one.name == name), None)


def moved(item: Item, dx: int, dy: int) -> Item:
    """The item shifted."""
    if isinstance(item, Line):
        return replace(item, x1=item.x1 + dx, y1=item.y1 + dy, x2=item.x2 + dx, y2=item.y2 + dy)
    if isinstance(item, Dim):
        at = item.at + (dy if item.way == "horizontal" else dx)
        return Dim(item.x1 + dx, item.y1 + dy, item.x2 + dx, item.y2 + dy, at, item.way, item.said)
    if isinstance(item, Polyline):
        return replace(item, points=tuple((x + dx, y + dy) for x, y in item.points))
    return replace(item, x=item.x + dx, y=item.y + dy)


def scaled(item: Item, up: int, down: int) -> Item:
    """The item ``up / down`` times as large, each length rounded; a dimension keeps what is written on it."""

    def to(value: int) -> int:
        return (2 * value * up + down) // (2 * down)

    if isinstance(item, Dim):
        ends = to(item.x1), to(item.y1), to(item.x2), to(item.y2)
        return Dim(*ends, to(item.at), item.way, item.value)
    if isinstance(item, Polyline):
        return replace(item, points=tuple((to(x), to(y)) for x, y in item.points))
    changes: dict[str, int] = {}
    if isinstance(item, Rect | Hatch):
        changes = {"width": to(item.x + item.width) - to(item.x), "height": to(item.y + item.height) - to(item.y)}
        if isinstance(item, Hatch):
            changes["step"] = max(2, to(item.step))
    names = ("x1", "y1", "x2", "y2") if isinstance(item, Line) else ("x", "y")
    size = {Arc: ("radius",), Label: ("size",)}.get(type(item), ())
    changes |= {name: to(getattr(item, name)) for name in (*names, *size)}
    made: Item = replace(item, **changes)  # type: ignore[arg-type]
    return made


def bounds(item: Item, text: int) -> tuple[int, int, int, int]:
    """Left, bottom, right, top of an item, its text with it (a Chinese character is as wide as high, a digit 0.6 of it)."""
    if isinstance(item, Rect | Hatch):
        return item.x, item.y, item.x + item.width, item.y + item.height
    if isinstance(item, Line):
        return min(item.x1, item.x2), min(item.y1, item.y2), max(item.x1, item.x2), max(item.y1, item.y2)
    if isinstance(item, Polyline):
        xs, ys = [x for x, _ in item.points], [y for _, y in item.points]
        return min(xs), min(ys), max(xs), max(ys)
    if isinstance(item, Arc):
        return item.x - item.radius, item.y - item.radius, item.x + item.radius, item.y + item.radius
    if isinstance(item, Dim):
        return _dim_bounds(item, text)
    return _label_bounds(item)


def figure_place(dim: Dim, text: int) -> int:
    """Where along its line the middle of a figure stands: between the ends where it fits, else beyond the farther one."""
    low, high = sorted((dim.x1, dim.x2) if dim.way == "horizontal" else (dim.y1, dim.y2))
    wide = text_width(dim.text, text)
    return (low + high) // 2 if high - low >= wide + text // 2 else high + text * 2 // 3 + wide // 2


def _dim_bounds(dim: Dim, text: int) -> tuple[int, int, int, int]:
    beyond = text * 3 // 2
    middle, half = figure_place(dim, text), text_width(dim.text, text) // 2 + text // 4
    if dim.way == "horizontal":
        left, right = sorted((dim.x1, dim.x2))
        low, high = min(dim.y1, dim.y2, dim.at) - text // 2, max(dim.y1, dim.y2, dim.at + beyond)
        return min(left, middle - half), low, max(right, middle + half), high
    low, high = sorted((dim.y1, dim.y2))
    left, right = min(dim.x1, dim.x2, dim.at - beyond), max(dim.x1, dim.x2, dim.at + text // 2)
    return left, min(low, middle - half), right, max(high, middle + half)


def _label_bounds(label: Label) -> tuple[int, int, int, int]:
    length = max(text_width(label.text.zh, label.size), text_width(label.text.en, label.size))
    before = {"left": 0, "center": length // 2, "right": length}[label.align]
    half = label.size * 6 // 10
    if label.turned:
        return label.x - half, label.y - before, label.x + half, label.y - before + length
    return label.x - before, label.y - half, label.x - before + length, label.y + half


def text_width(text: str, size: int) -> int:
    """About how wide a text is: Chinese characters are as wide as high, others 0.6 of it."""
    return sum(10 if ord(sign) > 0x2E7F else 6 for sign in text) * size // 10


@dataclass(slots=True)
class Canvas:
    """A view in the making; ``close`` measures what was drawn and leaves a margin around it."""

    name: str
    title: Text
    text: int
    items: list[Item] = field(default_factory=list)

    def close(self) -> View:
        """The finished view; an empty one is as large as its text."""
        boxes = [bounds(item, self.text) for item in self.items] or [(0, 0, self.text, self.text)]
        left, bottom = min(box[0] for box in boxes) - self.text, min(box[1] for box in boxes) - self.text
        right, top = max(box[2] for box in boxes) + self.text, max(box[3] for box in boxes) + self.text
        return View(self.name, self.title, left, bottom, right - left, top - bottom, self.text, tuple(self.items))
