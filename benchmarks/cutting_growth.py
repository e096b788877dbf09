"""How time and memory of a cut plan grow with the number of parts, 50 to 20,000, and of building lots with the orders.

Run: python benchmarks/cutting_growth.py [--parts 50,200,1000,5000,20000] [--seconds 0] [--orders 100,400,1600]
Parts are drawn like those of a door factory (leaf skins, rails, linings, cabinet panels; a fifth may turn), one material, one
board. Every size runs in a process of its own, so that its memory is its own. ``--seconds`` CPU a plan on top of the first
(0: the first plan alone, which is what must not grow worse than n log n). The last column is the exponent between rows.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import resource
import subprocess
import sys
import time

from shuanglun.engines.cutting import Part, Problem, Saw, StockType, check_plan, solve
from shuanglun.engines.lots import Load, LotOrder, LotRules, build_lots

KINDS = ((20500, 8600, 3), (20500, 4200, 2), (7400, 5600, 5), (5600, 3000, 6), (22000, 1200, 3), (4200, 900, 4))


def parts_like_doors(number: int, seed: int) -> tuple[Part, ...]:
    """``number`` parts, each size with its own few millimetres."""
    rng = random.Random(seed)
    kinds = rng.choices(KINDS, [kind[2] for kind in KINDS], k=number)
    return tuple(
        Part(f"P{n}", length - 10 * rng.randrange(0, 160), width - 10 * rng.randrange(0, 60), 1, grain)
        for n, (length, width, _) in enumerate(kinds)
        for grain in [rng.choice(("length", "length", "length", "length", "none"))]
    )


def one_plan(number: int, seconds: float) -> dict[str, float]:
    """CPU seconds, peak memory and figures of one plan (in this process)."""
    board = StockType("B", 24400, 12200, 100)
    warm = Problem("W", parts_like_doors(40, 9), (board,), Saw())
    solve(warm, cancel=lambda: True)
    base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    problem = Problem("M", parts_like_doors(number, 1), (board,), Saw())
    started = time.process_time()
    plan = solve(problem, seconds=seconds, clock=time.process_time)
    used = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()
    faults = len(check_plan(problem, plan))
    checked = time.process_time() - started
    figures = plan.figures
    return {
        "seconds": used,
        "megabytes": (peak - base) / 1024,
        "sheets": figures.whole_sheets,
        "bound": figures.bound,
        "checked": checked,
        "faults": faults,
    }


def one_building(orders: int) -> dict[str, float]:
    """CPU seconds of lots of ``orders`` orders over as many due days as fill them."""
    rng = random.Random(orders)
    materials = [f"M{n}" for n in range(24)]
    given = [
        LotOrder(
            f"D{n}",
            n * 30 // orders,
            tuple(Load(m, rng.randint(2, 30), rng.randint(5, 90) * 10**7) for m in rng.sample(materials, 3)),
        )
        for n in range(orders)
    ]
    rules = LotRules(1000, 250 * 10**8, 3, dict.fromkeys(materials, 24400 * 12200))
    started = time.process_time()
    plan = build_lots(given, rules)
    return {"seconds": time.process_time() - started, "lots": len(plan.lots), "sheets": plan.sheets}


def child(kind: str, number: int, seconds: float) -> dict[str, float]:
    """The figures of one row, from a process of its own."""
    command = [sys.executable, __file__, "--child", kind, "--number", str(number), "--seconds", str(seconds)]
    found: dict[str, float] = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return found


def exponent(rows: list[tuple[int, float]]) -> str:
    """By what power of the number time grew from the row before."""
    if len(rows) < 2 or min(rows[-1][1], rows[-2][1]) <= 0.002:
        return ""
    (small, before), (large, after) = rows[-2:]
    return f"{math.log(after / before) / math.log(large / small):.2f}"


def main() -> None:
    """The tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parts", default="50,200,1000,5000,20000")
    parser.add_argument("--orders", default="100,400,1600")
    parser.add_argument("--seconds", type=float, default=0.0)
    parser.add_argument("--child", choices=("plan", "lots"))
    parser.add_argument("--number", type=int, default=0)
    options = parser.parse_args()
    if options.child:
        found = one_plan(options.number, options.seconds) if options.child == "plan" else one_building(options.number)
        print(json.dumps(found))
        return
    print("parts    sheets   bound    CPU s   MB more   check s  faults  power")
    times: list[tuple[int, float]] = []
    for number in (int(one) for one in options.parts.split(",")):
        row = child("plan", number, options.seconds)
        times.append((number, row["seconds"]))
        print(
            f"{number:<7}{row['sheets']:>8.0f}{row['bound']:>8.0f}{row['seconds']:>9.3f}{row['megabytes']:>10.1f}"
            f"{row['checked']:>10.3f}{row['faults']:>8.0f}{exponent(times):>7}",
            flush=True,
        )
    print("\norders   lots  sheets    CPU s  power")
    times = []
    for number in (int(one) for one in options.orders.split(",")):
        row = child("lots", number, 0.0)
        times.append((number, row["seconds"]))
        print(
            f"{number:<7}{row['lots']:>6.0f}{row['sheets']:>8.0f}{row['seconds']:>9.2f}{exponent(times):>7}", flush=True
        )


if __name__ == "__main__":
    main()
