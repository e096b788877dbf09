"""Tables of parts and boards: headings in two languages, every fault with row and column, nothing guessed in silence."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuanglun.engines.cutting import Part, Trim
from shuanglun.engines.cutting.tables import Tables, read_tables

DATA = Path(__file__).resolve().parents[4].parent / "shared" / "data" / "doors"
STOCK = "material,length,width,trim,kerf,cost,qty,kind\nOAK,2440,1220,10,4,14.0,-1,sheet\nOAK,900,500,0,4,1.3,2,余料\n"


def codes(tables: Tables) -> list[tuple[str, int | None, str | None]]:
    return [(one.code, one.where.row, one.where.cell) for one in tables.findings]


@pytest.mark.parametrize(
    "heading",
    [
        "part_id,order,material,length,width,qty,grain",
        "板件编号，订单号，材料，长度（mm），宽(mm)，数量，纹理",
        "编号;订单;材质;长mm;宽mm;件数;木纹",
    ],
)
def test_headings_in_chinese_and_english_mean_the_same(heading: str) -> None:
    heading = heading.replace("，", ",")
    mark = ";" if ";" in heading else ","
    row = mark.join(["A", "O1", "OAK", "700.5", "300", "3", "1"])
    tables = read_tables(f"{heading}\r\n{row}\r\n", STOCK)
    assert tables.findings == []
    assert tables.problems[0].parts == (Part("A", 7005, 3000, 3, "length", (("order", "O1"),)),)


def test_boards_carry_cost_copies_trim_and_kind() -> None:
    (problem,) = read_tables("长,宽\n300,200\n", STOCK).problems
    sheet, rest = problem.stock
    assert (sheet.code, sheet.cost, sheet.copies, sheet.trim) == ("2440x1220", 1400, None, Trim.all_sides(100))
    assert (rest.code, rest.cost, rest.copies, rest.is_offcut) == ("R900x500", 130, 2, True)
    assert problem.parts[0].key == "r2"


def test_every_fault_is_told_at_once_with_its_cell() -> None:
    tables = read_tables("part,长,宽,数量,纹理\nA,70o,30,-1,9\nB,,100,1,\n", STOCK)
    assert tables.problems == ()
    assert codes(tables) == [
        ("CUT-TABLE-NUMBER", 2, "B2"),
        ("CUT-TABLE-QTY", 2, "D2"),
        ("CUT-TABLE-GRAIN", 2, "E2"),
        ("CUT-TABLE-NUMBER", 3, "B3"),
    ]


def test_a_part_too_large_for_its_boards_is_told_with_its_row() -> None:
    tables = read_tables("part,长,宽\nA,300,200\nB,2500,300\n", STOCK)
    assert codes(tables) == [("CUT-PART-LARGE", 3, "B3")]


def test_a_material_without_board_and_a_missing_column_stop() -> None:
    assert codes(read_tables("材料,长,宽\nASH,300,200\n", STOCK)) == [("CUT-TABLE-NO-BOARD", 2, "A2")]
    assert [code for code, _, _ in codes(read_tables("材料,长\nOAK,300\n", STOCK))] == ["CUT-TABLE-MISSING"]
    assert [code for code, _, _ in codes(read_tables("", STOCK))] == ["CUT-TABLE-EMPTY"]


def test_rounding_unknown_columns_and_repeated_keys_are_said_but_do_not_stop() -> None:
    tables = read_tables("part,长,宽,漆\nA,300.55,200,x\nA,300,200,y\n", STOCK)
    assert [part.key for part in tables.problems[0].parts] == ["A", "A@3"]
    assert tables.problems[0].parts[0].length == 3006
    assert [code for code, _, _ in codes(tables)] == ["CUT-TABLE-COLUMN", "CUT-TABLE-ROUNDED", "CUT-TABLE-AGAIN"]


def test_a_board_without_material_serves_every_material() -> None:
    tables = read_tables("材料,长,宽\nA,300,200\nB,300,200\n", "长,宽\n2440,1220\n")
    assert [(p.material, p.stock[0].code) for p in tables.problems] == [("A", "2440x1220"), ("B", "2440x1220")]


@given(st.text(max_size=300), st.text(max_size=200))
def test_any_text_is_read_or_refused_never_an_error(parts: str, stock: str) -> None:
    for one in ((parts, STOCK), ("长,宽\n300,200\n", stock), (f"长,宽,数量,纹理\n{parts}", STOCK)):
        tables = read_tables(*one)
        assert tables.problems == () or all(finding.level != "stop" for finding in tables.findings)


@given(st.lists(st.tuples(st.integers(1, 24200), st.integers(1, 12000), st.integers(1, 99)), min_size=1, max_size=20))
def test_sizes_and_quantities_written_are_read_back(rows: list[tuple[int, int, int]]) -> None:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["长", "宽", "数量"])
    writer.writerows([f"{length / 10:.1f}", f"{width / 10:.1f}", qty] for length, width, qty in rows)
    (problem,) = read_tables(text.getvalue(), "长,宽,修边\n2440,1220,0\n").problems
    assert [(part.length, part.width, part.qty) for part in problem.parts] == rows


@pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data is not there")
@pytest.mark.parametrize("boards", ["stock.csv", "stock_multi.csv"])
def test_door_batches_are_read_without_a_finding(boards: str) -> None:
    for path in sorted(DATA.glob("parts_*.csv")):
        tables = read_tables(path.read_text("utf-8"), (DATA / boards).read_text("utf-8"))
        assert tables.findings == []
        assert sum(problem.pieces for problem in tables.problems) == int(path.stem.split("_")[1])
