"""What a scheduling run answers: tasks, what became of each order and why, and figures. Immutable, like every result."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from shuanglun.engines.scheduling.model import Span
from shuanglun.kernel.text import Text

CauseKind = Literal["release", "queue", "fit", "closed", "setup", "fixed", "work"]
MainCause = Literal["on_time", "released_late", "due_too_early", "capacity", "unscheduled"]
WhyNot = Literal["no_machine", "no_fit", "horizon"]


@dataclass(frozen=True, slots=True)
class Task:
    """An operation on a machine (or one load of it, numbered from 1; 0 for what is no load; machine None for a wait).

    ``setup`` and ``segments`` are the stretches in which the machine is changed over and works, in order of time.
    """

    job: str
    op: str
    machine: str | None
    segments: tuple[Span, ...]
    setup: tuple[Span, ...] = ()
    load: int = 0
    pieces: int = 0
    locked: bool = False

    @property
    def start(self) -> datetime:
        """When the machine is first taken, changeover included."""
        return self.setup[0].start if self.setup else self.segments[0].start

    @property
    def end(self) -> datetime:
        """When the last stretch of work ends."""
        return self.segments[-1].end

    @property
    def setup_seconds(self) -> int:
        """Seconds of changeover."""
        return sum(span.seconds for span in self.setup)

    @property
    def work_seconds(self) -> int:
        """Seconds of work (of elapsed time, for a wait)."""
        return sum(span.seconds for span in self.segments)


@dataclass(frozen=True, slots=True)
class Cause:
    """A stretch of the time an order took, and what it went into.

    ``release``: not yet released. ``queue``: the machine was busy with the ``ahead`` tasks before it, the nearest lots
    being ``behind``. ``fit``: the machine was open, but what was left of the shift (or the time before a locked task) was
    too short. ``closed``: no shift. ``setup``: changeover. ``fixed``: a load or a wait of fixed duration. ``work``: the
    machine's own work.
    """

    kind: CauseKind
    job: str
    op: str
    machine: str | None
    seconds: int
    text: Text
    behind: tuple[str, ...] = ()
    ahead: int = 0


@dataclass(frozen=True, slots=True)
class OrderOutcome:
    """When an order is finished and why then.

    ``lateness`` is finish minus due in seconds, negative when early; None when not finished within the horizon.
    ``earliest`` is a lower bound: its finish if every machine were free for it alone. ``causes`` are given for a late
    order: its critical chain in order of time; their seconds add up to finish minus the start of the problem.
    """

    order: str
    due: datetime
    finish: datetime | None
    lateness: int | None
    earliest: datetime | None
    main: MainCause
    reason: Text
    causes: tuple[Cause, ...] = ()

    @property
    def late(self) -> bool:
        """True when it finishes after its due instant or not at all."""
        return self.lateness is None or self.lateness > 0


@dataclass(frozen=True, slots=True)
class Unscheduled:
    """A lot that is not finished within the horizon, the operation it stops at, and why. Its earlier tasks stay planned."""

    job: str
    op: str
    why: WhyNot
    text: Text


@dataclass(frozen=True, slots=True)
class MachineLoad:
    """Seconds of a machine from the problem's start to the end of the schedule.

    ``busy`` is work and changeover in shift time, ``unattended`` work outside it, ``open`` all shift time.
    """

    machine: str
    busy: int
    unattended: int
    setup: int
    open: int

    @property
    def utilisation(self) -> float:
        """Busy share of the shift time, 0 to 1."""
        return self.busy / self.open if self.open else 0.0


@dataclass(frozen=True, slots=True)
class Figures:
    """How good the schedule is; seconds. ``weighted_bound`` is what no schedule can be better than."""

    makespan: int
    late_orders: int
    tardiness: int
    weighted_tardiness: int
    weighted_bound: int
    setups: int
    setup_seconds: int
    rule: str
    evaluations: int
    steps: int


@dataclass(frozen=True)
class Schedule:
    """A proposal: it becomes the plan when someone accepts it."""

    tasks: tuple[Task, ...]
    orders: tuple[OrderOutcome, ...]
    unscheduled: tuple[Unscheduled, ...]
    machines: tuple[MachineLoad, ...]
    figures: Figures

    def tasks_on(self, machine: str) -> tuple[Task, ...]:
        """The tasks of a machine in order of time."""
        return tuple(task for task in self.tasks if task.machine == machine)

    def order(self, order: str) -> OrderOutcome:
        """What became of an order.

        Raises:
            KeyError: no such order in the problem.
        """
        for outcome in self.orders:
            if outcome.order == order:
                return outcome
        raise KeyError(order)
