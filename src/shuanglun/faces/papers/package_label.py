"""The label of a package: whose it is, which of how many, what is in it, what it weighs."""

from __future__ import annotations

from shuanglun.faces.papers.content import PackageContent, PackedItem
from shuanglun.faces.papers.formats import LabelPaper
from shuanglun.faces.papers.measure import width_of, wrap
from shuanglun.faces.papers.qr import QUIET, SIZE
from shuanglun.faces.papers.scene import Qr, Scene
from shuanglun.faces.papers.words import kilograms, known, word
from shuanglun.kernel.length import millimetres

_MARGIN = 2.5
_MODULE = 1.0  # a QR code of 21 mm, read from a metre away
_LINE = 3.9
_SMALL = 3.0


def item_text(item: PackedItem, language: str) -> str:
    """ "2 件 门套立板 2050×240×18"."""
    size = "×".join(millimetres(side) for side in (item.length, item.width, item.thickness) if side)
    name = item.name.in_language(language)
    return " ".join(text for text in (f"{item.quantity} {item.unit}", name, size) if text)


def _number(scene: Scene, package: PackageContent, language: str) -> float:
    """k/n as large as it goes, in the upper right corner; returns its left edge."""
    text = f"{'?' if package.k is None else package.k}/{package.n}"
    size = min(15.0, 15.0 * 38 / width_of(text, 15.0))
    left = scene.width - _MARGIN - width_of(text, size)
    scene.words(scene.width - _MARGIN, 0.8, size, text, bold=True, align="right")
    if package.k is None:
        scene.words(scene.width - _MARGIN, 1.2 + size, _SMALL, word("package_open", language), align="right")
    return left


def _whose(scene: Scene, package: PackageContent, room: float, language: str) -> None:
    whole = scene.width - 2 * _MARGIN
    scene.words(_MARGIN, 2.4, 5.2, package.order_no, room, _SMALL, bold=True)
    scene.words(_MARGIN, 9.2, 5.2, package.customer, room, _SMALL, bold=True)
    contact = " ".join(text for text in (package.address, package.phone) if text)
    for index, line in enumerate(wrap(contact, 3.4, whole, 2)):
        scene.words(_MARGIN, 17.0 + 4.1 * index, 3.4, line)


def _oversize(scene: Scene, left: float, top: float, language: str) -> None:
    text = word("oversize", language)
    width = width_of(text, 5.0) + 3
    scene.box(left, top, width, 7.0, fill="#000000")
    scene.words(left + width / 2, top + 1.0, 5.0, text, bold=True, align="center", colour="#ffffff")


def _contents(scene: Scene, package: PackageContent, left: float, top: float, language: str) -> None:
    room = scene.width - _MARGIN - left
    lines = int((scene.height - 1.5 - top) / _LINE)
    if not package.items:
        scene.words(left, top, _SMALL, word("no_contents", language), room)
        return
    shown = package.items if len(package.items) <= lines else package.items[: lines - 1]
    for index, item in enumerate(shown):
        scene.words(left, top + _LINE * index, _SMALL, item_text(item, language), room, _SMALL)
    if len(shown) < len(package.items):
        more = word("and_more", language, len(package.items) - len(shown))
        scene.words(left, top + _LINE * len(shown), _SMALL, more, room, _SMALL, bold=True)


def package_label_scene(package: PackageContent, paper: LabelPaper, language: str = "zh", qr_path: str = "") -> Scene:
    """One package label laid out for a paper of at least 90 × 65 mm."""
    scene = Scene(paper.width, paper.height)
    left_of_number = _number(scene, package, language)
    _whose(scene, package, left_of_number - _MARGIN - 2, language)
    line = 26.0
    scene.rule(_MARGIN, line, paper.width - _MARGIN, line, 0.4)
    quiet, side = QUIET * _MODULE, SIZE * _MODULE
    scene.marks.append(Qr(_MARGIN + quiet / 2, line + quiet, _MODULE, package.code, qr_path))
    scene.words(_MARGIN + quiet / 2 + side / 2, line + quiet + side + 2.2, 3.4, package.code, align="center")
    weight = f"{kilograms(package.weight_g)} kg" if package.weight_g else ""
    scene.words(_MARGIN + quiet / 2 + side / 2, line + quiet + side + 6.8, 4.4, weight, bold=True, align="center")
    left = _MARGIN + quiet * 1.5 + side + 1
    what = " · ".join(t for t in (package.unit, package.position, known("group", package.pack_group, language)) if t)
    flag = width_of(word("oversize", language), 5.0) + 5 if package.oversize else 0.0
    scene.words(left, line + 2.2, 4.4, what, paper.width - _MARGIN - left - flag, _SMALL, bold=True)
    if package.oversize:
        _oversize(scene, paper.width - _MARGIN - flag + 2, line + 1.2, language)
    _contents(scene, package, left, line + 9.6, language)
    return scene
