"""CSV and XLSX: what is read back is what was put in; nothing becomes a formula."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import python_calamine
from hypothesis import given, settings
from hypothesis import strategies as st

from shuanglun.faces.papers import (
    CutList,
    CutRow,
    Edges,
    HardwareRow,
    PartList,
    PartRow,
    PlanFigures,
    cut_list_csv,
    cut_list_xlsx,
    hardware_list_csv,
    part_list_csv,
    part_list_xlsx,
)
from shuanglun.faces.papers.sheets import Field, Sheet, safe_text, to_csv, to_xlsx
from shuanglun.kernel.codes import make_code
from shuanglun.kernel.text import Text
from support.papers import DUE, NOW

PART = PartRow(
    3, "主卧", Text("门套立板", "Frame upright"), 4, 20505, 2400, 180, 20536, 2445, "HDF18-原木橡", "原木橡", "length",
    Edges(10, 10, 0, 8), ("saw", "edge", "pack"), "frame", 7125,
)  # fmt: skip
HARDWARE = HardwareRow(3, "主卧", "HINGE-4", Text("合页", "Hinge"), 12, "副")
PARTS = PartList("DD-1", "张三", DUE, 4, (PART, replace(PART, cut_length=0, cut_width=0)), (HARDWARE,))
CUT = CutRow(
    1, 2, "HDF18-2440x1220", make_code("piece", 7), "DD-1", "张三", "3-1", Text("门套立板", "Frame upright"),
    "HDF18-原木橡", 20536, 2445, 20505, 2400, 180, "length", Edges(10, 10, 0, 8),
)  # fmt: skip
CUTS = CutList("L0007", "HDF18-原木橡", 180, DUE, (CUT,), PlanFigures(17, 16, 625, 917, 8812, optimal=False))


def _read_csv(data: bytes) -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def _read_xlsx(data: bytes) -> dict[str, list[list[Any]]]:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_a_part_list_reads_back() -> None:
    head, first, assembly = _read_csv(part_list_csv(PARTS))
    row = dict(zip(head, first, strict=True))
    assert row["名称"] == "门套立板"
    assert (row["成品长"], row["成品宽"], row["厚度"], row["开料长"]) == ("2050.5", "240", "18", "2053.6")
    assert (row["前封边"], row["右封边"], row["左封边"]) == ("1", "0.8", "0")
    assert row["工艺路线"] == "开料›封边›包装"
    assert dict(zip(head, assembly, strict=True))["开料长"] == ""


def test_the_workbook_says_the_same_as_the_csv() -> None:
    pages = _read_xlsx(part_list_xlsx(PARTS, NOW))
    assert list(pages) == ["板件清单", "五金清单", "汇总"]
    head, first, _ = pages["板件清单"]
    row = dict(zip(head, first, strict=True))
    assert (row["数量"], row["成品长"], row["开料宽"], row["单重 kg"]) == (4, 2050.5, 244.5, 7.125)
    assert pages["五金清单"][1] == [3, "主卧", "HINGE-4", "合页", 12, "副"]
    assert ["板件总数", 8] in pages["汇总"]


def test_a_cut_list_reads_back_in_english_too() -> None:
    head, first = _read_csv(cut_list_csv(CUTS, language="en"))
    row = dict(zip(head, first, strict=True))
    assert (row["Pattern"], row["Saw place"], row["Set"], row["Grain"]) == ("1", "2", "3-1", "length")
    pages = _read_xlsx(cut_list_xlsx(CUTS, NOW))
    assert pages["开料清单"][1][3] == make_code("piece", 7)
    assert ["利用率", "88.12 %"] in pages["汇总"]


def test_hardware_reads_back() -> None:
    assert _read_csv(hardware_list_csv(PARTS))[1] == ["3", "主卧", "HINGE-4", "合页", "12", "副"]


def test_an_empty_list_says_so() -> None:
    empty = PartList("DD-1", "张三", DUE)
    assert _read_csv(part_list_csv(empty))[1] == ["没有数据"]
    assert _read_xlsx(part_list_xlsx(empty, NOW))["板件清单"][1][0] == "没有数据"


def test_the_same_list_gives_the_same_bytes() -> None:
    assert part_list_xlsx(PARTS, NOW) == part_list_xlsx(PARTS, NOW)
    assert part_list_csv(PARTS) == part_list_csv(PARTS)
    assert part_list_xlsx(PARTS, NOW) != part_list_xlsx(PARTS, datetime(2027, 1, 1, tzinfo=UTC))


_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30)


@given(st.lists(_TEXT, max_size=8))
def test_no_csv_cell_starts_a_formula(texts: list[str]) -> None:
    sheet = Sheet("x", (Field("t"),), [(text,) for text in texts])
    cells = [row[0] for row in _read_csv(to_csv(sheet))[1:]]
    assert cells == [safe_text(text) for text in texts]
    assert not any(cell[:1] in {"=", "+", "-", "@", "\t", "\r"} for cell in cells)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(_TEXT.filter(str.strip), st.integers(-(10**9), 10**9)), min_size=1, max_size=8))
def test_a_workbook_reads_back_equal(rows: list[tuple[str, int]]) -> None:
    sheet = Sheet("x", (Field("文字"), Field("长", "mm")), [("=1+1", 5), *rows])
    read = _read_xlsx(to_xlsx([sheet], NOW))["x"]
    assert read[0] == ["文字", "长"]
    assert [(text, round(number * 10)) for text, number in read[1:]] == [("=1+1", 5), *rows]
