"""The drawing of a tried line: what the drawing engine makes of its parts, each view as SVG in both languages."""

from __future__ import annotations

from typing import Any

from shuanglun.engines.drawing import draw_product, drawing_svg
from shuanglun.factory.splitting import LineShape, product_of
from shuanglun.kernel.text import Text


def draw_line(name: Text, shape: LineShape) -> dict[str, Any]:
    """``{"title", "views": [{"name", "title", "width", "height", "svg": {"zh", "en"}}]}``; no views without parts."""
    drawing = draw_product(product_of(name, shape))
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
