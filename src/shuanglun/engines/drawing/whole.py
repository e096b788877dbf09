"""The views of a whole product: from the front, cut across, cut upright, taken apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal

from shuanglun.engines.drawing.model import Arc, Canvas, Hatch, Label, Line, Polyline, Rect, Style, View
from shuanglun.engines.drawing.product import PartShape, Product, Solid
from shuanglun.engines.drawing.ruling import Box, Frame, dimension_frame, untangled, wanted_dims
from shuanglun.kernel.text import Text

_TEXTS_IN_A_VIEW = 42  # the longer side of a view holds this many lines of text
_LARGE = 4, 10  # a member of 4/10 of the whole or more gives its edges to the dimensions
_SPREAD = 22  # per cent of the longest side that parts are moved apart
# Where on a face, in per cent across and up, a number may stand: the middle first.
_SHARES = tuple((across, up) for up in (50, 30, 70, 15, 85, 40, 60, 2, 98) for across in (50, 20, 80, 2, 98))
ViewName = Literal["front", "section", "plan"]
Span = Callable[[Solid], tuple[int, int]]


def is_glass(part: PartShape) -> bool:
    """True for a pane."""
    return "glass" in part.role or "玻璃" in part.material or "glass" in part.material.lower()


def _text_size(solids: Sequence[Solid], *spans: Span) -> int:
    longest = max(high - low for low, high in (_extent(solids, span) for span in spans))
    return max(1, longest // _TEXTS_IN_A_VIEW)


def _extent(solids: Iterable[Solid], span: Span) -> tuple[int, int]:
    found = [span(solid) for solid in solids]
    return min(low for low, _ in found), max(high for _, high in found)


def along_x(solid: Solid) -> tuple[int, int]:
    """From where to where a box reaches to the right."""
    return solid.x, solid.x + solid.dx


def along_y(solid: Solid) -> tuple[int, int]:
    """From where to where a box reaches upwards."""
    return solid.y, solid.y + solid.dy


def along_z(solid: Solid) -> tuple[int, int]:
    """From where to where a box reaches to the back."""
    return solid.z, solid.z + solid.dz


def _edges(solids: Sequence[Solid], span: Span, across: Span) -> list[int]:
    """The edges along one axis of those members that fill enough of the other."""
    low, high = _extent(solids, across)
    enough = (high - low) * _LARGE[0] // _LARGE[1]
    members = [solid for solid in solids if across(solid)[1] - across(solid)[0] >= enough]
    return sorted({edge for solid in members for edge in span(solid)} | set(_extent(solids, span)))


def _style(solid: Solid) -> Style:
    return "glass" if is_glass(solid.part) else "outline"


def front_view(product: Product, solids: Sequence[Solid], text: int = 0) -> View:
    """The product as a person sees it: nearer parts cover those behind; dashed lines point at the hinges of a leaf.

    ``text`` is the height of its text (0: by the size of the product), as in the other views.
    """
    text = text or _text_size(solids, along_x, along_y)
    canvas = Canvas("front", Text("正面图", "Front"), text)
    for solid in sorted(solids, key=lambda one: (-_seen_depth(one, solids), one.part.key)):
        canvas.items.append(Rect(solid.x, solid.y, solid.dx, solid.dy, _style(solid), filled=True, part=solid.part.key))
    for solid in solids:
        canvas.items += _opening_lines(solid)
    frame = Frame(Box.of(_extent(solids, along_x), _extent(solids, along_y)), text)
    across, upwards = _edges(solids, along_x, along_y), _edges(solids, along_y, along_x)
    canvas.items += untangled(wanted_dims(product, "front", frame) or dimension_frame(frame, across, upwards), frame)
    return canvas.close()


def _seen_depth(solid: Solid, solids: Sequence[Solid]) -> int:
    """How far back a box is drawn: a glazed leaf behind its panes and members, which are what one sees of it."""
    return solid.z + solid.dz if _glazed(solid, solids) else solid.z


def _glazed(solid: Solid, solids: Sequence[Solid]) -> bool:
    """Whether a pane lies within a box: the box of a leaf, which is open there."""
    return any(is_glass(one.part) and one is not solid and _within(one, solid) for one in solids)


def _within(one: Solid, other: Solid) -> bool:
    spans = along_x, along_y, along_z
    return all(span(other)[0] <= span(one)[0] and span(one)[1] <= span(other)[1] for span in spans)


def _opening_lines(leaf: Solid) -> list[Line]:
    """From the two corners of the lock side to the middle of the hinge side."""
    if not leaf.hinges:
        return []
    hinge, lock = (leaf.x, leaf.x + leaf.dx) if leaf.hinges == "left" else (leaf.x + leaf.dx, leaf.x)
    return [Line(lock, end, hinge, leaf.y + leaf.dy // 2, "opening") for end in (leaf.y, leaf.y + leaf.dy)]


def _through(solids: Sequence[Solid], span: Span, share: int) -> list[Solid]:
    """The boxes a plane goes through, at ``share`` per cent of the whole."""
    low, high = _extent(solids, span)
    plane = low + (high - low) * share // 100
    return [solid for solid in solids if span(solid)[0] <= plane < span(solid)[1]]


def _cut_faces(cut: Sequence[Solid], across: Span, upwards: Span, text: int) -> Iterator[Rect | Hatch]:
    """The cut boxes; neighbouring parts are hatched in turn, panes stay clear."""
    for number, solid in enumerate(sorted(cut, key=lambda one: (across(one), upwards(one)))):
        (left, right), (low, high) = across(solid), upwards(solid)
        glass = is_glass(solid.part)
        style: Style = "glass" if glass else "section"
        yield Rect(left, low, right - left, high - low, style, filled=True, part=solid.part.key)
        if not glass:
            step = max(2, min(text // 2, min(right - left, high - low) // 2))
            yield Hatch(left, low, right - left, high - low, step, 135 if number % 2 else 45, solid.part.key)


def plan_section(product: Product, solids: Sequence[Solid], text: int = 0) -> View | None:
    """Cut across below the middle, seen from above: the back of the product is up."""
    cut = _through(solids, along_y, 45)
    return _section(product, "plan", Text("横剖图", "Plan section"), cut, along_x, along_z, text) if cut else None


def upright_section(product: Product, solids: Sequence[Solid], text: int = 0) -> View | None:
    """Cut upright left of the middle, where no partition stands and no leaves meet: the front of the product is to the left."""
    cut = max((_through(solids, along_x, share) for share in (42, 30)), key=lambda cut: sum(one.dy for one in cut))
    title = Text("纵剖图", "Upright section")
    return _section(product, "section", title, cut, along_z, along_y, text) if cut else None


def _section(
    product: Product, name: ViewName, title: Text, cut: Sequence[Solid], across: Span, upwards: Span, text: int
) -> View:
    text = text or _text_size(cut, across, upwards)
    canvas = Canvas(name, title, text)
    canvas.items += _cut_faces(cut, across, upwards, text)
    frame = Frame(Box.of(_extent(cut, across), _extent(cut, upwards)), text)
    widths = sorted({edge for solid in cut for edge in across(solid)})
    heights = sorted({edge for solid in cut for edge in upwards(solid)})
    canvas.items += untangled(wanted_dims(product, name, frame) or dimension_frame(frame, widths, heights), frame)
    return canvas.close()


def exploded_view(product: Product, solids: Sequence[Solid], text: int = 0) -> View:
    """The product taken apart, drawn obliquely: what lies behind goes up and to the right, by half its depth.

    Every part has its number in a circle, once, where a copy of it is seen and no other circle stands. A glazed leaf is shown
    by its members and panes alone.
    """
    shown = [solid for solid in solids if not _glazed(solid, solids)]
    apart = sorted(_apart(shown), key=lambda one: (-one.z, one.x, one.y))
    text = text or _text_size(apart, along_x, along_y)
    canvas = Canvas("exploded", Text("分解图", "Exploded"), text)
    for solid in apart:
        canvas.items += _faces(solid)
    placed: list[tuple[int, int]] = []
    for number, part in enumerate(product.parts, 1):
        copies = [solid for solid in reversed(apart) if solid.part.key == part.key]
        if copies:
            x, y = _free_place(copies, apart, placed, text)
            placed.append((x, y))
            canvas.items.append(Arc(x, y, text * 9 // 10, style="thin", filled=True))
            canvas.items.append(Label(x, y, text * 9 // 10, Text(str(number), str(number)), strong=True))
    return canvas.close()


def _free_place(
    copies: Sequence[Solid], apart: Sequence[Solid], placed: Sequence[tuple[int, int]], text: int
) -> tuple[int, int]:
    """A point on the seen face of a copy away from other circles, at best not covered by a nearer part."""
    least = text * 2
    best, best_cost = (0, 0), 99
    for solid in copies:
        at = apart.index(solid)
        for across, up in _SHARES:
            x, y = _oblique(solid.x + solid.dx * across // 100, solid.y + solid.dy * up // 100, solid.z)
            crowded = any(abs(x - a) < least and abs(y - b) < least for a, b in placed)
            cost = 2 * crowded + any(_covers(other, x, y) for other in apart[at + 1 :])
            if cost == 0:
                return x, y
            if cost < best_cost:
                best, best_cost = (x, y), cost
    return best


def _covers(solid: Solid, x: int, y: int) -> bool:
    left, low = _oblique(solid.x, solid.y, solid.z)
    return left <= x <= left + solid.dx and low <= y <= low + solid.dy


def _apart(solids: Sequence[Solid]) -> list[Solid]:
    """Boxes moved away from the middle of the product, along each axis by their share of the way to its end."""
    spans = along_x, along_y, along_z
    extents = [_extent(solids, span) for span in spans]
    reach = max(high - low for low, high in extents) * _SPREAD // 100
    shifts = []
    for span, (low, high) in zip(spans, extents, strict=True):
        offsets = [sum(span(solid)) - (low + high) for solid in solids]
        widest = max(1, *(abs(offset) for offset in offsets))
        shifts.append([offset * reach // widest for offset in offsets])
    return [
        Solid(one.part, one.x + dx, one.y + dy, one.z + 2 * dz, one.dx, one.dy, one.dz)
        for one, dx, dy, dz in zip(solids, *shifts, strict=True)
    ]


def _oblique(x: int, y: int, z: int) -> tuple[int, int]:
    """Cabinet projection: 0.354 = half of the cosine of 45 degrees."""
    back = z * 354 // 1000
    return x + back, y + back


def _faces(solid: Solid) -> list[Polyline]:
    x, y, z = solid.x, solid.y, solid.z
    right, top, back = x + solid.dx, y + solid.dy, z + solid.dz
    style = _style(solid)

    def face(*corners: tuple[int, int, int]) -> Polyline:
        return Polyline(tuple(_oblique(*corner) for corner in corners), True, style, solid.part.key)

    return [
        face((x, top, z), (right, top, z), (right, top, back), (x, top, back)),
        face((right, y, z), (right, y, back), (right, top, back), (right, top, z)),
        face((x, y, z), (right, y, z), (right, top, z), (x, top, z)),
    ]
