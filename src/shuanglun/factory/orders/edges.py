"""Edge banding (封边) as panel lists write it, brought to the four sides. Front and back run along the length."""

from __future__ import annotations

import re

from shuanglun.factory.orders.lines import LineReader
from shuanglun.factory.orders.messages import found
from shuanglun.factory.orders.model import FieldValue
from shuanglun.factory.orders.values import plain
from shuanglun.kernel.length import tenths

SIDES = ("front", "back", "left", "right")
MOST = 100  # a band thicker than 10 mm is none, 0.1 mm
_NONE = frozenset({"无", "不封", "不封边", "无封边", "none", "no", "0", "-", "/"})
_WORDS: dict[str, tuple[str, ...]] = {
    "前": ("front",),
    "后": ("back",),
    "左": ("left",),
    "右": ("right",),
    "长边": ("front", "back"),
    "短边": ("left", "right"),
    "四边": SIDES,
    "四周": SIDES,
    "四面": SIDES,
    "全": SIDES,
}
_NUMBER = r"(\d{1,2}(?:\.\d{1,2})?)(?:mm)?"
_SAID = re.compile(rf"(?:两|双)?({'|'.join(_WORDS)})(?:封边|边封|边|封)?[:=]?{_NUMBER}[,，、;；/+]*")
_FOUR = re.compile(r"[,，、;；/|*]".join([_NUMBER] * 4))


def read_edges(text: str) -> dict[str, int] | None:
    """The band thickness of each side in 0.1 mm; None when the text cannot be read.

    >>> read_edges("前1.5右0.5后0.5左0.5")
    {'front': 15, 'back': 5, 'left': 5, 'right': 5}
    >>> read_edges("四边1.0mm"), read_edges("1/1/0.5/0.5")["left"], read_edges("按图")
    ({'front': 10, 'back': 10, 'left': 10, 'right': 10}, 5, None)
    """
    word = plain(text)
    sides = dict.fromkeys(SIDES, 0)
    if word in _NONE:
        return sides
    four = _FOUR.fullmatch(word)
    if four:
        sides = dict(zip(SIDES, map(tenths, four.groups()), strict=True))
    elif word and not _SAID.sub("", word):
        for match in _SAID.finditer(word):
            sides |= dict.fromkeys(_WORDS[match[1]], tenths(match[2]))
    else:
        return None
    return sides if max(sides.values()) <= MOST else None


def spread_edges(reader: LineReader, row: int, values: dict[str, FieldValue]) -> None:
    """Give a line that says its edges in one text the four sides; columns of single sides go before the text."""
    said = values.get("edges")
    names = [f"edge_{side}" for side in SIDES]
    if said is None or not said.value or any(values[name].value is not None for name in names):
        return
    sides = read_edges(str(said.value))
    if sides is None:
        reader.findings.append(found("ORDER-EDGES-UNREADABLE", reader.where(row, "edges"), said.raw))
        return
    if any(sides.values()):
        for side, thickness in sides.items():
            values[f"edge_{side}"] = FieldValue(said.raw, thickness, said.source, said.cell)
