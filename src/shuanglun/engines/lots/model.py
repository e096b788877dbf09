"""What lot building works with. Areas are 0.01 mm² (or any unit, if all are in it), days are whole numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

DEFAULT_FILL = 10_000
DEFAULT_CHANGE = 50


@dataclass(frozen=True, slots=True)
class Load:
    """What an order asks of one material: pieces, their area, and the board area they are expected to take.

    ``takes`` None is their area; ``board_share`` estimates it from sizes.
    """

    material: str
    pieces: int
    area: int
    takes: int | None = None

    @property
    def board_area(self) -> int:
        """Board area the pieces are expected to take."""
        return self.area if self.takes is None else self.takes


@dataclass(frozen=True, slots=True)
class LotOrder:
    """An order (or what of it is due on one day), which is never divided. ``colours`` are those it is pressed or edged in."""

    key: str
    due: int
    loads: tuple[Load, ...]
    colours: tuple[str, ...] = ()

    @property
    def pieces(self) -> int:
        """How many pieces it has."""
        return sum(load.pieces for load in self.loads)

    @property
    def area(self) -> int:
        """Area of its pieces."""
        return sum(load.area for load in self.loads)


@dataclass(frozen=True, slots=True)
class LotRules:
    """Limits of a lot; None is no limit.

    ``window`` is how many days the due days of a lot may lie apart: a lot is made for its first due day, so the other orders
    are made ahead and wait. ``sheet_area`` is the usable area of a board by material and ``fill`` the share of it that cut
    plans reach, in basis points; both only serve to estimate sheets. A material without a board counts no sheets.
    ``change`` is what every material and colour of a lot costs, in hundredths of a sheet: the last board of each is seldom
    full, and every change takes time.
    """

    max_pieces: int | None = None
    max_area: int | None = None
    window: int = 0
    sheet_area: Mapping[str, int] = field(default_factory=dict)
    fill: int = DEFAULT_FILL
    change: int = DEFAULT_CHANGE


@dataclass(frozen=True, slots=True)
class BuiltLot:
    """Orders that are cut together, in the order given; ``sheets`` is estimated. ``over`` is a single order above a limit."""

    orders: tuple[str, ...]
    due: int
    last_due: int
    pieces: int
    area: int
    sheets: int
    materials: int
    over: bool = False


@dataclass(frozen=True, slots=True)
class LotPlan:
    """Lots by due day.

    ``least_sheets`` is what one lot of everything would take: no lots need fewer by this estimate. ``price`` is what is made
    small: sheets, and the changes by their price, in hundredths of a sheet.
    """

    lots: tuple[BuiltLot, ...]
    sheets: int
    least_sheets: int
    changeovers: int
    price: int
    steps: int


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """What a window gives: sheets against waiting.

    ``waiting`` is piece-days made ahead of their due day, ``longest`` the most days a piece is made ahead, ``fill_points`` the
    area of the pieces by the area of the estimated sheets, in basis points.
    """

    window: int
    lots: int
    sheets: int
    changeovers: int
    fill_points: int
    waiting: int
    longest: int
    plan: LotPlan
