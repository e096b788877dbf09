"""Tables: names, cycles, inputs, lookups, step tables, checks. All faults are told at once."""

from dataclasses import replace

import pytest

from shuanglun.engines.formula import Check, FormulaTable, Lookup, LookupKey, Option, Steps, evaluate
from shuanglun.kernel.findings import Where
from shuanglun.kernel.text import Text
from support.formula_tables import codes, compiled, constant, faults, label, parameter, value

STEPS = Steps("frame", label("包框宽表"), "mm", LookupKey(Text("洞口宽", "opening width"), "mm"), 655, 1055, 20, -20)
HINGES = Lookup(
    "hinges",
    label("合页表"),
    "pcs",
    (LookupKey(Text("高", "height"), "mm", "up_to"), LookupKey(Text("重", "weight"), "kg", "up_to", min=1)),
    ((2100, 40, 2), (2400, 60, 3), (2400, 80, 4)),
)
STYLES = Lookup("styles", label("套线表"), "mm", (LookupKey(label("型号"), "text"),), (("TX01", 80), ("TX02", 70)))
BANDS = Lookup(
    "bands", label("分段"), "text", (LookupKey(label("厚"), "mm", "from_to"),), (([0, 9], "薄"), ([10, 50], "厚"))
)


def _one(table: FormulaTable, **inputs: object) -> tuple[str, list[str]]:
    evaluation = evaluate(compiled(table), [inputs])
    return evaluation.shown("result", 0), [one.finding.what.en for one in evaluation.findings]


# ------------------------------------------------------------------ names and order


def test_cells_are_ordered_by_what_they_read_not_by_where_they_stand() -> None:
    table = FormulaTable((parameter("a"),), values=(value("c", "b+1"), value("b", "a*2")))
    assert evaluate(compiled(table), [{"a": 5}]).shown("c", 0) == "11"


def test_a_cycle_names_its_members() -> None:
    table = FormulaTable(values=(value("a", "b"), value("b", "c"), value("c", "a"), value("d", "1")))
    (finding,) = faults(table)
    assert finding.code == "FORMULA-CYCLE"
    assert finding.value is not None
    assert set(finding.value.split(" → ")) == {"a", "b", "c"}


def test_every_cycle_is_told_with_its_members_by_their_labels() -> None:
    labelled = [replace(value(one, other), label=label(f"{one}值")) for one, other in ("ab", "ba", "cd", "dc", "ee")]
    found = faults(FormulaTable(values=tuple(labelled)))
    assert codes(found) == ["FORMULA-CYCLE"] * 3
    assert [set((one.value or "").split(" → ")) for one in found] == [{"a", "b"}, {"c", "d"}, {"e"}]
    assert "a值" in found[0].what.zh


def test_all_faults_are_told_at_once() -> None:
    table = FormulaTable(
        (parameter("a"), parameter("a")),
        (constant("k", "x"), constant("9k", 1), constant("u", 1, "inch")),
        values=(value("v", "zz"), value("w", "1+")),
    )
    assert {"TABLE-NAME-TWICE", "TABLE-VALUE", "TABLE-NAME", "TABLE-UNIT", "FORMULA-NAME", "FORMULA-SYNTAX"} <= set(
        codes(faults(table))
    )


def test_a_misspelt_name_is_answered_with_the_nearest_one() -> None:
    (finding,) = faults(FormulaTable((parameter("门扇宽"),), values=(value("v", "门扇寛"),)))
    assert finding.what.zh == "没有名称“门扇寛”，是不是“门扇宽”？"


def test_a_name_is_found_by_label_alias_and_in_any_case() -> None:
    table = FormulaTable(
        (replace(parameter("width"), label=Text("宽", "Width"), alias=("W",)),), values=(value("v", "宽+w+WIDTH"),)
    )
    assert evaluate(compiled(table), [{"W": 2}]).shown("v", 0) == "6"


# ------------------------------------------------------------------ inputs


@pytest.mark.parametrize(
    ("given", "code", "value"),
    [
        ({}, "LINE-PARAMETER-MISSING", None),
        ({"W": ""}, "LINE-PARAMETER-MISSING", None),
        ({"W": "八百"}, "LINE-PARAMETER-NUMBER", "八百"),
        ({"W": True}, "LINE-PARAMETER-NUMBER", "True"),
        ({"W": float("nan")}, "LINE-PARAMETER-NUMBER", "nan"),
        ({"W": 10**400}, "LINE-PARAMETER-NUMBER", None),
        ({"W": 99.9}, "LINE-PARAMETER-RANGE", "99.9"),
        ({"W": 2000.1}, "LINE-PARAMETER-RANGE", "2000.1"),
    ],
)
def test_bad_input_is_one_finding_at_its_order_cell(given: dict[str, object], code: str, value: str | None) -> None:
    table = FormulaTable((parameter("W", "mm", min=100, max=2000),), values=(_value("W*2"),))
    places = [{"W": Where(row=7, cell="D7")}]
    (found,) = evaluate(compiled(table), [given], places).findings
    assert found.finding.code == code
    assert found.finding.where.cell == "D7"
    assert value is None or found.finding.value == value


def _value(formula: str, unit: str = "mm") -> object:
    return value("result", formula, unit)


def test_limits_are_inclusive_and_text_numbers_are_read() -> None:
    table = FormulaTable((parameter("W", "mm", min=100, max=2000),), values=(value("result", "W", "mm"),))
    evaluation = evaluate(compiled(table), [{"W": "100"}, {"W": " ２０００ "}, {"W": 880.5}])
    assert [evaluation.shown("result", i) for i in range(3)] == ["100", "2000", "880.5"]
    assert not evaluation.findings


def test_an_unknown_parameter_is_a_warning_and_never_dropped_silently() -> None:
    table = FormulaTable((parameter("W"),), values=(value("result", "W"),))
    (found,) = evaluate(compiled(table), [{"W": 1, "Weite": 2}]).findings
    assert (found.finding.code, found.finding.level) == ("LINE-PARAMETER-UNKNOWN", "warn")


CHOICE = replace(
    parameter("basis", "text", default="opening"),
    options=(Option("opening", Text("洞口", "opening"), ("洞口尺寸",)), Option("frame", Text("包框", "frame"))),
)


@pytest.mark.parametrize("spelling", ["frame", "包框", "FRAME", " 包框 "])
def test_every_spelling_of_a_choice_is_the_same(spelling: str) -> None:
    for formula in (
        'IF(basis="包框",1,0)',
        'IF("frame"=basis,1,0)',
        'SWITCH(basis,"包框",1,0)',
        'IF(basis<>"frame",0,1)',
    ):
        assert _one(FormulaTable((CHOICE,), values=(value("result", formula),)), basis=spelling) == ("1", [])


def test_a_formula_that_compares_a_choice_with_no_option_is_a_finding() -> None:
    assert codes(faults(FormulaTable((CHOICE,), values=(value("v", 'IF(basis="包矿",1,0)'),)))) == ["FORMULA-OPTION"]


def test_a_value_that_is_no_option_is_a_finding_unless_the_choice_is_open() -> None:
    table = FormulaTable((CHOICE,), values=(value("result", "basis", "text"),))
    assert "which is none of: opening, frame" in _one(table, basis="外框")[1][0]
    table = FormulaTable((replace(CHOICE, open=True),), values=(value("result", "basis", "text"),))
    assert _one(table, basis="外框") == ("外框", [])


# ------------------------------------------------------------------ lookups


@pytest.mark.parametrize(
    ("width", "frame"), [(655, "635"), (674.9, "635"), (675, "655"), (880, "855"), (1054.9, "1015"), (1055, "1035")]
)
def test_a_step_table_gives_the_start_of_the_step_plus_its_offset(width: float, frame: str) -> None:
    table = FormulaTable(
        (parameter("W", "mm"),), lookups=(STEPS,), values=(value("result", "LOOKUP(包框宽表,W)", "mm"),)
    )
    assert _one(table, W=width) == (frame, [])


@pytest.mark.parametrize(("width", "limit"), [(654, "below the limit 655 mm"), (1055.1, "above the limit 1055 mm")])
def test_outside_a_step_table_is_not_makeable_and_names_the_limit(width: float, limit: str) -> None:
    table = FormulaTable((parameter("W", "mm"),), lookups=(STEPS,), values=(value("result", "LOOKUP(frame,W)", "mm"),))
    shown, findings = _one(table, W=width)
    assert shown == "—"
    assert f"opening width {width} mm is {limit}" in findings[0]
    assert "not makeable" in findings[0]


@pytest.mark.parametrize(
    ("height", "weight", "hinges"),
    [(2000, 30, "2"), (2100, 40, "2"), (2100.1, 40, "3"), (2000, 60, "3"), (2400, 61, "4")],
)
def test_the_first_row_that_fits_wins(height: float, weight: float, hinges: str) -> None:
    table = _hinges()
    assert _one(table, H=height, kg=weight) == (hinges, [])


@pytest.mark.parametrize(
    ("height", "weight", "limit"),
    [
        (2500, 30, "height 2500 mm is above the limit 2400 mm"),
        (2300, 81, "weight 81 kg is above the limit 80 kg"),
        (2000, 0.5, "weight 0.5 kg is below the limit 1 kg"),
    ],
)
def test_a_missing_row_names_the_key_and_the_limit_that_failed(height: float, weight: float, limit: str) -> None:
    assert limit in _one(_hinges(), H=height, kg=weight)[1][0]


def _hinges() -> FormulaTable:
    values = (value("result", "LOOKUP(合页表,H,kg)", "pcs"),)
    return FormulaTable((parameter("H", "mm"), parameter("kg", "kg")), lookups=(HINGES,), values=values)


def test_exact_and_from_to_keys() -> None:
    style = FormulaTable(
        (parameter("s", "text"),), lookups=(STYLES,), values=(value("result", "LOOKUP(styles,s)", "mm"),)
    )
    assert _one(style, s="tx01") == ("80", [])
    assert "TX09 has no row" in _one(style, s="TX09")[1][0]
    band = FormulaTable((parameter("t", "mm"),), lookups=(BANDS,), values=(value("result", "LOOKUP(bands,t)", "text"),))
    assert _one(band, t=50) == ("厚", [])
    assert "falls between two ranges" in _one(band, t=9.5)[1][0]


def test_a_lookup_that_an_if_does_not_choose_is_no_fault() -> None:
    values = (value("result", "IF(W<655,0,LOOKUP(frame,W))", "mm"),)
    assert _one(FormulaTable((parameter("W", "mm"),), lookups=(STEPS,), values=values), W=600) == ("0", [])


@pytest.mark.parametrize(
    "formula", ["LOOKUP(frame)", "LOOKUP(frame,1,2)", "LOOKUP(W,1)", "frame+1", 'LOOKUP(frame,"a")', "LOOKUP(frame,n)"]
)
def test_a_wrong_use_of_a_table_is_a_finding(formula: str) -> None:
    table = FormulaTable(
        (parameter("W", "mm"), parameter("n", "kg")), lookups=(STEPS,), values=(value("v", formula, "mm"),)
    )
    assert codes(faults(table))[0].startswith("FORMULA-")


def test_rows_that_do_not_fit_their_columns_are_findings() -> None:
    table = FormulaTable(
        lookups=(replace(HINGES, rows=((2100, 40), (2100, "x", 2), (1, 2, "three"))), replace(STEPS, step=0))
    )
    assert codes(faults(table)) == ["TABLE-ROW"] * 4


# ------------------------------------------------------------------ checks


def test_a_check_fills_its_message_and_points_at_the_order_cell() -> None:
    check = Check("DOOR-HIGH", "H>2400", "warn", Text("高 {H} 超过", "height {H} of {nothing}"), Text("改", "fix"), "H")
    table = FormulaTable((parameter("H", "mm"),), checks=(check,))
    places = [{}, {"H": Where(cell="E8")}]
    (found,) = evaluate(compiled(table), [{"H": 2400}, {"H": 2400.5}], places).findings
    assert (found.line, found.finding.code, found.finding.level) == (1, "DOOR-HIGH", "warn")
    assert found.finding.what == Text("高 2400.5 超过", "height 2400.5 of {nothing}")
    assert (found.finding.where.cell, found.finding.value) == ("E8", "2400.5")


def test_bad_input_does_not_set_off_checks() -> None:
    check = Check("LOW", "H<100", "stop", Text("低", "low"), Text("改", "fix"))
    evaluation = evaluate(compiled(FormulaTable((parameter("H", "mm"),), checks=(check,))), [{"H": "?"}])
    assert [one.finding.code for one in evaluation.findings] == ["LINE-PARAMETER-NUMBER"]


# ------------------------------------------------------------------ rules of the trade


def test_r13_a_thin_lining_without_install_gap() -> None:
    """R13: opening 940 x 2130, lining 20: clear 900 x 2110, leaf 894 x 2099."""
    constants = (constant("t", 20, "mm"), constant("s", 3, "mm"), constant("top", 3, "mm"), constant("floor", 8, "mm"))
    values = (
        value("Wn", "W-2*t", "mm"),
        value("Hn", "H-t", "mm"),
        value("Wl", "Wn-2*s", "mm"),
        value("Hl", "Hn-top-floor", "mm"),
    )
    evaluation = evaluate(
        compiled(FormulaTable((parameter("W", "mm"), parameter("H", "mm")), constants, values=values)),
        [{"W": 940, "H": 2130}],
    )
    assert [evaluation.shown(name, 0) for name in ("Wn", "Hn", "Wl", "Hl")] == ["900", "2110", "894", "2099"]


def test_no_lines_give_no_rows() -> None:
    evaluation = evaluate(compiled(_hinges()), [])
    assert evaluation.data("result").shape == (0,)
