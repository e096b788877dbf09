"""Real and made orders from the shared data: few sheets, and every plan passes the checker."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from shuanglun.engines.cutting import Part, Problem, Saw, StockType, Trim, check_plan, solve

DATA = Path(__file__).resolve().parents[4].parent / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data is not there")


def furniture(name: str) -> Problem:
    with (DATA / "cutting" / f"{name}.csv").open(encoding="utf-8") as file:
        parts = tuple(
            Part(
                row["item_id"], round(float(row["item_length"]) * 10), round(float(row["item_width"]) * 10), 1, "length"
            )
            for row in csv.DictReader(file)
        )
    return Problem(name, parts, (StockType("2440x1220", 24400, 12200),), Saw(kerf=0, trim=Trim(), stages=3))


def stock(name: str) -> dict[str, list[StockType]]:
    boards: dict[str, list[StockType]] = defaultdict(list)
    with (DATA / "doors" / name).open(encoding="utf-8") as file:
        for number, row in enumerate(csv.DictReader(file), 1):
            copies = int(row.get("qty", -1))
            board = StockType(
                f"{row['material']}-{number}",
                int(row["length"]) * 10,
                int(row["width"]) * 10,
                round(float(row["cost"]) * 100),
                None if copies < 0 else copies,
                "length",
                row.get("kind") == "offcut",
                trim=Trim.all_sides(int(row["trim"]) * 10),
            )
            boards[row["material"]].append(board)
    return boards


def doors(batch: str, boards: str = "stock.csv") -> list[Problem]:
    parts: dict[str, list[Part]] = defaultdict(list)
    with (DATA / "doors" / f"parts_{batch}.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            size = int(row["length"]) * 10, int(row["width"]) * 10, int(row["qty"])
            parts[row["material"]].append(Part(row["part_id"], *size, "length" if row["grain"] == "1" else "none"))
    have = stock(boards)
    return [Problem(material, tuple(rows), tuple(have[material])) for material, rows in parts.items()]


@pytest.mark.parametrize("name", ["dataA1", "dataA2", "dataA3", "dataA4"])
def test_real_furniture_orders_take_at_most_90_sheets(name: str) -> None:
    problem = furniture(name)
    plan = solve(problem)
    assert check_plan(problem, plan) == []
    assert plan.figures.whole_sheets <= 90


def test_a_thousand_door_parts_take_at_most_103_sheets() -> None:
    total = 0
    for problem in doors("1000_s1"):
        plan = solve(problem)
        assert check_plan(problem, plan) == []
        total += plan.figures.whole_sheets
    assert total <= 103


def test_several_sizes_and_a_rack_of_offcuts_pass_the_checker() -> None:
    for problem in doors("200_s1", "stock_multi.csv"):
        assert check_plan(problem, solve(problem)) == []
