"""From a product to its drawing: views of the whole where its parts are placed, all parts, and each worked part alone."""

from __future__ import annotations

from collections.abc import Iterator

from shuanglun.engines.drawing.model import Drawing, View
from shuanglun.engines.drawing.part_sheet import part_view, parts_view
from shuanglun.engines.drawing.product import PartShape, Product, solids
from shuanglun.engines.drawing.whole import exploded_view, front_view, plan_section, upright_section


def draw_product(product: Product) -> Drawing:
    """The views ``front``, ``plan``, ``section``, ``exploded`` (only of placed parts) and ``parts``; none without parts."""
    return Drawing(product.title, tuple(_views(product)))


def draw_part(part: PartShape) -> Drawing:
    """One part with its machining; the view is called after its row."""
    return Drawing(part.name, (part_view(part),))


def draw_worked_parts(product: Product) -> Drawing:
    """A view of every part that has machining."""
    return Drawing(product.title, tuple(part_view(part) for part in product.parts if part.machining))


def _views(product: Product) -> Iterator[View]:
    placed = solids(product)
    if placed:
        yield front_view(product, placed)
        sections = plan_section(product, placed), upright_section(product, placed)
        yield from (view for view in sections if view is not None)
        yield exploded_view(product, placed)
    if product.parts:
        yield parts_view(product.parts)
