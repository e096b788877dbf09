"""What may be read of pricing: the lists, which list is an order's, quotes, an order priced on trial."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, and_, func, select

from shuanglun.engines.pricing import PriceList, price_manual, total
from shuanglun.factory.orders import get_order, today_of
from shuanglun.factory.pricing import errors
from shuanglun.factory.pricing.model import (
    as_data,
    manual_items,
    parse,
    price_line,
    red_examples,
    shape_item,
    shape_line,
)
from shuanglun.factory.pricing.tables import price_lists, quotes
from shuanglun.storage import Work


def newest_lists(work: Work) -> Sequence[RowMapping]:
    """The newest version of every price list."""
    last = (
        select(price_lists.c.code, func.max(price_lists.c.version).label("version"))
        .where(price_lists.c.tenant_id == work.tenant_id)
        .group_by(price_lists.c.code)
        .subquery()
    )
    joined = and_(price_lists.c.code == last.c.code, price_lists.c.version == last.c.version)
    query = select(price_lists).join(last, joined).where(price_lists.c.tenant_id == work.tenant_id)
    return work.all(query.order_by(price_lists.c.code))


def shape_list(row: RowMapping, *, with_body: bool = False) -> dict[str, Any]:
    """A price list for the page; ``red`` are its examples that do not come out."""
    prices = parse(row["body"])
    shaped = {
        "code": row["code"],
        "version": row["version"],
        "name": {"zh": row["name_zh"], "en": row["name_en"]},
        "dealers": list(prices.dealers),
        "valid_from": row["valid_from"],
        "discount_points": prices.discount,
        "rules": len(prices.rules),
        "extras": len(prices.extras),
        "examples": len(prices.examples),
        "red": [finding.as_dict() for finding in red_examples(prices)],
        "published_at": row["published_at"],
    }
    return {**shaped, "body": row["body"], "data": as_data(row["body"])} if with_body else shaped


def lists_of(work: Work) -> list[dict[str, Any]]:
    """The newest version of every price list of the factory."""
    return [shape_list(row) for row in newest_lists(work)]


def get_list(work: Work, code: str, version: int | None = None) -> dict[str, Any]:
    """One price list with its file and its versions, the newest unless said otherwise.

    Raises:
        NotFound: there is none.
    """
    mine = (price_lists.c.tenant_id == work.tenant_id, price_lists.c.code == code)
    rows = work.all(select(price_lists).where(*mine).order_by(price_lists.c.version.desc()))
    row = next((one for one in rows if version is None or one["version"] == version), None)
    if row is None:
        raise errors.list_not_found()
    versions = [{"version": one["version"], "published_at": one["published_at"]} for one in rows]
    return {**shape_list(row, with_body=True), "versions": versions}


def list_for(work: Work, customer: str, day: date, code: str | None = None) -> RowMapping:
    """The list an order is priced by: the one asked for, else the dealer's own, else one for everybody.

    Raises:
        NotFound: the list asked for is not there. Refused: no list fits.
    """
    rows = newest_lists(work)
    if code is not None:
        found = next((row for row in rows if row["code"] == code), None)
        if found is None:
            raise errors.list_not_found()
        return found
    valid = [row for row in rows if row["valid_from"] is None or row["valid_from"] <= day]
    own = [row for row in valid if customer in parse(row["body"]).dealers]
    common = [row for row in valid if not parse(row["body"]).dealers]
    if not own and not common:
        raise errors.no_price_list()
    return (own or common)[0]


def preview(
    work: Work,
    order_id: str,
    code: str | None = None,
    extras: Sequence[Mapping[str, Any]] = (),
    discount_points: int | None = None,
) -> dict[str, Any]:
    """An order priced now, nothing stored; lines without a price carry findings.

    Raises:
        NotFound: no such order or list. Refused: no list fits.
    """
    order = get_order(work, order_id)
    row = list_for(work, order["customer"], today_of(work), code)
    prices = parse(row["body"])
    discount = prices.discount if discount_points is None else discount_points
    return priced(prices, row, order["lines"], extras, discount)


def priced(
    prices: PriceList,
    row: RowMapping,
    lines: Sequence[Mapping[str, Any]],
    extras: Sequence[Mapping[str, Any]],
    discount: int,
) -> dict[str, Any]:
    """Lines, manual extras and totals in the shape of a quote."""
    found = [(line, price_line(prices, line)) for line in lines]
    manual = [price_manual(item) for item in manual_items(extras)]
    sums = total([(one, line["quantity"]) for line, one in found], manual, discount)
    return {
        "price_code": row["code"],
        "price_version": row["version"],
        "price_name": {"zh": row["name_zh"], "en": row["name_en"]},
        "lines": [shape_line(line, one) for line, one in found],
        "extras": [shape_item(item) for item in manual],
        "discount_points": discount,
        "goods_fen": sums.goods,
        "extras_fen": sums.extras,
        "discount_fen": sums.discount,
        "total_fen": sums.total,
    }


def list_quotes(work: Work, order_id: str) -> list[dict[str, Any]]:
    """The quotes of an order, the newest first; the newest is the one that counts."""
    query = select(quotes, price_lists.c.name_zh, price_lists.c.name_en).join(
        price_lists,
        and_(
            price_lists.c.tenant_id == quotes.c.tenant_id,
            price_lists.c.code == quotes.c.price_code,
            price_lists.c.version == quotes.c.price_version,
        ),
    )
    query = query.where(quotes.c.tenant_id == work.tenant_id, quotes.c.order_id == order_id)
    rows = work.all(query.order_by(quotes.c.version.desc()))
    hidden = {"tenant_id", "name_zh", "name_en"}
    return [
        {
            **{k: v for k, v in row.items() if k not in hidden},
            "price_name": {"zh": row["name_zh"], "en": row["name_en"]},
        }
        for row in rows
    ]


def get_quote(work: Work, order_id: str) -> dict[str, Any]:
    """The quote of an order that counts, with the order's head.

    Raises:
        NotFound: no such order, or it has no quote.
    """
    order = get_order(work, order_id)
    found = list_quotes(work, order_id)
    if not found:
        raise errors.quote_not_found()
    head = {name: order[name] for name in ("no", "customer", "phone", "address", "ordered_on", "due_on")}
    return {**found[0], "order": head}
