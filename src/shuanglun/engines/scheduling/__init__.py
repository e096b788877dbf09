"""Finite-capacity scheduling of lots by rules: rate, batch and waiting operations, shifts, changeovers, locked tasks.

``schedule`` makes a plan, ``check_schedule`` checks any plan independently, ``text_gantt`` prints it.
"""

from shuanglun.engines.scheduling.check import check_schedule
from shuanglun.engines.scheduling.engine import schedule
from shuanglun.engines.scheduling.gantt import text_gantt
from shuanglun.engines.scheduling.model import (
    After,
    Job,
    Machine,
    Operation,
    Order,
    Problem,
    SetupRule,
    Span,
    WorkCentre,
)
from shuanglun.engines.scheduling.result import (
    Cause,
    Figures,
    MachineLoad,
    OrderOutcome,
    Schedule,
    Task,
    Unscheduled,
)

__all__ = [
    "After",
    "Cause",
    "Figures",
    "Job",
    "Machine",
    "MachineLoad",
    "Operation",
    "Order",
    "OrderOutcome",
    "Problem",
    "Schedule",
    "SetupRule",
    "Span",
    "Task",
    "Unscheduled",
    "WorkCentre",
    "check_schedule",
    "schedule",
    "text_gantt",
]
