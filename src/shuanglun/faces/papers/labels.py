"""Piece and package labels as files: PDF for office printers, ZPL for label printers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Protocol, TypeVar

from shuanglun.faces.papers.content import PackageContent, PieceLabel
from shuanglun.faces.papers.formats import A4, LabelPaper, label_paper, label_printer
from shuanglun.faces.papers.package_label import package_label_scene
from shuanglun.faces.papers.piece_label import piece_label_scene
from shuanglun.faces.papers.qr import qr_paths
from shuanglun.faces.papers.scene import Scene
from shuanglun.faces.papers.typesetting import painted_pdf
from shuanglun.faces.papers.words import word
from shuanglun.faces.papers.zpl import to_zpl

PIECE_PAPER = "60x40"
PACKAGE_PAPER = "100x70"
PRINTER = "zebra-203"


class _Coded(Protocol):
    """A label of any kind of thing: it has a code."""

    @property
    def code(self) -> str: ...


_Label = TypeVar("_Label", bound=_Coded)


def _scenes(
    labels: Sequence[_Label], layout: Callable[[_Label, LabelPaper, str, str], Scene], paper: LabelPaper, language: str
) -> Iterator[Scene]:
    for label, path in zip(labels, qr_paths([label.code for label in labels]), strict=True):
        yield layout(label, paper, language, path)


def _sheets(scenes: Iterable[Scene], paper: LabelPaper) -> Iterator[Scene]:
    """Labels on A4 sheets, row by row."""
    sheet = Scene(*A4)
    index = 0
    for scene in scenes:
        if index == paper.per_sheet:
            yield sheet
            sheet, index = Scene(*A4), 0
        sheet.place(scene, *paper.corner(index))
        index += 1
    yield sheet


def _nothing(paper: LabelPaper, language: str) -> Iterator[Scene]:
    scene = Scene(paper.width, paper.height)
    scene.words(paper.width / 2, paper.height / 2 - 2, 4.0, word("empty.labels", language), align="center")
    yield scene


def _pdf(scenes: Iterable[Scene], paper: LabelPaper, count: int, language: str, made_at: datetime) -> bytes:
    pages = _nothing(paper, language) if not count else _sheets(scenes, paper) if paper.per_sheet else scenes
    return painted_pdf(pages, "Labels", language, made_at)


def labels_pdf(
    labels: Sequence[_Label],
    layout: Callable[[_Label, LabelPaper, str, str], Scene],
    made_at: datetime,
    *,
    paper: str,
    language: str,
) -> bytes:
    """Labels of one kind in the order given; raises as ``piece_labels_pdf``."""
    kind = label_paper(paper)
    return _pdf(_scenes(labels, layout, kind, language), kind, len(labels), language, made_at)


def piece_labels_pdf(
    labels: Sequence[PieceLabel], made_at: datetime, *, paper: str = PIECE_PAPER, language: str = "zh"
) -> bytes:
    """Labels in the order given: one a page on a roll, filled row by row on an A4 sheet.

    Raises:
        BadRequest: there is no such paper.
        Refused: no Chinese font is installed.
        ValueError: a code is no scan code.
    """
    return labels_pdf(labels, piece_label_scene, made_at, paper=paper, language=language)


def package_labels_pdf(
    packages: Sequence[PackageContent], made_at: datetime, *, paper: str = PACKAGE_PAPER, language: str = "zh"
) -> bytes:
    """Package labels in the order given; raises as ``piece_labels_pdf``."""
    return labels_pdf(packages, package_label_scene, made_at, paper=paper, language=language)


def piece_label_files(
    labels: Iterable[PieceLabel], made_at: datetime, *, paper: str = PIECE_PAPER, language: str = "zh"
) -> Iterator[tuple[str, bytes]]:
    """One PDF a lot, as (lot number, file), in order of lots; pieces of no lot come under ""."""
    ordered = sorted(labels, key=lambda label: label.lot_no)
    for lot_no, group in groupby(ordered, key=lambda label: label.lot_no):
        yield lot_no, piece_labels_pdf(list(group), made_at, paper=paper, language=language)


def piece_labels_zpl(
    labels: Iterable[PieceLabel], *, paper: str = PIECE_PAPER, printer: str = PRINTER, language: str = "zh"
) -> str:
    """Labels for a ZPL printer, one format each, in the order given; nothing where there are none.

    Raises:
        BadRequest: there is no such paper or printer.
    """
    kind, device = label_paper(paper), label_printer(printer)
    return "".join(to_zpl(piece_label_scene(label, kind, language), device) for label in labels)


def package_labels_zpl(
    packages: Iterable[PackageContent], *, paper: str = PACKAGE_PAPER, printer: str = PRINTER, language: str = "zh"
) -> str:
    """Package labels for a ZPL printer; raises as ``piece_labels_zpl``."""
    kind, device = label_paper(paper), label_printer(printer)
    return "".join(to_zpl(package_label_scene(package, kind, language), device) for package in packages)
