"""ZPL: the printer is told what to print and never gets a command from a customer's text."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuanglun.faces.papers import package_labels_zpl, piece_labels_zpl
from shuanglun.faces.papers.formats import label_paper, label_printer
from shuanglun.faces.papers.zpl import escape_field
from shuanglun.kernel.errors import BadRequest
from shuanglun.kernel.text import Text
from support.papers import package, piece

_NASTY = st.text(st.characters(codec="utf-8") | st.sampled_from("^~_\\,\n"), max_size=60)
_COMMANDS = {"XA", "CI", "PW", "LL", "LH", "BY", "FO", "A@", "FR", "FH", "FD", "FS", "GB", "GD", "BQ", "PQ", "XZ"}


def _commands(zpl: str) -> set[str]:
    return {found[1:3] for found in re.findall(r"[\^~][^\^~]{0,2}", zpl)}


def _fields(zpl: str) -> list[str]:
    return re.findall(r"\^FD(.*?)\^FS", zpl, re.DOTALL)


@given(_NASTY)
def test_an_escaped_text_holds_no_command_character_and_reads_back(text: str) -> None:
    escaped = escape_field(text)
    assert not set(escaped) & {"^", "~"}
    read = re.sub(r"_([0-9A-F]{2})", lambda found: chr(int(found[1], 16)), escaped)
    assert read == "".join(c for c in text if c.isprintable())


@given(_NASTY, _NASTY, _NASTY)
def test_no_text_from_outside_becomes_a_command(customer: str, name: str, position: str) -> None:
    label = replace(piece(), customer=customer, name=Text(name, name), position=position, order_no=name, unit=customer)
    zpl = piece_labels_zpl([label])
    assert _commands(zpl) <= _COMMANDS
    assert zpl.count("^XA") == zpl.count("^XZ") == 1
    assert all(not set(field) & {"^", "~", "\n", "\r"} for field in _fields(zpl))


@given(_NASTY, _NASTY)
def test_no_text_on_a_package_becomes_a_command(customer: str, address: str) -> None:
    zpl = package_labels_zpl([replace(package(), customer=customer, address=address, position=address)])
    assert _commands(zpl) <= _COMMANDS
    assert zpl.count("^XA") == 1


def test_the_printer_draws_the_code_at_the_highest_level() -> None:
    zpl = piece_labels_zpl([piece()])
    assert f"^BQN,2,5^FH^FDHA,{piece().code}^FS" in zpl
    assert zpl.startswith("^XA\n^CI28\n")


def test_300_dpi_prints_the_same_size_with_more_dots() -> None:
    small, large = (piece_labels_zpl([piece()], printer=name) for name in ("zebra-203", "zebra-300"))
    assert "^PW480\n^LL320\n" in small
    assert "^PW709\n^LL472\n" in large
    assert "^BQN,2,7^" in large


def test_a_long_text_is_cut_to_its_room() -> None:
    customer = "浙江省衢州市江山市莲华山工业园区某某定制家居有限公司"
    shown = next(f for f in _fields(piece_labels_zpl([replace(piece(), customer=customer)])) if f.startswith("浙江省"))
    assert shown.endswith("…")
    assert customer.startswith(shown[:-1])


def test_no_mark_lies_beyond_the_label() -> None:
    for name in ("zebra-203", "zebra-300"):
        printer, paper = label_printer(name), label_paper("60x40")
        zpl = piece_labels_zpl([piece()], printer=name)
        for x, y in re.findall(r"\^FO(\d+),(\d+)", zpl):
            assert int(x) < paper.width * printer.dots
            assert int(y) < paper.height * printer.dots


def test_nothing_to_print_is_nothing() -> None:
    assert piece_labels_zpl([]) == ""


@pytest.mark.parametrize("choice", [{"paper": "7x7"}, {"printer": "tsc"}])
def test_an_unknown_paper_or_printer_is_refused_with_the_choice(choice: dict[str, str]) -> None:
    with pytest.raises(BadRequest, match="choose from") as refused:
        piece_labels_zpl([piece()], **choice)
    assert refused.value.code == "PAPERS-UNKNOWN-FORMAT"
