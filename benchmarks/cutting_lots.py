"""Lots of whole orders under the limits of the 2022 contest (B1, B2): sheets of ours beside first-come lots, and the curve.

Run: python benchmarks/cutting_lots.py [--only B1,B2] [--steps N] [--seconds S] [--curve] [--folder DATA]
At most 1,000 pieces and 250 m² a lot, boards 2440 x 1220 cut by lot and material in three stages, no kerf, no turning. Lots
are built on estimated sheets; the sheets told are those of cut plans (``--seconds`` CPU a plan; 0: the first plan).
The named anchor is first come, first cut. ``--curve`` lets orders arrive 20 a day and shows yield against days of waiting.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import re
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from shuanglun.engines.cutting import Part, Problem, Saw, StockType, Trim, check_plan, solve
from shuanglun.engines.lots import (
    Load,
    LotOrder,
    LotPlan,
    LotRules,
    board_share,
    build_lots,
    curve,
    first_come,
    point_of,
)

DATA = Path(__file__).resolve().parents[1].parent / "shared" / "data"
BOARD = StockType("B", 24400, 12200)
SAW = Saw(0, Trim(), 3, "any", True, 0, 0, 0)
A_DAY = 20
WINDOWS = (0, 1, 2, 5, 10, 20)
Parts = dict[tuple[str, str], list[Part]]


def read(path: Path) -> tuple[list[LotOrder], Parts]:
    """Orders by their number, and the parts of every order and material."""
    parts: Parts = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            size = round(float(row["item_length"]) * 10), round(float(row["item_width"]) * 10)
            for copy in range(int(row["item_num"])):
                one = Part(f"{row['item_id']}.{copy}", *size, 1, "length")
                parts[row["item_order"], row["item_material"]].append(one)
    loads: dict[str, list[Load]] = defaultdict(list)
    for (order, material), own in parts.items():
        takes = sum(board_share(part.length, part.width, (BOARD.length, BOARD.width), False) for part in own)
        loads[order].append(Load(material, len(own), sum(part.area for part in own), takes))
    keys = sorted(loads, key=lambda order: int(re.sub(r"\D", "", order) or 0))
    return [LotOrder(key, 0, tuple(loads[key])) for key in keys], parts


def problems(plan: LotPlan, parts: Parts, materials: Sequence[str]) -> Iterator[Problem]:
    """What the saw is given: a problem a lot and material."""
    for lot in plan.lots:
        for material in materials:
            own = [part for order in lot.orders for part in parts.get((order, material), ())]
            if own:
                yield Problem(material, tuple(own), (BOARD,), SAW)


def cut(plan: LotPlan, parts: Parts, materials: Sequence[str], seconds: float, check: bool) -> tuple[int, int, int]:
    """Sheets, proven least sheets of these lots, faults."""
    sheets = bound = faults = 0
    for problem in problems(plan, parts, materials):
        found = solve(problem, seconds=seconds, clock=time.process_time)
        sheets += found.figures.whole_sheets
        bound += found.figures.bound
        faults += len(check_plan(problem, found)) if check else 0
    return sheets, bound, faults


def row(title: str, plan: LotPlan, area: int, cutting: tuple[int, int, int], used: tuple[float, float]) -> None:
    """A line of the table."""
    sheets, bound, faults = cutting
    percent = 100 * area / (sheets * BOARD.area)
    print(
        f"{title:<26}{len(plan.lots):>6}{plan.changeovers:>8}{plan.sheets:>10}{sheets:>8}{bound:>8}{percent:>9.2f} %"
        f"{used[0]:>9.1f}{used[1]:>9.1f}{faults:>8}",
        flush=True,
    )


def data_set(name: str, options: argparse.Namespace) -> None:
    """First come beside ours, and the curve where asked."""
    orders, parts = read(options.folder / "cutting" / f"data{name}.csv.gz")
    materials = sorted({material for _, material in parts})
    area = sum(order.area for order in orders)
    sheet = dict.fromkeys(materials, BOARD.area)
    rules = LotRules(1000, 250 * 10**8, 0, sheet, options.fill)
    print(f"\n{name}: {len(orders)} orders, {sum(o.pieces for o in orders)} pieces, {len(materials)} materials")
    print("lots by                     lots  changes  estimated  sheets   bound     yield    lots s    cut s  faults")
    totals = {}
    for title, build in (
        ("first come", lambda: first_come(orders, rules)),
        ("ours", lambda: build_lots(orders, rules, steps=options.steps)),
    ):
        started = time.process_time()
        plan = build()
        built = time.process_time()
        found = cut(plan, parts, materials, options.seconds, True)
        row(title, plan, area, found, (built - started, time.process_time() - built))
        totals[title] = found[0]
    saved = totals["first come"] - totals["ours"]
    print(f"ours needs {saved} sheets fewer than first come: {100 * saved / totals['first come']:.1f} %")
    if options.curve:
        arriving = [replace(order, due=number // A_DAY) for number, order in enumerate(orders)]
        print(f"\n{name}: {A_DAY} orders a day; orders whose days lie so far apart may share a lot")
        print("days    lots   sheets   yield   mean days ahead   longest")
        pieces = sum(order.pieces for order in arriving)
        for point in curve(arriving, rules, WINDOWS, steps=options.steps):
            told = point_of(arriving, replace(rules, window=point.window), point.window, point.plan)
            sheets = cut(point.plan, parts, materials, 0, False)[0]
            percent = 100 * area / (sheets * BOARD.area)
            print(
                f"{point.window:>4}{told.lots:>8}{sheets:>9}{percent:>8.2f}{told.waiting / pieces:>18.2f}{told.longest:>10}"
            )


def main() -> None:
    """The tables of the data sets asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="B1,B2")
    parser.add_argument("--steps", type=int, default=4000)
    parser.add_argument("--seconds", type=float, default=0.0)
    parser.add_argument("--fill", type=int, default=10_000, help="share of a board cut plans reach, basis points")
    parser.add_argument("--curve", action="store_true")
    parser.add_argument("--folder", type=Path, default=DATA)
    options = parser.parse_args()
    if not options.folder.is_dir():
        sys.exit(f"no shared data at {options.folder}")
    for name in options.only.split(","):
        data_set(name, options)


if __name__ == "__main__":
    main()
