"""The wall chart a foreman reads, as a file a foreman can read."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from shuanglun.engines.scheduling import Order, Problem, schedule, text_gantt
from support.factory_floor import COLOURS, at, door_factory, door_lot

HERE = Path(__file__).parent / "scheduling"


def three_lots() -> Problem:
    """Three lots of doors, one order each; the second is promised too early, the first task is locked."""
    factory = door_factory(1)
    dues = (at(5, 12), at(4, 12), at(5, 17))
    orders = tuple(Order(f"D{n}", due) for n, due in enumerate(dues, 1))
    jobs = tuple(door_lot(n, 10 + 10 * n, COLOURS[n % 2], (f"D{n}",)) for n in (1, 2, 3))
    problem = replace(factory, jobs=jobs, orders=orders, end=factory.start + timedelta(days=10))
    first = schedule(problem, changes=20).tasks[0]
    return replace(problem, locked=(replace(first, locked=True),))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_wall_chart_is_as_agreed(language):
    problem = three_lots()
    chart = text_gantt(problem, schedule(problem, changes=20), language=language)
    assert chart == (HERE / f"three_lots_{language}.txt").read_text(encoding="utf-8")


def test_a_chart_of_nothing_has_no_day():
    factory = door_factory(1)
    empty = replace(factory, jobs=(), orders=())
    assert "2026-03" not in text_gantt(empty, schedule(empty))
