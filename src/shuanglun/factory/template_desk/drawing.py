"""The drawing of a tried line: what the drawing engine makes of its parts, each view as SVG in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from shuanglun.engines.drawing import PartShape, Product, draw_product, drawing_svg
from shuanglun.factory.splitting import PartSpec
from shuanglun.kernel.text import Text


def draw_line(name: Text, parts: Sequence[PartSpec]) -> dict[str, Any]:
    """``{"title", "views": [{"name", "title", "width", "height", "svg": {"zh", "en"}}]}``; no views without parts."""
    drawing = draw_product(Product(name, tuple(_shape(part) for part in parts)))
    views = [
        {
            "name": view.name,
            "title": view.title.as_dict(),
            "width": view.width,
            "height": view.height,
            "svg": {language: drawing_svg(drawing, language, view.name) for language in ("zh", "en")},
        }
        for view in drawing.views
    ]
    return {"title": name.as_dict(), "views": views}


def _shape(part: PartSpec) -> PartShape:
    return PartShape(
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
    )
