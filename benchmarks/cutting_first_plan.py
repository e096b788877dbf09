"""First cutting plans: sheets, proven bound, gap, cuts and CPU seconds on the shared data, and how time grows.

Run: python benchmarks/cutting_first_plan.py [folder of the shared data]
The named anchors (PackingSolver 0.1.1233, three stages) are sheets from the notes on cutting, for comparison only.
"""

from __future__ import annotations

import csv
import random
import sys
import time
from collections import defaultdict
from pathlib import Path

from shuanglun.engines.cutting import Part, Plan, Problem, Saw, StockType, Trim, check_plan, solve

DATA = Path(__file__).resolve().parents[1].parent / "shared" / "data"
ANCHORS = {
    "dataA1": "86 (first 89)",
    "dataA2": "87 (first 90)",
    "dataA3": "87 (first 90)",
    "dataA4": "85 (first 88)",
    "200_s1": "33",
    "1000_s1": "99",
    "1000_s2": "106",
    "5000_s1": "532",
}


def furniture(folder: Path, name: str) -> list[Problem]:
    with (folder / "cutting" / f"{name}.csv").open(encoding="utf-8") as file:
        parts = tuple(
            Part(r["item_id"], round(float(r["item_length"]) * 10), round(float(r["item_width"]) * 10), 1, "length")
            for r in csv.DictReader(file)
        )
    return [Problem(name, parts, (StockType("2440x1220", 24400, 12200),), Saw(kerf=0, trim=Trim(), stages=3))]


def doors(folder: Path, batch: str) -> list[Problem]:
    stock: dict[str, StockType] = {}
    with (folder / "doors" / "stock.csv").open(encoding="utf-8") as file:
        for r in csv.DictReader(file):
            cost = round(float(r["cost"]) * 100)
            stock[r["material"]] = StockType(r["material"], int(r["length"]) * 10, int(r["width"]) * 10, cost)
    parts: dict[str, list[Part]] = defaultdict(list)
    with (folder / "doors" / f"parts_{batch}.csv").open(encoding="utf-8") as file:
        for r in csv.DictReader(file):
            size = int(r["length"]) * 10, int(r["width"]) * 10, int(r["qty"])
            parts[r["material"]].append(Part(r["part_id"], *size, "length" if r["grain"] == "1" else "none"))
    return [Problem(name, tuple(rows), (stock[name],)) for name, rows in parts.items()]


def grown(pieces: int) -> list[Problem]:
    """Made-up parts of one material, one to six of a size, half of them with grain."""
    rng = random.Random(1)
    parts: list[Part] = []
    left = pieces
    while left > 0:
        qty = min(left, rng.choice((1, 1, 2, 2, 4, 6)))
        width = rng.choice((rng.randint(40, 300), rng.randint(200, 900)))
        grain = rng.choice(("none", "length"))
        parts.append(Part(f"P{len(parts)}", rng.randint(250, 2400) * 10, width * 10, qty, grain))
        left -= qty
    return [Problem("grown", tuple(parts), (StockType("2800x2070", 28000, 20700),))]


def row(name: str, problems: list[Problem]) -> None:
    started = time.process_time()
    plans: list[Plan] = [solve(problem) for problem in problems]
    seconds = time.process_time() - started
    faults = sum(len(check_plan(problem, plan)) for problem, plan in zip(problems, plans, strict=True))
    sheets = sum(plan.figures.whole_sheets for plan in plans)
    bound = sum(plan.figures.bound for plan in plans)
    proven = sum(plan.figures.optimal for plan in plans)
    print(
        f"{name:<10}{sum(p.pieces for p in problems):>8}{sheets:>8}{bound:>7}{100 * (sheets - bound) / bound:>7.2f}"
        f"{f'{proven}/{len(plans)}':>8}{sum(p.figures.cuts for p in plans):>8}{sum(p.figures.patterns for p in plans):>9}"
        f"{seconds:>8.2f}{faults:>7}  {ANCHORS.get(name, '')}",
        flush=True,
    )


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DATA
    print("set         pieces  sheets  bound  gap %  proven    cuts patterns   CPU s faults  PackingSolver sheets")
    if folder.is_dir():
        for name in ("dataA1", "dataA2", "dataA3", "dataA4"):
            row(name, furniture(folder, name))
        for batch in ("200_s1", "1000_s1", "1000_s2", "5000_s1"):
            row(batch, doors(folder, batch))
    else:
        print(f"no shared data at {folder}")
    for pieces in (1_000, 10_000, 100_000):
        row(f"grown{pieces // 1000}k", grown(pieces))


if __name__ == "__main__":
    main()
