"""From a workbook to a draft with findings: layouts, values, stops and warnings."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from order_books import GOOD, HEAD, TODAY, check, check_lines, codes, line, only, values, workbook

# ---------------------------------------------------------------------- a good file


def test_a_good_line_becomes_typed_values_and_template_inputs() -> None:
    checked = check_lines(GOOD)
    assert checked.draft is not None
    (order,) = checked.draft.orders
    (door,) = order.lines
    assert (order.order_no, order.order_date, order.due) == ("A1", TODAY, TODAY + timedelta(days=5))
    assert (door.row, door.line_no, door.model, door.quantity, door.position) == (2, 1, "single_door", 1, "主卧")
    assert (door.values["width"].raw, door.values["width"].value, door.values["width"].cell) == ("880", 8800, "E2")
    assert door.params == {
        "direction": "left_in",
        "width": 880,
        "height": 2050,
        "wall": 140,
        "floor": 0,
        "faces": 2,
        "sides": 3,
        "basis": "opening",
        "t_wall": "normal",
        "colour": "暖白",
    }
    assert checked.findings == ()
    assert not checked.stopped


def test_lengths_reach_the_template_in_millimetres_as_entered() -> None:
    checked = check_lines(line(洞口宽="880.5"), line(洞口宽="88cm", 安装位置="次卧"))
    assert checked.draft is not None
    assert [door.params["width"] for door in checked.draft.lines()] == [880.5, 880]


# ---------------------------------------------------------------------- layouts


def test_merged_titles_two_row_headings_totals_and_remarks_are_understood() -> None:
    rows = [
        ["某某门业订货单"],
        ["客户：江城门业   电话：0570-400   单号：B7", None, None, None, "安装地址：滨河路 8 号"],
        [],
        ["安装位置", "型号", "尺寸", None, None, "颜色", "数量"],
        [None, None, "宽", "高", "墙厚", None, None],
        ["主卧", "单开门", 880, 2050, 140, "暖白", 1],
        [None, None, None, None, None, None, None],
        ["次卧", "单开门", 860, 2050, 140, "暖白", 1],
        ["合计", None, None, None, None, None, 2],
        [],
        ["备注：1、下单尺寸为包框尺寸；2、送货上楼"],
        ["制表：甲", None, None, "审核：乙"],
    ]
    merges = ["A1:G1", "A2:D2", "A4:A5", "B4:B5", "C4:E4", "F4:F5", "G4:G5", "A9:F9", "A11:G11"]
    checked = check(workbook(rows, merges=merges))
    assert checked.draft is not None
    (order,) = checked.draft.orders
    assert (order.order_no, order.dealer, order.phone, order.address) == ("B7", "江城门业", "0570-400", "滨河路 8 号")
    assert [door.row for door in order.lines] == [6, 8]
    assert order.lines[0].params["basis"] == "frame"
    assert codes(checked, "info") == ["ORDER-ROW-SUBTOTAL", "ORDER-ROW-NOTE", "ORDER-ROW-NOTE"]
    assert any("送货上楼" in note for note in checked.draft.notes)


def test_a_label_beside_its_value_and_a_heading_far_down_are_found() -> None:
    rows: list[list[Any]] = [["客户", "甲门店", "单号：", "Z9"], *[[None]] * 30, HEAD[1:], GOOD[1:]]
    checked = check(workbook(rows))
    assert checked.draft is not None
    assert (checked.draft.orders[0].dealer, checked.draft.orders[0].order_no) == ("甲门店", "Z9")


def test_sheets_are_read_one_by_one_hidden_ones_are_not() -> None:
    other = line(订单号="A2")
    checked = check(workbook([HEAD, GOOD], [HEAD, other], [["说明", "随便"]], [HEAD, line(订单号="A3")], hidden=[3]))
    assert checked.draft is not None
    assert [order.order_no for order in checked.draft.orders] == ["A1", "A2"]
    assert codes(checked) == ["ORDER-SHEET-PASSED-OVER", "ORDER-SHEET-HIDDEN"]


def test_a_second_table_on_the_same_sheet_has_its_own_heading() -> None:
    rows = [
        HEAD,
        GOOD,
        [],
        ["单号：A2"],
        ["型号", "安装位置", "洞口宽", "洞口高", "墙厚", "颜色", "数量", "开向", "单口/双口", "生产天数"],
    ]
    rows.append(["垭口", "走廊", 1200, 2200, 200, "胡桃", 1, None, "双口", 3])
    checked = check(workbook(rows))
    assert checked.draft is not None
    assert [(order.order_no, order.lines[0].model) for order in checked.draft.orders] == [
        ("A1", "single_door"),
        ("A2", "cased_opening"),
    ]
    assert codes(checked, "stop") == []


def test_a_value_merged_down_counts_for_every_row_and_ditto_marks_repeat() -> None:
    rows = [HEAD, GOOD, [None, "次卧", None, "右内开", 860, 2050, 140, "双口", "同上", 1, 5]]
    rows.append([None, "书房", "〃", "右内开", 860, 2050, 140, "双口", '"', 1, 5])
    checked = check(workbook(rows, merges=["C2:C3"]))
    assert values(checked, "model") == ["single_door"] * 3
    assert values(checked, "colour") == ["暖白"] * 3
    assert values(checked, "order_no") == ["A1"] * 3
    assert codes(checked) == []


def test_a_merged_quantity_is_pointed_out() -> None:
    checked = check(workbook([HEAD, GOOD, line(安装位置="次卧", 数量=None)], merges=["J2:J3"]))
    assert values(checked, "quantity") == [1, 1]
    assert codes(checked) == ["ORDER-QUANTITY-MERGED"]


def test_section_titles_stay_with_their_lines_and_prenumbered_blank_rows_do_not_count() -> None:
    head = ["序号", *HEAD]
    rows = [head, ["1#楼"], [1, *GOOD], ["2#楼"], [2, *line(安装位置="次卧")], [3], [4]]
    checked = check(workbook(rows, merges=["A2:L2", "A4:L4"]))
    assert checked.draft is not None
    assert [door.extra["section"] for door in checked.draft.lines()] == ["1#楼", "2#楼"]
    assert codes(checked) == ["ORDER-ROW-NOTE", "ORDER-ROW-NOTE"]


def test_a_row_with_one_cell_is_not_silently_passed_over() -> None:
    checked = check_lines(GOOD, [None, None, "单开门"])
    assert codes(checked) == ["ORDER-ROW-ODD"]
    assert only(checked, "ORDER-ROW-ODD").where.row == 3


def test_sizes_in_one_cell_are_split_in_the_order_of_the_heading() -> None:
    head = ["订单号", "型号", "洞口尺寸(高*宽*墙厚)", "颜色", "数量", "单口/双口", "生产天数"]
    good = ["A1", "垭口", "2200×1200*200", "暖白", 1, "双口", 3]
    checked = check_lines(good, ["A1", "垭口", "2200×1200", "暖白", 1, "双口", 3], head=head)
    assert (values(checked, "width"), values(checked, "height")) == ([12000, 12000], [22000, 22000])
    assert only(checked, "ORDER-SIZE-MISSING").where.cell == "C3"


def test_units_are_taken_from_the_heading_and_from_the_title() -> None:
    head = [name.replace("洞口宽", "洞口宽(cm)") for name in HEAD]
    assert values(check_lines(line(洞口宽=88), head=head), "width") == [8800]
    in_title = check(workbook([["单位：厘米"], HEAD, line(洞口宽=88, 洞口高=205, 墙厚=14)]))
    assert (values(in_title, "height"), codes(in_title)) == ([20500], [])


def test_a_file_without_heading_says_what_was_looked_for() -> None:
    checked = check(workbook([["甲"], [1]]))
    assert (checked.draft, codes(checked)) == (None, ["ORDER-HEADING-MISSING"])


def test_a_heading_without_lines_stops() -> None:
    assert codes(check(workbook([HEAD])), "stop") == ["ORDER-NO-LINES"]


def test_what_could_not_be_read_is_handed_on() -> None:
    assert codes(check(b"%PDF-1.4")) == ["ORDER-FILE-NOT-A-WORKBOOK"]


def test_a_csv_in_gbk_is_checked_like_a_workbook() -> None:
    text = "\n".join(",".join(map(str, row)) for row in (HEAD, GOOD))
    assert check(text.encode("gbk"), "a.csv").findings == ()


# ---------------------------------------------------------------------- red stops


@pytest.mark.parametrize(
    ("changes", "code", "cell"),
    [
        ({"型号": None}, "ORDER-MODEL-MISSING", "C2"),
        ({"型号": "谷仓门"}, "ORDER-MODEL-UNKNOWN", "C2"),
        ({"颜色": None}, "ORDER-COLOUR-MISSING", "I2"),
        ({"颜色": "奶咖"}, "ORDER-COLOUR-UNKNOWN", "I2"),
        ({"洞口宽": None}, "ORDER-SIZE-MISSING", "E2"),
        ({"洞口高": "两米"}, "ORDER-SIZE-UNREADABLE", "F2"),
        ({"洞口高": 20500}, "ORDER-SIZE-RANGE", "F2"),
        ({"洞口宽": -880}, "ORDER-SIZE-RANGE", "E2"),
        ({"洞口宽": 0}, "ORDER-SIZE-RANGE", "E2"),
        ({"洞口宽": 654}, "ORDER-SIZE-RANGE", None),
        ({"墙厚": 999_999_999}, "ORDER-SIZE-RANGE", "G2"),
        ({"墙厚": date(2026, 1, 4)}, "ORDER-SIZE-UNREADABLE", "G2"),
        ({"数量": None}, "ORDER-QUANTITY-MISSING", "J2"),
        ({"数量": 0}, "ORDER-QUANTITY-WRONG", "J2"),
        ({"数量": -1}, "ORDER-QUANTITY-WRONG", "J2"),
        ({"数量": 1.5}, "ORDER-QUANTITY-WRONG", "J2"),
        ({"数量": 100_000}, "ORDER-QUANTITY-WRONG", "J2"),
        ({"生产天数": "尽快"}, "ORDER-DUE-UNREADABLE", "K2"),
        ({"生产天数": -3}, "ORDER-DUE-UNREADABLE", "K2"),
        ({"开向": "上翻"}, "ORDER-VALUE-UNKNOWN", "D2"),
        ({"单口/双口": "三口"}, "ORDER-VALUE-UNKNOWN", "H2"),
        ({"洞口宽": "=1+1"}, "ORDER-FORMULA-NO-VALUE", "E2"),
    ],
)
def test_a_fault_in_a_cell_stops_and_names_the_cell(changes: dict[str, Any], code: str, cell: str | None) -> None:
    checked = check_lines(line(**changes))
    if cell is None:  # 654 is within 650 to 1100 of this catalogue
        assert codes(checked) == []
        return
    finding = only(checked, code)
    assert (finding.level, finding.where.cell, finding.where.row, finding.where.sheet) == ("stop", cell, 2, "表1")
    assert codes(checked, "stop") == [code]
    assert checked.stopped


def test_a_finding_says_the_allowed_range_and_what_the_number_looks_like() -> None:
    finding = only(check_lines(line(洞口高=205)), "ORDER-SIZE-RANGE")
    assert "1900 至 2400" in finding.what.zh
    assert "厘米" in finding.todo.zh
    assert "single" not in finding.what.zh
    assert "米" in only(check_lines(line(洞口高=2.05)), "ORDER-SIZE-RANGE").todo.zh


def test_a_missing_column_is_said_once_not_on_every_line() -> None:
    head = [name for name in HEAD if name != "颜色"]
    rows = [[v for n, v in zip(HEAD, line(安装位置=f"房{k}"), strict=True) if n != "颜色"] for k in range(50)]
    checked = check_lines(*rows, head=head)
    assert codes(checked) == ["ORDER-COLUMN-MISSING"]
    assert only(checked, "ORDER-COLUMN-MISSING").where.field == "colour"


def test_a_value_stated_above_the_heading_counts_for_lines_without_such_a_column() -> None:
    head, good = [n for n in HEAD if n != "颜色"], [v for n, v in zip(HEAD, GOOD, strict=True) if n != "颜色"]
    checked = check(workbook([["颜色：胡桃"], head, good, [*good[:1], "次卧", *good[2:]]]))
    assert (values(checked, "colour"), codes(checked)) == (["胡桃", "胡桃"], [])
    wrong = check(workbook([["颜色：奶咖"], head, good, [*good[:1], "次卧", *good[2:]]]))
    assert only(wrong, "ORDER-COLOUR-UNKNOWN").where.cell == "A1"


def test_all_findings_come_at_once_sorted_by_place() -> None:
    checked = check_lines(
        line(颜色=None, 洞口宽="x"), line(安装位置="b", 数量=0, 型号="?"), line(安装位置="c", 生产天数="?")
    )
    assert [finding.where.cell for finding in checked.findings] == ["E2", "I2", "C3", "J3", "K4"]


# ---------------------------------------------------------------------- yellow warnings


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"墙厚": 85}, "ORDER-SIZE-UNUSUAL"),
        ({"墙厚": 295}, "ORDER-SIZE-UNUSUAL"),
        ({"墙厚": "138/150/140"}, "ORDER-SIZE-POINTS"),
        ({"洞口宽": "880/905"}, "ORDER-SIZE-POINTS"),
        ({"生产天数": "2026-11-20"}, "ORDER-DUE-PAST"),
        ({"生产天数": 0}, "ORDER-DUE-SOON"),
        ({"生产天数": None}, "ORDER-DUE-MISSING"),
        ({"开向": None}, "ORDER-VALUE-MISSING"),
        ({"单口/双口": None}, "ORDER-VALUE-ASSUMED"),
        ({"订单号": None}, "ORDER-NUMBER-MISSING"),
    ],
)
def test_a_doubt_warns_and_does_not_stop(changes: dict[str, Any], code: str) -> None:
    checked = check_lines(line(**changes))
    assert [(finding.code, finding.level) for finding in checked.findings] == [(code, "warn")]


def test_measured_points_follow_the_measuring_rule() -> None:
    checked = check_lines(line(洞口宽="880/884/879", 洞口高="2050/2052", 墙厚="138/142/140"))
    assert (values(checked, "width"), values(checked, "height"), values(checked, "wall")) == ([8790], [20500], [1420])
    assert codes(checked) == []


def test_a_cased_opening_needs_no_direction_and_may_be_due_today() -> None:
    assert codes(check_lines(line(型号="垭口", 开向=None, 生产天数=0))) == []


def test_exchanged_width_and_height_are_suspected() -> None:
    checked = check_lines(line(洞口宽=2050, 洞口高=880))
    assert codes(checked, "warn") == ["ORDER-SIZE-SWAPPED"]


def test_the_same_door_twice_is_suspected_only_in_one_order_and_position() -> None:
    assert codes(check_lines(GOOD, line(颜色="胡桃"))) == ["ORDER-LINE-TWICE"]
    assert codes(check_lines(GOOD, line(订单号="A2"), line(安装位置="次卧"))) == []


# ---------------------------------------------------------------------- which sizes they are


def plain_sizes(above: list[list[Any]], **changes: Any) -> Any:
    head = [{"洞口宽": "宽", "洞口高": "高"}.get(name, name) for name in HEAD]
    return check(workbook([*above, head, line(**changes)]))


def test_an_unclear_basis_is_said_and_the_opening_assumed() -> None:
    checked = plain_sizes([])
    assert (codes(checked), values(checked, "basis")) == (["ORDER-BASIS-UNCLEAR"], ["opening"])


@pytest.mark.parametrize(
    ("sentence", "basis"),
    [
        ("下单尺寸为包框尺寸（洞口尺寸减去安装空位）", "frame"),
        ("注：以下尺寸均为洞口尺寸", "opening"),
        ("尺寸按见光", "clear"),
        ("尺寸基准：包边", "casing"),
    ],
)
def test_a_sentence_states_the_basis(sentence: str, basis: str) -> None:
    checked = plain_sizes([[sentence]])
    assert (codes(checked), values(checked, "basis")) == ([], [basis])


def test_a_heading_that_contradicts_the_sentence_is_pointed_out() -> None:
    checked = check(workbook([["下单尺寸为包框尺寸"], HEAD, GOOD]))
    assert (codes(checked), values(checked, "basis")) == (["ORDER-BASIS-CONFLICT"], ["opening"])


def test_a_basis_column_goes_before_everything() -> None:
    checked = check_lines([*GOOD, "见光尺寸"], head=[*HEAD, "尺寸基准"])
    assert (codes(checked), values(checked, "basis")) == ([], ["clear"])
