"""Lot building (组批): unfinished pieces into waves, waves into lots by material and thickness.

A wave is what is packed together: whole orders due on one day, or within as many days as the planner chose, at most so many
pieces and so much area. Which orders share a wave is chosen by ``engines.lots``, for few boards and few changes. Pieces that
already have a lot keep it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from shuanglun.engines.lots import Load, LotOrder, LotRules, board_share, build_lots
from shuanglun.factory.planning.model import Lot, LotKind, OpenPiece, Settings

NewId = Callable[[], str]
Wave = tuple[date, list[OpenPiece]]
SQUARE_METRE = 10**8  # in the square of 0.1 mm


@dataclass(frozen=True, slots=True)
class Sheet:
    """The inside of a board after trimming, 0.1 mm."""

    length: int
    width: int


@dataclass(frozen=True, slots=True)
class Grouping:
    """How waves are made: limits, the sheet of every material, and how long it is searched."""

    rules: LotRules
    sheets: Mapping[str, Sheet] = field(default_factory=dict)
    steps: int = 300


def grouping(settings: Settings, sheets: Mapping[str, Sheet], steps: int = 300) -> Grouping:
    """The grouping of these settings."""
    area = None if settings.max_area_m2 is None else settings.max_area_m2 * SQUARE_METRE
    areas = {material: sheet.length * sheet.width for material, sheet in sheets.items()}
    return Grouping(LotRules(settings.max_pieces, area, settings.window_days, areas), sheets, steps)


def build_waves(pieces: Iterable[OpenPiece], how: Grouping) -> list[Wave]:
    """Pieces without a lot as waves by due day; an order is divided only by whole units, and only when it is above a limit."""
    blocks = list(_blocks(pieces, how.rules))
    found: list[Wave] = []
    for group in _apart(blocks, how.rules):
        found += _waves_of(group, how)
    return found


def to_orders(blocks: Sequence[Sequence[OpenPiece]], sheets: Mapping[str, Sheet]) -> list[LotOrder]:
    """What lot building is told: each block by its number, its loads by material and the colours of its assemblies."""
    orders = []
    for number, block in enumerate(blocks):
        loads: dict[str, list[int]] = {}
        for piece in block:
            load = loads.setdefault("" if piece.is_assembly else piece.material_code or "", [0, 0, 0])
            area = 0 if piece.is_assembly else piece.cut_length * piece.cut_width
            load[0] += 1
            load[1] += area
            load[2] += _takes(piece, sheets.get(piece.material_code or "")) if area else 0
        colours = sorted({piece.colour or "" for piece in block if piece.is_assembly})
        told = tuple(Load(material, *load) for material, load in sorted(loads.items()))
        orders.append(LotOrder(str(number), block[0].due_on.toordinal(), told, tuple(colours)))
    return orders


def blocks_of(pieces: Iterable[OpenPiece], rules: LotRules) -> list[list[OpenPiece]]:
    """What is never divided: an order's pieces of one due day, or as many of its units as a lot may hold."""
    return list(_blocks(pieces, rules))


def _takes(piece: OpenPiece, sheet: Sheet | None) -> int:
    if sheet is None:
        return piece.cut_length * piece.cut_width
    return board_share(piece.cut_length, piece.cut_width, (sheet.length, sheet.width), piece.grain == "none")


def _blocks(pieces: Iterable[OpenPiece], rules: LotRules) -> Iterator[list[OpenPiece]]:
    ordered = sorted(pieces, key=lambda p: (p.due_on, p.order_no, p.unit_id, p.code))
    for _, of_order in groupby(ordered, key=lambda p: (p.due_on, p.order_no)):
        block: list[OpenPiece] = []
        for _, unit in groupby(of_order, key=lambda p: p.unit_id):
            members = list(unit)
            if block and _above([*block, *members], rules):
                yield block
                block = []
            block += members
        yield block


def _above(pieces: Sequence[OpenPiece], rules: LotRules) -> bool:
    if rules.max_pieces is not None and len(pieces) > rules.max_pieces:
        return True
    return rules.max_area is not None and sum(p.cut_length * p.cut_width for p in pieces) > rules.max_area


def _apart(blocks: Sequence[list[OpenPiece]], rules: LotRules) -> Iterator[list[list[OpenPiece]]]:
    """Blocks in groups that cannot share a wave, because more days than the window lie between them."""
    group: list[list[OpenPiece]] = []
    for block in blocks:
        if group and (block[0].due_on - group[-1][0].due_on).days > rules.window:
            yield group
            group = []
        group.append(block)
    if group:
        yield group


def _waves_of(blocks: Sequence[list[OpenPiece]], how: Grouping) -> Iterator[Wave]:
    together = [piece for block in blocks for piece in block]
    if blocks[0][0].due_on == blocks[-1][0].due_on and not _above(together, how.rules):
        yield blocks[0][0].due_on, together
        return
    plan = build_lots(to_orders(blocks, how.sheets), how.rules, steps=how.steps)
    for lot in plan.lots:
        yield date.fromordinal(lot.due), [piece for key in lot.orders for piece in blocks[int(key)]]


def new_lots(waves: Iterable[Wave], first_wave: int, number: Callable[[], str], new_id: NewId) -> list[Lot]:
    """The lots of waves: a cut lot a material, an assembly lot a colour, a packing lot."""
    lots: list[Lot] = []
    for index, (due_on, members) in enumerate(waves):
        wave = f"W{first_wave + index:04d}"
        keyed = sorted(members, key=lambda p: (p.is_assembly, p.material_code or p.colour or ""))
        for (assembly, material), group in groupby(
            keyed, key=lambda p: (p.is_assembly, p.material_code or p.colour or "")
        ):
            kind: LotKind = "assembly" if assembly else "cut"
            lots.append(Lot(new_id(), number(), wave, kind, due_on, list(group), material))
        lots.append(Lot(new_id(), number(), wave, "pack", due_on))
    return lots
