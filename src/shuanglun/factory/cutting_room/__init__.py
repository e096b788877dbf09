"""The cutting room (开料): boards, off-cuts, cut plans.

Planning hands over lots (``LotToCut``), gets them solved (``solve_lot``, no database) and kept (``store_cut_plan``).
"""

from shuanglun.factory.cutting_room.boards import (
    BoardType,
    add_board_types,
    add_boards_for,
    list_board_types,
    materials_without_board,
)
from shuanglun.factory.cutting_room.commands import board_sawn, store_cut_plan
from shuanglun.factory.cutting_room.model import Boards, LotToCut, PieceToCut, SolvedLot
from shuanglun.factory.cutting_room.queries import boards_for, cut_plan_of, plan_document
from shuanglun.factory.cutting_room.rack import give_back
from shuanglun.factory.cutting_room.solving import solve_lot

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
    "cut_plan_of",
    "give_back",
    "list_board_types",
    "materials_without_board",
    "plan_document",
    "solve_lot",
    "store_cut_plan",
]
