"""The saw and the goals of ``shuanglun cut``, read from its options."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shuanglun.engines.cutting import Goal, Saw

STAGES = {"2": 2, "3": 3, "any": None}


@dataclass(frozen=True, slots=True)
class Limits:
    """What the saw cannot do, in the words of the options: strip width "50-800" mm, recuts, head cut, book mm, open orders."""

    strip: str = ""
    recuts: int | None = None
    head_cut: bool = False
    book: float = 0
    open_orders: int | None = None


def saw_of(kerf: float, trim: float, stages: str, first_cut: str, offcut: str, limits: Limits) -> Saw:
    """The saw of the options, millimetres.

    Raises:
        ValueError: a word or a size that cannot be read.
    """
    from shuanglun.engines.cutting import Saw, Trim
    from shuanglun.kernel.length import tenths

    if stages not in STAGES or first_cut not in ("any", "length", "width"):
        raise ValueError("--stages 2|3|any --first-cut any|length|width")
    least = _sizes(offcut.lower().replace("×", "x").split("x"), "--keep-offcut 600x300")
    narrowest, widest = _sizes((limits.strip or "0-0").split("-"), "--strip 50-800")
    way: str = first_cut
    return Saw(
        kerf=tenths(kerf),
        trim=Trim.all_sides(tenths(trim)),
        stages=STAGES[stages],
        first_cut=way,  # type: ignore[arg-type]
        min_offcut_length=max(least),
        min_offcut_width=min(least),
        narrowest_strip=narrowest,
        widest_strip=widest,
        recuts=limits.recuts,
        head_cut=limits.head_cut,
        book_height=tenths(limits.book),
        open_orders=limits.open_orders,
    )


def _sizes(words: list[str], example: str) -> list[int]:
    from shuanglun.kernel.length import tenths

    try:
        sizes = [tenths(word.strip() or "0") for word in words]
    except (ValueError, ArithmeticError) as error:
        raise ValueError(example) from error
    if len(sizes) != 2 or min(sizes) < 0:
        raise ValueError(example)
    return sizes


def goals_of(words: str) -> tuple[Goal, ...]:
    """The goals in the order they are named: material, offcuts, saw_time, patterns, orders, or their Chinese names.

    Raises:
        ValueError: a word is no goal.
    """
    from shuanglun.engines.cutting.goals import NAMES, complete

    by_name: dict[str, Goal] = {name.zh: goal for goal, name in NAMES.items()}
    by_name.update({goal: goal for goal in NAMES})
    wanted = [word.strip() for word in words.replace(chr(0xFF0C), ",").replace("、", ",").split(",") if word.strip()]
    unknown = [word for word in wanted if word not in by_name]
    if unknown:
        raise ValueError(f"--objective {', '.join(NAMES)}: {unknown[0]}")
    return complete(tuple(by_name[word] for word in wanted))
