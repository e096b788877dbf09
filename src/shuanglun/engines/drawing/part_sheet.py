"""A single part with its edges, its grain and its machining, and all parts of a product beside one another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isqrt

from shuanglun.engines.drawing.letters import edge_views, letter, letters
from shuanglun.engines.drawing.machining_marks import machining_marks, machining_words
from shuanglun.engines.drawing.model import Arc, Canvas, Dim, Item, Label, Line, Rect, View, moved
from shuanglun.engines.drawing.ordinates import below, beside, positions
from shuanglun.engines.drawing.product import PartShape
from shuanglun.kernel.length import millimetres
from shuanglun.kernel.text import Text

_TEXTS_IN_A_PART = 48


def part_text(part: PartShape) -> int:
    """The height of the text on the drawing of a part."""
    return max(60, max(part.length, part.width) // _TEXTS_IN_A_PART)


def part_view(part: PartShape, text: int = 0, scale: str = "") -> View:
    """The part seen from above, its length across, its front edge below; what is worked on it, measured from its corner.

    Each row of machining has a letter on the drawing and in the list below it. Edges that are worked are drawn above the
    part as they are seen from outside. ``text`` is the height of its text (0: by its size); ``scale`` is told beside its sizes.
    """
    text = text or part_text(part)
    canvas = Canvas(part.key, part.name, text)
    canvas.items += [Rect(0, 0, part.length, part.width, "outline", filled=True, part=part.key)]
    canvas.items += [*_grain(part, text), *_bands(part, text)]
    for row in part.machining:
        canvas.items += machining_marks(part, row)
    top, edges = edge_views(part, text)
    canvas.items += edges
    canvas.items += letters(part, text)
    across, upwards = positions(part)
    figures, low = below(across, text)
    canvas.items += figures
    figures, left = beside(upwards, text)
    canvas.items += figures
    if across or upwards:
        canvas.items.append(Arc(0, 0, text // 3, style="thin", filled=True))
    low, left = min(low, 0) - text * 5 // 2, min(left, 0) - text * 5 // 2
    canvas.items += [
        Dim(0, 0, part.length, 0, low, "horizontal"),
        Dim(0, 0, 0, part.width, left, "vertical"),
    ]
    canvas.items += _heading(part, top + text * 7 // 2, text, scale)
    canvas.items += _listing(part, low - 2 * text, text)
    return canvas.close()


def _heading(part: PartShape, y: int, text: int, scale: str) -> list[Label]:
    sizes = f"{millimetres(part.length)}×{millimetres(part.width)}×{millimetres(part.thickness)}"
    about = "  ·  ".join(one for one in (sizes, part.material, f"×{part.qty}", scale) if one)
    return [
        Label(0, y, text * 5 // 4, part.name, "left", strong=True),
        Label(0, y - text * 17 // 10, text, Text(about, about), "left"),
    ]


def _listing(part: PartShape, top: int, text: int) -> Iterator[Label]:
    for number, row in enumerate(part.machining):
        words, name = machining_words(row), letter(number)
        line = Text(f"{name}：{words.zh}", f"{name}: {words.en}")
        yield Label(0, top - number * text * 3 // 2, text, line, "left")


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
    under = -2 * text
    return [
        Rect(0, 0, part.length, part.width, "outline", filled=True, part=part.key),
        *_grain(plain, text),
        *_bands(plain, text),
        Label(0, part.width + text, text, title, "left", strong=True),
        Dim(0, 0, part.length, 0, under, "horizontal"),
        Dim(0, 0, 0, part.width, -2 * text, "vertical"),
    ]
