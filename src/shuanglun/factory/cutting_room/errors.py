"""Refusals and findings of the cutting room."""

from shuanglun.kernel.errors import NotFound
from shuanglun.kernel.findings import Finding, Where
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
