"""The parts still to be cut, grouped by size, in an order in which the next fitting part is found quickly.

Lengths here are the solver's own units (0.1 mm divided by their greatest common divisor). Every kind of part is seen from
two sides: view 0 cuts strips along the grain axis, view 1 across it. In a view a part has ``a`` (along the strip) and
``b`` (the strip's height); a part that may turn is there twice and shares one count.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """A size of part: ``along`` and ``across`` the grain axis of the board."""

    along: int
    across: int
    may_turn: bool

    @property
    def area(self) -> int:
        """Area in solver units."""
        return self.along * self.across


class View:
    """Kinds sorted by strip height; position 0 is a guard below everything, so "none" is position 0."""

    def __init__(self, kinds: Sequence[Kind], wanted: Sequence[int], side: int) -> None:
        rows: list[tuple[int, int, int]] = []
        for number, kind in enumerate(kinds):
            if wanted[number]:
                first = (kind.across, kind.along, number) if side == 0 else (kind.along, kind.across, number)
                rows.append(first)
                if kind.may_turn and kind.along != kind.across:
                    rows.append((first[1], first[0], number))
        rows.sort()
        self.b = [0] + [row[0] for row in rows]
        self.a = [0] + [row[1] for row in rows]
        self.kind = [-1] + [row[2] for row in rows]
        self._up = list(range(len(rows) + 1))
        self._places: dict[int, list[int]] = {}
        for position, row in enumerate(rows, 1):
            self._places.setdefault(row[2], []).append(position)

    def retire(self, dead: set[int]) -> None:
        """Take kinds that are used up out of the walk for good."""
        for kind in dead:
            for position in self.positions(kind):
                self._up[position] = position - 1

    def positions(self, kind: int) -> list[int]:
        """The one or two places of a kind."""
        return self._places.get(kind, [])

    def live(self, position: int) -> int:
        """The position itself, or the nearest below it that is not retired."""
        up = self._up
        while up[position] != position:
            up[position] = up[up[position]]
            position = up[position]
        return position

    def at_most(self, height: int) -> int:
        """The highest live position whose strip height is at most ``height``; 0 when there is none."""
        return self.live(bisect_right(self.b, height) - 1)


class Pool:
    """Live counts by kind, and the two views of them."""

    def __init__(self, kinds: Sequence[Kind], wanted: Sequence[int], hardest_first: Sequence[int]) -> None:
        self.kinds = kinds
        self.count = list(wanted)
        self.left = sum(wanted)
        self.views = (View(kinds, wanted, 0), View(kinds, wanted, 1))
        self._hardest = [kind for kind in hardest_first if wanted[kind]]
        self._next = 0

    def hardest(self) -> int:
        """The hardest kind still wanted, -1 when nothing is."""
        while self._next < len(self._hardest):
            kind = self._hardest[self._next]
            if self.count[kind]:
                return kind
            self._next += 1
        return -1

    def commit(self, used: dict[int, int], times: int = 1) -> None:
        """Take what a sheet uses, ``times`` over, out of the pool."""
        dead = set()
        for kind, number in used.items():
            self.count[kind] -= number * times
            self.left -= number * times
            if not self.count[kind]:
                dead.add(kind)
        for view in self.views:
            view.retire(dead)

    def drop(self, kind: int) -> int:
        """Give a kind up; returns how many copies were still wanted."""
        number = self.count[kind]
        self.commit({kind: number})
        return number

    def times(self, used: dict[int, int]) -> int:
        """How often a sheet that uses this much can be cut from what is left."""
        return min(self.count[kind] // number for kind, number in used.items())
