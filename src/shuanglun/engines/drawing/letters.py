"""Letters that tie a mark on the drawing of a part to its row in the list, and the worked edges as seen from outside."""

from __future__ import annotations

from collections.abc import Iterator

from shuanglun.engines.drawing.machining_marks import FACES
from shuanglun.engines.drawing.model import Arc, Item, Label, Rect, text_width
from shuanglun.engines.drawing.product import Machining, PartShape
from shuanglun.kernel.text import Text

Box = tuple[int, int, int, int]


def letter(number: int) -> str:
    """A, B, … Z, AA, AB, … by number from 0.

    >>> letter(0), letter(25), letter(26)
    ('A', 'Z', 'AA')
    """
    name = chr(ord("A") + number % 26)
    return name if number < 26 else letter(number // 26 - 1) + name


def letters(part: PartShape, text: int) -> list[Label]:
    """A letter beside the first place of each row, not upon another letter where there is room."""
    marks = [_mark(part, row) for row in part.machining]
    reach, up = min(part.length, 12 * text) // 4, text // 2
    middle = part.length // 2, part.width // 2
    grain = (middle[0] - reach, middle[1] - up, middle[0] + reach, middle[1] + up)
    taken: list[Box] = [] if part.grain == "none" else [grain]
    found = []
    for number, row in enumerate(part.machining):
        name = letter(number)
        half = (text_width(name, text) // 2 + text // 8, text * 5 // 8)
        others = [mark for at, mark in enumerate(marks) if at != number and not _within(marks[number], mark)]
        x, y = _free(_candidates(part, row, text), [*taken, *others], half)
        taken.append((x - half[0], y - half[1], x + half[0], y + half[1]))
        found.append(Label(x, y, text * 9 // 10, Text(name, name), strong=True))
    return found


def _within(inner: Box, outer: Box) -> bool:
    """True when a mark lies in another one, whose area its letter may then use."""
    return inner[0] >= outer[0] and inner[1] >= outer[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


def _free(candidates: list[tuple[int, int]], taken: list[Box], half: tuple[int, int]) -> tuple[int, int]:
    for x, y in candidates:
        mine = (x - half[0], y - half[1], x + half[0], y + half[1])
        if not any(mine[0] < d and c < mine[2] and mine[1] < f and e < mine[3] for c, e, d, f in taken):
            return x, y
    return candidates[0]


def _candidates(part: PartShape, row: Machining, text: int) -> list[tuple[int, int]]:
    """Places for a letter: right, left, above and below of the mark, farther and farther."""
    left, low, right, high = _mark(part, row)
    far = [text * step // 10 for step in (9, 21, 33)]
    middle_y = (low + high) // 2
    shares = [left + (right - left) * share // 100 for share in (50, 25, 75)]
    return [
        place
        for off in far
        for place in (
            *((x, high + off) for x in shares),
            (right + off, middle_y),
            (left - off, middle_y),
            *((x, low - off) for x in shares),
        )
    ]


def _mark(part: PartShape, row: Machining) -> Box:
    """What the first place of a row covers on the drawing."""
    if row.kind == "mitre":
        return (part.length, 0, part.length, part.width) if row.face == "right" else (0, 0, 0, part.width)
    half = row.diameter // 2
    across = (row.x - half, row.x + half) if row.kind == "drill" else (row.x, row.x + row.length)
    if row.face in ("top", "bottom"):
        up = (row.y - half, row.y + half) if row.kind == "drill" else (row.y, row.y + row.width)
        return across[0], up[0], across[1], up[1]
    depth = row.depth
    return {
        "front": (across[0], 0, across[1], depth),
        "back": (across[0], part.width - depth, across[1], part.width),
        "left": (0, across[0], depth, across[1]),
        "right": (part.length - depth, across[0], part.length, across[1]),
    }[row.face]


def edge_views(part: PartShape, text: int) -> tuple[int, list[Item]]:
    """The worked long edges above the part, height upwards, x as in the part; and how high they reach.

    Work on the ends is told by the list alone: there it is dowel holes, whose place is measured along the width.
    """
    items: list[Item] = []
    top = part.width
    for face in ("back", "front"):
        rows = [row for row in part.machining if row.face == face and row.kind != "mitre"]
        if not rows:
            continue
        low = top + text * 2
        items.append(Rect(0, low, part.length, part.thickness, "outline", filled=True))
        items.append(Label(-text // 2, low + part.thickness // 2, text * 9 // 10, FACES[face], "right"))
        for row in rows:
            items += _on_edge(row, low)
        top = low + part.thickness
    return top, items


def _on_edge(row: Machining, low: int) -> Iterator[Item]:
    for x, y in row.places():
        if row.kind == "drill":
            yield Arc(x, low + y, max(1, row.diameter // 2), style="drill")
        else:
            yield Rect(x, low + y, row.length, row.width, "groove" if row.kind == "groove" else "pocket", filled=True)
