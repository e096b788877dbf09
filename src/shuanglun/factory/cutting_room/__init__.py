"""The cutting room (开料): boards, off-cuts, cut plans.

Planning hands over lots (``LotToCut``), gets them solved (``solve_lot``, no database) and kept (``store_cut_plan``).
"""

from shuanglun.factory.cutting_room.boards import (
    BoardType,
    add_board_types,
    add_boards_for,
    largest_sheets,
    list_board_types,
    materials_without_board,
)
from shuanglun.factory.cutting_room.commands import board_sawn, give_up_plan, store_cut_plan
from shuanglun.factory.cutting_room.model import Boards, LotToCut, PieceToCut, SolvedLot
from shuanglun.factory.cutting_room.queries import boards_for, cut_plan_of, lot_patterns, plan_document, reserved_for
from shuanglun.factory.cutting_room.rack import give_back
from shuanglun.factory.cutting_room.solving import choices_for, geometry, solve_lot

__all__ = [
    "BoardType",
    "Boards",
    "LotToCut",
    "PieceToCut",
    "SolvedLot",
    "add_board_types",
    "add_boards_for",
    "board_sawn",
    "boards_for",
    "choices_for",
    "cut_plan_of",
    "geometry",
    "give_back",
    "give_up_plan",
    "largest_sheets",
    "list_board_types",
    "lot_patterns",
    "materials_without_board",
    "plan_document",
    "reserved_for",
    "solve_lot",
    "store_cut_plan",
]
