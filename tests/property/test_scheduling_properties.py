"""Rules every schedule keeps, tried on random factories: the check, written apart from the scheduler, is the judge."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from shuanglun.engines.scheduling import (
    After,
    Job,
    Machine,
    Operation,
    Order,
    Problem,
    SetupRule,
    Span,
    WorkCentre,
    check_schedule,
    schedule,
)
from shuanglun.kernel.shifts import Shift, ShiftCalendar
from support.factory_floor import at

ROSTERS = [
    (Shift("day", time(8), time(17)),),
    (Shift("a", time(8), time(12)), Shift("b", time(13), time(17))),
    (Shift("night", time(20), time(4)),),
    (Shift("early", time(6), time(14)), Shift("late", time(14), time(22))),
    (Shift("all", time(0), time(0)),),
]
START, END = at(2, 8), at(12, 0)
FAMILIES = [None, "oak", "white", "walnut"]
CENTRES = ["SAW", "EDGE", "PRESS"]
instants = st.integers(0, 6 * 24 * 12).map(lambda n: START + timedelta(minutes=5 * n))


@st.composite
def calendars(draw):
    roster = draw(st.sampled_from(ROSTERS))
    holidays = draw(st.sets(st.integers(2, 11), max_size=3))
    return ShiftCalendar(dict.fromkeys(range(7), roster), {date(2026, 3, day): () for day in holidays})


@st.composite
def machines(draw, code):
    starts = draw(st.lists(instants, max_size=2))
    return Machine(
        code,
        draw(calendars()),
        draw(st.none() | instants),
        tuple(Span(start, start + timedelta(minutes=draw(st.integers(1, 600)))) for start in starts),
        draw(st.sampled_from(FAMILIES)),
        draw(st.sampled_from([70, 100, 130])),
    )


@st.composite
def operations(draw, number, earlier):
    kind = draw(st.sampled_from(["rate", "rate", "batch", "wait"]))
    links = draw(st.sets(st.sampled_from(earlier), max_size=2)) if earlier else set()
    shares = {op.code: draw(st.sampled_from([1, 25, 50, 100])) for op in links}
    overlap = {op.code for op in links if op.kind == "rate" and kind == "rate"}
    after = tuple(After(op.code, shares[op.code] if op.code in overlap else 100) for op in sorted(links, key=str))
    if kind == "wait":
        return Operation(f"o{number}", "wait", draw(st.integers(1, 90_000)), None, after)
    where, family = draw(st.sampled_from(CENTRES)), draw(st.sampled_from(FAMILIES))
    if kind == "rate":
        return Operation(f"o{number}", "rate", draw(st.integers(1, 40_000)), where, after, family)
    pieces, shared = draw(st.integers(1, 9)), draw(st.booleans())
    if shared:
        return Operation(
            f"o{number}", "batch", 20_000, "PRESS", after, pieces=pieces, capacity=5, unattended=True, load_group="cold"
        )
    return Operation(
        f"o{number}",
        "batch",
        draw(st.integers(1, 30_000)),
        where,
        after,
        family,
        pieces=pieces,
        capacity=draw(st.integers(1, 9)),
        unattended=draw(st.booleans()),
    )


@st.composite
def jobs(draw, name, orders):
    made = []
    for number in range(draw(st.integers(1, 5))):
        made.append(draw(operations(number, made)))
    held = draw(st.sets(st.sampled_from(orders), max_size=2))
    return Job(name, tuple(made), tuple(sorted(held)), draw(st.none() | instants))


@st.composite
def problems(draw):
    centres = tuple(
        WorkCentre(code, tuple(draw(machines(f"{code}-{n}")) for n in range(draw(st.integers(1, 2)))))
        for code in CENTRES
    )
    orders = tuple(Order(f"D{n}", draw(instants), draw(st.integers(1, 3))) for n in range(3))
    lots = tuple(draw(jobs(f"L{n}", [order.id for order in orders])) for n in range(draw(st.integers(1, 6))))
    names = st.sampled_from(["*", "oak", "white", "w*"])
    rules = st.builds(SetupRule, names, names, st.integers(0, 60), st.sampled_from(["*", "EDGE"]), st.integers(1, 3))
    return Problem(START, END, centres, lots, orders, tuple(draw(st.lists(rules, max_size=4))))


@settings(max_examples=250, deadline=None)
@given(problems())
def test_every_schedule_passes_the_check(problem):
    assert check_schedule(problem, schedule(problem, changes=3)) == []


@settings(max_examples=60, deadline=None)
@given(problems(), st.randoms(use_true_random=False))
def test_the_order_in_which_lots_and_rules_of_equal_content_are_listed_changes_nothing(problem, random):
    shuffled = list(problem.jobs)
    random.shuffle(shuffled)
    first = schedule(problem, changes=3)
    assert schedule(problem, changes=3) == first
    assert schedule(replace(problem, jobs=tuple(shuffled)), changes=3) == first


@settings(max_examples=150, deadline=None)
@given(problems(), instants)
def test_locked_tasks_stay_and_the_rest_still_passes_the_check(problem, frozen_until):
    earlier = schedule(problem, changes=0)
    locked = tuple(replace(task, locked=True) for task in earlier.tasks if task.start < frozen_until)
    urgent = Job("L-new", (Operation("o0", "rate", 5000, "SAW", family="oak"),), (), None, START)
    after = replace(problem, jobs=(*problem.jobs, urgent), locked=locked)
    result = schedule(after, changes=3)
    assert check_schedule(after, result) == []
    assert set(locked) <= set(result.tasks)


@settings(max_examples=100, deadline=None)
@given(problems())
def test_no_order_ends_before_its_lower_bound_and_no_plan_beats_the_bound_on_tardiness(problem):
    result = schedule(problem, changes=3)
    for outcome in result.orders:
        if outcome.finish is not None:
            assert outcome.earliest is not None
            assert outcome.earliest <= outcome.finish
    if all(outcome.finish for outcome in result.orders):
        assert result.figures.weighted_bound <= result.figures.weighted_tardiness


@settings(max_examples=100, deadline=None)
@given(problems(), st.integers(0, 5))
def test_a_lot_of_one_branch_alone_without_changeovers_meets_its_lower_bound(problem, number):
    """Removing lots may delay another (a known anomaly of lists), but a lot alone has nothing to wait for."""
    job = problem.jobs[number % len(problem.jobs)]
    chain = []
    for op in job.operations:
        single = replace(op, pieces=1, family=None, after=(After(chain[-1].code),) if chain else ())
        chain.append(single)
    centres = tuple(WorkCentre(c.code, c.machines[:1]) for c in problem.centres)
    lot = replace(job, operations=tuple(chain), orders=("D0",))
    alone = replace(problem, jobs=(lot,), centres=centres, setups=())
    outcome = schedule(alone, changes=0).order("D0")
    assert outcome.finish == outcome.earliest


@settings(max_examples=100, deadline=None)
@given(problems())
def test_the_causes_of_a_late_order_fill_the_time_to_its_end_exactly(problem):
    for outcome in schedule(problem, changes=0).orders:
        if outcome.lateness is not None and outcome.lateness > 0:
            assert outcome.finish is not None
            assert timedelta(seconds=sum(cause.seconds for cause in outcome.causes)) == outcome.finish - problem.start
            assert all(cause.seconds > 0 and cause.text.zh and cause.text.en for cause in outcome.causes)
