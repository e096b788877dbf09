"""Refusals and findings of the cutting room."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from shuanglun.factory.cutting_room.offcut_life import OFFCUT_STATUS
from shuanglun.kernel.errors import BadRequest, NotFound, Refused
from shuanglun.kernel.findings import Finding, Where
from shuanglun.kernel.length import millimetres
from shuanglun.kernel.text import Text


def pattern_not_found() -> NotFound:
    """There is no such pattern in this factory."""
    return NotFound("PATTERN-NOT-FOUND", Text("没有这张排版图", "there is no such pattern"))


def no_board(material_code: str, pieces: int) -> Finding:
    """No board is known for a material that parts ask for."""
    return Finding(
        "CUT-NO-BOARD",
        "stop",
        Text(
            f"材料“{material_code}”没有可用板材，{pieces} 块板件无法开料",
            f"no board is known for the material {material_code}: {pieces} pieces cannot be cut",
        ),
        Text("请在板材表中加入该材料的板材规格", "add a board of this material to the board table"),
        Where(field="material_code"),
        material_code,
    )


def not_enough_boards(material_code: str, pieces: int) -> Finding:
    """The boards there are do not suffice; the pieces wait for the next plan."""
    return Finding(
        "CUT-BOARDS-SHORT",
        "warn",
        Text(
            f"材料“{material_code}”板材不够，{pieces} 块板件等下次排产",
            f"too few boards of {material_code}: {pieces} pieces wait for the next plan",
        ),
        Text("到料后重新排产", "plan again when boards have come"),
        Where(field="material_code"),
        material_code,
    )


def offcut_not_found() -> NotFound:
    """There is no such off-cut in this factory."""
    return NotFound("OFFCUT-NOT-FOUND", Text("没有这块余料", "there is no such off-cut"))


def stocktake_not_found() -> NotFound:
    """There is no such stock-take in this factory."""
    return NotFound("STOCKTAKE-NOT-FOUND", Text("没有这次盘点", "there is no such stock-take"))


def stocktake_closed() -> Refused:
    """A closed stock-take takes no scans."""
    return Refused("STOCKTAKE-CLOSED", Text("盘点已结束，请新开一次", "this stock-take is closed; start a new one"))


def unknown_material(material_code: str) -> Refused:
    """No board is known of the material somebody wants to put in stock."""
    return Refused(
        "OFFCUT-MATERIAL",
        Text(
            f"没有材料“{material_code}”的板材，请从列表中选择材料",
            f"no board of {material_code} is known; choose a material of the list",
        ),
    )


def wrong_size(board: Mapping[str, Any]) -> Refused:
    """A measured size that no board of the material can have left."""
    size = f"{millimetres(board['length'])} × {millimetres(board['width'])}"
    return Refused(
        "OFFCUT-SIZE",
        Text(
            f"尺寸应在 50 mm 以上，且不大于整板 {size} mm，请重新量",
            f"the sides must be 50 mm or more and no larger than the whole board, {size} mm; measure again",
        ),
    )


def reason_missing() -> BadRequest:
    """Nothing leaves the rack without a reason."""
    return BadRequest("OFFCUT-REASON", Text("请写明原因", "a reason is needed"))


def place_missing() -> BadRequest:
    """A move needs a place to move to."""
    return BadRequest("OFFCUT-PLACE", Text("请写明库位", "a place is needed"))


def not_possible(status: str, act: Text) -> Refused:
    """The off-cut is not in a state the act may happen in."""
    now = OFFCUT_STATUS[status]
    return Refused(
        "OFFCUT-STATE",
        Text(
            f"余料现在是“{now.zh}”，不能{act.zh}。已预留的余料要等排版用掉或批次取消",
            f"the off-cut is {now.en}: it cannot be {act.en}; a reserved one waits for its plan to be cut or cancelled",
        ),
    )


def offcut_taken(codes: Iterable[str]) -> Refused:
    """Off-cuts a plan was made with are gone when it is stored."""
    names = "、".join(sorted(codes))
    return Refused(
        "PLAN-OFFCUT-TAKEN",
        Text(f"排产期间余料 {names} 已被领用，请重新排产", f"off-cuts {names} were taken while planning; plan again"),
    )
