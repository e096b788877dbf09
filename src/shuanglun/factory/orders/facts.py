"""What an order is checked against, taken from the factory's product templates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from shuanglun.factory.orders.model import CatalogueFacts, ModelFacts, Range
from shuanglun.kernel.length import tenths


def facts_from_templates(templates: Iterable[Any], thicknesses: Mapping[str, int] | None = None) -> CatalogueFacts:
    """Facts of templates (``factory.templates`` ``Template``): limits of the parameters in mm, names, colours.

    ``thicknesses`` is what is known of the boards: material to thickness in 0.1 mm.

    A product with a part that has to cure cannot be due on the day it is ordered.
    """
    models: dict[str, ModelFacts] = {}
    colours: dict[str, tuple[str, ...]] = {}
    for template in templates:
        limits = {
            p.name: Range(tenths(p.min), tenths(p.max))
            for p in template.table.parameters
            if p.unit == "mm" and p.min is not None and p.max is not None
        }
        cures = any("cure" in part.route.split(">") for part in template.table.parts)
        names = (template.name.zh, *template.also, template.name.en)
        models[template.code] = ModelFacts(template.code, limits, names, int(cures))
        for colour in template.materials.colours:
            colours.setdefault(colour.code, (colour.label.zh, *colour.also, colour.label.en))
    return CatalogueFacts(models, colours, thicknesses=thicknesses or {})
