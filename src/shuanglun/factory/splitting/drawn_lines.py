"""The lines of an order as products to draw: computed again from the line and the template version it was split with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, select

from shuanglun.engines.drawing import Product
from shuanglun.factory.orders.tables import order_lines
from shuanglun.factory.splitting import errors
from shuanglun.factory.splitting.drawing import product_of
from shuanglun.factory.splitting.panels import with_panels
from shuanglun.factory.splitting.queries import current_run, require_order
from shuanglun.factory.splitting.rows import SplitLine
from shuanglun.factory.splitting.shaping import shapes
from shuanglun.factory.templates import catalogue_of
from shuanglun.kernel.text import Text
from shuanglun.storage import Work


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """A line of an order as a product; it has no parts where it cannot be made. ``split_at`` is None before release."""

    line_id: str
    line_no: int
    position: str
    quantity: int
    template: str
    version: int
    split_at: datetime | None
    product: Product


def drawn_lines(work: Work, order_id: str, line_id: str | None = None) -> list[DrawnLine]:
    """The lines of an order that count, or the one asked for; a released line as its split made it.

    Raises:
        NotFound: there is no such order, or it has no such line.
    """
    require_order(work, order_id)
    wanted = [
        order_lines.c.tenant_id == work.tenant_id,
        order_lines.c.order_id == order_id,
        order_lines.c.retired_at.is_(None),
    ]
    if line_id is not None:
        wanted.append(order_lines.c.id == line_id)
    rows = work.all(select(order_lines).where(*wanted).order_by(order_lines.c.line_no))
    if line_id is not None and not rows:
        raise errors.line_not_found()
    run = current_run(work, order_id)
    versions: Mapping[str, int] = {} if run is None else run["templates"]
    find = with_panels(catalogue_of(work).get)
    lines = [_line(row, versions) for row in rows]
    made = {shape.line: shape for shape in shapes(lines, find)[0]}
    found = []
    for row in rows:
        shape = made.get(row["id"])
        template = None if shape is None else find(shape.template, shape.version)
        if shape is not None and template is not None:
            title = _titled(template.name, row["params"])
            about = row["id"], row["line_no"], row["position"], row["quantity"], shape.template, shape.version
            found.append(DrawnLine(*about, None if run is None else run["created_at"], product_of(title, shape)))
    return found


def _line(row: RowMapping, versions: Mapping[str, int]) -> SplitLine:
    code = row["template_code"]
    return SplitLine(row["id"], code, row["params"], row["quantity"], versions.get(code))


def _titled(name: Text, params: Mapping[str, Any]) -> Text:
    """The product with the sizes it was ordered in, as far as its parameters are called so: "单开门 880×2050×140"."""
    standing = "width", "height", "wall" if "wall" in params else "depth"
    names = standing if "height" in params else ("length", "width", "thickness")
    sizes = "×".join(str(params[one]).removesuffix(".0") for one in names if params.get(one) is not None)
    return Text(f"{name.zh} {sizes}".rstrip(), f"{name.en} {sizes}".rstrip())
