"""The 500 classical 2D bin packing instances by class and size: sheets, proven bound, CPU seconds.

Run: python benchmarks/cutting_public.py [--seconds 1] [--stages 3|2|any] [--classes 1,5] [--peer-seconds S] [--folder DATA]
Guillotine with rotation, no kerf and no trim; ``--seconds`` CPU an instance (0: the fixed work of every day). With
``--peer-seconds`` PackingSolver runs on the same instances in the same run (in an environment of its own, see cutting.py).
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cutting import Outcome, ours, peer, peer_python
from cutting_first_plan import DATA
from shuanglun.engines.cutting import Part, Problem, Saw, StockType, Trim

STAGES = {"2": 2, "3": 3, "any": None}
SETS = ("berkey1987", "martello1998")


@dataclass
class Row:
    """The sum over the instances of a class and size."""

    number: int = 0
    sheets: int = 0
    bound: int = 0
    proven: int = 0
    faults: int = 0
    seconds: float = 0.0
    theirs: int = 0
    their_seconds: float = 0.0

    def add(self, other: Row) -> None:
        """Sum up."""
        for name in self.__dataclass_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


def instances(folder: Path, stages: int | None) -> Iterator[tuple[str, int, Problem]]:
    """Class, number of parts, problem; one unit of the instances is a millimetre."""
    saw = Saw(0, Trim(), stages, "any", True, 0, 0, 0)
    for name in SETS:
        with gzip.open(folder / "cutting" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
            for line in file:
                told = json.loads(line)
                found = re.search(r"Class_(\d+)\.2bp_(\d+)", told["name"])
                if found is None:
                    continue
                parts = tuple(Part(f"P{i}", 10 * w, 10 * h) for i, w, h in told["items"]["rows"])
                _, width, height = told["bins"]["rows"][0]
                board = StockType("B", 10 * width, 10 * height)
                yield found[1], int(found[2]), Problem(told["name"], parts, (board,), saw)


def line(title: str, size: str, row: Row, with_peer: bool) -> None:
    """A line of the table."""
    gap = 100 * (row.sheets - row.bound) / max(row.bound, 1)
    text = f"{title:<7}{size:>5}{row.number:>5}{row.sheets:>8}{row.bound:>8}{gap:>8.2f}{row.proven:>8}{row.seconds:>10.1f}{row.faults:>8}"
    print(text + (f"{row.theirs:>10}{row.their_seconds:>10.1f}" if with_peer else ""), flush=True)


def main() -> None:
    """The table, a row a class and size, then the classes and all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=0.0)
    parser.add_argument("--stages", choices=sorted(STAGES), default="3")
    parser.add_argument("--classes", default="")
    parser.add_argument("--sizes", default="20,40,60,80,100")
    parser.add_argument("--peer-seconds", type=float, default=0.0)
    parser.add_argument("--folder", type=Path, default=DATA)
    options = parser.parse_args()
    if not options.folder.is_dir():
        sys.exit(f"no shared data at {options.folder}")
    python = peer_python() if options.peer_seconds and options.stages == "3" else None
    classes = {f"{int(one):02d}" for one in options.classes.split(",") if one}
    sizes = {int(one) for one in options.sizes.split(",")}
    rows: dict[tuple[str, int], Row] = {}
    head = "class  parts    n  sheets   bound   gap %  proven     CPU s  faults"
    print(head + ("    theirs     CPU s" if python else ""))
    for group, size, problem in instances(options.folder, STAGES[options.stages]):
        if (classes and group not in classes) or size not in sizes:
            continue
        mine, bound, optimal, wrong = ours(problem, options.seconds)
        theirs = peer(python, problem, options.peer_seconds) if python else Outcome()
        row = Row(1, mine.sheets, bound, int(optimal), wrong, mine.seconds, theirs.sheets, theirs.seconds)
        rows.setdefault((group, size), Row()).add(row)
    for group in sorted({key[0] for key in rows}):
        total = Row()
        for (_, size), row in sorted((key, row) for key, row in rows.items() if key[0] == group):
            line(group, str(size), row, python is not None)
            total.add(row)
        line(group, "all", total, python is not None)
    everything = Row()
    for row in rows.values():
        everything.add(row)
    line("all", "", everything, python is not None)


if __name__ == "__main__":
    main()
