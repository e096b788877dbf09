"""Lot building (组批): unfinished pieces into waves by due day, waves into lots by material and thickness.

A wave is what is packed together: whole orders in order number, at most so many pieces. Pieces that already have a lot keep
it. One pass over sorted pieces; nothing here is quadratic.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import groupby

from shuanglun.factory.planning.model import Lot, LotKind, OpenPiece

NewId = Callable[[], str]


def waves(pieces: Iterable[OpenPiece], max_pieces: int) -> Iterator[tuple[date, list[OpenPiece]]]:
    """Pieces without a lot, by due day, then whole units in order of order number until a wave is full."""
    by_day = sorted(pieces, key=lambda p: (p.due_on, p.order_no, p.unit_id, p.code))
    for due_on, of_day in groupby(by_day, key=lambda p: p.due_on):
        wave: list[OpenPiece] = []
        for _, unit in groupby(of_day, key=lambda p: p.unit_id):
            members = list(unit)
            if wave and len(wave) + len(members) > max_pieces:
                yield due_on, wave
                wave = []
            wave += members
        yield due_on, wave


def new_lots(
    pieces: Iterable[OpenPiece], max_pieces: int, first_wave: int, number: Callable[[], str], new_id: NewId
) -> list[Lot]:
    """Lots for the pieces that have none: a cut lot a material and wave, an assembly lot a colour and wave, a packing lot."""
    lots: list[Lot] = []
    for index, (due_on, members) in enumerate(waves(pieces, max_pieces)):
        wave = f"W{first_wave + index:04d}"
        keyed = sorted(members, key=lambda p: (p.is_assembly, p.material_code or p.colour or ""))
        for (assembly, material), group in groupby(
            keyed, key=lambda p: (p.is_assembly, p.material_code or p.colour or "")
        ):
            kind: LotKind = "assembly" if assembly else "cut"
            lots.append(Lot(new_id(), number(), wave, kind, due_on, list(group), material))
        lots.append(Lot(new_id(), number(), wave, "pack", due_on))
    return lots
