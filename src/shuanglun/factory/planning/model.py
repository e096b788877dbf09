"""What planning works with: settings, waves, lots, and what was found on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Literal

LotKind = Literal["cut", "assembly", "pack"]


@dataclass(frozen=True, slots=True)
class Settings:
    """How lots are made: orders whose due days lie at most ``window_days`` apart may go together, at most ``max_pieces``
    pieces and ``max_area_m2`` square metres a wave; off-cuts are used first.
    """

    max_pieces: int = 1500
    max_area_m2: int | None = None
    window_days: int = 0
    use_offcuts: bool = True
    horizon_days: int = 90

    def as_dict(self) -> dict[str, Any]:
        """For the plan's record."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class OpenPiece:
    """A piece that is not finished, with what planning needs to know of it. ``step`` operations of ``route`` are done."""

    code: str
    part_spec_id: str
    name: str
    order_id: str
    order_no: str
    unit_id: str
    due_on: date
    material_code: str | None
    colour: str | None
    thickness: int
    cut_length: int
    cut_width: int
    grain: str
    route: tuple[str, ...]
    step: int
    into_code: str | None
    lot_id: str | None
    wave: str | None

    @property
    def is_assembly(self) -> bool:
        """Made at the press from other pieces, not cut."""
        return "saw" not in self.route

    @property
    def left(self) -> tuple[str, ...]:
        """The operations still to do."""
        return self.route[self.step :]


@dataclass
class Lot:
    """Pieces that go through the shop together: sawn from one material (``cut``), pressed in one colour (``assembly``)."""

    id: str
    no: str
    wave: str
    kind: LotKind
    due_on: date
    pieces: list[OpenPiece] = field(default_factory=list)
    material_code: str | None = None
    is_new: bool = True

    @property
    def thickness(self) -> int | None:
        """Thickness of its pieces, 0.1 mm."""
        return self.pieces[0].thickness if self.pieces and self.kind == "cut" else None

    def reason(self) -> dict[str, Any]:
        """Why these pieces are together, for people and for the next plan run."""
        what = self.material_code or ""
        zh = {"cut": f"同批次、同材料 {what}", "assembly": f"同批次门扇 {what}", "pack": "同批次包装"}[self.kind]
        en = {
            "cut": f"one wave, one material {what}",
            "assembly": f"leaves of one wave {what}",
            "pack": "packing of one wave",
        }
        last = max((piece.due_on for piece in self.pieces), default=self.due_on)
        days = f"{self.due_on}" if last == self.due_on else f"{self.due_on} – {last}"
        return {"wave": self.wave, "zh": f"{zh}，交期 {days}", "en": f"{en[self.kind]}, due {days}"}


@dataclass(frozen=True, slots=True)
class MachineRow:
    """A machine as scheduling needs it."""

    id: str
    code: str
    name: str
    work_centre: str
    calendar: Mapping[str, Any]
    profile: Mapping[str, Any]
