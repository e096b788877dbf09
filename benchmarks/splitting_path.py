"""The whole path from a dealer's file to parts for so many doors: reading, evaluating, storing, drawing, in CPU seconds.

A process of its own with a database of its own; ``benchmarks/splitting.py`` runs it. Reading is the file examined, its findings
found and its orders stored; evaluating is the split of every order from its stored lines; storing writes parts, pieces with scan
codes, hardware and packages; drawing makes the SVG of every row of the part list.

    python benchmarks/splitting_path.py [--doors 800]
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from day import workbook
from shuanglun.engines.drawing import PartShape, Text, draw_part, drawing_svg
from shuanglun.faces.cli.day import prepare
from shuanglun.faces.cli.importing import OPERATOR, import_file
from shuanglun.factory import splitting
from shuanglun.storage import Database


def path_of(doors: int) -> dict[str, Any]:
    """CPU seconds of every step, and what was made."""
    seconds: dict[str, float] = {}

    def step(name: str, work: Callable[[], Any]) -> Any:
        start = time.process_time()
        result = work()
        seconds[name] = time.process_time() - start
        return result

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "orders.csv"
        workbook(doors, file)
        database, tenant = prepare(Path(folder))
        imported = step("reading", lambda: import_file(database, tenant, file))
        assert not imported.stopped, imported.run["findings"][:2]
        ready = step("evaluating", lambda: _prepared(database, tenant, imported.order_ids))
        pieces = step("storing", lambda: _stored(database, tenant, ready))
        drawn = step(
            "drawing", lambda: sum(1 for one in ready for part in one.result.parts if drawing_svg(_drawn(part)))
        )
        database.close()
    return {"doors": doors, "orders": len(ready), "pieces": pieces, "drawings": drawn, "seconds": seconds}


def _prepared(database: Database, tenant: str, order_ids: Any) -> list[splitting.Prepared]:
    found = []
    for order_id in order_ids:
        with database.read(tenant) as work:
            found.append(splitting.prepare(work, order_id))
    return found


def _stored(database: Database, tenant: str, ready: list[splitting.Prepared]) -> int:
    pieces = 0
    for one in ready:
        with database.work(tenant, OPERATOR) as work:
            pieces += splitting.release_order(work, one.order_id, one)["pieces"]
    return pieces


def _drawn(part: splitting.PartSpec) -> Any:
    edges = part.edges
    return draw_part(
        PartShape(
            part.row_key,
            Text(part.name_zh, part.name_en),
            part.length,
            part.width,
            part.thickness,
            part.qty_per_unit,
            part.grain,
            edges.front,
            edges.back,
            edges.left,
            edges.right,
            part.material_code or "",
        )
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--doors", type=int, default=800)
    print(json.dumps(path_of(parser.parse_args().doors)))
