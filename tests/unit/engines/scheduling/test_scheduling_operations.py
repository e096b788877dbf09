"""Single lots, worked out by hand: shifts, loads, waits, overlaps, pace, blocks."""

from __future__ import annotations

from datetime import time

import pytest

from shuanglun.engines.scheduling import After, Job, Machine, Order, Problem, Span, check_schedule, schedule
from shuanglun.kernel.shifts import Shift
from support.factory_floor import (
    DAY,
    HOUR,
    NAMES,
    WHOLE_DAY,
    at,
    batch,
    calendar,
    centre,
    one,
    rate,
    wait,
)

EVERY_DAY = calendar(WHOLE_DAY)


def solve(centres, *jobs, orders=()):
    problem = Problem(at(2, 8), at(20, 0), tuple(centres), tuple(jobs), tuple(orders))
    result = schedule(problem, changes=10)
    assert check_schedule(problem, result) == []
    return result


def times(result, op="a", job="L1"):
    return [(t.start, t.end) for t in result.tasks if (t.job, t.op) == (job, op)]


def test_rate_work_stops_at_the_end_of_the_shift_and_goes_on_in_the_next():
    result = solve([one("SAW", EVERY_DAY)], Job("L1", (rate("a", "SAW", 12 * HOUR),)))
    (task,) = result.tasks
    assert task.segments == (Span(at(2, 8), at(2, 17)), Span(at(3, 8), at(3, 11)))


def test_a_lunch_break_interrupts_rate_work():
    result = solve([one("SAW", calendar(*DAY))], Job("L1", (rate("a", "SAW", 5 * HOUR),)))
    assert result.tasks[0].segments == (Span(at(2, 8), at(2, 12)), Span(at(2, 13), at(2, 14)))


def test_a_night_shift_carries_work_over_midnight():
    nights = calendar(Shift("night", time(20), time(4)))
    result = solve([one("SAW", nights)], Job("L1", (rate("a", "SAW", 7 * HOUR),)))
    assert result.tasks[0].segments == (Span(at(2, 20), at(3, 3)),)


def test_a_press_load_that_is_unattended_runs_overnight():
    press = batch("a", "PRESS", 10 * HOUR, unattended=True)
    result = solve([one("PRESS", EVERY_DAY)], Job("L1", (press,), released_at=at(2, 16)))
    assert times(result) == [(at(2, 16), at(3, 2))]


def test_an_unattended_load_still_begins_in_a_shift():
    press = batch("a", "PRESS", 10 * HOUR, unattended=True)
    result = solve([one("PRESS", EVERY_DAY)], Job("L1", (press,), released_at=at(2, 18)))
    assert times(result) == [(at(3, 8), at(3, 18))]


def test_a_load_that_needs_people_waits_for_a_shift_that_is_long_enough():
    press = batch("a", "PRESS", 6 * HOUR)
    result = solve([one("PRESS", EVERY_DAY)], Job("L1", (press,), released_at=at(2, 12)))
    assert times(result) == [(at(3, 8), at(3, 14))]


def test_shifts_that_touch_are_one_stretch_for_a_load():
    two = calendar(Shift("early", time(6), time(14)), Shift("late", time(14), time(22)))
    result = solve([one("PRESS", two)], Job("L1", (batch("a", "PRESS", 10 * HOUR),)))
    assert times(result) == [(at(2, 8), at(2, 18))]


def test_more_pieces_than_a_load_holds_take_several_loads():
    press = batch("a", "PRESS", 2 * HOUR, pieces=50, capacity=20)
    result = solve([one("PRESS", EVERY_DAY)], Job("L1", (press,)))
    assert [(t.load, t.pieces, t.start) for t in result.tasks] == [
        (1, 20, at(2, 8)),
        (2, 20, at(2, 10)),
        (3, 10, at(2, 12)),
    ]


def test_two_presses_take_the_loads_of_a_lot_side_by_side():
    two = centre("PRESS", Machine("P1", EVERY_DAY), Machine("P2", EVERY_DAY))
    result = solve([two], Job("L1", (batch("a", "PRESS", 2 * HOUR, pieces=50, capacity=20),)))
    assert sorted((t.machine, t.start) for t in result.tasks) == [("P1", at(2, 8)), ("P1", at(2, 10)), ("P2", at(2, 8))]


def test_lots_of_a_load_group_share_a_load():
    def lot(name, pieces):
        return Job(name, (batch("a", "PRESS", 2 * HOUR, pieces=pieces, capacity=40, load_group="cold"),))

    result = solve([one("PRESS", EVERY_DAY)], lot("L1", 30), lot("L2", 30))
    assert [(t.job, t.pieces, t.start) for t in result.tasks] == [
        ("L1", 30, at(2, 8)),
        ("L2", 10, at(2, 8)),
        ("L2", 20, at(2, 10)),
    ]


def test_lots_without_a_load_group_do_not():
    def lot(name):
        return Job(name, (batch("a", "PRESS", 2 * HOUR, pieces=3, capacity=40),))

    result = solve([one("PRESS", EVERY_DAY)], lot("L1"), lot("L2"))
    assert [t.start for t in result.tasks] == [at(2, 8), at(2, 10)]


def test_curing_runs_over_night_and_holiday():
    # 3 and 4 March are holidays: pressing ends on the 2nd, curing on the 3rd, the edge-bander opens on the 5th.
    shifts = calendar(WHOLE_DAY, holidays=(3, 4))
    route = (rate("saw", "SAW", HOUR), wait("cure", 24 * HOUR, "saw"), rate("edge", "SAW", HOUR, "cure"))
    result = solve([one("SAW", shifts)], Job("L1", route))
    assert times(result, "cure") == [(at(2, 9), at(3, 9))]
    assert times(result, "edge") == [(at(5, 8), at(5, 9))]


def test_a_blocked_span_keeps_even_an_unattended_load_away():
    blocked = (Span(at(2, 20), at(2, 21)),)
    press = batch("a", "PRESS", 10 * HOUR, unattended=True)
    result = solve([one("PRESS", EVERY_DAY, blocked=blocked)], Job("L1", (press,), released_at=at(2, 12)))
    assert times(result) == [(at(3, 8), at(3, 18))]


def test_a_blocked_span_interrupts_rate_work():
    blocked = (Span(at(2, 9), at(2, 10)),)
    result = solve([one("SAW", EVERY_DAY, blocked=blocked)], Job("L1", (rate("a", "SAW", 2 * HOUR),)))
    assert result.tasks[0].segments == (Span(at(2, 8), at(2, 9)), Span(at(2, 10), at(2, 11)))


def test_a_machine_works_only_from_when_it_is_available():
    result = solve([one("SAW", EVERY_DAY, available_from=at(2, 10, 30))], Job("L1", (rate("a", "SAW", HOUR),)))
    assert times(result) == [(at(2, 10, 30), at(2, 11, 30))]


def test_pace_changes_rate_work_and_rounds_up_but_no_load():
    centres = [one("SAW", EVERY_DAY, pace=70), one("PRESS", EVERY_DAY, pace=70)]
    result = solve(centres, Job("L1", (rate("a", "SAW", 100), batch("b", "PRESS", 100, "a"))))
    assert [task.work_seconds for task in result.tasks] == [143, 100]


def test_the_faster_of_two_free_machines_is_taken():
    saws = centre("SAW", Machine("OLD", EVERY_DAY, pace=80), Machine("NEW", EVERY_DAY, pace=120))
    assert solve([saws], Job("L1", (rate("a", "SAW", HOUR),))).tasks[0].machine == "NEW"


def test_an_operation_may_be_tied_to_machines():
    saws = centre("SAW", Machine("S1", EVERY_DAY), Machine("S2", EVERY_DAY))
    jobs = [Job(name, (rate("a", "SAW", HOUR, machines=("S2",)),)) for name in ("L1", "L2")]
    assert [(t.machine, t.start) for t in solve([saws], *jobs).tasks] == [("S2", at(2, 8)), ("S2", at(2, 9))]


def test_branches_of_a_route_run_side_by_side_and_meet_at_packing():
    leaf, lining = rate("leaf", "A", 3 * HOUR), rate("lining", "B", 2 * HOUR)
    job = Job("L1", (rate("pack", "C", HOUR, "leaf", "lining"), leaf, lining))
    result = solve([one(code, EVERY_DAY) for code in "ABC"], job)
    assert times(result, "lining") == [(at(2, 8), at(2, 10))]
    assert times(result, "pack") == [(at(2, 11), at(2, 12))]


def test_with_an_overlap_the_next_begins_when_its_share_is_done():
    slow = rate("b", "B", 8 * HOUR, After("a", 25))
    result = solve([one("A", EVERY_DAY), one("B", EVERY_DAY)], Job("L1", (rate("a", "A", 4 * HOUR), slow)))
    assert times(result, "b") == [(at(2, 9), at(2, 17))]


def test_a_swift_follower_begins_so_late_that_its_last_share_comes_after_the_end():
    # a ends at 12:00; b works 2 h, half of it must come after 12:00.
    swift = rate("b", "B", 2 * HOUR, After("a", 50))
    result = solve([one("A", EVERY_DAY), one("B", EVERY_DAY)], Job("L1", (rate("a", "A", 4 * HOUR), swift)))
    assert times(result, "b") == [(at(2, 11), at(2, 13))]


def test_nothing_begins_before_its_release():
    result = solve([one("SAW", EVERY_DAY)], Job("L1", (rate("a", "SAW", HOUR),), released_at=at(3, 9)))
    assert times(result) == [(at(3, 9), at(3, 10))]


def test_an_order_in_two_lots_is_finished_when_both_are():
    jobs = [Job(name, (rate("a", "SAW", HOUR),), ("D1",)) for name in ("L1", "L2")]
    result = solve([one("SAW", EVERY_DAY)], *jobs, orders=[Order("D1", at(2, 12))])
    assert (result.order("D1").finish, result.order("D1").lateness) == (at(2, 10), -2 * HOUR)
    with pytest.raises(KeyError):
        result.order("D2")


def test_a_lot_is_as_urgent_as_the_most_urgent_of_its_orders():
    orders = [Order("D1", at(5, 12)), Order("D2", at(2, 9)), Order("D3", at(4, 12))]
    jobs = [Job("L1", (rate("a", "SAW", HOUR),), ("D3",)), Job("L2", (rate("a", "SAW", HOUR),), ("D1", "D2"))]
    result = solve([one("SAW", EVERY_DAY)], *jobs, orders=orders)
    assert [task.job for task in result.tasks] == ["L2", "L1"]


def test_the_machine_figures_tell_shift_time_and_unattended_time_apart():
    press = batch("a", "PRESS", 10 * HOUR, unattended=True, name=NAMES["press"])
    result = solve([one("PRESS", EVERY_DAY)], Job("L1", (press,), released_at=at(2, 16)))
    (load,) = result.machines
    assert (load.busy, load.unattended, load.open) == (HOUR, 9 * HOUR, 9 * HOUR)
    assert load.utilisation == pytest.approx(1 / 9)


def test_an_empty_factory_has_an_empty_schedule():
    result = solve([one("SAW", EVERY_DAY)])
    assert result.tasks == ()
    assert result.machines[0].utilisation == 0
    assert result.figures.makespan == 0
