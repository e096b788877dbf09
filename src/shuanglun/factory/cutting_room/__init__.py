"""The cutting room (开料): boards, off-cuts, cut plans."""

from shuanglun.factory.cutting_room.boards import BoardType, add_board_types, list_board_types

__all__ = ["BoardType", "add_board_types", "list_board_types"]
