"""Where machining lies, measured from the part's corner: running figures beside the part, spread so that all can be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from shuanglun.engines.drawing.machining_marks import mitre_cut
from shuanglun.engines.drawing.model import Item, Label, Line, text_width
from shuanglun.engines.drawing.product import Machining, PartShape
from shuanglun.engines.drawing.ruling import spread
from shuanglun.kernel.length import millimetres
from shuanglun.kernel.text import Text

_FEW = 3  # of more holes in one row the first two and the last are measured; the listing says their pitch


def positions(part: PartShape) -> tuple[list[int], list[int]]:
    """What is measured along the length and along the width: middles of holes, both ends of everything else."""
    xs: set[int] = set()
    ys: set[int] = set()
    for row in part.machining:
        if row.kind == "mitre":
            x1, _, x2, _ = mitre_cut(part, row)
            xs |= {x1, x2}
        elif row.face in ("top", "bottom"):
            xs |= set(_places(row, row.x, row.pitch_x, row.length))
            ys |= set(_places(row, row.y, row.pitch_y, row.width))
        else:
            along = xs if row.face in ("front", "back") else ys
            along |= set(_places(row, row.x, row.pitch_x, row.length))
    return sorted(xs - {0, part.length}), sorted(ys - {0, part.width})


def _places(row: Machining, start: int, pitch: int, size: int) -> Iterator[int]:
    repeats = range(row.qty) if pitch else range(1)
    shown = repeats if row.kind != "drill" or len(repeats) <= _FEW else (0, 1, repeats[-1])
    for number in shown:
        yield start + number * pitch
        if row.kind != "drill" and not row.angle:
            yield start + number * pitch + size


def running(places: Sequence[int], text: int) -> list[tuple[int, int]]:
    """Each place with the place of its figure."""
    return list(zip(places, spread(places, text * 13 // 10), strict=True))


def below(places: Sequence[int], text: int) -> tuple[list[Item], int]:
    """Figures below a part for places along its length, reading upwards, and the depth they reach."""
    items: list[Item] = []
    longest = 0
    for place, at in running(places, text):
        figure = millimetres(place)
        longest = max(longest, text_width(figure, text))
        items += [
            Line(place, 0, place, -text, "thin"),
            Line(place, -text, at, -2 * text, "thin"),
            Label(at, -2 * text - text // 4, text, Text(figure, figure), "right", turned=True),
        ]
    return items, -(2 * text + text // 2 + longest) if items else 0


def beside(places: Sequence[int], text: int) -> tuple[list[Item], int]:
    """Figures left of a part for places along its width, and how far they reach."""
    items: list[Item] = []
    longest = 0
    for place, at in running(places, text):
        figure = millimetres(place)
        longest = max(longest, text_width(figure, text))
        items += [
            Line(0, place, -text, place, "thin"),
            Line(-text, place, -2 * text, at, "thin"),
            Label(-2 * text - text // 4, at, text, Text(figure, figure), "right"),
        ]
    return items, -(2 * text + text // 2 + longest) if items else 0
