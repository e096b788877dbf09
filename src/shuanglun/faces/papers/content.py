"""What the papers say: plain values, filled by the loaders or by anyone who has no database.

Lengths are whole 0.1 mm, weights grams, areas 0.01 mm² in patterns; shares (yield, waste, gap) are basis points
(1/100 of a per cent). Texts a person reads in two languages are ``Text``; everything else is printed as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from shuanglun.faces.papers.formats import oversize_from
from shuanglun.kernel.text import Text

Language = Literal["zh", "en"]
RectKind = Literal["part", "offcut", "waste", "trim"]

_NO_NAME = Text("", "")


@dataclass(frozen=True, slots=True)
class Edges:
    """Thickness of the edge band on each side, 0 where there is none; front lies at the bottom of a drawing."""

    front: int = 0
    back: int = 0
    left: int = 0
    right: int = 0

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Edges:
        """Read the form stored with a part."""
        return cls(*(int(data.get(side) or 0) for side in ("front", "back", "left", "right")))


@dataclass(frozen=True, slots=True)
class PieceLabel:
    """One piece: what its label says. ``place`` is its place in the sawing order of its pattern."""

    code: str
    order_no: str
    customer: str
    unit: str
    name: Text
    length: int
    width: int
    thickness: int
    position: str = ""
    cut_length: int = 0
    cut_width: int = 0
    material: str = ""
    colour: str = ""
    grain: str = "none"
    edges: Edges = Edges()
    route: tuple[str, ...] = ()
    lot_no: str = ""
    pattern_no: int | None = None
    place: int | None = None
    pack_group: str = ""


@dataclass(frozen=True, slots=True)
class PackedItem:
    """A line of a package: pieces alike counted together, or hardware (no size)."""

    name: Text
    quantity: int
    unit: str = "件"
    colour: str = ""
    length: int = 0
    width: int = 0
    thickness: int = 0


@dataclass(frozen=True, slots=True)
class PackageContent:
    """One package; ``k`` is None while it is open. ``largest`` is the longest side of what is in it."""

    code: str
    order_no: str
    customer: str
    n: int
    k: int | None = None
    address: str = ""
    phone: str = ""
    unit: str = ""
    position: str = ""
    pack_group: str = ""
    weight_g: int = 0
    largest: int = 0
    items: tuple[PackedItem, ...] = ()

    @property
    def oversize(self) -> bool:
        """True when the package is flagged 大件."""
        return self.largest > oversize_from()

    @property
    def serial(self) -> str:
        """The packing serial number of a manifest, "0001"; blank while the package is open."""
        return "" if self.k is None else f"{self.k:04d}"


@dataclass(frozen=True, slots=True)
class PackingList:
    """All packages of an order, and its hardware."""

    order_no: str
    customer: str
    due_on: date
    phone: str = ""
    address: str = ""
    units: int = 0
    packages: tuple[PackageContent, ...] = ()
    hardware: tuple[PackedItem, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredPackage:
    """A package on a manifest: who closed it and who loaded it, and when."""

    content: PackageContent
    stored_by: str = ""
    stored_at: datetime | None = None
    loaded_by: str = ""
    loaded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ManifestOrder:
    """One order on a lorry: how many packages it has in all, how many are closed, how many left before, what leaves now."""

    order_no: str
    customer: str
    created_at: datetime
    total: int
    stored: int
    sent_before: int = 0
    phone: str = ""
    address: str = ""
    packages: tuple[StoredPackage, ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """A shipment: one lorry on one day."""

    code: str
    lorry: str
    created_at: datetime
    driver: str = ""
    left_at: datetime | None = None
    left_by: str = ""
    override_reason: str = ""
    orders: tuple[ManifestOrder, ...] = ()


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle of a pattern, origin lower left. A book of several sheets has a label and a code per sheet."""

    x: int
    y: int
    length: int
    width: int
    kind: RectKind
    seq: int = 0
    labels: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    name: Text = _NO_NAME
    order_no: str = ""
    grain: str = "none"


@dataclass(frozen=True, slots=True)
class Cut:
    """A saw cut; ``direction`` "length" runs along the sheet's length, "width" across it. Level 0 trims the board."""

    seq: int
    level: int
    direction: str
    x1: int
    y1: int
    x2: int
    y2: int


@dataclass(frozen=True, slots=True)
class PatternDrawing:
    """One pattern as drawn; ``grain`` is the board's: "none", or the side ("length", "width") along which it runs."""

    no: int
    board_code: str
    length: int
    width: int
    rects: tuple[Rect, ...]
    cuts: tuple[Cut, ...] = ()
    run_qty: int = 1
    grain: str = "none"

    @property
    def parts(self) -> tuple[Rect, ...]:
        """The parts in sawing order."""
        return tuple(sorted((r for r in self.rects if r.kind == "part"), key=lambda r: (r.seq, r.x, r.y)))

    @property
    def numbers(self) -> dict[int, str]:
        """The number of every part by its ``seq``: its place in sawing order, as on the labels; a book's are "3–4"."""
        places = enumerate(self.parts)
        if self.run_qty == 1:
            return {rect.seq: str(index + 1) for index, rect in places}
        run = self.run_qty
        return {rect.seq: f"{index * run + 1}–{(index + 1) * run}" for index, rect in places}

    @property
    def yield_share(self) -> int:
        """Area of the parts in the board's area, basis points, rounded half up."""
        area = self.length * self.width
        used = sum(rect.length * rect.width for rect in self.rects if rect.kind == "part")
        return (used * 20_000 + area) // (2 * area) if area else 0


@dataclass(frozen=True, slots=True)
class PlanFigures:
    """Key figures of a cut plan: boards, proven least number of boards, gap to it, shares in basis points, areas in mm²."""

    sheets: int = 0
    bound: int | None = None
    gap: int | None = None
    waste: int | None = None
    yield_share: int | None = None
    cuts: int | None = None
    cut_length: int | None = None
    offcut_area_mm2: int | None = None
    cost_fen: int | None = None
    optimal: bool = False


@dataclass(frozen=True, slots=True)
class CutPlanPaper:
    """The cut plan of a lot, or of a table of parts without a due day."""

    lot_no: str
    material: str
    thickness: int
    due_on: date | None
    pieces: int
    patterns: tuple[PatternDrawing, ...]
    figures: PlanFigures = PlanFigures()
    kerf: int | None = None
    engine: str = ""


@dataclass(frozen=True, slots=True)
class CutRow:
    """One line of a cut list: a piece on a pattern."""

    pattern_no: int
    place: int
    board_code: str
    code: str
    order_no: str
    customer: str
    unit: str
    name: Text
    material: str
    cut_length: int
    cut_width: int
    length: int
    width: int
    thickness: int
    grain: str = "none"
    edges: Edges = Edges()


@dataclass(frozen=True, slots=True)
class PartRow:
    """One line of a part list: a part of an order line, ``quantity`` over all units."""

    line_no: int
    position: str
    name: Text
    quantity: int
    length: int
    width: int
    thickness: int
    cut_length: int = 0
    cut_width: int = 0
    material: str = ""
    colour: str = ""
    grain: str = "none"
    edges: Edges = Edges()
    route: tuple[str, ...] = ()
    pack_group: str = ""
    weight_g: int = 0


@dataclass(frozen=True, slots=True)
class HardwareRow:
    """One line of a hardware list, ``quantity`` over all units of the order line."""

    line_no: int
    position: str
    item: str
    name: Text
    quantity: int
    unit: str


@dataclass(frozen=True, slots=True)
class CutList:
    """A lot's pieces in sawing order."""

    lot_no: str
    material: str
    thickness: int
    due_on: date
    rows: tuple[CutRow, ...] = ()
    figures: PlanFigures = PlanFigures()


@dataclass(frozen=True, slots=True)
class PartList:
    """An order's parts and hardware."""

    order_no: str
    customer: str
    due_on: date
    units: int = 0
    parts: tuple[PartRow, ...] = ()
    hardware: tuple[HardwareRow, ...] = ()
