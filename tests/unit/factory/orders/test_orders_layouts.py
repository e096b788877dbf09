"""Dealers' workbooks that are no plain table, and panel lists of design software: every value, every cell, nothing lost."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from shuanglun.factory.orders import Examined, examine, facts_from_templates, judge_by_templates
from shuanglun.factory.orders.profiles import ProfileError, builtin_profiles, parse_profile, shipped_texts
from shuanglun.factory.orders.values import ticked
from shuanglun.factory.splitting import SplitLine, split, with_panels
from shuanglun.factory.templates.loading import shipped_catalogue

EXAMPLES = Path(__file__).resolve().parents[4] / "examples" / "orders"
CATALOGUE = shipped_catalogue()
FACTS = facts_from_templates(CATALOGUE.newest())
DOORS = [
    ("主卧", "single_door", "left_in", 880, 2050, 140, "原木橡"),
    ("次卧", "single_door", "right_in", 860, 2050, 140, "原木橡"),
    ("书房", "single_door", "left_in", 850, 2060, 130, "暖白"),
    ("儿童房", "single_door", "right_in", 870, 2055, 145, "暖白"),
    ("厨房", "double_door", "left_out", 1500, 2100, 160, "胡桃"),
    ("卫生间", "single_door", "left_out", 760, 2040, 120, "浅灰"),
]


def read(data: bytes | Path, name: str = "", **options: Any) -> Examined:
    content = data.read_bytes() if isinstance(data, Path) else data
    name = name or (data.name if isinstance(data, Path) else "a.xlsx")
    return examine(content, name, FACTS, date(2026, 11, 23), judge=judge_by_templates(CATALOGUE.get), **options)


def lines(found: Examined) -> list[Any]:
    assert found.checked.draft is not None
    return found.checked.draft.lines()


def doors(found: Examined) -> list[tuple[Any, ...]]:
    names = ("direction", "width", "height", "wall", "colour")
    return [(line.position, line.model, *(line.params[name] for name in names)) for line in lines(found)]


def book(sheets: dict[str, list[list[Any]]]) -> bytes:
    made = Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        page = made.create_sheet(name)
        for row in rows:
            page.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


# ---------------------------------------------------------------------- three layouts of dealers


@pytest.mark.parametrize(
    ("file", "profile", "no", "dealer", "due"),
    [
        ("dealer-forms.xlsx", "door_form", "CC-2026-118", "丽水佳居装饰", date(2026, 12, 12)),
        ("dealer-columns.xlsx", "door_columns", "YJ-26-0077", "义乌和美门窗", date(2026, 12, 10)),
        ("dealer-room-sheets.xlsx", "door_form", "QZ-1123", "衢州金屋", date(2026, 12, 15)),
    ],
)
def test_the_same_six_doors_in_each_layout(file: str, profile: str, no: str, dealer: str, due: date) -> None:
    found = read(EXAMPLES / file)
    assert found.profile.id == profile
    assert found.choices[0].why().zh.startswith("认出")
    assert doors(found) == DOORS
    draft = found.checked.draft
    assert draft is not None
    order = draft.orders[0]
    assert (len(draft.orders), order.order_no, order.dealer, order.due) == (1, no, dealer, due)
    assert [f.code for f in found.checked.findings if f.level == "stop"] == []


def test_values_of_forms_name_the_cell_they_stand_in() -> None:
    found = lines(read(EXAMPLES / "dealer-forms.xlsx"))
    assert [line.values["width"].cell for line in found[:3]] == ["C6", "J6", "C13"]
    assert found[0].values["direction"].raw == "左内开"  # ticked among four boxes
    sheets = lines(read(EXAMPLES / "dealer-room-sheets.xlsx"))
    assert sheets[1].values["width"].cell == "次卧!B4"


def test_labels_nobody_knows_are_kept_with_the_door() -> None:
    forms = lines(read(EXAMPLES / "dealer-forms.xlsx"))
    assert forms[0].extra["踢脚线高"] == "80"
    assert forms[0].extra["门扇尺寸/宽"] == "按洞口"  # of the leaf, not of the opening
    assert lines(read(EXAMPLES / "dealer-columns.xlsx"))[4].extra["玻璃样式"] == "长虹玻璃"
    assert lines(read(EXAMPLES / "dealer-room-sheets.xlsx"))[2].extra["客厅灯线"] == "已留"


def test_a_correction_reaches_the_door_of_its_form() -> None:
    first = read(EXAMPLES / "dealer-forms.xlsx")
    line = lines(first)[3]
    edit = {"sheet": line.sheet, "row": line.row, "field": "width", "text": "900"}
    again = lines(read(EXAMPLES / "dealer-forms.xlsx", edits=[edit]))
    assert [one.params["width"] for one in again] == [880, 860, 850, 900, 1500, 760]


def test_a_fault_in_a_form_is_told_at_its_cell() -> None:
    rows = [
        ["订单号", "A-1"],
        ["位置", "主卧", "门类型", "单开门"],
        ["洞口宽", "88o", "洞口高", 2050],
        ["墙厚", 140, "颜色", "暖白"],
        ["数量", 1, "开向", "左内开"],
    ]
    found = read(book({"表": rows}))
    assert found.profile.id == "door_form"
    told = [f for f in found.checked.findings if f.level == "stop"]
    assert [(f.code, f.where.cell, f.where.field) for f in told] == [("ORDER-SIZE-UNREADABLE", "B3", "width")]


def test_another_profile_may_be_chosen() -> None:
    found = read(EXAMPLES / "dealer-room-sheets.xlsx", profile="door_columns")
    assert found.profile.id == "door_columns"
    assert [one.profile.id for one in found.choices][0] == "door_form"


@pytest.mark.parametrize(
    ("text", "want"),
    [("□左内开 ☑右内开", "右内开"), ("三边√ 四边", "三边"), ("左内开", "左内开"), ("□是 □否", ""), ("√暖白", "暖白")],
)
def test_boxes_that_are_ticked(text: str, want: str) -> None:
    assert ticked(text) == want


# ---------------------------------------------------------------------- panel lists


def test_panel_data_finished_sizes_edges_and_holes() -> None:
    found = read(EXAMPLES / "panels-paneldata.json")
    assert found.profile.id == "panel_json"
    one = lines(found)[0]
    assert dict(one.params) | {"grain": "length"} == dict(one.params)
    want = {"length": 2200, "width": 550, "material": "MDF18-原木橡", "edge_front": 1.5, "edge_back": 0.5}
    assert {name: one.params[name] for name in want} == want
    assert one.values["length"].cell == "panelData[0].o_height"
    assert json.loads(one.extra["holes"])[0]["diameter"] == 8
    assert (one.extra["room"], one.extra["cabinet"], one.quantity) == ("主卧", "柜A", 1)
    draft = found.checked.draft
    assert draft is not None
    assert (draft.orders[0].order_no, draft.orders[0].dealer) == ("GG-20261123-7", "杭州样板家居")


def test_panel_data_without_finished_sizes_is_sawn_as_it_stands() -> None:
    data = {
        "panelData": [
            {"name": "板", "height": 1199, "width": 548, "color": "暖白", "category": "MDF18", "thick": 18, "count": 2}
        ]
    }
    one = lines(read(json.dumps(data).encode(), "a.json"))[0]
    assert (one.params["length"], one.params["width"], one.params["basis"]) == (1199, 548, "cut")


@pytest.mark.parametrize("file", ["panels-cutlist.csv", "panels-paneldata.json"])
def test_our_cut_sizes_are_those_the_list_names(file: str) -> None:
    """550×1200 with 1.5/0.5/0.5/0.5 is sawn 548×1199: edge deduction side by side."""
    found = lines(read(EXAMPLES / file))
    made = split([SplitLine(str(i), "panel", line.params) for i, line in enumerate(found)], with_panels(CATALOGUE.get))
    for part in made.parts:
        extra = found[int(part.line)].extra
        said = extra["下料长宽"] if file.endswith(".csv") else f"{extra['width']}*{extra['height']}"
        want = [round(float(side) * 10) for side in said.split("*")]
        assert [part.cut_width, part.cut_length] == want


def test_drilling_column_of_a_cut_list_is_kept() -> None:
    found = lines(read(EXAMPLES / "panels-cutlist.csv"))
    assert [line.extra.get("打孔开槽") for line in found] == ["A面 8孔", None, "开槽 5×9", "铰链孔 2"]


# ---------------------------------------------------------------------- lists nobody knows, bad files


def test_a_list_nobody_knows_is_read_by_what_the_page_assigns() -> None:
    text = b"wat,heit,bredde,antall,plate\nA1,1200,400,2,MDF18\nA2,900,300,1,MDF18\n"
    first = read(text, "x.csv")
    assert first.profile.id == "list_any"
    assert len(lines(first)) == 2
    assert {f.code for f in first.checked.findings if f.level == "stop"} == {"ORDER-COLUMN-MISSING"}
    assigned = {"wat": "item_id", "heit": "length", "bredde": "width", "antall": "quantity", "plate": "material"}
    again = read(text, "x.csv", profile="list_any", assignments=assigned)
    assert [f.code for f in again.checked.findings if f.level == "stop"] == []
    assert [line.params["length"] for line in lines(again)] == [1200, 900]


@pytest.mark.parametrize("data", [b"{", b'{"a": 1}', b"[]", b'{"panelData": [1, 2]}', b"[[[[", b'{"panelData": []}'])
def test_json_that_is_no_list_is_told(data: bytes) -> None:
    found = read(data, "a.json")
    assert [f.level for f in found.checked.findings] == ["stop"]


@given(
    st.lists(
        st.lists(
            st.one_of(
                st.none(),
                st.text(max_size=6),
                st.integers(0, 3000),
                st.sampled_from(["宽", "洞口高", "位置", "单开门", "数量：2", "□是☑否"]),
            ),
            max_size=6,
        ),
        max_size=8,
    )
)
@settings(max_examples=40, deadline=None)
def test_no_sheet_is_too_odd_for_any_layout(rows: list[list[Any]]) -> None:
    clean = [[c if not isinstance(c, str) or c.isprintable() else "x" for c in row] for row in rows]
    try:
        data = book({"表": clean})
    except ValueError:
        return
    for profile in ("door_form", "door_columns", "door_order", "list_any"):
        read(data, profile=profile)


# ---------------------------------------------------------------------- profiles as data


def test_a_profile_says_only_what_is_its_own() -> None:
    text = "id: mine\nextends: door_order\nversion: 2\nname: {zh: 我的, en: Mine}\nfields:\n  wall: {aliases_more: [壁厚]}\n  colour: {values_more: {暖白: [珍珠白]}}\n"
    mine = parse_profile(text, shipped_texts().get)
    base = next(one for one in builtin_profiles() if one.id == "door_order")
    assert mine.field_of("壁厚") == "wall"
    assert mine.field_of("墙厚") == "wall"
    assert "珍珠白" in mine.fields["colour"].values["暖白"]
    assert base.field_of("壁厚") is None


@pytest.mark.parametrize(
    "text",
    [
        "id: a\nextends: nobody\nversion: 1\nname: {zh: a, en: a}\n",
        "id: a\nextends: door_order\nversion: 1\nname: {zh: a, en: a}\nlayout: spiral\n",
        "id: a\nextends: door_order\nversion: 1\nname: {zh: a, en: a}\nfields: {wall: {aliases_more: [宽]}}\n",
        "id: [",
    ],
)
def test_a_faulty_profile_is_refused(text: str) -> None:
    with pytest.raises(ProfileError):
        parse_profile(text, shipped_texts().get)
