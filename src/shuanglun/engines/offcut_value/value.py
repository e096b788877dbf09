"""The value of an off-cut by expected use, every step shown.

value = area × price of the board it replaces × chance that it is used × share of it that becomes parts − handling

Chance and share come from what became of rests of the same material and size class in this factory, drawn towards a
cautious start where there are few (Laplace's rule: one used and one lost are added; one use of 60 % is added). A rest that
lies longer than the horizon counts as lost. Areas are 0.01 mm², money fen; every step is rounded to whole fen, half away
from zero, and the next one goes on from the rounded number, so that the steps can be checked by hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from shuanglun.kernel.text import Text

SizeClass = Literal["small", "medium", "large"]
HANDLING_FEN = 38  # a minute and a half to label, carry and find it again, at 15 yuan an hour
FIRST_SHARE = 6000  # basis points: the use assumed before there is experience
_SMALL, _MEDIUM = 30_000_000, 100_000_000  # 0.3 m² and 1 m², in 0.01 mm²


@dataclass(frozen=True, slots=True)
class Rest:
    """An off-cut's size, 0.1 mm."""

    length: int
    width: int

    @property
    def area(self) -> int:
        """Its area, 0.01 mm²."""
        return self.length * self.width


@dataclass(frozen=True, slots=True)
class Board:
    """The board that would be bought instead: size and price of one."""

    length: int
    width: int
    cost_fen: int


@dataclass(frozen=True, slots=True)
class Past:
    """What became of rests of this material and size class.

    ``lost`` are scrapped, missing, or older than the horizon; ``used_share`` says for each used one how much of it became
    parts, in basis points.
    """

    used: int = 0
    lost: int = 0
    used_share: Sequence[int] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the reckoning: what was done, and the amount after it."""

    text: Text
    fen: int


@dataclass(frozen=True, slots=True)
class Value:
    """The value and how it came about; None where no board of the material has a price."""

    fen: int | None
    steps: tuple[Step, ...]


def size_class(area: int) -> SizeClass:
    """Small below 0.3 m², medium below 1 m², else large (``area`` in 0.01 mm²)."""
    if area < _SMALL:
        return "small"
    return "medium" if area < _MEDIUM else "large"


def _part(amount: int, share: int, whole: int) -> int:
    """``amount`` × share / whole, half away from zero."""
    return (2 * amount * share + whole) // (2 * whole)


def _percent(part: int, whole: int) -> str:
    return f"{_part(1000, part, whole) / 10:.1f}%"


def value_of(rest: Rest, board: Board | None, past: Past) -> Value:
    """What this off-cut is worth; never below zero."""
    if board is None or board.cost_fen <= 0:
        text = Text("该材料的板材没有填价格，估不出价值", "no board of this material has a price")
        return Value(None, (Step(text, 0),))
    whole = board.length * board.width
    full = _part(board.cost_fen, rest.area, whole)
    tried = past.used + past.lost
    likely = _part(full, past.used + 1, tried + 2)
    shares = [*past.used_share, FIRST_SHARE]
    filled = _part(likely, sum(shares), 10_000 * len(shares))
    worth = max(0, filled - HANDLING_FEN)
    share = _percent(sum(shares), 10_000 * len(shares))
    return Value(
        worth,
        (
            Step(
                Text(
                    f"按面积折整板价：占整板 {_percent(rest.area, whole)}，整板 {board.cost_fen / 100:.2f} 元",
                    f"its area of a board: {_percent(rest.area, whole)} of {board.cost_fen / 100:.2f} yuan",
                ),
                full,
            ),
            Step(
                Text(
                    f"用得上的可能：同材料同大小的 {tried} 块里用掉 {past.used} 块，取 {_percent(past.used + 1, tried + 2)}",
                    f"chance of use: {past.used} of {tried} alike were used, taken as {_percent(past.used + 1, tried + 2)}",
                ),
                likely,
            ),
            Step(
                Text(
                    f"用上时能变成板件的部分：平均 {share}（{len(past.used_share)} 块的经验）",
                    f"share that becomes parts when used: {share} on average (of {len(past.used_share)})",
                ),
                filled,
            ),
            Step(
                Text(f"减去贴码搬运 {HANDLING_FEN / 100:.2f} 元", f"less handling {HANDLING_FEN / 100:.2f} yuan"), worth
            ),
        ),
    )
