"""Parts that need material, the boards there are, and the need that follows. Lengths 0.1 mm, money fen, shares basis points."""

from __future__ import annotations

from dataclasses import dataclass

from shuanglun.kernel.findings import Finding
from shuanglun.kernel.text import Text


@dataclass(frozen=True, slots=True)
class DemandPart:
    """``qty`` equal parts: finished and cut sizes, edge bands by side (0: none). ``painted`` says how many faces are painted."""

    order_no: str
    material: str
    name: Text
    qty: int
    length: int
    width: int
    thickness: int
    cut_length: int
    cut_width: int
    front: int = 0
    back: int = 0
    left: int = 0
    right: int = 0
    colour: str = ""
    glass: bool = False
    painted: int = 0

    @property
    def cut_area(self) -> int:
        """Board area of all of them, 0.01 mm²."""
        return self.qty * self.cut_length * self.cut_width


@dataclass(frozen=True, slots=True)
class Item:
    """A bought item; strips count in mm (``unit``)."""

    item: str
    name: Text
    qty: int
    unit: str


@dataclass(frozen=True, slots=True)
class BoardSize:
    """A sheet that can be bought."""

    code: str
    material: str
    length: int
    width: int
    cost: int = 0

    @property
    def area(self) -> int:
        """Area of the sheet, 0.01 mm²."""
        return self.length * self.width


@dataclass(frozen=True, slots=True)
class PlannedBoards:
    """Whole sheets of one kind a cut plan takes, and the share (of ``whole``) of its part area that is ours."""

    material: str
    code: str
    sheets: int
    ours: int
    whole: int


@dataclass(frozen=True, slots=True)
class Rules:
    """What a factory adds: band a banded side (0.1 mm) and in basis points, the yield that is expected before planning."""

    band_per_side: int = 300
    band_extra: int = 300
    board_yield: int = 8500


@dataclass(frozen=True, slots=True)
class BoardNeed:
    """Sheets of one kind in hundredths; ``planned`` of them are from cut plans, the rest is estimated."""

    material: str
    code: str
    hundredths: int
    planned: int
    length: int
    width: int
    part_area: int
    cost: int

    @property
    def sheets(self) -> int:
        """Whole sheets to buy."""
        return -(-self.hundredths // 100)

    @property
    def source(self) -> str:
        """planned, estimated or mixed."""
        if self.planned == 0:
            return "estimated"
        return "planned" if self.planned >= self.hundredths else "mixed"


@dataclass(frozen=True, slots=True)
class BandNeed:
    """Edge band of one colour and thickness for boards of one thickness: banded sides, metres with allowance in mm."""

    colour: str
    thickness: int
    board_thickness: int
    sides: int
    net_mm: int
    length_mm: int


@dataclass(frozen=True, slots=True)
class GlassNeed:
    """Panes of one size."""

    material: str
    length: int
    width: int
    thickness: int
    qty: int
    area: int


@dataclass(frozen=True, slots=True)
class PaintNeed:
    """Painted faces of one colour: area of the faces and of their edges, 0.01 mm²."""

    colour: str
    faces: int
    face_area: int
    edge_area: int


@dataclass(frozen=True, slots=True)
class Demand:
    """All that is needed, each list in the order people buy: by material, colour, size."""

    boards: tuple[BoardNeed, ...]
    bands: tuple[BandNeed, ...]
    glass: tuple[GlassNeed, ...]
    paint: tuple[PaintNeed, ...]
    hardware: tuple[Item, ...]
    findings: tuple[Finding, ...]
