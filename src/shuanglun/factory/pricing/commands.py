"""What may be done in pricing: publish a version of a price list, make a quote. Neither is ever changed afterwards."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Any

from sqlalchemy import func, select

from shuanglun.access.audit import record
from shuanglun.factory.orders.tables import orders
from shuanglun.factory.pricing import errors
from shuanglun.factory.pricing.model import parse, red_examples
from shuanglun.factory.pricing.queries import get_list, get_quote, preview
from shuanglun.factory.pricing.tables import price_lists, quotes
from shuanglun.kernel.findings import Finding, Where
from shuanglun.kernel.ids import new_id
from shuanglun.kernel.text import Text
from shuanglun.storage import Work, take_numbers


def publish_lists(work: Work) -> int:
    """Publish the sample lists that come with the program and the factory does not have; returns how many were new."""
    known = set(
        work.connection.execute(select(price_lists.c.code).where(price_lists.c.tenant_id == work.tenant_id)).scalars()
    )
    folder = resources.files(__package__).joinpath("lists")
    bodies = [
        file.read_text("utf-8")
        for file in sorted(folder.iterdir(), key=lambda f: f.name)
        if file.name.endswith(".yaml")
    ]
    fresh = [body for body in bodies if parse(body).code not in known]
    for body in fresh:
        publish_list(work, body)
    return len(fresh)


def publish_list(work: Work, body: str) -> dict[str, Any]:
    """Publish a price list as the next version of its code; the same file again changes nothing.

    Raises:
        BadRequest: it cannot be read. Refused: an example is red (``findings``).
    """
    prices = parse(body)
    red = red_examples(prices)
    if red:
        raise errors.examples_are_red(red)
    take_numbers(work, "price_list", 0)  # two people who publish at once wait for each other
    checksum = hashlib.sha256(body.strip().encode()).hexdigest()
    mine = (price_lists.c.tenant_id == work.tenant_id, price_lists.c.code == prices.code)
    last = work.first(select(price_lists).where(*mine).order_by(price_lists.c.version.desc()).limit(1))
    if last is None or last["checksum"] != checksum:
        version = 1 if last is None else last["version"] + 1
        row = {
            "code": prices.code,
            "version": version,
            "name_zh": prices.name.zh,
            "name_en": prices.name.en,
            "body": body,
            "checksum": checksum,
            "valid_from": prices.valid_from,
            "published_at": work.now,
            "published_by": work.actor.id,
        }
        work.insert(price_lists, row)
        after = {"version": version, "checksum": checksum}
        record(work, "prices.published", "price_list", prices.code, before={"version": version - 1}, after=after)
    return get_list(work, prices.code)


def make_quote(
    work: Work,
    order_id: str,
    *,
    code: str | None = None,
    extras: Sequence[Mapping[str, Any]] = (),
    discount_points: int | None = None,
    remark: str = "",
) -> dict[str, Any]:
    """Price an order and keep it as its next quote; returns the quote.

    ``extras`` are ``{"label", "thousandths", "unit", "price_fen", "discountable"}``; ``discount_points`` are hundredths of
    a per cent, None takes what the price list proposes. The last quote stays and is superseded.

    Raises:
        NotFound: no such order or list. Refused: no list fits, or lines have no price (``findings``).
    """
    where = (orders.c.tenant_id == work.tenant_id, orders.c.id == order_id)
    if work.first(select(orders.c.id).where(*where).with_for_update()) is None:
        raise errors.order_not_found()
    made = preview(work, order_id, code, extras, discount_points)
    missing = [_finding(one) for line in made["lines"] for one in line["findings"]]
    if missing:
        raise errors.lines_without_price(missing)
    mine = (quotes.c.tenant_id == work.tenant_id, quotes.c.order_id == order_id)
    version = int(work.scalar(select(func.coalesce(func.max(quotes.c.version), 0)).where(*mine))) + 1
    row = {
        **{name: value for name, value in made.items() if name != "price_name"},
        "id": new_id(),
        "order_id": order_id,
        "version": version,
        "remark": remark.strip() or None,
        "created_at": work.now,
        "created_by": work.actor.id,
        "created_by_name": work.actor.name,
    }
    work.insert(quotes, row)
    after = {
        "version": version,
        "price_list": f"{row['price_code']}@{row['price_version']}",
        "total_fen": row["total_fen"],
    }
    record(work, "order.quoted", "order", order_id, after=after)
    work.announce("orders", order_id=order_id)
    return get_quote(work, order_id)


def _finding(data: Mapping[str, Any]) -> Finding:
    return Finding(
        data["code"], data["level"], Text(**data["what"]), Text(**data["todo"]), Where(**data["where"]), data["value"]
    )
