"""PDFs by the real typesetter: every printed code is read back, every page says what it should."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from shuanglun.faces.papers import (
    Manifest,
    ManifestOrder,
    PackingList,
    StoredPackage,
    cut_plan_pdf,
    manifest_pdf,
    missing_fonts,
    package_labels_pdf,
    packing_list_pdf,
    piece_label_files,
    piece_labels_pdf,
    typesetting,
)
from shuanglun.kernel.codes import make_code
from shuanglun.kernel.errors import Refused
from support.papers import DUE, NOW, codes_on, cut_plan, package, piece, words_of

pytestmark = pytest.mark.skipif(missing_fonts() is not None, reason="no Chinese font (fonts-noto-cjk) is installed")


def test_every_printed_piece_label_is_read_back() -> None:
    labels = [piece(number) for number in range(1, 61)]
    pdf = piece_labels_pdf(labels, NOW)
    assert codes_on(pdf) == [[label.code] for label in labels]


@pytest.mark.parametrize(("paper", "per_sheet"), [("a4-3x7", 21), ("a4-3x8", 24)])
def test_every_label_on_a_sheet_is_read_back(paper: str, per_sheet: int) -> None:
    labels = [piece(number) for number in range(per_sheet + 3)]
    pages = codes_on(piece_labels_pdf(labels, NOW, paper=paper), dots=300)
    assert [len(page) for page in pages] == [per_sheet, 3]
    assert sorted(code for page in pages for code in page) == sorted(label.code for label in labels)


def test_a_label_says_what_the_saw_needs() -> None:
    text = words_of(piece_labels_pdf([piece()], NOW))[0]
    for expected in ("DD-20261101-017", "欧派门业", "二楼主卧", "12-1", "门套立板", "2050.5×240.5×18", "2053.6×244.5"):
        assert expected in text
    for expected in ("HDF18-原木橡", "开料›封边›打孔›包装", "L0007图3第12件", "门套", piece().code):
        assert expected in text


def test_labels_come_in_one_file_a_lot() -> None:
    labels = [piece(1, "L0002"), piece(2, "L0001"), piece(3, "L0002")]
    files = dict(piece_label_files(labels, NOW))
    assert list(files) == ["L0001", "L0002"]
    assert [len(words_of(pdf)) for pdf in files.values()] == [1, 2]


def test_package_labels_are_read_back_and_flag_large_ones() -> None:
    packages = [package(1), package(2, largest=26000), package(3, k=None)]
    pdf = package_labels_pdf(packages, NOW)
    assert codes_on(pdf, dots=150) == [[one.code] for one in packages]
    words = words_of(pdf)
    assert "3/24" in words[0]
    assert "38.3kg" in words[0]
    assert ["大件" in page for page in words] == [False, True, False]


def test_a_cut_plan_has_a_cover_and_a_page_a_pattern() -> None:
    pages = words_of(cut_plan_pdf(cut_plan(3), NOW))
    assert len(pages) == 4
    assert "开料方案" in pages[0]
    assert "88.12%" in pages[0]
    assert "已证明最优" in pages[0]
    for number, page in enumerate(pages[1:], start=1):
        assert f"图号{number}/3" in page
        assert "L0007" in page
        assert make_code("board", 5) in page
        assert "2050×800" in page
        assert f"第{number + 1}/4页" in page


def test_long_lists_run_on_to_further_pages() -> None:
    plan = cut_plan(1)
    pattern = plan.patterns[0]
    part = pattern.parts[0]
    many = tuple(replace(part, seq=number, labels=(f"{number}-1",)) for number in range(1, 131))
    pages = words_of(cut_plan_pdf(replace(plan, patterns=(replace(pattern, rects=many),)), NOW))
    assert len(pages) == 3
    assert "续" in pages[2]
    assert "130-1" in pages[2]


def test_a_packing_list_names_every_package_and_its_lines() -> None:
    paper = PackingList(
        "DD-1", "张三", DUE, packages=(package(1, k=1), package(2, k=None, largest=26000)), hardware=package().items[:1]
    )
    text = "".join(words_of(packing_list_pdf(paper, NOW)))
    for expected in (
        "装箱单",
        "DD-1",
        "张三",
        "1/24",
        "–/24",
        "未封包",
        "大件",
        "门套横板",
        "880",
        "76.5kg",
        "五金清单",
    ):
        assert expected in text


def test_a_manifest_carries_the_fields_of_a_delivery_note() -> None:
    stored = StoredPackage(package(5, k=5), "王师傅", NOW, "李发运", NOW)
    order = ManifestOrder("DD-1", "张三", NOW, 24, 20, 4, "0570-1", "江山", (stored,))
    paper = Manifest(make_code("shipment", 3), "浙H·A1234", NOW, "赵师傅", NOW, "李发运", "客户同意", (order,))
    pdf = manifest_pdf(paper, NOW)
    text = "".join(words_of(pdf))
    for expected in ("应发件数24", "此前已发4", "本次发货1", "实收件数", "部分入库", "部分出库", "入库人/时间:王师傅"):
        assert expected in text
    for expected in (
        "浙H·A1234",
        "赵师傅",
        "客户同意",
        "0005",
        package(5).code,
        "门套立板",
        "收货人签字",
        "2026-11-2308:30",
    ):
        assert expected in text
    assert [paper.code] in codes_on(pdf)


def test_papers_speak_english_on_request() -> None:
    text = words_of(cut_plan_pdf(cut_plan(1), NOW, language="en"))
    assert "Cutplan" in text[0]
    assert "Framehead" in text[1]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_paper_with_nothing_on_it_says_so(language: str) -> None:
    empty = {
        "没有可打印的标签": piece_labels_pdf([], NOW, language=language),
        "本批次没有开料图": cut_plan_pdf(replace(cut_plan(1), patterns=()), NOW, language=language),
        "本订单没有包裹": packing_list_pdf(PackingList("DD-1", "张三", DUE), NOW, language=language),
        "本发货单没有包裹": manifest_pdf(Manifest(make_code("shipment", 1), "浙H1", NOW), NOW, language=language),
    }
    english = ("nolabels", "nocuttingpatterns", "nopackages", "nopackages")
    for (zh, pdf), en in zip(empty.items(), english, strict=True):
        pages = words_of(pdf)
        assert len(pages) == 1
        assert (zh if language == "zh" else en) in pages[0]


def test_the_same_paper_made_at_the_same_time_has_the_same_bytes() -> None:
    assert piece_labels_pdf([piece()], NOW) == piece_labels_pdf([piece()], NOW)
    assert cut_plan_pdf(cut_plan(), NOW) == cut_plan_pdf(cut_plan(), NOW)
    assert piece_labels_pdf([piece()], NOW) != piece_labels_pdf([piece()], datetime(2027, 1, 1, tzinfo=UTC))


def test_a_large_paper_set_apart_has_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    here = piece_labels_pdf([piece()], NOW)
    monkeypatch.setitem(typesetting.LARGE, "painted", 0)
    assert piece_labels_pdf([piece()], NOW) == here


def test_markup_in_a_name_is_printed_as_it_is() -> None:
    nasty = '#panic("x") *b* $1$ <svg> \\u{41} "]'
    text = words_of(piece_labels_pdf([replace(piece(), customer=nasty)], NOW))[0]
    assert '#panic("x")' in text


def test_without_a_chinese_font_the_refusal_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetting, "FAMILIES", ("No Such Font",))
    with pytest.raises(Refused) as refused:
        piece_labels_pdf([piece()], NOW)
    assert "fonts-noto-cjk" in refused.value.findings[0].todo.zh
