"""A price list from its data (YAML or JSON, amounts in yuan, lengths in mm, areas in m²), refused with a place when wrong."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from shuanglun.engines.pricing.model import (
    MEASURES,
    METHODS,
    Band,
    Example,
    Measure,
    PriceList,
    Rule,
    Surcharge,
)
from shuanglun.engines.pricing.money import fen
from shuanglun.kernel.length import tenths
from shuanglun.kernel.text import Text

_SQUARE = 100_000_000  # square 0.1 mm in a square metre
_BANDED = {"area_by_wall", "metre_by_wall", "by_length"}


class PriceListError(ValueError):
    """The list is not well formed; ``place`` says where, the message what, in both languages."""

    def __init__(self, place: str, zh: str, en: str) -> None:
        super().__init__(f"{place}: {en}")
        self.place = place
        self.text = Text(f"{place}：{zh}", f"{place}: {en}")


def read_price_list(data: object) -> PriceList:
    """A price list from its data.

    Raises:
        PriceListError: a part is missing or wrong.
    """
    body = _mapping(data, "/")
    rules = [_rule(entry, f"rules[{at + 1}]") for at, entry in enumerate(_list(body, "rules", "/"))]
    extras = [_rule(entry, f"extras[{at + 1}]") for at, entry in enumerate(_list(body, "extras", "/", needed=False))]
    ids = [rule.id for rule in (*rules, *extras)]
    twice = next((one for one in ids if ids.count(one) > 1), None)
    if twice:
        raise PriceListError("rules", f"规则代号“{twice}”用了两次", f"the rule id {twice!r} is used twice")
    return PriceList(
        code=_word(body, "code", "/"),
        name=_text(body.get("name"), "name"),
        rules=tuple(rules),
        extras=tuple(extras),
        dealers=tuple(str(one) for one in _list(body, "dealers", "/", needed=False)),
        valid_from=_day(body.get("valid_from"), "valid_from"),
        discount=_points(body.get("discount_percent", 0), "discount_percent"),
        examples=tuple(_example(e, f"examples[{i + 1}]") for i, e in enumerate(_list(body, "examples", "/", False))),
    )


def price_list_faults(data: object) -> list[PriceListError]:
    """Everything that keeps data from being a price list, each with its place; none: ``read_price_list`` reads it."""
    found: list[PriceListError] = []
    for section, read in (("rules", _rule), ("extras", _rule), ("examples", _example)):
        entries = data.get(section) if isinstance(data, Mapping) else None
        for at, entry in enumerate(entries if isinstance(entries, list) else ()):
            try:
                read(entry, f"{section}[{at + 1}]")
            except PriceListError as error:
                found.append(error)
    if not found:
        try:
            read_price_list(data)
        except PriceListError as error:
            found.append(error)
    return found


def _rule(entry: object, place: str) -> Rule:
    data = _mapping(entry, place)
    method = data.get("method")
    if method not in METHODS:
        raise PriceListError(place, f"计价方式 {method!r} 不存在", f"there is no method {method!r}")
    if method in _BANDED and not data.get("bands"):
        raise PriceListError(place, "分段计价要有 bands", "a banded method needs bands")
    if method not in _BANDED and "price" not in data:
        raise PriceListError(place, "缺少单价 price", "the price is missing")
    default = "length" if method == "by_length" else "perimeter"
    is_area = method in {"area", "area_by_wall"}
    least = data.get("least")
    return Rule(
        id=_word(data, "id", place),
        label=_text(data.get("label"), f"{place}.label"),
        method=method,
        when={str(name): _words(values) for name, values in _mapping(data.get("when") or {}, f"{place}.when").items()},
        price=_money(data.get("price", 0), f"{place}.price"),
        measure=_measure(data.get("measure", default), f"{place}.measure"),
        bands=_bands(data.get("bands") or (), f"{place}.bands"),
        least=0 if least is None else _size(least, "area" if is_area else "length", f"{place}.least"),
        step=_thousandths(data.get("round_to", "0.01"), f"{place}.round_to"),
        standard=_sizes(data.get("standard") or {}, f"{place}.standard"),
        surcharges=tuple(
            _surcharge(one, f"{place}.surcharges[{at + 1}]") for at, one in enumerate(data.get("surcharges") or ())
        ),
        discountable=bool(data.get("discountable", True)),
    )


def _surcharge(entry: object, place: str) -> Surcharge:
    data = _mapping(entry, place)
    measure = _measure(data.get("over"), f"{place}.over")
    every = data.get("every")
    step = None if every is None else _size(every, measure, f"{place}.every")
    if step is not None and step <= 0:
        raise PriceListError(f"{place}.every", "每档要大于 0", "a step must be above 0")
    return Surcharge(
        measure,
        _size(data.get("above"), measure, f"{place}.above"),
        _money(data.get("price"), f"{place}.price"),
        step,
        _text(data.get("label"), f"{place}.label"),
    )


def _bands(entries: object, place: str) -> tuple[Band, ...]:
    bands: list[Band] = []
    for at, entry in enumerate(entries if isinstance(entries, (list, tuple)) else ()):
        here = f"{place}[{at + 1}]"
        data = _mapping(entry, here)
        end = data.get("up_to")
        band = Band(None if end is None else _size(end, "length", f"{here}.up_to"), _money(data.get("price"), here))
        before = bands[-1] if bands else None
        if before and (before.up_to is None or (band.up_to is not None and band.up_to <= before.up_to)):
            raise PriceListError(
                here, "分段要从小到大，没有上限的放最后", "bands must rise; the one without end is last"
            )
        bands.append(band)
    return tuple(bands)


def _example(entry: object, place: str) -> Example:
    data = _mapping(entry, place)
    amount = _money(data.get("amount"), f"{place}.amount")
    return Example(str(data.get("name") or place), dict(_mapping(data.get("inputs"), f"{place}.inputs")), amount)


# ---------------------------------------------------------------------- values


def _mapping(value: object, place: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise PriceListError(place, "这里应是一组“名称：值”", "names with values are expected here")
    return value


def _list(data: Mapping[str, Any], name: str, place: str, needed: bool = True) -> list[Any]:
    value = data.get(name)
    if value is None and not needed:
        return []
    if not isinstance(value, list) or (needed and not value):
        raise PriceListError(f"{place}{name}", "这里应是一个列表", "a list is expected here")
    return value


def _word(data: Mapping[str, Any], name: str, place: str) -> str:
    value = data.get(name)
    if not isinstance(value, str) or not value.strip():
        raise PriceListError(f"{place}.{name}", "缺少代号", "a code is missing")
    return value.strip()


def _words(values: object) -> tuple[str, ...]:
    return tuple(str(one) for one in values) if isinstance(values, (list, tuple)) else (str(values),)


def _text(value: object, place: str) -> Text:
    if isinstance(value, str) and value.strip():
        return Text(value, value)
    if isinstance(value, Mapping) and value.get("zh"):
        return Text(str(value["zh"]), str(value.get("en") or value["zh"]))
    raise PriceListError(place, "缺少名称", "a name is missing")


def _money(value: object, place: str) -> int:
    try:
        return fen(value)
    except ValueError:
        raise PriceListError(
            place, f"{value!r} 不是金额（元，最多两位小数）", f"{value!r} is no amount in yuan"
        ) from None


def _decimal(value: object, place: str) -> Decimal:
    try:
        found = Decimal(str(value))
    except ArithmeticError:
        found = Decimal("NaN")
    if isinstance(value, bool) or value is None or not found.is_finite() or found < 0 or found > 10**7:
        raise PriceListError(place, f"{value!r} 不是数", f"{value!r} is no number")
    return found


def _size(value: object, measure: str, place: str) -> int:
    exact = _decimal(value, place)
    return int(exact * _SQUARE) if measure == "area" else tenths(exact)


def _sizes(values: object, place: str) -> dict[Measure, int]:
    found = _mapping(values, place)
    return {_measure(name, place): _size(value, str(name), f"{place}.{name}") for name, value in found.items()}


def _measure(value: object, place: str) -> Measure:
    for measure in MEASURES:
        if measure == value:
            return measure
    raise PriceListError(place, f"没有“{value}”这个量", f"there is no measure {value!r}")


def _thousandths(value: object, place: str) -> int:
    step = int(_decimal(value, place) * 1000)
    if step < 1:
        raise PriceListError(place, "取整单位至少 0.001", "the least rounding step is 0.001")
    return step


def _points(value: object, place: str) -> int:
    points = int(_decimal(value, place) * 100)
    if points > 10_000:
        raise PriceListError(place, "折扣不能超过 100%", "a discount cannot exceed 100 %")
    return points


def _day(value: object, place: str) -> date | None:
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise PriceListError(place, f"{value!r} 不是日期", f"{value!r} is no day") from None
