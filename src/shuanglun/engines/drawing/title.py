"""The title block of a sheet and the list of parts on it, in 0.01 mm of paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from shuanglun.engines.drawing.model import Align, Item, Label, Line, Rect, text_width
from shuanglun.engines.drawing.product import PartShape
from shuanglun.kernel.length import millimetres
from shuanglun.kernel.text import Text

BLOCK = 1_600
_PAD = 120
_ROW = 460
_SMALL, _PLAIN, _LARGE = 180, 300, 360
_NOTE = Text("单位 mm；尺寸以标注为准，不得量图", "mm; the written sizes count, do not measure the drawing")


@dataclass(frozen=True, slots=True)
class Head:
    """What a title block says beside the drawing: the factory, order and line, product and template, the day it was made."""

    factory: str
    order: str
    line: str
    name: Text
    template: str
    made_on: str
    note: Text = _NOTE


def fitted(text: Text, size: int, room: int) -> tuple[Text, int]:
    """A text that fits a cell: smaller down to 60 %, then cut off with "…"."""
    longest = max(text_width(text.zh, size), text_width(text.en, size), 1)
    if longest <= room:
        return text, size
    small = max(size * 6 // 10, size * room // longest)
    return Text(_cut(text.zh, small, room), _cut(text.en, small, room)), small


def _cut(text: str, size: int, room: int) -> str:
    if text_width(text, size) <= room:
        return text
    while text and text_width(f"{text}…", size) > room:
        text = text[:-1]
    return f"{text}…"


def _plain(text: str) -> Text:
    return Text(text, text)


def title_block(head: Head, title: Text, scale: str, sheet: tuple[int, int], place: tuple[int, int, int]) -> list[Item]:
    """The strip at the foot of a sheet; ``place`` is its left, its bottom and its width."""
    left, bottom, width = place
    several = Text("见图", "as told")
    cells: list[tuple[int, Text, Text]] = [
        (50, Text("工厂", "Factory"), _plain(head.factory)),
        (62, Text("产品", "Product"), head.name),
        (44, Text("订单", "Order"), _plain(head.order)),
        (30, Text("行 / 位置", "Line / place"), _plain(head.line)),
        (34, Text("模板", "Template"), _plain(head.template)),
        (15, Text("比例", "Scale"), _plain(scale) if scale else several),
        (24, Text("日期", "Date"), _plain(head.made_on)),
        (18, Text("张", "Sheet"), _plain(f"{sheet[0]} / {sheet[1]}")),
    ]
    whole = sum(share for share, _, _ in cells)
    top = bottom + BLOCK
    items: list[Item] = [
        Line(left, top, left + width, top, "section"),
        Line(left, bottom + 520, left + width, bottom + 520),
    ]
    x, before = left, 0
    for share, caption, value in cells:
        before += share
        after = left + width * before // whole
        shown, size = fitted(value, _LARGE if caption.en == "Product" else _PLAIN, after - x - 2 * _PAD)
        items.append(Label(x + _PAD, top - 230, _SMALL, caption, "left"))
        items.append(Label(x + _PAD, bottom + 730, size, shown, "left", strong=caption.en in ("Product", "Order")))
        if after < left + width:
            items.append(Line(after, bottom + 520, after, top))
        x = after
    note, size = fitted(head.note, 220, width // 2)
    items.append(Label(left + _PAD, bottom + 260, 260, title, "left", strong=True))
    items.append(Label(left + width - _PAD, bottom + 260, size, note, "right"))
    return items


_COLUMNS: tuple[tuple[int, Text, Align], ...] = (
    (800, Text("号", "No."), "right"),
    (2_900, Text("名称", "Name"), "left"),
    (800, Text("数", "Qty"), "right"),
    (3_500, Text("成品尺寸", "Finished size"), "left"),
    (2_900, Text("材料", "Material"), "left"),
    (2_100, Text("封边 前后左右", "Edges f b l r"), "left"),
)


def rows_that_fit(height: int) -> int:
    """How many parts a list of this height takes below its head."""
    return height // _ROW - 1


def parts_table(
    rows: Sequence[tuple[int, PartShape]], edge: int, top: int, *, align: Literal["left", "right"]
) -> tuple[list[Item], int]:
    """Numbered parts as a list whose left or right side stands at ``edge``; also its width."""
    width = sum(one for one, _, _ in _COLUMNS)
    left = edge if align == "left" else edge - width
    low = top - (len(rows) + 1) * _ROW
    items: list[Item] = [Rect(left, low, width, top - low, "thin", filled=True)]
    cells = [[heading for _, heading, _ in _COLUMNS], *(_cells(number, part) for number, part in rows)]
    for at, row in enumerate(cells):
        y = top - at * _ROW
        if at:
            items.append(Line(left, y, left + width, y, "outline" if at == 1 else "thin"))
        x = left
        for (wide, _, side), text in zip(_COLUMNS, row, strict=True):
            shown, size = fitted(text, 200 if at == 0 else 240, wide - _PAD)
            place = x + (wide - _PAD // 2 if side == "right" else _PAD // 2)
            items.append(Label(place, y - _ROW // 2, size, shown, side, strong=at == 0))
            x += wide
    return items, width


def _cells(number: int, part: PartShape) -> list[Text]:
    sizes = "×".join(millimetres(one) for one in (part.length, part.width, part.thickness))
    bands = (part.front, part.back, part.left, part.right)
    edges = " ".join(millimetres(one) if one else "–" for one in bands) if any(bands) else ""
    plain = (_plain(str(number)), part.name, _plain(str(part.qty)))
    return [*plain, _plain(sizes), _plain(part.material), _plain(edges)]
