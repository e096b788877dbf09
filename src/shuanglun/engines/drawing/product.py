"""What is drawn: parts with their sizes, edges and machining, and where their copies stand in the product.

The product is seen from its opening side: x runs to the right, y up from the finished floor, z away from the person in front
of it, as in the placements of a formula table.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from shuanglun.kernel.text import Text

Axis = Literal["x", "y", "z", "-x", "-y", "-z"]
Face = Literal["top", "bottom", "front", "back", "left", "right"]
Hinges = Literal["", "left", "right"]
MachiningKind = Literal["drill", "groove", "pocket", "contour", "mitre"]
NARROW: tuple[Face, ...] = ("front", "back", "left", "right")


@dataclass(frozen=True, slots=True)
class Machining:
    """One row of machining on a part, ``qty`` times from (x, y) in steps of (pitch_x, pitch_y).

    On the faces ``top`` and ``bottom`` x runs along the part's length from its left end and y along its width from its front
    edge, both seen from the top. On the narrow faces x runs along the edge (from the left end, or from the front) and y is
    the height above the bottom face. ``depth`` 0 goes through. A drill's (x, y) is its centre; a groove, pocket or contour is
    the rectangle ``length`` by ``width`` that begins there, turned about it by ``angle``. A mitre cuts the end of the face
    ``left`` or ``right``, ``angle`` away from square; a positive angle leaves the back edge long. Lengths are 0.1 mm, the
    angle 0.1 degrees.
    """

    key: str
    kind: MachiningKind
    face: Face
    x: int = 0
    y: int = 0
    depth: int = 0
    diameter: int = 0
    length: int = 0
    width: int = 0
    angle: int = 0
    qty: int = 1
    pitch_x: int = 0
    pitch_y: int = 0
    tool: str = ""

    def places(self) -> Iterator[tuple[int, int]]:
        """Where it is done, one place a repeat."""
        for number in range(self.qty):
            yield self.x + number * self.pitch_x, self.y + number * self.pitch_y


@dataclass(frozen=True, slots=True)
class PartShape:
    """A part: finished sizes, edge bands by side (0: none), machining. ``qty`` is how many a product has."""

    key: str
    name: Text
    length: int
    width: int
    thickness: int
    qty: int = 1
    grain: str = "none"
    front: int = 0
    back: int = 0
    left: int = 0
    right: int = 0
    material: str = ""
    role: str = ""
    machining: tuple[Machining, ...] = ()


@dataclass(frozen=True, slots=True)
class Placement:
    """A copy of a part in the product: its lower left front corner, and along which axes its length and width run.

    A minus says that the part's left-to-right or front-to-back runs against the axis; the corner stays the least one.
    ``hinges`` is the side a leaf or door turns about, seen from the front; empty for what does not turn.
    """

    part: str
    x: int
    y: int
    z: int
    length_along: Axis
    width_along: Axis
    hinges: Hinges = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """A dimension the product's designer wants: two points of a view, what is written, how far the line stands off them."""

    view: Literal["front", "section", "plan"]
    x1: int
    y1: int
    x2: int
    y2: int
    value: int
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Product:
    """A product to draw; ``placements`` may be empty, then there are no views of the whole.

    A view that has ``dimensions`` of its own shows these; any other is dimensioned by the edges of its parts.
    """

    title: Text
    parts: tuple[PartShape, ...]
    placements: tuple[Placement, ...] = ()
    dimensions: tuple[Measure, ...] = ()


@dataclass(frozen=True, slots=True)
class Solid:
    """A placed part as a box."""

    part: PartShape
    x: int
    y: int
    z: int
    dx: int
    dy: int
    dz: int
    hinges: Hinges = ""


def solids(product: Product) -> list[Solid]:
    """The boxes of the placed parts. A placement of a part that is not made, or with both sides along one axis, is left out."""
    parts = {part.key: part for part in product.parts}
    found = (_solid(parts[one.part], one) for one in product.placements if one.part in parts)
    return [solid for solid in found if solid is not None]


def _solid(part: PartShape, placement: Placement) -> Solid | None:
    length, width = placement.length_along[-1], placement.width_along[-1]
    if length == width:
        return None
    third = next(axis for axis in "xyz" if axis not in (length, width))
    size = {length: part.length, width: part.width, third: part.thickness}
    return Solid(part, placement.x, placement.y, placement.z, size["x"], size["y"], size["z"], placement.hinges)
