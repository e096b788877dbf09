"""The plan a sawyer reads, kept as a file: a change in it is looked at by a person (set UPDATE_GOLDEN=1 to write it)."""

from __future__ import annotations

import os
from pathlib import Path

from shuanglun.engines.cutting import Part, Problem, Saw, StockType, Trim, check_plan, plan_text, solve

GOLDEN = Path(__file__).parent / "cutting" / "one_door.txt"


def one_door() -> Problem:
    parts = (
        Part("门皮", 21000, 8000, 2, "length", pieces=("P0001", "P0002")),
        Part("门套立板", 21500, 1800, 2, "length", pieces=("P0003", "P0004")),
        Part("门套横板", 8600, 1800, 1, "length", pieces=("P0005",)),
        Part("见光条", 8200, 600, 4, "none", pieces=("P0006", "P0007", "P0008", "P0009")),
    )
    return Problem(
        "白橡-9", parts, (StockType("2440×1220", 24400, 12200, 9000),), Saw(40, Trim.all_sides(100), 3, "length")
    )


def test_a_sawyers_plan_of_one_door() -> None:
    problem = one_door()
    plan = solve(problem)
    assert check_plan(problem, plan) == []
    text = plan_text(problem, plan)
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")
