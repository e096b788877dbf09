"""kill -9 under load: whatever was acknowledged is in the log. The benchmark of the same name runs a thousand kills."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

BENCHMARK = Path(__file__).resolve().parents[3] / "benchmarks" / "ingest_kill.py"


def test_a_killed_server_loses_no_acknowledged_message() -> None:
    done = subprocess.run(
        [sys.executable, str(BENCHMARK), "--kills", "12", "--seed", "7"], capture_output=True, text=True, timeout=240
    )
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert (result["kills"], result["lost"], result["sound"]) == (12, 0, True)
    assert result["acknowledged"] > 12
