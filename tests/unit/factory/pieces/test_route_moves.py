"""The way of a piece through its route."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from shuanglun.factory.pieces import Progress, move, next_operation, open_work, status_at, with_packing
from shuanglun.factory.pieces.replies import clock_time

AT = datetime(2026, 11, 23, 8, tzinfo=UTC)
LEAF = ("press", "cure", "edge", "cnc", "pack")


@pytest.mark.parametrize(
    ("route", "step", "operation", "kind", "after", "missing"),
    [
        (("saw", "edge", "pack"), 0, "saw", "go", 1, ()),
        (("saw", "edge", "pack"), 1, "saw", "done", 1, ()),
        (("saw", "edge", "pack"), 0, "pack", "early", 0, ("saw", "edge")),
        (("saw", "edge", "pack"), 0, "cnc", "elsewhere", 0, ()),
        (("saw", "edge", "saw", "pack"), 1, "saw", "early", 1, ("edge",)),
        (("saw", "edge", "saw", "pack"), 2, "saw", "go", 3, ()),
        (LEAF, 0, "edge", "early", 0, ("press",)),
        (LEAF, 1, "cnc", "early", 1, ("edge",)),
        ((), 0, "saw", "elsewhere", 0, ()),
    ],
)
def test_move(
    route: tuple[str, ...], step: int, operation: str, kind: str, after: int, missing: tuple[str, ...]
) -> None:
    found = move(Progress(route, step), operation, AT)
    assert (found.kind, found.step, found.missing) == (kind, after, missing)


def test_cure_passes_by_itself_at_its_end_and_not_before() -> None:
    pressed = Progress(LEAF, 1, AT)
    assert move(pressed, "edge", AT - timedelta(microseconds=1)).kind == "curing"
    assert move(pressed, "edge", AT) == move(Progress(LEAF, 1), "edge", AT)
    assert move(pressed, "edge", AT).step == 3


def test_route_without_packing_is_packed_before_shipping() -> None:
    assert with_packing(("saw",)) == ("saw", "pack")
    assert with_packing(("saw", "ship")) == ("saw", "pack", "ship")
    assert with_packing(LEAF) == LEAF


def test_status_follows_from_the_step() -> None:
    assert [status_at(LEAF, step, None) for step in range(5)] == [
        "planned",
        "in_process",
        "in_process",
        "in_process",
        "ready",
    ]
    assert status_at(("saw",), 1, "P00000011") == "in_process"
    assert open_work(("saw", "cnc", "press"), 1) == ("cnc",)
    assert next_operation(LEAF, 1) == "edge"
    assert next_operation(LEAF, 5) is None


def test_times_are_told_so_that_they_are_never_too_early() -> None:
    assert clock_time(AT, AT) == "16:00"
    assert clock_time(AT + timedelta(seconds=1), AT) == "16:01"
    assert clock_time(AT + timedelta(days=1), AT) == "11-24 16:00"
