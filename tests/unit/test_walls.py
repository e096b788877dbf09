"""The walls of the house: layers by import-linter, and rooms that do not reach into one another."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "shuanglun"
ROOMS = sorted(path.name for path in (SOURCE / "factory").iterdir() if (path / "__init__.py").exists())
LONGEST = 450


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def reaches_inside(path: Path, room: str) -> list[str]:
    """Imports of another room's insides; its package and its tables (for joins) may be imported."""
    found = []
    for module in _imports(path):
        parts = module.split(".")
        if parts[:2] == ["shuanglun", "factory"] and len(parts) > 3 and parts[2] not in {room, ""}:
            inside = SOURCE / "factory" / parts[2] / f"{parts[3]}.py"
            if parts[3] != "tables" and inside.exists():
                found.append(module)
    return found


def test_layers_hold() -> None:
    done = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("room", ROOMS)
def test_rooms_do_not_reach_into_one_another(room: str) -> None:
    wrong = {str(p): found for p in (SOURCE / "factory" / room).rglob("*.py") if (found := reaches_inside(p, room))}
    assert wrong == {}


def test_the_wall_test_sees_a_hole(tmp_path: Path) -> None:
    hole = tmp_path / "hole.py"
    hole.write_text(
        "from shuanglun.factory.cutting_room.solving import solve_lot\nfrom shuanglun.factory import orders\n"
    )
    assert reaches_inside(hole, "planning") == [
        "shuanglun.factory.cutting_room.solving",
        "shuanglun.factory.cutting_room.solving.solve_lot",
    ]
    assert reaches_inside(hole, "cutting_room") == []


def test_files_stay_readable() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for folder in ("src", "tests", "web/src", "benchmarks", "tools")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".ts", ".vue"} and "migrations" not in path.parts
        if (lines := len(path.read_text("utf-8").splitlines())) > LONGEST
    }
    assert long == {}


def test_lock_files_name_no_host() -> None:
    for lock in ("requirements.lock", "tools/uv.txt"):
        assert "://" not in (ROOT / lock).read_text("utf-8"), lock
    assert '"resolved"' not in (ROOT / "web/package-lock.json").read_text("utf-8")
