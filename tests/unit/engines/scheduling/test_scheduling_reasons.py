"""Why an order is late, and why a lot is not planned: the data and the sentence."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shuanglun.engines.scheduling import Job, Order, Problem, SetupRule, check_schedule, schedule
from support.factory_floor import HOUR, NAMES, WHOLE_DAY, at, batch, calendar, one, rate, wait

EVERY_DAY = calendar(WHOLE_DAY)
SAW = one("SAW", EVERY_DAY)


def solve(centres, jobs, orders=(), setups=()):
    problem = Problem(at(2, 8), at(20, 0), tuple(centres), tuple(jobs), tuple(orders), tuple(setups))
    result = schedule(problem, changes=5)
    assert check_schedule(problem, result) == []
    return result


def kinds(outcome):
    return [(cause.kind, cause.op, cause.seconds) for cause in outcome.causes]


def test_an_order_on_time_says_how_early():
    result = solve([SAW], [Job("L1", (rate("a", "SAW", HOUR),), ("D1",))], [Order("D1", at(2, 10, 30))])
    outcome = result.order("D1")
    assert (outcome.main, outcome.causes, outcome.late) == ("on_time", (), False)
    assert outcome.reason.zh == "订单 D1 按期，提前 1 小时 30 分。"
    assert outcome.reason.en == "Order D1 is on time, 1 h 30 min early."


def test_an_order_that_ends_at_its_due_instant_is_not_late():
    result = solve([SAW], [Job("L1", (rate("a", "SAW", HOUR),), ("D1",))], [Order("D1", at(2, 9))])
    assert result.order("D1").reason.zh == "订单 D1 正好按期。"
    assert result.figures.late_orders == 0


def test_a_queue_names_the_machine_and_the_lots_before():
    jobs = [Job(f"L{n}", (rate("saw", "SAW", 2 * HOUR, name=NAMES["saw"]),), (f"D{n}",)) for n in (1, 2, 3)]
    result = solve([SAW], jobs, [Order(f"D{n}", at(2, 8 + n)) for n in (1, 2, 3)])
    outcome = result.order("D3")
    assert kinds(outcome) == [("queue", "saw", 4 * HOUR), ("work", "saw", 2 * HOUR)]
    assert (outcome.causes[0].machine, outcome.causes[0].behind, outcome.causes[0].ahead) == ("SAW", ("L2", "L1"), 2)
    assert outcome.main == "capacity"
    assert outcome.reason.zh == "订单 D3 迟 3 小时：在 SAW 排队 4 小时，前面是批次 L2、L1；各工序加工 2 小时。"
    assert outcome.reason.en == ("Order D3 is 3 h late: queued 4 h at SAW behind lot L2, L1; the route works 2 h.")


def test_of_a_long_queue_three_lots_are_named_and_all_counted():
    jobs = [Job(f"L{n}", (rate("saw", "SAW", HOUR),), (f"D{n}",)) for n in range(1, 7)]
    result = solve([SAW], jobs, [Order(f"D{n}", at(2, 8, n)) for n in range(1, 7)])
    assert "前面是批次 L5、L4、L3 等 5 项" in result.order("D6").reason.zh
    assert "behind lot L5, L4, L3 (5 tasks)" in result.order("D6").reason.en


def test_a_changeover_a_closed_night_and_curing_are_each_told():
    route = (
        rate("saw", "SAW", 2 * HOUR, family="oak", name=NAMES["saw"]),
        wait("cure", 24 * HOUR, "saw", name=NAMES["cure"]),
        rate("edge", "SAW", 8 * HOUR, "cure", name=NAMES["edge"]),
    )
    setups = [SetupRule("*", "oak", 30)]
    result = solve([SAW], [Job("L1", route, ("D1",))], [Order("D1", at(3, 17))], setups)
    # saw 8:30-10:30, cure to 10:30 on the 3rd, edge 10:30-17:00 and 8:00-9:30 on the 4th.
    outcome = result.order("D1")
    assert outcome.finish == at(4, 9, 30)
    assert kinds(outcome) == [
        ("setup", "saw", HOUR // 2),
        ("work", "saw", 2 * HOUR),
        ("fixed", "cure", 24 * HOUR),
        ("closed", "edge", 15 * HOUR),
        ("work", "edge", 8 * HOUR),
    ]
    assert outcome.main == "due_too_early"
    assert outcome.earliest == at(3, 17) + timedelta(hours=16)
    assert outcome.reason.zh == (
        "订单 D1 迟 16 小时 30 分：交期太紧，单独做最早也要 03-04 09:00；SAW 换型 30 分；养生固定 1 天；停班 15 小时；各工序加工 10 小时。"
    )


def test_a_load_that_must_wait_for_a_longer_shift_is_told():
    press = batch("press", "PRESS", 6 * HOUR, name=NAMES["press"])
    job = Job("L1", (press,), ("D1",), released_at=at(2, 13))
    outcome = solve([one("PRESS", EVERY_DAY)], [job], [Order("D1", at(2, 19, 30))]).order("D1")
    assert kinds(outcome) == [
        ("release", "press", 5 * HOUR),
        ("fit", "press", 4 * HOUR),
        ("closed", "press", 15 * HOUR),
        ("fixed", "press", 6 * HOUR),
    ]
    assert "PRESS 剩下的时间不够做完，等了 4 小时" in outcome.reason.zh


def test_a_lot_released_after_its_last_chance_says_so():
    job = Job("L1", (rate("a", "SAW", HOUR),), ("D1",), released_at=at(4, 8))
    outcome = solve([SAW], [job], [Order("D1", at(3, 17))]).order("D1")
    assert outcome.main == "released_late"
    assert outcome.reason.en.startswith(
        "Order D1 is 16 h late: released too late, even alone not before 03-04 09:00; 2 d until the lot was released"
    )


def test_earlier_loads_of_the_same_lot_are_its_own_fixed_time_and_no_queue():
    press = batch("press", "PRESS", 2 * HOUR, pieces=3, capacity=1)
    outcome = solve([one("PRESS", EVERY_DAY)], [Job("L1", (press,), ("D1",))], [Order("D1", at(2, 9))]).order("D1")
    assert kinds(outcome) == [("fixed", "press", 6 * HOUR)]


@pytest.mark.parametrize(
    ("operation", "why", "zh"),
    [
        (rate("a", "MILL", HOUR), "no_machine", "批次 L1 的a：工作中心 MILL 没有可用设备。"),
        (rate("a", "SAW", HOUR, machines=("X",)), "no_machine", "批次 L1 的a：工作中心 SAW 没有可用设备。"),
        (batch("a", "SAW", 10 * HOUR), "no_fit", "批次 L1 的a：SAW 没有一段班次容得下一整炉。"),
        (rate("a", "SAW", 500 * HOUR), "horizon", "批次 L1 的a：排程期内没有时间了。"),
        (wait("a", 500 * HOUR), "horizon", "批次 L1 的a：排程期内没有时间了。"),
    ],
)
def test_a_lot_that_cannot_be_planned_says_why(operation, why, zh):
    result = solve([SAW], [Job("L1", (operation,), ("D1",))], [Order("D1", at(9, 17))])
    (entry,) = result.unscheduled
    assert (entry.job, entry.op, entry.why, entry.text.zh) == ("L1", "a", why, zh)
    outcome = result.order("D1")
    assert (outcome.finish, outcome.lateness, outcome.main, outcome.late) == (None, None, "unscheduled", True)
    assert outcome.reason.zh == "订单 D1 排程期内做不完：批次 L1 未排完。"


def test_what_still_fits_of_an_unfinished_lot_stays_planned():
    route = (rate("a", "SAW", HOUR), rate("b", "SAW", 500 * HOUR, "a"))
    result = solve([SAW], [Job("L1", route)])
    assert [task.op for task in result.tasks] == ["a"]
    assert result.unscheduled[0].op == "b"


def test_a_machine_without_working_time_leaves_its_lots_unplanned():
    result = solve([one("SAW", calendar())], [Job("L1", (rate("a", "SAW", HOUR),))])
    assert result.unscheduled[0].why == "horizon"


def test_an_order_in_no_lot_says_so():
    result = solve([SAW], [], [Order("D1", at(3, 8))])
    assert result.order("D1").reason.en == "Order D1 is in no lot."
