"""From a workbook to a draft: dates, columns, orders, panel lists, growth."""

from __future__ import annotations

from datetime import date
from typing import Any

from order_books import FACTS, GOOD, HEAD, check, check_lines, codes, line, values

from shuanglun.factory.orders.model import CatalogueFacts, Learned

# ---------------------------------------------------------------------- dates


def test_due_days_count_from_the_order_date_and_texts_are_dates() -> None:
    head = [*HEAD[:-1], "交期", "下单日期"]
    good = GOOD[:-1]
    checked = check_lines(
        [*good, "2026年12月1日", "2026/11/20"],
        [*line(订单号="A2")[:-1], "12月1日", None],
        [*line(订单号="A3")[:-1], 46357, 46346],
        [*line(订单号="A4")[:-1], "10天", "2026-11-21"],
        head=head,
    )
    assert checked.draft is not None
    assert {order.due for order in checked.draft.orders} == {date(2026, 12, 1)}
    assert [order.order_date.day for order in checked.draft.orders] == [20, 23, 20, 21]
    assert codes(checked) == []


def test_a_due_day_and_production_days_that_disagree_are_pointed_out() -> None:
    checked = check_lines([*GOOD, "2026-12-09"], head=[*HEAD, "交期"])
    assert codes(checked) == ["ORDER-DUE-CONFLICT"]
    assert checked.draft is not None
    assert checked.draft.orders[0].due == date(2026, 12, 9)


def test_an_unreadable_order_date_is_said_once_and_today_is_used() -> None:
    checked = check_lines([*GOOD, "昨天"], [*line(安装位置="次卧"), "昨天"], head=[*HEAD, "下单日期"])
    assert codes(checked) == ["ORDER-DATE-UNREADABLE"]


# ---------------------------------------------------------------------- columns


def test_unknown_columns_are_kept_and_get_suggestions_from_name_and_values() -> None:
    head = [{"颜色": "门板饰面", "安装位置": "安装的位置"}.get(name, name) for name in [*HEAD, "怪列", "空列"]]
    checked = check_lines([*GOOD, "甲", None], head=head)
    assert checked.draft is not None
    assert checked.draft.lines()[0].extra == {"安装的位置": "主卧", "门板饰面": "暖白", "怪列": "甲"}
    suggestions = {column.heading: column.suggestions for column in checked.draft.columns if column.suggestions}
    assert suggestions["门板饰面"][0] == "colour"
    assert suggestions["安装的位置"][0] == "position"
    assert codes(checked, "warn") == ["ORDER-COLUMN-UNKNOWN"] * 3


def test_an_assigned_column_and_a_taught_word_are_used() -> None:
    head = [{"颜色": "门板饰面"}.get(name, name) for name in HEAD]
    learned = Learned({"门板饰面": "colour"}, {"colour": {"奶咖": "胡桃"}})
    checked = check_lines(line(颜色="奶 咖"), head=head, learned=learned)
    assert (values(checked, "colour"), codes(checked)) == (["胡桃"], [])


def test_a_second_column_of_the_same_meaning_is_pointed_out_and_kept() -> None:
    checked = check_lines([*GOOD, "胡桃"], head=[*HEAD, "花色"])
    assert (values(checked, "colour"), codes(checked)) == (["暖白"], ["ORDER-COLUMN-TWICE"])
    assert checked.draft is not None
    assert checked.draft.lines()[0].extra == {"花色": "胡桃"}


def test_an_edit_stands_in_for_the_cell_even_where_there_is_no_column() -> None:
    edits = {("表1", 2, "colour"): "胡桃", ("表1", 2, "width"): "900mm", ("表1", 2, "remark"): "改过"}
    checked = check_lines(line(颜色="奶咖", 洞口宽=None), edits=edits)
    assert (values(checked, "colour"), values(checked, "width"), codes(checked)) == (["胡桃"], [9000], [])
    assert checked.draft is not None
    assert checked.draft.lines()[0].remark == "改过"


# ---------------------------------------------------------------------- orders


def test_orders_are_grouped_by_number_and_two_headers_are_pointed_out() -> None:
    head = [*HEAD, "客户"]
    checked = check_lines([*GOOD, "甲"], [*line(订单号="A2"), "甲"], [*line(安装位置="次卧"), "乙"], head=head)
    assert checked.draft is not None
    assert [(order.order_no, len(order.lines), order.dealer) for order in checked.draft.orders] == [
        ("A1", 2, "甲"),
        ("A2", 1, "甲"),
    ]
    assert codes(checked) == ["ORDER-HEADER-CONFLICT"]


def test_a_fingerprint_follows_the_content_not_the_number_or_the_order_of_lines() -> None:
    def print_of(*lines: Any) -> str:
        draft = check_lines(*lines).draft
        assert draft is not None
        return draft.orders[0].fingerprint

    second = line(安装位置="次卧")
    assert print_of(GOOD, second) == print_of(line(订单号="B", 安装位置="次卧"), line(订单号="B"))
    assert print_of(GOOD) != print_of(line(洞口宽=885))


# ---------------------------------------------------------------------- panel lists


def test_a_panel_list_becomes_several_orders_of_panels() -> None:
    text = "item_id,item_material,item_num,item_length,item_width,item_order\n1,M18,1,2001,58,o1\n2,M18,2,352.5,300,o2\n3,M18,1,9,58,o1\n"
    checked = check(text.encode(), "p.csv")
    assert checked.draft is not None
    assert checked.draft.kind == "panels"
    assert [(order.order_no, len(order.lines)) for order in checked.draft.orders] == [("o1", 2), ("o2", 1)]
    panel = checked.draft.orders[1].lines[0]
    assert (panel.model, panel.quantity) == ("panel", 2)
    assert panel.params == {
        "item_id": "2",
        "material": "M18",
        "thickness": 18,
        "length": 352.5,
        "width": 300,
        "grain": "length",
    }
    assert codes(checked) == ["ORDER-DUE-MISSING", "ORDER-SIZE-RANGE"]


def test_a_chinese_panel_list_is_read_and_unknown_materials_stop_where_boards_are_known() -> None:
    head = ["订单号", "板件名称", "材质", "长", "宽", "厚", "数量", "纹理", "封边", "生产天数"]
    row = ["P1", "左侧板", "颗粒板18-暖白", 2180, 560, 18, 2, "竖纹", "四边1.0", 3]
    facts = CatalogueFacts(FACTS.models, FACTS.colours, {"PB18-暖白": ("颗粒板18-暖白",)})
    checked = check_lines(row, head=head, facts=facts)
    assert (values(checked, "material"), values(checked, "grain"), codes(checked)) == (["PB18-暖白"], ["length"], [])
    unknown = check_lines([*row[:2], "白橡木18", *row[3:]], head=head, facts=facts)
    assert codes(unknown) == ["ORDER-MATERIAL-UNKNOWN"]


# ---------------------------------------------------------------------- size


def test_work_grows_with_the_number_of_lines_not_faster() -> None:
    def calls(count: int) -> int:
        import sys

        counter = 0

        def count_call(_frame: Any, event: str, _arg: Any) -> None:
            nonlocal counter
            counter += event == "call"

        text = "\n".join(",".join(map(str, row)) for row in [HEAD, *(line(安装位置=f"房{k}") for k in range(count))])
        sys.setprofile(count_call)
        check(text.encode(), "a.csv")
        sys.setprofile(None)
        return counter

    small, large = calls(200), calls(800)
    assert large < 4.5 * small
