"""Whatever the audit trail records has words in both languages: the trail is read by people."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from support.browser import ROOT

SOURCE = ROOT / "src" / "shuanglun"
WORDS = ROOT / "web" / "src" / "i18n"
# Actions whose end is put together when they happen.
COMPOSED = {"offcut": ("moved", "taken", "scrapped")}
_ACTION = re.compile(r"[a-z_]+\.[a-z_]+")


def _constants(text: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _recorded() -> set[str]:
    """Every action that a module which records in the trail names."""
    found = {f"{subject}.{end}" for subject, ends in COMPOSED.items() for end in ends}
    for path in SOURCE.rglob("*.py"):
        text = path.read_text("utf-8")
        if "audit import record" in text:
            found |= {value for value in _constants(text) if _ACTION.fullmatch(value)}
    return found - {"template.yaml"}


def _words(language: str, section: str) -> set[str]:
    text = (WORDS / language / "audit.ts").read_text("utf-8")
    block = re.search(rf"  {section}: \{{(.*?)\n  \}},", text, re.S)
    assert block
    return set(re.findall(r"^    (\w+): '[^']+',$", block[1], re.M))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_recorded_action_has_words(language: str) -> None:
    recorded = _recorded()
    assert {"order.released", "person.added", "import.cells_edited"} <= recorded
    assert {action.replace(".", "_") for action in recorded} - _words(language, "action") == set()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_actions_are_done_to_has_words(language: str) -> None:
    """The subject is the first word of an action, in one or in many; a profile is of import or of a machine."""
    subjects = {action.partition(".")[0].removesuffix("s") for action in _recorded()} - {"price", "profile", "board"}
    named = {"price_list", "import_profile", "board_type", "template_draft"}
    assert (subjects | named) - _words(language, "kind") == set()
