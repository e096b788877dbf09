"""Layout: texts fit their room, letters are large enough, the drawing shows every part, words exist in both languages."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuanglun.faces.papers import missing_fonts, pattern_svg
from shuanglun.faces.papers.cut_drawing import draw_pattern
from shuanglun.faces.papers.formats import label_paper
from shuanglun.faces.papers.geometry import strip_of
from shuanglun.faces.papers.marks import hatching
from shuanglun.faces.papers.measure import fit, width_of, wrap
from shuanglun.faces.papers.package_label import package_label_scene
from shuanglun.faces.papers.piece_label import piece_label_scene
from shuanglun.faces.papers.scene import Box, Qr, Words
from shuanglun.faces.papers.words import known, moment, word, word_table
from support.papers import NOW, package, pattern, piece


@given(st.text(max_size=80), st.floats(5, 60))
def test_a_fitted_text_is_never_wider_than_its_room(text: str, room: float) -> None:
    shown, size = fit(text, 4.0, room, 2.5)
    assert 2.5 <= size <= 4.0
    assert width_of(shown, size) <= room + 1e-6


@given(st.text(max_size=200), st.integers(1, 4))
def test_wrapped_lines_fit_and_lose_nothing_but_the_end(text: str, lines: int) -> None:
    wrapped = wrap(text, 3.0, 40, lines)
    assert len(wrapped) <= lines
    assert all(width_of(line, 3.0) <= 40 + 1e-6 for line in wrapped)
    together = "".join("".join(wrapped).split()).removesuffix("…")
    assert "".join("".join(c if c.isprintable() else " " for c in text).split()).startswith(together)


@pytest.mark.parametrize("paper", ["60x40", "70x50", "a4-3x7", "a4-3x8"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_letter_on_a_piece_label_is_large_enough_and_on_the_label(paper: str, language: str) -> None:
    kind = label_paper(paper)
    long = replace(piece(), customer="很长的客户名称" * 9, unit="1234-12", position="位置" * 30)
    for label in (piece(), long):
        scene = piece_label_scene(label, kind, language)
        for mark in scene.marks:
            if isinstance(mark, Words):
                assert mark.size >= 2.5
                assert mark.y >= 0
                assert mark.y + mark.size <= kind.height
                shift = {"left": 0.0, "center": 0.5, "right": 1.0}[mark.align]
                left = mark.x - shift * width_of(mark.text, mark.size)
                assert left >= 0
                assert left + width_of(mark.text, mark.size) <= kind.width + 1e-6


def test_the_code_is_12_to_16_mm_with_its_quiet_zone_free() -> None:
    scene = piece_label_scene(piece(), label_paper("60x40"))
    code = next(mark for mark in scene.marks if isinstance(mark, Qr))
    side, quiet = 21 * code.module, 4 * code.module
    assert 12 <= side <= 16
    assert min(code.x, code.y) >= quiet * 0.9
    texts = [mark for mark in scene.marks if isinstance(mark, Words) and mark.y < code.y + side]
    assert all(mark.x >= code.x + side + quiet - 1e-6 for mark in texts if mark.align == "left")


def test_edges_are_marked_with_their_thickness() -> None:
    texts = [mark.text for mark in piece_label_scene(piece(), label_paper("60x40")).marks if isinstance(mark, Words)]
    assert texts.count("1") == 2
    assert "0.8" in texts


def test_an_assembly_shows_no_size_to_saw() -> None:
    label = replace(piece(), cut_length=0, cut_width=0)
    texts = [mark.text for mark in piece_label_scene(label, label_paper("60x40")).marks if isinstance(mark, Words)]
    assert "组件" in texts
    assert not any(text.startswith("开料 ") for text in texts)


@pytest.mark.parametrize(("largest", "flagged"), [(24000, False), (24001, True)])
def test_a_package_longer_than_2400_mm_is_flagged(largest: int, flagged: bool) -> None:
    scene = package_label_scene(package(largest=largest), label_paper("100x70"))
    assert any(isinstance(mark, Words) and mark.text == "大件" for mark in scene.marks) is flagged


def test_an_open_package_has_no_number_yet() -> None:
    texts = [m.text for m in package_label_scene(package(k=None), label_paper("100x70")).marks if isinstance(m, Words)]
    assert "?/24" in texts
    assert "未封包" in texts


def test_a_package_with_many_lines_says_how_many_more() -> None:
    full = replace(package(), items=package().items * 10)
    texts = [m.text for m in package_label_scene(full, label_paper("100x70")).marks if isinstance(m, Words)]
    assert any(text.startswith("另有") for text in texts)


def test_the_size_set_at_the_fence_is_what_the_cut_frees() -> None:
    drawing = pattern()
    strips = [strip_of(cut, drawing.cuts, drawing, 42) for cut in drawing.cuts]
    assert [end - begin for begin, end in strips] == [100, 8000, 3000, 20500, 9600]


def test_parts_are_numbered_by_their_place_in_sawing_order() -> None:
    assert pattern().numbers == {5: "1", 7: "2"}
    assert pattern(run=3).numbers == {5: "1–3", 7: "4–6"}


def test_the_drawing_shows_parts_off_cuts_and_waste_in_their_place() -> None:
    scene = draw_pattern(pattern(), 200, 120, kerf=42)
    texts = {mark.text for mark in scene.marks if isinstance(mark, Words)}
    assert {"2050×800", "12-1 门扇面板", "DD-1", "1", "2", "385.8×800", "2440", "1220", "800", "300"} <= texts
    boxes = [mark for mark in scene.marks if isinstance(mark, Box)]
    assert {"#dedede", "#c6c6c6"} <= {box.fill for box in boxes}
    assert all(box.x + box.width <= 200 and box.y + box.height <= scene.height for box in boxes)


def test_the_lower_left_corner_of_the_board_is_drawn_lower_left() -> None:
    scene = draw_pattern(pattern(), 200, 120)
    trim = next(mark for mark in scene.marks if isinstance(mark, Box) and mark.fill == "#c6c6c6")
    board = max((m for m in scene.marks if isinstance(m, Box) and not m.fill), key=lambda box: box.width)
    assert trim.y + trim.height == pytest.approx(board.y + board.height)


def test_the_svg_is_well_formed_whatever_the_names() -> None:
    import xml.etree.ElementTree as Xml

    drawing = pattern()
    rects = tuple(replace(rect, labels=("<&>\"'",)) if rect.kind == "part" else rect for rect in drawing.rects)
    root = Xml.fromstring(pattern_svg(replace(drawing, rects=rects)))
    assert any("<&>" in (element.text or "") for element in root.iter())


@given(st.floats(1, 200), st.floats(1, 200))
def test_hatching_stays_inside(width: float, height: float) -> None:
    for x1, y1, x2, y2 in hatching(0, 0, width, height, 2.4):
        assert -1e-6 <= min(x1, x2) <= max(x1, x2) <= width + 1e-6
        assert -1e-6 <= min(y1, y2) <= max(y1, y2) <= height + 1e-6


def test_every_word_exists_in_both_languages_with_the_same_blanks() -> None:
    for key, text in word_table().items():
        assert text.zh, key
        assert text.en, key
        assert text.zh.count("{}") == text.en.count("{}"), key


def test_an_operation_nobody_knows_is_printed_as_it_is() -> None:
    assert known("op", "saw", "zh") == "开料"
    assert known("op", "喷漆", "en") == "喷漆"
    assert word("page", "zh", 1, 3) == "第 1 / 3 页"


def test_times_are_printed_in_the_factorys_time() -> None:
    assert moment(NOW) == "2026-11-23 08:30"


def test_a_computer_without_chinese_fonts_is_told_what_to_install() -> None:
    finding = missing_fonts(["DejaVu Sans"])
    assert finding is not None
    assert finding.level == "stop"
    assert "fonts-noto-cjk" in finding.todo.en
    assert missing_fonts(["DejaVu Sans", "Microsoft YaHei"]) is None
