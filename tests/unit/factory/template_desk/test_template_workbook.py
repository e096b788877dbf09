"""Templates as workbooks: nothing is lost on the way, and every fault is told with its sheet and cell."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from shuanglun.factory.template_desk.documents import SECTIONS, document_of, plain
from shuanglun.factory.template_desk.workbook import read_workbook, write_workbook
from shuanglun.factory.template_desk.workbook.scalars import TooLong
from shuanglun.factory.templates import shipped_files

SHIPPED = {name: text for name, text in shipped_files() if "materials" not in name}


def _document(name: str = "single_door.yaml") -> dict[str, Any]:
    document, findings = document_of(SHIPPED[name], name)
    assert document is not None, findings
    return document


def _canonical(document: Any) -> bytes:
    """Every value with its kind; sections without rows count as left out, and the order of fields says nothing."""
    kept = {key: value for key, value in document.items() if key not in SECTIONS or value}
    return orjson.dumps(kept, option=orjson.OPT_SORT_KEYS)


def _back(data: bytes) -> dict[str, Any]:
    document, findings = read_workbook(data, "模板.xlsx")
    assert document is not None, [finding.as_dict() for finding in findings]
    return document


def _changed(change: Callable[[Workbook], None], name: str = "single_door.yaml") -> bytes:
    """The workbook of a shipped template after somebody worked on it with a spreadsheet."""
    book = load_workbook(io.BytesIO(write_workbook(_document(name))))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_every_shipped_template_comes_back_as_it_went(name: str) -> None:
    document = _document(name)
    assert _canonical(_back(write_workbook(document))) == _canonical(document)


@pytest.mark.parametrize("name", ["single_door.yaml", "wardrobe.yaml"])
def test_another_program_that_saves_it_again_loses_nothing(name: str) -> None:
    assert _canonical(_back(_changed(lambda _book: None, name))) == _canonical(_document(name))


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_that_saves_it_again_loses_nothing(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "door.xlsx").write_bytes(write_workbook(_document()))
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", "xlsx"]
    subprocess.run(
        [*command, "--outdir", str(tmp_path), str(tmp_path / "in" / "door.xlsx")], check=True, capture_output=True
    )
    assert _canonical(_back((tmp_path / "door.xlsx").read_bytes())) == _canonical(_document())


WORDS = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(
    ["=1+1", "'x", "\\json", "\\", "2050", "1e5", "TRUE", "#N/A", "_x0041_", "a、b", " x ", "3-5", "\n", "[1]", ""]
)
SCALARS = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    SCALARS | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=6,
)
FIELDS = st.sampled_from(["name", "key", "label", "formula", "options", "keys", "rows", "note", "a/b", "x~1", "y[]"])
ROWS = st.lists(st.dictionaries(FIELDS, VALUES, max_size=4) | VALUES, max_size=4)


@settings(max_examples=30)
@example({"parameters": [{"options": [[None]]}, {}, "no row", {"options": [{"code": "a"}], "name": "#1"}]}, None)
@example({"placements": [{"options": [{"code": "a"}], "keys": [[1]]}]}, None)
@example({"lookups": [{"name": "t", "keys": [{"5": 1, "²": 2}], "rows": [[1, [2, 3], 4]]}]}, None)
@given(st.dictionaries(st.sampled_from(SECTIONS), ROWS, max_size=4), VALUES)
def test_whatever_stands_in_a_draft_comes_back(sections: dict[str, Any], note: Any) -> None:
    head = {"format": "shuanglun/template/1", "code": "x", "version": 1, "note": note}
    document = plain({**head, **sections})
    found = _back(write_workbook(document))
    assert _whole(found) == _whole(document)


def _whole(document: Any) -> bytes:
    """A number without a fraction is whole in a workbook: 2.0 is 2."""

    def settle(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: settle(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [settle(inner) for inner in value]
        return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 2**53 else value

    return _canonical(settle(document))


def test_formulas_are_texts_and_a_spreadsheet_formula_is_read_as_it_was_typed() -> None:
    book = load_workbook(io.BytesIO(write_workbook(_document())))
    sheet = book["中间值 values"]
    column = next(cell.column for cell in sheet[2] if cell.value == "/formula")
    assert sheet.cell(3, column).data_type == "s"

    def type_it(changed: Workbook) -> None:
        cell = changed["中间值 values"].cell(3, column)
        cell.value = "=_xlfn.IFS(宽>900,1,TRUE,0)"
        assert cell.data_type == "f"

    assert _back(_changed(type_it))["values"][0]["formula"] == "=IFS(宽>900,1,TRUE,0)"


def test_rows_may_be_added_moved_and_left_empty() -> None:
    def work(book: Workbook) -> None:
        sheet = book["常量扣减 constants"]
        sheet.insert_rows(3, 2)
        for column, value in ((1, "my_gap"), (2, "我的缝"), (3, "my gap"), (4, "mm"), (5, 2.5)):
            sheet.cell(4, column, value)

    before, after = _document()["constants"], _back(_changed(work))["constants"]
    assert after[0] == {"name": "my_gap", "label": {"zh": "我的缝", "en": "my gap"}, "unit": "mm", "value": 2.5}
    assert after[1:] == before


def _set(sheet: str, cell: str, value: Any) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        book[sheet][cell] = value

    return change


def _rename(book: Workbook) -> None:
    book["部件 parts"].title = "零件"


def _second(book: Workbook) -> None:
    book.create_sheet("又一张 parts")


def _merge(book: Workbook) -> None:
    book["部件 parts"].merge_cells("A3:A4")


def _a_day(book: Workbook) -> None:
    from datetime import date

    book["部件 parts"]["B4"] = date(2026, 3, 5)


def _drop(book: Workbook) -> None:
    del book["检查 checks"]


def _no_fields(book: Workbook) -> None:
    book["部件 parts"].delete_rows(2)


OPTIONS = "选项 parameters.options"


@pytest.mark.parametrize(
    ("change", "code", "sheet", "cell"),
    [
        (_rename, "TEMPLATE-BOOK-SHEET", "零件", None),
        (_second, "TEMPLATE-BOOK-SHEET", "又一张 parts", None),
        (_drop, "TEMPLATE-BOOK-SHEET", None, None),
        (_merge, "TEMPLATE-BOOK-MERGED", "部件 parts", "A3"),
        (_a_day, "TEMPLATE-BOOK-DATE", "部件 parts", "B4"),
        (_no_fields, "TEMPLATE-BOOK-FIELDS", "部件 parts", "A2"),
        (_set("部件 parts", "AZ5", "x"), "TEMPLATE-BOOK-FIELDS", "部件 parts", "AZ5"),
        (_set("部件 parts", "B2", "label"), "TEMPLATE-BOOK-FIELDS", "部件 parts", "B2"),
        (_set("部件 parts", "B2", "/key"), "TEMPLATE-BOOK-FIELDS", "部件 parts", "B2"),
        (_set("部件 parts", "B2", "/label"), "TEMPLATE-BOOK-FIELDS", "部件 parts", "C3"),
        (_set("部件 parts", "B3", "\\json {"), "TEMPLATE-BOOK-CELL", "部件 parts", "B3"),
        (_set(OPTIONS, "A3", "no_such"), "TEMPLATE-BOOK-OWNER", OPTIONS, "A3"),
        (_set("表行 lookups.rows", "B2", "999999999"), "TEMPLATE-BOOK-FIELDS", "表行 lookups.rows", "B2"),
        (_set("表行 lookups.rows", "B2", "²"), "TEMPLATE-BOOK-FIELDS", "表行 lookups.rows", "B2"),
        (_set("表行 lookups.rows", "B2", "/label"), "TEMPLATE-BOOK-FIELDS", "表行 lookups.rows", "B3"),
        (_set("表行 lookups.rows", "B3", None), "TEMPLATE-BOOK-CELL", "表行 lookups.rows", None),
    ],
)
def test_what_is_wrong_in_a_workbook_is_told_by_sheet_and_cell(
    change: Callable[[Workbook], None], code: str, sheet: str | None, cell: str | None
) -> None:
    document, findings = read_workbook(_changed(change), "模板.xlsx")
    assert document is None
    told = [(f.code, f.where.sheet, f.where.cell) for f in findings]
    assert any(
        found == code and (sheet is None or at == sheet) and (cell is None or place == cell)
        for found, at, place in told
    ), told
    assert all(f.level == "stop" and f.where.file == "模板.xlsx" and f.todo.zh for f in findings)


def _zip(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_DOT_", "."), data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"PK\x03\x04 cut off", "TEMPLATE-BOOK-DAMAGED"),
        (_zip(readme_DOT_txt=b"hello"), "TEMPLATE-BOOK-DAMAGED"),
        (_zip(xl__workbook_DOT_xml=b"<no"), "TEMPLATE-BOOK-DAMAGED"),
        (_zip(xl__workbook_DOT_xml=b"", xl__vbaProject_DOT_bin=b"x"), "TEMPLATE-BOOK-MACROS"),
        (_zip(xl__workbook_DOT_xml=b"\0" * (65 << 20)), "TEMPLATE-BOOK-TOO-LARGE"),
        (write_workbook(_document())[:5000], "TEMPLATE-BOOK-DAMAGED"),
    ],
)
def test_what_is_no_workbook_is_refused(data: bytes, code: str) -> None:
    document, findings = read_workbook(data, "x.xlsx")
    assert document is None
    assert [finding.code for finding in findings] == [code]


def test_what_fits_no_cell_is_refused_rather_than_cut() -> None:
    with pytest.raises(TooLong):
        write_workbook({**_document(), "note": "长" * 33_000})
