"""How the work grows with the number of lots, counted in steps, and what the search does with its attempts."""

from __future__ import annotations

import pytest

from shuanglun.engines.scheduling import check_schedule, schedule
from support.factory_floor import door_factory


def steps_per_task(lots: int) -> float:
    result = schedule(door_factory(lots), changes=0)
    assert not result.unscheduled
    return result.figures.steps / len(result.tasks)


def test_steps_a_task_do_not_grow_with_the_number_of_lots():
    small = steps_per_task(60)
    for lots in (500, 2000):
        assert steps_per_task(lots) < small * 1.25


@pytest.mark.parametrize("lots", [60, 500])
def test_a_full_factory_passes_the_check(lots):
    problem = door_factory(lots, seed=2)
    assert check_schedule(problem, schedule(problem, changes=3)) == []


def test_the_search_never_ends_worse_than_its_best_rule():
    problem = door_factory(60, seed=2)
    best_rule, searched = (schedule(problem, changes=changes).figures for changes in (0, 60))
    assert searched.weighted_tardiness < best_rule.weighted_tardiness
    assert (best_rule.evaluations, searched.evaluations) == (6, 66)


def test_progress_is_told_for_every_schedule_made():
    told = []
    schedule(door_factory(5), changes=3, progress=lambda done, total: told.append((done, total)))
    assert told == [(n, 9) for n in range(1, 10)]


def test_the_same_seed_gives_the_same_schedule_and_another_may_not():
    problem = door_factory(60, seed=2)
    first, again, other = (schedule(problem, seed=seed, changes=30) for seed in (0, 0, 1))
    assert first == again
    assert check_schedule(problem, other) == []
