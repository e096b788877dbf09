"""A program run with compiled kernels and with the same kernels as plain Python, for tests that they answer alike."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]


def printed(program: str, *, compiled: bool) -> str:
    """What a program prints, run from the repository's folder in a process of its own that finds ``support``."""
    environment = {**os.environ, "PYTHONPATH": str(TESTS), "NUMBA_DISABLE_JIT": "0" if compiled else "1"}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=TESTS.parent, capture_output=True, text=True, check=True, env=environment
    )
    return done.stdout
