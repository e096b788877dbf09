"""What is left and how much is sawn, side by side with PackingSolver in one run: largest rest and number of cuts.

Run: python benchmarks/cutting_leftovers.py [--batches 200_s1,1000_s1] [--peer-seconds 10] [--folder DATA]
Counted by the same rules for both: a rest is a rectangle of the cut tree that holds no part, the largest of a plan counts; a
cut is a stroke that parts a rectangle, none behind a piece that ends at the edge, trims left out. Only materials where both
need equally many sheets are compared. Three stages; ours plans material first, then off-cuts, then saw time.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path

from cutting import peer_python
from cutting_first_plan import DATA, doors
from shuanglun.engines.cutting import Plan, Problem, check_plan, solve

PEER = """
import json, resource, sys
import packingsolver as ps
from packingsolver import rectangleguillotine as rg
task = json.load(sys.stdin)
b = rg.InstanceBuilder()
b.set_objective(ps.Objective.BinPackingWithLeftovers if task["leftovers"] else ps.Objective.BinPacking)
b.set_number_of_stages(3)
b.set_cut_type(rg.CutType.NonExact)
b.set_first_stage_orientation(rg.CutOrientation.Any)
b.set_cut_thickness(task["kerf"])
for length, width, copies in task["stock"]:
    b.add_bin_type(length, width, copies=copies)
for length, width, qty, oriented in task["parts"]:
    b.add_item_type(length, width, copies=qty, oriented=oriented)
p = rg.OptimizeParameters()
p.time_limit = task["seconds"]
p.verbosity_level = 0
s = rg.optimize(b.build(), p).solution
use = resource.getrusage(resource.RUSAGE_SELF)
cuts = largest = 0
for i in range(s.number_of_different_bins()):
    bin = s.bin(i)
    for node in bin.nodes:
        kids = [bin.nodes[c] for c in node.children]
        if kids:
            end = kids[-1].r == node.r if kids[0].l != kids[-1].l or kids[0].r != node.r else kids[-1].t == node.t
            cuts += (len(kids) - end) * bin.copies
        elif node.item_type_id < 0:
            largest = max(largest, (node.r - node.l) * (node.t - node.b))
print(json.dumps([s.full(), s.number_of_bins(), cuts, largest, use.ru_utime + use.ru_stime]))
"""

Result = tuple[int, int, int, float]


def peer(python: Path, problem: Problem, seconds: float, leftovers: bool) -> Result | None:
    """Sheets, cuts, largest rest (0.01 mm²) and CPU seconds of PackingSolver; None without a full plan."""
    task = {
        "kerf": problem.saw.kerf,
        "seconds": seconds,
        "leftovers": leftovers,
        "stock": [[*problem.usable(board), board.copies or -1] for board in problem.stock],
        "parts": [[p.length, p.width, p.qty, not p.may_turn] for p in problem.parts],
    }
    core = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(core)})
    try:
        done = subprocess.run(
            [str(python), "-c", PEER], input=json.dumps(task), capture_output=True, text=True, check=False
        )
    finally:
        os.sched_setaffinity(0, core)
    if done.returncode != 0:
        print(done.stderr[-300:], file=sys.stderr)
        return None
    full, bins, cuts, largest, used = json.loads(done.stdout.splitlines()[-1])
    return (bins, cuts, largest, used) if full else None


def ours(problem: Problem) -> Result:
    """The same of our plan, checked."""
    started = time.process_time()
    plan = solve(problem)
    used = time.process_time() - started
    if check_plan(problem, plan):
        raise SystemExit(f"{problem.material}: the plan has faults")
    trims = sum(pattern.run * sum(child.kind == "trim" for child in pattern.root.children) for pattern in plan.patterns)
    return plan.figures.sheets, plan.figures.cuts - trims, largest_rest(plan), used


def largest_rest(plan: Plan) -> int:
    """The largest rectangle of the cut trees that holds no part."""
    rests = (node for pattern in plan.patterns for node in pattern.root.walk() if node.kind in ("offcut", "waste"))
    return max((node.length * node.width for node in rests), default=0)


def compare(batch: str, problems: list[Problem], python: Path, seconds: float, leftovers: bool) -> None:
    """One row: both sides over the materials with equally many sheets."""
    mine, theirs, equal = [0, 0, 0, 0.0], [0, 0, 0, 0.0], 0
    for problem in problems:
        other = peer(python, problem, seconds, leftovers)
        here = ours(problem)
        if other is None or other[0] != here[0]:
            continue
        equal += 1
        for total, one in ((mine, here), (theirs, other)):
            for at, value in enumerate(one):
                total[at] += value
    goal = "rests" if leftovers else "sheets"
    print(
        f"{batch:<10}{goal:<8}{f'{equal}/{len(problems)}':>8}{mine[0]:>7}{mine[1]:>8}{theirs[1]:>8}"
        f"{mine[2] / 1e8:>10.2f}{theirs[2] / 1e8:>10.2f}{mine[3]:>9.2f}{theirs[3]:>9.2f}",
        flush=True,
    )


def main() -> None:
    """Compare on the door batches, the peer asked for few sheets and for large rests in turn."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--batches", default="200_s1,1000_s1")
    parser.add_argument("--peer-seconds", type=float, default=10)
    parser.add_argument("--folder", type=Path, default=DATA)
    options = parser.parse_args()
    python = peer_python()
    if python is None or not options.folder.exists():
        raise SystemExit("needs Python 3.12 for the peer and the door batches")
    print("batch     asked for   equal sheets    cuts   theirs   rest m²    theirs    CPU s   theirs")
    for batch in options.batches.split(","):
        for leftovers in (False, True):
            compare(batch, doors(options.folder, batch), python, options.peer_seconds, leftovers)


if __name__ == "__main__":
    main()
