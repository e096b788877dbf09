"""Loading what is drawn: the lines of an order as products, the part of a specification or of a piece."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, func, select

from shuanglun.access.tables import tenants
from shuanglun.engines.drawing import Head, PartShape, Product
from shuanglun.faces.papers.finding_things import not_found, order_row, scan_code
from shuanglun.faces.papers.load_machining import shape_of
from shuanglun.factory.orders.tables import order_lines, orders
from shuanglun.factory.pieces.tables import pieces
from shuanglun.factory.splitting import DrawnLine, drawn_lines
from shuanglun.factory.splitting.tables import part_specs, split_runs
from shuanglun.kernel.clock import FACTORY_ZONE
from shuanglun.storage import Work

_GONE = ("scrapped", "cancelled")


@dataclass(frozen=True, slots=True)
class DrawnProduct:
    """A line's product with what its title block says; ``line_no`` names its files."""

    line_id: str
    line_no: int
    head: Head
    product: Product


@dataclass(frozen=True, slots=True)
class DrawnPart:
    """A part with what its title block says; ``name`` names its files."""

    name: str
    head: Head
    part: PartShape


def _factory(work: Work) -> str:
    return str(work.scalar(select(tenants.c.name).where(tenants.c.id == work.tenant_id)))


def _day(instant: datetime | None, now: datetime) -> date:
    """The factory's day of the split, or today before release."""
    return (instant or now).astimezone(FACTORY_ZONE).date()


def _product(work: Work, line: DrawnLine, factory: str, order_no: str) -> DrawnProduct:
    place = f"{line.line_no} {line.position}".strip()
    head = Head(
        factory, order_no, f"{place} ×{line.quantity}", line.product.title,
        f"{line.template} v{line.version}", _day(line.split_at, work.now).isoformat(),
    )  # fmt: skip
    return DrawnProduct(line.line_id, line.line_no, head, line.product)


def load_drawn_lines(work: Work, order_id: str, line_id: str | None = None) -> tuple[str, list[DrawnProduct]]:
    """An order's number and its lines to draw, or the one line asked for.

    Raises:
        NotFound: no such order in this factory, or no such line in it.
    """
    number, factory = order_row(work, order_id)["no"], _factory(work)
    return number, [_product(work, line, factory, number) for line in drawn_lines(work, order_id, line_id)]


def load_part_drawing(work: Work, part_spec_id: str) -> DrawnPart:
    """A part specification to draw, as it was released.

    Raises:
        NotFound: no such part in this factory.
    """
    mine = part_specs.c.tenant_id
    row = work.first(
        select(
            part_specs, orders.c.no.label("order_no"), order_lines.c.line_no, order_lines.c.position,
            split_runs.c.created_at.label("split_at"),
        )
        .join(orders, and_(orders.c.tenant_id == mine, orders.c.id == part_specs.c.order_id))
        .join(order_lines, and_(order_lines.c.tenant_id == mine, order_lines.c.id == part_specs.c.order_line_id))
        .join(split_runs, and_(split_runs.c.tenant_id == mine, split_runs.c.id == part_specs.c.split_run_id))
        .where(mine == work.tenant_id, part_specs.c.id == part_spec_id)
    )  # fmt: skip
    if row is None:
        raise not_found("part")
    counted = select(func.count()).select_from(pieces)
    qty = work.scalar(
        counted.where(
            pieces.c.tenant_id == work.tenant_id,
            pieces.c.part_spec_id == part_spec_id,
            pieces.c.status.not_in(_GONE),
        )
    )
    part = shape_of(row, int(qty or 0))
    made_by = row["handle"].partition("/")[0].replace("@", " v")
    line = f"{row['line_no']} {row['position']}".strip()
    head = Head(_factory(work), row["order_no"], line, part.name, made_by,
                _day(row["split_at"], work.now).isoformat())  # fmt: skip
    return DrawnPart(f"{row['order_no']}-{row['line_no']}-{row['row_key']}", head, part)


def load_piece_drawing(work: Work, code: str) -> DrawnPart:
    """The part of a piece to draw; its files are named by its scan code.

    Raises:
        NotFound: no such piece in this factory.
    """
    known = scan_code(code, "piece")
    query = select(pieces.c.part_spec_id).where(pieces.c.tenant_id == work.tenant_id, pieces.c.code == known)
    spec_id = work.scalar(query)
    if spec_id is None:
        raise not_found("piece")
    drawn = load_part_drawing(work, spec_id)
    return DrawnPart(known, drawn.head, drawn.part)
