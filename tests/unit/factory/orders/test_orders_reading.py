"""Reading order files: what can be read is read, what cannot comes back as one finding that stops, nothing raises."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from order_books import GOOD, HEAD, ods, ole, replaced_member, with_member, workbook, xls

from shuanglun.factory.orders.model import Merge
from shuanglun.factory.orders.reading import ReadLimits, read_book

GOOD_BOOK = workbook([HEAD, GOOD])
GOOD_XLS = xls([HEAD, GOOD])


def stop(data: bytes, name: str = "order.xlsx", limits: ReadLimits | None = None) -> str:
    """The code of the only finding; the book has no sheets."""
    book = read_book(data, name, limits)
    (finding,) = book.findings
    assert (finding.level, book.sheets, finding.where.file) == ("stop", (), name)
    assert finding.what.zh
    assert finding.todo.en
    return finding.code


def rows_of(data: bytes, name: str = "order.csv") -> list[list[Any]]:
    book = read_book(data, name)
    assert book.findings == ()
    return [list(row) for row in book.sheets[0].rows]


# ---------------------------------------------------------------------- good files


def test_xlsx_keeps_types_places_and_merges() -> None:
    data = workbook([["标题", None, None], [], ["  单开门 ", 2050.0, 880.5, True, date(2026, 12, 1)]], merges=["A1:C1"])
    book = read_book(data, "a.xlsx")
    sheet = book.sheets[0]
    assert book.kind == "xlsx"
    assert sheet.rows == (("标题",), (), ("单开门", 2050, 880.5, True, date(2026, 12, 1)))
    assert sheet.merges == (Merge(0, 0, 0, 2),)


def test_a_table_not_beginning_in_a1_keeps_its_cell_names() -> None:
    book = openpyxl.Workbook()
    book.active["C4"] = "x"
    stream = io.BytesIO()
    book.save(stream)
    assert read_book(stream.getvalue(), "a.xlsx").sheets[0].rows == ((), (), (), (None, None, "x"))


@pytest.mark.parametrize(("data", "kind"), [(GOOD_XLS, "xls"), (ods([HEAD, map(str, GOOD)]), "ods")])
def test_old_excel_and_open_document_are_read_whatever_the_name(data: bytes, kind: str) -> None:
    book = read_book(data, "order.dat")
    assert (book.kind, book.findings) == (kind, ())
    assert list(book.sheets[0].rows[0]) == HEAD
    assert [str(value) for value in book.sheets[0].rows[1]] == [str(value) for value in GOOD]


def test_a_formula_shows_its_stored_result() -> None:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    book.add_worksheet("s").write_formula("A1", "=1000+50", None, 1050)
    book.close()
    assert rows_of(stream.getvalue(), "a.xlsx") == [[1050]]


def test_a_formula_without_stored_result_and_an_error_are_marked_broken() -> None:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet("甲&乙")
    sheet.write_formula("B1", "=1/0", None, "#DIV/0!")
    sheet.write("A1", "x")
    book.close()
    broken = read_book(stream.getvalue(), "a.xlsx").sheets[0].broken
    assert broken == {(0, 1): "#DIV/0!"}
    assert read_book(workbook([[1, "=A1+1"]]), "a.xlsx").sheets[0].broken == {(0, 1): "="}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_csv_encodings_are_told_apart(encoding: str) -> None:
    text = "型号,颜色\r\n单开门,暖白\r\n"
    assert rows_of(text.encode(encoding)) == [["型号", "颜色"], ["单开门", "暖白"]]


@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_csv_separators_quotes_and_line_breaks_in_cells(mark: str) -> None:
    text = f'型号{mark}备注{mark}高\n单开门{mark}"甲{mark}乙\n丙"{mark}2050\n'
    assert rows_of(text.encode()) == [["型号", "备注", "高"], ["单开门", f"甲{mark}乙\n丙", "2050"]]


def test_the_hash_is_that_of_the_bytes() -> None:
    assert (
        read_book(b"a,b\n", "x.csv").sha256
        == read_book(b"a,b\n", "y.csv").sha256
        != read_book(b"a,c\n", "x.csv").sha256
    )


# ---------------------------------------------------------------------- files that are none


@pytest.mark.parametrize("data", [b"", b"   \r\n\t", b"\0" * 100, workbook([]), b",,,\n,,\n"])
def test_an_empty_file_is_said_to_be_empty(data: bytes) -> None:
    assert stop(data) == "ORDER-FILE-EMPTY"


@pytest.mark.parametrize(
    "data",
    [b"%PDF-1.7 ...", b"\x89PNG\r\n\x1a\n....", b"\xff\xd8\xff\xe0", b"MZ\x90\x00\x03", bytes(range(256)) * 4],
)
def test_a_file_that_is_no_workbook_is_refused(data: bytes) -> None:
    assert stop(data) == "ORDER-FILE-NOT-A-WORKBOOK"


def test_another_zip_and_a_word_document_are_no_workbook() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    assert stop(stream.getvalue()) == "ORDER-FILE-NOT-A-WORKBOOK"
    assert stop(ole({"WordDocument": b"x"}), "a.doc") == "ORDER-FILE-NOT-A-WORKBOOK"


def test_a_web_page_saved_as_xls_and_a_binary_workbook_are_named() -> None:
    assert stop("<html><table><tr><td>型号</td></tr></table></html>".encode(), "a.xls") == "ORDER-FILE-FORMAT"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("xl/workbook.bin", b"x")
    assert stop(stream.getvalue(), "a.xlsb") == "ORDER-FILE-FORMAT"


def test_text_in_an_unknown_encoding_is_refused() -> None:
    assert stop("Größe;Höhe;Stück\n".encode("latin-1") + b"\xff\xfe\xff;\xff\n", "a.csv") == "ORDER-FILE-ENCODING"


# ---------------------------------------------------------------------- cut off, damaged


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.95])
def test_an_upload_cut_off_is_said_to_be_cut_off(share: float) -> None:
    assert stop(GOOD_BOOK[: int(len(GOOD_BOOK) * share)]) == "ORDER-FILE-CUT-OFF"


def test_a_csv_cut_inside_a_character_is_said_to_be_cut_off() -> None:
    assert stop("型号,颜色\n单开门,暖白".encode()[:-1], "a.csv") == "ORDER-FILE-CUT-OFF"
    assert stop("型号,颜色\n单开门,暖白".encode("gbk")[:-1], "a.csv") == "ORDER-FILE-CUT-OFF"


def test_a_cut_off_old_workbook_is_damaged() -> None:
    assert stop(GOOD_XLS[:1500], "a.xls") == "ORDER-FILE-DAMAGED"


def test_a_changed_byte_is_noticed_by_the_checksum() -> None:
    with zipfile.ZipFile(io.BytesIO(GOOD_BOOK)) as archive:
        info = archive.getinfo("xl/worksheets/sheet1.xml")
    data = bytearray(GOOD_BOOK)
    data[info.header_offset + 30 + len(info.filename) + 40] ^= 0x55
    assert stop(bytes(data)) == "ORDER-FILE-DAMAGED"


@settings(max_examples=150, deadline=None)
@given(
    base=st.sampled_from([GOOD_BOOK, GOOD_XLS, ods([HEAD])]),
    cut=st.floats(0, 1),
    flips=st.lists(st.tuples(st.floats(0, 1), st.integers(1, 255)), max_size=6),
)
def test_no_damage_whatever_raises(base: bytes, cut: float, flips: list[tuple[float, int]]) -> None:
    data = bytearray(base[: int(len(base) * cut) if flips and cut < 0.5 else len(base)])
    for place, change in flips:
        if data:
            data[min(int(place * len(data)), len(data) - 1)] ^= change
    book = read_book(bytes(data), "x.xlsx")
    assert book.sheets or book.findings


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_whatever_raise(data: bytes) -> None:
    book = read_book(data, "x.csv")
    assert book.sheets or book.findings


# ---------------------------------------------------------------------- dangerous or too much


def test_a_macro_workbook_is_refused_by_name_and_by_content() -> None:
    assert stop(GOOD_BOOK, "订单.xlsm") == "ORDER-FILE-MACROS"
    assert stop(with_member(GOOD_BOOK, "xl/vbaProject.bin", b"x"), "订单.xlsx") == "ORDER-FILE-MACROS"
    assert stop(ole({"Workbook": b"x", "_VBA_PROJECT": b"x"}), "a.xls") == "ORDER-FILE-MACROS"
    assert ".xlsx" in read_book(GOOD_BOOK, "订单.xlsm").findings[0].todo.zh


def test_a_workbook_with_a_password_is_refused() -> None:
    assert stop(ole({"EncryptionInfo": b"x", "EncryptedPackage": b"x" * 5000})) == "ORDER-FILE-PASSWORD"
    assert stop(xls([HEAD], password=True), "a.xls") == "ORDER-FILE-PASSWORD"


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = with_member_of_size(GOOD_BOOK, 400 * 2**20)
    assert len(bomb) < 2**20
    tracemalloc.start()
    assert stop(bomb) == "ORDER-FILE-UNPACKS-TOO-LARGE"
    assert tracemalloc.get_traced_memory()[1] < 50 * 2**20
    tracemalloc.stop()


def with_member_of_size(data: bytes, size: int) -> bytes:
    stream = io.BytesIO(data)
    with (
        zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/media/image1.bin", "w") as member,
    ):
        for _ in range(size >> 20):
            member.write(bytes(1 << 20))
    return stream.getvalue()


def test_an_archive_that_lies_about_its_size_is_damaged() -> None:
    data = bytearray(with_member_of_size(GOOD_BOOK, 2**20))
    place = data.rfind(b"xl/media/image1.bin") - 46
    assert data[place : place + 4] == b"PK\x01\x02"
    data[place + 24 : place + 28] = struct.pack("<I", 100)
    assert stop(bytes(data)) == "ORDER-FILE-DAMAGED"


def test_a_file_over_the_byte_limit_is_refused() -> None:
    assert stop(GOOD_BOOK, limits=ReadLimits(most_bytes=100)) == "ORDER-FILE-TOO-LARGE"


@pytest.fixture(scope="module")
def hundred_thousand() -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"constant_memory": True})
    sheet = book.add_worksheet()
    for row in range(100_000):
        sheet.write_row(row, 0, GOOD)
    book.close()
    return stream.getvalue()


def test_100_000_rows_are_refused_after_the_first_20_000(hundred_thousand: bytes) -> None:
    assert stop(hundred_thousand) == "ORDER-FILE-TOO-MANY-ROWS"
    assert "20,000" in read_book(hundred_thousand, "a.xlsx").findings[0].what.zh


def test_100_000_csv_rows_and_old_workbook_rows_are_refused() -> None:
    row = ",".join(map(str, GOOD)) + "\n"
    assert stop((row * 100_000).encode(), "a.csv") == "ORDER-FILE-TOO-MANY-ROWS"
    few = ReadLimits(most_lines=2, slack=0)
    assert stop(xls([HEAD, GOOD, GOOD]), "a.xls", few) == "ORDER-FILE-TOO-MANY-ROWS"
    assert stop(ods([HEAD, map(str, GOOD), map(str, GOOD)]), "a.ods", few) == "ORDER-FILE-TOO-MANY-ROWS"


def test_rows_without_content_do_not_count() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["x"])
    for row in range(2, 400):
        sheet.cell(row, 1).fill = openpyxl.styles.PatternFill("solid", "FFFF00")
    stream = io.BytesIO()
    book.save(stream)
    read = read_book(stream.getvalue(), "a.xlsx", ReadLimits(most_lines=1, slack=0))
    assert read.sheets[0].rows == (("x",),)


def test_a_stray_cell_in_the_far_corner_does_not_fill_the_memory() -> None:
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = "型号"
    book.worksheets[0]["XFD1048576"] = "x"
    stream = io.BytesIO()
    book.save(stream)
    assert stop(stream.getvalue()) == "ORDER-FILE-SPREAD-OUT"


def test_repeated_rows_of_an_open_document_are_counted_out() -> None:
    data = ods([HEAD])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        content = archive.read("content.xml")
    many = content.replace(b"<table:table-row>", b'<table:table-row table:number-rows-repeated="1000000">')
    assert stop(replaced_member(data, "content.xml", many), "a.ods") == "ORDER-FILE-TOO-MANY-ROWS"
    wide = content.replace(b"<table:table-cell ", b'<table:table-cell table:number-columns-repeated="16000" ')
    assert stop(replaced_member(data, "content.xml", wide), "a.ods") == "ORDER-FILE-SPREAD-OUT"


def test_a_sheet_of_unclosed_cells_is_read_in_linear_time() -> None:
    evil = b'<worksheet><sheetData><row r="1">' + b'<c r="A1">' * 300_000 + b"</row></sheetData></worksheet>"
    book = read_book(replaced_member(GOOD_BOOK, "xl/worksheets/sheet1.xml", evil), "a.xlsx")
    assert book.sheets or book.findings


def test_a_day_with_a_time_is_kept_as_it_stands() -> None:
    moment = datetime.fromisoformat("2026-12-01T08:30")
    assert read_book(workbook([[moment]]), "a.xlsx").sheets[0].rows == ((moment,),)
