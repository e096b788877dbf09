"""A foreman's paper of one door: sizes, hardware, and how they came about. Written anew with SHUANGLUN_WRITE_GOLDEN=1."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

from shuanglun.engines.formula import explain
from shuanglun.factory.splitting import Split, SplitLine, shapes, split
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


_WIDTHS = (16, 6, 20, 16, 8, 16, 14, 24)


def _row(*cells: str, widths: tuple[int, ...] = _WIDTHS) -> str:
    return "".join(_column(cell, width) for cell, width in zip(cells, widths, strict=True)).rstrip()


def _machining() -> list[str]:
    (shape,), _ = shapes([LINE], shipped_catalogue().get)
    rows = []
    for part in shape.parts:
        for one in part.machining:
            x, y, depth, across, length, width = (millimetres(v) for v in one[5:11])
            size = (
                f"Ø{across}"
                if one.kind == "drill"
                else f"{length}×{width}"
                if one.kind != "mitre"
                else f"{millimetres(one.angle)}°"
            )
            times = f"{one.qty}@{millimetres(one.pitch_x)}" if one.qty > 1 else "1"
            row = (
                part.part.name_zh,
                one.name_zh,
                one.kind,
                one.face,
                x,
                y,
                depth if depth != "0" else "通",
                size,
                times,
            )
            rows.append(_row(*row, widths=(16, 24, 8, 7, 8, 8, 6, 12, 8)))
    return rows


def paper(result: Split) -> str:
    """The split of one line as text."""
    lines = ["单开门 single_door 第 3 版    洞口 880 × 2050，墙厚 140，原木橡，左内开，双口", ""]
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
    lines += ["", "孔槽（坐标见模板：面、X、Y、深、长×宽或直径、数量@间距）", *_machining()]
    template = shipped_catalogue().get("single_door")
    assert template is not None
    for name in ("门扇.宽", "门扇.长", "面板.开料长", "锁侧竖套板.开料宽", "横套线.长", "竖套线.长", "合页数"):
        lines += ["", f"为什么 {name}？"]
        lines += [f"  {line}" for line in explain(template.compiled, LINE.params, name, PLACES).lines("zh")]
    return "\n".join(lines) + "\n"


def test_a_foreman_reads_the_same_door() -> None:
    text = paper(split([LINE], shipped_catalogue().get))
    if os.environ.get("SHUANGLUN_WRITE_GOLDEN"):
        GOLDEN.write_text(text, "utf-8")
    assert text == GOLDEN.read_text("utf-8")
