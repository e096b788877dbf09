"""Where a day's time goes: ``shuanglun day`` on 100, 800 and 8,000 doors, by stage.

    python benchmarks/day.py [--sizes 100 800 8000]

Every size runs in a process of its own. Seconds are processor time (typesetters included), so that a busy machine does not
blur them; the clock stands below. The last table shows them per piece relative to the smallest size: a stage that grows
quadratically would show the factor between the sizes there; what is linear shows about 1 (fixed costs make it less).
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))
HEADINGS = [
    "订单号",
    "安装位置",
    "型号",
    "开向",
    "洞口宽",
    "洞口高",
    "墙厚",
    "地材厚",
    "单口/双口",
    "颜色",
    "锁具",
    "合页",
    "数量",
    "生产天数",
]


def workbook(doors: int, path: Path) -> None:
    """A dealer's list of so many doors, as CSV, made from the example's generator."""
    from make_examples import dealer_doors

    rows: list[list[object]] = []
    made = 0
    copy = 0
    while made < doors:
        for door in dealer_doors(random.Random(800 + copy)):
            if made >= doors:
                break
            number = [f"B{copy}-{door.order}", door.position, door.product, door.direction, door.width, door.height]
            number += [door.wall, door.floor, door.faces, door.colour, door.lock, door.hinge, door.quantity]
            rows.append([*number, door.days + 10 * copy])
            made += int(door.quantity)
        copy += 1
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["尺寸为洞口尺寸"] + [""] * (len(HEADINGS) - 1))
        writer.writerow(HEADINGS)
        writer.writerows(rows)


def one(doors: int) -> dict[str, object]:
    """Run one size in this process."""
    from shuanglun.faces.cli.day import run_day
    from shuanglun.faces.cli.stages import Stages

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "orders.csv"
        workbook(doors, path)
        stages = Stages(Console(file=sys.stderr), quiet=True)
        day = run_day(path, Path(folder) / "out", stages)
        stops = [finding for finding in day.findings if finding["level"] == "stop"]
        assert not stops, stops[:3]
        with day.database.engine.connect() as connection:
            pieces = connection.exec_driver_sql("select count(*) from pieces").scalar()
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    rows = [(stage.name, stage.cpu, stage.made) for stage in stages.done]
    clock = sum(stage.seconds for stage in stages.done)
    return {"doors": doors, "pieces": pieces, "stages": rows, "clock": clock, "peak_mb": peak // 1024}


def main() -> None:
    """Run all sizes and print the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 800, 8000])
    parser.add_argument("--one", type=int)
    args = parser.parse_args()
    if args.one:
        print(json.dumps(one(args.one)))
        return
    results = []
    for size in args.sizes:
        done = subprocess.run(
            [sys.executable, __file__, "--one", str(size)], capture_output=True, text=True, check=True
        )
        results.append(json.loads(done.stdout.splitlines()[-1]))
    console = Console()
    seconds = Table(title="处理器用时（秒）processor seconds by stage")
    growth = Table(title="每件用时，相对最小规模 processor seconds per piece, smallest size = 1.0")
    for table in (seconds, growth):
        table.add_column("阶段 stage")
        for result in results:
            table.add_column(f"{result['doors']} 樘", justify="right")
    names = [row[0] for row in results[0]["stages"]]
    per_piece = [{row[0]: row[1] / result["pieces"] for row in result["stages"]} for result in results]
    for name in names:
        times = (next(row[1] for row in result["stages"] if row[0] == name) for result in results)
        seconds.add_row(name, *(f"{each:.2f}" for each in times))
        growth.add_row(name, *(f"{rates[name] / per_piece[0][name]:.2f}" for rates in per_piece))
    seconds.add_section()
    seconds.add_row("合计 total", *(f"{sum(row[1] for row in result['stages']):.1f}" for result in results))
    seconds.add_row("钟表 on the clock", *(f"{result['clock']:.1f}" for result in results))
    seconds.add_row("板件 pieces", *(str(result["pieces"]) for result in results))
    seconds.add_row("内存 peak MB", *(str(result["peak_mb"]) for result in results))
    console.print(seconds)
    console.print(growth)
    for result in results:
        console.print(f"{result['doors']}: " + "; ".join(f"{row[2]}" for row in result["stages"] if row[2]))


if __name__ == "__main__":
    main()
