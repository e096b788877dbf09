"""A single part with its edges, its grain and its machining, and all parts of a product beside one another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isqrt

from shuanglun.engines.drawing.machining_marks import machining_marks, machining_words
from shuanglun.engines.drawing.model import Canvas, Dim, Item, Label, Line, Rect, View, moved
from shuanglun.engines.drawing.product import PartShape
from shuanglun.engines.drawing.ruling import Box, Frame, dimension_frame
from shuanglun.kernel.length import millimetres
from shuanglun.kernel.text import Text

_TEXTS_IN_A_PART = 36
_MOST_POSITIONS = 24


def part_text(part: PartShape) -> int:
    """The height of the text on the drawing of a part."""
    return max(60, max(part.length, part.width) // _TEXTS_IN_A_PART)


def part_view(part: PartShape) -> View:
    """The part seen from above, its length across, its front edge below; what is worked on it, measured from its corner."""
    text = part_text(part)
    canvas = Canvas(part.key, part.name, text)
    canvas.items += [Rect(0, 0, part.length, part.width, "outline", filled=True, part=part.key)]
    canvas.items += [*_grain(part, text), *_bands(part, text)]
    for row in part.machining:
        canvas.items += machining_marks(part, row)
    across, upwards = _positions(part)
    frame = Frame(Box(0, 0, part.length, part.width), text)
    canvas.items += dimension_frame(frame, across, upwards)
    canvas.items += _heading(part, part.width + text * 7 // 2, text)
    canvas.items += _listing(part, min(_floor(canvas.items) - 2 * text, -4 * text), text)
    return canvas.close()


def _floor(items: Sequence[Item]) -> int:
    return min((item.at for item in items if isinstance(item, Dim) and item.way == "horizontal"), default=0)


def _positions(part: PartShape) -> tuple[list[int], list[int]]:
    """Where drilling on the two large faces is measured; only the ends where there would be too many to read."""
    drills = [row for row in part.machining if row.kind == "drill" and row.face in ("top", "bottom")]
    xs = {x for row in drills for x, _ in row.places()}
    ys = {y for row in drills for _, y in row.places()}
    return _with_ends(xs, part.length), _with_ends(ys, part.width)


def _with_ends(places: set[int], end: int) -> list[int]:
    return sorted(places | {0, end}) if len(places) <= _MOST_POSITIONS else [0, end]


def _heading(part: PartShape, y: int, text: int) -> list[Label]:
    sizes = f"{millimetres(part.length)}×{millimetres(part.width)}×{millimetres(part.thickness)}"
    about = "  ".join(one for one in (sizes, part.material, f"×{part.qty}") if one)
    return [
        Label(0, y, text * 5 // 4, part.name, "left", strong=True),
        Label(0, y - text * 17 // 10, text, Text(about, about), "left"),
    ]


def _listing(part: PartShape, top: int, text: int) -> Iterator[Label]:
    for number, row in enumerate(part.machining):
        yield Label(0, top - number * text * 3 // 2, text, machining_words(row), "left")


def _bands(part: PartShape, text: int) -> Iterator[Item]:
    """Edge bands as thick lines with their thickness inside the part."""
    sides = (
        (part.front, Line(0, 0, part.length, 0, "edge"), (part.length // 2, text)),
        (part.back, Line(0, part.width, part.length, part.width, "edge"), (part.length // 2, part.width - text)),
        (part.left, Line(0, 0, 0, part.width, "edge"), (text * 3 // 2, part.width // 2)),
        (
            part.right,
            Line(part.length, 0, part.length, part.width, "edge"),
            (part.length - text * 3 // 2, part.width // 2),
        ),
    )
    for thickness, line, (x, y) in sides:
        if thickness:
            yield line
            if min(part.width, part.length) >= 5 * text:
                yield Label(x, y, text * 7 // 10, Text(millimetres(thickness), millimetres(thickness)))


def _grain(part: PartShape, text: int) -> list[Item]:
    """An arrow along the grain in the middle of the part."""
    if part.grain not in ("length", "width"):
        return []
    along = part.grain == "length"
    half = min(part.length if along else part.width, 12 * text) // 4
    x, y, head = part.length // 2, part.width // 2, text // 2

    def line(a: int, b: int, c: int, d: int) -> Line:
        return Line(x + a, y + b, x + c, y + d, "grain") if along else Line(x + b, y + a, x + d, y + c, "grain")

    return [
        line(-half, 0, half, 0),
        line(half, 0, half - head, head // 2),
        line(half, 0, half - head, -(head // 2)),
        line(-half, 0, -half + head, head // 2),
        line(-half, 0, -half + head, -(head // 2)),
    ]


def parts_view(parts: Sequence[PartShape]) -> View:
    """All parts to one scale in rows, each with its number, name, sizes and bands, without machining."""
    longest = max(max(part.length, part.width) for part in parts)
    area = sum((part.length + longest // 12) * (part.width + longest // 6) for part in parts)
    room = max(longest + longest // 6, isqrt(area * 2))
    text = max(1, room // 60)
    canvas = Canvas("parts", Text("零件图", "Parts"), text)
    x = y = depth = 0
    for number, part in enumerate(parts, 1):
        items = _brief(part, number, text)
        width, height = part.length + 5 * text, part.width + 7 * text
        if x and x + width > room:
            x, y, depth = 0, y - depth, 0
        canvas.items += [moved(item, x, y - height) for item in items]
        x += max(width, 14 * text)
        depth = max(depth, height + text)
    return canvas.close()


def _brief(part: PartShape, number: int, text: int) -> list[Item]:
    plain = PartShape(
        part.key, part.name, part.length, part.width, part.thickness, part.qty, part.grain,
        part.front, part.back, part.left, part.right,
    )  # fmt: skip
    label = f"{number}  {{}}  ×{part.qty}"
    title = Text(label.format(part.name.zh), label.format(part.name.en))
    below = -2 * text
    return [
        Rect(0, 0, part.length, part.width, "outline", filled=True, part=part.key),
        *_grain(plain, text),
        *_bands(plain, text),
        Label(0, part.width + text, text, title, "left", strong=True),
        Dim(0, 0, part.length, 0, below, "horizontal"),
        Dim(0, 0, 0, part.width, -2 * text, "vertical"),
    ]
