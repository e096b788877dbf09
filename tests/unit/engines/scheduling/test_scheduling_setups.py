"""Changeovers: the rule table, and that families are kept together when dates allow."""

from __future__ import annotations

from shuanglun.engines.scheduling import Job, Order, Problem, SetupRule, Span, check_schedule, schedule
from support.factory_floor import HOUR, WHOLE_DAY, at, batch, calendar, one, rate

EVERY_DAY = calendar(WHOLE_DAY)
RULES = (
    SetupRule("*", "white", 10, rank=1),
    SetupRule("dark-*", "dark-*", 5, rank=2),
    SetupRule("*", "*", 30, rank=9),
    SetupRule("oak", "walnut", 1, centre="SAW", rank=0),
)


def run(families, rules=RULES, family="", dues=None, code="EDGE", **more):
    jobs = [
        Job(f"L{n}", (rate("a", code, HOUR, family=name),), (f"D{n}",) if dues else ())
        for n, name in enumerate(families)
    ]
    orders = tuple(Order(f"D{n}", due) for n, due in enumerate(dues or ()))
    machine = one(code, EVERY_DAY, family=family or None)
    problem = Problem(at(2, 8), at(20, 0), (machine,), tuple(jobs), orders, rules, **more)
    result = schedule(problem, changes=0)
    assert check_schedule(problem, result) == []
    return result


def minutes(result):
    return [task.setup_seconds // 60 for task in result.tasks]


def test_the_first_matching_rule_by_rank_decides():
    assert minutes(run(["white"], family="oak")) == [10]
    assert minutes(run(["dark-b"], family="dark-a")) == [5]
    assert minutes(run(["dark-b"], family="oak")) == [30]


def test_a_rule_may_hold_for_one_work_centre_only():
    assert minutes(run(["walnut"], family="oak", code="SAW")) == [1]
    assert minutes(run(["walnut"], family="oak")) == [30]


def test_an_unknown_family_is_matched_by_the_wild_card_only():
    assert minutes(run(["white"])) == [10]
    assert minutes(run(["dark-a"], rules=RULES[1:2])) == [0]


def test_the_same_family_and_no_family_need_no_changeover():
    assert minutes(run(["oak"], family="oak")) == [0]
    assert minutes(run([None, "oak"], family="oak")) == [0, 0]


def test_no_rule_no_changeover():
    assert minutes(run(["oak"], rules=(), family="white")) == [0]


def test_the_changeover_is_told_apart_from_the_work():
    (task,) = run(["oak"], family="white").tasks
    assert task.setup == (Span(at(2, 8), at(2, 8, 30)),)
    assert task.segments == (Span(at(2, 8, 30), at(2, 9, 30)),)


def test_a_changeover_may_be_interrupted_by_the_end_of_the_shift():
    (task,) = run(["oak"], family="white", rules=(SetupRule("*", "*", 600),)).tasks
    assert task.setup == (Span(at(2, 8), at(2, 17)), Span(at(3, 8), at(3, 9)))


def test_families_are_kept_together_when_no_date_suffers():
    result = run(["oak", "white", "oak", "white"], family="white")
    assert [task.job for task in result.tasks] == ["L1", "L3", "L0", "L2"]
    assert result.figures.setups == 1


def test_a_date_goes_before_a_family():
    dues = [at(9, 17), at(9, 17), at(2, 9, 30), at(9, 17)]
    result = run(["white", "white", "oak", "white"], family="white", dues=dues)
    assert result.tasks[0].job == "L2"
    assert result.figures.late_orders == 0


def test_lots_that_share_a_load_share_its_changeover():
    op = batch("a", "PRESS", HOUR, pieces=5, capacity=10, family="hot", load_group="hot")
    jobs = (Job("L1", (op,)), Job("L2", (op,)))
    problem = Problem(at(2, 8), at(9, 0), (one("PRESS", EVERY_DAY),), jobs, (), (SetupRule("*", "*", 15),))
    result = schedule(problem, changes=0)
    assert check_schedule(problem, result) == []
    assert [task.segments for task in result.tasks] == [(Span(at(2, 8, 15), at(2, 9, 15)),)] * 2
    assert (result.figures.setups, result.figures.setup_seconds) == (1, 15 * 60)
