"""Which column is which: the headings people use, in Chinese and in English, with or without a unit."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

PART_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "key": ("part_id", "part", "id", "key", "item_id", "no", "板件编号", "板件", "编号", "件号", "部件编号", "序号"),
    "name": ("name", "part_name", "description", "名称", "板件名称", "部件名称", "部件"),
    "order": ("order_id", "order", "order_no", "item_order", "订单", "订单号", "单号"),
    "material": ("material", "board", "item_material", "材料", "材质", "板材", "基材", "花色"),
    "length": ("length", "l", "item_length", "cut_length", "长", "长度", "开料长"),
    "width": ("width", "w", "item_width", "cut_width", "宽", "宽度", "开料宽"),
    "qty": ("qty", "quantity", "count", "pieces", "item_num", "数量", "件数", "张数"),
    "grain": ("grain", "纹理", "木纹", "纹路"),
}
STOCK_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "key": ("code", "id", "key", "stock", "板材编号", "编号", "余料编号"),
    "material": ("material", "材料", "材质", "板材", "基材", "花色"),
    "kind": ("kind", "type", "类型", "类别"),
    "length": ("length", "l", "长", "长度"),
    "width": ("width", "w", "宽", "宽度"),
    "thickness": ("thickness", "t", "厚", "厚度"),
    "trim": ("trim", "修边", "齐边"),
    "kerf": ("kerf", "锯路", "锯缝", "锯片厚"),
    "cost": ("cost", "price", "单价", "价格", "成本"),
    "qty": ("qty", "quantity", "copies", "数量", "库存", "张数"),
    "grain": ("grain", "纹理", "木纹", "纹路"),
}
BAR_PART_HEADINGS: Mapping[str, tuple[str, ...]] = {
    **{name: PART_HEADINGS[name] for name in ("key", "name", "order", "length", "qty")},
    "profile": ("profile", "section", "型材", "线条", "材料", "型号", "material"),
}
BAR_STOCK_HEADINGS: Mapping[str, tuple[str, ...]] = {
    **{name: STOCK_HEADINGS[name] for name in ("key", "kind", "length", "kerf", "cost", "qty")},
    "profile": BAR_PART_HEADINGS["profile"],
    "end_trim": ("end_trim", "trim", "去头", "齐头", "修边"),
}
_UNIT = re.compile(r"[(\[].*[)\]]$|_?mm$|毫米$")


def plain(heading: str) -> str:
    """A heading without unit, blanks and case; full-width letters as half-width ones.

    >>> plain("长度（mm）"), plain("Part ID"), plain("length_mm")
    ('长度', 'partid', 'length')
    """
    text = unicodedata.normalize("NFKC", heading).strip().lower()
    return re.sub(r"[\s_\-]", "", _UNIT.sub("", text))


def columns_of(headings: Sequence[str], known: Mapping[str, Sequence[str]]) -> tuple[dict[str, int], list[int]]:
    """The column of every field that has one (the first, where two mean the same), and the columns nobody knows."""
    fields = {plain(alias): field for field, aliases in known.items() for alias in aliases}
    found: dict[str, int] = {}
    unknown: list[int] = []
    for index, heading in enumerate(headings):
        field = fields.get(plain(heading))
        if field is None or field in found:
            unknown.append(index)
        else:
            found[field] = index
    return found, [index for index in unknown if headings[index].strip()]
