"""What must hold of the shape of every line of every shipped product, whatever its parameters."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from shuanglun.engines.drawing import draw_product
from shuanglun.factory.splitting import LineShape, PartShape, PartSpec, Placed, SplitFinding, product_of
from shuanglun.kernel.text import Text

Solid = tuple[PartShape, Placed]


def box(placed: Placed) -> list[tuple[int, int]]:
    """The room a copy takes along x, y, z."""
    return [
        (placed.x, placed.x + placed.size_x),
        (placed.y, placed.y + placed.size_y),
        (placed.z, placed.z + placed.size_z),
    ]


def share(one: Placed, other: Placed) -> bool:
    """Whether two copies take the same room."""
    return all(a < d and c < b for (a, b), (c, d) in zip(box(one), box(other), strict=True))


def within(one: Placed, other: Placed) -> bool:
    """Whether a copy lies within another one."""
    return all(c <= a and b <= d for (a, b), (c, d) in zip(box(one), box(other), strict=True))


def faults_of_tables(findings: Iterator[SplitFinding] | tuple[SplitFinding, ...]) -> list[str]:
    """Findings that are the template's own fault: a size of nothing, a hole outside its part, a formula without a value.

    A line outside a step table or a limit is told by the template's checks, which is as it should be.
    """
    return [
        f"{one.line}: {one.finding.code} {one.finding.where.field} {one.finding.what.zh}"
        for one in findings
        if one.finding.code.startswith(("SPLIT-", "CALC-")) and one.finding.code != "CALC-NO-ROW"
    ]


def wrong_shape(shape: LineShape) -> Iterator[str]:
    """What is wrong with the shape of a line that can be made."""
    if not shape.parts:
        yield "no parts"
    yield from _wrong_sizes(shape)
    yield from _wrong_weights(shape)
    for part in shape.parts:
        if len(part.placements) != part.part.qty_per_unit:
            yield f"{part.part.name_zh}: {len(part.placements)} places for {part.part.qty_per_unit} copies"
    yield from _collisions(shape)
    for one in shape.dimensions:
        if one.value != max(abs(one.x2 - one.x1), abs(one.y2 - one.y1)):
            yield f"dimension {one.name_zh} says {one.value}: {one}"
    if not shape.dimensions:
        yield "no dimensions"
    views = {view.name for view in draw_product(product_of(Text("樘", "set"), shape)).views}
    if missing := {"front", "plan", "section", "exploded", "parts"} - views:
        yield f"not drawn: {sorted(missing)}"


def _wrong_sizes(shape: LineShape) -> Iterator[str]:
    for part in (one.part for one in shape.parts):
        cut = (part.cut_length, part.cut_width) if part.material_code else (1, 1)
        if part.qty_per_unit < 1 or min(part.length, part.width, part.thickness, *cut) < 1:
            yield f"{part.name_zh}: {part}"


def _wrong_weights(shape: LineShape) -> Iterator[str]:
    """An assembly weighs what is pressed into it."""
    for whole in (one.part for one in shape.parts if one.part.material_code is None):
        members = [one.part for one in shape.parts if one.part.into == whole.row_key]
        parts = sum(one.weight_g * one.qty_per_unit for one in members)
        if not members or abs(whole.weight_g * whole.qty_per_unit - parts) > len(members) * 5 * whole.qty_per_unit:
            yield f"{whole.name_zh} weighs {whole.weight_g}, its {len(members)} members {parts}"


def _assembly(part: PartSpec) -> bool:
    return part.material_code is None


def _mitred(shaped: PartShape) -> bool:
    return any(operation.kind == "mitre" for operation in shaped.machining)


def _collisions(shape: LineShape) -> Iterator[str]:
    """No board runs into another; a member lies within its assembly; a pane may lie in the opening of a leaf."""
    copies = [(part, one) for part in shape.parts for one in part.placements]
    boards = [one for one in copies if not _assembly(one[0].part)]
    wholes = [one for one in copies if _assembly(one[0].part)]
    yield from _pairs(list(combinations(boards, 2)))
    yield from _pairs(list(combinations(wholes, 2)))
    for board, place in boards:
        into = board.part.into
        if into is not None and not any(within(place, one) for part, one in wholes if part.part.row_key == into):
            yield f"{board.part.name_zh} {box(place)} is not within its assembly"
        if into is None:
            yield from _pairs([((board, place), one) for one in wholes if not within(place, one[1])])


def _pairs(pairs: list[tuple[Solid, Solid]]) -> Iterator[str]:
    for (a, one), (b, other) in pairs:
        mitred = _mitred(a) and _mitred(b)  # their boxes share the corner, the boards do not
        if share(one, other) and not mitred and not _lies_in_a_groove((a, one), (b, other)):
            yield f"{a.part.name_zh} {box(one)} runs into {b.part.name_zh} {box(other)}"


def _lies_in_a_groove(one: Solid, other: Solid) -> bool:
    """Whether all the room two boards share is a groove of one of them, as where a back stands in the sides."""
    shared = [(max(a, c), min(b, d)) for (a, b), (c, d) in zip(box(one[1]), box(other[1]), strict=True)]
    return any(
        all(low <= a and b <= high for (a, b), (low, high) in zip(shared, groove, strict=True))
        for solid in (one, other)
        for groove in _grooves(*solid)
    )


def _grooves(part: PartShape, placed: Placed) -> Iterator[list[tuple[int, int]]]:
    """The room that the grooves of a part's large faces leave, in the set."""
    ways = placed.length_along, placed.width_along, placed.thickness_along
    for one in part.machining:
        if one.kind == "groove" and one.face in ("top", "bottom"):
            deep = (part.part.thickness - one.depth, part.part.thickness) if one.face == "top" else (0, one.depth)
            found = box(placed)
            for way, (low, high) in zip(
                ways, ((one.x, one.x + one.length), (one.y, one.y + one.width), deep), strict=True
            ):
                at = "xyz".index(way[-1])
                least, most = found[at]
                found[at] = (most - high, most - low) if way.startswith("-") else (least + low, least + high)
            yield found
