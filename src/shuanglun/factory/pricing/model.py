"""Price lists as files, and the lines of a quote as plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import yaml

from shuanglun.engines.pricing import (
    ExampleResult,
    Item,
    LinePrice,
    ManualItem,
    PriceList,
    check_examples,
    price,
    price_list_faults,
    read_price_list,
    yuan,
)
from shuanglun.factory.pricing import errors
from shuanglun.kernel.errors import BadRequest
from shuanglun.kernel.findings import Finding, Where
from shuanglun.kernel.text import Text

_LONGEST = 200_000


@lru_cache(maxsize=256)
def parse(body: str) -> PriceList:
    """A price list from its file.

    Raises:
        BadRequest: it cannot be read; the findings say where, all of them at once.
    """
    if len(body) > _LONGEST:
        raise errors.list_has_faults(
            [_fault("", Text("价目表太大，最多 20 万字", "the list is too large, 200,000 signs"))]
        )
    try:
        data = yaml.safe_load(body)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark is not None else 1
        raise errors.list_has_faults([_fault("", Text(f"第 {line} 行不是 YAML", f"line {line} is no YAML"))]) from None
    faults = price_list_faults(data)
    if faults:
        raise errors.list_has_faults([_fault(error.place, error.text) for error in faults])
    return read_price_list(data)


def _fault(place: str, text: Text) -> Finding:
    todo = Text("改好再发布", "put it right, then publish")
    return Finding("PRICE-LIST-FAULTY", "stop", text, todo, Where(field=place or None))


def as_body(data: Mapping[str, Any]) -> str:
    """The file of a price list from its data, as the page edits it; names keep their order."""
    return yaml.safe_dump(dict(data), allow_unicode=True, sort_keys=False, width=120)


def as_data(body: str) -> Any:
    """The data of a published file, in plain JSON values (days as text)."""
    return _plain(yaml.safe_load(body))


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def try_list(body: str) -> dict[str, Any]:
    """A price list tried before it is published: what each example comes to and why, or where it cannot be read."""
    try:
        prices = parse(body)
    except BadRequest as refusal:
        return {"body": body, "faults": [fault.as_dict() for fault in refusal.findings], "examples": []}
    return {"body": body, "faults": [], "examples": [_shape_result(one) for one in check_examples(prices)]}


def _shape_result(result: ExampleResult) -> dict[str, Any]:
    return {
        "name": result.example.name,
        "want_fen": result.example.amount,
        "got_fen": None if result.got.findings else result.got.amount,
        "green": result.green,
        "items": [shape_item(item) for item in result.got.items],
        "findings": [finding.as_dict() for finding in result.got.findings],
    }


def red_examples(prices: PriceList) -> list[Finding]:
    """A finding for every example that does not come out as a person worked it out."""
    found = []
    for result in check_examples(prices):
        if not result.green:
            name, want = result.example.name, yuan(result.example.amount)
            got = yuan(result.got.amount) if not result.got.findings else result.got.findings[0].what.zh
            text = Text(f"样例“{name}”应为 {want}，算得 {got}", f"example {name!r} should be {want}, is {got}")
            todo = Text("改规则或改样例", "change the rule or the example")
            found.append(Finding("PRICE-EXAMPLE-RED", "stop", text, todo, Where(field=name)))
    return found


def price_line(prices: PriceList, line: Mapping[str, Any]) -> LinePrice:
    """The price of one unit of an order line."""
    return price(prices, {**line["params"], "model": line["template_code"]})


def shape_item(item: Item) -> dict[str, Any]:
    """An item as it is stored and shown."""
    return {
        "rule": item.rule,
        "label": item.label.as_dict(),
        "thousandths": item.thousandths,
        "unit": item.unit,
        "price_fen": item.price,
        "amount_fen": item.amount,
        "why": item.why.as_dict(),
        "discountable": item.discountable,
    }


def shape_line(line: Mapping[str, Any], priced: LinePrice) -> dict[str, Any]:
    """A line of a quote as it is stored and shown."""
    params = line["params"]
    names = ("height", "width", "wall") if "height" in params else ("length", "width", "thickness")
    return {
        "line_id": line["id"],
        "line_no": line["line_no"],
        "position": line["position"],
        "product": line["template_name"],
        "size": "×".join(f"{params[name]:g}" for name in names if isinstance(params.get(name), (int, float))),
        "quantity": line["quantity"],
        "unit_fen": priced.amount,
        "total_fen": priced.amount * line["quantity"],
        "items": [shape_item(item) for item in priced.items],
        "findings": [place(finding, line).as_dict() for finding in priced.findings],
    }


def place(finding: Finding, line: Mapping[str, Any]) -> Finding:
    """The finding with the number of its line."""
    where = Where(row=line["line_no"], field=finding.where.field)
    return Finding(finding.code, finding.level, finding.what, finding.todo, where, finding.value)


def manual_items(extras: Sequence[Mapping[str, Any]]) -> list[ManualItem]:
    """Manual extras as the engine takes them."""
    return [
        ManualItem(one["label"], one["thousandths"], one["unit"], one["price_fen"], bool(one.get("discountable")))
        for one in extras
    ]
