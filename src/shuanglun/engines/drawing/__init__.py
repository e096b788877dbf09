"""Drawings of products and parts: geometry first, then JSON, SVG and DXF of the same items.

>>> shelf = PartShape("shelf", Text("层板", "Shelf"), 8000, 4000, 180)
>>> [view.name for view in draw_product(Product(Text("柜", "Cabinet"), (shelf,))).views]
['parts']
"""

from shuanglun.engines.drawing.compose import draw_part, draw_product, draw_worked_parts
from shuanglun.engines.drawing.dxf import drawing_dxf
from shuanglun.engines.drawing.model import Drawing, View
from shuanglun.engines.drawing.product import Machining, Measure, Opening, PartShape, Placement, Product
from shuanglun.engines.drawing.writing import drawing_svg, drawing_to_dict
from shuanglun.kernel.text import Text

__all__ = [
    "Drawing",
    "Machining",
    "Measure",
    "Opening",
    "PartShape",
    "Placement",
    "Product",
    "Text",
    "View",
    "draw_part",
    "draw_product",
    "draw_worked_parts",
    "drawing_dxf",
    "drawing_svg",
    "drawing_to_dict",
]
