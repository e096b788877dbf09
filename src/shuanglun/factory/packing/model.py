"""How an order's pieces are put together into packages; pure rules, no database.

Rules of the trade: a leaf alone; lining and casings of one door tied as one bundle; the hardware of an order in one box;
panels of one room together up to a weight two men carry; anything else (glass) alone; never two orders in one package.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

LEAF, FRAME, HARDWARE, PANEL = "leaf", "frame", "hardware", "panel"
_OPEN_BINS = 8


@dataclass(frozen=True, slots=True)
class Rules:
    """Limits of a package: grams and number of items."""

    max_weight_g: int = 40_000
    max_items: int = 30
    max_bags: int = 60


@dataclass(frozen=True, slots=True)
class Item:
    """A piece or a hardware bag to be packed; lengths in 0.1 mm, ``room`` where it belongs in the home."""

    code: str
    group: str
    unit_id: str | None = None
    room: str = ""
    weight_g: int = 0
    sides: tuple[int, int] = (0, 0)


@dataclass(slots=True)
class Package:
    """A planned package."""

    group: str
    unit_id: str | None
    items: list[Item] = field(default_factory=list)
    weight_g: int = 0

    def add(self, item: Item) -> None:
        """Put an item in."""
        self.items.append(item)
        self.weight_g += item.weight_g

    def takes(self, item: Item, max_weight_g: int, max_items: int) -> bool:
        """Is there room for one more? The first item always fits, however heavy."""
        return not self.items or (self.weight_g + item.weight_g <= max_weight_g and len(self.items) < max_items)

    @property
    def largest(self) -> int:
        """The longest side of a member."""
        return max((max(item.sides) for item in self.items), default=0)


def plan(items: Iterable[Item], rules: Rules) -> list[Package]:
    """Packages of one order: unit by unit, then panels room by room, then the hardware box; same items, same plan."""
    by_group: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        by_group[item.group].append(item)
    frames = by_group.pop(FRAME, [])
    panels = by_group.pop(PANEL, [])
    bags = by_group.pop(HARDWARE, [])
    alone = [item for group in sorted(by_group, key=lambda g: (g != LEAF, g)) for item in by_group[group]]
    found = [_filled(item.group, item.unit_id, [item]) for item in alone]
    found += _bundles(frames)
    found += _stacks(panels, rules)
    found += [_filled(HARDWARE, None, bags[i : i + rules.max_bags]) for i in range(0, len(bags), rules.max_bags)]
    return found


def _filled(group: str, unit_id: str | None, items: Iterable[Item]) -> Package:
    package = Package(group, unit_id)
    for item in items:
        package.add(item)
    return package


def _bundles(items: Iterable[Item]) -> list[Package]:
    by_unit: dict[str | None, list[Item]] = defaultdict(list)
    for item in items:
        by_unit[item.unit_id].append(item)
    return [_filled(FRAME, unit_id, members) for unit_id, members in by_unit.items()]


def _stacks(items: Iterable[Item], rules: Rules) -> list[Package]:
    """Panels of a room, the longest first so that a stack is flat; first fit over the last few open stacks (linear)."""
    by_room: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        by_room[item.room].append(item)
    found: list[Package] = []
    for room in sorted(by_room):
        stacks: list[Package] = []
        for item in sorted(by_room[room], key=lambda i: (-max(i.sides), -min(i.sides), i.code)):
            recent = stacks[-_OPEN_BINS:]
            stack = next((s for s in recent if s.takes(item, rules.max_weight_g, rules.max_items)), None)
            if stack is None:
                stack = Package(PANEL, None)
                stacks.append(stack)
            stack.add(item)
        found += stacks
    return found
