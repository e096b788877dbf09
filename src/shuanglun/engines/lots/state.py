"""Lots as columns: area a lot and material, pieces and due days a lot; the price of every way to add an order at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from shuanglun.engines.lots.model import LotOrder, LotRules

NO_LIMIT = 2**62
CHANGE = 1 << 20
SHEET = 100 * CHANGE
Ints = npt.NDArray[np.int64]


class Lots:
    """Orders in lots. A price is sheets and changes first, then days the orders of a lot lie apart."""

    def __init__(self, orders: Sequence[LotOrder], rules: LotRules) -> None:
        self.orders, self.rules = orders, rules
        materials = sorted({load.material for order in orders for load in order.loads})
        colours = sorted({colour for order in orders for colour in order.colours})
        column = {name: index for index, name in enumerate(materials)}
        hue = {name: index for index, name in enumerate(colours)}
        fills = [rules.sheet_area.get(name, 0) * rules.fill // 10_000 for name in materials]
        # Without a board a material takes no sheets: a sheet no lot fills, and none counted for it.
        self.fill: Ints = np.array([fill or NO_LIMIT for fill in fills], np.int64)
        self.counts: Ints = np.array([1 if fill else 0 for fill in fills], np.int64)
        self.columns: list[Ints] = []
        self.loads: list[Ints] = []
        self.hues: list[Ints] = []
        for order in orders:
            total: dict[int, int] = {}
            for load in order.loads:
                total[column[load.material]] = total.get(column[load.material], 0) + load.board_area
            self.columns.append(np.array(list(total), np.int64))
            self.loads.append(np.array(list(total.values()), np.int64))
            self.hues.append(np.array(sorted({hue[colour] for colour in order.colours}), np.int64))
        self.order_pieces = [order.pieces for order in orders]
        self.order_area = [order.area for order in orders]
        self.due = [order.due for order in orders]
        self.most_pieces = NO_LIMIT if rules.max_pieces is None else rules.max_pieces
        self.most_area = NO_LIMIT if rules.max_area is None else rules.max_area
        self.area: Ints = np.zeros((0, len(materials)), np.int64)
        self.has: Ints = np.zeros((0, len(materials)), np.int64)
        self.hued: Ints = np.zeros((0, len(colours)), np.int64)
        self.pieces: Ints = np.zeros(0, np.int64)
        self.total: Ints = np.zeros(0, np.int64)
        self.first: Ints = np.zeros(0, np.int64)
        self.last: Ints = np.zeros(0, np.int64)
        self.members: list[list[int]] = []
        self.lot_of = [-1] * len(orders)

    def sheets(self, area: Ints) -> Ints:
        """Estimated sheets of areas by material (last axis)."""
        return -(-area // self.fill) * self.counts

    def prices(self, order: int) -> Ints:
        """What adding an order to every lot costs more; NO_LIMIT where it may not be added."""
        columns, loads, hues = self.columns[order], self.loads[order], self.hues[order]
        before = self.area[:, columns]
        fill, counts = self.fill[columns], self.counts[columns]
        sheets = ((-(-(before + loads) // fill) + before // -fill) * counts).sum(axis=1)
        changes = (self.has[:, columns] == 0).sum(axis=1) + (self.hued[:, hues] == 0).sum(axis=1)
        first, last = np.minimum(self.first, self.due[order]), np.maximum(self.last, self.due[order])
        spread = (last - first) - (self.last - self.first)
        price: Ints = sheets * SHEET + changes * (CHANGE * self.rules.change) + spread
        able = (
            (self.pieces + self.order_pieces[order] <= self.most_pieces)
            & (self.total + self.order_area[order] <= self.most_area)
            & (last - first <= self.rules.window)
            & (self.pieces > 0)
        )
        price[~able] = NO_LIMIT
        return price

    def add(self, order: int, lot: int) -> None:
        """Put an order into a lot; -1 opens one."""
        if lot < 0:
            empty = [index for index, members in enumerate(self.members) if not members]
            lot = empty[0] if empty else self._open()
        self.area[lot, self.columns[order]] += self.loads[order]
        self.has[lot, self.columns[order]] += 1
        self.hued[lot, self.hues[order]] += 1
        self.pieces[lot] += self.order_pieces[order]
        self.total[lot] += self.order_area[order]
        self.members[lot].append(order)
        self.lot_of[order] = lot
        self._days(lot)

    def take(self, order: int) -> None:
        """Take an order out of its lot."""
        lot = self.lot_of[order]
        self.area[lot, self.columns[order]] -= self.loads[order]
        self.has[lot, self.columns[order]] -= 1
        self.hued[lot, self.hues[order]] -= 1
        self.pieces[lot] -= self.order_pieces[order]
        self.total[lot] -= self.order_area[order]
        self.members[lot].remove(order)
        self.lot_of[order] = -1
        self._days(lot)

    def _open(self) -> int:
        def longer(one: Ints) -> Ints:
            return np.concatenate([one, np.zeros_like(one, shape=(1, *one.shape[1:]))])

        self.area, self.has, self.hued = longer(self.area), longer(self.has), longer(self.hued)
        self.pieces, self.total = longer(self.pieces), longer(self.total)
        self.first, self.last = longer(self.first), longer(self.last)
        self.members.append([])
        return len(self.members) - 1

    def _days(self, lot: int) -> None:
        days = [self.due[order] for order in self.members[lot]]
        self.first[lot], self.last[lot] = (min(days), max(days)) if days else (0, 0)

    def price(self) -> int:
        """The price of all lots."""
        spread = int((self.last - self.first).sum())
        return self.sheet_count() * SHEET + self.changeovers() * CHANGE * self.rules.change + spread

    def sheet_count(self) -> int:
        """Estimated sheets of all lots."""
        return int(self.sheets(self.area).sum())

    def changeovers(self) -> int:
        """Materials and colours of all lots."""
        return int((self.has > 0).sum() + (self.hued > 0).sum())

    def least_sheets(self) -> int:
        """Sheets of one lot of everything."""
        return int(self.sheets(self.area.sum(axis=0)).sum()) if len(self.area) else 0
