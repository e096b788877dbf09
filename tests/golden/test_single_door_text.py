"""A foreman's paper of one door: sizes, hardware, and how they came about. Written anew with SHUANGLUN_WRITE_GOLDEN=1."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

from shuanglun.engines.formula import explain
from shuanglun.factory.splitting import Split, SplitLine, split
from shuanglun.factory.templates.loading import shipped_catalogue
from shuanglun.kernel.findings import Where
from shuanglun.kernel.length import millimetres

GOLDEN = Path(__file__).parent / "single_door_880x2050.txt"
PLACES = {
    "width": Where(sheet="订单", cell="D7"),
    "height": Where(sheet="订单", cell="E7"),
    "wall": Where(sheet="订单", cell="F7"),
}
LINE = SplitLine(
    "1",
    "single_door",
    {"width": 880, "height": 2050, "wall": 140, "colour": "原木橡", "direction": "left_in"},
    1,
    places=PLACES,
)


def _column(text: str, width: int) -> str:
    """Text filled up to a width in which a Chinese character counts two."""
    seen = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
    return text + " " * (width - seen)


def _row(*cells: str) -> str:
    widths = (10, 6, 20, 16, 8, 16, 14, 24)
    return "".join(_column(cell, width) for cell, width in zip(cells, widths, strict=True)).rstrip()


def paper(result: Split) -> str:
    """The split of one line as text."""
    lines = ["单开门 single_door 第 1 版    洞口 880 × 2050，墙厚 140，原木橡，左内开，双口", ""]
    lines.append(_row("部件", "数量", "成品 长×宽×厚", "开料 长×宽", "纹理", "封边 前后左右", "材料", "工艺 → 包装"))
    for part in result.parts:
        size = "×".join(millimetres(value) for value in (part.length, part.width, part.thickness))
        cut = "×".join(millimetres(value) for value in (part.cut_length, part.cut_width)) if part.cut_length else "—"
        edges = " ".join(millimetres(value) for value in part.edges)
        grain = {"none": "无", "length": "顺长", "width": "顺宽"}[part.grain]
        goal = f"压入 {part.into}" if part.into else part.pack_group
        route = f"{'>'.join(part.route)} → {goal}"
        lines.append(
            _row(part.name_zh, str(part.qty_per_unit), size, cut, grain, edges, part.material_code or "—", route)
        )
    lines += ["", "五金"]
    lines += [f"  {_column(item.name_zh, 12)}{item.qty_per_unit} {item.unit}" for item in result.hardware]
    template = shipped_catalogue().get("single_door")
    assert template is not None
    for name in ("门扇.宽", "门扇.长", "面板.开料长", "竖套板.开料宽", "横套线.长", "竖套线.长", "合页数"):
        lines += ["", f"为什么 {name}？"]
        lines += [f"  {line}" for line in explain(template.compiled, LINE.params, name, PLACES).lines("zh")]
    return "\n".join(lines) + "\n"


def test_a_foreman_reads_the_same_door() -> None:
    text = paper(split([LINE], shipped_catalogue().get))
    if os.environ.get("SHUANGLUN_WRITE_GOLDEN"):
        GOLDEN.write_text(text, "utf-8")
    assert text == GOLDEN.read_text("utf-8")
