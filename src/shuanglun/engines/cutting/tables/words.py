"""What the words in a cell mean, where panels and bars share them."""

from __future__ import annotations

from shuanglun.engines.cutting.tables.sheet import Row

OFFCUT_WORDS = frozenset({"offcut", "off-cut", "rest", "remnant", "余料", "边料"})
WHOLE_WORDS = frozenset({"", "sheet", "board", "bar", "整板", "大板", "整支", "整根"})


def is_offcut(row: Row) -> bool:
    """True when the kind of a board or bar says off-cut; a word nobody knows is a fault."""
    word = row.text("kind").lower()
    if word not in OFFCUT_WORDS | WHOLE_WORDS:
        row.fault("kind", "CUT-TABLE-KIND", "类型应为 整板 或 余料", "the kind must be sheet or offcut")
    return word in OFFCUT_WORDS
