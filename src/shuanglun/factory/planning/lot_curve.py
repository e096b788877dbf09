"""What waiting for more orders would save: the curve of yield against waiting from which a planner chooses (组批曲线)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shuanglun.engines.lots import CurvePoint, curve, on_the_curve
from shuanglun.factory.cutting_room import largest_sheets
from shuanglun.factory.planning import queries
from shuanglun.factory.planning.lots import Grouping, Sheet, blocks_of, grouping, to_orders
from shuanglun.factory.planning.model import OpenPiece, Settings
from shuanglun.storage import Work

WINDOWS = (0, 1, 2, 3, 5, 7, 10, 14)
STEPS = 120


@dataclass(frozen=True, slots=True)
class ToGroup:
    """What was read for the curve: pieces that have no lot, and the sheet of every material."""

    pieces: Sequence[OpenPiece]
    sheets: Mapping[str, Sheet]


def pieces_to_group(work: Work, order_ids: Sequence[str] | None) -> ToGroup:
    """The pieces a plan would put into lots now."""
    found = queries.open_pieces(work, order_ids)
    return ToGroup([piece for piece in found if piece.lot_id is None and piece.step == 0], sheets_of(work))


def sheets_of(work: Work) -> dict[str, Sheet]:
    """The largest sheet of every material, inside its trims."""
    return {material: Sheet(length, width) for material, (length, width) in largest_sheets(work).items()}


def lot_curve(given: ToGroup, settings: Settings) -> dict[str, Any]:
    """The points worth choosing, the first without waiting; sheets are estimated from sizes. Pure; no transaction is held."""
    how: Grouping = grouping(settings, given.sheets)
    orders = to_orders(blocks_of(given.pieces, how.rules), given.sheets)
    pieces = len(given.pieces)
    points = on_the_curve(curve(orders, how.rules, WINDOWS, steps=STEPS)) if orders else ()
    return {
        "pieces": pieces,
        "orders": len({piece.order_id for piece in given.pieces}),
        "points": [_point(point, pieces) for point in points],
    }


def _point(point: CurvePoint, pieces: int) -> dict[str, Any]:
    """Mean days ahead in tenths of a day, half away from zero."""
    return {
        "window_days": point.window,
        "waves": point.lots,
        "sheets": point.sheets,
        "changeovers": point.changeovers,
        "yield_points": point.fill_points,
        "ahead_tenths": (20 * point.waiting + pieces) // (2 * pieces),
        "longest_days": point.longest,
    }
