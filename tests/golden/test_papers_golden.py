"""Labels a printer gets and lists a foreman reads, as files. Written anew with SHUANGLUN_WRITE_GOLDEN=1."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from shuanglun.faces.papers import package_labels_zpl, pattern_svg, piece_labels_zpl
from support.papers import package, pattern, piece

GOLDEN = Path(__file__).parent / "papers"
PAPERS = {
    "piece-label-203.zpl": lambda: piece_labels_zpl([piece()]),
    "piece-label-300-en.zpl": lambda: piece_labels_zpl([piece()], printer="zebra-300", language="en"),
    "package-label-203.zpl": lambda: package_labels_zpl([package(largest=26000)]),
    "pattern.svg": lambda: pattern_svg(pattern(), kerf=42).replace("><", ">\n<") + "\n",
}


@pytest.mark.parametrize("name", PAPERS)
def test_the_paper_is_as_it_was(name: str) -> None:
    text = PAPERS[name]()
    if os.environ.get("SHUANGLUN_WRITE_GOLDEN"):
        (GOLDEN / name).write_text(text, "utf-8")
    assert text == (GOLDEN / name).read_text("utf-8")
