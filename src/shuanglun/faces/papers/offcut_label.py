"""The label of an off-cut: its code, its size large enough to read from the aisle, material and grain."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from shuanglun.faces.papers.finding_things import not_found
from shuanglun.faces.papers.formats import LabelPaper, label_paper, label_printer
from shuanglun.faces.papers.labels import PIECE_PAPER, PRINTER, labels_pdf
from shuanglun.faces.papers.qr import QUIET, SIZE
from shuanglun.faces.papers.scene import Qr, Scene
from shuanglun.faces.papers.words import word
from shuanglun.faces.papers.zpl import to_zpl
from shuanglun.factory.cutting_room.tables import offcuts
from shuanglun.kernel.clock import FACTORY_ZONE
from shuanglun.kernel.length import millimetres
from shuanglun.storage import Work

_MARGIN = 1.5
_MODULE = 0.8  # a QR code of 17 mm
_SMALL = 2.75


@dataclass(frozen=True, slots=True)
class OffcutLabel:
    """What an off-cut's label says; lengths in 0.1 mm, the length along the grain."""

    code: str
    material: str
    length: int
    width: int
    thickness: int
    grain: bool
    place: str = ""
    made_on: date | None = None


def load_offcut_labels(work: Work, codes: Sequence[str]) -> list[OffcutLabel]:
    """The labels of these off-cuts, in the order given.

    Raises:
        NotFound: one of them is not in this factory.
    """
    where = (offcuts.c.tenant_id == work.tenant_id) & offcuts.c.code.in_(codes)
    rows = {row["code"]: row for row in work.all(select(offcuts).where(where))}
    labels = []
    for code in codes:
        row = rows.get(code)
        if row is None:
            raise not_found("offcut")
        made_on = row["created_at"].astimezone(FACTORY_ZONE).date()
        size = (row["length"], row["width"], row["thickness"], row["grain"])
        labels.append(OffcutLabel(code, row["material_code"], *size, row["place"] or "", made_on))
    return labels


def offcut_label_scene(label: OffcutLabel, paper: LabelPaper, language: str = "zh", qr_path: str = "") -> Scene:
    """One off-cut label laid out for a paper of at least 57 × 36 mm."""
    scene = Scene(paper.width, paper.height)
    side, quiet = SIZE * _MODULE, QUIET * _MODULE
    scene.marks.append(Qr(quiet, 15.5, _MODULE, label.code, qr_path))
    left, room = quiet + side + quiet, paper.width - 2 * _MARGIN
    size = f"{millimetres(label.length)} × {millimetres(label.width)}"
    scene.words(_MARGIN, 1.6, 7.0, size, room, 4.0, bold=True)
    scene.words(_MARGIN, 10.0, 3.4, label.material, room, _SMALL, bold=True)
    right = paper.width - _MARGIN - left
    scene.words(left, 16.0, 4.0, word("offcut_label", language), right, _SMALL, bold=True)
    scene.words(left, 21.0, 3.2, f"{word('thick', language)} {millimetres(label.thickness)} mm", right, _SMALL)
    grain = word("grain_along", language) if label.grain else word("grain_none", language)
    scene.words(left, 25.0, 3.2, grain, right, _SMALL)
    scene.words(left, 29.0, 3.2, f"{label.place}  {label.made_on or ''}".strip(), right, _SMALL)
    scene.words(left, 33.0, 3.2, label.code, right, _SMALL, bold=True)
    return scene


def offcut_labels_pdf(
    labels: Sequence[OffcutLabel], made_at: datetime, *, paper: str = PIECE_PAPER, language: str = "zh"
) -> bytes:
    """Labels in the order given; raises as ``piece_labels_pdf``."""
    return labels_pdf(labels, offcut_label_scene, made_at, paper=paper, language=language)


def offcut_labels_zpl(
    labels: Iterable[OffcutLabel], *, paper: str = PIECE_PAPER, printer: str = PRINTER, language: str = "zh"
) -> str:
    """Labels for a ZPL printer; raises as ``piece_labels_zpl``."""
    kind, device = label_paper(paper), label_printer(printer)
    return "".join(to_zpl(offcut_label_scene(label, kind, language), device) for label in labels)
