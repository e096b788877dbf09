"""Bar plans on the classical 1D sets: how many reach the best known number of bars, how many are proven, CPU seconds.

Run: python benchmarks/cutting_1d.py [--only u,t,hard28,waescher,doors] [--seconds 60] [--folder DATA]
``--seconds`` is the limit an instance, in CPU seconds. Every plan is checked. Named anchor: the best known upper bounds of the
BPPLIB collection. ``easy`` classes are the uniform ones (u) and the door profiles.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
import tarfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from shuanglun.engines.cutting.profiles import Bar, BarPart, BarProblem, BarSaw, check_bar_plan, solve_bars

DATA = Path(__file__).resolve().parents[1].parent / "shared" / "data"
HEAD = re.compile(r"^ ?([ut]\d+_\d\d) *\n *([\d.]+) (\d+) (\d+) *\n", re.MULTILINE)


def classical(name: str, capacity: int, items: dict[int, int]) -> BarProblem:
    """An instance without kerf."""
    parts = tuple(BarPart(str(size), size, number) for size, number in sorted(items.items(), reverse=True))
    return BarProblem(name, parts, (Bar("B", capacity),), BarSaw(0, 0, 0))


def _text(path: Path) -> str:
    """The text of a file, of all members where it is an archive under a text's name."""
    if not tarfile.is_tarfile(path):
        return path.read_text("latin-1")
    with tarfile.open(path) as archive:
        members = [archive.extractfile(member) for member in archive.getmembers()]
        return "\n".join(member.read().decode("latin-1") for member in members if member is not None)


def falkenauer(folder: Path) -> Iterator[tuple[str, str, BarProblem]]:
    """Class, name in the table of best known, problem; one of the files holds others too, so each name counts once."""
    seen: set[str] = set()
    for path in sorted((folder / "falkenauer").glob("binpack?.txt")):
        text = _text(path)
        for head in HEAD.finditer(text):
            name, number = head[1], int(head[3])
            if name in seen:
                continue
            seen.add(name)
            items: dict[int, int] = defaultdict(int)
            for token in text[head.end() :].split(maxsplit=number)[:number]:
                items[round(float(token) * 10)] += 1
            yield name.split("_")[0], f"Falkenauer_{name}", classical(name, round(float(head[2]) * 10), items)


def listed(path: Path, prefix: str, group: str) -> Iterator[tuple[str, str, BarProblem]]:
    """Files of the form name, number of sizes, capacity, then size and count; equal names get A, B."""
    lines = [line.strip() for line in path.read_text("latin-1").splitlines() if line.strip()]
    at = 0
    while at < len(lines) and lines[at].startswith("'"):
        name = lines[at].strip("'").replace(" ", "")
        number, capacity = int(lines[at + 1]), int(lines[at + 2])
        items: dict[int, int] = defaultdict(int)
        for line in lines[at + 3 : at + 3 + number]:
            size, count = map(int, line.split())
            items[size] += count
        yield group, f"{prefix}_{name}", classical(name, capacity, items)
        at += 3 + number


def doors(folder: Path) -> Iterator[tuple[str, str, BarProblem]]:
    """The profiles of the door batches, one problem a profile."""
    with (folder / "doors" / "profile_stock.csv").open(encoding="utf-8") as file:
        stock = {row["profile"]: row for row in csv.DictReader(file)}
    for path in sorted((folder / "doors").glob("profiles_*.csv")):
        parts: dict[str, list[BarPart]] = defaultdict(list)
        with path.open(encoding="utf-8") as file:
            for number, row in enumerate(csv.DictReader(file)):
                parts[row["profile"]].append(BarPart(f"R{number}", round(float(row["length"]) * 10), int(row["qty"])))
        for profile, wanted in parts.items():
            told = stock[profile]
            saw = BarSaw(round(float(told["kerf"]) * 10), round(float(told["end_trim"]) * 10))
            bar = Bar(profile, round(float(told["length"]) * 10), round(float(told["cost"]) * 100))
            yield "doors", f"{path.stem}/{profile}", BarProblem(profile, tuple(wanted), (bar,), saw)


def everything(folder: Path) -> Iterator[tuple[str, str, BarProblem]]:
    """All instances with their class and name."""
    one = folder / "cutting" / "1d"
    yield from falkenauer(one)
    yield from listed(one / "hard28" / "hard28", "Hard28", "hard28")
    seen: dict[str, int] = defaultdict(int)
    for path in ("WAE_GAU1.BPP", "WAE_GAU2.BPP"):
        for group, name, problem in listed(one / "waescher" / path, "Waescher", "waescher"):
            seen[name] += 1
            yield group, name if name != "Waescher_TEST0055" else f"{name}{' AB'[seen[name]]}", problem
    yield from doors(folder)


def main() -> None:
    """The table, a row a class."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--folder", type=Path, default=DATA)
    parser.add_argument("--show", action="store_true", help="name what is not at the best known")
    options = parser.parse_args()
    if not options.folder.is_dir():
        sys.exit(f"no shared data at {options.folder}")
    table = options.folder / "cutting" / "1d" / "best_known_bounds.txt"
    known = {line.split()[0]: int(line.split()[2]) for line in table.read_text().splitlines() if len(line.split()) > 2}
    solve_bars(classical("warm", 100, {51: 2, 34: 3, 17: 5, 23: 3}), seconds=1)
    rows: dict[str, list[tuple[bool, bool, float, int, int]]] = defaultdict(list)
    for group, name, problem in everything(options.folder):
        if options.only and not any(group.startswith(one) for one in options.only.split(",")):
            continue
        started = time.process_time()
        plan = solve_bars(problem, seconds=options.seconds, clock=time.process_time)
        used = time.process_time() - started
        best = known.get(name, plan.figures.bound)
        bars = plan.figures.bars
        rows[group].append((bars <= best, plan.figures.optimal, used, bars - best, len(check_bar_plan(problem, plan))))
        if options.show and bars > best:
            print(f"{name}: {bars} bars, best known {best}, our bound {plan.figures.bound}, {used:.1f} s", flush=True)
    print("class       number   at best known   proven   over   CPU s mean   CPU s most   faults")
    for group, found in [*rows.items(), ("all", [one for many in rows.values() for one in many])]:
        best_n, proven = sum(one[0] for one in found), sum(one[1] for one in found)
        times = [one[2] for one in found] or [0.0]
        print(
            f"{group:<12}{len(found):>6}{f'{best_n} ({100 * best_n / max(len(found), 1):.1f} %)':>16}{proven:>9}"
            f"{sum(one[3] for one in found):>7}{sum(times) / len(times):>13.3f}{max(times):>13.2f}{sum(one[4] for one in found):>9}"
        )


if __name__ == "__main__":
    main()
