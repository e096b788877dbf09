"""Examples in the documents do what they say."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest

from shuanglun.engines.cutting import tables

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.mark.parametrize("name", ["cutting.md"])
def test_examples_of_a_document_hold(name: str) -> None:
    # Fences are blanked, because doctest would take them for expected output.
    text = "\n".join("" if line.startswith("```") else line for line in (DOCS / name).read_text("utf-8").splitlines())
    examples = doctest.DocTestParser().get_doctest(text, {}, name, name, 0)
    assert examples.examples
    assert doctest.DocTestRunner().run(examples).failed == 0


def test_examples_of_the_cutting_tables_hold() -> None:
    assert doctest.testmod(tables).failed == 0
