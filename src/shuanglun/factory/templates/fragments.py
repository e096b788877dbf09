"""Blocks that shipped templates share: ``#include NAME key=value`` in a template is replaced by the block's text.

The text of a template with its blocks written out is what is read, published, explained and exported, so a template never
depends on another file. A block is the text below ``#fragment NAME`` in a file of the fragments folder; ``$key`` in it stands
for the value the line gives. Blocks may take blocks.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator, Mapping
from string import Template as Placeholders

_INCLUDE = re.compile(r"^\s*#include\s+(\S+)(.*)$")
_BLOCK = re.compile(r"^#fragment\s+(\S+)\s*$")
_DEEPEST = 5


def read_fragments(texts: Iterable[str]) -> dict[str, str]:
    """The blocks of fragment files by name.

    Raises:
        ValueError: a name is used twice.
    """
    blocks: dict[str, list[str]] = {}
    for text in texts:
        name = ""
        for line in text.splitlines():
            found = _BLOCK.match(line)
            if found:
                name = found[1]
                if name in blocks:
                    raise ValueError(f"fragment {name} is there twice")
                blocks[name] = []
            elif name:
                blocks[name].append(line)
    return {name: "\n".join(lines).strip("\n") for name, lines in blocks.items()}


def with_fragments(text: str, blocks: Mapping[str, str]) -> str:
    """The text with every block written out.

    Raises:
        KeyError: there is no such block, or it needs a value the line does not give.
        ValueError: blocks take one another in a circle.
    """
    return "\n".join(_expanded(text, blocks, _DEEPEST)) + "\n"


def _expanded(text: str, blocks: Mapping[str, str], deepest: int) -> Iterator[str]:
    if not deepest:
        raise ValueError("fragments take one another in a circle")
    for line in text.splitlines():
        found = _INCLUDE.match(line)
        if found is None:
            yield line
        else:
            values = dict(one.split("=", 1) for one in shlex.split(found[2]))
            yield from _expanded(_filled(found[1], blocks[found[1]], values), blocks, deepest - 1)


def _filled(name: str, block: str, values: Mapping[str, str]) -> str:
    try:
        return Placeholders(block).substitute(values)
    except KeyError as missing:
        raise KeyError(f"fragment {name} needs {missing.args[0]}") from None
