"""The way of a piece through its route: which operation may come now, and what status follows from the step reached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from shuanglun.kernel.text import Text

CURE = "cure"
PRESS = "press"
PACK = "pack"
SHIP = "ship"
AFTER_WORK = frozenset({PACK, SHIP})
GONE = frozenset({"scrapped", "cancelled"})

OPERATION_NAMES = {
    "saw": Text("开料", "sawing"),
    "edge": Text("封边", "edge-banding"),
    "cnc": Text("CNC 加工", "CNC"),
    "press": Text("压合", "pressing"),
    "cure": Text("养生", "curing"),
    "pack": Text("包装", "packing"),
    "ship": Text("发运", "shipping"),
}


def operation_name(operation: str) -> Text:
    """The name people use; the word itself when it is none of ours."""
    return OPERATION_NAMES.get(operation, Text(operation, operation))


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a piece stands: ``step`` operations of ``route`` are done; ``cured_at`` is when its curing is over."""

    route: tuple[str, ...]
    step: int
    cured_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """What follows from wanting ``operation`` now.

    ``go``: right, ``step`` is the step after it. ``done``: was done before. ``early``: ``missing`` operations come first.
    ``curing``: too soon. ``elsewhere``: the route does not hold it.
    """

    kind: Literal["go", "done", "early", "curing", "elsewhere"]
    step: int
    missing: tuple[str, ...] = ()


def move(progress: Progress, operation: str, at: datetime) -> Move:
    """May ``operation`` be done at ``at``? A cure that stands before it passes by itself when its time is over."""
    route, step = progress.route, progress.step
    ahead = route[step:]
    if operation not in ahead:
        return Move("done" if operation in route else "elsewhere", step)
    before = ahead[: ahead.index(operation)]
    missing = tuple(name for name in before if name != CURE)
    if missing:
        return Move("early", step, missing)
    if before and progress.cured_at is not None and at < progress.cured_at:
        return Move("curing", step)
    return Move("go", step + len(before) + 1)


def with_packing(route: Sequence[str]) -> tuple[str, ...]:
    """The route with packing in it: every piece that is not pressed into another is packed, whether its route says so or not."""
    plain = tuple(route)
    if PACK in plain:
        return plain
    return (*(name for name in plain if name != SHIP), PACK, *(name for name in plain if name == SHIP))


def step_before_packing(route: Sequence[str]) -> int:
    """The step of a piece that is ready for packing."""
    return with_packing(route).index(PACK)


def status_at(route: Sequence[str], step: int, into_code: str | None) -> str:
    """The status that follows from the step alone (packed, shipped, assembled, scrapped, cancelled come from elsewhere)."""
    if step == 0:
        return "planned"
    rest = set(route[step:])
    return "ready" if into_code is None and rest <= AFTER_WORK else "in_process"


def next_operation(route: Sequence[str], step: int) -> str | None:
    """The operation to do next; curing is a wait and is passed over."""
    return next((name for name in route[step:] if name != CURE), None)


def open_work(route: Sequence[str], step: int) -> tuple[str, ...]:
    """Operations a member still needs before it can be pressed into its assembly."""
    return tuple(name for name in route[step:] if name not in {PRESS, CURE, PACK, SHIP})
