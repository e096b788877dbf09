"""One order sheet with every product of the shipped catalogue becomes lines the templates can make."""

from __future__ import annotations

import csv
import io
from importlib import resources

import yaml
from order_books import TODAY

from shuanglun.engines.pricing import price, read_price_list
from shuanglun.factory.orders.checking import check_book, choose_profile
from shuanglun.factory.orders.facts import facts_from_templates
from shuanglun.factory.orders.judging import judge_by_templates
from shuanglun.factory.orders.model import Checked
from shuanglun.factory.orders.profiles import builtin_profiles
from shuanglun.factory.orders.reading import read_book
from shuanglun.factory.templates.loading import shipped_catalogue

HEAD = ["订单号", "位置", "型号", "开向", "宽", "高", "墙厚", "颜色", "数量", "扇数", "母门宽", "亮窗高", "门扇结构"]
ROWS = [
    "A1 主卧 单开门 左内开 880 2050 140 原木橡 1 - - - 烤漆",
    "A1 客厅 对开门 左外开 1500 2100 140 胡桃 1 - - - -",
    "A1 次卧 子母门 右内开 1250 2100 140 暖白 1 - 800 - -",
    "A1 厨房 推拉门 - 2200 2100 140 暖白 1 三扇 - - -",
    "A1 书房 谷仓门 - 900 2100 140 暖白 1 - - - -",
    "A1 阳台 折叠门 - 1800 2100 140 暖白 1 4 - - -",
    "A1 卫生间 玻璃门 左内开 880 2350 140 暖白 1 - - 300 -",
    "A1 储物间 隐形门 右内开 880 2050 140 暖白 1 - - - 烤漆",
    "A1 过道 垭口 - 880 2050 140 暖白 1 - - - -",
    "A1 窗1 窗套 - 1500 1400 150 暖白 1 - - - -",
    "A1 窗2 飘窗 - 1800 1500 600 暖白 1 - - - -",
    "A1 电视墙 护墙板 - 3600 2400 - 暖白 1 - - - -",
    "A1 全屋 踢脚线 - 5900 80 - 暖白 1 - - - -",
]


def _checked() -> Checked:
    text = io.StringIO()
    csv.writer(text).writerows([HEAD, *([cell.strip("-") for cell in row.split()] for row in ROWS)])
    book = read_book(text.getvalue().encode(), "all.csv")
    catalogue = shipped_catalogue()
    facts = facts_from_templates(catalogue.newest())
    judge = judge_by_templates(catalogue.get)
    return check_book(book, choose_profile(book, builtin_profiles()), facts, today=TODAY, judge=judge)


def test_every_product_can_be_ordered_in_one_sheet() -> None:
    checked = _checked()
    assert checked.draft is not None
    (order,) = checked.draft.orders
    assert [line.model for line in order.lines] == [
        *("single_door", "double_door", "unequal_double_door", "sliding_door", "barn_door", "folding_door"),
        *("glass_door", "hidden_door", "cased_opening", "window_lining", "bay_window", "wall_panel", "skirting"),
    ]
    assert [one.code for one in checked.findings if one.level == "stop"] == []
    assert "LINE-PARAMETER-UNKNOWN" not in {one.code for one in checked.findings}


def test_what_only_some_products_have_is_read_for_them() -> None:
    checked = _checked()
    assert checked.draft is not None
    lines = {line.model: line.params for line in checked.draft.orders[0].lines}
    assert lines["unequal_double_door"]["large_leaf"] == 800
    assert (lines["sliding_door"]["leaves"], lines["folding_door"]["leaves"]) == (3, 4)
    assert lines["glass_door"]["transom"] == 300
    assert lines["hidden_door"]["leaf_structure"] == "painted"
    assert "sides" not in lines["window_lining"]  # the template's own: four
    assert {"wall", "basis", "faces"} & set(lines["wall_panel"]) == set()


def test_every_product_has_a_price_in_the_sample_list() -> None:
    text = resources.files("shuanglun.factory.pricing").joinpath("lists/sample.yaml").read_text("utf-8")
    prices = read_price_list(yaml.safe_load(text))
    checked = _checked()
    assert checked.draft is not None
    for line in checked.draft.orders[0].lines:
        quoted = price(prices, {"model": line.model, **line.params})
        assert quoted.findings == (), line.model
        assert quoted.amount > 0
