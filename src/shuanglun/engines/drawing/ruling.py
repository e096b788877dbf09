"""Dimensions around a view: the whole outside, the chain of its members inside, nothing that could not be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from shuanglun.engines.drawing.model import Dim, text_width
from shuanglun.engines.drawing.product import Measure, Product
from shuanglun.kernel.length import millimetres


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle by its edges."""

    left: int
    bottom: int
    right: int
    top: int

    @classmethod
    def of(cls, across: tuple[int, int], upwards: tuple[int, int]) -> Box:
        """From the extents along the two axes."""
        return cls(across[0], upwards[0], across[1], upwards[1])


@dataclass(frozen=True, slots=True)
class Frame:
    """What is measured, and the height of the text."""

    box: Box
    text: int


def chain(edges: Sequence[int], text: int) -> list[tuple[int, int]]:
    """The steps from edge to edge whose figure fits between them."""
    return [
        (low, high)
        for low, high in pairwise(edges)
        if high - low >= text_width(millimetres(high - low), text) + text // 3
    ]


def dimension_frame(frame: Frame, across: Sequence[int], upwards: Sequence[int]) -> list[Dim]:
    """Below and left of the box: a chain where there is more than one step, and the whole."""
    box, step = frame.box, frame.text * 5 // 2
    dims = []
    at = box.bottom - step
    if len(across) > 2:
        dims += [Dim(low, box.bottom, high, box.bottom, at, "horizontal") for low, high in chain(across, frame.text)]
        at -= step
    dims.append(Dim(box.left, box.bottom, box.right, box.bottom, at, "horizontal"))
    at = box.left - step
    if len(upwards) > 2:
        dims += [Dim(box.left, low, box.left, high, at, "vertical") for low, high in chain(upwards, frame.text)]
        at -= step
    dims.append(Dim(box.left, box.bottom, box.left, box.top, at, "vertical"))
    return dims


def wanted_dims(product: Product, view: str, frame: Frame) -> list[Dim]:
    """The dimensions the product itself asks for in a view."""
    return [_wanted(one, frame.text) for one in product.dimensions if one.view == view]


def _wanted(measure: Measure, text: int) -> Dim:
    """Horizontal when the points differ more across. Without an offset the line stands two lines of text below or left."""
    across = abs(measure.x2 - measure.x1) >= abs(measure.y2 - measure.y1)
    ends = (measure.y1, measure.y2) if across else (measure.x1, measure.x2)
    at = (max(ends) if measure.offset > 0 else min(ends)) + (measure.offset or -text * 5 // 2)
    points = (measure.x1, measure.y1, measure.x2, measure.y2)
    return Dim(*points, at, "horizontal" if across else "vertical", measure.value)


def untangled(dims: Sequence[Dim], frame: Frame) -> list[Dim]:
    """The dimensions with their lines moved outwards until none runs through another's figure; the order stays.

    Lines on the same side that lie beside one another may share a level; those that overlap stand two texts apart.
    """
    found = list(dims)
    for way in ("horizontal", "vertical"):
        for outwards in (-1, 1):
            mine = [at for at, dim in enumerate(dims) if dim.way == way and _side(dim, frame) == outwards]
            for at, level in _levels([dims[at] for at in mine], outwards, frame.text * 2):
                found[mine[at]] = replace(found[mine[at]], at=level)
    return found


def _side(dim: Dim, frame: Frame) -> int:
    """-1 for a line below or left of what it measures, 1 for one above or right of it."""
    ends = (dim.y1, dim.y2) if dim.way == "horizontal" else (dim.x1, dim.x2)
    return 1 if dim.at > max(ends) else -1


def _levels(dims: Sequence[Dim], outwards: int, least: int) -> list[tuple[int, int]]:
    """Index and level of each line, from the nearest to the farthest one."""
    placed: list[tuple[int, int]] = []
    for at in sorted(
        range(len(dims)), key=lambda one: (outwards * dims[one].at, _span(dims[one])[1] - _span(dims[one])[0])
    ):
        level = dims[at].at
        for other, its in placed:
            if _overlap(_span(dims[at]), _span(dims[other])) and outwards * (level - its) < least:
                level = its + outwards * least
        placed.append((at, level))
    return placed


def _span(dim: Dim) -> tuple[int, int]:
    low, high = sorted((dim.x1, dim.x2) if dim.way == "horizontal" else (dim.y1, dim.y2))
    return low, high


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def spread(places: Sequence[int], least: int) -> list[int]:
    """Places in ascending order moved as little as can be (least squares) so that neighbours stand ``least`` apart.

    >>> spread([0, 10, 100], 30)
    [-10, 20, 100]
    """
    groups: list[tuple[int, int]] = []  # sum and count of the places, each less its number times ``least``
    for number, place in enumerate(places):
        total, count = place - number * least, 1
        while groups and groups[-1][0] * count > total * groups[-1][1]:
            before = groups.pop()
            total, count = total + before[0], count + before[1]
        groups.append((total, count))
    starts = [total // count for total, count in groups for _ in range(count)]
    return [start + number * least for number, start in enumerate(starts)]
