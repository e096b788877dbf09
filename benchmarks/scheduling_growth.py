"""How the scheduler grows: seconds and steps a task for 60, 500 and 2,000 lots, against its own run with 60 lots.

Run: ``.venv/bin/python benchmarks/scheduling_growth.py``. The last columns compare with the same run's smallest factory,
so the computer's speed does not matter: 1.0 would be exactly linear.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from shuanglun.engines.scheduling import check_schedule, schedule
from support.factory_floor import door_factory

SIZES = (60, 500, 2000)


def measure(lots: int, changes: int | None) -> tuple[int, float, float, float]:
    """Tasks, seconds a plan and task, steps a plan and task, seconds of the check a task (microseconds)."""
    problem = door_factory(lots)
    begun = time.process_time()
    result = schedule(problem, changes=changes)
    planned = time.process_time()
    findings = check_schedule(problem, result)
    checked = time.process_time()
    assert not findings, findings[:3]
    tasks = len(result.tasks)
    plans = result.figures.evaluations * tasks
    return tasks, (planned - begun) * 1e6 / plans, result.figures.steps / plans, (checked - planned) * 1e6 / tasks


def main() -> None:
    print("lots   tasks   total s*  µs/task/plan  steps/task/plan  check µs/task   time ratio  step ratio")
    first: tuple[float, float] | None = None
    for lots in SIZES:
        tasks, micros, steps, check = measure(lots, 0)
        begun = time.process_time()
        schedule(door_factory(lots))
        total = time.process_time() - begun
        first = first or (micros, steps)
        print(
            f"{lots:5} {tasks:7} {total:9.2f} {micros:13.1f} {steps:16.2f} {check:14.1f}"
            f" {micros / first[0]:12.2f} {steps / first[1]:11.2f}"
        )
    print("* whole run with the default search; the other columns without local search")


if __name__ == "__main__":
    main()
