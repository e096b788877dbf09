"""Blocks of flowing papers, as ``templates/document.typ`` reads them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from shuanglun.faces.papers.content import PackageContent, PackedItem
from shuanglun.faces.papers.qr import qr_paths
from shuanglun.faces.papers.scene import Qr, Scene, to_svg
from shuanglun.faces.papers.words import kilograms, known, word
from shuanglun.kernel.length import millimetres

Block = dict[str, Any]
Facts = Sequence[tuple[str, str]]


def facts(pairs: Facts, columns: int, *, code: str = "", strong: bool = False) -> Block:
    """Names with values in ``columns``; the last one takes what is left of its row; with ``code`` its QR code on the right."""
    spans = [1] * (len(pairs) - 1) + [columns - (len(pairs) - 1) % columns]
    rows = [(label, value, span) for (label, value), span in zip(pairs, spans, strict=True)]
    block: Block = {"facts": rows, "columns": columns, "strong": strong}
    if code:
        scene = Scene(29, 29, [Qr(4, 4, 1, code, qr_paths([code])[0])])
        block |= {"svg": to_svg(scene, with_words=False), "code": code}
    return block


def band(left: str, right: str, below: str = "") -> dict[str, str]:
    """A grey row over the whole width of a listing that heads what follows; ``below`` is a small second line."""
    return {"band": left, "right": right, "below": below}


def page_words(language: str) -> tuple[str, str, str]:
    """What stands before, between and after the two page numbers."""
    before, between, after = word("page", language).split("{}")
    return before, between, after


def listing(columns: Sequence[tuple[str, float, str]], rows: Sequence[Any]) -> Block:
    """A table: (heading, width in mm or 0 for the rest, alignment) and rows of texts or bands."""
    return {
        "heads": [head for head, _, _ in columns],
        "widths": [width for _, width, _ in columns],
        "aligns": [align for _, _, align in columns],
        "rows": rows,
    }


def item_columns(language: str) -> list[tuple[str, float, str]]:
    """The columns of a package's lines: row, description, colour, length, width, ply, quantity, unit."""
    return [
        (word("row", language), 11, "right"),
        (word("description", language), 0, "left"),
        (word("colour", language), 34, "left"),
        (word("col.length", language), 17, "right"),
        (word("col.width", language), 17, "right"),
        (word("thickness", language), 17, "right"),
        (word("quantity", language), 14, "right"),
        (word("unit_of_count", language), 13, "left"),
    ]


def item_row(number: int, item: PackedItem, language: str) -> list[str]:
    """A line of a package in ``item_columns``."""
    sides = [millimetres(side) if side else "" for side in (item.length, item.width, item.thickness)]
    return [str(number), item.name.in_language(language), item.colour, *sides, str(item.quantity), item.unit]


def package_band(package: PackageContent, language: str, serial: str = "", below: str = "") -> dict[str, str]:
    """The row that heads a package: k/n, code, what it is; weight and the flag 大件 on the right."""
    number = f"{'–' if package.k is None else package.k}/{package.n}"
    what = known("group", package.pack_group, language)
    left = "   ".join(text for text in (number, package.code, package.unit, package.position, what) if text)
    weight = f"{kilograms(package.weight_g)} kg" if package.weight_g else ""
    flag = word("oversize", language) if package.oversize else ""
    status = word("package_open", language) if package.k is None else ""
    return band(left, "   ".join(text for text in (serial, status, flag, weight) if text), below)
