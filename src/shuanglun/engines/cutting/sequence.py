"""In which order the sheets are cut: full boards first, order by order, or so that few orders wait behind the saw."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from shuanglun.engines.cutting.construct import Sheet
from shuanglun.engines.cutting.units import Scaled

Way = Literal["full", "orders", "open"]
MOST_COMPARED = 400


def in_sequence(scaled: Scaled, sheets: Sequence[Sheet], way: Way) -> list[Sheet]:
    """The sheets in one of the three sequences.

    "full": off-cuts, then full boards, so that the sheet with the large rest is cut last. "orders": by the mean place of
    their orders in the problem. "open": next always the sheet that leaves the fewest orders begun and not complete.
    """
    ways: Mapping[Way, Callable[[Scaled, Sequence[Sheet]], list[Sheet]]] = {
        "full": _by_fullness,
        "orders": _by_order,
        "open": _by_open,
    }
    return ways[way](scaled, sheets)


def _by_fullness(scaled: Scaled, sheets: Sequence[Sheet]) -> list[Sheet]:
    def order(sheet: Sheet) -> tuple[bool, float]:
        board = scaled.boards[sheet.board]
        return not board.stock.is_offcut, -sheet.area / board.area

    return sorted(sheets, key=order)


def _by_order(scaled: Scaled, sheets: Sequence[Sheet]) -> list[Sheet]:
    places: dict[str, int] = {}
    for part in scaled.problem.parts:
        places.setdefault(part.tag("order"), len(places))
    means = [sum(places[part.tag("order")] for part in parts) / len(parts) for parts in scaled.members]

    def mean(sheet: Sheet) -> float:
        return sum(means[kind] * number for kind, number in sheet.used.items()) / sum(sheet.used.values())

    return sorted(_by_fullness(scaled, sheets), key=mean)


def _by_open(scaled: Scaled, sheets: Sequence[Sheet]) -> list[Sheet]:
    """Greedy, one sheet after the other; among very many only the next ones order by order are compared."""
    left = _by_order(scaled, sheets)
    queues = [[part.tag("order") for part in parts for _ in range(part.qty)] for parts in scaled.members]
    at = [0] * len(queues)
    wanted = Counter(order for queue in queues for order in queue)
    begun: set[str] = set()
    result: list[Sheet] = []
    while left:
        best, best_rate, best_taken = 0, (1 << 60, 0), Counter[str]()
        for number, sheet in enumerate(left[:MOST_COMPARED]):
            taken = Counter(
                order
                for kind, count in sheet.used.items()
                for order in queues[kind][at[kind] : at[kind] + count * sheet.run]
            )
            fresh = sum(order not in begun for order in taken)
            done = sum(wanted[order] == count for order, count in taken.items())
            rate = (fresh - done, -sum(taken.values()))
            if rate < best_rate:
                best, best_rate, best_taken = number, rate, taken
        sheet = left.pop(best)
        for kind, count in sheet.used.items():
            at[kind] += count * sheet.run
        wanted.subtract(best_taken)
        begun |= set(best_taken)
        result.append(sheet)
    return result
