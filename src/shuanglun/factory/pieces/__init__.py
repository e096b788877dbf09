"""Pieces: every physical piece with its own code, its way through the route, its life line; the log of scans.

The room at the bottom of the floor: packing, shipping and the floor stand on it, and it knows none of them.
"""

from shuanglun.factory.pieces.commands import cancel_pieces, reject
from shuanglun.factory.pieces.log import append_desk_event, append_event, find_event, take_turn
from shuanglun.factory.pieces.model import (
    CURE,
    PACK,
    PRESS,
    Move,
    Progress,
    move,
    next_operation,
    open_work,
    operation_name,
    status_at,
    step_before_packing,
    with_packing,
)
from shuanglun.factory.pieces.neighbours import neighbour
from shuanglun.factory.pieces.outcome import COLOUR_OF, TONE_OF, Colour, Outcome, Reading, Row, Tone, Verdict
from shuanglun.factory.pieces.progress import (
    advance_lot,
    advance_pattern,
    refresh_unit,
    select_standing,
    settle_lots,
    start_order,
    write_piece,
    write_pieces,
)
from shuanglun.factory.pieces.queries import (
    known_code,
    life_line,
    lock_assembly,
    lock_piece,
    piece_brief,
    select_pieces,
    size_of,
)
from shuanglun.factory.pieces.replies import (
    curing_answer,
    gone_answer,
    inside_answer,
    item_answer,
    operation_names,
    title,
    unknown_code,
)

__all__ = [
    "COLOUR_OF",
    "CURE",
    "PACK",
    "PRESS",
    "TONE_OF",
    "Colour",
    "Move",
    "Outcome",
    "Progress",
    "Reading",
    "Row",
    "Tone",
    "Verdict",
    "advance_lot",
    "advance_pattern",
    "append_desk_event",
    "append_event",
    "cancel_pieces",
    "curing_answer",
    "find_event",
    "gone_answer",
    "inside_answer",
    "item_answer",
    "known_code",
    "life_line",
    "lock_assembly",
    "lock_piece",
    "move",
    "neighbour",
    "next_operation",
    "open_work",
    "operation_name",
    "operation_names",
    "piece_brief",
    "refresh_unit",
    "reject",
    "select_pieces",
    "select_standing",
    "settle_lots",
    "size_of",
    "start_order",
    "status_at",
    "step_before_packing",
    "take_turn",
    "title",
    "unknown_code",
    "with_packing",
    "write_piece",
    "write_pieces",
]
