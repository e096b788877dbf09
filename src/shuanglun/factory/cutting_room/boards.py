"""Boards that can be bought, by the material a part asks for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import RowMapping, select, true

from shuanglun.access.audit import record
from shuanglun.factory.cutting_room.tables import board_types
from shuanglun.factory.pieces import neighbour
from shuanglun.kernel.length import millimetres
from shuanglun.storage import Work


@dataclass(frozen=True, slots=True)
class BoardType:
    """A sheet as it is bought: sizes in 0.1 mm, cost in fen, kerf and trim per side of the saw that cuts it."""

    code: str
    material_code: str
    name: str
    thickness: int
    length: int
    width: int
    grain: bool
    cost_fen: int
    kerf: int
    trim: int
    active: bool = True


def add_board_types(work: Work, boards: Iterable[BoardType]) -> int:
    """Add boards not known yet; returns how many were new."""
    rows = [asdict(board) for board in boards]
    added = work.insert_new(board_types, rows)
    if added:
        record(work, "boards.added", "board_type", "*", after=[row["code"] for row in rows])
    return added


def list_board_types(work: Work) -> Sequence[RowMapping]:
    """The boards in use, by material."""
    query = select(board_types).where(board_types.c.tenant_id == work.tenant_id, board_types.c.active.is_(true()))
    return work.all(query.order_by(board_types.c.material_code, board_types.c.code))


def largest_sheets(work: Work) -> dict[str, tuple[int, int]]:
    """Length and width inside the trims of the largest board in use, by material, 0.1 mm."""
    found: dict[str, tuple[int, int]] = {}
    for row in list_board_types(work):
        inside = row["length"] - 2 * row["trim"], row["width"] - 2 * row["trim"]
        known = found.get(row["material_code"], (0, 0))
        if min(inside) > 0 and inside[0] * inside[1] > known[0] * known[1]:
            found[row["material_code"]] = inside
    return found


def materials_without_board(work: Work) -> list[str]:
    """Materials that parts ask for and no board in use is known of."""
    part_specs = neighbour("part_specs")
    known = select(board_types.c.material_code).where(
        board_types.c.tenant_id == work.tenant_id, board_types.c.active.is_(true())
    )
    query = (
        select(part_specs.c.material_code)
        .where(
            part_specs.c.tenant_id == work.tenant_id,
            part_specs.c.material_code.is_not(None),
            part_specs.c.material_code.not_in(known),
        )
        .distinct()
    )
    return sorted(row["material_code"] for row in work.all(query))


def add_boards_for(
    work: Work,
    materials: Iterable[str],
    length: int,
    width: int,
    thickness: int,
    *,
    kerf: int = 40,
    trim: int = 0,
    grain: bool = True,
) -> int:
    """Give each of these materials a sheet of one size (0.1 mm); returns how many boards were new.

    Panel lists reckon with the whole sheet (parts of 2438 mm from 2440 mm), so nothing is trimmed unless it is said.
    """
    size = f"{millimetres(length)}x{millimetres(width)}"
    boards = [
        BoardType(f"{material}-{size}", material, material, thickness, length, width, grain, 0, kerf, trim)
        for material in materials
    ]
    return add_board_types(work, boards)
