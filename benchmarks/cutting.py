"""Cutting plans side by side with PackingSolver in one run: sheets or cost, proven bound, CPU seconds.

Run: python benchmarks/cutting.py [--only doors,furniture,cost] [--batches 200_s1,1000_s1] [--peer-seconds 10] [--our-seconds 1] [--folder DATA]
The peer (PyPI, needs Python 3.12) is installed in an environment of its own below ``.cache``; one core each. Its seconds
are a limit a material; ours is a limit a material too (0: the fixed work of every day). Every plan of ours is checked.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import shutil
import subprocess
import sys
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from cutting_first_plan import DATA, doors, furniture
from shuanglun.engines.cutting import Part, Problem, Saw, StockType, Trim, check_plan, solve

ROOT = Path(__file__).resolve().parents[1]
PEER_HOME = ROOT / ".cache" / "peers" / "packingsolver"
PEER = """
import json, resource, sys
import packingsolver as ps
from packingsolver import rectangleguillotine as rg
task = json.load(sys.stdin)
b = rg.InstanceBuilder()
several = len(task["stock"]) > 1
b.set_objective(ps.Objective.VariableSizedBinPacking if several else ps.Objective.BinPacking)
b.set_number_of_stages(3)
b.set_cut_type(rg.CutType.NonExact)
b.set_first_stage_orientation(rg.CutOrientation.Any)
b.set_cut_thickness(task["kerf"])
for length, width, cost, copies in task["stock"]:
    b.add_bin_type(length, width, cost=float(cost) or None, copies=copies)
for length, width, qty, oriented in task["parts"]:
    b.add_item_type(length, width, copies=qty, oriented=oriented)
p = rg.OptimizeParameters()
p.time_limit = task["seconds"]
p.verbosity_level = 0
p.optimization_mode = ps.OptimizationMode.NotAnytimeSequential if task["seconds"] < 0 else ps.OptimizationMode.Anytime
out = rg.optimize(b.build(), p)
use = resource.getrusage(resource.RUSAGE_SELF)
s = out.solution
print(json.dumps([s.full(), s.number_of_bins(), s.cost(), use.ru_utime + use.ru_stime]))
"""


@dataclass
class Outcome:
    """What one side reached on a set: complete materials, sheets, cost, CPU seconds."""

    complete: int = 0
    sheets: int = 0
    cost: int = 0
    seconds: float = 0.0


def peer_python() -> Path | None:
    """The peer's own Python, set up when a Python 3.12 is at hand."""
    python = PEER_HOME / "bin" / "python"
    if python.exists():
        return python
    pyenv = sorted(Path.home().glob(".pyenv/versions/3.12.*/bin/python3.12"))
    base = str(pyenv[-1]) if pyenv else shutil.which("python3.12")
    if base is None:
        print("no Python 3.12 on this machine: PackingSolver is left out", file=sys.stderr)
        return None
    subprocess.run([base, "-m", "venv", str(PEER_HOME)], check=True)
    subprocess.run([str(python), "-m", "pip", "install", "-q", "packingsolver"], check=True, stderr=subprocess.DEVNULL)
    return python


def peer(python: Path, problem: Problem, seconds: float) -> Outcome:
    """PackingSolver on the same boards (inside their trims), parts and kerf, on one core."""
    usable = [(board, *problem.usable(board)) for board in problem.stock]
    task = {
        "kerf": problem.saw.kerf,
        "seconds": seconds,
        "stock": [[x, y, board.cost, board.copies or -1] for board, x, y in usable],
        "parts": [[p.length, p.width, p.qty, not p.may_turn] for p in problem.parts],
    }
    command = [str(python), "-c", PEER]
    core = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(core)})
    try:
        done = subprocess.run(command, input=json.dumps(task), capture_output=True, text=True, check=False)
    finally:
        os.sched_setaffinity(0, core)
    if done.returncode != 0:
        print(done.stderr[-300:], file=sys.stderr)
        return Outcome()
    full, bins, cost, used = json.loads(done.stdout.splitlines()[-1])
    return Outcome(int(full), bins if full else 0, round(cost) if full else 0, used)


def ours(problem: Problem, seconds: float) -> tuple[Outcome, int, bool, int]:
    """Our plan, its bound, whether it is proven, and the faults the independent checker finds (always 0)."""
    started = time.process_time()
    plan = solve(problem, seconds=seconds or None, clock=time.process_time)
    used = time.process_time() - started
    figures = plan.figures
    outcome = Outcome(int(not plan.unplaced), figures.sheets, figures.cost, used)
    return outcome, figures.bound, figures.optimal, len(check_plan(problem, plan))


def several_sizes(folder: Path, batch: str) -> list[Problem]:
    """The door batches with several board sizes and a rack of off-cuts, counted by cost."""
    stock: dict[str, list[StockType]] = defaultdict(list)
    with (folder / "doors" / "stock_multi.csv").open(encoding="utf-8") as file:
        for n, r in enumerate(csv.DictReader(file)):
            trim = Trim.all_sides(round(float(r["trim"]) * 10))
            copies = None if int(r["qty"]) < 0 else int(r["qty"])
            size = round(float(r["length"]) * 10), round(float(r["width"]) * 10), round(float(r["cost"]) * 100)
            rest = r["kind"] == "offcut"
            stock[r["material"]].append(StockType(f"S{n}", *size, copies, is_offcut=rest, trim=trim))
    return [
        Problem(p.material, p.parts, tuple(stock[p.material]), Saw(), use_offcuts_first=False)
        for p in doors(folder, batch)
        if p.material in stock
    ]


def compare(name: str, problems: list[Problem], python: Path | None, options: argparse.Namespace) -> None:
    """One row: both sides on all materials of a set (only those both finished count towards cost and sheets)."""
    mine, other = Outcome(), Outcome()
    proven = faults = bound = 0
    for problem in problems:
        here, least, optimal, wrong = ours(problem, options.our_seconds)
        there = peer(python, problem, options.peer_seconds) if python else Outcome()
        proven, faults, bound = proven + optimal, faults + wrong, bound + least
        both = here.complete and (there.complete or python is None)
        for total, one in ((mine, here), (other, there)):
            total.complete += one.complete
            total.seconds += one.seconds
            total.sheets += one.sheets if both else 0
            total.cost += one.cost if both else 0
    ratio = other.seconds / mine.seconds if mine.seconds else 0.0
    print(
        f"{name:<14}{sum(p.pieces for p in problems):>7}{mine.sheets:>8}{other.sheets:>8}{mine.cost / 100:>12.2f}"
        f"{other.cost / 100:>12.2f}{bound:>7}{f'{proven}/{len(problems)}':>8}{mine.seconds:>9.2f}{other.seconds:>9.2f}"
        f"{ratio:>8.1f}{f'{mine.complete}:{other.complete}':>8}{faults:>7}",
        flush=True,
    )


def main() -> None:
    """The table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="doors,furniture,cost")
    parser.add_argument("--batches", default="200_s1,1000_s1,1000_s2,5000_s1")
    parser.add_argument("--peer-seconds", type=float, default=10)
    parser.add_argument("--our-seconds", type=float, default=0)
    parser.add_argument("--folder", type=Path, default=DATA)
    options = parser.parse_args()
    if not options.folder.is_dir():
        sys.exit(f"no shared data at {options.folder}")
    python = peer_python()
    warm = tuple(Part(f"W{n}", 3000 + 170 * n, 1100 + 130 * n, 3) for n in range(40))
    solve(Problem("warm", warm, (StockType("B", 24400, 12200, 1),)))
    print("ours : PackingSolver; cost in yuan; CPU seconds; 'done' is materials with a complete plan")
    print(
        "set            pieces  sheets   theirs        cost      theirs  bound  proven    CPU s   theirs   ratio    done faults"
    )
    batches = options.batches.split(",")
    for section in options.only.split(","):
        if section == "doors":
            for batch in batches:
                compare(f"doors {batch}", doors(options.folder, batch), python, options)
        elif section == "furniture":
            for name in ("dataA1", "dataA2", "dataA3", "dataA4"):
                compare(name, furniture(options.folder, name), python, options)
        elif section == "cost":
            for batch in batches:
                compare(f"cost {batch}", several_sizes(options.folder, batch), python, options)


if __name__ == "__main__":
    main()
