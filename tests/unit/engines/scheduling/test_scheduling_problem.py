"""A problem without meaning is refused by name."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from shuanglun.engines.scheduling import (
    After,
    Job,
    Machine,
    Order,
    Problem,
    SetupRule,
    Span,
    Task,
    WorkCentre,
    schedule,
)
from support.factory_floor import HOUR, WHOLE_DAY, at, batch, calendar, one, rate, wait

SAW = one("SAW", calendar(WHOLE_DAY))
OP = rate("a", "SAW", HOUR)
GOOD = Problem(at(2, 8), at(9, 0), (SAW,), (Job("L1", (OP,), ("D1",)),), (Order("D1", at(3, 8)),))


def lot(*operations, **more):
    return {"jobs": (Job("L1", operations, **more),)}


def press(job, seconds):
    return Job(job, (batch("p", "SAW", seconds, load_group="g"),))


def machine(**more):
    return {"centres": (one("SAW", calendar(WHOLE_DAY), **more),)}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"end": at(2, 8)}, "horizon is empty"),
        ({"start": datetime(2026, 3, 2, 8)}, "not aware"),  # noqa: DTZ001
        ({"end": at(9, 0).replace(microsecond=1)}, "whole second"),
        ({"centres": (SAW, SAW)}, "work centre 'SAW' is named twice"),
        ({"centres": (SAW, WorkCentre("B", SAW.machines))}, "machine 'SAW' is named twice"),
        ({"jobs": GOOD.jobs * 2}, "lot 'L1' is named twice"),
        ({"orders": GOOD.orders * 2}, "order 'D1' is named twice"),
        ({"orders": (Order("D1", at(3, 8), priority=0),)}, "priority"),
        ({"orders": ()}, "unknown order 'D1'"),
        ({"setups": (SetupRule("*", "*", -1),)}, "negative"),
        (machine(pace=0), "pace"),
        (machine(blocked=(Span(datetime(2026, 3, 2), at(3, 8)),)), "not aware"),  # noqa: DTZ001
        (lot(), "no operation"),
        (lot(OP, OP), "operation 'a' is named twice"),
        (lot(rate("a", "SAW", 0)), "takes no time"),
        (lot(rate("a", None, HOUR)), "work centre"),
        (lot(replace(wait("a", HOUR), centre="SAW")), "work centre"),
        (lot(rate("a", "SAW", HOUR, pieces=0)), "no pieces"),
        (lot(rate("a", "SAW", HOUR, load_group="g")), "is no batch"),
        (lot(rate("a", "SAW", HOUR, "b")), "unknown operation 'b'"),
        (lot(OP, rate("b", "SAW", HOUR, "a", "a")), "named twice"),
        (lot(OP, rate("b", "SAW", HOUR, After("a", 0))), "share 0"),
        (lot(OP, batch("b", "SAW", HOUR, "a"), rate("c", "SAW", HOUR, After("b", 50))), "overlap only"),
        (lot(rate("a", "SAW", HOUR, "b"), rate("b", "SAW", HOUR, "a")), "cycle"),
        ({"jobs": (press("L1", HOUR), press("L2", 2 * HOUR))}, "load group 'g' differs"),
        ({"locked": (Task("L9", "a", "SAW", (Span(at(2, 8), at(2, 9)),)),)}, "unknown"),
        ({"locked": (Task("L1", "a", "SAW", ()),)}, "no time"),
        ({"locked": (Task("L1", "a", "X", (Span(at(2, 8), at(2, 9)),)),)}, "unknown machine"),
    ],
)
def test_it_is_refused_and_named(change, message):
    with pytest.raises(ValueError, match=message):
        replace(GOOD, **change)


def test_a_negative_number_of_changes_is_refused():
    with pytest.raises(ValueError, match="negative"):
        schedule(GOOD, changes=-1)


def test_the_same_machine_may_be_named_like_its_work_centre():
    assert Machine("SAW", calendar(WHOLE_DAY)).code == SAW.code
