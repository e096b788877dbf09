"""From the shape of a line to what the drawing engine draws: parts with edges and machining, their places, wanted dimensions."""

from __future__ import annotations

from dataclasses import fields

from shuanglun.engines import drawing
from shuanglun.factory.splitting.operations import Operation
from shuanglun.factory.splitting.shaping import LineShape, PartShape
from shuanglun.kernel.text import Text

_MACHINING = tuple(field.name for field in fields(drawing.Machining))


def product_of(title: Text, shape: LineShape) -> drawing.Product:
    """One set of a line as a product to draw; without parts when the line cannot be made."""
    placed = [(part.part.row_key, copy) for part in shape.parts for copy in part.placements]
    return drawing.Product(
        title,
        tuple(part_of(part) for part in shape.parts),
        tuple(
            drawing.Placement(key, one.x, one.y, one.z, one.length_along, one.width_along, one.hinges)  # type: ignore[arg-type]
            for key, one in placed
        ),
        tuple(
            drawing.Measure(one.view, one.x1, one.y1, one.x2, one.y2, one.value, one.offset)  # type: ignore[arg-type]
            for one in shape.dimensions
        ),
    )


def part_of(shaped: PartShape) -> drawing.PartShape:
    """One part of a line as something to draw or to work."""
    part = shaped.part
    return drawing.PartShape(
        key=part.row_key,
        name=Text(part.name_zh, part.name_en),
        length=part.length,
        width=part.width,
        thickness=part.thickness,
        qty=part.qty_per_unit,
        grain=part.grain,
        **part.edges._asdict(),
        material=part.material_code or "",
        role=part.role,
        machining=tuple(_machining(one) for one in shaped.machining),
    )


def _machining(one: Operation) -> drawing.Machining:
    return drawing.Machining(**{name: getattr(one, name) for name in _MACHINING})
