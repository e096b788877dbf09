"""How much of a board a piece is expected to take, before anything is planned."""

from __future__ import annotations


def board_share(length: int, width: int, board: tuple[int, int], may_turn: bool) -> int:
    """Board area a piece takes: the mean of its own area and of the board divided by how many of it alone fit.

    The first is right where small pieces fill every gap, the second where there are none; a large door skin takes most of
    a board whatever lies beside it. Areas in the square of the unit of length, rounded down. A piece that does not fit takes a board.
    """
    long, wide = board
    fits = (long // length) * (wide // width)
    if may_turn:
        fits = max(fits, (long // width) * (wide // length))
    return (length * width + long * wide // max(fits, 1)) // 2
