"""Splitting (拆单) against spreadsheets, a safe interpreter and numpy by hand: the rules of the shipped single door.

    python benchmarks/splitting.py [--sizes 100 1000 10000 100000] [--budget 90] [--doors 800]

The template is the shipped single door's version 2, kept in ``rules/`` so that figures of different days are of the same rules.

Every peer computes the same rules from the same order parameters and must give the same part sizes, or the run stops:

* (a) a workbook of one row a line, written with openpyxl and computed by the ``formulas`` package (loading it counts);
* (b) simpleeval, every formula parsed once and then evaluated cell by cell;
* (c) the rules written by hand in numpy: the floor. It knows which parameters are given, reports and explains nothing.

*values*: from the parameters to every size, quantity and weight of every part, with hardware, machining and checks. *rows*: on
to one tuple a part and hardware line; ours also checks the rows, finds holes outside their parts, hashes the input and brings
the rows into the order of the lines. A peer is not run at a size it would need more than the budget for; its rate at the
largest size it did is compared, which favours it as far as its cost grows with size. CPU seconds of this process. The last
table is the whole path from a dealer's file to stored parts and drawings (``splitting_path.py``).
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

import splitting_peers as peers
from shuanglun.engines.formula import Evaluation, evaluate
from shuanglun.factory.splitting import PartSpec, SplitLine, split
from shuanglun.factory.templates import Template, read_catalogue, shipped_files
from splitting_path import path_of

DOOR = Path(__file__).resolve().parent / "rules" / "single_door_2.yaml"
ENOUGH = 0.5
MOST_RUNS = 50
GOALS = {"a": 500.0, "b": 300.0, "c": 1 / 3}


def doors(count: int) -> list[dict[str, Any]]:
    """Order lines of single doors, all of them makeable."""
    rng = random.Random(count)
    return [
        {
            "width": rng.randrange(6500, 11500) / 10,
            "height": rng.randrange(18000, 21000) / 10,
            "wall": rng.randrange(80, 300),
            "colour": rng.choice(["原木橡", "暖白", "胡桃", "浅灰"]),
            "direction": rng.choice(["左内开", "右内开", "左外开", "右外开"]),
            "faces": rng.choice([1, 2]),
            "frame_joint": rng.choice(["竖夹横", "横压竖"]),
            "lock": rng.choice(["静音锁", "智能锁", "卫浴锁"]),
        }
        for _ in range(count)
    ]


def cpu(work: Callable[[], Any]) -> float:
    """CPU seconds of one run: the least of several, as many as fit into a moment."""
    best, spent, runs = float("inf"), 0.0, 0
    gc.collect()
    while spent < ENOUGH and runs < MOST_RUNS:
        start = time.process_time()
        work()
        took = time.process_time() - start
        best, spent, runs = min(best, took), spent + took, runs + 1
    return best


def plain(rows: Sequence[PartSpec]) -> list[tuple[Any, ...]]:
    """What all must agree on: line, part, quantity, sizes, weight."""
    return sorted((r.line, r.row_key, r.qty_per_unit, *r[7:12], r.weight_g) for r in rows)


def agree(theirs: list[tuple[Any, ...]], ours: list[tuple[Any, ...]], who: str) -> None:
    """The same lines, parts, quantities and sizes to the tenth; weights to a gram, where doubles drift at a tie (3208.5 g)."""
    assert len(theirs) == len(ours), who
    for left, right in zip(sorted(theirs), ours, strict=True):
        assert left[:-1] == right[:-1], (who, left, right)
        assert abs(left[-1] - right[-1]) <= 1, (who, left, right)


def template() -> Template:
    """The single door these figures are of; its materials are the shipped ones."""
    materials = {name: text for name, text in shipped_files() if name.startswith("materials")}
    catalogue, findings = read_catalogue({**materials, DOOR.name: DOOR.read_text("utf-8")})
    assert not findings, findings
    return catalogue.templates["single_door", 2]


class Rates:
    """Seconds a line by contestant and size."""

    def __init__(self, budget: float) -> None:
        self.budget = budget
        self.per_line: dict[str, dict[int, float]] = {}

    def run(self, name: str, size: int, work: Callable[[], Any]) -> Any:
        """Run a peer once if it fits into the budget; its result, or None."""
        before = self.per_line.setdefault(name, {})
        if before and min(before.values()) * size > self.budget:
            return None
        start = time.process_time()
        result = work()
        before[size] = (time.process_time() - start) / size
        return result

    def at(self, name: str, size: int) -> float:
        """Seconds a line at this size or at the largest smaller one."""
        known = {tried: rate for tried, rate in self.per_line[name].items() if tried <= size}
        return known[max(known)]


def measure(size: int, door: Template, rates: Rates, folder: Path, interpreter: peers.WithSimpleEval) -> None:
    """Run everything at one size and compare the results."""
    lines = doors(size)
    ordered = [SplitLine(str(number), "single_door", line) for number, line in enumerate(lines)]

    def find(code: str, version: int | None) -> Template:
        return door

    result = split(ordered, find)
    assert not result.stopped, result.findings[:2]
    ours = plain(result.parts)
    parts, hardware = peers.floor_rows(lines)
    agree(plain(parts), ours, "numpy by hand")
    assert sorted(parts)[0]._replace(weight_g=0) == sorted(result.parts)[0]._replace(weight_g=0)
    assert sorted(hardware) == sorted(result.hardware)
    same_values(peers.by_hand(lines), evaluate(door.compiled, lines))
    for name, work in (
        ("values", lambda: evaluate(door.compiled, lines)),
        ("rows", lambda: split(ordered, find)),
        ("c values", lambda: peers.by_hand(lines)),
        ("c rows", lambda: peers.floor_rows(lines)),
    ):
        rates.per_line.setdefault(name, {})[size] = cpu(work) / size
    rates.per_line.setdefault("parts", {})[size] = len(ours) / size
    rows = rates.run("b", size, lambda: interpreter.rows(lines))
    if rows is not None:
        agree(rows, ours, "simpleeval")
    rows = rates.run("a", size, lambda: peers.with_spreadsheet(door.compiled, lines, folder))
    if rows is not None:
        agree(rows, ours, "the spreadsheet")


def same_values(by_hand: Mapping[str, Any], ours: Evaluation) -> None:
    """Hardware, and machining to the tenth it is kept at; a float just below half a tenth stands for the half itself."""
    for key, value in by_hand.items():
        if "." in key:
            assert (ours.whole(key, 1) == np.floor(value * 10 + 0.5 + 1e-6)).all(), key
    assert by_hand["stopped"] == int(ours.stopped.sum()) == 0


def memory(size: int) -> int:
    """Peak memory in bytes of a process that splits so many lines."""
    done = subprocess.run([sys.executable, __file__, "--one", str(size)], capture_output=True, text=True, check=True)
    return int(json.loads(done.stdout)["peak"])


def one(size: int) -> None:
    lines = [SplitLine(str(number), "single_door", line) for number, line in enumerate(doors(size))]
    door = template()
    result = split(lines, lambda code, version: door)
    assert len(result.parts) == 9 * size
    print(json.dumps({"peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}))


def report(sizes: Sequence[int], rates: Rates, console: Console) -> None:
    table = Table(title="拆单 splitting: thousand lines (parts) a CPU second")
    for heading in (
        "lines",
        "ours: values",
        "ours: rows",
        "(a) spreadsheet",
        "(b) simpleeval",
        "(c) values",
        "(c) rows",
    ):
        table.add_column(heading, justify="right")
    for size in sizes:
        parts = rates.at("parts", size)
        cells = []
        for name in ("values", "rows", "a", "b", "c values", "c rows"):
            rate = 1 / rates.at(name, size) / 1000
            mark = "" if size in rates.per_line[name] else "*"
            cells.append(f"{rate:,.3g} ({rate * parts:,.3g}){mark}")
        table.add_row(f"{size:,}", *cells)
    console.print(table)
    console.print("* not run at this size (budget): the rate of the largest size run")
    ratios = Table(title="times as fast as the peer (goals: 500 against a, 300 against b, 0.33 against c)")
    for heading in ("lines", "values / a", "rows / a", "values / b", "rows / b", "values / c", "rows / c"):
        ratios.add_column(heading, justify="right")
    for size in sizes:
        cells = []
        for peer in ("a", "b", "c"):
            for ours in ("values", "rows"):
                other = rates.at(f"c {ours}" if peer == "c" else peer, size)
                ratio = other / rates.at(ours, size)
                cells.append(f"{ratio:,.3g} {'✓' if ratio >= GOALS[peer] else '✗'}")
        ratios.add_row(f"{size:,}", *cells)
    console.print(ratios)


def report_memory(sizes: Sequence[int], console: Console) -> None:
    base = memory(1)
    table = Table(title="内存 memory of a whole split, above that of one line")
    for heading in ("lines", "peak MB", "bytes a line"):
        table.add_column(heading, justify="right")
    for size in sizes:
        if size >= 1000:  # below that it is lost in what Python takes anyway
            used = memory(size) - base
            table.add_row(f"{size:,}", f"{used / 2**20:,.1f}", f"{used / size:,.0f}")
    console.print(table)


def report_path(doors: int, console: Console) -> None:
    """From a dealer's file to stored parts and drawings."""
    found = path_of(doors)
    total = sum(found["seconds"].values())
    title = f"file to parts: {found['doors']:,} doors, {found['orders']:,} orders, {found['pieces']:,} pieces"
    table = Table(title=f"{title}, {found['drawings']:,} drawings")
    for heading in ("step", "CPU seconds", "share"):
        table.add_column(heading, justify="right")
    for step, seconds in found["seconds"].items():
        table.add_row(step, f"{seconds:.2f}", f"{seconds / total:.0%}")
    table.add_row("all", f"{total:.2f}", f"{doors / total:,.0f} doors/s")
    console.print(table)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1_000, 10_000, 100_000])
    parser.add_argument("--budget", type=float, default=90, help="CPU seconds a peer may take at one size")
    parser.add_argument("--doors", type=int, default=800, help="doors of the whole path, 0 for none")
    parser.add_argument("--one", type=int)
    args = parser.parse_args()
    if args.one:
        one(args.one)
        return
    warnings.simplefilter("ignore")  # the spreadsheet package warns of itself
    console = Console()
    door, rates = template(), Rates(args.budget)
    interpreter = peers.WithSimpleEval(door.compiled)
    with tempfile.TemporaryDirectory() as folder:
        for size in sorted(args.sizes):
            measure(size, door, rates, Path(folder), interpreter)
    report(sorted(args.sizes), rates, console)
    report_memory(sorted(args.sizes), console)
    if args.doors:
        report_path(args.doors, console)


if __name__ == "__main__":
    main()
