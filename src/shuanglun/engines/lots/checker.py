"""An independent check of lots: every order in one lot, whole, within the limits, figures recounted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from shuanglun.engines.lots.model import BuiltLot, LotOrder, LotPlan, LotRules
from shuanglun.kernel.findings import Finding, Where
from shuanglun.kernel.text import Text

TODO = Text("不要采用, 重新组批", "do not use them; build lots anew")


def check_lots(orders: Sequence[LotOrder], rules: LotRules, plan: LotPlan) -> list[Finding]:
    """Findings; an empty list means the lots hold."""
    by_key = {order.key: order for order in orders}
    found = [*_whole(by_key, plan)]
    if not found:
        for number, lot in enumerate(plan.lots, 1):
            found += _lot([by_key[key] for key in lot.orders], rules, lot, f"lot {number}")
        if plan.sheets != sum(lot.sheets for lot in plan.lots):
            found.append(_stop("FIGURES", "plan", "张数合计不对", "the sheets do not add up"))
    return found


def _stop(code: str, where: str, zh: str, en: str) -> Finding:
    return Finding(f"LOTS-{code}", "stop", Text(zh, en), TODO, Where(field=where))


def _whole(by_key: dict[str, LotOrder], plan: LotPlan) -> Iterator[Finding]:
    seen = Counter(key for lot in plan.lots for key in lot.orders)
    for key in by_key.keys() - seen.keys():
        yield _stop("LOST", key, f"订单 {key} 没有组批", f"order {key} is in no lot")
    for key, number in seen.items():
        if key not in by_key:
            yield _stop("UNKNOWN", key, f"没有订单 {key}", f"there is no order {key}")
        elif number > 1:
            yield _stop("TWICE", key, f"订单 {key} 组了 {number} 次", f"order {key} is in {number} lots")


def _lot(orders: Sequence[LotOrder], rules: LotRules, lot: BuiltLot, where: str) -> Iterator[Finding]:
    days = [order.due for order in orders]
    pieces = sum(load.pieces for order in orders for load in order.loads)
    areas: Counter[str] = Counter()
    area = 0
    for load in (load for order in orders for load in order.loads):
        areas[load.material] += load.area if load.takes is None else load.takes
        area += load.area
    above = (rules.max_pieces is not None and pieces > rules.max_pieces) or (
        rules.max_area is not None and area > rules.max_area
    )
    if above != lot.over or (above and len(orders) > 1):
        yield _stop("LIMIT", where, "超出批次上限", "above the limit of a lot")
    if max(days) - min(days) > rules.window:
        yield _stop("WINDOW", where, "交期相差超出等待天数", "due days lie further apart than the window")
    sheets = 0
    for material, wanted in areas.items():
        usable = rules.sheet_area.get(material, 0) * rules.fill // 10_000
        full, rest = divmod(wanted, usable) if usable else (0, 0)
        sheets += full + (rest > 0)
    if (lot.due, lot.last_due, lot.pieces, lot.area, lot.sheets, lot.materials) != (
        min(days),
        max(days),
        pieces,
        area,
        sheets,
        len(areas),
    ):
        yield _stop("FIGURES", where, "统计数字与订单不符", "the figures do not match the orders")
