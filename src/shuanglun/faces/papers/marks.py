"""Small drawings shared by labels and cut plans: arrows and hatching."""

from __future__ import annotations

from shuanglun.faces.papers.scene import BLACK, Mark, Strokes

Segment = tuple[float, float, float, float]


def arrow(x1: float, y1: float, x2: float, y2: float, head: float) -> list[Segment]:
    """A straight line, level or upright, with a head at both ends (grain has no direction)."""
    back, side = head, head * 0.45
    if y1 == y2:
        ends = ((x1, back), (x2, -back))
        return [(x1, y1, x2, y2)] + [(x, y1, x + b, y1 + s) for x, b in ends for s in (side, -side)]
    ends = ((y1, back), (y2, -back))
    return [(x1, y1, x2, y2)] + [(x1, y, x1 + s, y + b) for y, b in ends for s in (side, -side)]


def grain_arrow(
    x: float, y: float, width: float, height: float, grain: str, line: float, colour: str = BLACK
) -> list[Mark]:
    """An arrow in the middle of a rectangle: across for "length", upright for "width", nothing for "none"."""
    middle_x, middle_y = x + width / 2, y + height / 2
    if grain == "length":
        half = width * 0.3
        segments = arrow(middle_x - half, middle_y, middle_x + half, middle_y, min(1.3, half))
    elif grain == "width":
        half = height * 0.32
        segments = arrow(middle_x, middle_y - half, middle_x, middle_y + half, min(1.3, half))
    else:
        return []
    return [Strokes(tuple(segments), line, colour)]


def hatching(x: float, y: float, width: float, height: float, pitch: float) -> tuple[Segment, ...]:
    """Lines at 45 degrees that fill a rectangle, clipped to it."""
    segments = []
    offset = pitch
    while offset < width + height:
        start = (x + min(offset, width), y + max(0.0, offset - width))
        end = (x + max(0.0, offset - height), y + min(offset, height))
        segments.append((*start, *end))
        offset += pitch
    return tuple(segments)
