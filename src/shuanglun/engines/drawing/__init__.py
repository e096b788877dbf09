"""Drawings of products and parts: geometry first, then JSON, SVG and DXF of the same items.

>>> shelf = PartShape("shelf", Text("层板", "Shelf"), 8000, 4000, 180)
>>> [view.name for view in draw_product(Product(Text("柜", "Cabinet"), (shelf,))).views]
['parts']
"""

from shuanglun.engines.drawing.compose import draw_part, draw_product, draw_worked_parts
from shuanglun.engines.drawing.dxf import drawing_dxf
from shuanglun.engines.drawing.model import Drawing, View
from shuanglun.engines.drawing.product import Machining, Measure, PartShape, Placement, Product
from shuanglun.engines.drawing.sheet import Sheet, part_sheets, product_sheets
from shuanglun.engines.drawing.title import Head
from shuanglun.engines.drawing.writing import drawing_svg, drawing_to_dict, sheet_svg, view_words
from shuanglun.kernel.text import Text

__all__ = [
    "Drawing",
    "Head",
    "Machining",
    "Measure",
    "PartShape",
    "Placement",
    "Product",
    "Sheet",
    "Text",
    "View",
    "draw_part",
    "draw_product",
    "draw_worked_parts",
    "drawing_dxf",
    "drawing_svg",
    "drawing_to_dict",
    "part_sheets",
    "product_sheets",
    "sheet_svg",
    "view_words",
]
