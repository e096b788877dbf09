"""The price of a line, item by item, each with its reason; the total of a quote."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from shuanglun.engines.pricing.measuring import Measures
from shuanglun.engines.pricing.model import MEASURE_NAMES, METHOD_NAMES, Band, Measure, PriceList, Rule, Surcharge
from shuanglun.engines.pricing.money import divided, plain_number, share, times, yuan
from shuanglun.kernel.findings import Finding, Where
from shuanglun.kernel.length import millimetres
from shuanglun.kernel.text import Text

_SQUARE = 100_000_000


@dataclass(frozen=True, slots=True)
class Item:
    """One amount of a line: by which rule, for how much of what (``thousandths`` of ``unit``), at which price, and why."""

    rule: str
    label: Text
    thousandths: int
    unit: str
    price: int
    amount: int
    why: Text
    discountable: bool = True


@dataclass(frozen=True, slots=True)
class LinePrice:
    """The price of one unit of a line in fen and its items; findings say why there is none."""

    items: tuple[Item, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def amount(self) -> int:
        """Price of one unit, fen."""
        return sum(item.amount for item in self.items)


@dataclass(frozen=True, slots=True)
class ManualItem:
    """An extra a person adds (加价项目): a quantity in thousandths of a unit at a price in fen."""

    label: str
    thousandths: int
    unit: str
    price: int
    discountable: bool = False


@dataclass(frozen=True, slots=True)
class Totals:
    """What a quote comes to, fen: goods, extras, the discount taken off, what is left to pay."""

    goods: int
    extras: int
    discount: int
    total: int


def price(prices: PriceList, inputs: Mapping[str, object]) -> LinePrice:
    """The price of one unit of a line with these inputs (mm, choices by their codes, ``model`` its product).

    A line no rule speaks about has no items and a finding that says so; so has one that lacks a measure its rule needs.
    """
    rule = next((one for one in prices.rules if one.matches(inputs)), None)
    if rule is None:
        return LinePrice((), (_no_rule(prices, inputs),))
    measures = Measures.of(inputs)
    items: list[Item] = []
    findings: list[Finding] = []
    for one in (rule, *(extra for extra in prices.extras if extra.matches(inputs))):
        priced = _base(one, measures)
        if isinstance(priced, Finding):
            findings.append(priced)
            continue
        items.append(priced)
        items += [found for s in one.surcharges if (found := _surcharge(one, s, measures)) is not None]
    return LinePrice(tuple(items), tuple(findings)) if not findings else LinePrice((), tuple(findings))


def price_manual(item: ManualItem) -> Item:
    """A manual extra as an item."""
    amount = times(item.price, item.thousandths)
    many = plain_number(item.thousandths)
    why = Text(
        f"手工加价：{many} {item.unit} × {yuan(item.price)} 元",
        f"added by hand: {many} {item.unit} × {yuan(item.price)} yuan",
    )
    label = Text(item.label, item.label)
    return Item("manual", label, item.thousandths, item.unit, item.price, amount, why, item.discountable)


def total(lines: Iterable[tuple[LinePrice, int]], manual: Sequence[Item], discount: int) -> Totals:
    """Sum of lines (price, quantity) and manual items; ``discount`` in basis points is taken off once, of what may have it."""
    goods = reduced = 0
    for line, quantity in lines:
        goods += line.amount * quantity
        reduced += quantity * sum(item.amount for item in line.items if item.discountable)
    extras = sum(item.amount for item in manual)
    reduced += sum(item.amount for item in manual if item.discountable)
    off = share(reduced, discount)
    return Totals(goods, extras, off, goods + extras - off)


# ---------------------------------------------------------------------- the base of a rule


def _base(rule: Rule, measures: Measures) -> Item | Finding:
    if rule.method == "set":
        return _per_set(rule)
    if rule.method == "by_length":
        return _by_length(rule, measures)
    measure: Measure = "area" if rule.method in {"area", "area_by_wall"} else rule.measure
    real = measures.get(measure)
    if real is None:
        return _no_measure(rule, measure)
    each = rule.price
    said_zh, said_en = "", ""
    if rule.bands:
        wall = measures.get("wall")
        if wall is None:
            return _no_measure(rule, "wall")
        band = _band_of(rule.bands, wall)
        if band is None:
            return _beyond(rule, "wall", wall)
        each, (said_zh, said_en) = band.price, _band_words("墙厚", "wall", wall, band)
    charged = max(real, rule.least)
    is_area = measure == "area"
    many = divided(charged, _SQUARE // 1000) if is_area else divided(charged, 10)
    many = divided(many, rule.step) * rule.step
    unit = "m²" if is_area else "m"
    shown = _measured(measure, real)
    least_zh, least_en = "", ""
    if charged > real:
        least = _measured(measure, rule.least)
        least_zh, least_en = f"，不足 {least} 按 {least} 计", f", charged as the least of {least}"
    why = Text(
        f"{METHOD_NAMES[rule.method].zh}：{MEASURE_NAMES[measure].zh} {shown}{least_zh}{said_zh}；"
        f"{plain_number(many)} {unit} × {yuan(each)} 元",
        f"{METHOD_NAMES[rule.method].en}: {MEASURE_NAMES[measure].en} {shown}{least_en}{said_en}; "
        f"{plain_number(many)} {unit} × {yuan(each)} yuan",
    )
    return Item(rule.id, rule.label, many, unit, each, times(each, many), why, rule.discountable)


def _per_set(rule: Rule) -> Item:
    sizes = "×".join(millimetres(size) for size in rule.standard.values())
    names_zh = "×".join(MEASURE_NAMES[name].zh for name in rule.standard)
    names_en = " × ".join(MEASURE_NAMES[name].en for name in rule.standard)
    zh = f"（含标准尺寸 {names_zh} {sizes} 以内）" if sizes else ""
    en = f" (up to the standard size, {names_en}, {sizes})" if sizes else ""
    why = Text(f"按樘：每樘 {yuan(rule.price)} 元{zh}", f"per set: {yuan(rule.price)} yuan a set{en}")
    return Item(rule.id, rule.label, 1000, "樘", rule.price, rule.price, why, rule.discountable)


def _by_length(rule: Rule, measures: Measures) -> Item | Finding:
    length = measures.get(rule.measure)
    if length is None:
        return _no_measure(rule, rule.measure)
    band = _band_of(rule.bands, length)
    if band is None:
        return _beyond(rule, rule.measure, length)
    name = MEASURE_NAMES[rule.measure]
    zh, en = _band_words(name.zh, name.en, length, band)
    why = Text(
        f"{METHOD_NAMES['by_length'].zh}{zh}；每件 {yuan(band.price)} 元",
        f"{METHOD_NAMES['by_length'].en}{en}; {yuan(band.price)} yuan each",
    )
    return Item(rule.id, rule.label, 1000, "件", band.price, band.price, why, rule.discountable)


def _band_of(bands: Sequence[Band], size: int) -> Band | None:
    return next((band for band in bands if band.up_to is None or size <= band.up_to), None)


def _band_words(zh: str, en: str, size: int, band: Band) -> tuple[str, str]:
    if band.up_to is None:
        return f"，{zh} {millimetres(size)}（最后一段）", f", {en} {millimetres(size)} (last band)"
    end = millimetres(band.up_to)
    return f"，{zh} {millimetres(size)}（≤ {end} 段）", f", {en} {millimetres(size)} (band to {end})"


# ---------------------------------------------------------------------- surcharges


def _surcharge(rule: Rule, one: Surcharge, measures: Measures) -> Item | None:
    """What is above the limit, by begun steps; None when nothing is."""
    size = measures.get(one.measure)
    if size is None or size <= one.above:
        return None
    over = size - one.above
    steps = 1 if one.every is None else -(-over // one.every)
    name = MEASURE_NAMES[one.measure]
    above, real, more = (_measured(one.measure, x) for x in (one.above, size, over))
    zh = f"{name.zh} {real} 超过 {above}，超 {more}"
    en = f"{name.en} {real} is above {above} by {more}"
    if one.every is not None:
        step = _measured(one.measure, one.every)
        zh += f"；每 {step}（不足算一档）加 {yuan(one.price)} 元，{steps} 档"
        en += f"; {yuan(one.price)} yuan for each begun {step}, {steps} of them"
    amount = steps * one.price
    return Item(
        f"{rule.id}.over_{one.measure}",
        one.label,
        steps * 1000,
        "档",
        one.price,
        amount,
        Text(zh, en),
        rule.discountable,
    )


def _measured(measure: Measure, size: int) -> str:
    if measure == "area":
        return f"{plain_number(divided(size, _SQUARE // 1000))} m²"
    return f"{millimetres(size)} mm"


# ---------------------------------------------------------------------- findings


def _no_rule(prices: PriceList, inputs: Mapping[str, object]) -> Finding:
    model = str(inputs.get("model", "?"))
    return Finding(
        "PRICE-NO-RULE",
        "stop",
        Text(
            f"价目表“{prices.name.zh}”没有适用于“{model}”的规则", f"no rule of {prices.name.en} speaks about {model!r}"
        ),
        Text("在价目表里加一条规则，或手工报价", "add a rule to the price list, or quote by hand"),
        Where(field="model"),
        model,
    )


def _no_measure(rule: Rule, measure: Measure) -> Finding:
    name = MEASURE_NAMES[measure]
    return Finding(
        "PRICE-NO-MEASURE",
        "stop",
        Text(f"规则“{rule.label.zh}”要用{name.zh}，这一行没有", f"the rule {rule.label.en} needs the {name.en}"),
        Text(f"补填{name.zh}", f"fill in the {name.en}"),
        Where(field=measure),
    )


def _beyond(rule: Rule, measure: Measure, size: int) -> Finding:
    name = MEASURE_NAMES[measure]
    said = millimetres(size)
    return Finding(
        "PRICE-BEYOND-BANDS",
        "stop",
        Text(
            f"{name.zh} {said} 超出规则“{rule.label.zh}”的最后一段",
            f"{name.en} {said} is beyond the bands of {rule.label.en}",
        ),
        Text("在价目表里加一段，或手工报价", "add a band to the price list, or quote by hand"),
        Where(field=measure),
        said,
    )
