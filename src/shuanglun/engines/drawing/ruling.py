"""Dimensions around a view: the whole outside, the chain of its members inside, nothing that could not be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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
