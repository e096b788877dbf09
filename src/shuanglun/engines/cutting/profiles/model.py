"""What a bar problem and a bar plan are. Lengths are whole 0.1 mm, money whole fen; a problem is one profile."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar that can be cut: a purchasable length, or an off-cut with an identity; ``copies`` None: as many as wanted."""

    code: str
    length: int
    cost: int = 0
    copies: int | None = None
    is_offcut: bool = False
    identity: str | None = None
    end_trim: int | None = None


@dataclass(frozen=True, slots=True)
class BarPart:
    """A length to be cut ``qty`` times; ``pieces`` names every copy, else they are ``key#1``, ``key#2`` ..."""

    key: str
    length: int
    qty: int = 1
    tags: tuple[tuple[str, str], ...] = ()
    pieces: tuple[str, ...] = ()

    def piece_names(self) -> tuple[str, ...]:
        """The identity of every copy, in order."""
        return self.pieces or tuple(f"{self.key}#{number}" for number in range(1, self.qty + 1))


@dataclass(frozen=True, slots=True)
class BarSaw:
    """The saw: width of a cut, what is taken off each end of a bar (its cut included), the shortest rest worth keeping.

    ``min_offcut`` 0 keeps nothing.
    """

    kerf: int = 40
    end_trim: int = 0
    min_offcut: int = 6000


@dataclass(frozen=True, slots=True)
class BarProblem:
    """The lengths wanted of one profile and the bars they may be cut from.

    With ``use_offcuts_first`` off-cuts cost nothing; without it they count at their cost like every bar. ``allowance`` is the
    share of bars taken along in case one is damaged, in basis points of the bars cut of a code, rounded up to whole bars.
    """

    profile: str
    parts: tuple[BarPart, ...]
    bars: tuple[Bar, ...]
    saw: BarSaw = field(default_factory=BarSaw)
    use_offcuts_first: bool = True
    allowance: int = 0

    @property
    def pieces(self) -> int:
        """How many pieces are wanted in all."""
        return sum(part.qty for part in self.parts)

    def trim_of(self, bar: Bar) -> int:
        """What is taken off each end of a bar."""
        return self.saw.end_trim if bar.end_trim is None else bar.end_trim

    def usable(self, bar: Bar) -> int:
        """Length of a bar between its trims."""
        return bar.length - 2 * self.trim_of(bar)


@dataclass(frozen=True, slots=True)
class BarPiece:
    """The piece that lies at a place of a pattern, and the part it is a copy of."""

    piece: str
    part: str


@dataclass(frozen=True, slots=True)
class BarPattern:
    """Lengths cut one after the other from a bar, once for every row of ``pieces`` (a row names one bar's pieces)."""

    bar: str
    lengths: tuple[int, ...]
    pieces: tuple[tuple[BarPiece, ...], ...]

    @property
    def run(self) -> int:
        """How many bars are cut this way."""
        return len(self.pieces)


@dataclass(frozen=True, slots=True)
class BarOffcut:
    """A rest worth keeping; ``key`` is unique in the plan."""

    key: str
    bar: str
    pattern: int
    copy: int
    length: int


@dataclass(frozen=True, slots=True)
class BarSpare:
    """Whole bars of a code that are taken along uncut, in case one is damaged."""

    bar: str
    number: int


@dataclass(frozen=True, slots=True)
class BarFigures:
    """Key figures; lengths in 0.1 mm, ``waste`` and ``gap`` in basis points. Spare bars are in ``spare_bars`` alone.

    ``bound`` is a proven least of what the plan is measured by: whole bars where there is one purchasable length, else cost
    (``measured_by``). ``optimal`` only when the plan reaches it.
    """

    bars: int
    whole_bars: int
    bar_length: int
    used_length: int
    offcut_length: int
    longest_offcut: int
    waste: int
    cost: int
    patterns: int
    cuts: int
    measured_by: str
    bound: int
    gap: int
    optimal: bool
    spare_bars: int = 0


@dataclass(frozen=True, slots=True)
class BarPlan:
    """A cutting plan of bars. ``unplaced`` names the pieces for which limited bars did not suffice."""

    profile: str
    patterns: tuple[BarPattern, ...]
    offcuts: tuple[BarOffcut, ...]
    unplaced: tuple[str, ...]
    figures: BarFigures
    engine: str
    version: str
    seed: int = 0
    spares: tuple[BarSpare, ...] = ()
