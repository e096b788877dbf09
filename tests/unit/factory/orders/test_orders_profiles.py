"""Import profiles are data: what they may say, and that the ones we ship are sound."""

from __future__ import annotations

import re
from importlib import resources

import pytest

from shuanglun.factory.orders.headings import field_of_heading
from shuanglun.factory.orders.messages import message_table
from shuanglun.factory.orders.model import Learned
from shuanglun.factory.orders.profiles import ProfileError, builtin_profiles, heading_unit, parse_profile, profile_by_id

DOOR = profile_by_id("door_order")
TEXT = resources.files("shuanglun.factory.orders").joinpath("profiles/door_order.yaml").read_text("utf-8")


def test_profiles_come_with_the_program() -> None:
    assert [profile.id for profile in builtin_profiles()] == [
        "door_columns",
        "door_form",
        "door_order",
        "list_any",
        "panel_cutlist",
        "panel_json",
        "panel_list",
    ]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("洞口宽", "width"),
        ("洞口宽(mm)", "width"),
        (" 洞口 宽（毫米）", "width"),
        ("*颜色", "colour"),
        ("颜色：", "colour"),
        ("单口/双口", "faces"),
        ("QTY", "quantity"),
        ("数量（樘）", "quantity"),
        ("宽*高*墙厚", "size"),
        ("洞口尺寸（宽×高×厚）", "size"),
        ("高mm", "height"),
        ("门板饰面", None),
    ],
)
def test_a_column_name_is_known_in_its_usual_forms(heading: str, field: str | None) -> None:
    assert DOOR.field_of(heading) == field


def test_a_group_heading_helps_and_a_group_about_something_else_hinders() -> None:
    nothing = Learned()
    assert field_of_heading("洞口尺寸", "宽", DOOR, nothing) == "width"
    assert field_of_heading("门扇尺寸", "宽", DOOR, nothing) is None
    assert field_of_heading("五金", "合页", DOOR, nothing) == "hinge"


def test_what_was_learned_goes_before_the_profile() -> None:
    learned = Learned(columns={"门板饰面": "colour", "备注": "position", "洞口尺寸/宽": "height"})
    assert field_of_heading("门板饰面", "", DOOR, learned) == "colour"
    assert field_of_heading("备注", "", DOOR, learned) == "position"
    assert field_of_heading("洞口尺寸", "宽", DOOR, learned) == "height"


def test_units_in_headings() -> None:
    assert heading_unit("宽(cm)") == "cm"
    assert heading_unit("高（米）") == "米"
    assert heading_unit("item_num") is None
    assert heading_unit("延米") is None


def test_a_column_name_with_two_meanings_is_refused() -> None:
    with pytest.raises(ProfileError, match="means both"):
        parse_profile(TEXT.replace("aliases: [安装位置, 位置,", "aliases: [安装位置, 型号,"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "id: x",
        "[1, 2]",
        "a: [",
        TEXT.replace("type: count", "type: counting"),
        TEXT.replace("version: 1", "version: x"),
    ],
)
def test_a_profile_that_is_not_well_formed_is_refused_with_a_reason(text: str) -> None:
    with pytest.raises(ProfileError):
        parse_profile(text)


def test_every_message_says_the_same_in_both_languages_and_is_used() -> None:
    sources = "".join(
        file.read_text("utf-8")
        for file in resources.files("shuanglun.factory.orders").iterdir()
        if file.name.endswith(".py") and file.name != "errors.py"
    )
    for code, entry in message_table().items():
        for kind in ("what", "todo"):
            zh, en = entry[kind]["zh"], entry[kind]["en"]
            assert sorted(re.findall(r"{\w+}", zh)) == sorted(re.findall(r"{\w+}", en)), code
            assert re.search(r"[\u4e00-\u9fff]", zh), code
        family = re.sub(r"-(MODEL|COLOUR|QUANTITY|VALUE|MATERIAL)-(MISSING|UNKNOWN)$", "", code)
        assert code in sources or family != code, code
    for code in re.findall(r'"(ORDER-[A-Z-]+[A-Z])"', sources):
        assert code in message_table(), code
