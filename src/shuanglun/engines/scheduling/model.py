"""What is to be scheduled: machines and their calendars, lots and their operations, orders and their due dates.

All instants are aware and fall on whole seconds; all durations are whole seconds. A malformed problem (a cycle in a route,
an unknown name, a share where none is possible) is the caller's mistake and raises ``ValueError``; a problem that is well
formed but cannot be carried out (no machine, no time) is answered in the result's ``unscheduled`` list.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from shuanglun.kernel.clock import FACTORY_ZONE
from shuanglun.kernel.shifts import ShiftCalendar
from shuanglun.kernel.text import Text

if TYPE_CHECKING:
    from shuanglun.engines.scheduling.result import Task

Kind = Literal["rate", "batch", "wait"]


@dataclass(frozen=True, slots=True)
class Span:
    """``[start, end)``, aware instants."""

    start: datetime
    end: datetime

    @property
    def seconds(self) -> int:
        """Elapsed seconds."""
        return int((self.end.astimezone(UTC) - self.start.astimezone(UTC)).total_seconds())


@dataclass(frozen=True, slots=True)
class Machine:
    """One machine; ``pace`` is percent of the standard speed (only ``rate`` work is faster or slower).

    ``blocked`` are spans in which it may not run at all (maintenance), not even unattended. ``family`` is what it is set
    up for at the start; unknown (None) is matched only by the wild card of the set-up rules.
    """

    code: str
    calendar: ShiftCalendar
    available_from: datetime | None = None
    blocked: tuple[Span, ...] = ()
    family: str | None = None
    pace: int = 100


@dataclass(frozen=True, slots=True)
class WorkCentre:
    """Machines that can take one another's work."""

    code: str
    machines: tuple[Machine, ...]


@dataclass(frozen=True, slots=True)
class SetupRule:
    """Changing a machine of ``centre`` over from family ``before`` to family ``after`` takes ``minutes``.

    The three names may hold the wild cards ``*`` and ``?``. The rule with the smallest ``rank`` that matches decides, the
    earlier in the table among equals. The same family needs no changeover; no matching rule means none either.
    """

    before: str
    after: str
    minutes: int
    centre: str = "*"
    rank: int = 100


@dataclass(frozen=True, slots=True)
class After:
    """Comes after operation ``op`` of the same lot.

    With ``share`` below 100 the two overlap: this operation may begin when ``share`` percent of the earlier one's work is
    done, and at least ``share`` percent of its own work is done after the earlier one has ended (first portion in, last
    portion out). Only between two ``rate`` operations.
    """

    op: str
    share: int = 100


@dataclass(frozen=True, slots=True)
class Operation:
    """A step of a lot's route.

    ``rate``: ``seconds`` of machine work for the whole lot; stops at the end of a shift, goes on in the next.
    ``batch``: loads of at most ``capacity`` pieces, ``seconds`` a load, never interrupted. A load begins in a shift; it must
    end in the same unbroken stretch of working time unless it is ``unattended``. Lots with the same ``load_group`` may
    share a load.
    ``wait``: ``seconds`` of elapsed time without a machine (curing), in and out of shifts; it begins at once.
    ``family`` None needs no changeover and leaves the machine as it is set up.
    """

    code: str
    kind: Kind
    seconds: int
    centre: str | None = None
    after: tuple[After, ...] = ()
    family: str | None = None
    machines: tuple[str, ...] = ()
    pieces: int = 1
    capacity: int = 1
    unattended: bool = False
    load_group: str | None = None
    name: Text | None = None

    @property
    def label(self) -> Text:
        """The name shown to people; the code where there is none."""
        return self.name or Text(self.code, self.code)


@dataclass(frozen=True, slots=True)
class Order:
    """What a customer waits for; ``priority`` (1 or more) weighs its lateness."""

    id: str
    due: datetime
    priority: int = 1


@dataclass(frozen=True, slots=True)
class Job:
    """A lot. It holds pieces of ``orders``; an order is finished when all lots that hold it are.

    ``due`` None is the earliest due instant of its orders, ``priority`` None the highest of theirs.
    """

    id: str
    operations: tuple[Operation, ...]
    orders: tuple[str, ...] = ()
    released_at: datetime | None = None
    due: datetime | None = None
    priority: int | None = None


@dataclass(frozen=True)
class Problem:
    """Everything one scheduling run needs; nothing is planned before ``start`` or after ``end`` but ``locked`` tasks.

    ``locked`` are tasks of an earlier schedule that must not move. Whoever locks a task locks what comes before it too;
    otherwise the check may find that the lock breaks the route.
    """

    start: datetime
    end: datetime
    centres: tuple[WorkCentre, ...]
    jobs: tuple[Job, ...]
    orders: tuple[Order, ...] = ()
    setups: tuple[SetupRule, ...] = ()
    locked: tuple[Task, ...] = ()
    zone: ZoneInfo = FACTORY_ZONE

    def __post_init__(self) -> None:
        from shuanglun.engines.scheduling.wellformed import require_well_formed

        require_well_formed(self)
