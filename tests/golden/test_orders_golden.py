"""What the order desk says to the example files, in files a foreman can read (``UPDATE_GOLDEN=1`` writes them anew)."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from shuanglun.factory.orders.checking import check_book, choose_profile
from shuanglun.factory.orders.facts import facts_from_templates
from shuanglun.factory.orders.judging import judge_by_templates
from shuanglun.factory.orders.model import CatalogueFacts, Checked, Learned, ModelFacts, Range
from shuanglun.factory.orders.profiles import builtin_profiles
from shuanglun.factory.orders.reading import read_book
from shuanglun.factory.splitting import SplitLine, split
from shuanglun.factory.templates.loading import shipped_catalogue

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[1] / "examples" / "orders"
TODAY = date(2026, 11, 23)


def _model(code: str, name: str, width: tuple[int, int], days: int) -> ModelFacts:
    limits = {"width": Range(*width), "height": Range(19000, 24000), "wall": Range(800, 3000), "floor": Range(0, 200)}
    return ModelFacts(code, limits, (name,), days)


FACTS = CatalogueFacts(
    models={
        "single_door": _model("single_door", "单开门", (6500, 11000), 1),
        "double_door": _model("double_door", "双开门", (12000, 20000), 1),
        "cased_opening": _model("cased_opening", "垭口", (7000, 24000), 0),
    },
    colours={name: (name,) for name in ("原木橡", "暖白", "胡桃", "浅灰")},
)


def check(name: str, **options: object) -> Checked:
    book = read_book((EXAMPLES / name).read_bytes(), name)
    learned = Learned({"门板饰面": "colour"}) if options.get("assigned") else Learned()
    return check_book(book, choose_profile(book, builtin_profiles()), FACTS, today=TODAY, learned=learned)


def show(checked: Checked) -> str:
    """Findings and lines as plain text."""
    assert checked.draft is not None
    marks = {"stop": "停", "warn": "疑", "info": "知"}
    text = [f"{checked.draft.filename}  ({checked.draft.profile})", "", "发现 findings"]
    for finding in checked.findings:
        where = finding.where
        place = f"{where.sheet or ''} {where.cell or (f'第{where.row}行' if where.row else '')}".strip()
        text.append(f"  {marks[finding.level]} {place}  {finding.what.zh}。{finding.todo.zh}。  [{finding.code}]")
    for order in checked.draft.orders:
        text += ["", f"订单 {order.order_no}  {order.dealer}  {order.phone}  {order.address}  交期 {order.due}"]
        for line in order.lines:
            inputs = " ".join(f"{key}={value}" for key, value in line.params.items())
            text.append(
                f"  {line.line_no:3} 第{line.row}行 {line.position} {line.model} ×{line.quantity} {line.due} {inputs}"
            )
    return "\n".join(text) + "\n"


@pytest.mark.parametrize(
    ("file", "golden", "assigned"),
    [
        ("dealer-30-with-faults.xlsx", "orders-30-faults.txt", False),
        ("dealer-30-with-faults.xlsx", "orders-30-faults-colour-assigned.txt", True),
        ("dealer-40-gbk.csv", "orders-40-gbk.txt", False),
        ("panel-list.csv", "orders-panel-list.txt", False),
    ],
)
def test_the_example_is_read_as_it_was(file: str, golden: str, assigned: bool) -> None:
    shown = show(check(file, assigned=assigned))
    path = HERE / golden
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(shown, "utf-8")
    assert shown == path.read_text("utf-8")


def test_the_big_example_has_800_doors_and_no_doubt() -> None:
    checked = check("dealer-800-doors.xlsx")
    assert checked.draft is not None
    lines = checked.draft.lines()
    doors = {model: sum(line.quantity for line in lines if line.model == model) for model in FACTS.models}
    assert doors == {"single_door": 480, "double_door": 80, "cased_opening": 240}
    assert {line.params["colour"] for line in lines} == set(FACTS.colours)
    assert sum(1 for line in lines if line.due == TODAY) == 40
    assert len(checked.draft.orders) == 40
    assert {finding.level for finding in checked.findings} == {"info"}


def test_every_fault_of_the_faulty_example_is_found_at_its_row() -> None:
    found = {(f.code, f.where.row) for f in check("dealer-30-with-faults.xlsx", assigned=True).findings}
    first = 6
    expected = {
        ("ORDER-BASIS-UNCLEAR", 5),
        ("ORDER-COLOUR-MISSING", first + 2),
        ("ORDER-COLOUR-UNKNOWN", first + 5),
        ("ORDER-MODEL-UNKNOWN", first + 8),
        ("ORDER-SIZE-RANGE", first + 11),
        ("ORDER-SIZE-RANGE", first + 13),
        ("ORDER-SIZE-UNREADABLE", first + 15),
        ("ORDER-QUANTITY-WRONG", first + 18),
        ("ORDER-DUE-UNREADABLE", first + 21),
        ("ORDER-SIZE-RANGE", first + 24),
        ("ORDER-SIZE-SWAPPED", first + 24),
        ("ORDER-LINE-TWICE", first + 27),
    }
    assert found == expected


def test_the_example_files_are_what_the_script_makes(tmp_path: Path) -> None:
    import runpy

    script = runpy.run_path(str(EXAMPLES.parents[1] / "tools" / "make_examples.py"))
    script["main"](tmp_path)
    for made in tmp_path.iterdir():
        assert made.read_bytes() == (EXAMPLES / made.name).read_bytes(), made.name


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_real_furniture_panel_lists_are_read_without_a_stop(shared: Path, number: int) -> None:
    data = (shared / "data" / "cutting" / f"dataA{number}.csv").read_bytes()
    checked = check_book(
        book := read_book(data, f"dataA{number}.csv"), choose_profile(book, builtin_profiles()), FACTS, today=TODAY
    )
    assert checked.draft is not None
    assert sum(len(order.lines) for order in checked.draft.orders) == data.count(b"\n") - 1
    assert not checked.stopped


def test_the_shipped_templates_can_make_every_door_of_the_big_example() -> None:
    catalogue = shipped_catalogue()
    book = read_book((EXAMPLES / "dealer-800-doors.xlsx").read_bytes(), "dealer-800-doors.xlsx")
    profile, facts = choose_profile(book, builtin_profiles()), facts_from_templates(catalogue.newest())
    checked = check_book(book, profile, facts, today=TODAY, judge=judge_by_templates(catalogue.get))
    assert {finding.level for finding in checked.findings} == {"info"}
    assert checked.draft is not None
    lines = [SplitLine(str(k), v.model or "", v.params, v.quantity) for k, v in enumerate(checked.draft.lines())]
    pieces = sum(part.quantity * part.qty_per_unit for part in split(lines, catalogue.get).parts)
    assert 9_500 <= pieces <= 11_000


def test_the_templates_judge_an_imported_line_at_its_cell() -> None:
    catalogue = shipped_catalogue()
    name = "dealer-30-with-faults.xlsx"
    book = read_book((EXAMPLES / name).read_bytes(), name)
    profile, facts = choose_profile(book, builtin_profiles()), facts_from_templates(catalogue.newest())
    learned = Learned({"门板饰面": "colour"})
    judge = judge_by_templates(catalogue.get)
    checked = check_book(book, profile, facts, today=TODAY, learned=learned, judge=judge)
    found = {(f.code, f.where.cell) for f in checked.findings if f.where.row == 30}
    assert {("DOOR-WIDTH-LIMIT", "F30"), ("DOOR-HEIGHT-LIMIT", "G30"), ("ORDER-SIZE-SWAPPED", "F30")} <= found
