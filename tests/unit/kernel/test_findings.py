"""Findings are data: where, what, what to do."""

from __future__ import annotations

from shuanglun.kernel.findings import Finding, Where, has_stop
from shuanglun.kernel.text import Text

WHAT = Text("缺少颜色", "colour is missing")
TODO = Text("请补上颜色", "fill in the colour")


def finding(level):
    return Finding("ORDER-COLOUR", level, WHAT, TODO, Where(sheet="订单", row=7, column="颜色", cell="D7"), "")


def test_a_place_tells_only_what_is_known():
    assert Where(row=7, cell="D7").as_dict() == {"row": 7, "cell": "D7"}
    assert Where().as_dict() == {}


def test_a_finding_shows_itself_in_both_languages():
    assert finding("stop").as_dict() == {
        "code": "ORDER-COLOUR",
        "level": "stop",
        "what": {"zh": "缺少颜色", "en": "colour is missing"},
        "todo": {"zh": "请补上颜色", "en": "fill in the colour"},
        "where": {"sheet": "订单", "row": 7, "column": "颜色", "cell": "D7"},
        "value": "",
    }


def test_only_a_stop_stops():
    assert has_stop([finding("warn"), finding("stop")])
    assert not has_stop([finding("warn"), finding("info")])
    assert not has_stop([])


def test_any_language_but_english_reads_chinese():
    assert [WHAT.in_language(name) for name in ("en", "zh", "fr")] == ["colour is missing", "缺少颜色", "缺少颜色"]
