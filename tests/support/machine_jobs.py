"""A small lot to cut and work: two shelves and doors of one size on the same places of a book, a rail, with a known plan."""

from __future__ import annotations

from shuanglun.engines.cutting import Part, Plan, Problem, Saw, StockType, Trim, solve

SAW = Saw(kerf=40, trim=Trim(100, 100, 100, 100), stages=3, first_cut="length")


def small_problem() -> Problem:
    """Two equal sheets of shelves and doors, and rails from a rest."""
    parts = (
        Part("shelf", 11800, 5800, 4, "length", (("name", "层板"), ("order", "DD-001")), ("P1", "P2", "P3", "P4")),
        Part("door", 11800, 5800, 4, "length", (("name", "柜门"), ("order", "DD-002")), ("P5", "P6", "P7", "P8")),
        Part("rail", 5000, 1000, 3, "none", (("name", "拉条"), ("order", "DD-002")), ("P9", "P10", "P11")),
    )
    stock = (
        StockType("PB18-2440x1220", 24400, 12200, cost=12_000, grain="length"),
        StockType("B0000012", 6000, 5000, copies=1, is_offcut=True, identity="B0000012", trim=Trim()),
    )
    return Problem("PB18 暖白", parts, stock, SAW)


def small_plan() -> tuple[Problem, Plan]:
    """The problem with its plan: the same every time."""
    problem = small_problem()
    return problem, solve(problem)
